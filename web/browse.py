"""The pages to browse: all events, speakers and technologies, and one page for each name."""

from flask import Blueprint, Response, abort, render_template, request

from search import Name
from search.index import TalkIndex
from search.linking.addresses import LISTED
from search.model import FACET_NAMES, FacetName, Filter, Query
from web.asking import searched
from web.bounds import query_of
from web.params import MAX_VALUE, clean
from web.reader import texts_of_reader
from web.searching import ALL_VALUES
from web.site import this_site
from web.views.browse import SORTS, Asked, BrowseSort, BrowseView, events_view, names_view
from web.views.heads import list_head, name_head
from web.views.named import TALKS, TOGETHER, named_view

NAMES = "<any(speakers, technologies):names>"
A_NAME = f"{NAMES}/<path:name>"
"""The addresses of lists of names, and of each name, as routes have them."""


def browse_blueprint(index: TalkIndex) -> Blueprint:
    blueprint = Blueprint("browse", __name__)

    @blueprint.get("/events")
    def events_page() -> str:
        asked, events = _asked("event"), index.events()
        found = events
        if asked.find:
            values = found_names(index, "event", asked.find)
            found = tuple(each for each in events if each.value in values)
        names = index.names("event") if asked.sort != "date" else ()
        readings = {name.text.rpartition(" (")[0] or name.text: name for name in names}
        readings |= {name.text: name for name in names}
        view = events_view(found, readings, asked, len(events), texts_of_reader())
        return _listed("events", view)

    @blueprint.get(f"/{NAMES}")
    def names_page(names: str) -> str:
        facet = LISTED[names]
        asked, known = _asked(facet), index.names(facet)
        found = known
        if asked.find:
            values = found_names(index, facet, asked.find)
            found = tuple(name for name in known if name.text in values)
        return _listed(names, names_view(facet, found, asked, len(known), texts_of_reader()))

    @blueprint.get(f"/{A_NAME}")
    def name_page(names: str, name: str) -> Response:
        return named_page(index, known_name(index, LISTED[names], name))

    return blueprint


def known_name(index: TalkIndex, facet: FacetName, written: str) -> Name:
    """Return a name by any of its spellings, also with slashes behind it; raises 404."""
    name = index.name(facet, written) or index.name(facet, written.rstrip("/"))
    if name is None:
        abort(404)
    return name


def known_facet(written: str) -> FacetName:
    """Return the facet that is called so; raises 404."""
    facet = next((each for each in FACET_NAMES if each == written), None)
    if facet is None:
        abort(404)
    return facet


def found_names(index: TalkIndex, facet: FacetName, typed: str) -> frozenset[str]:
    """Return the names that contain what was typed, or begin to be read so, also in romaji."""
    return frozenset(
        each.value for each in index.facet(Query(), facet, typed, ALL_VALUES).values if each.count
    )


def named_page(index: TalkIndex, name: Name) -> Response:
    """Answer with the page of a speaker or a technology."""
    # Technologies that come together are those of its own talks: of any of several, all would count.
    own = (Filter(name.facet, name.text),)
    query = Query(filters=own, match="all", sort="newest", per_page=TALKS)
    result, texts = searched(index, query, values=TOGETHER + 1), texts_of_reader()
    head = name_head(name, [hit.talk for hit in result.hits], this_site())
    view = named_view(name, result, texts)
    return Response(render_template("named.html", view=view, text="", head=head), mimetype="text/html")


def named_before(suffix: str, index: TalkIndex, facet: FacetName, written: str) -> Name | Response:
    """Return the name before a suffix of an address; the page of a name that ends like this, as package.json
    does, where no other is meant. Raises 404 for neither.
    """
    name = index.name(facet, written)
    if name is not None:
        return name
    return named_page(index, known_name(index, facet, written + suffix))


def _listed(path: str, view: BrowseView) -> str:
    head = list_head(path, this_site())
    return render_template("browse.html", view=view, text="", head=head)


def sort_of(facet: FacetName) -> BrowseSort:
    asked = request.args.get("sort", "")
    return next((sort for sort in SORTS[facet] if sort == asked), SORTS[facet][0])


def _asked(facet: FacetName) -> Asked:
    return Asked(
        sort=sort_of(facet),
        row=clean(request.args.get("row", ""), MAX_VALUE),
        find=clean(request.args.get("find", ""), MAX_VALUE),
        page=query_of(request.args).page,
    )
