"""Whatever is typed is answered, and what looks odd is read for what it is."""

import pytest
from spelt_notes import found

from search.index import TalkIndex
from search.model import Query

ODD_BUT_READABLE = [("ﾊﾞｯﾌｧ", "jam"), ("ハ\u3099ッファ", "jam"), ("㍿", "company"), ("第Ⅲ期", "company")]


@pytest.mark.parametrize(("typed", "talk"), ODD_BUT_READABLE)
def test_what_looks_odd_is_read_for_what_it_is(spelt_index: TalkIndex, typed: str, talk: str) -> None:
    assert found(spelt_index, typed)[0] == talk


ODD = {
    "empty": "",
    "spaces": " \u3000\t\n",
    "symbols": "!!! 。、・「」 -- **",
    "half a phrase": '"',
    "fifty kilobytes": "監視" * 25_000,
    "fifty kilobytes of Latin": "fluentd" * 7_500,
    "lone surrogates": "\ud800監視\udfff",
    "one lone surrogate": "\udc00",
    "ligature": "ﷺ",
    "emoji sequence": "👨‍👩‍👧‍👦🏳️‍🌈🍺",
    "Arabic": "مرحبا بالعالم",
    "half-width voiced kana": "ｶﾞｷﾞﾊﾟ",
    "combining marks alone": "\u3099\u309a゛",
    "square company": "㍿",
    "Roman numeral": "Ⅲ",
    "circled digit": "①",
    "control characters": "\x00\x07\x1b",
    "long vowels only": "ーーー",
}


@pytest.mark.parametrize("typed", ODD.values(), ids=ODD)
def test_whatever_is_typed_is_answered(spelt_index: TalkIndex, typed: str) -> None:
    result = spelt_index.search(Query(typed))
    assert result.total >= len(result.hits)
    text = typed[:200]
    assert all(0 <= start < end <= len(text) for start, end in spelt_index.marks(text, typed))
    for hit in result.hits:
        assert all(why.written in f"{hit.talk.title}\n{hit.talk.body}" for why in hit.why)


@pytest.mark.parametrize("typed", [ODD["symbols"], ODD["Arabic"], ODD["emoji sequence"], ODD["ligature"]])
def test_what_no_note_has_finds_nothing(spelt_index: TalkIndex, typed: str) -> None:
    assert found(spelt_index, typed) == []
