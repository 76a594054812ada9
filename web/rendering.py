"""Snippets and notes as safe HTML: the only module that builds Markup.

Notes are Markdown written by many hands. Their raw HTML is shown as text, their links lead only
to the web or to mail, and their pictures stay links, so that reading a note tells no third party.
"""

import html
import unicodedata
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

from search.model import Mark, Snippet

SafeHtml = Markup
"""What this module made; nobody else may make it."""

Marker = Callable[[str], Sequence[Mark]]
"""Finds what to highlight in one piece of text: ranges in order that do not overlap."""

# Far deeper than any note, far shallower than Python's stack.
_MAX_NESTING = 20
_SCHEMES = frozenset({"http", "https", "mailto"})


def nothing_marked(text: str) -> Sequence[Mark]:
    return ()


def snippet_html(snippet: Snippet) -> Markup:
    """Return the snippet's text with its marked ranges in <mark>."""
    return _marked(snippet.text, snippet.marks)


def note_html(
    markdown: str, marker: Marker = nothing_marked, top_heading: int = 2, picture: str = "画像"
) -> Markup:
    """Return a note's Markdown as safe HTML; its highest heading becomes an `h<top_heading>`.

    `picture` is the word for one, before the link that a picture becomes.
    """
    tokens = _MARKDOWN.parse(markdown)
    _shift_headings(tokens, top_heading)
    env: dict[str, object] = {"marker": marker, "picture": picture}
    # Safe: raw HTML is off, every text is escaped below and links are checked by validateLink.
    return Markup(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, env))


class _NoteMarkdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        return parts.scheme in _SCHEMES and bool(parts.netloc or parts.scheme == "mailto")


class _NoteRenderer(RendererHTML):
    """Escapes and marks every text; markdown-it calls a method for the token type it is named after."""

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _marked_text(tokens[idx].content, env)

    def code_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f"<code>{_marked_text(tokens[idx].content, env)}</code>"

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        # A wide block scrolls by itself, so the keyboard must reach it.
        return f'<pre tabindex="0"><code>{_marked_text(tokens[idx].content, env)}</code></pre>\n'

    fence = code_block

    def softbreak(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A browser shows a line break as a space, which Japanese does not have between its letters."""
        before = tokens[idx - 1].content[-1:] if idx else ""
        after = tokens[idx + 1].content[:1] if idx + 1 < len(tokens) else ""
        return "" if _is_wide(before) and _is_wide(after) else "\n"

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return '<div class="table" tabindex="0"><table>\n'

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "</table></div>\n"

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return _link_open(str(tokens[idx].attrs.get("href", "")))

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        alt = _marked_text(tokens[idx].content or env["picture"], env)
        address = str(tokens[idx].attrs.get("src", ""))
        if _inside_link(tokens, idx) or not address:
            return alt
        return f"{_link_open(address)}{escape(env['picture'])}: {alt}</a>"

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        # The alignment markdown-it writes as a style attribute is refused by our security policy.
        return "<th>"

    def td_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return "<td>"


def _note_markdown() -> MarkdownIt:
    options = {"html": False, "linkify": False, "maxNesting": _MAX_NESTING}
    return _NoteMarkdown("commonmark", options, renderer_cls=_NoteRenderer).enable(["table", "strikethrough"])


def _shift_headings(tokens: Sequence[Token], top: int) -> None:
    """Renumber headings from `top` on without gaps: a skipped level is hard to follow by ear."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    levels = sorted({token.tag for token in headings})
    for token in headings:
        token.tag = f"h{min(top + levels.index(token.tag), 6)}"


def _marked_text(text: str, env: EnvType) -> str:
    marker: Marker = env["marker"]
    return str(_marked(text, marker(text)))


def _marked(text: str, marks: Sequence[Mark]) -> Markup:
    if not marks:
        return escape(text)
    pieces: list[str] = []
    done = 0
    for start, end in marks:
        if not done <= start < end <= len(text):
            continue
        pieces += (html.escape(text[done:start]), "<mark>", html.escape(text[start:end]), "</mark>")
        done = end
    pieces.append(html.escape(text[done:]))
    # Safe: every piece of the text is escaped. One Markup for all of them: a page of hits has hundreds.
    return Markup("".join(pieces))


def _link_open(href: str) -> Markup:
    if not href:
        return Markup("<a>")  # `[text]()` leads nowhere, not to the page it stands on.
    return Markup('<a href="{}" rel="nofollow noopener">').format(href)


def _inside_link(tokens: Sequence[Token], idx: int) -> bool:
    opened = sum(token.nesting for token in tokens[:idx] if token.type in ("link_open", "link_close"))
    return opened > 0


def _is_wide(character: str) -> bool:
    return bool(character) and unicodedata.east_asian_width(character) in "WF"


_MARKDOWN = _note_markdown()
