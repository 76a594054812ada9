"""What is marked with kept spans is what an analysis of each text would mark, to the last match."""

import random
from collections.abc import Sequence
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_marker import PlainMarker
from plain_spans import encoded_spans
from plain_terms import PlainTerms

from indexer.corpus import Corpus
from search.clauses import Word
from search.documents import document_of, texts_of, visible_of
from search.query.known import Known
from search.query.language import parse
from search.query.vocabulary import Vocabulary
from search.results.marking import Marker
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon
from search.text.spans import spans_of

ANALYZER = Analyzer()
ANALYZE = lru_cache(maxsize=None)(ANALYZER.analyze)
LEXICON = Lexicon(
    technologies={
        "Python": ("python3",),
        "Elasticsearch": ("エラスティックサーチ",),
        "Ruby on Rails": ("ルビーオンレイルズ",),
    },
    terms={"シャーディング": ("シャーでぃんぐ", "sharding")},
)
QUERIES = (
    *("サーバー 引っ越し", "オープンスタック", "moonshot", "シャーディング", "しゃーでぃんぐ", "ｼｬｰﾃﾞｨﾝｸﾞ"),
    *("かたおか", "kataoka", "Java", "監視 -ビール", '"自動で分割"', "選択肢", "取組", "取り組み", "HP"),
    *("Ruby on Rails", "うみ", "あき", "秋", "ぱいそん", "python 入門", "機械学習 データ", "Tシャツ", "C++"),
    *("fluentdが詰まったときはどうする", "CloudFormationで環境を作って壊す話", "ﾊﾞｯﾌｧ", "㍿", "第Ⅲ期"),
    *("すずき", "suzuki", "ワイヤードタイガー", "kubernets", "elastic search", "じどうぶんかつ", "jidou"),
    *('"の概要と"', "「使い方」 OR データ", '"PyCon JP 2012"', '"、その"', '"アリ"', '検索 OR "する。"'),
    *("テスト 自動化", "アジャイル", "ペルシャ", "ヴァーチャル", "どうやって書くのか知りたい", ".NET"),
)


def words_of(query: str) -> tuple[Word, ...]:
    latin = dict.fromkeys(("kubernetes", "here", "test", "chat", "core", "docker", "utf8"), 1)
    vocabulary = Vocabulary(PlainTerms({"クバネテス": 1, "パイソン": 1, **latin}), ANALYZER)
    return parse(query, Known(ANALYZER, LEXICON, vocabulary, lambda facet: ())).marked


Documents = Sequence[tuple[str, ...]]


def assert_same(query: str, documents: Documents, spans: list[bytes]) -> None:
    words = words_of(query)
    plain = PlainMarker(words, ANALYZE)
    expected = [plain.matches_in(texts) for texts in documents]
    assert Marker(words, ANALYZER).matches_in(documents, spans) == expected


def kept(documents: Documents) -> list[bytes]:
    """Return the spans of documents as an engine would give them back."""
    return [encoded_spans([spans_of(ANALYZE(text)) for text in texts]) for texts in documents]


@pytest.fixture(scope="module")
def notes(corpus: Corpus) -> tuple[Documents, list[bytes]]:
    """Every talk's texts, with their spans."""
    documents = [texts_of(talk, visible_of(talk)) for talk in corpus.talks]
    return documents, kept(documents)


def test_a_hit_has_every_text_by_which_its_talk_is_found(corpus: Corpus) -> None:
    for talk in corpus.talks:
        fields = {text for _, text in document_of(talk, 0).fields}
        assert sorted(texts_of(talk, visible_of(talk))) == sorted(fields)


@pytest.mark.parametrize("query", QUERIES)
def test_kept_spans_mark_what_an_analysis_marks(query: str, notes: tuple[Documents, list[bytes]]) -> None:
    assert_same(query, *notes)


@pytest.mark.slow
@pytest.mark.parametrize("queries", [80, pytest.param(2_000, marks=pytest.mark.torture)])
def test_queries_from_the_notes_mark_the_same(notes: tuple[Documents, list[bytes]], queries: int) -> None:
    documents, spans = notes
    texts = [text for own in documents for text in own]
    rng = random.Random(20150114)
    for _ in range(queries):
        pieces = []
        for text in rng.choices(texts, k=rng.randint(1, 3)):
            start = rng.randrange(max(1, len(text)))
            pieces.append(text[start : start + rng.randint(2, 9)])
        assert_same(" ".join(pieces), documents, spans)


ALPHABET = "監視取り組み選択肢秋アキあき美しイシゃャーでぃんぐグ。\n Tシャツv3.0-Aurora㍿ﷺ\ud800゙ヴァ"


@given(
    st.text(st.sampled_from(ALPHABET), max_size=12), st.lists(st.text(st.sampled_from(ALPHABET), max_size=60))
)
def test_odd_texts_mark_the_same(query: str, texts: list[str]) -> None:
    whole = [(text,) for text in texts]
    assert_same(query, whole, kept(whole))
    assert_same(query, [tuple(texts), ()], kept([tuple(texts), ()]))


def test_a_text_without_spans_is_analysed() -> None:
    marker = Marker(words_of("秋"), ANALYZER)
    assert [match[:2] for match in marker.matches_of("美しい秋。")] == [(3, 4)]
    assert marker.matches_of("") == ()
    assert Marker((), ANALYZER).matches_of("秋") == ()
    assert Marker((), ANALYZER).matches_in([["秋"]], kept([("秋",)])) == [[()]]
    assert marker.matches_in([], []) == []


def test_a_whole_reading_of_two_sounds_is_found_behind_any_sound() -> None:
    for text in ("美しい秋", "秋", "の秋"):
        assert Marker(words_of("あき"), ANALYZER).matches_of(text)


def test_a_number_that_is_a_piece_of_a_name_is_marked_with_it_only() -> None:
    def marked(query: str, text: str) -> list[str]:
        return [text[start:end] for start, end, _, _ in Marker(words_of(query), ANALYZER).matches_of(text)]

    assert set(marked("Python", "Pythonで3Dデータ、2.4から3.7へ")) == {"Python"}
    assert "Python3" in marked("Python", "Python3とPy3")
    assert "3" not in marked("python3", "Pythonで3Dデータ")
    assert marked("k8s", "8月のk8s") == ["k8s"]


def marked_in(query: str, *texts: str) -> list[set[str]]:
    """Return what is marked in each text of one document."""
    (found,) = Marker(words_of(query), ANALYZER).matches_in([texts], kept([texts]))
    return [{text[start:end] for start, end, _, _ in own} for text, own in zip(texts, found, strict=True)]


@pytest.mark.parametrize(
    ("query", "text", "marks"),
    [
        # Folded, these have the letters of what was typed, over a blank.
        ("test", "It indicates the end of a test.", ["test"]),
        ("here", "See the Reveal window, and here.", ["here"]),
        ("chat", "We research a topic in the chat.", ["chat"]),
        # These have them within another word.
        ("core", "The incorrect core", ["core"]),
        ("here", "somewhere, nowhere", []),
        # What holds it, and what it is made of, has it.
        ("kubernet", "Kubernetesで動かす", ["Kubernetes"]),
        # A path is not the word in it.
        ("docker", "/usr/local/bin/docker-compose up", ["docker"]),
        ("kubernetes", "lib/kubernetes.d/50-kubernetes_proxy.conf", ["kubernetes"]),
        ("utf8", "with UTF-8 only", ["UTF-8"]),
    ],
)
def test_latin_letters_are_marked_where_a_word_has_them(query: str, text: str, marks: list[str]) -> None:
    assert marked_in(query, text) == [set(marks)]


def test_who_has_a_word_has_no_piece_of_it_marked_elsewhere() -> None:
    assert marked_in("おじさん", "おっさんの話", "おじさんが来た") == [set(), {"おじさん"}]
    assert marked_in("負荷分散", "負荷の分散", "負荷が高い") == [{"負荷", "分散"}, {"負荷"}]
    assert marked_in("負荷分散", "負荷が高いので負荷分散する") == [{"負荷分散"}]
    # Who typed a blank typed two words.
    assert "Rails" in marked_in("Ruby on Rails", "Ruby on Railsの話", "Railsの話")[1]
