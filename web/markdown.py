"""Markdown as blogs have it, as HTML that nobody has cleaned yet: `web.note_html` does that."""

import re
from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

from search.text.signs.code_blocks import HEADING, code_blocks, comment_end
from search.text.signs.html_signs import ASIDE, SHORTCODE, TAG
from web.markdown_signs import blog_signs

# Far deeper than any note, far shallower than Python's stack.
_MAX_NESTING = 20
_INDENTED_TAG = re.compile(r"^[ \t]+(?=</?[A-Za-z])")
_HIDING = re.compile(
    r"(?P<code>(`+)[^`\n]+\2)|<!--|<(?P<name>script|style|title|noembed|xmp|plaintext)\b", re.IGNORECASE
)
_ASIDE = re.compile(rf"<(?P<name>{'|'.join(sorted(ASIDE))})\b[^<>]*>", re.IGNORECASE)
_ASIDE_OR_CODE = re.compile(rf"(`+)[^`\n]+\1|{_ASIDE.pattern}", re.IGNORECASE)
_NUMBERED = re.compile(r"\][ ]?\[(\d{1,4})\]")
_TASK = re.compile(r"\[([ xX])\][ \t]")
_BOX_KIND = re.compile(
    r"(?:message|note|info|warn|warning|alert|tip|danger|details|\{[^}]*\})\s*(?:info|warn|alert)?\s*"
)


def html_of_markdown(markdown: str) -> str:
    """Return Markdown as HTML with whatever HTML stands in it, harmful or not."""
    closed = _closed(markdown)
    numbers = dict.fromkeys(_NUMBERED.findall(closed))
    # Of a part of a post the definitions may be elsewhere: the text stays, without a link.
    missing = [f"[{number}]: #" for number in numbers if f"[{number}]:" not in closed]
    return str(_MARKDOWN.render("\n".join((closed, "", *missing)) if missing else closed))


def without_unclosed(text: str, tags: re.Pattern[str] = _ASIDE) -> str:
    """Take out the tags of elements without text that nobody closed: a parser would hide what is behind."""
    lasts: dict[str, int] = {}

    def shown(tag: re.Match[str]) -> str:
        if tag["name"] is None:
            return tag[0]
        closing = f"</{tag['name'].lower()}"
        if closing not in lasts:
            lasts[closing] = text.lower().rfind(closing)
        return tag[0] if lasts[closing] > tag.start() else ""

    return _ASIDE.sub(shown, text)


def _closed(markdown: str) -> str:
    """Close fences that nobody closed before the next heading; take comments out, undent what are tags."""
    pieces: list[str] = []
    done = 0
    for block in code_blocks(markdown):
        pieces.append(_comments_closed(markdown[done : block.start]))
        written = markdown[block.start : block.end]
        pieces.append(written if block.closed else written.rstrip())
        if not block.closed:
            fence = markdown[block.start : block.first].strip()
            marks = fence[: len(fence) - len(fence.lstrip(fence[:1]))]
            pieces.append(f"\n{marks}\n")
        done = block.end
    pieces.append(_comments_closed(markdown[done:]))
    return "".join(pieces)


def _comments_closed(text: str) -> str:
    """Take comments out, and code that nobody closed, up to the next heading.

    A tag is put in one line: in Markdown a blank line would end it.
    """
    text = TAG.sub(lambda tag: " ".join(tag[0].split()) if "\n" in tag[0] else tag[0], text)
    text = without_unclosed(text, _ASIDE_OR_CODE)
    pieces: list[str] = []
    done = 0
    lasts: dict[str, int] = {}
    for sign in _HIDING.finditer(text):
        name, start = sign["name"], sign.start()
        if start < done or sign["code"]:
            continue
        if name is None:
            end, closed = comment_end(text, start)
        else:
            closing = f"</{name.lower()}"
            if closing not in lasts:
                lasts[closing] = text.lower().rfind(closing)
            if lasts[closing] > start:
                continue
            heading = HEADING.search(text, start)
            end, closed = heading.start() if heading else len(text), False
        pieces += (text[done:start], "" if closed else "\n")
        done = end
    pieces.append(text[done:])
    return "\n".join(_INDENTED_TAG.sub("", line) for line in "".join(pieces).split("\n"))


def _note_markdown() -> MarkdownIt:
    options = {"html": True, "linkify": False, "maxNesting": _MAX_NESTING}
    markdown = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # Cleaning looks at every address.
    markdown.use(footnote_plugin).use(container_plugin, "box", validate=lambda *_: True).use(blog_signs)
    markdown.core.ruler.after("inline", "tasks", _tasks)
    markdown.core.ruler.after("inline", "leftover_stars", _leftover_stars)
    for name, rule in _RENDERED.items():
        markdown.add_render_rule(name, rule)
    return markdown


# Footnotes have no ids: two notes on a page would share them.
def _note_sign(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    return f"<sup>[{tokens[at].meta['id'] + 1}]</sup>"


def _html_block(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType
) -> str:
    """Leave WordPress' shortcodes out of a block of HTML, too, in which nothing is Markdown."""
    return SHORTCODE.sub("", tokens[at].content)


def _box(renderer: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    if tokens[at].nesting < 0:
        return f"</{env['boxes'].pop()}>\n"
    kind = tokens[at].info.strip()
    match = _BOX_KIND.match(kind)
    title = str(_MARKDOWN.renderInline(kind[match.end() :])) if match else ""
    name = "details" if kind.startswith("details") else "div"
    env.setdefault("boxes", []).append(name)
    if name == "details":
        return f"<details><summary>{title}</summary>\n"
    return f'<div class="box">\n{title and f"<p>{title}</p>"}\n'


_Rendered = Callable[[RendererHTML, Sequence[Token], int, OptionsDict, EnvType], str]
_RENDERED: dict[str, _Rendered] = {
    "footnote_ref": _note_sign,
    "footnote_block_open": lambda *_: "<hr>\n<ol>\n",
    "footnote_block_close": lambda *_: "</ol>\n",
    "footnote_open": lambda *_: "<li>",
    "footnote_anchor": lambda *_: "",
    "html_block": _html_block,
    "container_box_open": _box,
    "container_box_close": _box,
}


def _tasks(state: StateCore) -> None:
    """Show a task's box as a character: a form that does nothing helps nobody."""
    for at, token in enumerate(state.tokens):
        if (
            token.type == "inline"
            and at > 1
            and state.tokens[at - 2].type == "list_item_open"
            and token.children
        ):
            first = token.children[0]
            if task := _TASK.match(first.content):
                first.content = ("☐ " if task[1] == " " else "☑ ") + first.content[task.end() :]


def _leftover_stars(state: StateCore) -> None:
    """Make strong what CommonMark leaves as stars, for full-width signs stand beside them: **「語」**が."""
    for token in state.tokens:
        children = token.children or []
        texts = [child for child in children if child.type == "text" and "**" in child.content]
        left = sum(child.content.count("**") for child in texts)
        if left < 2:
            continue
        # Cleaning puts in order what is not nested.
        opens = True
        made: list[Token] = []
        for child in children:
            if child not in texts:
                made.append(child)
                continue
            for number, piece in enumerate(child.content.split("**")):
                if number and (opens is False or left > 1):
                    made.append(_raw("<strong>" if opens else "</strong>"))
                    left, opens = left - 1, not opens
                made.append(_text(piece))
        token.children = made


def _raw(html: str) -> Token:
    token = Token("html_inline", "", 0)
    token.content = html
    return token


def _text(text: str) -> Token:
    token = Token("text", "", 0)
    token.content = text
    return token


_MARKDOWN = _note_markdown()
