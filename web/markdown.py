"""Markdown: a note as HTML in which every text has gone through `marked`, so that no note breaks out of it.

Raw HTML is off, links lead only to the web or to mail, and pictures stay links.
"""

import html
import unicodedata
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

Marked = Callable[[str], str]
"""Escapes a text as HTML, and marks in it what is to be marked."""

# Far deeper than any note, far shallower than Python's stack.
_MAX_NESTING = 20
_SCHEMES = frozenset({"http", "https", "mailto"})


def html_of(markdown: str, marked: Marked, top_heading: int, picture: str) -> str:
    """Return a note's Markdown as HTML; its highest heading becomes an `h<top_heading>`.

    `picture` is the word for one, before the link that a picture becomes.
    """
    tokens = _MARKDOWN.parse(markdown)
    _shift_headings(tokens, top_heading)
    env: dict[str, object] = {"marked": marked, "picture": picture}
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, env))


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
        return _marked(tokens[idx].content, env)

    def code_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f"<code>{_marked(tokens[idx].content, env)}</code>"

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        # A wide block scrolls by itself, so the keyboard must reach it.
        return f'<pre tabindex="0"><code>{_marked(tokens[idx].content, env)}</code></pre>\n'

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
        alt = _marked(tokens[idx].content or env["picture"], env)
        address = str(tokens[idx].attrs.get("src", ""))
        if _inside_link(tokens, idx) or not address:
            return alt
        return f"{_link_open(address)}{html.escape(env['picture'])}: {alt}</a>"

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


def _marked(text: str, env: EnvType) -> str:
    marked: Marked = env["marked"]
    return marked(text)


def _link_open(href: str) -> str:
    if not href:
        return "<a>"  # `[text]()` leads nowhere, not to the page it stands on.
    return f'<a href="{html.escape(href)}" rel="nofollow noopener">'


def _inside_link(tokens: Sequence[Token], idx: int) -> bool:
    opened = sum(token.nesting for token in tokens[:idx] if token.type in ("link_open", "link_close"))
    return opened > 0


def _is_wide(character: str) -> bool:
    return bool(character) and unicodedata.east_asian_width(character) in "WF"


_MARKDOWN = _note_markdown()
