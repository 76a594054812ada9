"""Org: a text of Emacs' Org mode -> Markdown, a line for a line, and what its `#+KEY:` lines say."""

import re
from collections.abc import Mapping

from indexer.posts.front_matter import Front
from indexer.posts.lenient_yaml import Value

_KEYWORD = re.compile(r"#\+(?P<key>[A-Za-z][\w-]{0,40})(?:\[[^\]\n]{0,80}\])?:[ \t]*(?P<value>.*)")
_BLOCK = re.compile(r"[ \t]*#\+(?P<side>begin|end)_(?P<kind>[A-Za-z]+)(?P<rest>.*)", re.IGNORECASE)
_CODE = frozenset(("src", "example", "comment"))
_DRAWER = re.compile(r"[ \t]*:(?!END:)[A-Z][\w-]{0,40}:[ \t]*$", re.IGNORECASE)
_DRAWER_END = re.compile(r"[ \t]*:END:[ \t]*$", re.IGNORECASE)
_PLANNED = re.compile(r"[ \t]*(?:CLOSED|SCHEDULED|DEADLINE):[ \t]*[<\[]")
_HEADING = re.compile(
    r"(?P<stars>\*+)[ \t]+(?:(?:TODO|DONE|WAIT|NEXT)[ \t]+)?(?:\[#[A-Z]\][ \t]*)?(?P<title>.*?)"
    r"(?:[ \t]+:[\w@#%:]{1,200}:)?[ \t]*$"
)
_DESCRIBED = re.compile(r"\[\[(?P<url>[^\[\]\n]{1,1000})\]\[(?P<text>[^\n]{1,500}?)\]\]")
_BARE_LINK = re.compile(r"\[\[(?P<url>[^\[\]\n]{1,1000})\]\]")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp)$", re.IGNORECASE)
_BEFORE, _AFTER = r"(?:(?<=^)|(?<=[\s\u200b({'\"-]))", r"(?=$|[\s\u200b.,:;!?'\")}\[-])"
_EMPHASIS = tuple(
    (re.compile(rf"{_BEFORE}{sign}(?=\S)(?P<text>[^{sign}\n]{{1,200}}?)(?<=\S){sign}{_AFTER}"), shown)
    for sign, shown in (
        *((r"\*", "**"), ("/", "*"), (r"\+", "~~")),
        *(("=", "`"), ("~", "`")),
    )
)
_FOOTNOTE = re.compile(r"\[fn:(?P<name>[\w-]{1,40})\]")
_RULE_OF_TABLE = re.compile(r"[ \t]*\|[-+]+\|[ \t]*$")
_TAGS = ("filetags", "hugo_tags", "hugo_categories", "tags", "keywords", "category")
_MEANT: Mapping[str, str] = {"hugo_draft": "draft", "hugo_lastmod": "updated", "export_date": "date"}


def org_front_of(text: str) -> Front:
    """Return what the lines above the first heading say; `markdown_of_org` leaves them blank."""
    fields: dict[str, Value] = {}
    tags: list[str] = []
    for line in text.split("\n"):
        if _HEADING.match(line):
            break
        if found := _KEYWORD.match(line):
            key, value = found["key"].casefold(), found["value"].strip()
            if key in _TAGS:
                tags += re.split(r"[\s:,]+", value.strip(": "))
            elif value:
                fields.setdefault(_MEANT.get(key, key), value)
    if tags:
        fields["tags"] = tuple(filter(None, tags))
    return Front("org", fields)


def markdown_of_org(text: str) -> str:
    """Return the text as Markdown; every line stays the line it was."""
    shown: list[str] = []
    inside = ""
    in_drawer = False
    for line in text.split("\n"):
        block = _BLOCK.match(line)
        kind = block["kind"].casefold() if block else ""
        if block and inside in ("", kind):
            inside = kind if block["side"].casefold() == "begin" and kind in _CODE else ""
            language = block["rest"].split()[:1] if inside == "src" else []
            shown.append("```" + "".join(language) if kind in _CODE else "")
        elif inside:
            shown.append(line)
        elif in_drawer or _DRAWER.match(line):
            in_drawer = not _DRAWER_END.match(line)
            shown.append("")
        elif _KEYWORD.match(line.lstrip()) or line.startswith(("# ", "#\t")) or _PLANNED.match(line):
            shown.append("")
        else:
            shown.append(_shown(line))
    return "\n".join(shown)


def _shown(line: str) -> str:
    if heading := _HEADING.match(line):
        return f"{'#' * min(len(heading['stars']), 6)} {_inline(heading['title'])}"
    if _RULE_OF_TABLE.match(line):
        return line.replace("+", "|")
    if line.startswith(": "):
        return f"    {line[2:]}"
    return _inline(f"\\{line}" if line.startswith("#") else line)


def _inline(text: str) -> str:
    if "[" in text:
        text = _BARE_LINK.sub(_linked, _DESCRIBED.sub(_linked, text))
        text = _FOOTNOTE.sub(r"[^\g<name>]", text)
    for pattern, sign in _EMPHASIS:
        text = pattern.sub(rf"{sign}\g<text>{sign}", text)
    return text


def _linked(link: re.Match[str]) -> str:
    url = link["url"].removeprefix("file:")
    text = link.groupdict().get("text", "")
    if _PICTURE.search(url) and not text:
        return f"![]({url})"
    if not url.startswith(("http://", "https://", "mailto:", "/", "./", "../")):
        # Another heading, or a note by its id.
        return text or url.lstrip("*#")
    return f"[{text}]({url})" if text else url
