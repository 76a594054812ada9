"""Families: all the pages and answers of the site, each beside its like."""

from flask import Flask

from search.index import TalkIndex
from web.api import api_blueprint
from web.assets import assets_blueprint
from web.browse import browse_blueprint
from web.cards import cards_blueprint
from web.embeds import embeds_blueprint
from web.feeds import feeds_blueprint
from web.finding import finding_blueprint
from web.glance import glance_blueprint
from web.health import health_blueprint
from web.hosts import Hosts
from web.links import links_blueprint
from web.lists import lists_blueprint
from web.oembed import oembed_blueprint
from web.openapi import openapi_blueprint
from web.pages import pages_blueprint
from web.searching import searching_blueprint
from web.suggestions import suggestions_blueprint
from web.watching import Watch


def add_families(app: Flask, index: TalkIndex, watch: Watch, hosts: Hosts) -> None:
    app.register_blueprint(assets_blueprint())
    app.register_blueprint(searching_blueprint(index))
    app.register_blueprint(pages_blueprint(index))
    app.register_blueprint(browse_blueprint(index))
    app.register_blueprint(links_blueprint(index))
    app.register_blueprint(cards_blueprint(index))
    app.register_blueprint(api_blueprint(index))
    app.register_blueprint(suggestions_blueprint(index))
    app.register_blueprint(health_blueprint(index, watch, hosts))
    app.register_blueprint(embeds_blueprint(index))
    app.register_blueprint(lists_blueprint(index))
    app.register_blueprint(oembed_blueprint(index))
    app.register_blueprint(openapi_blueprint())
    app.register_blueprint(feeds_blueprint(index))
    app.register_blueprint(finding_blueprint(index))
    app.register_blueprint(glance_blueprint(index))
