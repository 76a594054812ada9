"""What an update reads, what it takes away, and when it leaves the work to a rebuild."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from indexer.corpus import read_corpus, read_notes
from indexer.joined_events import joined_events
from indexer.kept_sources import decoded_sources, encoded_sources
from indexer.note_files import Stamp, find_notes
from indexer.notes.note import ParsedNote
from indexer.sources import (
    COARSE_DOUBT,
    DOUBT,
    MANY,
    Changes,
    Sources,
    changes_of,
    clash_of,
    reason_to_read_all,
    removed_events_of,
    updated_sources,
)
from search import Lexicon

NOW = 1_700_000_000_000_000_000
OLD = NOW - 10 * COARSE_DOUBT
SOURCES = Sources(
    read_at=NOW,
    lexicon="names",
    stamps={"2015/a.md": (10, OLD, OLD, 1), "2016/b.md": (20, OLD, OLD, 2), "2016/c.md": (30, OLD, OLD, 3)},
    events={"2015/a.md": "a", "2016/b.md": "b", "2016/c.md": ""},
    earlier_ids={"2016/b.md": ("b/old", "x/older")},
)


def changes(written: tuple[str, ...] = (), removed: tuple[str, ...] = ()) -> Changes:
    return Changes(written, removed, ())


def parsed(folder: Path, **notes: str) -> dict[str, ParsedNote]:
    """Return notes by their path; each is given by the lines below the date."""
    for name, text in notes.items():
        (folder / f"{name}.md").write_text(f"---\nevent: 会\ndate: 2015-01-14\n{text}")
    return dict(read_notes(folder, [f"{name}.md" for name in notes]).parsed)


def test_nothing_has_changed() -> None:
    assert not changes_of(SOURCES, SOURCES.stamps, "names")


@pytest.mark.parametrize(
    "stamp",
    [
        (11, OLD, OLD, 1),
        (10, OLD + 1, OLD, 1),
        (10, OLD - 1, OLD, 1),
        (10, OLD, OLD + 1, 1),
        (10, OLD, OLD, 2),
    ],
)
def test_another_size_time_or_file_is_a_change(stamp: Stamp) -> None:
    found = changes_of(SOURCES, {**SOURCES.stamps, "2015/a.md": stamp}, "names")
    assert (found.written, found.removed, found.doubtful) == (("2015/a.md",), (), ())


def test_new_and_removed_notes_are_changes() -> None:
    stamps = {"2015/a.md": (10, OLD, OLD, 1), "2016/c.md": (30, OLD, OLD, 3), "2017/d.md": (1, OLD, OLD, 1)}
    found = changes_of(SOURCES, stamps, "names")
    assert (found.written, found.removed) == (("2017/d.md",), ("2016/b.md",))


@pytest.mark.parametrize(
    ("changed", "doubt"), [(OLD + 1, DOUBT), (OLD, COARSE_DOUBT)], ids=["fine clock", "coarse clock"]
)
def test_a_note_written_just_before_it_was_read_is_in_doubt(changed: int, doubt: int) -> None:
    stamps = {
        **SOURCES.stamps,
        "2015/a.md": (10, NOW - doubt, changed, 1),
        "2016/b.md": (20, NOW - doubt - 1, changed, 2),
    }
    sources = replace(SOURCES, stamps=stamps)
    found = changes_of(sources, stamps, "names")
    assert (found.written, found.doubtful) == ((), ("2015/a.md",))
    assert found and found.to_read == ("2015/a.md",)


def test_notes_are_read_in_the_order_of_their_folders() -> None:
    found = Changes(("a.md", "b/x.md"), (), ("a/x.md",))
    assert found.to_read == ("a/x.md", "a.md", "b/x.md")


def test_a_change_of_names_reads_everything() -> None:
    found = changes_of(SOURCES, SOURCES.stamps, "other names")
    assert found
    assert "aliases.yaml" in reason_to_read_all(SOURCES, found, NOW)


def test_a_clock_that_went_back_reads_everything() -> None:
    assert "時計" in reason_to_read_all(SOURCES, changes(("2015/a.md",)), NOW - 1)
    assert reason_to_read_all(SOURCES, changes(("2015/a.md",)), NOW) == ""


def test_notes_with_one_id_read_everything() -> None:
    sources = replace(SOURCES, entangled=frozenset({"2016/c.md"}))
    assert "2016/c.md" in reason_to_read_all(sources, changes(("2015/a.md",)), NOW)


def test_when_most_notes_changed_everything_is_read() -> None:
    paths = [f"{number}.md" for number in range(2 * MANY)]
    sources = replace(
        SOURCES, stamps=dict.fromkeys(paths, (1, OLD, OLD, 1)), events=dict.fromkeys(paths, "x")
    )
    assert reason_to_read_all(sources, changes(tuple(paths[: MANY + 1])), NOW)
    assert reason_to_read_all(sources, changes(tuple(paths[:MANY])), NOW) == ""


def test_a_changed_note_does_not_clash_with_itself(tmp_path: Path) -> None:
    sources = Sources(NOW, "", {"a.md": (1, OLD, OLD, 1)}, {"a.md": "a"}, {"a.md": ("a/old",)})
    notes = parsed(tmp_path, a="---\n## 甲 {#new}\n- aliases: old\n")
    assert clash_of(sources, changes(("a.md",)), notes) == ""


def test_a_note_may_move_with_its_event(tmp_path: Path) -> None:
    notes = parsed(tmp_path, moved="id: a\n---\n## 甲\n")
    moved = changes(("moved.md",), ("2015/a.md",))
    assert clash_of(SOURCES, moved, notes) == ""
    assert removed_events_of(SOURCES, moved, notes) == ("a",)
    assert "2015/a.md" in clash_of(SOURCES, changes(("moved.md",)), notes)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id: b\n---\n## 甲\n", "2016/b.md"),
        ("---\n## 甲\n- aliases: b/x\n", "'b/x'"),
        ("---\n## 甲\n- aliases: x/older\n", "'x/older'"),
        ("id: x\n---\n## 甲 {#older}\n", "'x/older'"),
    ],
)
def test_an_id_that_another_note_may_have_is_a_clash(tmp_path: Path, text: str, told: str) -> None:
    notes = parsed(tmp_path, new=text)
    assert told in clash_of(SOURCES, changes(("new.md",)), notes)


def test_two_notes_just_read_may_clash_with_each_other(tmp_path: Path) -> None:
    notes = parsed(tmp_path, one="id: same\n---\n## 甲\n", two="id: same\n---\n## 乙\n")
    assert "one.md" in clash_of(SOURCES, changes(("one.md", "two.md")), notes)


def test_events_go_with_their_notes_whatever_they_are_called_now(tmp_path: Path) -> None:
    notes = parsed(tmp_path, one="id: new\n---\n## 甲\n")
    read = Changes(("one.md", "2015/a.md"), ("2016/b.md",), ("2016/c.md",))
    assert removed_events_of(SOURCES, read, notes) == ("a", "b", "new")


def test_after_an_update_the_table_is_what_a_rebuild_would_make(tmp_path: Path) -> None:
    parsed(tmp_path, a="---\n## 甲\n", b="---\n## 乙\n- aliases: old\n", c="---\n## 丙\n")
    before = read_corpus(tmp_path).sources
    (tmp_path / "c.md").unlink()
    (tmp_path / "b.md").write_text("ノートではない")
    parsed(tmp_path, d="---\n## 丁\n- aliases: older\n")
    files = find_notes(tmp_path)
    found = changes_of(before, files.stamps, before.lexicon)
    notes = read_notes(tmp_path, found.to_read).parsed
    now = time.time_ns()
    joined = joined_events(notes, Lexicon())
    after = updated_sources(before, found, now, files.stamps, notes, joined.names, joined.moved)
    assert after == replace(read_corpus(tmp_path).sources, read_at=now)
    assert (after.events["b.md"], after.earlier_ids) == ("", {"d.md": ("d/older",)})


def test_a_corpus_names_the_notes_that_share_an_id(tmp_path: Path) -> None:
    parsed(tmp_path, a="id: x\n---\n## 甲\n", b="id: x\n---\n## 乙\n", c="---\n## 丙\n")
    assert read_corpus(tmp_path).sources.entangled == {"b.md"}


PATHS = st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=8)
NUMBERS = st.integers(0, 2**63)


@given(st.dictionaries(PATHS, st.tuples(NUMBERS, NUMBERS, st.text(max_size=5))), NUMBERS, st.text())
def test_the_table_is_kept_as_it_is(
    rows: dict[str, tuple[int, int, str]], read_at: int, lexicon: str
) -> None:
    sources = Sources(
        read_at,
        lexicon,
        {path: (size, moment, moment + 1, size) for path, (size, moment, _) in rows.items()},
        {path: event for path, (_, _, event) in rows.items()},
        {path: (event, "x") for path, (_, _, event) in rows.items() if event},
        frozenset(list(rows)[:2]),
    )
    kept = decoded_sources(encoded_sources(sources))
    assert kept == sources
    assert list(kept.stamps) == list(sources.stamps)


def test_a_file_name_that_is_no_unicode_is_kept() -> None:
    sources = Sources(NOW, "", {"\udcff.md": (1, 2, 3, 4)}, {"\udcff.md": ""})
    assert decoded_sources(encoded_sources(sources)) == sources


GOOD = encoded_sources(SOURCES)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b"[" * 100_000,
        GOOD[:-1],
        GOOD.replace(b'"format":3', b'"format":2'),
        GOOD.replace(b'"sizes":[10,', b'"sizes":['),
        GOOD.replace(b'"numbers":[1,', b'"numbers":['),
        GOOD.replace(b'"events":["a",', b'"events":7,"x":["a",'),
        GOOD.replace(b'"earlier_ids":{', b'"earlier_ids":[],"x":{'),
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        decoded_sources(data)


@pytest.mark.slow
def test_ten_thousand_notes_are_compared_in_a_moment() -> None:
    paths = [f"{2000 + number % 20}/2015-01-14-勉強会-{number}.md" for number in range(10_000)]
    sources = Sources(
        NOW, "", dict.fromkeys(paths, (1, OLD, OLD, 1)), dict.fromkeys(paths, "2015-01-14-勉強会")
    )
    data = encoded_sources(sources)
    best = min(_seconds_of(data, sources) for _ in range(5))
    assert best < 0.05


def _seconds_of(data: bytes, sources: Sources) -> float:
    started = time.process_time()
    assert not changes_of(decoded_sources(data), sources.stamps, "")
    return time.process_time() - started
