"""What batches of talks hold: exactly what plain Python makes of each talk, term by term."""

import sys
from collections.abc import Sequence
from dataclasses import replace

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from plain_documents import Document, TermPosting, document_of, documents_of, event_document_of, placed

from indexer.corpus import Corpus
from search.build import unit_table
from search.build.batch import batch_of
from search.build.cutter import Cutter
from search.documents import BODY, FIELD_GAP, TITLE_ROOM, visible_of
from search.model import Speaker, Talk
from search.stored import (
    digest_of,
    event_of,
    shown_event_of,
    shown_of,
    stored_of,
    talk_of,
    written_of,
    written_of_event,
)
from search.text.analysis import Analyzer
from search.text.spelling.folding import folded
from search.text.streams import STREAMS

ANALYZER = Analyzer()
CUTTER = Cutter(ANALYZER)


def made(talks: Sequence[Talk], cutter: Cutter = CUTTER) -> list[Document]:
    return documents_of(batch_of(placed(talks), (), cutter))


def assert_same(talks: Sequence[Talk], cutter: Cutter = CUTTER) -> None:
    for document, talk in zip(made(talks, cutter), talks, strict=True):
        expected = document_of(talk, ANALYZER)
        for stream in STREAMS:
            found, wanted = document.postings[stream], expected.postings[stream]
            assert places(found) == places(wanted)
            assert [each.weight for each in found] == pytest.approx([each.weight for each in wanted], 1e-6)
        assert document.lengths == pytest.approx(expected.lengths, 1e-6)
        empty = {"postings": {}, "lengths": {}}
        assert replace(document, **empty) == replace(expected, **empty)


def places(postings: Sequence[TermPosting]) -> list[tuple[str, tuple[int, ...]]]:
    return [(posting.text, posting.positions) for posting in postings]


@pytest.mark.slow
def test_the_whole_corpus_in_one_batch_is_what_plain_python_makes(corpus: Corpus) -> None:
    assert_same(corpus.talks)


ODD = [
    *(
        "",
        "   ",
        "\n\n",
        "!!!",
        "ﷺ",
        "か\u3099",
        "\u3099か",
        "ヴ",
        "ア",
        "\ud800漢字\udfff",
        "\x00\x07",
        "-ア",
        "🍺👨‍👩‍👧‍👦",
    ),
    *(
        "取り",
        "組む",
        "パーク",
        "セーパークセー",
        "Tシャツ",
        "シャツT",
        "C++",
        "a" * 300,
        "ー" * 300,
        "㍿Ⅲ①",
        "𠀀",
    ),
    *("十六日", "1,000,000円", "金（かね）", "學校", "ｼｬｰﾃﾞｨﾝｸﾞ", "\U0010ffff", "مرحبا", "监视", "監視"),
]
WRITTEN = st.one_of(
    st.lists(st.sampled_from(ODD), max_size=6).map("".join),
    st.text(st.characters(max_codepoint=sys.maxunicode), max_size=20),
)


@pytest.mark.slow
@examples(40)
@given(st.lists(st.tuples(WRITTEN, WRITTEN, st.lists(WRITTEN, max_size=2)), min_size=1, max_size=4))
def test_odd_texts_beside_each_other_are_as_each_by_itself(
    talks: tuple[Talk, ...], written: list[tuple[str, str, list[str]]]
) -> None:
    assert_same(
        [
            replace(talks[0], title=title, body=body, technologies=tuple(names))
            for title, body, names in written
        ]
    )


@pytest.mark.slow
@pytest.mark.parametrize("text", ["監視" * 30_000, "ア" * 60_000, "ﷺ" * 5_000, "漢字とfluentd。\n" * 5_000])
def test_sixty_thousand_characters_are_indexed_to_the_end(talks: tuple[Talk, ...], text: str) -> None:
    assert_same([replace(talks[0], body=text), talks[1]])


def test_forgotten_units_change_nothing(talks: tuple[Talk, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.build.cutter._CACHED_UNITS", 1)
    cutter = Cutter(Analyzer())
    for _ in range(3):
        assert_same(talks, cutter)


def test_keys_too_long_for_64_bits_sort_all_the_same(
    talks: tuple[Talk, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.build.sorting._KEY_BITS", 1)
    assert_same(talks)


def test_the_second_of_two_lengths_of_a_word_is_not_taken_for_the_first(talks: tuple[Talk, ...]) -> None:
    cutter = Cutter(Analyzer())
    assert_same([replace(talks[0], body="お金を払う。お金（おかね）を払う。お金だ。")], cutter)


@pytest.mark.parametrize("order", [("のぞみ", "アイス"), ("アイス", "のぞみ")])
def test_what_stands_in_brackets_behind_a_word_is_of_that_place_only(
    talks: tuple[Talk, ...], order: tuple[str, str]
) -> None:
    cutter, analyzer = Cutter(Analyzer()), Analyzer()
    for name in order:
        # Sudachi takes the name for how the word is read, and counts the brackets with it.
        body = f"探査機（{name}）が飛んだ。探査機だ。"
        assert_same([replace(talks[0], body=body)], cutter)
        assert f"機{folded(name)}" in {term for unit in analyzer.units(body)[0] for term in unit.terms}


def test_the_body_has_its_own_places(talks: tuple[Talk, ...]) -> None:
    (document,) = made([replace(talks[0], title="監視", body="監視")])
    postings = {posting.text: posting.positions for posting in document.postings["words"]}
    assert postings["監視"] == (0, BODY)


def test_headings_too_long_to_stand_before_the_body_stand_behind_it(talks: tuple[Talk, ...]) -> None:
    speakers = (Speaker("語" * BODY), Speaker("桑野"))
    (document,) = made([replace(talks[0], title="監視", speakers=speakers, technologies=(), body="本文")])
    postings = {posting.text: posting.positions for posting in document.postings["bigrams"]}
    assert postings["監視"] == (0,)
    assert postings["桑野"] == (TITLE_ROOM,)
    assert postings["本文"] == (BODY,)
    assert postings["語語"][0] == BODY + len("ホンブン") + FIELD_GAP
    assert len(postings["語語"]) == BODY - 1


def test_events_have_words_of_their_own_and_stand_behind_the_talks(talks: tuple[Talk, ...]) -> None:
    batch = batch_of(placed(talks), [(talks[0].event, [talks[0].id])], CUTTER)
    found = documents_of(batch)
    assert found[-1] == event_document_of(talks[0].event, [talks[0].id], ANALYZER)
    assert [document.keys for document in found[:-1]] == [document.keys for document in made(talks)]
    assert documents_of(batch_of((), [(talks[0].event, [])], CUTTER))[0].keys == ("event:dogenzaka",)


def test_what_is_stored_reads_back(talks: tuple[Talk, ...]) -> None:
    for talk in talks:
        assert talk_of(stored_of(written_of(talk, 0), talk.body, visible_of(talk))) == replace(
            talk, event=replace(talk.event, note="")
        )
    event = replace(talks[0].event, note="前書き\n<b>太字</b>")
    for visible in (event.note, "前書き\n太字", ""):
        stored = stored_of(written_of_event(event, ["a", "b"]), event.note, visible)
        assert event_of(stored) == (event, ("a", "b"))
        assert shown_event_of(stored) == (event, visible)
        talk = replace(talks[0], event=replace(event, note=""), body="\ud83d" + event.note)
        assert shown_of(stored_of(written_of(talk, 0), talk.body, visible)) == (talk, visible)


def digest_of_talk(talk: Talk, place: int = 0) -> bytes:
    return digest_of(written_of(talk, place))


def test_a_digest_is_known_without_analysis_and_names_everything_stored(talks: tuple[Talk, ...]) -> None:
    batch = batch_of(placed(talks), [(talks[0].event, [])], CUTTER)
    assert batch.digests == (*map(digest_of_talk, talks), digest_of(written_of_event(talks[0].event, [])))
    assert batch.digests == tuple(map(digest_of, batch.stored))
    assert {len(digest) for digest in batch.digests} == {16}
    assert digest_of_talk(talks[0]) != digest_of_talk(replace(talks[0], mention=True))
    # A note about the evening is no part of its talks.
    noted = replace(talks[0], event=replace(talks[0].event, note="別の前書き"))
    assert digest_of_talk(talks[0]) == digest_of_talk(noted)
    assert digest_of_talk(replace(talks[0], body="\ud800"))


def test_units_are_taken_by_index() -> None:
    rows = unit_table.Ragged(2)
    for unit in ([1, 2, 3, 4], [], [5, 6]):
        rows.add(unit)
    counts, found = rows.rows_of(unit_table.np.array([2, 1, 0, 2]))
    assert counts.tolist() == [1, 0, 2, 1]
    assert found.tolist() == [[5, 6], [1, 2], [3, 4], [5, 6]]
