"""Orders: what the author of a post tells us about it, as `kikigaki:` in the front matter or in a comment."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from indexer.posts.front_matter import Front

NO_TALKS = -1
"""As a level of headings: the post is one entry."""

_COMMENT = re.compile(
    r"<!--\s*kikigaki:\s*([^<>\n]{1,200}?)\s*-->|^\.\. kikigaki:[ \t]*(.{1,200})$", re.MULTILINE
)
_LOOKED_AT = 2_000
_HIDING = (
    ("draft", True, "下書きです(draft: true)"),
    ("published", False, "公開されていません(published: false)"),
    ("publish", False, "公開されていません(publish: false)"),
    ("private", True, "公開されていません(private: true)"),
)
"""Keys by which blogs hide a post, and what they say then; `private` is Qiita's, of who has the link."""
_NO = ("false", "no", "off")


class Orders(Struct, frozen=True):
    """`is_wanted` is None when the post does not say; `level` is 0 when nobody chose one."""

    is_wanted: bool | None = None
    level: int = 0
    event: str = ""
    date: str = ""
    url: str = ""


def orders_of(text: str, front: Front) -> Orders:
    """Read `kikigaki: true`, `kikigaki: false`, `kikigaki: h3` or `kikigaki: {talks: h3, event: 名前, …}`."""
    value = front.fields.get("kikigaki")
    if value is None:
        match = _COMMENT.search(text[:_LOOKED_AT])
        if match is None:
            return Orders()
        value = (match[1] or match[2]).strip()
    if isinstance(value, str) and ":" in value:
        pairs = (pair.split(":", 1) for pair in value.strip("{} ").split(",") if ":" in pair)
        value = {key.strip().casefold(): rest.strip() for key, rest in pairs}
    if isinstance(value, Mapping):
        said = {key: str(item).strip().strip("\"'") for key, item in value.items()}
        level = _level_of(said.get("talks", ""))
        return Orders(True, level, said.get("event", ""), said.get("date", ""), said.get("url", ""))
    word = (value[0] if isinstance(value, tuple) and value else str(value)).strip().casefold()
    return Orders(False) if word in _NO else Orders(True, _level_of(word))


def reason_to_hide(path: str, front: Front, orders: Orders) -> str:
    """Say, in Japanese, why a file at this path below its folder is not to be published; empty when it is."""
    if orders.is_wanted is False:
        return "`kikigaki: false` と書いてあります"
    for key, hides, reason in _HIDING:
        if front.says(key) is hides:
            return reason
    if front.text("status").casefold() in ("draft", "private", "hidden"):
        return "下書きです(status)"
    return "下書きです(_drafts)" if "_drafts" in PurePosixPath(path).parts else ""


def _level_of(written: str) -> int:
    word = written.casefold().strip()
    if word in ("none", "なし", *_NO):
        return NO_TALKS
    match = re.fullmatch(r"h?([1-6])|(#{1,6})", word)
    return (int(match[1]) if match[1] else len(match[2])) if match else 0
