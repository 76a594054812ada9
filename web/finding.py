"""How the site is found: for search engines a map and what to leave alone, for browsers a description."""

import json
import math
import threading
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit
from xml.etree import ElementTree

from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import ServiceUnavailable

from search.index import TalkIndex
from search.linking.addresses import LISTED, NAMED, event_path, name_path, talk_path
from web.bounds import query_of
from web.params import MAX_TEXT, clean
from web.reader import texts_of_reader
from web.site import site_address
from web.suggestions import address_of
from web.xml_text import xml_document

IN_ONE_MAP = 3_000
"""Addresses: some 300 kB. sitemaps.org allows 50,000 and 50 MB, but no answer here is that long."""
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
RETRY_SECONDS = 5
SHORT_NAME = 16
"""Letters that OpenSearch allows for a name."""


def finding_blueprint(index: TalkIndex) -> Blueprint:
    blueprint = Blueprint("finding", __name__)
    pages = _Pages(index)

    @blueprint.get("/robots.txt")
    def robots() -> Response:
        # Pages and their pictures are for everybody, also for those who only show where a link leads. What
        # follows are lists without end, and answers for programs.
        below = urlsplit(site_address()).path
        lines = (
            "User-agent: *",
            *(
                f"Disallow: {below}{path}"
                for path in ("/facets/", "/link/", "/suggest.json", "/opensearch.json")
            ),
            "",
            f"Sitemap: {site_address()}/sitemap.xml",
            "",
        )
        return Response("\n".join(lines), mimetype="text/plain")

    @blueprint.get("/sitemap.xml")
    def sitemap() -> Response:
        paths = pages.paths()
        if len(paths) <= IN_ONE_MAP:
            return _xml(_listed("urlset", "url", paths))
        maps = [f"/sitemap-{n}.xml" for n in range(1, math.ceil(len(paths) / IN_ONE_MAP) + 1)]
        return _xml(_listed("sitemapindex", "sitemap", maps))

    @blueprint.get("/sitemap-<int:number>.xml")
    def part_of_sitemap(number: int) -> Response:
        paths = pages.paths()[(number - 1) * IN_ONE_MAP : number * IN_ONE_MAP] if number else ()
        if not paths:
            abort(404)
        return _xml(_listed("urlset", "url", paths))

    @blueprint.get("/opensearch.xml")
    def description() -> Response:
        return _xml(_description(), "application/opensearchdescription+xml")

    @blueprint.get("/opensearch.json")
    def completions() -> Response:
        typed = clean(request.args.get("q", ""), MAX_TEXT)
        query, texts, base = index.canonical(query_of(request.args)), texts_of_reader(), site_address()
        found = index.suggestions(typed)
        answer = [
            typed,
            [f"{each.before} {each.text}".strip() for each in found],
            [f"{texts.suggestion_kinds[each.kind]} {texts.count(texts.talks, each.talks)}" for each in found],
            [base + address_of(each, query) for each in found],
        ]
        written = json.dumps(answer, ensure_ascii=False)
        return Response(written, content_type="application/x-suggestions+json; charset=utf-8")

    return blueprint


class _Pages:
    """The paths of all pages that search engines may list; those of the index that answers are kept."""

    def __init__(self, index: TalkIndex) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._kept: tuple[str, Sequence[str]] = ("", ())

    def paths(self) -> Sequence[str]:
        edition, kept = self._index.edition, self._kept
        if kept[0] == edition:
            return kept[1]
        # Of many talks this takes a second, once for each index; nobody waits for it: threads are few.
        # Meanwhile the map of the index before is better than none.
        if not self._lock.acquire(blocking=False):
            if kept[1]:
                return kept[1]
            raise ServiceUnavailable(retry_after=RETRY_SECONDS)
        try:
            self._kept = kept = edition, tuple(self._all_paths())
        finally:
            self._lock.release()
        return kept[1]

    def _all_paths(self) -> Iterator[str]:
        yield from ("/", *(f"/{name}" for name in LISTED))
        events = self._index.events()
        yield from (event_path(entry.event.id) for entry in events)
        talks = sum(entry.talks for entry in events)
        yield from map(talk_path, self._index.ranked("", talks))
        for facet in NAMED:
            yield from (name_path(facet, name.text) for name in self._index.names(facet))


def _listed(kind: str, one: str, paths: Sequence[str]) -> ElementTree.Element:
    base = site_address()
    root = ElementTree.Element(kind, {"xmlns": SITEMAP})
    for path in paths:
        ElementTree.SubElement(ElementTree.SubElement(root, one), "loc").text = base + path
    return root


def _description() -> ElementTree.Element:
    base, texts = site_address(), texts_of_reader()
    root = ElementTree.Element("OpenSearchDescription", {"xmlns": OPENSEARCH})

    def add(name: str, text: str = "", **attributes: str) -> None:
        ElementTree.SubElement(root, name, attributes).text = text or None

    add("ShortName", texts.site[:SHORT_NAME])
    add("Description", texts.description)
    add("InputEncoding", "UTF-8")
    add("OutputEncoding", "UTF-8")
    add("Language", "ja")
    add("Image", f"{base}/favicon.ico", height="32", width="32", type="image/svg+xml")
    add("Url", type="text/html", template=f"{base}/?q={{searchTerms}}")
    add("Url", type="application/atom+xml", template=f"{base}/search.atom?q={{searchTerms}}")
    add(
        "Url",
        type="application/x-suggestions+json",
        rel="suggestions",
        template=f"{base}/opensearch.json?q={{searchTerms}}",
    )
    add("Url", type="application/opensearchdescription+xml", rel="self", template=f"{base}/opensearch.xml")
    return root


def _xml(root: ElementTree.Element, mimetype: str = "application/xml") -> Response:
    return Response(xml_document(root), content_type=f"{mimetype}; charset=utf-8")
