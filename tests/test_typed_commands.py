"""What is typed behind a command: words and exclusions as on the page, as the documents have them."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.cli import main
from search.index import TalkIndex
from search.model import Query

ROOT = Path(__file__).parent.parent
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


@pytest.fixture(autouse=True)
def shipped(corpus_index: TalkIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands answer from the notes of the checkout."""
    for name in ("link", "search"):
        monkeypatch.setattr(f"indexer.commands.{name}.open_index", lambda settings: corpus_index)


def documented() -> Iterator[str]:
    """Yield the commands that the documents show and that only read an index."""
    for path in DOCUMENTS:
        for block in re.findall(
            r"^```\n(.*?)^```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        ):
            yield from re.findall(r"^indexer ((?:link|search) .*)$", block, re.MULTILINE)


def typed() -> Iterator[str]:
    """Yield what the table of SEARCHING says may be typed."""
    for row in re.findall(
        r"^\| (`.*?) \|", (ROOT / "docs/SEARCHING.md").read_text(encoding="utf-8"), re.MULTILINE
    ):
        yield from re.findall("`([^`]+)`", row)


@pytest.mark.parametrize("line", list(documented()))
def test_a_documented_command_answers(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(shlex.split(line)) == 0
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("text", list(typed()))
def test_what_may_be_typed_on_the_page_may_be_typed_behind_the_command(
    corpus_index: TalkIndex, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    words = text.split(" ")
    # Whoever looks for what begins like an option says where the options end.
    assert main(["search", *(["--"] if text.startswith("--") else []), *words]) == 0
    assert capsys.readouterr().out.startswith(f"{corpus_index.search(Query(text)).total} 件(")


def test_options_may_stand_among_the_words(capsys: pytest.CaptureFixture[str]) -> None:
    def hits(*arguments: str) -> list[str]:
        assert main(["search", *arguments]) == 0
        return capsys.readouterr().out.splitlines()[1:]

    wanted = hits("--sort", "oldest", "--", "HBase", "-Cassandra", "-hadoop")
    assert wanted
    assert hits("HBase", "--sort", "oldest", "-Cassandra", "-hadoop") == wanted
    assert hits("HBase", "-Cassandra", "--so=oldest", "-hadoop") == wanted


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("search", "HBase", "--srot", "newest"), "--srot"),
        (("link", "HBase", "--dry-run"), "--"),
        (("search", "HBase", "--page"), "--page"),
        (("search", "HBase", "--page", "0"), "999999"),
        (("link", "HBase", "--number", "1000000"), "999999"),
        (("serve", "--port", "0"), "65535"),
        (("export", "--out", ""), "--out"),
        (("rebuild", "--corpus", " "), "--corpus"),
        (("search", "HBase", "--index", ""), "--index"),
        (("serve", ""), "DIR"),
        (("init", ""), "DIR"),
        (("import", "post", ""), "SOURCE"),
    ],
)
@pytest.mark.parametrize("locale", ["ja_JP.UTF-8", "en_US.UTF-8"])
def test_wrong_usage_is_told_in_the_readers_language(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    told: str,
    locale: str,
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    said = capsys.readouterr().err
    assert told in said.splitlines()[-1]
    assert locale.startswith("ja") or not JAPANESE.search(said)


def test_a_page_beyond_the_last_says_which_is_the_last(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "HBase", "--page", "99"]) == 0
    assert "99 ページめはありません。最後は 1 ページめです" in capsys.readouterr().out
