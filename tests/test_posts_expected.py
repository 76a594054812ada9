"""The eleven example posts, in ten layouts of blogs, are read as their author would."""

import contextlib
import io
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from indexer.cli import main

POSTS = Path(__file__).parent.parent.parent / "shared" / "data" / "posts"
EXPECTED: dict[str, Any] = (
    json.loads((POSTS / "expected.json").read_text("utf-8")) if (POSTS / "expected.json").exists() else {}
)

pytestmark = pytest.mark.skipif(not EXPECTED, reason="../shared/data/posts is not there")


@pytest.fixture(scope="module")
def checked() -> dict[str, Any]:
    """What `indexer check --format json` says of each file."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert main(["check", "--corpus", str(POSTS), "--format", "json"]) == 0
    return {one["path"]: one for one in json.loads(said.getvalue())}


@pytest.mark.parametrize("path", list(EXPECTED))
def test_the_event_is_read(checked: dict[str, Any], path: str) -> None:
    expected, found = EXPECTED[path], checked[path]
    assert found["kind"] == "post"
    if (text := (POSTS / path).read_text("utf-8")).startswith("+++"):
        # What the escapes of a TOML title say is what counts.
        expected = {**expected, "event": tomllib.loads(text.split("+++")[1])["title"]}
    for key in ("event", "date", "url", "hashtag", "venue"):
        if key in expected:
            assert found[key] == expected[key], key
    if "id_is_not" in expected:
        assert found["event_id"] != expected["id_is_not"]
    for key in ("posts", "reports", "one_entry"):
        if key in expected:
            assert found[key] == expected[key], key


@pytest.mark.parametrize("path", list(EXPECTED))
def test_the_talks_are_read(checked: dict[str, Any], path: str) -> None:
    expected, talks = EXPECTED[path], checked[path]["talks"]
    told = [talk for talk in talks if not talk["mention"]]
    assert [talk["speakers"] for talk in told] == [talk["speakers"] for talk in expected["talks"]]
    for talk, wanted in zip(told, expected["talks"], strict=True):
        assert talk["title"] == wanted.get("title", talk["title"])
        slides = [link for link in talk["links"] if link["kind"] == "slides"]
        assert len(slides) == wanted.get("slides", len(slides))
    assert len(talks) - len(told) == expected.get("mentions", 0)
