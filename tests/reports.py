"""A report of an evening as tests have it: a text, what was read of it, and its talks."""

import datetime
from pathlib import Path

from indexer.posts.post import ReadPost, parse_post
from indexer.posts.source import Place
from search.model import Talk
from search.text.lexicon import Lexicon

DATED = (datetime.date(2020, 5, 1), False)


def read(
    text: str, path: str = "2020-05-01-kai.md", title: str = "海べの勉強会 #3 に参加してきた"
) -> ReadPost:
    if not text.startswith(("---", "+++")) and path.endswith(".md"):
        text = f"---\ntitle: {title}\n---\n{text}"
    return parse_post(Place(Path(path), path, "kai", lambda: DATED), text, Lexicon())


def talks(
    text: str, path: str = "2020-05-01-kai.md", title: str = "海べの勉強会 #3 に参加してきた"
) -> list[Talk]:
    post = read(text, path, title)
    assert post.note is not None
    return [] if post.is_one_entry else [talk for talk in post.note.talks if not talk.mention]


def titles(
    text: str, path: str = "2020-05-01-kai.md", title: str = "海べの勉強会 #3 に参加してきた"
) -> list[str]:
    return [talk.title for talk in talks(text, path, title)]
