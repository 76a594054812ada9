"""`indexer update`: only changed notes are read; where that is unsure, all are, and it says why."""

import datetime
import os
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from indexer import corpus
from indexer.cli import main
from indexer.notes.note import ParsedNote, read_note
from search.errors import IndexDamaged, IndexLocked, IndexMissing
from search.model import Former, Talk
from search.settings import Settings
from search.store.contents import IndexStatus
from search.text.lexicon import Lexicon

STATUS = IndexStatus(1, datetime.datetime.now(datetime.UTC), 1, 0, 1, 1, 1, "f", is_stale=False)


@dataclass
class FakeIndex:
    """An index that remembers what it was told."""

    events: dict[str, list[str]] = field(default_factory=dict)
    technologies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kept: bytes | None = None
    is_stale: bool = False
    is_damaged: bool = False
    rebuilt: int = 0
    names: Lexicon = field(default_factory=Lexicon)
    writing = staticmethod(nullcontext)

    def rebuild(
        self,
        talks: Sequence[Talk],
        lexicon: Lexicon | None = None,
        on_talk: Callable[[int], None] = lambda done: None,
        sources: bytes = b"",
        former: Former | None = None,
        on_ready: Callable[[], object] = lambda: None,
    ) -> IndexStatus:
        on_ready()
        self.rebuilt += 1
        self.events, self.kept, self.names = {}, sources, lexicon or Lexicon()
        return self._add(talks)

    def update(
        self,
        talks: Sequence[Talk],
        *,
        removed: Sequence[str],
        sources: bytes,
        since: bytes,
        former: Former,
        checked: Callable[[], int],
        on_ready: Callable[[], object] = lambda: None,
    ) -> IndexStatus:
        on_ready()
        assert since == self.sources()
        assert checked() == self.check()
        for event in removed:
            self.events.pop(event, None)
        self.technologies.clear()
        self.kept = sources
        return self._add(talks)

    def status(self) -> IndexStatus:
        if self.kept is None:
            raise IndexMissing("x")
        return replace(STATUS, is_stale=self.is_stale)

    def sources(self) -> bytes:
        return self.kept or b""

    def check(self) -> int:
        if self.is_damaged:
            raise IndexDamaged("x")
        return 1

    def lexicon(self) -> Lexicon:
        return self.names

    def _add(self, talks: Sequence[Talk]) -> IndexStatus:
        for talk in talks:
            self.events.setdefault(talk.event.id, []).append(talk.title)
            self.technologies[talk.event.id] = talk.technologies
        return STATUS


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIKIGAKI_CORPUS", str(tmp_path / "notes"))
    monkeypatch.setenv("KIKIGAKI_INDEX", str(tmp_path / "index"))
    (tmp_path / "notes").mkdir()
    return tmp_path / "notes"


@pytest.fixture
def index(folder: Path, monkeypatch: pytest.MonkeyPatch) -> FakeIndex:
    """An index of two events."""
    fake = FakeIndex()

    def open_fake(settings: Settings) -> FakeIndex:
        return fake

    for command in ("rebuild", "update"):
        monkeypatch.setattr(f"indexer.commands.{command}.open_index", open_fake)
    write(folder, "one", "甲")
    write(folder, "two", "乙")
    assert main(["rebuild"]) == 0
    assert fake.events == {"one": ["甲"], "two": ["乙"]}
    fake.rebuilt = 0
    return fake


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the notes that are read, in order."""
    names: list[str] = []

    def reading(path: Path) -> ParsedNote:
        names.append(path.name)
        return read_note(path)

    monkeypatch.setattr(corpus, "read_note", reading)
    return names


def write(folder: Path, name: str, title: str, front: str = "", facts: str = "", seconds: float = 60) -> None:
    """Write a note that is so many seconds old."""
    path = folder / f"{name}.md"
    path.write_text(f"---\nevent: 会\ndate: 2015-01-14\n{front}---\n## {title}\n{facts}\n")
    moment = time.time() - seconds
    os.utime(path, (moment, moment))


def test_only_what_changed_is_read(index: FakeIndex, folder: Path, read: list[str]) -> None:
    write(folder, "two", "丙丁")
    write(folder, "three", "戊")
    assert main(["update"]) == 0
    assert read == ["three.md", "two.md"]
    assert index.events == {"one": ["甲"], "two": ["丙丁"], "three": ["戊"]}
    assert index.rebuilt == 0


def test_it_says_what_it_read(index: FakeIndex, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "two", "丙丁", facts="- date: 来週")
    (folder / "one.md").unlink()
    capsys.readouterr()
    assert main(["update"]) == 0
    captured = capsys.readouterr()
    assert "変わったノート 1 件(発表 1 件)を読みました。消えたノート 1 件" in captured.out
    assert "two.md:6: 日付は" in captured.err
    assert index.events == {"two": ["丙丁"]}


def written_over_with_its_time(folder: Path) -> None:
    status = (folder / "two.md").stat()
    (folder / "two.md").write_text((folder / "two.md").read_text().replace("乙", "丙"))
    os.utime(folder / "two.md", ns=(status.st_atime_ns, status.st_mtime_ns))


def replaced_with_its_time(folder: Path) -> None:
    status = (folder / "two.md").stat()
    (folder / "new").write_text((folder / "two.md").read_text().replace("乙", "丙"))
    os.utime(folder / "new", ns=(status.st_atime_ns, status.st_mtime_ns))
    (folder / "new").replace(folder / "two.md")


def copied_over(folder: Path) -> None:
    status = (folder / "two.md").stat()
    (folder / "new").write_text((folder / "two.md").read_text().replace("乙", "丙"))
    os.utime(folder / "new", ns=(status.st_atime_ns, status.st_mtime_ns))
    shutil.copy2(folder / "new", folder / "two.md")


def swapped(folder: Path) -> None:
    """Two files of one size and one time change names."""
    status = (folder / "two.md").stat()
    os.utime(folder / "one.md", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert main(["update"]) == 0
    (folder / "one.md").rename(folder / "aside")
    (folder / "two.md").rename(folder / "one.md")
    (folder / "aside").rename(folder / "two.md")


@pytest.mark.parametrize("edit", [written_over_with_its_time, replaced_with_its_time, copied_over, swapped])
def test_an_edit_that_keeps_size_and_time_is_seen(
    index: FakeIndex,
    folder: Path,
    edit: Callable[[Path], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edit(folder)
    capsys.readouterr()
    with monkeypatch.context() as patch:
        patch.setattr("indexer.commands.status.open_index", lambda settings: index)
        assert main(["status"]) == 1
    assert f"索引より新しい: {folder / 'two.md'}" in capsys.readouterr().out
    assert main(["update"]) == 0
    assert index.events["two"] == (["甲"] if edit is swapped else ["丙"])
    assert index.events["one"] == (["乙"] if edit is swapped else ["甲"])


def test_a_note_written_a_second_before_the_index_was_made_is_not_read_again(
    index: FakeIndex, folder: Path, read: list[str]
) -> None:
    write(folder, "one", "甲", seconds=1)
    assert main(["rebuild"]) == 0
    read.clear()
    write(folder, "two", "丙丁")
    assert main(["update"]) == 0
    assert read == ["two.md"]


def test_nothing_is_done_when_nothing_changed(
    index: FakeIndex, read: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["update"]) == 0
    assert "最新" in capsys.readouterr().out
    assert read == []


def test_after_an_update_nothing_is_left_to_do(index: FakeIndex, folder: Path, read: list[str]) -> None:
    write(folder, "two", "丙丁")
    main(["update"])
    read.clear()
    main(["update"])
    assert read == []


def test_a_note_that_cannot_be_used_any_more_takes_its_event_away(index: FakeIndex, folder: Path) -> None:
    (folder / "two.md").write_bytes("## 乙".encode("cp932"))
    assert main(["update"]) == 0
    assert index.events == {"one": ["甲"]}
    write(folder, "two", "乙")
    assert main(["update"]) == 0
    assert index.events == {"one": ["甲"], "two": ["乙"]}
    assert index.rebuilt == 0


def test_a_renamed_event_leaves_nothing_behind(index: FakeIndex, folder: Path) -> None:
    write(folder, "two", "乙", front="id: new\n", seconds=30)
    assert main(["update"]) == 0
    assert index.events == {"one": ["甲"], "new": ["乙"]}


def test_names_are_canonical_in_an_update_too(index: FakeIndex, folder: Path) -> None:
    (folder / "aliases.yaml").write_text("technologies:\n  Scala: [Scara]\n")
    assert main(["update"]) == 0
    assert index.rebuilt == 1
    write(folder, "two", "乙", facts="- tech: Scara")
    assert main(["update"]) == 0
    assert index.technologies == {"two": ("Scala",)}
    assert index.rebuilt == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            lambda folder: (folder / "aliases.yaml").write_text("terms:\n"),
            "aliases.yaml か、記事の読み方が変わりました",
        ),
        (lambda folder: write(folder, "three", "丙", front="id: one\n"), "one.md にもあります"),
        (
            lambda folder: write(folder, "three", "丙", facts="- aliases: one/甲"),
            "one.md の発表かもしれません",
        ),
        (lambda folder: write(folder, "three", "丙", facts="\n## 丁\n- aliases: 丙"), "ID が重なって"),
    ],
)
def test_what_reaches_other_notes_reads_them_all(
    index: FakeIndex,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[Path], object],
    reason: str,
) -> None:
    change(folder)
    capsys.readouterr()
    assert main(["update"]) == 0
    said = capsys.readouterr().out
    assert reason in said and "すべてのノートから作り直します" in said
    assert index.rebuilt == 1


@pytest.mark.parametrize("kept", [None, b"", b"{}", b"\xff"])
def test_an_index_that_does_not_know_its_notes_is_made_again(
    index: FakeIndex, capsys: pytest.CaptureFixture[str], kept: bytes | None
) -> None:
    index.kept = kept
    assert main(["update"]) == 0
    assert "使える索引がありません" in capsys.readouterr().out
    assert index.rebuilt == 1


def test_a_stale_or_damaged_index_is_made_again(index: FakeIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    index.is_stale = True
    assert main(["update"]) == 0

    def damaged() -> bytes:
        raise IndexDamaged("x")

    index.is_stale = False
    monkeypatch.setattr(index, "sources", damaged)
    assert main(["update"]) == 0
    assert index.rebuilt == 2


def test_what_is_damaged_out_of_sight_is_made_again_though_no_note_changed(index: FakeIndex) -> None:
    index.is_damaged = True
    assert main(["update"]) == 0
    assert main(["rebuild", "--if-needed"]) == 0
    assert index.rebuilt == 2


def test_what_turns_out_to_be_damaged_on_the_way_is_made_again(
    index: FakeIndex, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*args: object, **kwargs: object) -> IndexStatus:
        raise IndexDamaged("x")

    write(folder, "two", "丙丁")
    monkeypatch.setattr(index, "update", damaged)
    assert main(["update"]) == 0
    assert index.rebuilt == 1


def test_the_last_note_is_not_taken_away(
    index: FakeIndex, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in folder.iterdir():
        path.unlink()
    assert main(["update"]) == 65
    assert "前の索引があれば" in capsys.readouterr().err
    assert set(index.events) == {"one", "two"}


def test_while_another_writes_it_says_so(
    index: FakeIndex, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*args: object, **kwargs: object) -> IndexStatus:
        raise IndexLocked("x")

    write(folder, "two", "丙丁")
    monkeypatch.setattr(index, "update", locked)
    assert main(["update"]) == 75


def test_a_real_index_is_brought_up_to_date(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "one", "監視")
    write(folder, "two", "分散")
    assert main(["update"]) == 0
    write(folder, "one", "検索", seconds=30)
    assert main(["update"]) == 0
    assert "変わったノート 1 件" in capsys.readouterr().out
    for word, number in (("監視", 0), ("検索", 1), ("分散", 1)):
        assert main(["search", word]) == 0
        assert capsys.readouterr().out.startswith(f"{number} 件")
    assert main(["status"]) == 0
