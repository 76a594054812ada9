"""Snippets and notes as safe HTML: the only module that builds Markup.

Notes are Markdown written by many hands. Their raw HTML is shown as text, their links lead only
to the web or to mail, and their pictures stay links, so that reading a note tells no third party.
"""

import html
from collections.abc import Callable, Sequence

from markupsafe import Markup, escape

from search.model import Mark, Snippet

SafeHtml = Markup
"""What this module made; nobody else may make it."""

Marker = Callable[[str], Sequence[Mark]]
"""Finds what to highlight in one piece of text: ranges in order that do not overlap."""


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
    # Loaded with the first note that is shown: a search needs none of it, and a site starts sooner without.
    from web.markdown import html_of

    # Safe: raw HTML is off, every text is escaped below, every link is checked there.
    # As str, for a Markup would escape what stands before it once more.
    return Markup(html_of(markdown, lambda text: str(_marked(text, marker(text))), top_heading, picture))


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
