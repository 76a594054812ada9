"""The application: a Flask with all pages, compression, security and the reader's language."""

from contextlib import suppress

from flask import Flask
from htmx_flask import Htmx
from jinja2 import FileSystemBytecodeCache, StrictUndefined
from jinja2.bccache import Bucket

from search.index import TalkIndex, open_index
from search.settings import Settings
from web.api import api_blueprint
from web.assets import assets_blueprint
from web.browse import browse_blueprint
from web.cards import cards_blueprint
from web.compression import compress_answers
from web.errors import handle_errors
from web.escaping import Templates
from web.links import links_blueprint
from web.pages import pages_blueprint
from web.reader import follow_readers
from web.security import protect
from web.suggestions import suggestions_blueprint


def application(settings: Settings | None = None, index: TalkIndex | None = None) -> Flask:
    """Make the site, as `web.create_app` says."""
    settings = Settings.from_env() if settings is None else settings
    index = open_index(settings) if index is None else index
    app = Flask(__name__, static_folder=None)
    app.extensions["kikigaki"] = settings
    app.jinja_environment = Templates
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.auto_reload = False
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.bytecode_cache = _compiled_templates()
    Htmx(app)
    compress_answers(app)
    protect(app)
    follow_readers(app)
    handle_errors(app)
    app.register_blueprint(assets_blueprint())
    app.register_blueprint(pages_blueprint(index))
    app.register_blueprint(browse_blueprint(index))
    app.register_blueprint(links_blueprint(index))
    app.register_blueprint(cards_blueprint(index))
    app.register_blueprint(api_blueprint(index))
    app.register_blueprint(suggestions_blueprint(index))
    return app


class _CompiledTemplates(FileSystemBytecodeCache):
    """Templates stay compiled until one changes, in the user's own folder among temporary files."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        # A full disk or a folder that was swept away costs the next start some milliseconds, not this page.
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled_templates() -> _CompiledTemplates | None:
    """Return where compiled templates are kept; None if there is no place to which only the user writes."""
    try:
        # Another name than that of code which prints in another way.
        return _CompiledTemplates(pattern="__kikigaki_lean_%s.cache")
    except (OSError, RuntimeError):
        return None
