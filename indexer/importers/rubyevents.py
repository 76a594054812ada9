"""RubyEvents' data -> notes: one folder per event below its series. Facts only, no descriptions.

The format: <https://github.com/rubyevents/rubyevents>. What is read of an event: title, start_date, website,
location, kind and the venue's name; of a video: title, original_title, speakers, date, where it can be seen,
slides and further pages. A recording of several talks holds them under `talks`; of a meetup, where each
evening is one recording, every evening becomes an event of its own.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from indexer.importers.imported_event import Imported, ImportedEvent, with_unique_ids
from indexer.notes.ids import dated_id, slug_of
from indexer.notes.safe_yaml import YamlList, YamlMapping, YamlNode, YamlText
from indexer.notes.values import parse_date, parse_url
from indexer.notes.yaml_events import read_document
from indexer.technologies import TechnologyNames, technologies_of
from search.errors import CorpusError, NoteError
from search.model import Event, Link, Speaker, Talk
from search.text.lexicon import Lexicon

SOURCE = "rubyevents"

_NOTHING = frozenset({"", "~", "null", "todo", "tba", "tbd"})
_PAGES = {"youtube": "https://www.youtube.com/watch?v={}", "vimeo": "https://vimeo.com/{}"}
_CUE = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})(?:\.\d+)?")


class Entry(Struct, frozen=True):
    """One mapping of a file, asked by key; what is not there is empty."""

    path: Path
    mapping: YamlMapping

    def text(self, key: str) -> str:
        value = self._value(key)
        written = " ".join(value.text.split()) if isinstance(value, YamlText) else ""
        return "" if written.casefold() in _NOTHING else written

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._value(key)
        items = value.items if isinstance(value, YamlList) else ()
        texts = (" ".join(item.text.split()) for item in items if isinstance(item, YamlText))
        return tuple(dict.fromkeys(text for text in texts if text.casefold() not in _NOTHING))

    def entries(self, key: str) -> tuple["Entry", ...]:
        return _entries_of(self.path, self._value(key))

    def day(self, key: str) -> date | None:
        """Return a date; None when there is none. Raises `NoteError` for what is no date."""
        if not self.text(key):
            return None
        try:
            return parse_date(self.text(key))
        except ValueError as error:
            raise NoteError(self.path, self.mapping.line, f"`{key}`: {error}") from error

    def url(self, key: str) -> str:
        """Return an address, or nothing where something else stands."""
        try:
            return parse_url(self.text(key))
        except ValueError:
            return ""

    def _value(self, key: str) -> YamlNode | None:
        return next((value for name, value in self.mapping.entries if name.text == key), None)


def read_source(source: Path, lexicon: Lexicon) -> Imported:
    """Read every event below a folder; a bad file is reported and left out.

    Raises `CorpusError` when there is no event at all.
    """
    names = TechnologyNames(lexicon)
    events: list[ImportedEvent] = []
    problems: list[NoteError] = []
    for path in sorted(source.rglob("event.yml")):
        try:
            events += _events_of(path.parent, names, problems)
        except NoteError as error:
            problems.append(error)
    if not events:
        raise CorpusError(
            f"{source} に RubyEvents 形式のイベント(event.yml と videos.yml)がありません", problems
        )
    return Imported(tuple(events), tuple(problems))


def _events_of(folder: Path, names: TechnologyNames, problems: list[NoteError]) -> Iterator[ImportedEvent]:
    (facts,) = _entries_of(folder / "event.yml", _read(folder / "event.yml"))[:1] or (None,)
    if facts is None or not facts.text("title"):
        raise NoteError(folder / "event.yml", 1, "`title` がありません")
    videos_path = folder / "videos.yml"
    if not videos_path.exists():
        return
    videos = _entries_of(videos_path, _read(videos_path))
    is_meetup = facts.text("kind") == "meetup"
    parts: dict[str, list[Entry]] = {}
    for video in videos:
        name = video.text("event_name") or video.text("title") if is_meetup else facts.text("title")
        parts.setdefault(name, []).append(video)
    for name, recorded in parts.items():
        try:
            event = _event_of(facts, recorded, name, is_meetup)
            if imported := _with_talks(event, recorded, names):
                yield imported
        except NoteError as error:
            problems.append(error)


def _event_of(facts: Entry, videos: Sequence[Entry], name: str, is_meetup: bool) -> Event:
    days = [day for video in videos for each in (video, *video.entries("talks")) if (day := each.day("date"))]
    first = min(days, default=None)
    day = first if is_meetup else facts.day("start_date") or first
    if day is None:
        raise NoteError(facts.path, facts.mapping.line, "`start_date` がなく、発表の `date` もありません")
    short = slug_of(name) if is_meetup else slug_of(facts.text("id") or facts.path.parent.name)
    return Event(
        id=dated_id(day, short or slug_of(facts.path.parent.name)),
        name=name,
        date=day,
        url=facts.url("website"),
        venue=_venue_of(facts.path.with_name("venue.yml")) or facts.text("location"),
    )


def _venue_of(path: Path) -> str:
    found = _entries_of(path, _read(path)) if path.exists() else ()
    return found[0].text("name") if found else ""


def _with_talks(event: Event, videos: Iterable[Entry], names: TechnologyNames) -> ImportedEvent | None:
    recorded = [
        (talk, video)
        for video in videos
        for talk in (video.entries("talks") or (video,))
        if talk.text("title")
    ]
    talks = [_talk_of(talk, video, event, names) for talk, video in recorded]
    unique = with_unique_ids(talks, (talk.text("id") for talk, _ in recorded))
    return ImportedEvent(event, unique) if unique else None


def _talk_of(entry: Entry, parent: Entry, event: Event, names: TechnologyNames) -> Talk:
    """Read one talk; its title is the one it was given under, and a translated one stands in its text."""
    translated = entry.text("title")
    title = entry.text("original_title") or translated
    return Talk(
        id=f"{event.id}/{slug_of(title)}",
        title=title,
        event=event,
        speakers=tuple(Speaker(name) for name in entry.texts("speakers")),
        technologies=tuple(
            dict.fromkeys(name for text in (title, translated) for name in technologies_of(text, (), names))
        ),
        date=entry.day("date") or parent.day("date") or event.date,
        body="" if title == translated else translated,
        links=tuple(dict.fromkeys(_links_of(entry, parent))),
    )


def _links_of(entry: Entry, parent: Entry) -> Iterator[Link]:
    if video := _video_of(entry) or (_moment_of(entry, parent) if entry is not parent else ""):
        yield Link("video", video)
    for other in entry.entries("alternative_recordings"):
        if video := _video_of(other):
            yield Link("video", video)
    if slides := entry.url("slides_url"):
        yield Link("slides", slides)
    for page in entry.entries("additional_resources"):
        if url := page.url("url"):
            yield Link("slides" if page.text("type") in ("slides", "presentation") else "link", url)


def _video_of(entry: Entry) -> str:
    """Return the page where a recording is shown; empty when it was not recorded, or is part of another."""
    if page := _PAGES.get(entry.text("video_provider")):
        return page.format(entry.text("video_id")) if entry.text("video_id") else ""
    return entry.url("video_id")


def _moment_of(entry: Entry, parent: Entry) -> str:
    """Return the recording that a talk is part of, from where the talk begins."""
    if entry.text("video_provider") not in ("parent", ""):
        return ""
    video, cue = _video_of(parent), _CUE.fullmatch(entry.text("start_cue"))
    if not video or not cue or not video.startswith(_PAGES["youtube"][:30]):
        return video
    seconds = 3600 * int(cue[1] or 0) + 60 * int(cue[2]) + int(cue[3])
    return f"{video}&t={seconds}s"


def _entries_of(path: Path, node: YamlNode | None) -> tuple[Entry, ...]:
    items = node.items if isinstance(node, YamlList) else (node,)
    return tuple(Entry(path, item) for item in items if isinstance(item, YamlMapping))


def _read(path: Path) -> YamlNode:
    try:
        return read_document(path, path.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise NoteError(path, 1, f"読めません({error})") from error
