"""Files of a blog as tests write them, and what an index of them finds."""

import os
import time
from pathlib import Path

from search.index import TalkIndex, open_index
from search.model import Query
from search.settings import Settings

REPORT = """---
title: {title}に参加してきた
date: 2019-03-0{day}
tags: [勉強会]
---
前書きに貝殻の話。

## {talk}を測る（[@iso](https://twitter.example/iso)）

{body}

## 貝を数える（@hama）

多い。
"""


def write(path: Path, text: str, seconds: float = 60) -> Path:
    """Write a file that is so many seconds old."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    moment = time.time() - seconds
    os.utime(path, (moment, moment))
    return path


def report(title: str = "海べの勉強会", day: int = 1, talk: str = "潮", body: str = "ブイ。") -> str:
    return REPORT.format(title=title, day=day, talk=talk, body=body)


def index() -> TalkIndex:
    return open_index(Settings.from_env())


def found(words: str) -> list[str]:
    return [hit.talk.id for hit in index().search(Query(words)).hits]
