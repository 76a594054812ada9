"""Signs of blogs in Markdown that Markdown does not know: Hatena's links, embeds, shortcodes, liquid tags."""

import html
import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from search.text.signs.html_signs import SHORTCODE
from search.text.signs.markdown_signs import ATTRIBUTES, EMBED, HATENA, WIKI

_LONGEST = 2_000
_ADDRESSES: dict[str, str] = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "speakerdeck": "https://speakerdeck.com/player/{}",
    "docswell": "https://www.docswell.com/slide/{}/embed",
    "slideshare": "https://www.slideshare.net/slideshow/embed_code/key/{}",
    "gist": "https://gist.github.com/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "x": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}",
    "codepen": "https://codepen.io/{}",
    "instagram": "https://www.instagram.com/p/{}/",
}
_NAMED = re.compile(r"""(?:^|\s)(\w+)=(?:"([^"]*)"|'([^']*)'|(\S+))""")
_ID = re.compile(r"[\w./-]{1,200}", re.ASCII)
_PLAYED = re.compile(
    r"\[(?:audio|embed|gist|slideshare|video|vimeo|youtube)\b[^\n]*?(https?://[^\s\[\]\"']+)", re.ASCII
)
_HIGHLIGHT = re.compile(r"\{%-?\s*(?:highlight|codeblock)\b[^%]*%\}")
_HIGHLIGHT_END = re.compile(r"\{%-?\s*end(?:highlight|codeblock)\b[^%]*%\}")
_LISTING = re.compile(r">\|[\w+-]*\|?\s*$")
_LISTING_END = re.compile(r"\|{1,2}<\s*$")
_GONE = re.compile(
    r"\[{1,2}(?:toc|TOC|_TOC_|:contents)\]{1,2}\s*$|import\s[^\n'\"]*['\"][^\n'\"]+['\"];?\s*$|<<\s*$|>>\s*$"
)


def blog_signs(markdown: MarkdownIt) -> None:
    """Teach a parser these signs, in front of those they could be mistaken for."""
    markdown.inline.ruler.before("link", "hatena", _hatena)
    markdown.inline.ruler.before("hatena", "shortcode", _shortcode)
    markdown.inline.ruler.before("hatena", "wiki", _wiki)
    markdown.inline.ruler.before("link", "embed", _embed)
    markdown.inline.ruler.before("link", "template", _template)
    paragraphs: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    markdown.block.ruler.before("fence", "listing", _listing, paragraphs)
    markdown.block.ruler.before("fence", "gone", _gone, paragraphs)


def embed_address(service: str, key: str) -> str:
    """Return the address of something that a post embeds by its service and its key; empty if unknown."""
    if key.startswith(("https://", "http://", "//")):
        return key
    known = _ADDRESSES.get(service.lower())
    return known.format(key) if known and _ID.fullmatch(key) else ""


def _hatena(state: StateInline, silent: bool) -> bool:
    match = HATENA.match(state.src, state.pos) if state.src[state.pos] == "[" else None
    if match is None or state.src.startswith("(", match.end()):
        return False
    if not silent:
        address = match[0][1:-1]
        if address.startswith("http"):
            address = re.split(r":(?:title|embed|bookmark|image|favicon|barcode)", address, maxsplit=1)[0]
            _push_link(state, address, match["title"] or address)
    state.pos = match.end()
    return True


def _shortcode(state: StateInline, silent: bool) -> bool:
    """Leave out a shortcode of WordPress, or link to what it plays."""
    match = SHORTCODE.match(state.src, state.pos) if state.src[state.pos] == "[" else None
    if match is None:
        return False
    if not silent and (played := _PLAYED.match(match[0])):
        _push_player(state, played[1])
    state.pos = match.end()
    return True


def _wiki(state: StateInline, silent: bool) -> bool:
    """Show a link of a wiki by its text, for what it leads to is not here; what it embeds by none."""
    at = state.pos + state.src.startswith("!", state.pos)
    match = WIKI.match(state.src, at) if state.src.startswith("[[", at) else None
    if match is None:
        return False
    if not silent and at == state.pos:
        state.push("text", "", 0).content = match["text"]
    state.pos = match.end()
    return True


def _embed(state: StateInline, silent: bool) -> bool:
    match = EMBED.match(state.src, state.pos) if state.src[state.pos] == "@" else None
    if match is None:
        return False
    if not silent:
        service, _, key = match[0][2:-1].partition("](")
        _push_player(state, embed_address(service, key.strip().split()[0] if key.strip() else ""))
    state.pos = match.end()
    return True


def _template(state: StateInline, silent: bool) -> bool:
    """Leave out a shortcode or a liquid tag, or link to what it embeds."""
    source, at = state.src, state.pos
    if source[at] != "{":
        return False
    if attributes := ATTRIBUTES.match(source, at):
        state.pos = attributes.end()
        return True
    closing = "}}" if source.startswith("{{", at) else "%}" if source.startswith("{%", at) else ""
    end = source.find(closing, at + 2, at + _LONGEST) if closing else -1
    if end < 0:
        return False
    if not silent:
        words = source[at + 2 : end].strip("<>%- /").split(maxsplit=1)
        if words:
            _push_player(state, _embedded(words[0], words[1] if len(words) > 1 else ""))
    state.pos = end + 2
    return True


def _embedded(name: str, rest: str) -> str:
    named = {match[1]: match[2] or match[3] or match[4] or "" for match in _NAMED.finditer(rest)}
    if named:
        return embed_address(name, named.get("id") or named.get("src") or named.get("url") or "")
    words = [word.strip("\"'") for word in rest.split()]
    return embed_address(name, "/".join(words[:2]) if name == "gist" else words[0]) if words else ""


def _listing(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Read `{% highlight %}` and Hatena's `>||` as fences."""
    line = _line(state, first)
    ending = _HIGHLIGHT_END if _HIGHLIGHT.match(line) else _LISTING_END if _LISTING.match(line) else None
    if ending is None:
        return False
    if state.env.get(ending.pattern, last) < first:
        return False
    end = next((number for number in range(first + 1, last) if ending.match(_line(state, number))), -1)
    if end < 0:
        # There is none behind any later line either.
        state.env[ending.pattern] = first
        return False
    if not silent:
        token = state.push("fence", "code", 0)
        token.content = state.getLines(first + 1, end, 0, True)
        token.map = [first, end + 1]
        state.line = end + 1
    return True


def _gone(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    if not _GONE.match(_line(state, first)):
        return False
    if not silent:
        state.line = first + 1
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _push_link(state: StateInline, address: str, text: str) -> None:
    token = state.push("html_inline", "", 0)
    token.content = f'<a href="{html.escape(address)}">{html.escape(text)}</a>'


def _push_player(state: StateInline, address: str) -> None:
    if address:
        token = state.push("html_inline", "", 0)
        token.content = f'<iframe src="{html.escape(address)}"></iframe>'
