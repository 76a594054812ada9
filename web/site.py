"""The address readers use, for links that leave the site."""

from flask import current_app, request

from search.settings import Settings
from web.reader import texts_of_reader, texts_of_site
from web.texts import Texts
from web.views.heads import Site


def is_without_address(settings: Settings) -> bool:
    """Say whether others may read the site by any name, and links begin with whichever that was."""
    host = settings.host
    is_local = host == "localhost" or host.startswith("127.") or host == "::1"
    return not (settings.public_url or is_local)


def site_address() -> str:
    """Return the site's address without a final slash: the configured one, else this request's."""
    settings: Settings = current_app.extensions["kikigaki"]
    return settings.public_url or request.root_url.rstrip("/")


def this_site(texts: Texts | None = None) -> Site:
    """Return the site as the page of this request needs to know it; `texts` are its reader's, if known."""
    return Site(site_address(), texts or texts_of_reader(), texts_of_site())
