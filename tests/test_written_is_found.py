"""Whatever is written is found, and nothing else: properties, on random pieces of the shipped notes."""

import datetime
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from examples import cases

from indexer.corpus import Corpus
from search.answers import Hit
from search.documents import visible_of
from search.index import TalkIndex
from search.model import Event, Query, Talk
from search.text.analysis import Analyzer
from search.text.spelling.folding import folded
from search.text.spelling.kanji_variants import variant_table
from search.text.streams import STREAMS
from search.text.units import written_spans

# Each asks hundreds of questions.
pytestmark = pytest.mark.slow

ANALYZER = Analyzer()
_OPERATORS = re.compile(r'["“”「」『』()（）|*:：-]|\bOR\b')


def pieces(talks: Sequence[Talk], count: int, words: range) -> Iterator[tuple[Talk, str]]:
    """Yield stretches of what is seen of talks that begin and end where words do, without operators.

    One kana by itself is left out: it stands everywhere, and is not indexed.
    """
    chance = random.Random(20150114)
    with_notes = [talk for talk in talks if not talk.mention and len(talk.body) > 40]
    while count:
        talk = chance.choice(with_notes)
        line = chance.choice(visible_of(talk).split("\n"))
        units, begins = ANALYZER.units(line)
        spans = [
            (begin + start, begin + end)
            for unit, begin in zip(units, begins.tolist(), strict=True)
            for start, end in list(written_spans(unit))[:1]
        ]
        size = chance.choice(words)
        if len(spans) < size:
            continue
        first = chance.randrange(len(spans) - size + 1)
        piece = line[spans[first][0] : spans[first + size - 1][1]].strip()
        if len(piece) > 1 and not _OPERATORS.search(piece):
            yield talk, piece
            count -= 1


def ids(index: TalkIndex, text: str) -> set[str]:
    return {hit.talk.id for hit in index.search(Query(text, per_page=1000)).hits}


def is_explained(hit: Hit) -> bool:
    return bool(hit.title.marks or hit.snippet.marks or hit.why)


def test_a_piece_of_a_note_finds_its_talk(corpus: Corpus, corpus_index: TalkIndex) -> None:
    for talk, piece in pieces(corpus.talks, cases(150), range(1, 5)):
        assert talk.id in ids(corpus_index, piece), piece


def test_a_quoted_piece_of_a_note_finds_its_talk(corpus: Corpus, corpus_index: TalkIndex) -> None:
    for talk, piece in pieces(corpus.talks, cases(150), range(1, 8)):
        assert talk.id in ids(corpus_index, f'"{piece}"'), piece


def test_every_hit_has_a_mark_or_a_reason(corpus: Corpus, corpus_index: TalkIndex) -> None:
    for _, piece in pieces(corpus.talks, cases(150), range(1, 3)):
        bare = [hit for hit in corpus_index.search(Query(piece)).hits if not is_explained(hit)]
        assert not bare, (piece, bare[0].talk.title)


def test_where_two_common_words_meet_makes_no_hit(corpus_index: TalkIndex) -> None:
    # Nearly all have either word; pp, where they meet, is rare, and stands in App.
    found = corpus_index.search(Query("JP PyCon", per_page=1000)).hits
    assert len(found) > 300
    assert all(map(is_explained, found))


def test_no_word_of_a_query_is_one_that_nothing_can_have(corpus: Corpus, corpus_index: TalkIndex) -> None:
    for _, piece in pieces(corpus.talks, cases(150), range(2, 5)):
        for hit in corpus_index.search(Query(piece)).hits[:1]:
            for word in hit.missing:
                assert ids(corpus_index, word), (piece, word)


@pytest.mark.parametrize("script", ["[A-Za-z]{3,12}", "[ァ-ヺー]{4,12}", "[一-鿿]{3,6}", "[ぁ-ん]{4,8}"])
def test_while_a_word_is_typed_hits_do_not_come_and_go(corpus_index: TalkIndex, script: str) -> None:
    words = sorted(
        word.text
        for letter in "abcdefghijklmnoprstuvwアカサタナハマヤラコシスプデ会開技基機検言実情設全大日必たそあい"
        for word in corpus_index.complete(letter, 40)
        if re.fullmatch(script, word.text)
    )
    assert words
    chance = random.Random(20150114)
    for word in chance.sample(words, min(cases(40), len(words))):
        # One letter is a word by itself or nothing.
        least = 2 if word.isascii() else 1
        totals = [
            corpus_index.search(Query(word[:size], per_page=1)).total for size in range(least, len(word) + 1)
        ]
        found = [size for size, total in enumerate(totals) if total]
        assert found, word
        assert all(totals[found[0] : found[-1] + 1]), (word, totals)


def test_two_spellings_of_one_kanji_give_the_same_terms() -> None:
    chance = random.Random(20150114)
    for old, new in chance.sample(sorted(variant_table().items()), 200):
        one, other = (ANALYZER.analyze(f"山{chr(code)}川") for code in (old, new))
        for stream in STREAMS:
            assert [str(term) for term in one.streams[stream].terms] == [
                str(term) for term in other.streams[stream].terms
            ], (chr(old), chr(new))


def test_what_is_excluded_is_what_is_quoted(corpus: Corpus, corpus_index: TalkIndex) -> None:
    everything = ids(corpus_index, "")
    for _, piece in pieces(corpus.talks, cases(15), range(1, 3)):
        having, lacking = ids(corpus_index, f'"{piece}"'), ids(corpus_index, f'-"{piece}"')
        assert not having & lacking, piece
        assert having | lacking == everything, piece


@pytest.mark.parametrize("typed", ["sharding", "Scala", "Docker", "監視"])
def test_what_was_typed_stands_before_its_other_names(corpus_index: TalkIndex, typed: str) -> None:
    first = corpus_index.search(Query(typed)).hits[0]
    seen = f"{first.talk.title} {first.talk.body} {first.talk.technologies}"
    assert folded(typed) in folded(seen)


@pytest.mark.parametrize(("typed", "written"), [("kata", "片岡"), ("kuwa", "桑野"), ("kataok", "片岡")])
def test_a_reading_that_begins_so_comes_before_a_slip(
    corpus_index: TalkIndex, typed: str, written: str
) -> None:
    hits = corpus_index.search(Query(typed, per_page=100)).hits
    speakers = [speaker.name for hit in hits for speaker in hit.talk.speakers]
    assert any(name.startswith(written) for name in speakers)
    assert all(why.route != "correction" for hit in hits for why in hit.why)


def test_a_listed_name_that_no_talk_has_may_still_be_typed_unless_it_stands_as_listed(
    tmp_path: Path,
) -> None:
    event = Event("names", "名前の会", datetime.date(2020, 1, 1))
    index = TalkIndex(tmp_path)
    index.rebuild([Talk("names/a", "発表", event, (), (), event.date, "bundle の話。Python の話。")])
    assert ids(index, "bun") == {"names/a"}
    assert ids(index, "Bun") == set()
    assert ids(index, "cython") == set()
