"""Who is nobody: companies, languages, ordinals, words that repeat; and names that only stand together."""

import pytest

from indexer.posts.candidates import Reader, candidates_of
from indexer.posts.inline import marked_of
from indexer.posts.naming import named_of
from indexer.posts.outline import outline_of
from indexer.posts.people import people_of


def speakers_of(headings: list[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Return the title of each talk and who spoke, of headings beside each other with what stands below."""
    text = "".join(f"## {heading}\n{below}\n\n花。\n\n" for heading, below in headings)
    found = candidates_of(outline_of(text, 0, 1, "markdown").children, Reader(text, ()))
    return [(one.named.title, *(who.name for who in one.speakers)) for one in found]


@pytest.mark.parametrize("company", ["LINE", "Yahoo!", "GCPUG", "JAWS-UG", "クックパッド", "Google Japan"])
@pytest.mark.parametrize("form", ["{title} / {name}", "{title}（{name}）", "「{title}」{name}"])
def test_companies_behind_titles_are_nobody(company: str, form: str) -> None:
    headings = [
        form.format(title=title, name=company)
        for title in ("桜の開花を当てる", "枝の手入れを測る", "土と水を混ぜる")
    ]
    assert [one[1:] for one in speakers_of([(heading, "") for heading in headings])] == [()] * 3


@pytest.mark.parametrize("written", ["LINEさん", "Yahoo! さん", "クックパッド", "Google"])
def test_a_company_with_courtesy_is_nobody(written: str) -> None:
    assert people_of(written) == ()


@pytest.mark.parametrize(
    ("written", "name", "affiliation"),
    [
        ("Google山田さん", "山田", "Google"),
        ("SakuraGarden山田", "山田", "SakuraGarden"),
        ("Python山田さん", "Python山田", ""),
        ("LINEの山田さん", "山田", "LINE"),
        ("LINE @yamada", "yamada", "LINE"),
        ("Umi Sango, Sakura", "Umi Sango", "Sakura"),
        ("Umi Sango, HMR International", "Umi Sango", ""),
        ("Umi Sango, Institute of Nets", "Umi Sango", ""),
    ],
)
def test_an_employer_may_stand_close_to_a_name(written: str, name: str, affiliation: str) -> None:
    (speaker,) = people_of(marked_of(written))
    assert (speaker.name, speaker.affiliation) == (name, affiliation)


def test_two_full_names_are_two_people() -> None:
    assert [who.name for who in people_of("Umi Sango, Hama Nagisa")] == ["Umi Sango", "Hama Nagisa"]


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Pruning trees (EN)", "Pruning trees"),
        ("桜の開花（英語）", "桜の開花"),
        ("Trees powered by Sakura", "Trees powered by Sakura"),
        ("Trees (brought to you by Sakura)", "Trees (brought to you by Sakura)"),
        ("Understanding trees by watching them", "Understanding trees by watching them"),
        ("「桜の開花を当てる」Gunosy", "桜の開花を当てる"),
        ("一発目『桜の開花を当てる』", "桜の開花を当てる"),
        ("[W3C-1] 桜の開花を当てる", "桜の開花を当てる"),
    ],
)
def test_languages_means_and_ordinals_are_nobody(heading: str, title: str) -> None:
    named = named_of(heading)
    assert (named.title, named.speakers) == (title, ())


def test_a_word_behind_most_titles_is_no_name_of_somebody() -> None:
    headings = [f"{title} 魅力" for title in ("桜を待つことの", "枝を切ることの", "土を掘ることの")]
    assert [one[1:] for one in speakers_of([(heading, "") for heading in headings])] == [()] * 3
    steps = ["枝を切る（庭仕事）", "土を掘る（庭仕事）", "水をまく（庭仕事）", "桜を待つ（花見）"]
    assert [one[1:] for one in speakers_of([(heading, "") for heading in steps])] == [()] * 4


def test_full_names_below_headings_count_where_several_stand_there() -> None:
    below = [
        ("Trees", "Umi Sango"),
        ("Roots", "_Hama Nagisa_"),
        ("Soil", "Iso Kaze & Ami Nagi"),
        ("Sun", "Hot."),
    ]
    assert speakers_of(below) == [
        ("Trees", "Umi Sango"),
        ("Roots", "Hama Nagisa"),
        ("Soil", "Iso Kaze", "Ami Nagi"),
        ("Sun",),
    ]
    assert [one[1:] for one in speakers_of([*below[:2], below[3]])] == [()] * 3
    assert [one[1:] for one in speakers_of([*below, *below[3:] * 2])] == [()] * 6


@pytest.mark.parametrize(
    ("written", "name", "affiliation"),
    [
        ("Victor Hamano", "Victor Hamano", ""),
        ("Vincent Isono", "Vincent Isono", ""),
        ("[Umi Sango](https://twitter.com/umi), Sakura", "Umi Sango", "Sakura"),
        ("Sakura Inc. Hamano", "Hamano", "Sakura Inc."),
    ],
)
def test_no_company_is_seen_in_the_middle_of_a_name(written: str, name: str, affiliation: str) -> None:
    (speaker,) = people_of(marked_of(written))
    assert (speaker.name, speaker.affiliation) == (name, affiliation)
