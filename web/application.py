"""The application: a Flask with all pages, compression, security and the reader's language."""

from flask import Flask
from htmx_flask import Htmx
from jinja2 import StrictUndefined
from werkzeug.routing import PathConverter

from search.index import TalkIndex, open_index
from search.settings import Settings
from web.api import api_blueprint
from web.assets import assets_blueprint
from web.browse import browse_blueprint
from web.cards import cards_blueprint
from web.compiled import CompiledTemplates
from web.compression import compress_answers
from web.embeds import embeds_blueprint
from web.errors import handle_errors
from web.escaping import Templates
from web.feeds import feeds_blueprint
from web.finding import finding_blueprint
from web.glance import glance_blueprint
from web.health import health_blueprint
from web.hosts import Hosts
from web.links import links_blueprint
from web.lists import lists_blueprint
from web.mounting import mount
from web.oembed import oembed_blueprint
from web.openapi import openapi_blueprint
from web.pages import pages_blueprint
from web.programs import serve_programs
from web.reader import follow_readers
from web.rules import MatchingRule
from web.security import protect
from web.suggestions import suggestions_blueprint
from web.watching import Watch


class AnyPath(PathConverter):
    """What is left of an address, whatever it begins with."""

    regex = ".+?"
    part_isolating = False


def application(
    settings: Settings | None = None, index: TalkIndex | None = None, watch: Watch | None = None
) -> Flask:
    """Make the site, as `web.create_app` says; `watch` counts its answers."""
    settings = Settings.from_env() if settings is None else settings
    index = open_index(settings) if index is None else index
    app = Flask(__name__, static_folder=None)
    app.url_rule_class = MatchingRule
    # A name may begin with a slash, as /dev/random does.
    app.url_map.merge_slashes = False
    app.url_map.converters["path"] = AnyPath
    app.extensions["kikigaki"] = settings
    hosts, watch = Hosts(settings), Watch() if watch is None else watch
    app.wsgi_app = watch.over(app.wsgi_app)  # type: ignore[method-assign,assignment]  # as Flask says
    app.jinja_environment = Templates
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.auto_reload = False
    app.jinja_env.undefined = StrictUndefined
    # `web.export` writes pages that no server answers, and perhaps for no address that is known.
    app.jinja_env.globals.update(exported=False, addressed=True)
    app.jinja_env.bytecode_cache = CompiledTemplates(settings.index)
    Htmx(app)
    compress_answers(app)
    protect(app, settings, hosts)
    serve_programs(app, index, settings)
    follow_readers(app, settings)
    handle_errors(app)
    app.register_blueprint(assets_blueprint())
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
    mount(app, settings.base)
    return app
