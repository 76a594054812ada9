"""What is offered beside hits: suggestions, near words, related talks, names and events to browse."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_distance import plain_distance
from plain_terms import NO_TERMS, PlainTerms

from search.guide.names import Names
from search.guide.near_words import NearWords
from search.index import TalkIndex
from search.model import Query, Speaker, Talk
from search.query.event_names import EventNames
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon
from search.text.name_terms import ROMAJI, typed_keys
from search.text.spelling.romaji import kana_of, romaji_key, romanized


def suggested(index: TalkIndex, typed: str) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in index.suggestions(typed)]


@pytest.mark.parametrize(
    "typed", ["片", "片岡", "かた", "カタ", "ｶﾀｵｶ", "かたおか", "kat", "kataoka", "KATAOKA"]
)
def test_a_speaker_is_suggested_as_written_read_or_in_romaji(corpus_index: TalkIndex, typed: str) -> None:
    assert ("speaker", "片岡") in suggested(corpus_index, typed)


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("Elas", "technology", "Elasticsearch"),
        ("えらす", "technology", "Elasticsearch"),
        ("スカ", "technology", "Scala"),
        ("道玄", "event", "道玄坂LT祭り(ミドル・インフラ)"),
        ("どうげん", "event", "道玄坂LT祭り(ミドル・インフラ)"),
        ("dougen", "event", "道玄坂LT祭り(ミドル・インフラ)"),
        ("まつり", "event", "道玄坂LT祭り(ミドル・インフラ)"),
        ("wired", "technology", "WiredTiger"),
        ("hbase の", "talk", "HBase のしくみと『HBase徹底入門』"),
        ("モンゴリアン", "talk", "モンゴリアン桑野参上"),
        ("もんごりあん", "talk", "モンゴリアン桑野参上"),
        ("mongorian", "talk", "モンゴリアン桑野参上"),
    ],
)
def test_what_begins_a_word_of_a_name_or_title_suggests_it(
    corpus_index: TalkIndex, typed: str, kind: str, text: str
) -> None:
    assert (kind, text) in suggested(corpus_index, typed)


@pytest.mark.parametrize("typed", ["", " ", "！", "\ud800", "zzzz", "x" * 5_000, "(" * 500, "ラスティック"])
def test_what_begins_nothing_suggests_nothing(corpus_index: TalkIndex, typed: str) -> None:
    assert suggested(corpus_index, typed) == []


def test_the_last_word_is_completed_and_the_ones_before_are_kept(corpus_index: TalkIndex) -> None:
    (first, *_) = corpus_index.suggestions("バッファ 監視 kataok")
    assert (first.text, first.before) == ("片岡", "バッファ 監視")


def test_a_suggestion_tells_how_many_talks_it_leads_to(corpus_index: TalkIndex) -> None:
    for typed in ("py", "あ", "し", "k", "2"):
        for each in corpus_index.suggestions(typed):
            facet = next((f for f in ("event", "speaker", "technology") if f == each.kind), None)
            if facet is not None:
                listed = corpus_index.facet(Query(), facet, each.text, limit=1_000)  # type: ignore[arg-type]
                assert each.talks == next(v.count for v in listed.values if v.value == each.text)


@pytest.mark.parametrize(
    ("kana", "typed"),
    [
        ("カタオカ", "kataoka"),
        ("サトウ", "satoh"),
        ("サトウ", "satō"),
        ("シンブン", "sinbun"),
        ("ジュン", "jun"),
        ("ジュン", "zyun"),
        ("ツチヤ", "tuchiya"),
        ("ハットリ", "hattori"),
        ("シンイチ", "shin'ichi"),
        ("マッチ", "matchi"),
        ("オオノ", "ohno"),
        ("フルエントディー", "furuentodi"),
        ("シェフ", "shefu"),
    ],
)
def test_romaji_meets_its_reading_at_every_letter(kana: str, typed: str) -> None:
    for length in range(2, len(typed) + 1):
        assert romanized(kana).startswith(romaji_key(typed[:length])), typed[:length]


@given(
    st.text(
        alphabet="アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン",
        min_size=1,
    )
)
def test_the_key_of_a_reading_is_plain_letters(kana: str) -> None:
    assert romanized(kana).isascii()


SYLLABLES = [
    consonant + vowel for consonant in ("", *"kstnhmrgzdbp") for vowel in ("a", "i", "u", "e", "o")
] + ["n", "kk", "mm", "tt"]


@given(st.lists(st.sampled_from(SYLLABLES), min_size=3, max_size=6).map("".join).filter(kana_of))
def test_what_reads_as_kana_has_the_key_of_that_kana(typed: str) -> None:
    assert romaji_key(typed) == romanized(kana_of(typed)) or "d" in typed or "mm" in typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Scara", "Scala"),
        ("フルエントディー", "fluentd"),
        ("kubernets", "Kubernetes"),
        ("Pythno", "Python"),
        ("Ｐｙｔｈｎｏ", "Python"),
        ("elasticsaerch", "Elasticsearch"),
    ],
)
def test_a_slip_has_a_near_word(corpus_index: TalkIndex, typed: str, meant: str) -> None:
    near = corpus_index.near_words(typed)
    assert near[typed][0].text == meant


@pytest.mark.parametrize(
    "typed", ["Python", "シャーディング", "バッファ", "監視", "くわの", "kata", "zqxwv", "go", "！？"]
)
def test_what_is_no_slip_has_none(corpus_index: TalkIndex, typed: str) -> None:
    assert corpus_index.near_words(typed) == {}


@pytest.mark.parametrize(
    ("typed", "near"), [("ジャンゴ", {"ジャンゴ": ["Django"]}), ("kafka", {}), ("Django9", {})]
)
def test_a_name_that_a_list_has_or_its_version_is_no_slip(
    corpus_index: TalkIndex, typed: str, near: dict[str, list[str]]
) -> None:
    found = corpus_index.near_words(typed)
    assert {word: [each.text for each in meant] for word, meant in found.items()} == near


def test_a_wrong_conversion_in_one_talk_has_what_others_have(tmp_path: Path, talks: tuple[Talk, ...]) -> None:
    index = TalkIndex(tmp_path)
    bodies = [*["機械学習の話。"] * 30, *["機会を待つ学習。公演を見た。"] * 4, "機会学習の話。"]
    index.rebuild(
        [
            replace(talks[0], id=f"{talks[0].event.id}/{n}", aliases=(), title="題", body=body)
            for n, body in enumerate(bodies)
        ]
    )
    assert [word.text for word in index.near_words("機会学習")["機会学習"]] == ["機械学習"]
    assert index.near_words("機械学習") == {}


def test_an_m_may_become_an_n() -> None:
    assert romaji_key("shimbun") == romanized("シンブン")
    assert {key for kind, key in typed_keys("shim") if kind == ROMAJI} == {"sin", "sim"}


def test_near_words_say_for_which_word(corpus_index: TalkIndex) -> None:
    near = corpus_index.near_words("監視 Pythno")
    assert list(near) == ["Pythno"]


class Nameless:
    def dictionary(self, field: str) -> PlainTerms:
        return NO_TERMS


def near_words(talks_of: dict[str, int]) -> NearWords:
    names = Names(Nameless(), EventNames((), Lexicon()), Lexicon(), Analyzer())  # type: ignore[arg-type]
    return NearWords(PlainTerms(talks_of), names, Lexicon())


def test_talks_outweigh_slips() -> None:
    words = near_words({"monitor": 2, "monitoring": 400, "mentor": 1})
    assert [word.text for word in words.near("moniter", 0, 3)] == ["monitor"]
    assert words.near("mentor", 1, 3) == ()
    assert [word.text for word in words.near("monitaring", 0, 3)] == ["monitoring"]


def test_what_is_heard_the_same_is_offered_before_a_slip() -> None:
    words = near_words({"スマホ": 20, "セマフォ": 12, "スマフォ": 1})
    assert [word.text for word in words.near("スマフォ", 1, 3)] == ["スマホ"]
    assert [word.text for word in words.near("スマフォ", 0, 3)] == ["スマホ", "セマフォ"]


def test_kanji_are_no_slip_of_what_they_are_read_like(tmp_path: Path, talks: tuple[Talk, ...]) -> None:
    index = TalkIndex(tmp_path)
    index.rebuild([replace(talks[0], title="フルカラー", body="フルカラーの画面")])
    assert index.near_words("古川") == {}


def test_a_name_that_is_a_word_of_other_talks_is_offered_once(
    tmp_path: Path, talks: tuple[Talk, ...]
) -> None:
    index = TalkIndex(tmp_path)
    notes = (("Kafkaの話", ("Kafka",)), ("Kafkaの話", ()))
    index.rebuild(
        [
            replace(talks[0], id=f"{talks[0].event.id}/{n}", aliases=(), body=body, technologies=names)
            for n, (body, names) in enumerate(notes)
        ],
        Lexicon(technologies={"Kafka": ("Kafku",)}),
    )
    assert [word.text for word in index.near_words("Kafki")["Kafki"]] == ["Kafka"]


@given(
    st.text(alphabet="abcd", min_size=4, max_size=9),
    st.sets(st.text(alphabet="abcd", min_size=4, max_size=9)),
)
def test_near_words_are_those_that_brute_force_finds(typed: str, known: set[str]) -> None:
    words = near_words(dict.fromkeys(known, 1))
    slips = 2 if len(typed) >= 8 else 1
    expected = {word for word in known if 0 < plain_distance(typed, word) <= slips}
    assert {word.text for word in words.near(typed, 0, 1_000)} == expected


def test_a_reading_finds_a_name_that_was_misheard(tmp_path: Path, talks: tuple[Talk, ...]) -> None:
    index = TalkIndex(tmp_path)
    index.rebuild([replace(talks[0], title="話", body="", speakers=(Speaker("片岡太郎"),))])
    assert [word.text for word in index.near_words("かたおかたろお")["かたおかたろお"]] == ["片岡太郎"]


def related_to(
    talk: Talk, index_of: Callable[[Sequence[Talk]], TalkIndex], *bodies: str
) -> dict[str, tuple[str, ...]]:
    """Return what the first of some talks shares with the others, by their bodies."""
    talks = [
        replace(talk, id=f"dogenzaka/t{n}", title=f"話{n}", technologies=(), aliases=(), body=body)
        for n, body in enumerate(bodies)
    ]
    index = index_of(talks)
    return {each.talk.body: each.shared for each in index.related(index.talk("dogenzaka/t0"))}


@pytest.fixture
def index_of(tmp_path: Path) -> Callable[[Sequence[Talk]], TalkIndex]:
    def made(talks: Sequence[Talk]) -> TalkIndex:
        index = TalkIndex(tmp_path / "index")
        index.rebuild(talks)
        return index

    return made


def test_what_two_talks_write_otherwise_is_no_word_in_common(
    talks: tuple[Talk, ...], index_of: Callable[[Sequence[Talk]], TalkIndex]
) -> None:
    shared = related_to(
        talks[0],
        index_of,
        "カラムとシャーでぃんぐとコンテナ型仮想化とマスタ",
        "コラムとシャープとコンテナ型仮想化とマスタ",
        "何の関係もない話",
    )
    (words,) = shared.values()
    assert "マスタ" in words
    assert not {"コラム", "カラム", "シャー"} & set(words)


def test_words_that_many_talks_have_make_none_related(
    talks: tuple[Talk, ...], index_of: Callable[[Sequence[Talk]], TalkIndex]
) -> None:
    others = [f"自動化の入門。主題{n}" for n in range(4)]
    # 自動 and 入門 stand in a sixteenth of these.
    filling = [f"別の事柄{n}" for n in range(90)]
    shared = related_to(talks[0], index_of, "自動化の入門。テスト", *others, *filling)
    assert shared == {}


def test_a_name_of_a_thousand_words_is_looked_up_by_its_beginning(
    tmp_path: Path, talks: tuple[Talk, ...]
) -> None:
    long, longer = "片岡 " * 1_000, "片岡 " * 1_000 + "太郎"
    index = TalkIndex(tmp_path)
    index.rebuild([replace(talks[0], speakers=(Speaker(long), Speaker(longer)))])
    assert ("speaker", long) in suggested(index, "kataoka")
    found = [index.name("speaker", each) for each in (long, longer, "片岡")]
    assert [each and each.text for each in found] == [long, longer, None]
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.arrays")) < 1 << 20


def test_related_talks_share_words_and_say_which(corpus_index: TalkIndex) -> None:
    talk = corpus_index.talk("2015-01-14-dogenzaka-lt/datomic")
    related = corpus_index.related(talk)
    assert related and talk.id not in {each.talk.id for each in related}
    for each in related:
        assert len(each.shared) > 1
        text = "\n".join((each.talk.title, *each.talk.technologies, each.talk.body))
        assert all(word in text for word in each.shared)
        assert not each.talk.mention


@pytest.mark.parametrize("typed", ["片", "かた", "kata"])
def test_a_value_of_a_facet_is_found_as_it_is_read(corpus_index: TalkIndex, typed: str) -> None:
    found = corpus_index.facet(Query(), "speaker", typed, limit=10)
    assert "片岡" in {each.value for each in found.values}


def test_names_have_readings_and_counts(index: TalkIndex) -> None:
    names = {name.text: name for name in index.names("speaker")}
    assert (names["鈴木俊裕"].reading[:3], names["鈴木俊裕"].talks) == ("スズキ", 1)
    assert names["Smith, Jr."].reading == ""
    assert names["桑野"].talks == 2


def test_events_are_listed_with_the_talks_that_were_heard(index: TalkIndex) -> None:
    assert [(each.event.id, each.talks) for each in index.events()] == [("kaigi", 2), ("dogenzaka", 3)]
