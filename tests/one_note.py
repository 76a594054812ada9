"""The corpus of one note that commands are tried on: one talk, and one that was missed."""

import os
import time
from pathlib import Path

NOTE = """---
event: 道玄坂LT祭り
date: 2015-01-14
---

## HBase のしくみ {#hbase}
- speaker: 鈴木俊裕
- tech: HBase

Region は自動でシャーでぃんぐされる。

## Aurora {#aurora}
- mention: true

聞けなかった。
"""


def age(folder: Path, seconds: int) -> None:
    """Let every note be as old as this: what was written just now is read again, to be sure."""
    moment = time.time() - seconds
    for path in folder.iterdir():
        os.utime(path, (moment, moment))
