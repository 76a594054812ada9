"""The command speaks English, too: no sentence of its is without."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.cli import main
from indexer.english import in_english
from indexer.english.commands import COMMANDS
from indexer.english.problems import PROBLEMS

ROOT = Path(__file__).parent.parent / "indexer"
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
OF_JAPANESE = {
    *("ambiguous_names.py", "technologies.py", "system_words.py"),
    *(
        f"posts/{name}.py"
        for name in ("below", "candidates", "dates", "event", "heading_patterns", "inline", "likeness")
    ),
    *(
        f"posts/{name}.py"
        for name in (
            "links",
            "lists",
            "names",
            "naming",
            "openings",
            "people",
            "programme",
            "report_titles",
            "rules",
        )
    ),
    *(f"posts/{name}.py" for name in ("stretches", "word_lists", "words")),
}
"""Modules that know Japanese words of notes and posts, and say nothing; and what errors of `search` are."""
WORDS = re.compile(r"\(\?|\\[sd]|\A[^\s、。{}]{1,9}\Z|参加し\||\Aevent: ")
"""Patterns, examples, and names of fields, which stay what they are."""


PIECES = (
    "記事全体を 1 件として: ",
    "  資料 1",
    "聞けなかった: ",
    "発表 1 件",
    "、言及 1 件",
    "。今ある行と置き換えます",
)
"""Pieces of lines that are said as a whole: see `test_lines_of_several_pieces`."""


def sentences() -> Iterator[tuple[str, str]]:
    """Yield every sentence of the command, with what is filled in as `1`, and where it stands."""
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name in OF_JAPANESE or name.startswith("english/") or name == "commands/init.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parts = {
            id(part) for each in ast.walk(tree) if isinstance(each, ast.JoinedStr) for part in each.values
        }
        docstrings = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
        for node in ast.walk(tree):
            if id(node) in parts | docstrings:
                continue
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
            elif isinstance(node, ast.JoinedStr):
                text = "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "1" for part in node.values
                )
            else:
                continue
            if JAPANESE.search(text) and not WORDS.search(text):
                yield text, f"{name}:{node.lineno}"


def test_every_sentence_has_its_english() -> None:
    found = list(sentences())
    assert len(found) > 150
    # How a command ends is said together with what went wrong.
    without = [
        (text, place)
        for text, place in found
        if text not in PIECES
        and JAPANESE.search(in_english(text))
        and JAPANESE.search(in_english(f"{text}: 1"))
    ]
    assert without == []


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of notes, beside a place for its index, of somebody whose locale is English."""
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KIKIGAKI_CORPUS", str(tmp_path / "notes"))
    monkeypatch.setenv("KIKIGAKI_INDEX", str(tmp_path / "index"))
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text("---\nevent: 夜会\ndate: 2015-01-14\n---\n\n## 格子\n\n本文\n")
    return tmp_path / "notes"


def test_summaries_and_problems_are_in_english(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (english / "b.md").write_text("---\nevent: 夜会\ndate: 一月\n---\n\n## 格子\n")
    main(["rebuild"])
    said = capsys.readouterr()
    assert "Notes 2, talks 1, mentions 0, problems 1" in said.out
    assert f"{english}/b.md:3: `date`: Write the date like 2015-01-14 (not '一月')" in said.err
    assert not JAPANESE.search(said.out)
    (english / "a.md").unlink()
    assert main(["update"]) == 65
    assert "The notes cannot be indexed: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("japanese", "said"),
    [
        ("1 件(3.2 ミリ秒)", "1 talk (3.2 ms)"),
        ("11 件(1 ミリ秒)", "11 talks (1 ms)"),
        ("1 日前", "1 day ago"),
        (
            "変わったノート 1 件(発表 2 件)を読みました。消えたノート 1 件",
            "Read 1 changed note (2 talks); gone: 1",
        ),
    ],
)
def test_of_one_thing_english_has_the_singular(japanese: str, said: str) -> None:
    assert in_english(japanese) == said


def test_what_notes_say_stays_as_it_is(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["rebuild"])
    capsys.readouterr()
    main(["search", "格子"])
    said = capsys.readouterr().out
    assert said.startswith("1 talk (") and "夜会" in said and "Event: 夜会 1" in said


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("    7: 聞けなかった: Aurora の話", "    7: missed: Aurora の話"),
        ("    1: 記事全体を 1 件として: 感想  資料 2", "    1: the whole post as one: 感想  slides 2"),
        ("    7: HBase / 鈴木", "    7: HBase / 鈴木"),
        ("    7: HBase / 発表者?", "    7: HBase / speaker?"),
        ("  夜会  日付 2015-01-14  会場 渋谷  # lt", "  夜会  date 2015-01-14  venue 渋谷  # lt"),
        ("a.md  読みません: 下書きです(draft: true)", "a.md  not read: a draft (draft: true)"),
        ("notes/a.md: 発表 3 件、言及 1 件、書きます", "notes/a.md: talks 3, mentions 1, would be written"),
        (
            "  桑野: [くわの]  # 表記の違い。今ある行と置き換えます",
            "  桑野: [くわの]  # written otherwise; replaces the line that is there",
        ),
    ],
)
def test_lines_of_several_pieces(line: str, told: str) -> None:
    assert in_english(line) == told


def filled(sentence: str, *names: str) -> str:
    pieces = sentence.split("{}")
    return "".join((pieces[0], *(name + piece for name, piece in zip(names, pieces[1:], strict=True))))


def test_a_sentence_in_another_is_none_of_its_names() -> None:
    """A problem stands behind what it is a problem of; where it begins with a name, only that is its name."""
    pairs = dict((*COMMANDS, *PROBLEMS))
    outer = [each for each in pairs if re.fullmatch(r"[^{}`]+[:。] ?\{\}", each)]
    inner = [each for each in pairs if each.startswith("{} ")]
    assert len(outer) > 5 and len(inner) > 10
    for one in outer:
        for other in inner:
            names = [f"a{number}.md" for number in range(other.count("{}"))]
            told = pairs[one].format(pairs[other].format(*names))
            assert in_english(filled(one, filled(other, *names))) == told


def test_help_is_in_english(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ([], ["serve"], ["new"], ["search"], ["import"]):
        with pytest.raises(SystemExit):
            main([*command, "--help"])
        assert not JAPANESE.search(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "世代"),
        ({"LANG": "C.UTF-8"}, "世代"),
        ({"LANG": ""}, "世代"),
        ({"LANG": "de_DE.UTF-8"}, "Generation"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "en_US"}, "Generation"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ja_JP.UTF-8"}, "世代"),
    ],
)
def test_the_locale_decides(
    english: Path,
    locale: dict[str, str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["rebuild"])
    for name, value in locale.items():
        monkeypatch.setenv(name, value)
    capsys.readouterr()
    main(["status"])
    assert said in capsys.readouterr().out


@pytest.mark.usefixtures("english")
def test_what_stands_behind_a_number_is_in_english(
    english: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (english / "b.md").write_text("---\nevent: 夜会\ndate: 一月\n---\n\n## 格子\n")
    (english / "c.md").write_text("# Report\n\n## Sharding / @iso\n\nfoo\n\n## Buffers / @hama\n\nbar\n")
    (english / "d.md").write_text("---\ntitle: Stew\ndate: 2019-03-01\n---\nIt boils.\n")
    main(["check", "--format", "json"])
    told = [
        each
        for one in json.loads(capsys.readouterr().out)
        for each in (one["reason"], *(problem["message"] for problem in one["problems"]))
    ]
    assert [each for each in told if JAPANESE.search(each.replace("一月", ""))] == [] and any(told)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    main(["check"])
    assert not JAPANESE.search(capsys.readouterr().out)


@pytest.mark.usefixtures("english")
def test_questions_are_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    answers = iter(["Night", "", "", "", "", "Sharding", "iso", ""])

    def answer(question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("builtins.input", answer)
    assert main(["new", "--no-edit"]) == 0
    assert len(asked) == 8 and not JAPANESE.search("".join(asked).replace("、", ""))
