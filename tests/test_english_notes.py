"""Notes in English, where bigrams stand nearly everywhere: a name is found where it stands, only there."""

import datetime
import random
from collections.abc import Iterator

import pytest

from search.index import TalkIndex
from search.model import Event, Query, Talk
from search.text.lexicon import Lexicon

COMMON_WORDS = """
a about all an and application are as at be been build built but by can change code common computer
could data database day deploy design developer different do does each easy every example experience faster
first for from function get good have how if improve in interesting is it its language large learn library
like little look machine made make many model more most need network new not of on one open or other our out
own parallel pattern people performance please point practice problem process product production program
project question read ready real request result run same scale see server service should show simple small
software some source speaker standard start state still story structure such system take talk team test than
that the their them then there these they thing this time to together tool understand up use user using very
want was way we web were what when where which while who why will with work world would write years you your
"""
WORDS = COMMON_WORDS.split()
NAMES = ("Plone", "Keras", "pandas", "Scala", "Vagrant", "Zookeeper", "Terraform", "Cassandra")
EVENING = Event("english", "English Evening", datetime.date(2015, 11, 14))


def talks_with(names: tuple[str, ...], size: int) -> Iterator[Talk]:
    """Talks of a hundred common words each; every name stands in three of them."""
    rng = random.Random(20151114)
    holders = {name: rng.sample(range(size), 3) for name in names}
    for number in range(size):
        words = rng.choices(WORDS, k=100)
        for name, where in holders.items():
            if number in where:
                words.insert(rng.randrange(len(words)), name)
        yield Talk(
            id=f"english/{number}",
            title=" ".join(rng.choices(WORDS, k=5)),
            event=EVENING,
            speakers=(),
            technologies=(),
            date=EVENING.date,
            body=" ".join(words),
        )


@pytest.fixture(scope="module")
def english_index(tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    built = TalkIndex(tmp_path_factory.mktemp("english"))
    built.rebuild(tuple(talks_with(NAMES, 400)), Lexicon())
    return built


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_where_it_stands_and_nowhere_else(english_index: TalkIndex, name: str) -> None:
    result = english_index.search(Query(name))
    assert result.total == 3
    assert all(name in hit.talk.body for hit in result.hits)


@pytest.mark.parametrize("name", ["Wagtail", "Phoenix", "Dremio"])
def test_a_name_that_nobody_wrote_finds_nothing_of_its_letters(english_index: TalkIndex, name: str) -> None:
    for hit in english_index.search(Query(name)).hits:
        assert hit.why or hit.title.marks or (hit.snippet and hit.snippet.marks)


def corpus_of(*bodies: str) -> tuple[Talk, ...]:
    return tuple(
        Talk(f"english/{number}", f"Talk {number}", EVENING, (), (), EVENING.date, body)
        for number, body in enumerate(bodies)
    )


def numbers(index: TalkIndex, typed: str) -> set[str]:
    return {hit.talk.id.rpartition("/")[2] for hit in index.search(Query(typed)).hits}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> TalkIndex:
    built = TalkIndex(tmp_path_factory.mktemp("small"))
    bodies = (
        "Scala on the JVM.",
        "A scalable service; BLE is a word, too.",
        "Many lambdas in a file.",
        "A dockerfile for each service.",
        "Read the stack trace. The cloud is far away.",
        "A cloud stack of our own.",
        "明日からブロックを積む。しかし雨でもやる。",
        "ロックの話。鹿もいる。",
        "在り方を問う。",
    )
    built.rebuild(corpus_of(*bodies), Lexicon(technologies={"Scala": ("スカラ",)}))
    return built


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Scala", {"0"}),
        ("スカラ", {"0"}),
        ("lambda", {"2"}),
        ("docker", {"3"}),
        ("CloudStack", {"5"}),
        ("ロック", {"7"}),
        ("シカ", {"7"}),
        ("デモ", set()),
        ("あり方", {"8"}),
    ],
)
def test_what_holds_the_letters_has_the_word_and_what_scatters_them_has_not(
    small: TalkIndex, typed: str, wanted: set[str]
) -> None:
    assert numbers(small, typed) == wanted


@pytest.mark.parametrize("typed", ["Sca", "scal", "dock", "dockerf", "lamb", "ロッ", "ブロ"])
def test_what_no_talk_has_may_be_the_beginning_of_what_one_has(small: TalkIndex, typed: str) -> None:
    assert numbers(small, typed)
