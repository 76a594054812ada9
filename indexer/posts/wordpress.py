"""WordPress's export (WXR), which note writes, too: an XML file with every post of a blog."""

import html
import re
from collections.abc import Iterator

from indexer.posts.exported import Exported
from indexer.posts.front_matter import Front
from indexer.posts.lenient_yaml import Value

_MARK = re.compile(r"wordpress\.org/export/|<wp:wxr_version>")
_ITEM = re.compile(r"<item\b[^<>]{0,200}>|</item\s*>")
_FIELD = r"<{0}\b[^<>]{{0,300}}>\s*(?:<!\[CDATA\[(?P<raw>.*?)\]\]>|(?P<text>[^<]*))"
_FIELDS = {
    name: re.compile(_FIELD.format(name), re.DOTALL)
    for name in (
        *("title", "link", "wp:post_date", "wp:post_name", "wp:status", "wp:post_password", "wp:post_type"),
        "pubDate",
    )
}
_CATEGORY = re.compile(_FIELD.format("category"), re.DOTALL)
_CONTENT = re.compile(r"<content:encoded>\s*<!\[CDATA\[")
_CONTENT_END = re.compile(r"\]\]>\s*</content:encoded>")
_BLOCK = re.compile(r"<!-- /?wp:.{0,2000}?-->")
"""What the editor writes around each paragraph."""


def is_export(text: str) -> bool:
    """Say whether a text begins as an export does."""
    head = text[:2_048].lstrip("\ufeff \r\n")
    return head.startswith("<") and bool(_MARK.search(head))


def posts_of(text: str) -> Iterator[Exported]:
    """Yield the posts in the order of the file; pages, pictures and comments are none."""
    begun, line, counted = -1, 1, 0
    for tag in _ITEM.finditer(text):
        if not tag[0].startswith("</"):
            begun = tag.end()
            continue
        if begun < 0:
            continue
        line, counted = line + text.count("\n", counted, begun), begun
        if post := _post_of(text[begun : tag.start()], line):
            yield post
        begun = -1


def _post_of(item: str, line: int) -> Exported | None:
    content = _CONTENT.search(item)
    if content is None:
        return None
    head, start = item[: content.start()], content.end()
    end = _CONTENT_END.search(item, start)
    stop = end.start() if end else len(item)
    told = head + item[end.end() if end else stop :]
    fields = {name: _value_of(pattern.search(told)) for name, pattern in _FIELDS.items()}
    if fields["wp:post_type"] not in ("", "post"):
        return None
    is_public = fields["wp:status"] in ("", "publish") and not fields["wp:post_password"]
    front: dict[str, Value] = {
        "title": fields["title"],
        "date": fields["wp:post_date"] or fields["pubDate"],
        "tags": tuple(_value_of(match) for match in _CATEGORY.finditer(told)),
        "status": "" if is_public else "draft",
        "url": fields["link"],
    }
    # What would end the CDATA is written in two pieces.
    body = _BLOCK.sub("", item[start:stop].replace("]]]]><![CDATA[>", "]]>"))
    first = line + item.count("\n", 0, start)
    return Exported("wordpress", fields["wp:post_name"], Front("none", front, 0, first), body)


def _value_of(match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    return html.unescape(match["text"]).strip() if match["raw"] is None else match["raw"].strip()
