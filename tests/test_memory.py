"""What a rebuild needs of memory, and that it does not grow with the number of talks."""

import subprocess
import sys
from pathlib import Path

import pytest

_PROGRAM = """
import datetime, resource, sys
from pathlib import Path
from search.index import TalkIndex
from search.model import Event, Talk

words = "分散 検索 索引 圧縮 障害 運用 監視 設計 移行 計測 並列 暗号 認証 転送 通知 集計".split()
day = datetime.date(2015, 1, 14)
event = Event("dogenzaka", "道玄坂LT祭り", day)
def talk(number):
    about, numbers = words[number * 7 % 16], [at * number for at in range(10)]
    parts = (f"{about}と{words[each % 16]}の{each % 9973}番。" for each in numbers)
    title = f"{words[number % 16]}の話 {number}"
    return Talk(f"dogenzaka/{number}", title, event, (), (), day, "".join(parts))

TalkIndex(Path(sys.argv[1])).rebuild([talk(number) for number in range(int(sys.argv[2]))])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def _peak(folder: Path, talks: int) -> int:
    """Return the most kB that the process that rebuilds held, without its workers."""
    command = [sys.executable, "-c", _PROGRAM, str(folder), str(talks)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.slow
def test_a_rebuild_holds_a_few_kilobytes_a_talk(tmp_path: Path) -> None:
    few, many = (_peak(tmp_path / str(talks), talks) for talks in (4_000, 7_000))
    assert (many - few) / 3_000 < 8.5
