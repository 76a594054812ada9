"""What is made of what was typed."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_terms import NO_TERMS

from search.clauses import AllOf, AnyOf, Clause, HasFacet, Not, Phrase, Term
from search.index import TalkIndex
from search.model import FacetName, Query
from search.query.known import Known
from search.query.language import MAX_WORDS, ParsedQuery, parse
from search.query.vocabulary import Vocabulary
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon

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
TYPABLE = st.one_of(
    st.sampled_from('"「」“”:：-－　 ()*?[]~^あAーspeaker'), st.characters(max_codepoint=sys.maxunicode)
)


def parsed(text: str) -> ParsedQuery:
    return parse(text, Known(ANALYZER, LEXICON, Vocabulary(NO_TERMS, ANALYZER), lambda facet: VALUES[facet]))


def clauses(text: str) -> tuple[Clause, ...]:
    clause = parsed(text).clause
    assert isinstance(clause, AllOf)
    return clause.clauses


def typed(text: str) -> list[str]:
    return [word.text for word in parsed(text).words.words]


@pytest.mark.parametrize("text", ["HBase 監視", "HBase　監視", "  HBase\t監視\n"])
def test_words_are_separated_by_any_space(text: str) -> None:
    assert typed(text) == ["HBase", "監視"]


def test_words_without_spaces_are_parted_at_particles() -> None:
    assert typed("日本で梅雨がない") == ["日本", "梅雨", "ない"]


def test_a_word_all_in_kana_stays_whole() -> None:
    assert typed("しゃーでぃんぐ") == ["しゃーでぃんぐ"]


QUOTED = ['"監視の話"', "“監視の話”", "「監視の話」", "『監視の話』", "＂監視の話＂"]


@pytest.mark.parametrize("text", QUOTED)
def test_every_kind_of_quote_makes_a_phrase(text: str) -> None:
    pairs = (("監視", 0), ("視ノ", 1), ("ノ話", 2))
    assert clauses(text) == (AllOf((Phrase("bigrams", pairs),)),)


def test_a_latin_word_in_a_phrase_must_stand_as_a_word() -> None:
    (phrase,) = clauses('"Go言語"')
    assert isinstance(phrase, AllOf)
    assert phrase.clauses[0] == Term("words", "go")


@pytest.mark.parametrize("text", ['"HBase 監視', "HBase 監視「", 'HBase" "監視" "', "「HBase 監視"])
def test_unbalanced_quotes_are_not_an_error(text: str) -> None:
    assert len(typed(text)) + len(clauses(text)) >= 2


@pytest.mark.parametrize("text", ["-HBase", "－HBase", "−HBase", '-"HBase"'])
def test_a_minus_excludes(text: str) -> None:
    assert not typed(text)
    (excluded,) = clauses(text)
    assert isinstance(excluded, Not)


def test_a_hyphen_inside_a_word_or_alone_excludes_nothing() -> None:
    assert clauses("spark-shell - 監視") == ()


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
        ("speaker:誰でもない", "speaker", ()),
    ],
)
def test_a_key_narrows_to_names(text: str, facet: FacetName, values: tuple[str, ...]) -> None:
    assert clauses(text) == (HasFacet(facet, values),)


def test_a_key_can_exclude() -> None:
    assert clauses("-speaker:太郎") == (Not(HasFacet("speaker", ("桑野 太郎",))),)


def test_an_unknown_key_is_plain_text() -> None:
    assert not clauses("http://example.jp/ とある:話")
    assert typed("http://example.jp/ とある:話")


def test_a_listed_name_is_one_word_in_all_its_spellings() -> None:
    (word,) = parsed("HP Moonshot").words.words
    assert [spelling.text for spelling in word.spellings][:2] == ["HP Moonshot", "Moonshot"]


def test_an_alias_is_told_from_what_was_typed() -> None:
    (word,) = parsed("sharding").words.words
    routes = [(spelling.route, spelling.text) for spelling in word.spellings]
    assert ("typed", "sharding") in routes
    assert ("alias", "シャーディング") in routes


@pytest.mark.parametrize("text", ["!!!", "。、・", "-", '""'])
def test_symbols_alone_match_nothing_instead_of_everything(text: str) -> None:
    assert parsed(text).clause == AnyOf(())


def test_nothing_typed_matches_everything() -> None:
    assert parsed(" 　").clause == AllOf(())


def test_a_query_of_ten_thousand_characters_is_capped() -> None:
    query = parsed(" ".join(f"語{number}" for number in range(3000)))
    assert 0 < len(query.words.words) <= MAX_WORDS


@pytest.mark.parametrize(
    "once", ["HBase", "(HBase OR ", "(HBase OR 監視)", '"監視 の 話"', "-監視", "tech:HBase", "監視*"]
)
def test_what_is_typed_again_and_again_is_asked_once_or_twice(once: str) -> None:
    query, first = parsed(f"{once} " * 300), parsed(f"{once} ")
    assert len(query.words.words) <= 2 * max(1, len(first.words.words))
    assert len(query.words.places) <= 2 * max(1, len(first.words.places))
    assert len(query.marked) <= 2 * max(1, len(first.marked))
    assert len(query.restrictions) == len(first.restrictions)


def test_a_word_that_a_title_has_twice_stands_there_twice() -> None:
    assert typed("監視 と 監視の網") == ["監視", "監視", "網"]


@given(st.text(TYPABLE))
def test_nothing_that_can_be_typed_is_an_error(text: str) -> None:
    parsed(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("HBase OR fluentd", {"dogenzaka/hbase", "dogenzaka/fluentd"}),
        ("HBase|fluentd", {"dogenzaka/hbase", "dogenzaka/fluentd"}),
        ("（HBase OR fluentd） +自動".replace("+自動", '"自動"'), {"dogenzaka/hbase"}),
        ('"カラムファミリー" OR "設定は3000行"', {"dogenzaka/hbase", "dogenzaka/fluentd"}),
        ("桑野 -(シャーディング OR C++)", {"dogenzaka/wiredtiger"}),
        ("桑野 NOT (シャーディング OR C++)", {"dogenzaka/wiredtiger"}),
        ("桑野 AND NOT シャーディング", {"dogenzaka/wiredtiger"}),
        ("HBase ｏｒ fluentd", {"dogenzaka/hbase", "dogenzaka/fluentd"}),
        ("HBase and 自動", {"dogenzaka/hbase"}),
        ("title:HBase", {"dogenzaka/hbase"}),
        ("題名:コラム", {"kaigi/sharding"}),
        ("title:自動", set()),
        ("date:2016", {"kaigi/sharding", "kaigi/node"}),
        ("日付:2016年3月6日", {"kaigi/node"}),
        ("since:2016-03-06", {"kaigi/node"}),
        ("以前:2015 設定", {"dogenzaka/fluentd"}),
        ("date:2015-01..2016-03-05 桑野", {"dogenzaka/wiredtiger", "kaigi/sharding"}),
        ("year:2015-2016 桑野", {"dogenzaka/wiredtiger", "kaigi/sharding"}),
        ("年:2016年-2017年 シャーディング", {"kaigi/sharding"}),
        ("年：２０１６", {"kaigi/sharding", "kaigi/node"}),
        ("2016年3月6日", {"kaigi/node"}),
        ("2016/03 桑野", {"kaigi/sharding"}),
        ("2016-03-06 OR fluentd", {"kaigi/node", "dogenzaka/fluentd"}),
        ("flue*", {"dogenzaka/fluentd"}),
        ("発表者:すずきとしひろ", {"dogenzaka/hbase"}),
    ],
)
def test_what_people_ask_for_in_a_query(index: TalkIndex, text: str, found: set[str]) -> None:
    assert {hit.talk.id for hit in index.search(Query(text)).hits} == found


@pytest.mark.parametrize(
    "text", ["OR", "OR OR", "( )", "((((", "))))", "(" * 400 + "a" + ")" * 400, "date:昨日", "*", "-()"]
)
def test_operators_without_sense_are_no_error(index: TalkIndex, text: str) -> None:
    index.search(Query(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("NOT A HOTEL", ["NOT", "A", "HOTEL"]),
        ("or", ["or"]),
        ("AND OR", ["AND", "OR"]),
        ("監視 AND", ["監視"]),
        ("or* 監視", ["監視", "or*"]),
        ("2019.3 監視", ["2019.3", "監視"]),
        ("2019 監視", ["2019", "監視"]),
        ("2019-13 監視", ["2019-13", "監視"]),
    ],
)
def test_what_only_looks_like_an_operator_or_a_day_is_a_word(text: str, words: list[str]) -> None:
    assert typed(text) == words


@pytest.mark.parametrize(
    ("text", "is_sentence"),
    [
        ("バッファが詰まるのはなぜか", True),
        ("HBase", True),
        (" 監視 ", True),
        ("監視 バッファ", False),
        ("監視\u3000バッファ", False),
        ("監視 バッファ 設定", False),
        ("バッファが 詰まる", False),
    ],
)
def test_what_is_written_without_a_space_is_a_sentence(text: str, is_sentence: bool) -> None:
    assert parsed(text).words.is_sentence is is_sentence


def test_a_filter_typed_beside_a_sentence_leaves_it_one() -> None:
    assert parsed("発表者:くわの バッファが詰まる").words.is_sentence


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("T字路", ["T字路"]),
        ("ビタミンCとは", ["ビタミンC"]),
        ("A社とB社", ["A社", "B社"]),
        ("ファイアウォールd", ["ファイアウォールd"]),
        ("AがBする", ["A", "B"]),
        ("AWS入門", ["AWS", "入門"]),
        ("3D表示", ["3D", "表示"]),
    ],
)
def test_one_letter_belongs_to_the_word_it_is_written_in(typed: str, expected: list[str]) -> None:
    assert [word.text for word in parsed(typed).words.words] == expected
