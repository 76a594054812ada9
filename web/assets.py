"""The few files a page loads, with a version in their names so that browsers may keep them for good."""

from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files

from flask import Blueprint, Response, abort, redirect, request
from msgspec import Struct
from werkzeug.wrappers import Response as AnyResponse

from web.compression import coding_of, mark_coding, smallest

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Asset(Struct, frozen=True):
    """One file as it is sent; `name` holds its version."""

    name: str
    mimetype: str
    content: bytes


def assets_blueprint() -> Blueprint:
    """Serve `/static/<name>` and give templates `asset('app.css')`, the current address of a file."""
    assets = _read_assets()
    by_name = {asset.name: asset for asset in assets.values()}
    blueprint = Blueprint("assets", __name__)

    @blueprint.get("/static/<name>")
    def asset_file(name: str) -> Response:
        asset = by_name.get(name)
        if asset is None:
            abort(404)
        return _response_of(asset)

    @blueprint.get("/embed.js")
    def frame_script() -> Response:
        # Other people's pages name it: an address without a version, asked for again every day.
        response = _response_of(assets["embed.js"])
        response.headers["Cache-Control"] = "public, max-age=86400"
        return response

    @blueprint.get("/favicon.ico")
    def icon() -> AnyResponse:
        # Browsers ask for it beside pictures and JSON, which cannot say where it is.
        return redirect(f"/static/{assets['favicon.svg'].name}", 302)

    @blueprint.app_template_global("asset")
    def asset_url(plain_name: str) -> str:
        return f"/static/{assets[plain_name].name}"

    return blueprint


def _response_of(asset: Asset) -> Response:
    coding = coding_of(request.accept_encodings)
    content = smallest(asset.content, coding) if coding else asset.content
    response = Response(content, mimetype=asset.mimetype)
    mark_coding(response, coding)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    # A frame in a sandbox is of no origin, not even of ours.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _read_assets() -> Mapping[str, Asset]:
    """Return every asset by its plain name. htmx comes from the package that ships it."""
    htmx = files("js_lib_htmx") / "static" / "htmx" / "htmx.min.js"
    own = (each for each in (files("web") / "static").iterdir() if each.name.endswith(tuple(_TYPES)))
    assets = {each.name: _asset(each.name, each.read_bytes()) for each in own}
    script = htmx.read_bytes()
    name = f"htmx-{version('django-js-lib-htmx')}.js"
    assets["htmx.js"] = Asset(name, "text/javascript", script)
    return assets


def _asset(name: str, content: bytes) -> Asset:
    stem, _, suffix = name.rpartition(".")
    return Asset(f"{stem}-{sha256(content).hexdigest()[:12]}.{suffix}", _TYPES[f".{suffix}"], content)
