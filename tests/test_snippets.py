"""Which passage is shown, and what is marked in it."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plain_terms import NO_TERMS

from search.answers import Snippet
from search.clauses import Route
from search.query.known import Known
from search.query.language import parse
from search.query.vocabulary import Vocabulary
from search.results.joined_texts import MANY
from search.results.marking import Marker, WordMatch
from search.results.snippets import LEAD, WIDTH, TextMatches, marks_of, snippet_of
from search.text.analysis import Analyzer
from search.text.lexicon import Lexicon

ANALYZER = Analyzer()
LEXICON = Lexicon(technologies={"Scala": ("Scara",)})


def marker(query: str) -> Marker:
    parsed = parse(query, Known(ANALYZER, LEXICON, Vocabulary(NO_TERMS, ANALYZER), lambda facet: ()))
    return Marker(parsed.marked, ANALYZER)


def marked(query: str, text: str) -> list[str]:
    return [text[start:end] for start, end in marks_of(marker(query).matches_of(text))]


def passage(query: str, body: str) -> Snippet:
    return snippet_of(body, TextMatches(marker(query).matches_of(body)))


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("サーバー 引っ越し", "サーバの引越しは済んだ。", ["サーバ", "引越し"]),
        ("オープンスタック", "次は OpenStack の話", ["OpenStack"]),
        ("moonshot", "小さい HPMoonShot の話", ["HPMoonShot"]),
        ("シャーディング", "自動でシャーでぃんぐされる", ["シャーでぃんぐ"]),
        ("しゃーでぃんぐ", "自動シャーディング機能", ["シャーディング"]),
        ("ｼｬｰﾃﾞｨﾝｸﾞ", "シャーディングとは", ["シャーディング"]),
        ("かたおか", "片岡さんの発表", ["片岡"]),
        ("kataoka", "片岡さんの発表", ["片岡"]),
        ("Scala", "API は JavatoScara と Python", ["JavatoScara"]),
        ("Java", "API は JavatoScara と Python", ["JavatoScara"]),
        ('"自動で分割"', "Regionは自動で分割される", ["自動で分割"]),
        ("監視 -ビール", "監視とビール", ["監視"]),
        ("監視", "何も書いていない", []),
    ],
)
def test_the_words_as_written_are_marked(query: str, text: str, expected: list[str]) -> None:
    assert marked(query, text) == expected


def test_the_passage_with_most_different_words_is_chosen() -> None:
    body = "監視。" * 60 + "ここで初めて監視とバッファの話になる。" + "後書き。" * 60
    snippet = passage("監視 バッファー", body)
    assert "バッファ" in snippet.text
    assert snippet.text in body
    assert len(snippet.text) <= WIDTH


def test_the_whole_word_is_shown_rather_than_a_part_that_comes_first() -> None:
    body = "検索。" + "前置き。" * 80 + "ここで全文検索を作る。" + "後書き。" * 40
    assert "全文検索" in passage("全文検索", body).text


@pytest.mark.parametrize(("before", "behind"), [(25, 0), (26, 1), (28, 2), (31, 3), (34, 4), (35, 5)])
def test_a_passage_neither_begins_nor_ends_inside_a_latin_word(before: int, behind: int) -> None:
    body = "前置き。" * 40 + "distributed " * 9 + "あ" * before + "監視" + "い" * behind + " kubernetes" * 40
    snippet = passage("監視", body)
    words = re.findall("[a-z]+", snippet.text)
    assert set(words) <= {"distributed", "kubernetes"}
    assert "監視" in snippet.text
    assert len(snippet.text) <= WIDTH


def test_a_match_at_the_end_of_a_passage_stays_in_it() -> None:
    body = "分散システム監視" + "あ" * (WIDTH - 8 - len("kafka")) + "kafka1a"
    found = TextMatches(((0, 8, 0, "typed"), (WIDTH - 5, WIDTH, 1, "typed")))
    assert snippet_of(body, found).text.endswith("kafka")


def test_an_address_may_be_cut() -> None:
    body = "監視" + "a" * 400
    assert len(passage("監視", body).text) == WIDTH


def test_without_a_match_the_beginning_is_shown() -> None:
    body = "始まり。" + "続き。" * 100
    assert passage("監視", body).text == body[:WIDTH]


def test_an_empty_body_gives_an_empty_snippet() -> None:
    assert passage("監視", "").text == ""


@given(st.text(st.sampled_from("監視とバッファの話。\nAurora 3.0!ー"), max_size=400))
def test_marks_are_ordered_apart_and_inside_the_passage(body: str) -> None:
    snippet = passage("監視 バッファー aurora 話", body)
    assert snippet.text in body
    assert len(snippet.text) <= WIDTH
    ends = [0, *(position for mark in snippet.marks for position in mark), len(snippet.text)]
    assert ends == sorted(ends)
    assert all(start < end for start, end in snippet.marks)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 600), st.integers(1, 150), st.integers(0, 5), st.sampled_from(["typed", "typo"])
        ),
        min_size=1,
        max_size=60,
    )
)
def test_no_passage_is_worth_more_than_the_one_shown(placed: list[tuple[int, int, int, Route]]) -> None:
    matches = tuple(sorted({(start, start + size, word, route) for start, size, word, route in placed}))
    body = "字" * 1_000
    found = TextMatches(matches)

    def worth(start: int) -> float:
        """What plain counting says: different words first, then the longest and plainest piece of each."""
        best: dict[int, float] = {}
        for first, last, word, route in sorted(found.joined):
            if first >= start:
                if last > start + WIDTH - LEAD:
                    break
                best[word] = max(best.get(word, 0.0), (last - first) * (1.0 if route == "typed" else 0.5))
        return 10_000 * len(best) + sum(best.values())

    starts = sorted({match[0] for match in found.joined})
    best = max(starts, key=lambda start: (worth(start), -start))
    begins = max(0, min(best, len(body) - WIDTH + LEAD))
    # A sentence that begins near enough is shown from there: the only one is the first.
    assert snippet_of(body, found).start == (0 if begins <= LEAD else begins - LEAD // 2)


def test_all_matches_of_a_long_text_cost_little_each() -> None:
    """Fifty words by turns, ten thousand of them: each was once weighed with all in its reach."""
    matches = tuple((2 * n, 2 * n + 2, n % 50, "typed") for n in range(10_000))
    sparse = tuple((200 * n, 200 * n + 2, n % 50, "typed") for n in range(10_000))

    def seconds(found: tuple[WordMatch, ...]) -> float:
        began = time.process_time()
        snippet_of("字" * 2_000_000, TextMatches(found))
        return time.process_time() - began

    # Both have as many; the one has sixty of them in the reach of each. That was twenty times as dear.
    assert min(seconds(matches) for _ in range(3)) < 8 * min(seconds(sparse) for _ in range(3))


def test_many_words_are_found_where_each_of_few_is() -> None:
    body = "監視とバッファと設定と運用の話。データを送る。" * 3
    words = ["監視", "バッファ", "設定", "運用", "データ", "送る"]
    others = [f"語{chr(0x4E00 + n)}" for n in range(MANY)]
    many = set(marked(" ".join([*words, *others]), body))
    assert many == {each for word in words for each in marked(word, body)}
