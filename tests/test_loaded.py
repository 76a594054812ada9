"""A command loads what it needs: how posts are read is most of what all others would have to load."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from one_note import age

from indexer.cli import main

# Each command in a process that has loaded nothing but the command: a fork, as a start takes half a second.
_RUN = """
import json, os, sys
from indexer.cli import main
for command in json.loads(sys.argv[1]):
    sys.stdout.flush()
    if not os.fork():
        code = main(command)
        print("LOADED", *sorted(sys.modules), flush=True)
        os._exit(code)
    assert os.wait()[1] == 0, command
"""
_HOW_POSTS_ARE_READ = {"indexer.posts.post", "indexer.posts.inline", "indexer.posts.word_lists"}
_COMMANDS = ("rebuild", "update", "status", "verify", "search HBase", "link HBase")


def _loaded_by(*commands: str) -> dict[str, set[str]]:
    """Return the modules that each command has loaded when it is done."""
    asked = json.dumps([command.split() for command in commands])
    ran = subprocess.run(
        [sys.executable, "-c", _RUN, asked], capture_output=True, text=True, cwd=Path(__file__).parent.parent
    )
    assert ran.returncode == 0, ran.stderr
    told = [set(line.split()) for line in ran.stdout.splitlines() if line.startswith("LOADED")]
    return dict(zip(commands, told, strict=True))


@pytest.mark.slow
def test_a_command_without_posts_does_not_load_how_they_are_read(corpus_folder: Path) -> None:
    age(corpus_folder, 10)
    assert main(["rebuild"]) == 0
    for command, loaded in _loaded_by(*_COMMANDS).items():
        assert "indexer.cli" in loaded
        assert not _HOW_POSTS_ARE_READ & loaded, command


@pytest.mark.slow
def test_the_first_post_loads_it(corpus_folder: Path) -> None:
    (corpus_folder / "post.md").write_text(
        "---\ntitle: 海べの勉強会に参加した\ndate: 2019-03-01\n---\n潮の話。\n"
    )
    assert _loaded_by("rebuild")["rebuild"] >= _HOW_POSTS_ARE_READ
