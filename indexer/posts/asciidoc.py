"""AsciiDoc: a text of Asciidoctor -> Markdown, a line for a line, and what its header says."""

import re
from collections.abc import Mapping

from indexer.posts.front_matter import Front, front_matter_of
from indexer.posts.lenient_yaml import Value

_TITLE = re.compile(r"=[ \t]+(?P<title>\S.*?)[ \t]*$")
_ATTRIBUTE = re.compile(r":(?P<key>[A-Za-z_][\w-]{0,60}):(?:[ \t]+(?P<value>.*))?$")
_REVISION = re.compile(r"(?:v[\w.-]{1,20},[ \t]*)?(?P<day>\d{4}[-/]\d{1,2}[-/]\d{1,2})\b")
_PREFIX = re.compile(r"(?:page|hp|jbake|article|post)-")
_MEANT: Mapping[str, str] = {"revdate": "date", "docdate": "date", "published-at": "published_at"}
_HEADING = re.compile(r"(?P<signs>={1,6})[ \t]+(?P<title>\S.*?)(?:[ \t]+=+)?[ \t]*$")
_LIST = re.compile(r"(?P<signs>\*{1,5}|\.{1,5}|-)[ \t]+(?P<text>\S.*)$")
_STYLE = re.compile(r"\[(?:source|,)[,%\w-]*?,?[ \t]*(?P<language>[\w+#-]{0,20})[^\[\]\n]{0,200}\]$")
_BRACKETS = re.compile(r"\[[^\n]{0,300}\]$")
_BLOCK_TITLE = re.compile(r"\.(?P<title>[^.\s].*)$")
_FENCES = ("----", "....", "====", "****", "____", "++++", "////", "|===", "--")
_CODE = frozenset(("----", "....", "////"))
_LINK = re.compile(r"(?:link:)?(?P<url>https?://[^\s\[\]<>]{1,1000})\[(?P<text>[^\[\]\n]{0,300})\]")
_PICTURE = re.compile(r"image::?(?P<url>[^\s\[\]]{1,500})\[(?P<text>[^\[\],\n]{0,200})[^\[\]\n]{0,200}\]")
_VIDEO = re.compile(r"video::(?P<id>[\w-]{1,40})\[youtube\b[^\[\]\n]{0,200}\]")
_CROSS = re.compile(r"<<[^<>,\n]{1,200}(?:,(?P<text>[^<>\n]{1,200}))?>>")
_BOLD = re.compile(r"(?<![\w*])\*(?=[^\s*])(?P<text>[^*\n]{1,200}?)(?<=[^\s*])\*(?![\w*])")
_OPTION = re.compile(r"(?:\^|,\s*(?:window|role|opts|target)=.*)$")


def asciidoc_front_of(text: str) -> Front:
    """Return what the header says; a front matter that another tool reads stands above it."""
    front = front_matter_of(text)
    if front.dialect in ("yaml", "toml", "json"):
        return front
    fields: dict[str, Value] = {}
    for line in text.lstrip("\ufeff\n").split("\n"):
        if title := _TITLE.match(line):
            fields.setdefault("title", title["title"])
        elif attribute := _ATTRIBUTE.match(line):
            key = _PREFIX.sub("", attribute["key"].casefold(), count=1)
            fields.setdefault(_MEANT.get(key, key), (attribute["value"] or "").strip())
        elif revision := _REVISION.match(line):
            fields.setdefault("date", revision["day"])
        elif not line.strip() and fields:
            break  # The header ends with the first empty line.
    return Front("asciidoc", fields)


def markdown_of_asciidoc(text: str, start: int) -> str:
    """Return the text as Markdown from an offset on; every line stays the line it was."""
    shown: list[str] = []
    inside = language = ""
    is_header = True
    for line in text[start:].split("\n"):
        bare = line.rstrip()
        fence = next((each for each in _FENCES if bare[:4] == each or bare == each), "")
        is_fence = bool(fence) and not bare.strip(fence[-1]).strip("|")
        is_header = is_header and (not bare or bool(_TITLE.match(bare) or _is_of_header(bare)))
        if is_fence and inside in ("", bare):
            inside = bare if not inside and fence in _CODE else ""
            shown.append(f"```{language if inside else ''}" if fence in _CODE else "")
            language = ""
        elif inside:
            shown.append(line)
        elif style := _STYLE.match(bare):
            language = style["language"]
            shown.append("")
        elif is_header and not _TITLE.match(bare):
            shown.append("")
        else:
            shown.append(_shown(line))
    return text[:start] + "\n".join(shown)


def _is_of_header(line: str) -> bool:
    is_author = "@" in line and line.endswith(">")
    return bool(is_author or _ATTRIBUTE.match(line) or _REVISION.match(line) or line.startswith("//"))


def _shown(line: str) -> str:
    if heading := _HEADING.match(line):
        return f"{'#' * len(heading['signs'])} {_inline(heading['title'])}"
    if item := _LIST.match(line.lstrip()):
        depth = len(item["signs"]) - 1
        return f"{'  ' * depth}{'1.' if item['signs'][0] == '.' else '-'} {_inline(item['text'])}"
    if line.startswith(("//", "include::", "ifdef::", "ifndef::", "endif::", "toc::")):
        return ""
    if line == "'''":
        return "---"
    if _BRACKETS.match(line) or _ATTRIBUTE.match(line):
        return ""
    if title := _BLOCK_TITLE.match(line):
        return f"**{_inline(title['title'])}**"
    return _inline(f"\\{line}" if line.startswith("#") and not line.lstrip("#").startswith(" ") else line)


def _inline(text: str) -> str:
    if "[" in text:
        text = _VIDEO.sub(r"https://www.youtube.com/watch?v=\g<id>", text)
        text = _PICTURE.sub(r"![\g<text>](\g<url>)", text)
        text = _LINK.sub(_linked, text)
    text = _CROSS.sub(lambda cross: cross["text"] or "", text)
    text = _BOLD.sub(r"**\g<text>**", text)
    return f"{text[:-2]}  " if text.endswith(" +") else text


def _linked(link: re.Match[str]) -> str:
    text = _OPTION.sub("", link["text"]).strip()
    return f"[{text}]({link['url']})" if text else link["url"]
