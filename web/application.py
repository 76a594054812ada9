"""The application: a Flask with all pages, compression, security and the reader's language."""

from collections.abc import Callable

from flask import Flask
from htmx_flask import Htmx
from jinja2 import StrictUndefined
from werkzeug.routing import PathConverter

from search.index import TalkIndex, open_index
from search.settings import Settings
from web.compiled import CompiledTemplates
from web.compression import compress_answers
from web.errors import handle_errors
from web.escaping import Templates
from web.hosts import Hosts
from web.mounting import mount
from web.programs import serve_programs
from web.reader import follow_readers
from web.rules import MatchingRule
from web.security import protect
from web.watching import Watch

Families = Callable[[Flask, TalkIndex, Watch, Hosts], None]
"""Adds what an application answers."""


class AnyPath(PathConverter):
    """What is left of an address, whatever it begins with."""

    regex = ".+?"
    part_isolating = False


def application(
    settings: Settings | None = None, index: TalkIndex | None = None, watch: Watch | None = None
) -> Flask:
    """Make the site, as `web.create_app` says; `watch` counts its answers."""
    # Most of what there is to load, and what the first page does without: see `web.opening`.
    from web.families import add_families

    settings = Settings.from_env() if settings is None else settings
    index = open_index(settings) if index is None else index
    return application_of(settings, index, Watch() if watch is None else watch, add_families)


def application_of(settings: Settings, index: TalkIndex, watch: Watch, families: Families) -> Flask:
    """Make an application that answers with these families, and keeps to all that the site keeps to."""
    app = Flask(__name__, static_folder=None)
    app.url_rule_class = MatchingRule
    # A name may begin with a slash, as /dev/random does.
    app.url_map.merge_slashes = False
    app.url_map.converters["path"] = AnyPath
    app.extensions["kikigaki"] = settings
    hosts = Hosts(settings)
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
    families(app, index, watch, hosts)
    mount(app, settings.base)
    return app
