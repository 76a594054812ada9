"""The reader: in which language and colours they get the pages.

A choice is made by a link (`?lang=en`, `?theme=dark`) and kept in a cookie, so the addresses of talks and
searches are the same for everybody. Without a choice, browser and system decide.
"""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from flask import Flask, Response, current_app, g, request
from msgspec import Struct
from msgspec.structs import replace

from search.settings import Settings
from web.bounds import MOST_OF_TEXT
from web.texts import Texts
from web.texts.english import ENGLISH
from web.texts.japanese import JAPANESE
from web.views.ways import ways_view

LANGUAGES = {"ja": JAPANESE, "en": ENGLISH}
LANGUAGE_NAMES = {"ja": "日本語", "en": "English"}
THEMES = ("auto", "light", "dark")
A_YEAR = 31_536_000


class Preference(Struct, frozen=True):
    """One thing a reader may choose, as a link to the same page with it."""

    value: str
    label: str
    url: str
    chosen: bool


class _Spoken(Struct, frozen=True):
    """What the pages of a site say in each language; `first` is spoken to who has not chosen."""

    texts: Mapping[str, Texts]
    first: str


def texts_of_reader() -> Texts:
    """Return what the pages say in the language of this request."""
    g.is_for_this_reader = True
    site: _Spoken = current_app.extensions["kikigaki-texts"]
    chosen = _chosen("lang", tuple(LANGUAGES)) or site.first
    # A browser that asks for neither gets the language of the notes.
    return site.texts[chosen or request.accept_languages.best_match(LANGUAGES, default="ja") or "ja"]


def texts_of_site() -> Texts:
    """Return what the site says to nobody in particular: as its keeper speaks, else as the notes do."""
    site: _Spoken = current_app.extensions["kikigaki-texts"]
    return site.texts[site.first or "ja"]


def theme_of_reader() -> str:
    return _chosen("theme", THEMES) or "auto"


def follow_readers(app: Flask, settings: Settings) -> None:
    """Give every template the reader's `t` and `theme`, and remember what they chose."""
    texts = {code: _named(each, settings) for code, each in LANGUAGES.items()}
    app.extensions["kikigaki-texts"] = _Spoken(texts, settings.language)
    app.context_processor(_context)
    app.after_request(_remember)


def _named(texts: Texts, settings: Settings) -> Texts:
    """Return a language in which the site is called what its keeper calls it."""
    title, tagline = settings.title, settings.tagline
    if title:
        about = f"{title} — {tagline}" if tagline else title
        texts = replace(texts, site=title, front_title=about, colophon=about)
    elif tagline:
        about = f"{texts.site} — {tagline}"
        texts = replace(texts, front_title=about, colophon=about)
    return replace(texts, description=tagline, lead=tagline) if tagline else texts


def _context() -> dict[str, object]:
    texts, theme = texts_of_reader(), theme_of_reader()
    return {
        "t": texts,
        "theme": theme,
        "ways": ways_view(texts.code),
        "languages": _preferences("lang", LANGUAGE_NAMES, texts.code),
        "themes": _preferences("theme", {name: texts.themes[name] for name in THEMES}, theme),
    }


def _preferences(name: str, labels: Mapping[str, str], current: str) -> list[Preference]:
    kept = urlencode([(key, each) for key, each in request.args.items(multi=True) if key != name])
    before = f"?{kept}&" if kept and len(kept) < MOST_OF_TEXT * 2 else "?"
    return [
        Preference(value, label, f"{before}{name}={value}", value == current)
        for value, label in labels.items()
    ]


def _remember(response: Response) -> Response:
    """Keep what was chosen, with pages alone, and tell caches what an answer depends on."""
    if response.mimetype == "text/html" and response.status_code == 200:
        for name, known in (("lang", tuple(LANGUAGES)), ("theme", THEMES)):
            if request.args.get(name) in known:
                # The page's script sets the theme, too, so it is no HttpOnly cookie.
                response.set_cookie(name, request.args[name], max_age=A_YEAR, path=_home(), samesite="Lax")
                # Kept by nobody, and never "not modified": the choice must be remembered each time.
                response.headers["Cache-Control"] = "no-store"
                response.headers.pop("ETag", None)
    if g.get("is_for_this_reader"):
        response.vary.update(("Accept-Language", "Cookie"))
    return response


def _home() -> str:
    """Return the path below which all pages are."""
    return f"{quote(request.script_root)}/"


def _chosen(name: str, known: tuple[str, ...]) -> str:
    asked, kept = request.args.get(name, ""), request.cookies.get(name, "")
    return asked if asked in known else kept if kept in known else ""
