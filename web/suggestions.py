"""/suggest.json: what completes what is being typed, each with the address it leads to."""

from flask import Blueprint, Response, request

from search import Suggestion
from search.index import TalkIndex
from search.linking.addresses import talk_path, url_of
from search.model import Filter, Query
from web.api import Json, json_response
from web.bounds import query_of
from web.params import MAX_TEXT, clean, toggled, with_text
from web.reader import texts_of_reader


def suggestions_blueprint(index: TalkIndex) -> Blueprint:
    blueprint = Blueprint("suggestions", __name__)

    @blueprint.get("/suggest.json")
    def suggest_json() -> Response:
        typed = clean(request.args.get("q", ""), MAX_TEXT)
        query, texts = index.canonical(query_of(request.args)), texts_of_reader()
        found: list[Json] = [
            {
                "kind": each.kind,
                "label": texts.suggestion_kinds[each.kind],
                "text": each.text,
                "talks": each.talks,
                "count": texts.count(texts.talks, each.talks) if each.kind != "talk" else "",
                "url": address_of(each, query),
            }
            for each in index.suggestions(typed)
        ]
        told = texts.count(texts.suggestions_told, len(found)) if found else ""
        return json_response({"query": typed, "told": told, "suggestions": found})

    return blueprint


def address_of(suggestion: Suggestion, query: Query) -> str:
    """Return the search narrowed to a name, with the words typed before it, or the page of a talk."""
    if suggestion.kind == "talk":
        return talk_path(suggestion.talk_id)
    kept = with_text(query, suggestion.before)
    if Filter(suggestion.kind, suggestion.text) in kept.filters:
        return url_of(kept)
    return url_of(toggled(kept, suggestion.kind, suggestion.text))
