"""Which headings of a report are talks.

Headings of one level below one heading decide together: they are talks when enough of those that remain after
the words of every report (`words`) have evidence: a speaker, a number, a quoted title, slides below. The
outermost such group wins; what is below a talk belongs to it.
"""

import re
from collections.abc import Sequence

from indexer.posts.candidates import (
    CALLED_A_TALK,
    EVENT_OF_A_YEAR,
    Candidate,
    Reader,
    candidate_of,
    candidates_of,
    confirmed,
    repeats_title,
)
from indexer.posts.heading_patterns import TIME
from indexer.posts.links import has_links
from indexer.posts.names import HONORIFICS, is_person
from indexer.posts.outline import Section, walk
from indexer.posts.report_titles import REPORT, is_of_no_talks
from indexer.posts.word_lists import IMPRESSIONS, OF_A_JOURNEY, PART_OF_PROGRAMME
from indexer.posts.words import is_container, is_stop, key_of

_DAY_AND_NAME = re.compile(
    r"20\d\d\s?[./年-]\s?\d{1,2}\s?(?:[./月-]|\s)\D{0,3}\d{0,2}[^0-9]*?(?=[^\s\d日曜()（）])"
)
_WHAT_IT_IS = re.compile(
    r"(?P<thing>[^\s。、]{2,20}?)\s?(?:とは|って何|ってなに)\W{0,2}(?:何か?|なにか?)?\W{0,2}"
)
_PAGE = re.compile(
    r"\d{1,3}\s?p\b|(?:p\.|slide|page|スライド|ページ)\s?\d{1,3}(?!\d)|\d{1,3}\s?(?:ページ|枚)目",
    re.IGNORECASE,
)
"""What counts the slides of one talk."""
_MONTHS = 3
"""Headings with days of so many months are events one behind the other."""
_SEVERAL = 3
"""So many titles below 感想 are those of the talks it is about."""
_NOTES = 600
"""So many characters below each name are notes of what was heard."""
EVIDENCE = 1.0
"""So much weight is evidence enough by itself; twice as much is strong."""
MOST, HALF, A_THIRD = 0.7, 0.5, 0.34
"""Shares of the headings beside each other that have evidence."""


def talks_of(root: Section, reader: Reader) -> tuple[Candidate, ...]:
    """Return the headings that are talks, in the order of the text."""
    if reader.level:
        return tuple(_chosen(root, reader))
    if _lists_events(root) or _counts_slides(root):
        return ()
    is_told = reader.is_told and not any(map(is_of_no_talks, reader.titles))
    found = confirmed(_talks_below(root, reader, below_container=False, is_outer=is_told))
    spoken = sum(bool(one.speakers) for one in found)
    if not reader.is_told and 2 * spoken < len(found):
        return ()  # An article has numbers and quotes in its headings, too.
    if not is_told and all(one.weight <= EVIDENCE and one.named.is_numbered for one in found):
        return ()  # The steps of a hands-on have numbers, and so have questions.
    if _are_people(found, reader):
        return ()
    if 2 * spoken > len(found):
        found = _without_steps(found)
    return tuple(found)


def _are_people(found: Sequence[Candidate], reader: Reader) -> bool:
    """Say whether headings are no more than names, and most of them have no slides: who came tells in some
    lines what they did there. Below a heading such as LT they are those of talks, and so where others have a
    title as well.
    """
    alone = [one for one in found if key_of(one.section.title) in _keys_of(one)]
    if not alone or 2 * len(alone) < len(found) or sum(bool(one.speakers) for one in found) > len(alone):
        return False
    if any(one.section.parent and is_container(one.section.parent.title) for one in alone):
        return False
    sections = [one.section for one in alone]
    shown = sum(has_links(reader.links, section.start, section.end) for section in sections)
    told = sum(section.end - section.body for section in sections)
    return 2 * shown < len(alone) and told < _NOTES * len(alone)


def _keys_of(one: Candidate) -> set[str]:
    """Return what a heading says that is no more than the name of who speaks."""
    return {
        key_of(f"{sign}{who.name}{courtesy}")
        for who in one.speakers
        for sign in ("", "@")
        for courtesy in ("", "さん", "氏")
    }


def _without_steps(found: Sequence[Candidate]) -> list[Candidate]:
    """Leave out headings with nothing but times below a heading, where others name who spoke."""
    spoken = {id(one.section.parent) for one in found if one.speakers}
    return [
        one
        for one in found
        if id(one.section.parent) in spoken or one.weight > EVIDENCE or not TIME.match(one.section.title)
    ]


def _lists_events(root: Section) -> bool:
    """Say whether headings are events by their days: who looks back at many tells of nobody's talk."""
    titles = [section.title for section in walk(root)]
    editions = sum(bool(EVENT_OF_A_YEAR.fullmatch(title) and REPORT.search(title)) for title in titles)
    if editions >= _MONTHS and 3 * editions >= len(titles):
        return True
    days = [match[0] for title in titles if (match := _DAY_AND_NAME.match(title))]
    months = {tuple(re.findall(r"\d+", day)[:2]) for day in days}
    return len(months) >= _MONTHS and 2 * len(days) > len(titles)


def _counts_slides(root: Section) -> bool:
    """Say whether headings are those of one talk, slide by slide."""
    titles = [section.title for section in walk(root)]
    return 2 * sum(bool(_PAGE.match(title)) for title in titles) > len(titles) >= _SEVERAL


def _chosen(root: Section, reader: Reader) -> list[Candidate]:
    found: list[Candidate] = []
    for child in root.children:
        if child.level == reader.level:
            found.append(candidate_of(child, reader))
        elif child.level < reader.level:
            found += _chosen(child, reader)
    return found


def _talks_below(
    parent: Section, reader: Reader, *, below_container: bool, is_outer: bool
) -> list[Candidate]:
    """Decide for the children of one heading; where none of them is a talk, for theirs."""
    if parent.level and OF_A_JOURNEY.fullmatch(key_of(parent.title)):
        return []
    candidates = candidates_of(parent.children, reader)
    outer = [one for one in candidates if not (one.is_stop or one.is_container)]
    may_be_stop = parent.level > 0 and not below_container
    is_top = parent.level == 0 or repeats_title(parent, reader)
    is_below_stop = may_be_stop and is_stop(parent.title) and not repeats_title(parent, reader)
    if is_below_stop and sum(bool(CALLED_A_TALK.match(one.section.title)) for one in outer) >= 2:
        is_below_stop = False  # Its author took the next level for them.
    if is_below_stop and key_of(parent.title) in IMPRESSIONS and len(outer) >= _SEVERAL:
        is_outer = reader.is_told and _read_like_titles(outer)
        is_below_stop = not is_outer
    if is_below_stop:
        outer = [one for one in outer if (one.speakers and not _is_only_name(one)) or one.weight < EVIDENCE]
    has_breaks = is_top and reader.is_told and _has_breaks(candidates)
    enough = 0.1 if below_container and not reader.is_of_one else 0.25 if has_breaks else None
    if _explains_one_thing(candidates, reader):
        outer, enough = [one for one in outer if one.speakers], None
    chosen = _chosen_of(outer, enough, is_outer and not is_below_stop)
    found: list[Candidate] = []
    for one in candidates:
        inner = _inner_talks(one, reader, below_container or one.is_container, is_outer)
        if id(one) in chosen and not _holds_talks(one, inner):
            found.append(one)
        else:
            found += inner
    return found


def _is_only_name(one: Candidate) -> bool:
    """Say whether a heading is no more than a name: below スポンサーブース companies are called さん."""
    name = HONORIFICS.sub("", one.named.title)
    return is_person(one.section.marked) and name == one.speakers[0].name


def _explains_one_thing(candidates: Sequence[Candidate], reader: Reader) -> bool:
    """Say whether headings beside each other are those of one talk: what something is, then more of it."""
    if any(one.weight >= EVIDENCE for one in candidates):
        return False
    titles = [one.section.title for one in candidates]
    for title in titles:
        thing = key_of(match["thing"]) if (match := _WHAT_IT_IS.fullmatch(title.strip())) else ""
        of_event = any(thing in key_of(name) for name in reader.titles)
        if thing and not of_event and sum(thing in key_of(other) for other in titles) >= 2:
            return True
    return False


def _has_breaks(candidates: Sequence[Candidate]) -> bool:
    """Say whether headings beside each other are those of a programme: with an opening, breaks, a closing."""
    return sum(one.is_stop and bool(PART_OF_PROGRAMME.search(one.section.title)) for one in candidates) >= 2


def _inner_talks(one: Candidate, reader: Reader, below_container: bool, is_outer: bool) -> list[Candidate]:
    if not one.section.children:
        return []
    return _talks_below(
        one.section,
        reader,
        below_container=(below_container and not one.is_stop) or one.is_container,
        is_outer=is_outer and repeats_title(one.section, reader),
    )


def _holds_talks(one: Candidate, inner: Sequence[Candidate]) -> bool:
    """Say whether a heading that could be a talk stands above some: two that name speakers say so."""
    spoken = sum(bool(each.speakers) for each in inner)
    return not one.speakers and (spoken >= 2 or (spoken >= 1 and one.weight < 0.5))


def _chosen_of(outer: Sequence[Candidate], asked: float | None, is_outer: bool) -> set[int]:
    """Return the ids of the candidates that are talks: those with evidence, and those whose words look enough
    like a title; how much is enough depends on the headings beside them, or is `asked` for.
    """
    if not outer:
        return set()
    if len(outer) == 1 and asked is None and not _is_sure(outer[0]):
        return set()
    supported = [one for one in outer if one.weight >= EVIDENCE]
    strong = [one for one in supported if one.speakers or one.weight >= 2 * EVIDENCE]
    share = len(supported) / len(outer)
    if share >= MOST:
        enough = 0.1
    elif asked is not None:
        enough = asked
    elif share >= HALF:
        enough = 0.0
    elif is_outer and _read_like_titles(outer):
        enough = 0.35
    elif len(strong) >= 2 or share >= A_THIRD:
        enough = 0.6
    else:
        sure = strong if len(strong) == 1 and not is_outer else [one for one in supported if one.speakers]
        return set(map(id, sure))
    return {id(one) for one in outer if one.weight >= EVIDENCE or one.likeness >= enough}


def _is_sure(one: Candidate) -> bool:
    """Say whether a heading that stands alone is a talk's: other parts of a report have slides, too."""
    return bool(one.speakers or one.named.is_quoted or one.named.is_numbered) or one.likeness >= 0.35


def _read_like_titles(outer: Sequence[Candidate]) -> bool:
    """Say whether headings without evidence are talks by their words: most of them must look so."""
    mean = sum(one.likeness for one in outer) / len(outer)
    # Two headings of an essay are more often alike than three.
    enough = 0.6 if len(outer) == 2 else 0.45
    return len(outer) >= 2 and 2 * sum(one.likeness >= 0.45 for one in outer) >= len(outer) and mean >= enough
