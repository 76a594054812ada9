"""Candidates: each heading of a report with what speaks for it being a talk's.

A name that nothing proves to be one counts where the headings beside it name somebody in the same place.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from indexer.posts.below import full_name_below, is_label, speakers_below, speakers_labelled
from indexer.posts.inline import PERSON
from indexer.posts.leads import codes_before
from indexer.posts.likeness import likeness_of
from indexer.posts.links import Found, has_links
from indexer.posts.names import is_handle, is_person, may_be_person
from indexer.posts.naming import BARE, Named, named_of
from indexer.posts.outline import Section
from indexer.posts.programme import Programme
from indexer.posts.report_titles import REPORT, tells_of_own_talk
from indexer.posts.word_lists import KEYNOTES, OF_A_JOURNEY, STOPS
from indexer.posts.words import is_container, is_of_host, is_stop, key_of
from search.model import Speaker

_SPEAKER_ABOVE, _SPEAKER_BELOW, _SIGN, _SLIDES_BELOW = 1.5, 1.2, 1.0, 0.5
"""What weighs: a speaker in the heading, one below it; a number, quotes or slides; slides further below."""

_A_PROGRAMME = 3
"""So many headings that link to pages beside each other are listed there as talks; or have names below."""
_HEADING_LINK = re.compile(r"\]\((https?://[^()\s]{1,500})|href=[\"'](https?://[^\"'\s]{1,500})")
_LONGEST_BYLINE = 16
"""Letters of a name with an employer before it; what is longer is a title."""
_OF_THE_EVENT = 0.4
_EDITION = re.compile(r"[\s#＃0-9.\-]+$|\s*(?:20\d\d|vol\.?|第\s*\d+\s*回).*$", re.IGNORECASE)
_TAIL = re.compile(r"(?:\s+[|｜–—-]|[:：])\s+[^|｜–—:：]{2,40}$")
EVENT_OF_A_YEAR = re.compile(r"[^「」『』]{3,40}?\s?20\d\d")
CALLED_A_TALK = re.compile(
    r"\W*(?:セッション|発表|講演|トーク|session|talk|LT)\s?[A-Z0-9①-⑨](?![A-Za-z])", re.IGNORECASE
)
"""LT3, セッションA."""
_OF_ONE_TALK = re.compile(r"\W*(?:トーク|発表|登壇|LT|講演)の?(?:内容|資料)\W*", re.IGNORECASE)
"""What stands above the parts of the one talk that its speaker tells of."""


class Candidate(Struct, frozen=True):
    """A heading with what speaks for it; `weight` sums that up: 1 is evidence enough."""

    section: Section
    named: Named
    speakers: tuple[Speaker, ...]
    weight: float
    is_stop: bool
    is_container: bool
    likeness: float
    """How much the words alone look like a talk's title, from 0 to 1."""


class Reader(Struct, frozen=True):
    """What decides for one post: its text, its titles, and which level its author chose, 0 for none."""

    text: str
    titles: tuple[str, ...]
    links: Sequence[Found] = ()
    is_rst: bool = False
    level: int = 0
    is_told: bool = True
    """Whether title or tags say that the post is a report."""
    is_of_one: bool = False
    """Whether its title tells of a single talk, or of something done together without one of its author's."""
    programme: Programme = field(default_factory=Programme)


def candidates_of(children: Sequence[Section], reader: Reader) -> list[Candidate]:
    """Read the headings beside each other: what all of them end in is no part of their titles."""
    tails = Counter(match[0] for child in children if (match := _TAIL.search(child.marked)))
    common = {tail for tail, number in tails.items() if number >= 3 and 2 * number > len(children)}
    codes = codes_before([child.marked for child in children])
    candidates = [
        candidate_of(child, reader, common, code) for child, code in zip(children, codes, strict=True)
    ]
    listed = _listed_beside(children)
    agreed = _agreed([_with_sign(one) if id(one.section) in listed else one for one in candidates])
    return _named_below(agreed, reader)


def _named_below(candidates: list[Candidate], reader: Reader) -> list[Candidate]:
    """Take a full name in the line below a heading for sure where most have one there, and several differ."""
    found = {
        id(one): full_name_below(reader.text, one.section.body, one.section.own_end, is_rst=reader.is_rst)
        for one in candidates
        if not (one.speakers or one.is_stop or one.is_container)
    }
    names = list(filter(None, found.values()))
    sure = sum(bool(one.speakers) for one in candidates)
    if len(set(names)) + sure < _A_PROGRAMME or len(set(names)) < 2 or 2 * len(names) <= len(found):
        return candidates
    return [_with_speakers(one, found.get(id(one), ())) for one in candidates]


def _listed_beside(children: Sequence[Section]) -> set[int]:
    """Return the ids of the sections whose headings link to pages of one folder, as a programme has them."""
    folders: dict[str, dict[str, int]] = {}
    for child in children:
        link = _HEADING_LINK.search(child.source)
        url = (link[1] or link[2]).split("#")[0].rstrip("/") if link else ""
        folder, _, page = url.rpartition("/")
        if page and folder.count("/") > 2:
            folders.setdefault(folder, {}).setdefault(page, id(child))
    return {found for pages in folders.values() if len(pages) >= _A_PROGRAMME for found in pages.values()}


def _with_sign(one: Candidate) -> Candidate:
    return replace(one, weight=one.weight + _SIGN)


def candidate_of(section: Section, reader: Reader, common: Collection[str] = (), lead: int = 0) -> Candidate:
    """Read one heading; an end that is in `common` and so many characters before it are no title."""
    marked = section.marked[lead:]
    if (tail := _TAIL.search(marked)) and tail[0] in common:
        marked = marked[: tail.start()]
    named = named_of(marked)
    repeated = repeats_title(section, reader)
    stop = repeated or is_stop(section.title)
    container = (
        is_container(section.title)
        and not named.speakers
        and not named.is_quoted
        and (bool(section.children) or key_of(section.title) not in KEYNOTES)
    )
    if container and _OF_ONE_TALK.fullmatch(section.title) and any(map(tells_of_own_talk, reader.titles)):
        container, stop = False, True
    below = speakers_below(reader.text, section.body, section.own_end, is_rst=reader.is_rst)
    if not below and section.children and is_label(section.children[0].title):
        first = section.children[0]
        below = speakers_labelled(reader.text, first.body, first.own_end, is_rst=reader.is_rst)
    stop = stop or bool(OF_A_JOURNEY.fullmatch(key_of(section.title)) and not named.speakers)
    listed = reader.programme.of(named.title)
    below = below or _right_below(section, reader) or (listed.speakers if listed else ())
    speakers = named.speakers or below
    weight = _SPEAKER_ABOVE * bool(named.speakers) + _SPEAKER_BELOW * bool(below) + _SIGN * bool(listed)
    # Who counts whole sentences counts no talks.
    weight += _SIGN * (named.is_quoted + (named.is_numbered and not section.title.endswith("。")))
    if has_links(reader.links, section.start, section.own_end):
        weight += _SIGN
    elif section.own_end < section.end and has_links(reader.links, section.own_end, section.end):
        weight += _SLIDES_BELOW
    if is_of_host(named.title) and not ("@" in section.marked or PERSON in section.marked):
        stop = True  # 会場提供 / 灯台テックさん
    elif (
        named.is_numbered
        and not speakers
        and (named.style == BARE or not named.guess)
        and is_stop(named.title)
    ):
        stop = True  # Part 3: 二次会, 21:00 解散
    elif is_stop(section.title) and not repeated:
        is_talk = (named.speakers and not is_stop(named.title)) or CALLED_A_TALK.match(section.title)
        stop = not (is_talk and key_of(named.title)) or key_of(named.title) in STOPS
    likeness = likeness_of(section.title) - _OF_THE_EVENT * _names_event(section.title, reader)
    return Candidate(section, named, speakers, weight, stop, container, max(0.0, likeness))


def _right_below(section: Section, reader: Reader) -> tuple[Speaker, ...]:
    """Return whom the one heading below another names, where it says no more and no text stands between."""
    if not section.children or reader.text[section.body : section.own_end].strip():
        return ()
    first, *others = section.children
    named = named_of(first.marked)
    is_byline = is_person(first.marked) and len(key_of(named.title)) <= _LONGEST_BYLINE
    is_only = not any(named_of(other.marked).speakers for other in others)
    return named.speakers if is_byline and is_only else ()


def _names_event(title: str, reader: Reader) -> bool:
    """Say whether a heading names the event itself, or another: it more often tells of it than of a talk."""
    if EVENT_OF_A_YEAR.fullmatch(title) and REPORT.search(title):
        return True
    name = key_of(_EDITION.sub("", reader.titles[-1])) if reader.titles else ""
    return len(name) >= 6 and name in key_of(title)


def confirmed(talks: list[Candidate]) -> list[Candidate]:
    """Take a guessed name for sure where several talks elsewhere in the post name somebody the same way."""
    styles = Counter(one.named.style for one in talks if one.named.speakers and one.named.style)
    return [
        _with_guess(one)
        if one.named.guess
        and not one.named.speakers
        and one.named.style != BARE
        and styles[one.named.style] >= 2
        else one
        for one in talks
    ]


def repeats_title(section: Section, reader: Reader) -> bool:
    """Say whether a heading says what the post's title says."""
    key = key_of(section.title)
    for title in reader.titles:
        other = key_of(title)
        shorter, longer = sorted((key, other), key=len)
        if key and (
            key == other or (len(shorter) > 5 and 2 * len(shorter) > len(longer) and shorter in longer)
        ):
            return True
    return False


def _agreed(candidates: list[Candidate]) -> list[Candidate]:
    """Take a guessed name for sure where most headings beside it name somebody the same way."""
    open_ones = [one for one in candidates if not one.is_stop and not one.is_container]
    sure = sum(bool(one.named.speakers) for one in open_ones)
    guessed = [one for one in open_ones if one.named.guess and not one.named.speakers]
    styles = Counter(one.named.style for one in guessed)
    bare = [one.named.title for one in guessed if one.named.style == BARE]
    handles = Counter(
        one.named.style for one in guessed if all(is_handle(who.name) for who in one.named.guess)
    )
    like_names = Counter(
        one.named.style for one in guessed if all(may_be_person(who.name) for who in one.named.guess)
    )
    proposed = [one for one in open_ones if one.named.proposed and not one.named.speakers]
    if len(proposed) >= 2 and 2 * len(proposed) > len(open_ones):
        # Where most headings are such, they are no sentences.
        sure_ones = {id(one): one.named.proposed for one in proposed}
        candidates = [_with_speakers(one, one.speakers or sure_ones.get(id(one), ())) for one in candidates]
    people = {(one.named.style, one.named.guess) for one in guessed}
    different = Counter(style for style, _ in people)
    accepted: set[int] = set()
    for one in guessed:
        alike = styles[one.named.style]
        if alike >= 3 and 2 * different[one.named.style] <= alike:
            continue  # The same word beside most of them is none of a person's.
        if alike == 1 and one.speakers and one.speakers != one.named.guess:
            continue  # Somebody else is named below.
        enough = 2 * (alike + sure) > len(open_ones) and (alike >= 2 or sure >= 2)
        # Two words that are in no way like names may say of what part a talk was.
        enough = enough and (alike >= 3 or sure > 0 or like_names[one.named.style] > 0)
        # Three lower-case words behind the same sign are handles, however many titles stand beside them.
        enough = enough or (alike >= 3 and handles[one.named.style] == alike)
        if one.named.style == BARE:
            # A heading that is one word may be anything; three with an `_` among them are people.
            enough = len(bare) >= 3 and enough and any("_" in title for title in bare)
            enough = enough or (sure >= 3 and 3 * sure > 2 * len(open_ones) and is_handle(one.named.title))
        if enough:
            accepted.add(id(one))
    return [_with_guess(one) if id(one) in accepted else one for one in candidates]


def _with_guess(one: Candidate) -> Candidate:
    named = replace(one.named, speakers=one.named.guess, title=one.named.guessed_title or one.named.title)
    return _with_speakers(replace(one, named=named), named.speakers)


def _with_speakers(one: Candidate, speakers: tuple[Speaker, ...]) -> Candidate:
    return replace(one, speakers=speakers, weight=one.weight + _SPEAKER_BELOW) if speakers else one
