"""However it was spelt, the talk is found, first, with the place marked and the reason given."""

import pytest
from spelt_notes import SLIPPED, SPELT, Spelt, first, marked

from search.answers import Why
from search.index import TalkIndex
from search.model import Query


@pytest.mark.parametrize("spelt", SPELT, ids=lambda spelt: f"{spelt.family}: {spelt.typed}")
def test_a_talk_is_found_first_and_marked_and_explained_however_it_is_spelt(
    spelt_index: TalkIndex, spelt: Spelt
) -> None:
    hit = first(spelt_index, spelt.typed)
    assert hit.talk.id == spelt.talk
    assert any(spelt.written in piece for piece in marked(hit))
    assert hit.why == (Why(spelt.typed, spelt.written, spelt.route),)


@pytest.mark.parametrize(("typed", "talk", "written"), SLIPPED)
def test_one_slip_of_the_keys_does_not_hide_a_talk(
    spelt_index: TalkIndex, typed: str, talk: str, written: str
) -> None:
    hit = first(spelt_index, typed)
    assert hit.talk.id == talk
    assert written in marked(hit)
    assert [(why.word, why.written) for why in hit.why] == [(typed, written)]


@pytest.mark.parametrize("typed", ["ｼｬｰﾃﾞｨﾝｸﾞ", "しゃーでぃんぐ", "シャーデイング", "シャーディング"])
def test_what_was_heard_as_sharding_is_found_among_all_notes(corpus_index: TalkIndex, typed: str) -> None:
    for hit in corpus_index.search(Query(typed)).hits[:2]:
        assert "シャーでぃんぐ" in hit.talk.body
        assert "シャーでぃんぐ" in marked(hit)


def test_a_version_is_found_with_and_without_a_space(corpus_index: TalkIndex) -> None:
    apart, joined = (corpus_index.search(Query(typed)).hits for typed in ("Python 3.7", "Python3.7"))
    assert joined
    assert {hit.talk.id for hit in joined} <= {hit.talk.id for hit in apart}
    assert all(hit.why and not hit.missing for hit in joined)
