"""Inline markup: one line or paragraph of Markdown, HTML or reST -> what a reader sees of it.

Links to people (@names, profiles) are kept apart, for they tell a speaker from a title.
"""

import html
import re

PERSON, PERSON_END = "\ue000", "\ue001"
"""Stand around a name that links to somebody's profile."""

LONGEST = 4_000
"""Longer pieces are cut: no pattern here is asked to look further."""

_PROFILE = re.compile(
    r"(?:https?:)?//(?:www\.|mobile\.)?"
    r"(?:(?:twitter|x|github|facebook|fb|instagram|bsky|zenn|qiita|note"
    r"|linkedin|gravatar|mixi|profile\.hatena|d\.hatena)"
    r"\.(?:[a-z]{2,7}\.)?[a-z.]{2,7})/{1,2}(?:#!/|in/|profile/|people/)?@?"
    r"(?P<handle>[\w.-]{1,40})/?(?:[?#]\S{0,60})?$",
    re.IGNORECASE,
)
_NO_PROFILES = frozenset(
    (
        "search",
        "hashtag",
        "intent",
        "share",
        "home",
        "explore",
        "events",
        "groups",
        "status",
        "topics",
        "sharer",
    )
)
_COMMENT = re.compile(r"<!--.{0,2000}?(?:-->|$)", re.DOTALL)
_ESCAPED_AUTOLINK = re.compile(r"\\?<https?://[^<>\s]{1,2000}?\\?>")
_IMAGE = re.compile(r"!\[[^\[\]]{0,300}\]\([^()\s]{0,1000}(?:\s[^()]{0,200})?\)")
_LINK = re.compile(
    r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]{0,200}\]){0,500})\]"
    r"\((?P<url><[^<>\n]{0,1000}>|[^()\s]{0,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,500})?)(?:\s"
    r"[^()\n]{0,300})?\)"
)
_WIKI = re.compile(r"!\[\[[^\[\]\n]{1,300}\]\]|\[\[(?:[^\[\]|\n]{1,200}\|)?(?P<text>[^\[\]|\n]{1,200})\]\]")
"""Obsidian's links, and what it embeds."""
_REFERENCE = re.compile(r"\[(?P<text>[^\[\]\n]{1,300})\]\[[^\[\]\n]{0,100}\]")
_HATENA = re.compile(
    r"(?P<at>[@＠]?)\\?\[?\\?\[(?P<url>https?://[^\s\[\]]{1,1000}?):title"
    r"(?:=(?P<text>(?:[^\[\]\\]|\\[^\[\]]){0,300}))?"
    r"(?:\\?\]){1,2}(?P<after>(?:さん|氏)?)(?:\]?\([^()\s]{0,1000}(?:[)\s]|さん\)))?"
)
_ANCHOR = re.compile(r"<a\b(?P<rest>[^<>]{0,2000})>(?P<text>.{0,1000}?)</a\s*>", re.IGNORECASE | re.DOTALL)
_HREF = re.compile(r"""\bhref\s*=\s*["']?(?P<url>[^"'\s>]{1,2000})""", re.IGNORECASE)
_SITE = re.compile(
    r"(?<=\S)\s*[/／|｜]\s*(?:Twitter|X|GitHub|Facebook|LinkedIn|Instagram|Qiita|Zenn|note)$", re.IGNORECASE
)
"""What the title of a profile's page ends in."""
_WORDS = re.compile(
    r"こちら.{0,4}|ここ|公式.{0,12}|twitter|github|facebook|linkedin|プロフィール|アカウント|here"
    r"|(?:[a-z]+ ){2,}[a-z]+\W?|(?:[\w-]{1,40}\.){1,3}(?:com|org|net|jp|io|dev)",
    re.IGNORECASE,
)
"""What is linked to a profile without being a name."""
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
_RST_LINK = re.compile(r"`(?P<text>[^`<>\n]{1,300}?)\s*<(?P<url>[^<>\n]{1,1000})>`__?")
_RST_NAME = re.compile(r"`(?P<text>[^`\n]{1,300})`__?(?![`\w])")
_RST_ROLE = re.compile(r":[a-z:]{2,30}:`(?P<text>[^`<>\n]{1,300}?)(?:\s*<[^<>\n]{1,300}>)?`")
_AUTOLINK = re.compile(r"<https?://[^<>\s]{1,2000}>")
_URL = re.compile(r"https?://[^\s<>「」（）()\[\]、。\ue000\ue001]{1,2000}")
_SIGNS = re.compile(
    r"(?<!\\)(?:\*{1,3}|~~|`{1,3}|(?<=[^\s\\_])(?:__(?![A-Za-z0-9_])|_(?!\w))"
    r"|(?<![A-Za-z0-9\\])__(?=\S)|(?<![\w\\])_(?=\S))"
)
_HANDLE = re.compile(r"[@＠]_{0,4}[A-Za-z0-9][A-Za-z0-9_]{0,38}")
_KEPT = "\ue003"
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SHORTCODE = re.compile(r"\{\{[<%].{0,500}?[%>]\}\}|\{%.{0,500}?%\}|@\[[a-z]{2,20}\]\([^()\n]{0,500}\)")
_ID = re.compile(r"\s*\{[#.:][^{}\n]{0,200}\}\s*$")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,50}\]|\[[#*\d]{0,6}\]_")
_ANY_MARKUP = re.compile("[<\\[{`*_~\\\\&\n\ue000\ue001]|https?:")
_BLANKS = re.compile(r"[ \t\u3000]+")


def visible_of(source: str) -> str:
    """Return the text that a reader sees, without addresses; people are not marked."""
    return unmarked(marked_of(source))


def marked_of(source: str, *, is_rst: bool = False) -> str:
    """Return the visible text with every name that links to a person between `PERSON` and `PERSON_END`."""
    text = source[:LONGEST]
    if not _ANY_MARKUP.search(text):
        return _BLANKS.sub(" ", text).strip()
    text = text.replace(PERSON, "").replace(PERSON_END, "").replace(_KEPT, "")
    if "<" in text:
        text = _COMMENT.sub("", text)
        text = _ESCAPED_AUTOLINK.sub(" ", text)
        text = _BREAK.sub(r"\g<0>\n", text)
        text = _ANCHOR.sub(_anchor, text)
    if "[" in text:
        text = _HATENA.sub(_hatena_link, text)
        text = _IMAGE.sub("", text)
        text = _SHORTCODE.sub("", text)
        text = _LINK.sub(lambda match: _linked(match["text"], match["url"].strip("<>")), text)
        text = _WIKI.sub(lambda match: match["text"] or "", text)
        text = _REFERENCE.sub(r"\g<text>", text)
        text = _FOOTNOTE.sub("", text)
    if "{" in text:
        text = _ID.sub("", _SHORTCODE.sub("", text))
    if "`" in text:
        text = _RST_ROLE.sub(r"\g<text>", text)
        text = _RST_LINK.sub(lambda match: _linked(match["text"], match["url"]), text)
        if is_rst or "`_" in text:
            text = _RST_NAME.sub(r"\g<text>", text)
    text = _AUTOLINK.sub(" ", text)
    text = _TAG.sub("", text)
    text = _URL.sub(" ", text)
    if "_" in text:
        # An underscore of an @name is no sign of emphasis.
        text = _HANDLE.sub(lambda match: match[0].replace("_", _KEPT), text)
    text = _SIGNS.sub("", text).replace(_KEPT, "_")
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
        text = _AUTOLINK.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
    return "\n".join(_BLANKS.sub(" ", line).strip() for line in text.split("\n")).strip("\n")


def unmarked(text: str) -> str:
    """Take the marks off that stand around people."""
    return text.replace(PERSON, "").replace(PERSON_END, "")


def handle_of(url: str) -> str:
    """Return the name in the address of somebody's profile; empty when it is none."""
    match = _PROFILE.match(url)
    return match["handle"] if match and match["handle"].lower() not in _NO_PROFILES else ""


def _hatena_link(match: re.Match[str]) -> str:
    """Show `[url:title=text]`, in which exporters leave their escapes and links; a profile is a person."""
    url = _ESCAPE.sub(r"\1", match["url"])
    shown = _ESCAPE.sub(r"\1", match["text"] or "").strip()
    handle = handle_of(url)
    if match["at"] and handle:
        return f"{PERSON}@{handle}{PERSON_END}{match['after']}"
    if handle and (shown or match["after"]):
        return f"{PERSON}{shown or handle}{PERSON_END}{match['after']}"
    return f"{match['at']}{shown}{match['after']}"


def _anchor(match: re.Match[str]) -> str:
    href = _HREF.search(match["rest"])
    return _linked(_TAG.sub("", match["text"]), html.unescape(href["url"]) if href else "")


def _linked(text: str, url: str) -> str:
    shown = _SITE.sub("", text.strip())
    if not shown or "\n" in shown:
        return text
    plain = _ESCAPE.sub(r"\1", shown)
    # People link to profiles on sites that nobody listed, too: an @name as a link is one anyway.
    is_handle = re.fullmatch(r"[@＠][\w.-]{1,40}", plain)
    is_name = len(shown) <= 40 and shown[0] not in "#＃" and not _WORDS.fullmatch(plain)
    if is_name and (is_handle or handle_of(url)):
        kept = plain.replace("_", _KEPT) if re.fullmatch(r"[\w.-]+", plain, re.ASCII) else plain
        return f"{PERSON}{kept}{PERSON_END}"
    return text
