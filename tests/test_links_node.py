"""Links as the parsers of blogs read them: Zenn, MDX, Liquid, marked, remark, by npm for this alone."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hostile_titles import HOSTILE
from test_links import URL, all_of

pytestmark = pytest.mark.torture

PACKAGES = (
    "zenn-markdown-html@0.4.4",
    "@mdx-js/mdx@3.1.1",
    "liquidjs@10.30.1",
    "marked@18.2.1",
    "remark@15.0.1",
    "remark-gfm@4.0.1",
    "remark-html@16.0.1",
    "remark-directive@4.0.0",
)


@pytest.fixture(scope="module")
def node_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("no node and no npm on this machine")
    folder = tmp_path_factory.mktemp("node")
    made = subprocess.run(
        [npm, "install", "--silent", "--no-audit", "--no-fund", *PACKAGES],
        cwd=folder,
        capture_output=True,
        timeout=300,
    )
    if made.returncode:
        pytest.skip(f"npm could not install the parsers: {made.stderr.decode()[-200:]}")
    return folder


def test_what_blogs_are_built_with_reads_every_form_back(node_folder: Path) -> None:
    told = ("text", "scrapbox", "card")
    cases = [
        {
            "title": title,
            "url": URL,
            "forms": {n: text for n, text in all_of(title).items() if not n.endswith(told)},
        }
        for title in HOSTILE
    ]
    script = Path(__file__).parent / "node" / "forms.mjs"
    (node_folder / "cases.json").write_text(json.dumps(cases))
    read = subprocess.run(
        ["node", str(script), "cases.json"],
        cwd=node_folder,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (read.returncode, read.stderr) == (0, "")
    assert read.stdout.splitlines() == []
