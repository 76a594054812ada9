"""The address readers use, for links that leave the site."""

from flask import current_app, request

from search.settings import Settings


def site_address() -> str:
    """Return the site's address without a final slash: the configured one, else this request's."""
    settings: Settings = current_app.extensions["kikigaki"]
    return settings.public_url or request.root_url.rstrip("/")
