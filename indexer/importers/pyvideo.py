"""pyvideo's data -> notes: one folder per event, one JSON file per recording. Facts only, no descriptions.

The format: <https://github.com/pyvideo/data>. What is read of a recording: title, speakers, recorded,
tags, videos and related_urls; of an event: title and url.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct

from indexer.importers.imported_event import Imported, ImportedEvent, with_unique_ids
from indexer.importers.pyvideo_titles import (
    bare_title_of,
    cut_speakers,
    keynote_speakers_of,
    names_speakers,
    speakers_of,
)
from indexer.notes.ids import dated_id, slug_of
from indexer.notes.values import parse_date, parse_url
from indexer.technologies import TechnologyNames, technologies_of
from search import Lexicon
from search.errors import CorpusError, NoteError
from search.model import Event, Link, Talk

SOURCE = "pyvideo"

NOT_TECHNOLOGIES = frozenset(
    {"algorithms", "automation", "beginner", "biomechanics", "buildtool", "closing ceremony", "community"}
    | {"conference", "data structures", "documentation", "education", "editor", "framework", "happiness"}
    | {"keynote", "lightning talks", "logging", "m2m-server", "metrics", "panel", "pycon jp"}
    | {"python-basics", "python3 migration", "pythoncommunity", "refactoring", "simluation", "snapdish"}
    | {"tutorial"}
)
"""Tags that tell the kind of a talk or its audience."""

_WHOLE_EVENT = frozenset({"conference schedule", "conference website"})
_SLIDE_HOSTS = ("slideshare.net", "speakerdeck.com", "slides.com")
_SLIDE_PATHS = re.compile(r"docs\.google\.com/presentation|\.(?:pdf|pptx?)\Z|/slides?\b")


class Recording(Struct, frozen=True):
    """One JSON file, with every value checked; `links` have their labels, lower-cased."""

    path: Path
    title: str
    speakers: tuple[str, ...]
    recorded: date
    tags: tuple[str, ...]
    videos: tuple[str, ...]
    links: tuple[tuple[str, str], ...]


def read_source(source: Path, lexicon: Lexicon) -> Imported:
    """Read every event below a folder in pyvideo's layout; a bad file is reported and left out.

    Raises `CorpusError` when there is no event at all.
    """
    names = TechnologyNames(lexicon)
    events: list[ImportedEvent] = []
    problems: list[NoteError] = []
    for category in sorted(source.glob("*/category.json")):
        recordings: list[Recording] = []
        for path in sorted(category.parent.glob("videos/*.json")):
            try:
                recordings.append(_read_recording(path))
            except NoteError as error:
                problems.append(error)
        try:
            if recordings:
                events.append(_event_of(category, recordings, names))
        except NoteError as error:
            problems.append(error)
    if not events:
        raise CorpusError(f"{source} に pyvideo 形式のイベント(<event>/category.json)がありません", problems)
    return Imported(tuple(events), tuple(problems))


def _event_of(category: Path, recordings: Sequence[Recording], names: TechnologyNames) -> ImportedEvent:
    facts = _read_json(category)
    in_order = sorted(recordings, key=lambda recording: (recording.recorded, recording.path.name))
    first = in_order[0].recorded
    event = Event(
        id=dated_id(first, slug_of(category.parent.name)),
        name=_text(facts, "title") or category.parent.name,
        date=first,
        url=_event_url(_text(facts, "url"), in_order),
    )
    unnamed = [bare_title_of(recording.title) for recording in in_order if not recording.speakers]
    in_brackets = names_speakers(unnamed)
    talks = [_talk_of(recording, event, in_brackets, names) for recording in in_order]
    return ImportedEvent(event, with_unique_ids(talks, (recording.path.stem for recording in in_order)))


def _talk_of(recording: Recording, event: Event, in_brackets: bool, names: TechnologyNames) -> Talk:
    title = bare_title_of(recording.title)
    speakers = speakers_of(recording.speakers)
    if not recording.speakers:
        title, speakers = cut_speakers(title) if in_brackets else (title, keynote_speakers_of(title))
    tags = [tag for tag in recording.tags if tag.casefold() not in NOT_TECHNOLOGIES]
    listed = [names.listed(tag) or tag for tag in tags]
    technologies = (*listed, *technologies_of(title, tags, names))
    return Talk(
        id=f"{event.id}/{slug_of(title)}",
        title=title,
        event=event,
        speakers=speakers,
        technologies=tuple(dict.fromkeys(technologies)),
        date=recording.recorded,
        body="",
        links=_links_of(recording),
    )


def _event_url(own: str, recordings: Iterable[Recording]) -> str:
    """Prefer the event's own address; else the one page that all recordings call the schedule."""
    shared = {url for recording in recordings for label, url in recording.links if label in _WHOLE_EVENT}
    return own or (shared.pop() if len(shared) == 1 else "")


def _links_of(recording: Recording) -> tuple[Link, ...]:
    """Return the videos, then slides and other pages; a video is named once, however it is addressed."""
    links = {_video_key(url): Link("video", url) for url in recording.videos}
    for label, url in recording.links:
        if label in _WHOLE_EVENT:
            continue
        if _video_key(url) != url:
            links.setdefault(_video_key(url), Link("video", url))
        else:
            links.setdefault(url, Link("slides" if _are_slides(label, url) else "link", url))
    return tuple(links.values())


def _video_key(url: str) -> str:
    """Return the id of a YouTube video, or the address itself."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if host == "youtu.be":
        return parts.path.strip("/")
    return parse_qs(parts.query).get("v", [url])[0] if host == "youtube.com" else url


def _are_slides(label: str, url: str) -> bool:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return label == "slides" or host in _SLIDE_HOSTS or bool(_SLIDE_PATHS.search(url.partition("?")[0]))


def _read_recording(path: Path) -> Recording:
    facts = _read_json(path)
    title = _text(facts, "title")
    if not title:
        raise NoteError(path, 1, "`title` がありません")
    try:
        recorded = parse_date(_text(facts, "recorded"))
        videos = tuple(
            parse_url(_text(video, "url")) for video in _list(facts, "videos") if isinstance(video, dict)
        )
        links = tuple(_labelled(link) for link in _list(facts, "related_urls"))
    except ValueError as error:
        raise NoteError(path, 1, str(error)) from error
    speakers = tuple(name for name in _list(facts, "speakers") if isinstance(name, str) and name.strip())
    tags = tuple(tag.strip() for tag in _list(facts, "tags") if isinstance(tag, str) and tag.strip())
    return Recording(path, title, speakers, recorded, tags, videos, links)


def _read_json(path: Path) -> Mapping[str, object]:
    try:
        facts: object = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise NoteError(path, 1, f"JSON として読めません({error})") from error
    if not isinstance(facts, dict):
        raise NoteError(path, 1, "JSON のオブジェクトではありません")
    return facts


def _labelled(link: object) -> tuple[str, str]:
    """Read a related page: an address alone, or with a label."""
    if isinstance(link, dict):
        return _text(link, "label").casefold(), parse_url(_text(link, "url"))
    return "", parse_url(str(link))


def _text(facts: Mapping[str, object], key: str) -> str:
    value = facts.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _list(facts: Mapping[str, object], key: str) -> list[object]:
    value = facts.get(key)
    return value if isinstance(value, list) else []
