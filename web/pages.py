"""The pages of a talk, of an event and of all values of a facet."""

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from search.index import TalkIndex
from search.linking.addresses import event_path, mention_path, talk_path, url_of
from search.model import Query
from web.bounds import query_of
from web.browse import known_facet
from web.fragments import fragment_or_page, wants_fragment
from web.params import MAX_VALUE, clean
from web.reader import texts_of_reader
from web.searching import ALL_VALUES
from web.site import site_address, this_site
from web.views.heads import event_head, talk_head, values_head
from web.views.talks import TALKS_OF_A_PAGE, event_view, talk_page_view
from web.views.values import MAX_VALUES, Order, values_view


def pages_blueprint(index: TalkIndex) -> Blueprint:
    blueprint = Blueprint("pages", __name__)

    @blueprint.get("/talks/<event_id>/<name>")
    def talk_page(event_id: str, name: str) -> AnyResponse:
        talk_id = f"{event_id}/{name}"
        talk = index.talk(talk_id)
        text = query_of(request.args).text
        if talk.mention:
            return redirect(mention_path(talk), 302)
        if talk.id != talk_id:
            return redirect(url_of(Query(text), talk_path(talk.id)), 301)
        siblings = index.around(talk)
        base, texts = site_address(), texts_of_reader()
        view = talk_page_view(talk, siblings, index, text, base, texts)
        head = talk_head(talk, this_site())
        return Response(render_template("talk.html", view=view, text=text, head=head), mimetype="text/html")

    @blueprint.get("/events/<event_id>")
    def event_page(event_id: str) -> AnyResponse:
        page = query_of(request.args).page
        found = index.event(event_id, (page - 1) * TALKS_OF_A_PAGE, TALKS_OF_A_PAGE)
        if found.event.id != event_id:
            return redirect(event_path(found.event.id), 301)
        view = event_view(found, index, texts_of_reader(), page)
        head = event_head(found, this_site(), page)
        return Response(render_template("event.html", view=view, text="", head=head), mimetype="text/html")

    @blueprint.get("/facets/<name>")
    def facet_page(name: str) -> Response:
        facet_name = known_facet(name)
        query, find = index.canonical(query_of(request.args)), clean(request.args.get("find", ""), MAX_VALUE)
        order: Order = "name" if request.args.get("order") == "name" and facet_name != "year" else "count"
        # By name, those of most talks are not the first.
        facet = index.facet(query, facet_name, find, ALL_VALUES if order == "name" else MAX_VALUES)
        names = {each.text: each for each in index.names(facet_name)} if order == "name" else {}
        texts = texts_of_reader()
        view = values_view(facet, query, find, order, names, texts)
        head = None if wants_fragment() else values_head(facet, query, this_site())
        return fragment_or_page(
            "_values.html", "values.html", passing="", view=view, text=query.text, head=head
        )

    return blueprint
