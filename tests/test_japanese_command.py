"""What the command says in Japanese is Japanese to its end: no error of `search` comes through in English."""

import ast
import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import search.errors
from indexer.cli import main
from search.japanese import ERRORS, SETTINGS, in_japanese, in_japanese_words

ROOT = Path(__file__).parent.parent / "search"
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
KINDS = {name for name, kind in vars(search.errors).items() if isinstance(kind, type)}
RAISERS = KINDS | {
    "unreachable",
    "_damaged",
    "Refused",
    "Conflict",
    "Overburdened",
    "NoAnswer",
}
"""What is called with the words of an error."""
QUESTIONS = ("QueryError",)
"""Of a program that asks, not of the command: it makes no such question."""
WITHIN = ("model.py", "text/kept_spans.py", "linking", "engines/opensearch/dsl.py")
"""Modules whose errors are a program's, or stand within another one."""
UNSEEN = {
    "documents of another length on average than those of 1",
    "there are too many new events between two old ones",
}
"""An update that is told so writes all anew."""


def text_of(node: ast.expr, names: dict[str, str]) -> str | None:
    """Return a text of the source with `1` for what is filled in."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    parts = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        else:
            assert isinstance(part, ast.FormattedValue)
            parts.append(names.get(ast.unparse(part.value), "1"))
    return "".join(parts)


def sentences() -> Iterator[tuple[str, str]]:
    """Yield each error that `search` raises, and where."""
    names = {"REBUILD": "run `indexer rebuild`"}
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(WITHIN):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        own = names | {
            target.id: str(each.value.value)
            for each in tree.body
            if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant)
            for target in each.targets
            if isinstance(target, ast.Name)
        }
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call):
                continue
            called = ast.unparse(call.func).rpartition(".")[2]
            is_value = called == "ValueError" and name == "settings_values.py"
            if called not in RAISERS and not is_value:
                continue
            # The words of a setting's error come behind its name.
            words = call.args[called == "SettingsError" :]
            text = text_of(words[0], own) if words else None
            if not text or text in UNSEEN or called in QUESTIONS:
                continue
            if called == "_damaged":
                text = f"1 is damaged ({text}): run `indexer rebuild`"
            if called in ("SettingsError", "ValueError"):
                text = f"KIKIGAKI_X: {text}"
            yield text, f"{name}:{call.lineno}"


def test_every_error_has_its_japanese() -> None:
    found = list(sentences())
    assert len(found) > 80
    without = [(text, place) for text, place in found if re.search("[a-z]{2,} [a-z]{2,}", left_of(text))]
    assert without == []


def left_of(text: str) -> str:
    """Return what of an error stays English, but for names of commands."""
    told = in_japanese(text)
    return re.sub("`[^`]*`|pip install|indexer rebuild", "", told)


def test_names_stay_as_they_are() -> None:
    for english in (*(f"KIKIGAKI_X: {problem}" for problem, _ in SETTINGS), *(error for error, _ in ERRORS)):
        first, *rest = english.split("{}")
        names = [f"a{number}" for number in range(len(rest))]
        told = in_japanese(first + "".join(name + piece for name, piece in zip(names, rest, strict=True)))
        assert JAPANESE.search(told)
        assert sorted(re.findall(r"a\d", told)) == names


@pytest.fixture
def japanese(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "notes").mkdir()
    monkeypatch.setenv("KIKIGAKI_CORPUS", str(tmp_path / "notes"))
    monkeypatch.setenv("KIKIGAKI_INDEX", str(tmp_path / "index"))
    return tmp_path


def test_what_goes_wrong_is_told_in_japanese(
    japanese: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status"]) == 66
    assert f"{japanese}/index に索引がありません" in capsys.readouterr().err
    (japanese / "index").write_text("")
    assert main(["status"]) == 66
    assert "索引はフォルダーなので、別の場所にしてください" in capsys.readouterr().err
    monkeypatch.setenv("KIKIGAKI_PORT", "none")
    assert main(["status"]) == 2
    assert "KIKIGAKI_PORT: 1 から 65535 までの数にしてください('none' ではなく)" in capsys.readouterr().err


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EROFS, errno.EIO])
def test_what_the_system_says_is_told_in_japanese(number: int) -> None:
    for said in (os.strerror(number), str(OSError(number, os.strerror(number), "海.md"))):
        told = in_japanese_words(f"読めません({said})。")
        assert not re.search("[A-Za-z]{2,}", told.replace("海.md", ""))
        assert ("'海.md'" in told) == ("海.md" in said)


def test_words_like_those_of_the_system_stay() -> None:
    assert in_japanese_words("No such file or directoryX") == "No such file or directoryX"
    assert in_japanese_words("Is a directory です") == "フォルダーです です"


def test_a_file_that_cannot_be_read_is_told_in_japanese(
    japanese: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    note = japanese / "notes" / "a.md"
    note.write_text("---\nevent: 会\ndate: 2015-01-14\n---\n\n## 甲\n", encoding="utf-8")

    def fail(path: Path, *_: object, **__: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))

    monkeypatch.setattr("indexer.corpus.is_strict_note", fail)
    monkeypatch.setattr("indexer.notes.note.read_plain", fail)
    assert main(["check"]) == 65
    assert "読めません(ディスクの読み書きに失敗しました)" in capsys.readouterr().err
