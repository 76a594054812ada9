"""The address readers use, for links that leave the site."""

from flask import current_app, request

from search.settings import Settings


def is_without_address(settings: Settings) -> bool:
    """Say whether others may read the site by any name, and links begin with whichever that was."""
    host = settings.host
    is_local = host == "localhost" or host.startswith("127.") or host == "::1"
    return not (settings.public_url or is_local)


def site_address() -> str:
    """Return the site's address without a final slash: the configured one, else this request's."""
    settings: Settings = current_app.extensions["kikigaki"]
    return settings.public_url or request.root_url.rstrip("/")
