"""The pages to browse: all events, speakers and technologies, and one page for each name."""

from flask import Blueprint, Response, abort, render_template, request

from search.index import TalkIndex
from search.model import FacetName, Filter, Query
from web.params import MAX_VALUE, clean, query_of
from web.reader import texts_of_reader
from web.site import site_address
from web.views.browse import SORTS, BrowseSort, BrowseView, events_view, names_view
from web.views.cards import LISTS
from web.views.heads import list_head, name_head
from web.views.named import TALKS, TOGETHER, named_view


def browse_blueprint(index: TalkIndex) -> Blueprint:
    blueprint = Blueprint("browse", __name__)

    @blueprint.get("/events")
    def events_page() -> str:
        view = events_view(index.events(), sort_of("event"), query_of(request.args).page, texts_of_reader())
        return _listed("events", view)

    @blueprint.get("/speakers")
    def speakers_page() -> str:
        return _names_page("speakers")

    @blueprint.get("/technologies")
    def technologies_page() -> str:
        return _names_page("technologies")

    @blueprint.get("/speakers/<path:name>")
    def speaker_page(name: str) -> Response:
        return _named_page("speaker", name)

    @blueprint.get("/technologies/<path:name>")
    def technology_page(name: str) -> Response:
        return _named_page("technology", name)

    def _names_page(path: str) -> str:
        facet = LISTS[path]
        row, page = clean(request.args.get("row", ""), MAX_VALUE), query_of(request.args).page
        view = names_view(facet, index.names(facet), sort_of(facet), row, page, texts_of_reader())
        return _listed(path, view)

    def _named_page(facet: FacetName, written: str) -> Response:
        name = index.name(facet, written)
        if name is None:
            abort(404)
        result = index.search(
            Query(filters=(Filter(facet, name.text),), sort="newest", per_page=TALKS), values=TOGETHER + 1
        )
        texts = texts_of_reader()
        head = name_head(name, [hit.talk for hit in result.hits], site_address(), texts)
        view = named_view(name, result, texts)
        return Response(render_template("named.html", view=view, text="", head=head), mimetype="text/html")

    return blueprint


def _listed(path: str, view: BrowseView) -> str:
    head = list_head(path, site_address(), texts_of_reader())
    return render_template("browse.html", view=view, text="", head=head)


def sort_of(facet: FacetName) -> BrowseSort:
    asked = request.args.get("sort", "")
    return next((sort for sort in SORTS[facet] if sort == asked), SORTS[facet][0])
