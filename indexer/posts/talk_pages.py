"""Talk pages: one talk a file, with its event or its speaker in the front matter."""

import re
from pathlib import PurePosixPath

from indexer.posts.below import full_name_below, speakers_below
from indexer.posts.front_matter import Front
from indexer.posts.ids import is_bundle
from indexer.posts.inline import PERSON, marked_of
from indexer.posts.links import distinct_links, found_links, usable
from indexer.posts.names import EMAIL, is_people, may_be_person
from indexer.posts.naming import named_of
from indexer.posts.outline import Section, outline_of, walk
from indexer.posts.people import people_of
from indexer.posts.report_titles import doubt_of, looks_like_report
from indexer.posts.source import Place, Source, folder_name_of
from indexer.posts.stretches import Stretch
from indexer.posts.which import EVENT_KEYS, SLIDES_KEYS, SPEAKER_KEYS, THEME_KEYS, VIDEO_KEYS
from indexer.posts.words import is_nameless, key_of
from search.model import Link, Speaker

_KEYS = frozenset((*EVENT_KEYS, *SPEAKER_KEYS))
_AUTHORS = ("authors", "author")
_ACCOUNTS = ("admin", "me", "default")
"""Names that the theme gives to whoever owns the site."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ANY_FOLDER = re.compile(
    r"(?:社内|技術|参加)?(?:勉強会|イベント|カンファレンス|セミナー|もくもく会|LT会?|ミートアップ|登壇|レポート|メモ)+"
    r"|tech|(?:(?:my|tech|it|dev)[-_ ]?)?(?:meet-?ups?|conf(?:erence)?s?|events?|seminars?|kaigi|lts?|study"
    r"|workshops?|summits?|reports?|camps?)(?:[-_ ]?(?:notes?|reports?|memos?|logs?))?",
    re.IGNORECASE,
)
"""Folders of many events."""
_OF_EVENTS = re.compile(
    r"(?:勉強会|イベント|カンファレンス|セミナー|ミートアップ)(?:メモ|レポート|参加)?"
    r"|(?:(?:my|tech|it|dev)[-_ ])?(?:meet-?ups?|conf(?:erence)?s?|events?|seminars?|summits?|talks?)"
    r"(?:[-_ ]?(?:notes?|reports?|memos?|logs?))?",
    re.IGNORECASE,
)
"""Those of them in which each folder with a year is an event."""
_MEETING = re.compile(
    r"conf(?!ig|luen|irm|us|lict)|(?<=[a-z])con(?![a-z])|kaigi|meet-?up|summit|fest|(?<![a-z])(?:camp|days?|expo|event)(?![a-z])|symposium|universe",
    re.IGNORECASE,
)
"""What folders of events are called, beside a year."""
_OF_RULES = re.compile(r"(?:^|/)(?:polic(?:y|ies)|legal)/|[-_ ]policy|code[-_ ]of[-_ ]conduct", re.IGNORECASE)
"""Files of an event that tell how one behaves there."""
_KEYNOTE = re.compile(r"keynote|キーノート|基調講演|(?<![A-Za-z])LT(?![A-Za-z])|lightning", re.IGNORECASE)
_NAME_AND_MORE = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){1,3},\s+(?![A-Z]{2}(?:,|$))[^.!?]{2,60}")
"""`Umi Sango, Sea Inc.`, and no place: `San Sango, CA`."""
_LONGEST_BYLINE = 200
_LOOKED_AT = 200
"""Headings of a page among which none is to be of the level of the one with who spoke."""
_MOST_SPEAKERS = 3
"""Who lists more is a page of an event."""


def is_talk_page(front: Front) -> bool:
    """Say whether a front matter is that of one talk: it has a title, and its event or its speaker.

    An event alone has a report, too: beside it stand slides, a video or what a theme has for talks, or the
    title is none of that event's.
    """
    if _KEYS.isdisjoint(front.fields) or not front.text("title"):
        return False
    spoke = 0 < len(_told(front, SPEAKER_KEYS)) <= _MOST_SPEAKERS
    if not front.text(*EVENT_KEYS):
        return spoke
    has_mark = any(key in front.fields for key in THEME_KEYS)
    return spoke or has_mark or bool(_links_of(front)) or _has_own_title(front)


def _has_own_title(front: Front) -> bool:
    """Say whether a title is that of a talk: it neither names the `event` beside it nor is a report's."""
    title, event = front.text("title"), key_of(front.text("event", "イベント", "イベント名"))
    key = key_of(title)
    is_events = not (key and event) or event in key or key in event or "/" in front.text("event")
    return not (is_events or looks_like_report(title, ()) or is_nameless(title))


def is_in_event(source: Source) -> bool:
    """Say whether a post is a file about one talk of an event, by which its folder is called: by the word of
    a meeting and a year, or by one of them, where somebody is named or a keynote told of; or somebody stands
    with a day below its title.
    """
    path = source.place.relative
    folder, above = folder_name_of(path), PurePosixPath(path).parent.name
    if (
        not folder
        or is_bundle(path)
        or _OF_RULES.search(path)
        or not (folder == above or is_nameless(above))
        or _ANY_FOLDER.fullmatch(_YEAR.sub("", folder).strip("-_ "))
    ):
        return False
    year = year_of_folder(path)
    if year and _is_of_events(source.place, folder):
        return True
    is_called_so = looks_like_report(folder, ()) or doubt_of(folder, ()) in ("an event", "a meeting")
    if year and (is_called_so or _MEETING.search(folder)):
        return True
    if (year or is_called_so) and (_KEYNOTE.search(source.title) or _heard_in(source)[1]):
        return True
    byline = _byline_in(source)
    return bool(byline and _YEAR.search(byline.title))


def _is_of_events(place: Place, folder: str) -> bool:
    """Say whether a folder stands in one of many events; that may be the whole corpus."""
    *above, _ = place.path.parts[-len(PurePosixPath(place.relative).parts) - 1 :]
    return any(_OF_EVENTS.fullmatch(name) for name in above[: above.index(folder)])


def is_lone_keynote(source: Source) -> bool:
    """Say whether a title is nothing but `Keynote`, before which its folder's name was put."""
    folder, _, title = source.title.rpartition(" ")
    return bool(folder and folder == folder_name_of(source.place.relative) and _KEYNOTE.fullmatch(title))


def year_of_folder(path: str) -> str:
    """Return the year by which a file's folder is called, or the one above; empty where there is none."""
    folders = PurePosixPath(path).parts[-3:-1]
    years = [year[0] for folder in reversed(folders) if (year := _YEAR.search(folder))]
    return years[0] if years else ""


def event_of(source: Source) -> str:
    """Return what the event of a page about a talk is called, by its front matter, else by its folder."""
    folder, year = folder_name_of(source.place.relative), year_of_folder(source.place.relative)
    if folder and year and not _YEAR.search(folder):
        folder = f"{folder} {year}"
    return source.front.text(*EVENT_KEYS) or folder or source.title


def _heard_in(source: Source) -> tuple[str, tuple[Speaker, ...], int]:
    """Return the title of a talk without who gave it, who that was, and where the text below it begins."""
    root = outline_of(source.text, source.start, source.front.line, source.markup)
    first = root.children[0] if root.children else None
    # A keynote has its folder's name before it.
    is_title = first is not None and source.title.strip().endswith(first.title.strip())
    body = first.body if first and is_title else source.start
    if first is None and not source.front.text("title") and not is_bundle(source.place.relative):
        return _without_title(source)
    named = named_of(first.marked if first and is_title else source.title)
    if not named.speakers and (byline := _byline_in(source)):
        return named.title, _people_of_byline(byline.marked), byline.body
    line = EMAIL.sub("", marked_of(source.text[body:].lstrip().partition("\n")[0][:_LONGEST_BYLINE])).strip(
        " ,"
    )
    below = _people_of_byline(line) if _NAME_AND_MORE.fullmatch(line) else ()
    for look in (speakers_below, full_name_below):
        below = below or look(source.text, body, len(source.text), is_rst=source.is_rst)
    return named.title, named.speakers or below, body


def _without_title(source: Source) -> tuple[str, tuple[Speaker, ...], int]:
    """Return the same of a text without any heading: it is called as its file, and may begin with a name."""
    title = re.sub(r"(?<![-_])[-_](?![-_])", " ", PurePosixPath(source.place.relative).stem).strip()
    line = source.text[source.start :].lstrip().partition("\n")[0]
    marked = marked_of(line).lstrip("*-+・ ")
    # Two words with capitals may be anything; what stands behind a name says that it is one.
    byline = _people_of_byline(marked) if "@" in marked or " - " in marked else ()
    below = speakers_below(source.text, source.start, len(source.text), is_rst=source.is_rst)
    return title, byline or below, source.start


def _byline_in(source: Source) -> Section | None:
    """Return the heading right below the title that names who spoke: no other one is of its level."""
    root = outline_of(source.text, source.start, source.front.line, source.markup)
    first, *others = list(walk(root))[:_LOOKED_AT] or [root]
    if not others or source.text[first.body : others[0].start].strip():
        return None
    is_only = sum(each.level == others[0].level for each in (first, *others)) == 1
    people = _people_of_byline(others[0].marked)
    is_sure = PERSON in others[0].marked or "@" in others[0].marked
    return others[0] if people and (is_only or is_sure) else None


def _people_of_byline(marked: str) -> tuple[Speaker, ...]:
    """Return whom a heading names: `Umi Sango - @umi - 6 May 2015`, `Umi Sango, Sakura`."""
    name, *more = re.split(r"\s+[-–—|]\s+|,\s+", marked.strip())
    if not (is_people(name) or may_be_person(name)):
        return ()
    handle = next((each for each in more if each.lstrip(PERSON).startswith("@")), "")
    employer = next((each for each in more if each != handle and not re.search(r"\d", each)), "")
    beside = " ".join(f"({each})" for each in (handle, employer) if each)
    several = [each for each in more if is_people(each) or may_be_person(each)]
    if not handle and len(several) == len(more) and all(" " in each for each in several):
        return tuple(who for each in (name, *several) for who in people_of(each))
    return people_of(f"{name} {beside}".strip())


def names_event(source: Source) -> bool:
    """Say whether front matter or folder of a page about a talk name its event."""
    return bool(source.front.text(*EVENT_KEYS) or folder_name_of(source.place.relative))


def talk_of(source: Source) -> Stretch:
    """Return the one talk of a page."""
    front, start, end = source.front, source.start, len(source.text)
    links = distinct_links(found_links(source.text, start), start, end)
    speakers, title, body = _speakers_of(front), source.title, start
    if not speakers:
        title, speakers, body = _heard_in(source)
    return Stretch(title, speakers, front.line, start, body, end, (*_links_of(front), *links))


def _speakers_of(front: Front) -> tuple[Speaker, ...]:
    names = [name for name in _told(front, (*SPEAKER_KEYS, *_AUTHORS)) if name.casefold() not in _ACCOUNTS]
    return tuple(speaker for name in names for speaker in people_of(name))


def _told(front: Front, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the first of some keys holds that holds anything."""
    return next((items for key in keys if (items := front.items(key))), ())


def _links_of(front: Front) -> tuple[Link, ...]:
    links = (Link("slides", front.text(*SLIDES_KEYS)), Link("video", front.text(*VIDEO_KEYS)))
    return tuple(link for link in links if usable(link.url))
