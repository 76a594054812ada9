"""Addresses of the application become those of files: relative ones in links, absolute ones where the site
has a public address.
"""

import html
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from search.linking.addresses import LISTS
from web.export.names import address, relative
from web.export.plan import SEARCH

NOWHERE = "https://export.invalid"
"""What the application takes for the site's address where nobody has said one (RFC 2606)."""
_LISTS: Mapping[str, str] = {facet: f"{name}.html" for facet, name in LISTS.items()}
"""The page that stands for all values of a facet; of years there is none."""
_ATTRIBUTE = re.compile(r'(\s(?:href|src|action)=")([^"#][^"]*)(")')
_ENDLESS = re.compile(r'\s(?:hx-[a-z-]+|data-links)="[^"]*"')
"""What only htmx reads, and what only a server answers."""
_CARD = re.compile(r"/cards/([0-9a-f]{16})/.+\.png(?:\?.*)?")
_ID = re.compile(r"<id>(.*?)</id>")
_PATH = r"(?:[/?][A-Za-z0-9_.~%/?=&;+-]*)?(?:#[A-Za-z0-9_.~%:-]*)?"


class UnknownAddress(Exception):
    """A page links to what is not exported: a fault of ours."""


class Relinker:
    """Rewrites what the application answers. `base` is the site's address without a final slash, or
    `NOWHERE`.
    """

    def __init__(self, base: str, files: Mapping[str, str], narrowed: Mapping[tuple[str, str], str]) -> None:
        self.base = base
        self.is_addressed = base != NOWHERE
        self._files, self._narrowed = files, narrowed
        self._target = lru_cache(maxsize=65_536)(self._target_of)
        self._absolute = re.compile(re.escape(base) + r"(?![A-Za-z0-9:.-])" + f"({_PATH})")

    def page(self, text: str, file: str) -> str:
        """Return a page with its addresses as they are from where its file lies."""

        def relinked(found: re.Match[str]) -> str:
            before, written, quote = found.groups()
            url = html.unescape(written)
            if url.startswith("/") and not url.startswith("//"):
                return f"{before}{html.escape(self._relative(url, file))}{quote}"
            return found[0]

        return self._all_absolute(_ATTRIBUTE.sub(relinked, _ENDLESS.sub("", text)), file, html.escape)

    def data(self, text: str, file: str) -> str:
        """Return JSON or a text with its addresses rewritten."""
        return self._all_absolute(text, file, str)

    def xml(self, text: str, file: str) -> str:
        """Return XML with its addresses rewritten. What an Atom feed calls itself and its entries is absolute
        in any case (RFC 4287, 4.2.6).
        """
        if not self.is_addressed:
            text = _ID.sub(lambda found: f"<id>{found[1].replace(self.base, 'urn:kikigaki:')}</id>", text)
        return self._all_absolute(text, file, html.escape)

    def absolute(self, file: str) -> str:
        return f"{self.base}/{'' if file == 'index.html' else address(file)}"

    def _all_absolute(self, text: str, file: str, escape: Callable[[str], str]) -> str:
        def relinked(found: re.Match[str]) -> str:
            written = html.unescape(found[1])
            # A sentence may end behind an address, and a name as Smith, Jr. does.
            plain = written if self._target(written) else written.rstrip(".")
            target = self._target(plain or "/")
            if target is None:
                return found[0]
            to, rest = target
            there = self.absolute(to) if self.is_addressed else relative(to, file)
            return escape(there + rest) + "." * (len(written) - len(plain))

        return self._absolute.sub(relinked, text)

    def _relative(self, url: str, file: str) -> str:
        target = self._target(url)
        if target is None:
            raise UnknownAddress(f"{file} links to {url}")
        to, rest = target
        # A page may name itself with a search in it.
        return relative(to, file) + rest

    def _target_of(self, url: str) -> tuple[str, str] | None:
        """Return the file that stands for an address, and what follows it there; None for none."""
        plain, _, place = url.partition("#")
        place = f"#{place}" if place else ""
        path, _, query = plain.partition("?")
        if file := self._files.get(plain):
            return file, place
        if card := _CARD.fullmatch(plain):
            return f"cards/{card[1]}.png", ""
        if path in ("/", "/search.json", "/search.atom", "/search.csv"):
            pairs = parse_qsl(query)
            if len(pairs) == 1 and (file := self._narrowed.get(pairs[0])):
                return file, place
            return SEARCH, f"?{query}" if query else ""
        if facet := re.fullmatch(r"/facets/(event|speaker|technology|year)(?:\.json)?", path):
            return _LISTS.get(facet[1], "index.html"), ""
        if short := re.fullmatch(r"/t/([a-z0-9]+)", path):
            return f"t/{short[1]}.html", ""
        # What is said of a page in its address (its words marked, its order) only a server knows.
        file = self._files.get(path)
        return (file, place) if file else None


def path_below(url: str) -> str:
    """Return the path of an address, decoded, without a final slash."""
    return unquote(urlsplit(url).path).rstrip("/")
