"""Spans of a text: as its analysis has them, and the same after they were kept as bytes."""

import random
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_spans import encoded_spans

from search.analysis import Analyzer
from search.spans import TextSpans, decoded_spans, joined_spans, spans_of

ANALYZER = Analyzer()
NOTE = "HBase徹底入門。Region は自動でシャーでぃんぐされる。\nTシャツと㍿、美しい秋。選択し直す。"


def spans(text: str) -> TextSpans:
    return spans_of(ANALYZER.analyze(text))


def assert_same(one: tuple[TextSpans, ...], other: tuple[TextSpans, ...]) -> None:
    assert len(one) == len(other)
    for mine, theirs in zip(one, other, strict=True):
        assert mine.words == theirs.words
        for column in fields(TextSpans)[1:]:
            left, right = getattr(mine, column.name), getattr(theirs, column.name)
            assert (left.dtype, left.tolist()) == (right.dtype, right.tolist()), column.name


def test_spans_say_where_words_parts_and_readings_stand() -> None:
    text = "秋の Java 入門"
    found = spans(text)
    places = zip(found.words, found.word_starts.tolist(), found.word_ends.tolist(), strict=True)
    assert [(word, text[start:end]) for word, start, end in places][:2] == [("秋", "秋"), ("java", "Java")]
    parts = zip(found.part_starts.tolist(), found.part_ends.tolist(), found.part_latin.tolist(), strict=True)
    named = [(text[start:end], latin) for start, end, latin in parts]
    assert ("の", False) in named and ("Java", True) in named
    assert "".join(map(chr, found.reading_codes[:3].tolist())) == "アキノ"
    assert [text[start] for start in found.reading_starts[:3].tolist()] == ["秋", "秋", "の"]


def test_a_reading_is_kept_as_it_is_by_itself() -> None:
    found = spans("美しい秋")
    assert "".join(map(chr, found.reading_codes.tolist())) == "ウツクシイアキ"


TEXTS = st.text(st.sampled_from(NOTE + "ﷺ\ud800\0ゝ🍺 ゙") | st.characters(), max_size=60)


@given(st.lists(TEXTS, max_size=5))
def test_what_is_kept_is_what_was_found(texts: list[str]) -> None:
    found = tuple(map(spans, texts))
    assert_same(decoded_spans(encoded_spans(found)), found)


@given(st.lists(st.text(st.sampled_from(NOTE), max_size=60), max_size=5))
def test_joined_spans_stand_where_the_joined_text_has_them(texts: list[str]) -> None:
    found = list(map(spans, texts))
    joined, text = joined_spans(encoded_spans(found), texts), "\n".join(texts)
    for name in ("word", "part", "reading"):
        starts, ends = getattr(joined, f"{name}_starts").tolist(), getattr(joined, f"{name}_ends").tolist()
        pieces = [text[start:end] for start, end in zip(starts, ends, strict=True) if start < end]
        expected = [
            own[start:end]
            for own, each in zip(texts, found, strict=True)
            for start, end in zip(
                getattr(each, f"{name}_starts").tolist(), getattr(each, f"{name}_ends").tolist(), strict=True
            )
            if start < end
        ]
        assert pieces == expected


def test_spans_of_other_texts_are_refused() -> None:
    with pytest.raises(ValueError, match="not of 1"):
        joined_spans(encoded_spans([spans("監視"), spans("")]), ["監視"])


def test_a_text_beyond_sixteen_bits_is_kept() -> None:
    found = (spans("監視。" + " " * 70_000 + "引っ越し"), spans(""), spans("監視" * 9_000))
    assert_same(decoded_spans(encoded_spans(found)), found)


def test_a_note_takes_little_room() -> None:
    assert len(encoded_spans([spans(NOTE * 10)])) < 14 * len(NOTE * 10)


@pytest.mark.parametrize("texts", [(), ("",), (NOTE, "", NOTE)])
def test_damaged_bytes_are_refused_or_decoded_but_never_fatal(texts: tuple[str, ...]) -> None:
    data = encoded_spans(tuple(map(spans, texts)))
    rng = random.Random(20150114)
    for cut in range(len(data)):
        with pytest.raises(ValueError):
            decoded_spans(data[:cut])
    for _ in range(2_000):
        damaged = bytearray(data)
        for _ in range(rng.choice((1, 1, 8))):
            damaged[rng.randrange(len(data))] = rng.randrange(256)
        try:
            found = decoded_spans(bytes(damaged))
        except ValueError:
            continue
        for text in found:
            assert np.all(text.word_starts >= 0) and np.all(text.word_starts <= text.word_ends)


def test_a_word_with_nul_is_refused() -> None:
    one = spans("監視")
    columns = {column.name: getattr(one, column.name) for column in fields(TextSpans)}
    with pytest.raises(ValueError, match="NUL"):
        encoded_spans([TextSpans(**(columns | {"words": ("監\0視",)}))])
