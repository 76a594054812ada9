"""A command loads what it needs: how posts are read is most of what all others would have to load."""

import subprocess
import sys
from pathlib import Path

import pytest
from one_note import age

from indexer.cli import main

_RUN = """
import sys
from indexer.cli import main
code = main(sys.argv[1:])
print(*sorted(sys.modules))
raise SystemExit(code)
"""
_HOW_POSTS_ARE_READ = {"indexer.posts.post", "indexer.posts.inline", "indexer.posts.word_lists"}


def _loaded_by(*arguments: str) -> set[str]:
    """Return the modules that a command has loaded, run in a process of its own, when it is done."""
    command = [sys.executable, "-c", _RUN, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parent.parent)
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.splitlines()[-1].split())


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [["rebuild"], ["update"], ["status"], ["verify"], ["search", "HBase"], ["link", "HBase"]],
    ids=" ".join,
)
def test_a_command_without_posts_does_not_load_how_they_are_read(
    corpus_folder: Path, command: list[str]
) -> None:
    age(corpus_folder, 10)
    assert main(["rebuild"]) == 0
    loaded = _loaded_by(*command)
    assert "indexer.cli" in loaded
    assert not _HOW_POSTS_ARE_READ & loaded


@pytest.mark.slow
def test_the_first_post_loads_it(corpus_folder: Path) -> None:
    (corpus_folder / "post.md").write_text(
        "---\ntitle: 海べの勉強会に参加した\ndate: 2019-03-01\n---\n潮の話。\n"
    )
    assert _loaded_by("rebuild") >= _HOW_POSTS_ARE_READ
