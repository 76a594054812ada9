"""Characters that nothing can hold are left out where notes are read: words stay whole, pictures are XML."""

import datetime
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.corpus import Corpus, read_corpus
from indexer.fit_texts import LONGEST_TITLE, bounded, fit
from search.index import TalkIndex
from search.model import Event, Link, Query, Speaker, Talk
from search.settings import Settings
from search.text.spelling.folding import codes_of
from web import create_app

EVENT = Event("kai", "会", datetime.date(2015, 1, 14))
UNFIT = [
    "\0",
    "\x01",
    "\x08",
    "\x0b",
    "\x0c",
    "\x1b",
    "\x1f",
    "\x7f",
    "\x80",
    "\x9f",
    "\ufdd0",
    "\ufffe",
    "\uffff",
]
FIT = [
    "\t",
    "\n",
    "\u0085",
    "\u00a0",
    "\u200d",
    "\u3000",
    "\ufeff",
    "\ufffd",
    "𠮷",
    "👨\u200d👩",
    "\U0001fffd",
]


def test_nothing_that_is_left_out_is_printable() -> None:
    # Else a text of printable characters would have to be looked at more closely.
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    kept = fit(Talk("kai/a", "話", EVENT, (), (), EVENT.date, every)).body
    left_out = {chr(code) for code in np.setdiff1d(codes_of(every), codes_of(kept), True).tolist()}
    assert {*UNFIT} <= left_out
    assert not any(character.isprintable() for character in left_out)


@pytest.mark.parametrize("character", [*UNFIT, "\ud800", "\udfff", "\U0001fffe", "\U0010ffff"])
def test_what_no_xml_can_hold_is_left_out_everywhere(character: str) -> None:
    def odd(text: str) -> str:
        return f"{text[:1]}{character}{text[1:]}"

    event = replace(EVENT, venue="渋谷", note="前書き")
    plain = Talk(
        "kai/a",
        "監視の話",
        event,
        (Speaker("鈴木", "すずき", "会社"),),
        ("HBase",),
        EVENT.date,
        "本文。\n二行。",
        (Link("link", "https://example.jp"),),
    )
    spoilt = replace(
        plain,
        title=odd(plain.title),
        event=replace(plain.event, name=odd("会"), venue=odd("渋谷"), note=odd("前書き")),
        speakers=(Speaker(odd("鈴木"), odd("すずき"), odd("会社")),),
        technologies=(odd("HBase"),),
        body=odd(plain.body),
        links=(Link("link", odd("https://example.jp")),),
    )
    assert fit(spoilt) == plain


@pytest.mark.parametrize("character", FIT)
def test_whatever_else_people_write_stays(character: str) -> None:
    talk = Talk("kai/a", f"題{character}名", EVENT, (), (), EVENT.date, f"本{character}文")
    assert fit(talk) is talk


def test_a_title_of_nothing_else_is_no_empty_one() -> None:
    assert fit(Talk("kai/a", "\x01\x02", EVENT, (), (), EVENT.date, "")).title == "\ufffd"


@given(st.text(), st.text())
def test_what_is_fit_stays_fit(title: str, body: str) -> None:
    once = fit(Talk("kai/a", title or "題", EVENT, (), (), EVENT.date, body))
    assert fit(once) is once


@pytest.mark.parametrize("character", UNFIT[1:])
def test_a_note_with_them_is_found_and_drawn(tmp_path: Path, character: str) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    front = "---\nevent: 道玄坂LT\ndate: 2015-01-14\n---\n"
    text = f"{front}\n## シャー{character}ディング {{#s}}\n\n監{character}視の話。\n"
    (notes / "lt.md").write_text(text, encoding="utf-8")
    corpus = read_corpus(notes)
    index = TalkIndex(tmp_path / "index")
    index.rebuild(corpus.talks, corpus.lexicon)
    assert index.search(Query("監視 シャーディング")).total == 1
    client = create_app(Settings(), index).test_client()
    for path in ("/feed.atom", "/events/lt.atom"):
        ElementTree.fromstring(client.get(path).data)
    assert character not in client.get("/talks/lt/s").text


@pytest.mark.parametrize(
    "written",
    [
        f"## {'長' * 100_000}\n\n本文",
        f"## 題\n- speaker: {'甲' * 100_000}\n\n本文",
        f"## 題\n- speaker: {', '.join(f'甲{n}' for n in range(5_000))}\n\n本文",
        f"## 題\n- tech: {'技' * 100_000}\n\n本文",
        f"## 題\n- tech: {', '.join(f'技{n}' for n in range(5_000))}\n\n本文",
        f"## 題\n- slides: https://example.jp/{'a' * 100_000}\n\n本文",
        "## 題\n" + "".join(f"- slides: https://example.jp/{n}\n" for n in range(5_000)) + "\n本文",
    ],
)
def test_facts_that_went_astray_are_cut_and_named(tmp_path: Path, written: str) -> None:
    name = "会" * 10_000
    (tmp_path / "a.md").write_text(f"---\nevent: {name}\ndate: 2015-01-14\n---\n\n{written}\n")
    corpus = read_corpus(tmp_path)
    (talk,) = corpus.talks
    assert 0 < len(talk.title) <= LONGEST_TITLE and talk.event.name == name[:LONGEST_TITLE]
    assert len(repr(talk)) < 20_000
    assert any("長すぎるか多すぎます" in problem.problem for problem in corpus.problems)


def test_usual_facts_are_left_alone(corpus: Corpus) -> None:
    assert all(bounded(talk) is talk for talk in corpus.talks)
