"""A note's body as the HTML of a page: out of each markup HTML is made, which `clean` makes safe and
`note_page` puts together.
"""

import html
import re
from functools import lru_cache

from search.model import Markup
from search.text.signs.html_signs import SHORTCODE
from web.clean import cleaned
from web.markdown import html_of_markdown, without_unclosed
from web.note_page import Marked, Marker, NotePage

MOST_SHOWN = 40_000
"""Letters of a note on a page, ten times a long one: tables of as many take a second."""
_LIQUID = re.compile(r"\{%[^%{}]*%\}|\{\{[^{}]*\}\}")


def html_of(body: str, markup: Markup, top_heading: int, picture: str, marker: Marker, marked: Marked) -> str:
    """Return a body as safe HTML; its highest heading becomes an `h<top_heading>`.

    `picture` is the word for one, before the link that a picture becomes. Of a body that is too long, the
    beginning is shown.
    """
    return _page_of(shown_of(body), markup, top_heading, picture).html(marker, marked)


def shown_of(body: str) -> str:
    """Return as much of a body as a page shows: whole lines, and all but ever all of them."""
    if len(body) <= MOST_SHOWN:
        return body
    end = body.rfind("\n", 0, MOST_SHOWN)
    return body[: end if end > MOST_SHOWN // 2 else MOST_SHOWN]


@lru_cache(maxsize=8)
def _page_of(body: str, markup: Markup, top_heading: int, picture: str) -> NotePage:
    # A long note takes a second, and is asked for with other words to mark.
    return NotePage(list(cleaned(raw_html_of(body, markup))), top_heading, picture)


def raw_html_of(body: str, markup: Markup) -> str:
    """Return a body as HTML that nobody has cleaned yet."""
    match markup:
        case "markdown":
            return html_of_markdown(body)
        case "html":
            return without_unclosed(SHORTCODE.sub("", _LIQUID.sub("", body)))
        case "rst":
            # Docutils is slow to load, and few notes need it.
            from web.rst import html_of_rst

            return html_of_rst(body)
        case "text":
            return _html_of_text(body)


def _html_of_text(text: str) -> str:
    """Return plain text as HTML: paragraphs and lines as they are."""
    paragraphs = re.split(r"\n[ \t\u3000]*\n\s*", text.strip("\n"))
    return "".join(
        f"<p>{html.escape(each).replace(chr(10), '<br>')}</p>\n" for each in paragraphs if each.strip()
    )
