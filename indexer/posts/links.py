"""Links: slides, videos and the event's page, as links, players, shortcodes or bare addresses."""

import html
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct

from search.model import Link

Kind = Literal["slides", "video", "link"]

_URL = re.compile(
    r"(?:https?:)?//[^\s<>\"'「」（）()\[\]、。｜|\\^`{}\ue000\ue001]{4,1000}(?:\([^\s<>()]"
    r"{0,100}\)[^\s<>\"'()\[\]]{0,200})?"
)
_EMBED = re.compile(
    r"@\[(?P<zenn>speakerdeck|slideshare|docswell|googleslide|youtube|figma)\]\((?P<zenn_id>[^()\s]{1,500})\)"
    r"|\{\{[<%]\s*/?(?P<hugo>speakerdeck|slideshare|docswell|youtube"
    r"|vimeo)\s+(?P<hugo_id>[^<>%]{1,300}?)\s*/?[>%]\}\}"
    r"|\{%\s*(?P<jekyll>speakerdeck|slideshare|docswell|youtube|vimeo)\s+(?P<jekyll_id>[^%]{1,300}?)\s*%\}"
    r"|\[(?P<wp>slideshare|youtube)\s+(?P<wp_id>[^\[\]]{1,300})\]"
    r"|data-id=[\"']?(?P<deck_id>[0-9a-f]{8,40})[\"'\s>]"
)
_MAY_BE_DECK = re.compile(
    r"speakerdeck|slideshare|docswell|docs\.google|slides\.com|gitpitch"
    r"|slid\.es|scrapbox|sssslide|slideserve|niconare|slide\.|ryuzee"
    r"|rabbit-shocker|youtu|vimeo|ustream|nicovideo",
    re.IGNORECASE,
)
_SLIDE_WORD = re.compile(r"資料|スライド|slides?\b|deck\b|presentation|プレゼン", re.IGNORECASE)
_SLIDE_LINK = re.compile(
    r"\[(?P<text>[^\[\]\n]{1,120})\]\((?P<url>https?://[^()\s]{1,800})[^()\n]{0,100}\)"
    r"|<a\b[^<>]{0,500}?\bhref=[\"'](?P<href>https?://[^\"'\s]{1,800})[\"'][^<>]{0,300}>(?P"
    r"<anchor>[^<>\n]{1,120})</a"
    r"|`(?P<rst>[^`<>\n]{1,120})\s<(?P<target>https?://[^<>\s]{1,800})>`_"
    r"|(?P<label>資料|スライド|発表資料|slides?)\s*[:：]\s*<?(?P<bare>https?://[^\s<>]{1,800})",
    re.IGNORECASE,
)
_EVENT_HOSTS = frozenset(
    [
        "connpass",
        "doorkeeper",
        "atnd",
        "peatix",
        "techplay",
        "dots",
        "zusaar",
        "eventbrite",
        "kokucheese",
        "partake",
        "compass",
        "eventdots",
        "meetup",
        "lu",
        "luma",
        "yapcasia",
        "builderscon",
        "supporterzcolab",
        "techcrunch",
        "eventregist",
        "passmarket",
        "everevo",
        "street-academy",
    ]
)
_HATENA_TAIL = re.compile(r":(?:title|embed|cite|bookmark|image)\b.*$")
"""How Hatena is told to show an address."""
_EVENT_PATH = re.compile(
    r"//[^/\s]+/(?!(?:users?|search|dashboard|explore|series|groups?|participation)(?:/|$))[^/?#\s]"
)
"""What follows the host of an event's page: a member's page is none."""
_PAGE_HOSTS = frozenset(["connpass", "doorkeeper", "atnd", "peatix", "techplay"])


class Found(Struct, frozen=True):
    """A link where it stands in the text."""

    at: int
    link: Link
    is_player: bool = False


def found_links(text: str, start: int) -> tuple[Found, ...]:
    """Return every slide and video behind an offset, in the order of the text."""
    return tuple(sorted(_found_in(text, start), key=_place_of))


def distinct_links(found: Sequence[Found], start: int, end: int) -> tuple[Link, ...]:
    """Return the links between two offsets, each once."""
    inside = found[bisect_left(found, start, key=_place_of) : bisect_left(found, end, key=_place_of)]
    hosts = {(one.link.kind, _host_name(one.link.url)) for one in inside if not one.is_player}
    kept: dict[str, Link] = {}
    for one in inside:
        # A player with the same deck's own link beside it is one deck.
        if not (one.is_player and (one.link.kind, _host_name(one.link.url)) in hosts):
            kept.setdefault(_key_of(one.link.url), one.link)
    return tuple(kept.values())


def has_links(found: Sequence[Found], start: int, end: int) -> bool:
    """Say whether slides or a video stand between two offsets."""
    first = bisect_left(found, start, key=_place_of)
    return first < len(found) and found[first].at < end


def event_page_of(text: str) -> str:
    """Return the first address of an event's page in a text; empty when there is none."""
    if not any(host in text for host in _EVENT_HOSTS):
        return ""
    best = ""
    for match in _URL.finditer(text):
        url = _clean(match[0])
        labels = _host_of(url).split(".")
        if _PAGE_HOSTS & set(labels) and _EVENT_PATH.search(url):
            return url
        if not best and _EVENT_HOSTS & set(labels) and "/event" in url:
            best = url
    return best


def addresses_in(text: str) -> list[str]:
    """Return every address in a text, whatever it leads to."""
    return [_clean(match[0]) for match in _URL.finditer(text)]


def usable(url: str) -> bool:
    """Say whether an address may stand in a page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


_place_of = attrgetter("at")


def _found_in(text: str, start: int) -> Iterator[Found]:
    if "//" in text:
        for match in _URL.finditer(text, start):
            if not _MAY_BE_DECK.search(match[0]):
                continue
            url = _clean(match[0])
            if kind := _kind_of(url):
                player = bool(re.search(r"/(?:player|embed|embed_code|embed_player)/", url))
                yield Found(match.start(), Link(kind, _canonical(url)), player)
        if _SLIDE_WORD.search(text):
            for match in _SLIDE_LINK.finditer(text, start):
                url = _clean(match["url"] or match["href"] or match["target"] or match["bare"] or "")
                label = match["text"] or match["anchor"] or match["rst"] or match["label"] or ""
                if _SLIDE_WORD.search(label) and not _kind_of(url) and usable(url) and len(label) < 60:
                    yield Found(match.start(), Link("slides", url))
    if "[" in text or "{" in text or "data-id" in text:
        for match in _EMBED.finditer(text, start):
            if link := _embedded(match):
                yield Found(match.start(), link, match["deck_id"] is not None)


def _embedded(match: re.Match[str]) -> Link | None:
    name = match["zenn"] or match["hugo"] or match["jekyll"] or match["wp"] or "speakerdeck"
    raw = (
        match["zenn_id"] or match["hugo_id"] or match["jekyll_id"] or match["wp_id"] or match["deck_id"] or ""
    )
    given = re.sub(r"^(?:id=)?[\"']?", "", html.unescape(raw.strip()))
    given = (
        re.split(r"[\s\"'&?]", given, maxsplit=1)[0] if not given.startswith("http") else given.strip("\"'")
    )
    if not given:
        return None
    if given.startswith(("http://", "https://")):
        return Link("video" if name in ("youtube", "vimeo") else "slides", given) if usable(given) else None
    made: dict[str, tuple[Kind, str]] = {
        "speakerdeck": ("slides", f"https://speakerdeck.com/player/{given}"),
        "slideshare": ("slides", f"https://www.slideshare.net/slideshow/embed_code/key/{given}"),
        "docswell": ("slides", f"https://www.docswell.com/slide/{given}"),
        "googleslide": ("slides", f"https://docs.google.com/presentation/d/{given}"),
        "youtube": ("video", f"https://www.youtube.com/watch?v={given}"),
        "vimeo": ("video", f"https://vimeo.com/{given}"),
    }
    return Link(*made[name]) if name in made and re.fullmatch(r"[\w/-]{1,200}", given) else None


def _kind_of(url: str) -> Kind | None:
    host, path = _host_of(url), urlsplit(url).path if "//" in url else ""
    parts = [part for part in path.split("/") if part]
    if host.endswith("speakerdeck.com"):
        return "slides" if len(parts) > 1 and not host.startswith("files.") and parts[0] != "assets" else None
    if host.endswith(("slideshare.net", "docswell.com")):
        return (
            "slides"
            if len(parts) > 1 and not host.startswith(("image.", "cdn", "bcdn", "www.docswell.com/assets"))
            else None
        )
    if host == "docs.google.com" and parts[:1] == ["presentation"]:
        return "slides"
    if host in (
        "slides.com",
        "gitpitch.com",
        "slid.es",
        "scrapbox-slide.com",
        "sssslide.com",
        "www.slideserve.com",
    ):
        return "slides" if len(parts) > 1 or host == "slid.es" else None
    if host in (
        "niconare.nicovideo.jp",
        "slide.meguro.ryuzee.com",
        "www.ryuzee.com",
        "rabbit-shocker.org",
        "slide.rabbit-shocker.org",
    ):
        return "slides" if parts else None
    if host in ("youtu.be",):
        return "video" if parts else None
    if host.endswith(("youtube.com", "youtube-nocookie.com")):
        return "video" if parts[:1] in (["watch"], ["embed"], ["live"], ["v"]) else None
    if host.endswith("vimeo.com"):
        return "video" if parts and parts[-1].isdigit() else None
    if host.endswith(("ustream.tv", "nicovideo.jp")):
        return "video" if parts[:1] in (["recorded"], ["watch"]) else None
    return None


def _canonical(url: str) -> str:
    if match := re.match(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]{5,20})", url):
        return f"https://www.youtube.com/watch?v={match[1]}"
    return url


def _key_of(url: str) -> str:
    key = re.sub(r"^https?://(?:www\.)?|[?#].*$|/$", "", url) if "watch?v=" not in url else url
    return key.replace("youtu.be/", "https://www.youtube.com/watch?v=")


def _clean(url: str) -> str:
    url = _HATENA_TAIL.sub("", html.unescape(url)).rstrip(".,;:!?*_~'\"")
    return f"https:{url}" if url.startswith("//") else url


def _host_of(url: str) -> str:
    return url.partition("//")[2].partition("/")[0].partition("?")[0].partition(":")[0].lower()


def _host_name(url: str) -> str:
    return ".".join(_host_of(url).split(".")[-2:])
