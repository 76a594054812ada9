"""A long note of one sign over and over takes about the memory and the time of any other note as long."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

KINDS = {
    "joined Latin": "a1.b-c_",
    "slashes": "a/",
    "a ligature of 18 letters": "\ufdfa",
    "squared words": "㌖",
    "fractions": "½",
    "digits": "0123456789",
    "one katakana word": "アルファベットカナ",
    "one kanji": "亜",
    "joined emoji": "👩‍👩‍👧‍👦",
    "combining marks": "か\u3099\u0301\u0302",
    "no blank": "漢字仮名交文",
    "line breaks": "\n",
    "brackets": "([{「",
    "emphasis": "**a** ",
    "table": "|a|b|\n",
    "iteration marks": "人々ゝ",
}
ORDINARY = "今日は勉強会でデータベースの話を聞いた。PostgreSQL のインデックスを速くする方法を学んだ。\n\n"

# Prints what each note takes: megabytes above what was held before, and seconds of processor time.
PROGRAM = """
import datetime, json, pathlib, re, sys, time
from search.build.batch import batch_of
from search.build.cutter import Cutter
from search.heap import give_memory_back, keep_memory
from search.model import Event, Talk
from search.text.analysis import Analyzer

def held(name):
    status = pathlib.Path("/proc/self/status").read_text()
    return int(re.search(name + r":\\s+(\\d+)", status)[1]) / 1024

kinds, size = json.loads(sys.argv[1]), int(sys.argv[2])
event = Event("e", "会", datetime.date(2015, 1, 14))
analyzer = Analyzer()
for kind, sign in kinds.items():
    body = sign * (size // len(sign.encode()))
    cutter = Cutter(analyzer)
    batch_of([(Talk("e/t", "題", event, (), (), event.date, "短い本文"), 0)], (), cutter)
    give_memory_back()
    pathlib.Path("/proc/self/clear_refs").write_text("5")
    before, started = held("VmRSS"), time.process_time()
    batch_of([(Talk("e/t", "題", event, (), (), event.date, body), 0)], (), cutter)
    print(json.dumps([kind, held("VmHWM") - before, time.process_time() - started]))
"""


def taken(size: int) -> dict[str, tuple[float, float]]:
    """Return megabytes and seconds of each kind of note of so many bytes."""
    kinds = json.dumps({"ordinary": ORDINARY, **KINDS})
    program = [sys.executable, "-c", PROGRAM, kinds, str(size)]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    rows = map(json.loads, done.stdout.splitlines())
    return {kind: (megabytes, seconds) for kind, megabytes, seconds in rows}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="peaks are asked of Linux")
@pytest.mark.parametrize(
    ("size", "megabytes", "seconds"),
    [
        (100_000, 60, 2),
        pytest.param(1_000_000, 350, 15, marks=pytest.mark.torture),
    ],
)
def test_no_note_takes_much_more_than_an_ordinary_one_as_long(
    size: int, megabytes: float, seconds: float
) -> None:
    found = taken(size)
    ordinary = found.pop("ordinary")[0]
    assert found.keys() == KINDS.keys()
    too_much = {kind: took for kind, took in found.items() if took[0] > ordinary + megabytes}
    too_long = {kind: took for kind, took in found.items() if took[1] > seconds}
    assert (too_much, too_long) == ({}, {})


# Prints what each search takes, beside one of a word: megabytes at the peak, and seconds of processor time.
ASKING = """
import datetime, json, pathlib, random, re, sys, tempfile, time
from search.index import TalkIndex
from search.model import Event, Query, Talk

def held(name):
    status = pathlib.Path("/proc/self/status").read_text()
    return int(re.search(name + r":\\s+(\\d+)", status)[1]) / 1024

texts, words = json.loads(sys.argv[1])
chance = random.Random(1)
event = Event("e", "会", datetime.date(2015, 1, 14))
words = [word + sign for word in words for sign in "のをがは。\\n"]
bodies = ["".join(chance.choices(words, k=100_000)), "00 " * 60_000]
talks = [Talk(f"e/{n}", "題", event, (), (), event.date, body) for n, body in enumerate(bodies)]
with tempfile.TemporaryDirectory() as inner:
    index = TalkIndex(pathlib.Path(inner) / "index")
    index.rebuild(talks)
    index.search(Query("監視"))
    for text in texts:
        pathlib.Path("/proc/self/clear_refs").write_text("5")
        before, started = held("VmRSS"), time.process_time()
        found = index.search(Query(text)).total
        print(json.dumps([text, found, held("VmHWM") - before, time.process_time() - started]))
"""
COMMON = [
    "監視",
    "設計",
    "分散",
    "検索",
    "索引",
    "言語",
    "文章",
    "発表",
    "資料",
    "質問",
    "関数",
    "並列",
    "性能",
    "計測",
    "改善",
    "試験",
    "障害",
    "運用",
    "構築",
    "環境",
]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="peaks are asked of Linux")
def test_no_search_of_long_notes_takes_long_whatever_it_repeats() -> None:
    texts = [
        "監視 " * 300,
        "00 " * 600,
        "(00 OR " * 300,
        '"の 監視" ' * 300,
        " ".join(COMMON),
        "".join(COMMON),
    ]
    asked = json.dumps([texts, COMMON])
    done = subprocess.run([sys.executable, "-c", ASKING, asked], capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        text, found, megabytes, seconds = json.loads(line)
        assert (text, bool(found), megabytes < 150, seconds < 1.5) == (text, True, True, True), line[-60:]
    assert len(done.stdout.splitlines()) == len(texts)
