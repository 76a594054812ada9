"""The web: URL -> Query -> HTML and JSON.

    app = create_app()                     # reads KIKIGAKI_* and opens that index
    app = create_app(settings, index)      # or serve the index you have

`params` reads URLs, `pages` and `api` answer them, `views` prepares what templates print.
"""

from flask import Flask
from htmx_flask import Htmx
from jinja2 import StrictUndefined

from search.index import TalkIndex, open_index
from search.settings import Settings
from web.api import api_blueprint
from web.assets import assets_blueprint
from web.browse import browse_blueprint
from web.cards import cards_blueprint
from web.compression import compress_answers
from web.errors import handle_errors
from web.pages import pages_blueprint
from web.reader import follow_readers
from web.security import protect
from web.suggestions import suggestions_blueprint

__all__ = ["create_app"]


def create_app(settings: Settings | None = None, index: TalkIndex | None = None) -> Flask:
    """Make the site. Raises SettingsError; an index that cannot answer shows on the pages instead."""
    settings = Settings.from_env() if settings is None else settings
    index = open_index(settings) if index is None else index
    app = Flask(__name__, static_folder=None)
    app.extensions["kikigaki"] = settings
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.auto_reload = False
    app.jinja_env.undefined = StrictUndefined
    Htmx(app)
    compress_answers(app)
    protect(app)
    follow_readers(app)
    handle_errors(app)
    app.register_blueprint(assets_blueprint())
    app.register_blueprint(pages_blueprint(index))
    app.register_blueprint(browse_blueprint(index))
    app.register_blueprint(cards_blueprint(index))
    app.register_blueprint(api_blueprint(index))
    app.register_blueprint(suggestions_blueprint(index))
    return app
