"""What is made of what was typed."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import Analyzer
from search.clauses import AnyOf, BestOf, HasFacet, Phrase, wanted_terms
from search.lexicon import Lexicon
from search.model import FacetName
from search.queries import MAX_WORDS, ParsedQuery, parse

ANALYZER = Analyzer()
LEXICON = Lexicon(
    technologies={"Moonshot": ("HPMoonShot", "HP Moonshot")},
    speakers={"桑野章弘": ("くわの",)},
    terms={"シャーディング": ("sharding",)},
)
VALUES: dict[FacetName, tuple[str, ...]] = {
    "event": ("道玄坂LT祭り(ミドル・インフラ)", "分散会議"),
    "speaker": ("桑野章弘", "桑野 太郎", "Smith, Jr."),
    "technology": ("HBase", "MongoDB", "Moonshot"),
    "year": ("2014", "2015"),
}


def parsed(text: str) -> ParsedQuery:
    return parse(text, ANALYZER, LEXICON, lambda facet: VALUES[facet])


@pytest.mark.parametrize("text", ["HBase 監視", "HBase　監視", "  HBase\t監視\n"])
def test_words_are_separated_by_any_space(text: str) -> None:
    assert len(parsed(text).words) == 2


@pytest.mark.parametrize(
    "text", ['"HBase の監視"', "“HBase の監視”", "「HBase の監視」", "『HBase の監視』", "＂HBase の監視＂"]
)
def test_every_kind_of_quote_makes_a_phrase(text: str) -> None:
    assert parsed(text).phrases == (Phrase("word", (("hbase", 0), ("監視", 2))),)


@pytest.mark.parametrize("text", ['"HBase 監視', "HBase 監視「", 'HBase" "監視" "', "「HBase 監視"])
def test_unbalanced_quotes_are_not_an_error(text: str) -> None:
    query = parsed(text)
    assert len(query.words) + len(query.phrases) >= 2


@pytest.mark.parametrize("text", ["-HBase", "－HBase", "−HBase", '-"HBase"'])
def test_a_minus_excludes(text: str) -> None:
    query = parsed(text)
    assert not query.words
    assert len(query.excluded) == 1


def test_a_hyphen_inside_a_word_or_alone_excludes_nothing() -> None:
    assert not parsed("spark-shell - 監視").excluded


@pytest.mark.parametrize(
    ("text", "facet", "values"),
    [
        ("speaker:太郎", "speaker", ("桑野 太郎",)),
        ("発表者：桑野", "speaker", ("桑野章弘", "桑野 太郎")),
        ("speaker:くわの", "speaker", ("桑野章弘",)),
        ('speaker:"Smith, Jr."', "speaker", ("Smith, Jr.",)),
        ("speaker:「桑野 太郎」", "speaker", ("桑野 太郎",)),
        ("tech:mongo", "technology", ("MongoDB",)),
        ("技術:ＨＢＡＳＥ", "technology", ("HBase",)),
        ("tech:HPMoonShot", "technology", ("Moonshot",)),
        ("イベント：道玄坂", "event", ("道玄坂LT祭り(ミドル・インフラ)",)),
        ("year:2015", "year", ("2015",)),
        ("年：２０１５", "year", ("2015",)),
        ("year:201", "year", ()),
        ("speaker:誰でもない", "speaker", ()),
    ],
)
def test_a_key_narrows_to_names(text: str, facet: FacetName, values: tuple[str, ...]) -> None:
    assert parsed(text).restrictions == (HasFacet(facet, values),)


def test_a_key_can_exclude() -> None:
    assert parsed("-speaker:太郎").excluded == (HasFacet("speaker", ("桑野 太郎",)),)


def test_an_unknown_key_is_plain_text() -> None:
    query = parsed("http://example.jp/ とある:話")
    assert not query.restrictions
    assert query.words


def test_a_listed_name_is_one_word_in_all_its_spellings() -> None:
    (word,) = parsed("HP Moonshot").words
    assert isinstance(word, BestOf)
    assert ("word", "hpmoonshot") in set(wanted_terms(word))


def test_what_was_typed_outweighs_its_aliases() -> None:
    (word,) = parsed("sharding").words
    assert isinstance(word, BestOf)
    typed, alias = word.clauses
    assert set(wanted_terms(typed)) == {("word", "sharding"), ("surface", "sharding")}
    assert ("word", "シャーディング") in set(wanted_terms(alias))


@pytest.mark.parametrize("text", ["!!!", "。、・", "-", "🍺", '""'])
def test_symbols_alone_match_nothing_instead_of_everything(text: str) -> None:
    query = parsed(text)
    assert query.says_nothing
    assert query.all_words == AnyOf(())


def test_nothing_typed_matches_everything() -> None:
    assert parsed(" 　").is_empty
    assert not parsed(" 　").says_nothing


def test_phrases_exclusions_and_keys_are_never_relaxed() -> None:
    query = parsed('HBase 監視 "自動分割" -ビール year:2015')
    wanted = set(wanted_terms(query.some_words))
    assert ("word", "ビール") not in wanted
    assert query.some_words.clauses[1:] == query.all_words.clauses[2:]  # type: ignore[union-attr]


def test_a_query_of_ten_thousand_characters_is_capped() -> None:
    query = parsed(" ".join(f"語{number}" for number in range(3000)))
    assert 0 < len(query.words) <= MAX_WORDS


@given(
    st.text(
        st.one_of(
            st.sampled_from('"「」“”:：-－　 ()*?[]~^あAーspeaker'),
            st.characters(max_codepoint=sys.maxunicode),
        )
    )
)
def test_nothing_that_can_be_typed_is_an_error(text: str) -> None:
    parsed(text)
