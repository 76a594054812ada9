"""The quick ways to read YAML say exactly what PyYAML's own parser says, and what is dangerous is refused."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from indexer.notes import yaml_events
from indexer.notes.safe_yaml import YamlMapping, parse_mapping, plain_entries_of
from search.errors import NoteError

PIECES = st.sampled_from(
    [
        *(
            "event",
            "日付",
            "x: ",
            "y:",
            "- ",
            "\n",
            "\n  ",
            "\n\n",
            ": ",
            ":",
            " #",
            "#",
            ", ",
            "[",
            "]",
            "{",
            "}",
        ),
        *(
            "'",
            '"',
            "''",
            '"\n',
            "'\n",
            "x: '",
            'y: "',
            "道玄坂LT祭り(ミドル)",
            "2015-01-14",
            "http://a.jp/?q=1#x",
        ),
        *(
            "|\n",
            ">",
            "\t",
            " ",
            "&a ",
            "*a",
            "!",
            "%",
            "@",
            "`",
            "~",
            "?",
            "? ",
            "\\",
            "\\n",
            "\u3000",
            "\u2028",
        ),
        *("\x85", "\ufeff", "---", "...", "<<", "é", "😀", "\x7f", "\x00", "\r", "\xa0", "（", "-", "="),
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)
PATH = Path("note.md")


def slowly(text: str, monkeypatch: pytest.MonkeyPatch) -> YamlMapping | str:
    with monkeypatch.context() as patched:
        patched.setattr(yaml, "__with_libyaml__", False)
        return outcome_of(text)


def outcome_of(text: str) -> YamlMapping | str:
    try:
        return yaml_events.read_mapping(PATH, text, 1)
    except NoteError as error:
        return str(error)


@given(st.data())
def test_plain_lines_are_what_a_parser_reads(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    entries = plain_entries_of(text)
    if entries is None or len(dict(entries)) < len(entries):
        return
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert parse_mapping(PATH, text) == slowly(text, monkeypatch)


@given(st.data())
def test_libyaml_reads_the_same_or_is_not_believed(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert outcome_of(text) == slowly(text, monkeypatch)


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("event: 道玄坂LT祭り(ミドル・インフラ)", [("event", "道玄坂LT祭り(ミドル・インフラ)")]),
        ("日付: 2015-01-14  \nurl: http://a.jp/#x", [("日付", "2015-01-14"), ("url", "http://a.jp/#x")]),
        ("event: 'a: b'\nvenue:", [("event", "a: b"), ("venue", "")]),
        ('event: "a # b"', [("event", "a # b")]),
        ("event: a: b", None),
        ("event: a # b", None),
        ("event: &a b", None),
        ("event: [a]", None),
        ('event: "a\\n"', None),
        ("event: a\n  b", None),
        ("event: a:", None),
        ("", None),
    ],
)
def test_what_is_plain(text: str, entries: list[tuple[str, str]] | None) -> None:
    assert plain_entries_of(text) == entries


def test_a_plain_note_needs_no_pyyaml() -> None:
    program = (
        "import sys; from pathlib import Path; from indexer.notes.safe_yaml import parse_mapping;"
        "parse_mapping(Path('x'), 'event: x'); assert 'yaml' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parent.parent)


@pytest.mark.parametrize(
    "front",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
        "a: &a {k: v}\nb: {<<: *a}",
        "<<: {event: x}",
        "event: !!python/object/apply:os.system [id]",
        "event: !!int 3",
        "event: x\n---\nevent: y",
        "[" * 30_000,
        "- " * 30_000,
        "? " * 30_000,
        "event: " + "x" * 70_000,
        "event: \x00",
        "event:\n\t- x",
    ],
)
def test_dangerous_yaml_is_refused_at_once(front: str) -> None:
    started = time.process_time()
    with pytest.raises(NoteError, match="YAML"):
        parse_mapping(Path("note.md"), front)
    assert time.process_time() - started < 1


def test_scalars_stay_text() -> None:
    mapping = parse_mapping(Path("note.md"), "a: 12:30\nb: no\nc: 0755\nd: 2015-13-99\ne: ~")
    assert [value.text for _, value in mapping.entries] == ["12:30", "no", "0755", "2015-13-99", "~"]  # type: ignore[union-attr]
