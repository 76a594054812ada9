"""A talk or a search as a link for a blog: plain, Markdown, HTML, Hatena.

A title is whatever somebody wrote down; in each form it stays a title, whatever it holds.
"""

import html
import re
from typing import NamedTuple

# What CommonMark or GitHub's tables and strikethrough could take for markup inside a link's text.
_MARKDOWN = re.compile(r"([\\`*_\[\]<>&~|$])")
_ESCAPED = r"\\\1"
# Hatena takes character references in a title; footnotes are ((…)), keywords [[…]], options :….
_HATENA = str.maketrans({each: f"&#{ord(each)};" for each in "[]():<>&\"'|"})


class LinkForm(NamedTuple):
    """One way to write a link, ready to be pasted."""

    name: str
    text: str


def link_forms(url: str, title: str) -> tuple[LinkForm, ...]:
    """Write a link in every form the page offers. `url` is absolute and percent-encoded."""
    words = _one_line(title) or url
    return (
        LinkForm("url", url),
        LinkForm("markdown", markdown_link(url, words)),
        LinkForm("html", html_link(url, words)),
        LinkForm("hatena", hatena_link(url, words)),
    )


def markdown_link(url: str, title: str) -> str:
    """Write `[title](url)`, like the others for a title of one line."""
    target = url.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
    return f"[{_MARKDOWN.sub(_ESCAPED, title)}]({target})"


def html_link(url: str, title: str) -> str:
    return f'<a href="{html.escape(url)}">{html.escape(title)}</a>'


def hatena_link(url: str, title: str) -> str:
    """Write `[URL:title=…]`; brackets and colons of the title become character references."""
    target = url.replace("[", "%5B").replace("]", "%5D").replace(":title", "%3Atitle")
    return f"[{target}:title={title.translate(_HATENA)}]"


def _one_line(title: str) -> str:
    """Every form is one line: a line break would end the link in Markdown and in Hatena syntax."""
    if title.isprintable():
        return " ".join(title.split())
    return " ".join("".join(each if each.isprintable() else " " for each in title).split())
