"""Spans of a text: as its analysis has them, and the same after they were kept as bytes."""

import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_spans import encoded_spans, plainly_joined

from search.results.joined_texts import bases_of
from search.text.analysis import Analyzer
from search.text.kept_spans import joined_spans
from search.text.spans import TextSpans, spans_of

ANALYZER = Analyzer()
NOTE = "HBase徹底入門。Region は自動でシャーでぃんぐされる。\nTシャツと㍿、美しい秋。選択し直す。"


def spans(text: str) -> TextSpans:
    return spans_of(ANALYZER.analyze(text))


def kept(texts: Sequence[str]) -> bytes:
    return encoded_spans(list(map(spans, texts)))


def joined(data: Sequence[bytes], documents: Sequence[Sequence[str]]) -> TextSpans:
    return joined_spans(
        data, list(map(len, documents)), bases_of([text for own in documents for text in own])
    )


def columns_of(found: TextSpans) -> dict[str, object]:
    """Return everything there is, comparable."""
    names = ("word_borders", "word_starts", "word_ends", "part_starts", "part_ends", "part_latin")
    columns = {name: getattr(found, name) for name in names}
    columns |= {name: getattr(found.readings, name) for name in ("codes", "starts", "part_sizes", "of_texts")}
    plain = {name: (column.dtype, column.tolist()) for name, column in columns.items()}
    return plain | {"words": found.words}


def assert_joined(documents: Sequence[Sequence[str]]) -> None:
    texts = [text for own in documents for text in own]
    found = joined(list(map(kept, documents)), documents)
    assert columns_of(found) == columns_of(plainly_joined(texts, list(map(spans, texts))))


def test_spans_say_where_words_parts_and_readings_stand() -> None:
    text = "秋の Java 入門"
    found = spans(text)
    assert found.words.decode().split("\0")[:3] == ["", "秋", "java"]
    places = zip(found.word_starts.tolist(), found.word_ends.tolist(), strict=True)
    assert [text[start:end] for start, end in places][:2] == ["秋", "Java"]
    parts = zip(found.part_starts.tolist(), found.part_ends.tolist(), found.part_latin.tolist(), strict=True)
    named = [(text[start:end], latin) for start, end, latin in parts]
    assert ("の", False) in named and ("Java", True) in named
    assert "".join(map(chr, found.readings.codes[:3].tolist())) == "アキノ"
    units, inside = found.readings.units_at(np.array([0, 1, 2]))
    assert [text[start] for start in found.part_starts[units].tolist()] == ["秋", "秋", "の"]
    assert inside.tolist() == [0, 1, 0]
    assert [text[end] for end in found.readings.ends_of(units).tolist()] == ["の", "の", " "]


def test_a_reading_is_kept_as_it_is_by_itself() -> None:
    found = spans("美しい秋")
    assert "".join(map(chr, found.readings.codes.tolist())) == "ウツクシイアキ"


TEXTS = st.text(st.sampled_from(NOTE + "ﷺ\ud800\0ゝ🍺 ゙") | st.characters(), max_size=60)


@given(st.lists(st.lists(TEXTS, max_size=4), max_size=3))
def test_every_code_of_a_reading_knows_its_unit(documents: list[list[str]]) -> None:
    texts = [text for own in documents for text in own]
    found = joined(list(map(kept, documents)), documents)
    wanted: list[tuple[int, int, int]] = []
    places: list[int] = []
    place = 0
    for base, text in zip(bases_of(texts).tolist(), texts, strict=False):
        analysis = ANALYZER.analyze(text)
        for unit, begin in zip(analysis.units, analysis.begins.tolist(), strict=True):
            parts = unit.parts[:1] if unit.latin else unit.parts
            count = len(unit.sounds) // 4
            if not parts:
                continue  # A blank says nothing and parts nothing.
            first, last = base + begin + parts[0][2], base + begin + parts[-1][3]
            wanted += [(first, last, code) for code in range(count)]
            places += range(place, place + count)
            place += count
        place += 1  # The BREAK behind the text.
    units, inside = found.readings.units_at(np.array(places, np.int64))
    starts, ends = found.part_starts[units], found.readings.ends_of(units)
    assert list(zip(starts.tolist(), ends.tolist(), inside.tolist(), strict=True)) == wanted


@given(st.lists(st.lists(TEXTS, max_size=4), max_size=3))
def test_what_is_kept_is_what_was_found(documents: list[list[str]]) -> None:
    assert_joined(documents)


def test_spans_of_other_texts_are_refused() -> None:
    with pytest.raises(ValueError, match="not of 1"):
        joined([kept(["監視", ""])], [["監視"]])
    with pytest.raises(ValueError, match="out of their text"):
        joined([kept(["監視"])], [["監"]])


def test_a_text_beyond_sixteen_bits_is_kept() -> None:
    assert_joined([["秋"], ["監視。" + " " * 70_000 + "引っ越し", "", "監視" * 9_000], ["冬", "春"]])


def test_a_note_takes_little_room() -> None:
    assert len(kept([NOTE * 10])) < 10 * len(NOTE * 10)


@pytest.mark.parametrize("texts", [(), ("",), (NOTE, "", NOTE)])
def test_damaged_bytes_are_refused_or_decoded_but_never_fatal(texts: tuple[str, ...]) -> None:
    data = kept(texts)
    rng = random.Random(20150114)
    for cut in range(len(data)):
        with pytest.raises(ValueError):
            joined([data[:cut]], [texts])
    for _ in range(2_000):
        damaged = bytearray(data)
        for _ in range(rng.choice((1, 1, 8))):
            damaged[rng.randrange(len(data))] = rng.randrange(256)
        try:
            found = joined([data, bytes(damaged), data], [texts] * 3)
        except ValueError:
            continue
        joined_texts = "\n".join([*texts] * 3)
        assert found.words.count(0) == len(found.word_starts) + 1
        for starts, ends in (
            (found.word_starts, found.word_ends),
            (found.part_starts, found.part_ends),
        ):
            assert np.all(starts >= 0) and np.all(starts <= ends) and np.all(ends <= len(joined_texts))
        at = np.arange(len(found.readings.sounds) if len(found.part_starts) else 0)
        units, _ = found.readings.units_at(at)
        for places in (found.readings.starts, found.part_starts[units], found.readings.ends_of(units)):
            assert np.all(places >= 0) and np.all(places <= len(joined_texts))
