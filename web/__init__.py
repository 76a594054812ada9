"""The web: URL -> Query -> HTML and JSON.

    app = create_app()                     # reads KIKIGAKI_* and opens that index
    app = create_app(settings, index)      # or serve the index you have

`params` reads URLs, `searching`, `pages`, `api` and the other `families` answer them, `views` prepares what
templates print, `application` puts them together and `serving` is `python -m web`, where `opening` answers
the first page before the rest is loaded.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from search.index import TalkIndex
    from search.settings import Settings

__all__ = ["create_app"]


def create_app(settings: "Settings | None" = None, index: "TalkIndex | None" = None) -> "Flask":
    """Make the site. Raises SettingsError; an index that cannot answer shows on the pages instead."""
    # Here, for `python -m web` comes by this file before it can say how to load the rest.
    from web.application import application

    return application(settings, index)
