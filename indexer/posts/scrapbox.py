"""Scrapbox's export (Cosense): a JSON file with every page of a project, each a list of lines."""

import datetime
import json
import re
from collections.abc import Iterator, Mapping

from indexer.posts.exported import Exported
from indexer.posts.front_matter import Front
from indexer.posts.lenient_yaml import Value

_MARK = re.compile(r'"(?:displayName|exported)"\s*:')
_HEADING = re.compile(r"\[(?P<stars>\*{1,10}) (?P<text>(?:[^\[\]]|\[[^\[\]]*\]){1,200})\]$")
_STRONG = re.compile(r"\[\*{1,10} (?P<text>[^\[\]]{1,200})\]")
_LINK = re.compile(r"\[(?P<url>https?://[^\s\[\]]{1,1000})(?: (?P<text>[^\[\]]{1,300}))?\]")
_LINK_LAST = re.compile(r"\[(?P<text>[^\[\]]{1,300}) (?P<url>https?://[^\s\[\]]{1,1000})\]")
_ICON = re.compile(r"\[(?:/[\w-]{1,40}/)?(?P<name>[^\[\]/]{1,40})\.icon(?:\*\d+)?\]")
_PAGE = re.compile(r"\[(?P<text>[^\[\]*`]{1,200})\](?!\()")
_PICTURE = re.compile(r"(?:\.(?:png|jpe?g|gif|webp)|gyazo\.com/[0-9a-f]{32}(?:/raw)?)$", re.IGNORECASE)
_TAG = re.compile(r"(?:^|\s)#(\S{1,60})")
_BLOCK = re.compile(r"(?:code|table):(?P<name>.*)$")
_INDENT = re.compile(r"^[\s\u3000]*")


def is_export(text: str) -> bool:
    """Say whether a text begins as an export does."""
    head = text[:2_048].lstrip("\ufeff \r\n")
    return head.startswith("{") and '"name"' in head and bool(_MARK.search(head))


def posts_of(text: str) -> Iterator[Exported]:
    """Yield the pages in the order of the file; a file that was cut short has none."""
    try:
        found = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return
    pages = found.get("pages") if isinstance(found, dict) else None
    for page in pages if isinstance(pages, list) else []:
        if isinstance(page, dict) and isinstance(page.get("title"), str):
            yield _post_of(page)


def _post_of(page: Mapping[str, object]) -> Exported:
    lines = page.get("lines")
    texts = [_text_of(line) for line in (lines if isinstance(lines, list) else [])]
    title = str(page["title"])
    if texts and texts[0].strip() == title.strip():
        texts[0] = ""
    tags = tuple(dict.fromkeys(tag for text in texts for tag in _TAG.findall(text)))
    fields: dict[str, Value] = {"title": title, "date": _day_of(page.get("created")), "tags": tags}
    return Exported("scrapbox", "", Front("none", fields), _markdown_of(texts))


def _text_of(line: object) -> str:
    text = line.get("text", "") if isinstance(line, dict) else line
    return text if isinstance(text, str) else ""


def _day_of(seconds: object) -> str:
    if not isinstance(seconds, int) or not 0 < seconds < 10**11:
        return ""
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date().isoformat()


def _markdown_of(lines: list[str]) -> str:
    """Return lines as Markdown: stars are headings, what is indented is an item of a list or code."""
    shown: list[str] = []
    block = -1
    for line in lines:
        depth = len(_INDENT.match(line)[0])  # type: ignore[index]
        text = line[depth:]
        if block >= 0 and (depth > block or not text):
            shown.append(line)
            continue
        if block >= 0:
            shown.append("```")
        begins = _BLOCK.match(text)
        block = depth if begins else -1
        if begins:
            shown += [f"{begins['name']}\n", "```"]
        elif heading := _HEADING.match(text):
            # The more stars, the larger: three and more stand highest.
            level = max(2, 5 - len(heading["stars"]))
            shown += ["", f"{'#' * level} {_inline(heading['text'])}", ""]
        elif depth and text:
            shown.append(f"{'  ' * (depth - 1)}- {_inline(text)}")
        else:
            shown += [_inline(f"\\{text}" if text.startswith("#") else text), ""]
    if block >= 0:
        shown.append("```")
    return "\n".join(shown)


def _inline(text: str) -> str:
    text = _STRONG.sub(r"**\g<text>**", text)
    text = _LINK_LAST.sub(_linked, _LINK.sub(_linked, text))
    text = _ICON.sub(r"@\g<name>", text)
    return _PAGE.sub(r"\g<text>", text)


def _linked(link: re.Match[str]) -> str:
    if link["text"]:
        return f"[{link['text']}]({link['url']})"
    return f"![]({link['url']})" if _PICTURE.search(link["url"]) else link["url"]
