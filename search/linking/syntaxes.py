"""Syntaxes: how each kind of blog writes a link, a quotation and a list.

Whatever a text holds, it stays that text: no sign in it ends a link or begins markup, and no brace stops the
build of a site that looks for `{{`, `{%` or `{`.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape

from search.linking.syntax import Entry, Syntax, as_typed, bulleted, no_code, referenced

# `:name` is a directive or a picture, and an address would be a link by itself.
# `![` begins a picture, and for marked `\[x\](` begins a link.
_ESCAPED = re.compile(r"[\\`*_\[\]~]|:(?=[A-Za-z0-9/])|!(?=\[)|(?<=\])\(")
# `{{` is Liquid's and Hugo's, `{` MDX's, `$` begins a formula, `|` ends a cell, `^` is for footnotes.
_REFERENCED = {**referenced("{}$|^"), ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_MARKDOWN_LINE = frozenset("-+#=:")
_NUMBERED = re.compile(r"(\d+)([.)])", re.ASCII)


class Markdown(Syntax):
    """`[title](url)`, as CommonMark, GitHub, kramdown, Goldmark, MDX and Zenn read it.

    Signs get a backslash where all of them know it for that sign, and a character reference where one does
    not.
    """

    def link(self, url: str, title: str) -> str:
        target = url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
        return f"[{self.text(title)}]({target})"

    def text(self, words: str) -> str:
        return as_typed(_ESCAPED.sub(lambda sign: f"\\{sign[0]}", words.translate(_REFERENCED)))

    def line(self, words: str) -> str:
        # No heading, list or line across the page begins with it.
        text = no_code(self.text(words))
        if text[:1] in _MARKDOWN_LINE:
            return f"\\{text}"
        return _NUMBERED.sub(r"\1\\\2", text, count=1) if _NUMBERED.match(text) else text

    def quotation(self, lines: Sequence[str], source: str) -> str:
        # Each line is a paragraph: within one, the lines would be joined.
        return "\n>\n".join(f"> {line}" for line in (*map(self.line, lines), f"— {source}"))


_HTML = referenced(r"\`*_[]()~$|^{}")


class Html(Syntax):
    """`<a href="url">title</a>`, also in posts of Markdown or Hatena's syntax, which look for signs in it."""

    def link(self, url: str, title: str) -> str:
        return f'<a href="{escape(url)}">{self.text(title)}</a>'

    def text(self, words: str) -> str:
        return as_typed(escape(words)).translate(_HTML).replace("://", "&#58;//")

    def line(self, words: str) -> str:
        return no_code(self.text(words))

    def quotation(self, lines: Sequence[str], source: str) -> str:
        # No empty line: in Markdown it would end the HTML.
        told = "".join(f"<p>{self.text(line)}</p>\n" for line in lines)
        return f"<blockquote>\n{told}<p>— {source}</p>\n</blockquote>"

    def listed(self, entries: Sequence[Entry], source: str) -> str:
        items = "\n".join(f"<li>{entry.line}{_below(entry)}</li>" for entry in entries)
        return f"<ul>\n{items}\n</ul>\n<p>{source}</p>"


def _below(entry: Entry) -> str:
    if not entry.below:
        return ""
    return "\n<ul>\n" + "\n".join(f"<li>{line}</li>" for line in entry.below) + "\n</ul>\n"


_HATENA = referenced("[]:<>&\"'|{}")
_PARENTHESES = referenced("()")
_HATENA_LINE = referenced("*-+=~")


class Hatena(Syntax):
    """`[url:title=title]`, as Hatena reads it. Texts may hold character references: its signs are written as
    these. Footnotes are `((…))`, keywords `[[…]]`, options of an address `:…`, names `id:…`.
    """

    def link(self, url: str, title: str) -> str:
        return f"[{target_of(url)}:title={title.translate({**_HATENA, **_PARENTHESES})}]"

    def text(self, words: str) -> str:
        return words.translate(_HATENA).replace("((", "&#40;&#40;").replace("))", "&#41;&#41;")

    def line(self, words: str) -> str:
        # A sign there would make a heading or a list.
        return words[:1].translate(_HATENA).translate(_HATENA_LINE) + self.text(words[1:])

    def quotation(self, lines: Sequence[str], source: str) -> str:
        return "\n".join((">>", *map(self.line, lines), f"— {source}", "<<"))

    def listed(self, entries: Sequence[Entry], source: str) -> str:
        return "\n".join((*bulleted(entries, "-", "--"), "", source))


def target_of(url: str) -> str:
    """Return an address that ends where its options begin."""
    return url.replace("[", "%5B").replace("]", "%5D").replace(":title", "%3Atitle")


# Colons that a role, a literal block or an address of its own could begin with; `{{` and `{%` are templates'.
_RST = re.compile(r"[\\`*_|<>{]|(?<=\{)[%#]|:(?=\S|$)|(?<=\S)@(?=\S)")
# What begins a list of any kind, a heading's line, a comment, a field or an option.
_RST_LINE = re.compile(r"\W|\w{1,9}[.)]")


class ReStructuredText(Syntax):
    """`` `title <url>`__ ``, where nothing needs to be unique, as docutils reads it.

    Signs get a backslash, and `\\ ` parts two things with nothing.
    """

    def link(self, url: str, title: str) -> str:
        target = f"{url[:-1]}\\_" if url.endswith("_") else url
        return f"`{self.text(title)} <{target}>`__"

    def text(self, words: str) -> str:
        return _RST.sub(lambda sign: f"\\{sign[0]}", words)

    def line(self, words: str) -> str:
        text = self.text(words)
        return f"\\ {text}" if _RST_LINE.match(text) else text

    def quotation(self, lines: Sequence[str], source: str) -> str:
        # `..` ends whatever list stands before; what is indented is a quotation.
        told = (*map(self.line, lines), f"— {source}")
        return "..\n\n" + "\n\n".join(f"   {line}" for line in told)

    def listed(self, entries: Sequence[Entry], source: str) -> str:
        # A list below an item stands between empty lines.
        parted = "\n\n" if any(entry.below for entry in entries) else "\n"
        return f"{parted.join(map(_item, entries))}\n\n{source}"


def _item(entry: Entry) -> str:
    if not entry.below:
        return f"- {entry.line}"
    return "\n".join((f"- {entry.line}", "", *(f"  - {line}" for line in entry.below)))


_SCRAPBOX = str.maketrans("[]`", "［］｀")


class Scrapbox(Syntax):
    """`[url title]`, as Scrapbox (Cosense) reads it.

    It knows no escape: signs that would end a link are written in full width.
    """

    def link(self, url: str, title: str) -> str:
        # The address comes first: so the title may hold another one.
        return f"[{url} {self.text(title)}]"

    def text(self, words: str) -> str:
        # Of two addresses in brackets the second is a picture.
        return words.translate(_SCRAPBOX).replace("://", ":／／")

    def quotation(self, lines: Sequence[str], source: str) -> str:
        return "\n".join(f"> {line}" for line in (*map(self.text, lines), f"— {source}"))

    def listed(self, entries: Sequence[Entry], source: str) -> str:
        return "\n".join((*bulleted(entries, " ", "  "), source))


class Plain(Syntax):
    """`title`, and at the end of the line its address: plain text, for mail and chat."""

    def link(self, url: str, title: str) -> str:
        return title

    def text(self, words: str) -> str:
        return words

    def shown(self, url: str) -> str:
        return f", {url}"


SYNTAXES: Mapping[str, Syntax] = {
    "markdown": Markdown(),
    "html": Html(),
    "hatena": Hatena(),
    "rst": ReStructuredText(),
    "scrapbox": Scrapbox(),
    "text": Plain(),
}
