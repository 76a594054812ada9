"""Snippets and notes as safe HTML: the only module that builds Markup.

Notes are written by many hands. Of their HTML only a short list of tags is left, their links lead only to the
web or to mail, and their pictures and players become links, so that reading a note tells no third party.
"""

from collections.abc import Callable, Sequence

from markupsafe import Markup, escape

from search.answers import Snippet
from search.model import Mark
from search.model import Markup as Written

SafeHtml = Markup
"""What this module made; nobody else may make it."""

Marker = Callable[[str], Sequence[Mark]]
"""Finds what to highlight in one piece of text: ranges in order that do not overlap."""


_IN_SCRIPT = {ord(each): f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"}


def nothing_marked(text: str) -> Sequence[Mark]:
    return ()


def snippet_html(snippet: Snippet) -> Markup:
    """Return the snippet's text with its marked ranges in <mark>."""
    return _marked(snippet.text, snippet.marks)


def note_html(
    body: str,
    marker: Marker = nothing_marked,
    top_heading: int = 2,
    picture: str = "画像",
    markup: Written = "markdown",
) -> Markup:
    """Return a note's body as safe HTML; its highest heading becomes an `h<top_heading>`.

    `picture` is the word for one, before the link that a picture becomes.
    """
    # Loaded with the first note that is shown: a search needs none of it, and a site starts sooner without.
    from web.note_html import html_of

    # Safe: every tag there is one of a few, every text is escaped below, every link is checked there.
    return Markup(html_of(body, markup, top_heading, picture, marker, _escaped))


def is_shown_whole(body: str) -> bool:
    """Say whether a page shows all of a body."""
    from web.note_html import shown_of

    return shown_of(body) == body


def data_block(json: str) -> Markup:
    """Return JSON as it may stand inside a <script> of data: nothing in it can end that."""
    # Safe: < > and & are left only as JSON's own escapes, and these mean the same to who reads it.
    return Markup(json.translate(_IN_SCRIPT))


def escaped(value: object) -> str:
    """Return `markupsafe.escape(value)` as a str for every text, in a third of the time.

    What a template prints is joined at once, so none of its pieces need be a Markup.
    """
    if type(value) is str:
        # To look for each is quicker than to replace none, and few texts have one.
        if not ("&" in value or "<" in value or ">" in value or "'" in value or '"' in value):
            return value
        return (
            value.replace("&", "&amp;")
            .replace(">", "&gt;")
            .replace("<", "&lt;")
            .replace("'", "&#39;")
            .replace('"', "&#34;")
        )
    if type(value) is int:
        return str(value)
    return value if type(value) is Markup else escape(value)


def _escaped(text: str, marks: Sequence[Mark]) -> str:
    # As str, for a Markup would escape what stands before it once more.
    return str(_marked(text, marks))


def _marked(text: str, marks: Sequence[Mark]) -> Markup:
    if not marks:
        return escape(text)
    pieces: list[str] = []
    done = 0
    for start, end in marks:
        if not done <= start < end <= len(text):
            continue
        pieces += (escaped(text[done:start]), "<mark>", escaped(text[start:end]), "</mark>")
        done = end
    pieces.append(escaped(text[done:]))
    # Safe: every piece of the text is escaped. One Markup for all of them: a page of hits has hundreds.
    return Markup("".join(pieces))
