"""Whatever is done to notes, an address that was published leads to one talk or is said to be gone."""

import datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from indexer.notes.ids import slug_of
from indexer.notes.note import ParsedNote
from indexer.published.keeping import recorded, with_published_ids
from indexer.published.known import Read
from indexer.published.table import Published, Table, former_of, vanished
from indexer.single_ids import with_free_ids
from search.model import Event, Speaker, Talk

DAY = datetime.date(2015, 1, 14)
Written = dict[str, list[tuple[str, str]]]
"""The talks of each file, as title and text."""

told = st.tuples(st.sampled_from("甲乙丙丁"), st.sampled_from(("", "本文", "別の本文", "長い本文")))
folders = st.dictionaries(
    st.sampled_from(("note-a", "note-b", "post-a", "post-b", "post-c")),
    st.lists(told, max_size=4),
    max_size=4,
)


def parsed(folder: Written) -> dict[str, ParsedNote]:
    """Parse files: each is an event of its own name; of two talks of one title the later gets a number."""
    notes = {}
    for path, written in folder.items():
        event = Event(path, path, DAY)
        seen: dict[str, int] = {}
        talks = []
        for title, body in written:
            seen[title] = seen.get(title, 0) + 1
            name = slug_of(title) + (f"-{seen[title]}" if seen[title] > 1 else "")
            talks.append(Talk(f"{path}/{name}", title, event, (Speaker("話す人"),), (), DAY, body))
        notes[path] = ParsedNote(Path(path), event, tuple(talks), tuple(range(len(talks))), ())
    return notes


def published(table: Table, folder: Written) -> tuple[dict[str, ParsedNote], dict[str, Published]]:
    notes = parsed(folder)
    read = Read(notes, [path for path in notes if path.startswith("post")], set(notes))
    kept, _ = with_free_ids(with_published_ids(table, read), read.posts)
    return kept, recorded(table, read, kept)


@given(st.lists(folders, min_size=1, max_size=5))
def test_every_id_that_ever_was_leads_to_one_talk_or_is_gone(history: list[Written]) -> None:
    table: dict[str, Published] = {}
    for folder in history:
        before = table
        notes, table = published(table, folder)
        talks = [talk for note in notes.values() for talk in note.talks]
        ids = [talk.id for talk in talks]
        every = [each for talk in talks for each in (talk.id, *talk.aliases)]
        assert len(every) == len(set(every))
        assert all(talk.id.startswith(f"{talk.event.id}/") for talk in talks)
        assert before.keys() <= table.keys()
        assert {row.id for row in table.values() if row.is_live} == set(ids)
        assert {row.id for row in table.values() if row.owner} == set(every)
        former = former_of(table, {})
        assert former.gone & {row.id for row in table.values()} == table.keys() - set(every)
        assert {row.id for row in vanished(before, table)} <= former.gone
        assert [(talk.title, talk.body) for talk in talks] == [
            each for told in folder.values() for each in told
        ]


def test_two_posts_that_each_have_a_talk_of_one_event_share_no_id() -> None:
    """What moved to a new file and what is written anew in a file of the old name are two events."""
    table: dict[str, Published] = {}
    for folder in (
        {"post-a": [("甲", "本文")]},
        {"post-c": [("甲", "本文"), ("甲", "長い本文")]},
        {"post-b": [("甲", ""), ("甲", "長い本文")], "post-a": [("甲", "")]},
    ):
        notes, table = published(table, folder)
    ids = [each for note in notes.values() for talk in note.talks for each in (talk.id, *talk.aliases)]
    assert len(ids) == len(set(ids))
    assert notes["post-a"].talks[0].id == "post-a/甲"
    assert "post-a/甲-2" in notes["post-b"].talks[1].aliases


@given(st.lists(folders, min_size=1, max_size=4))
def test_publishing_the_same_again_changes_nothing(history: list[Written]) -> None:
    table: dict[str, Published] = {}
    for folder in history:
        notes, table = published(table, folder)
    assert published(table, history[-1]) == (notes, table)


@given(folders, folders, st.permutations("甲乙丙丁"))
def test_new_titles_move_no_talk_of_a_post(first: Written, folder: Written, titles: list[str]) -> None:
    """Titles are exchanged among the talks of a file, too: their texts tell who is who."""
    _, table = published({}, first)
    told = {
        path: [(title, f"{path}{n}") for n, (title, _) in enumerate(talks)] for path, talks in folder.items()
    }
    retitled = {
        path: [(titles["甲乙丙丁".index(title)], body) for title, body in talks]
        for path, talks in told.items()
    }
    before, table = published(table, told)
    after, _ = published(table, retitled)

    def ids_of(notes: dict[str, ParsedNote]) -> list[str]:
        return [talk.id for path, note in notes.items() if path.startswith("post") for talk in note.talks]

    assert ids_of(before) == ids_of(after)


several = st.lists(
    st.tuples(st.sampled_from("甲乙"), st.sampled_from("abcde")), max_size=4, unique_by=lambda each: each[1]
)
"""Talks of few titles, each with a text of its own."""


@given(st.lists(st.dictionaries(st.sampled_from(("note-a", "post-a")), several, max_size=2), max_size=5))
def test_an_address_leads_to_its_text_while_that_is_there(history: list[Written]) -> None:
    """Whatever talks of one title come, go and change places: none takes the address of another."""
    table: dict[str, Published] = {}
    before: dict[str, str] = {}
    for folder in history:
        told = {path: [(title, f"{path} {text}") for title, text in talks] for path, talks in folder.items()}
        notes, table = published(table, told)
        talks = [talk for note in notes.values() for talk in note.talks]
        now = {each: talk.body for talk in talks for each in (talk.id, *talk.aliases)}
        there = set(now.values())
        assert {each: now.get(each) for each, text in before.items() if text in there} == {
            each: text for each, text in before.items() if text in there
        }
        before = now
