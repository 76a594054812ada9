"""Naming: the heading of a talk -> its title, who spoke, and how surely it is a talk's at all."""

import re
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from indexer.posts import heading_patterns as patterns
from indexer.posts.inline import unmarked
from indexer.posts.leads import without_lead
from indexer.posts.names import (
    BRACKETS,
    HONORIFICS,
    could_be_person,
    is_employer,
    is_people,
    is_person,
    is_whole_name,
    may_be_person,
    pieces_of,
)
from indexer.posts.people import labelled_of, people_of
from indexer.posts.words import is_stop
from search.model import Speaker

BARE = "bare"
"""The style of a heading that is nothing but a name."""


_LONG_TAIL = 4
"""Letters behind a quoted title that say of nobody."""


class Named(Struct, frozen=True):
    """What a heading says when it is read as a talk's.

    `guess` is somebody who may be meant: sure only when the headings beside it are written the same way.
    """

    title: str
    speakers: tuple[Speaker, ...] = ()
    is_numbered: bool = False
    is_quoted: bool = False
    guess: tuple[Speaker, ...] = ()
    guessed_title: str = ""
    style: str = ""
    """What stands between the title and a name that is guessed."""
    proposed: tuple[Speaker, ...] = ()
    """Named in a running sentence: for a person to confirm."""


def named_of(marked: str) -> Named:
    """Read a heading, with people marked."""
    text = "\t".join(" ".join(cell.split()) for cell in marked[:600].split("\t") if cell.strip())
    text = patterns.TAGS_LAST.sub("", patterns.HATENA_ID.sub(r" @\g<name> ", text).strip())
    text = patterns.TRAILING.sub(
        "", patterns.AT_COMPANY.sub(_as_remark, patterns.APART.sub(" @", patterns.EMPTY.sub(" ", text)))
    )
    shorter, numbered = without_lead(text)
    named = _named(shorter) if shorter else Named(unmarked(text))
    if named.style == BARE and " " in shorter and patterns.KEYNOTE_OF.match(text):
        named = replace(named, speakers=named.guess)
    title = _tidied(named.title)
    if named.is_quoted:
        title = without_lead(title)[0] or title
    if not HONORIFICS.sub("", title):
        # Nothing but who spoke, or not even that.
        title = _tidied(unmarked(shorter)) or unmarked(text)
    return Named(
        title,
        named.speakers,
        numbered,
        named.is_quoted,
        named.guess,
        _tidied(named.guessed_title),
        named.style,
        named.proposed,
    )


def _as_remark(match: re.Match[str]) -> str:
    """Put the employer of `山田@会社さん` into brackets; without さん the @ belongs to a title."""
    if not (match["first"] or match["last"]):
        return match[0]
    return f"{match['name']}さん ({match['company']})"


def _named(text: str) -> Named:
    if match := patterns.POSSESSIVE.match(text):
        return Named(unmarked(text), proposed=people_of(match["people"]))
    if match := patterns.NAME_HANDLE_FIRST.match(text):
        remark = f" ({match['employer']})" if match["employer"] else ""
        return Named(match["title"], people_of(f"{match['name']} {match['handle']}{remark}"))
    if (match := patterns.BRACKET_FIRST.match(text)) and (
        is_person(match["inside"]) or may_be_person(match["inside"]) or could_be_person(match["inside"])
    ):
        inside = people_of(match["inside"])
        if is_person(match["inside"]):
            return Named(match["title"], inside)
        if (behind := _named(match["title"])).speakers:
            return behind
        return Named(text, guess=inside, guessed_title=match["title"], style="[]")
    if (match := patterns.QUOTED_FIRST.match(text)) and not patterns.PARTICLE.match(match["rest"]):
        return _with_rest(match, match["rest"])
    match = patterns.QUOTED_LAST.match(text)
    is_told = match and (match["rest"].endswith("による") or not patterns.PARTICLE.match(match["tail"]))
    if match and is_told and not (match["q3"] and _goes_on(match["tail"])):
        rest = match["rest"].strip().removesuffix("の").removesuffix("による").strip(" :：/／-–—―|｜、")
        rest = patterns.GIVEN.sub("", rest)
        if is_people(rest) or may_be_person(rest):
            return Named(_quoted(match), people_of(rest), is_quoted=True)
        if is_person(match["tail"]) and len(rest) < 12:
            return Named(_quoted(match), people_of(match["tail"]), is_quoted=True)
        if rest and not match["tail"].strip() and len(rest) <= 16 and could_be_person(rest):
            return Named(text, guess=people_of(rest), guessed_title=_quoted(match), style="」「")
    text = patterns.LT_TAIL.sub("", patterns.MEDIA_LAST.sub("", text))
    if match := patterns.HANDLES_LAST.match(text):
        title, name = _name_behind(match["title"], may_be_person)
        people = f"{name} ({match['people'].strip()})" if name else match["people"]
        if match["remark"] and is_person(match["remark"].strip("（()）")):
            people = f"{match['remark'].strip('（()）')} ({people.strip()})"
        return Named(title, people_of(people))
    if match := patterns.TAIL_BRACKET.match(text):
        within, title = match["inside"], match["title"]
        if labelled := labelled_of(within):
            return Named(title, labelled)
        if is_people(within) or (match["after"] and len(within) < 20):
            title, name = _name_behind(title, could_be_person)
            return Named(title, people_of(f"{name} ({within})" if name else within))
        if by := patterns.BY.match(title):
            return _by(by)
        before = _by_separator(title)
        if before.speakers and before.title != title:
            rest = title.replace(before.title, " ", 1).strip(" 　-–—―:：/／|｜")
            return Named(before.title, people_of(f"{rest} ({within})"))
        if is_person(title) and "の" not in title[-4:]:
            return Named(unmarked(text), people_of(text))
        if may_be_person(within) or (len(within) <= 16 and could_be_person(within)):
            return Named(text, guess=people_of(within), guessed_title=title, style="()")
    return _by_separator(text)


def _name_behind(title: str, is_name: Callable[[str], bool]) -> tuple[str, str]:
    """Return a title without who stands behind it, before an @name or brackets, and the name, if any."""
    cut = patterns.SEPARATOR.split(title)
    if len(cut) > 1 and len(cut[-1]) < 20 and (is_person(cut[-1]) or is_name(cut[-1])):
        return title[: title.rfind(cut[-1])], cut[-1]
    if name := patterns.TRAILING_NAME.match(title):
        return name["title"], name["people"]
    if (name := patterns.NAME_LAST.match(title)) and may_be_person(name["name"]):
        return name["title"], name["name"]
    return (unmarked(title), title) if is_person(title) else (title, "")


def _by(match: re.Match[str]) -> Named:
    employer = BRACKETS.sub("", match["employer"]).strip()
    return Named(match["title"], people_of(f"{match['name']} ({employer})"))


def _by_separator(text: str) -> Named:
    if (by := patterns.BY.match(text)) and could_be_person(by["name"], 50):
        return _by(by)
    if (last := patterns.NAMES_LAST.match(text)) and all(map(is_person, pieces_of(last["people"]))):
        return Named(last["title"], people_of(last["people"]))
    pieces = list(patterns.SEPARATOR.finditer(text))
    if pieces:
        last, first = pieces[-1], pieces[0]
        tail, head = text[last.end() :].rstrip("。．"), text[: first.start()]
        is_by = "by" in last[0].lower()
        if is_by and (said := patterns.AND_SAID.match(tail)):
            tail = said[1]
        if tail and (is_people(tail) or (is_by and could_be_person(tail, 50))):
            return Named(text[: last.start()], people_of(tail))
        if head and is_people(head) and len(head) < 40:
            return Named(text[first.end() :], people_of(head))
        style = patterns.DASHES.sub("-", last[0].strip()) or "\t"
        after = Named(text, guess=people_of(tail), guessed_title=text[: last.start()], style=style)
        # Of two that may be names in English the longer is a title: Umi Sango — Big Tidal Charts.
        is_title = may_be_person(head) and BRACKETS.sub("", tail).strip().count(" ") > head.count(" ") > 0
        if tail and may_be_person(tail) and not is_title:
            return after
        if head and may_be_person(head) and len(text) - first.end() > len(head):
            return Named(
                text, guess=people_of(head), guessed_title=text[first.end() :], style=f"{first[0].strip()} "
            )
        if tail and could_be_person(tail):
            return after
    if (match := patterns.HANDLE_BY.match(text)) and not is_stop(match["title"]):
        return Named(match["title"], people_of(match["people"]))
    if match := patterns.HANDLE_FIRST.match(text):
        return Named(match["title"], people_of(match["people"]))
    match = patterns.TRAILING_NAME.match(text)
    if match and not is_whole_name(text) and is_person(match["people"]):
        return _named_last(match)
    if is_person(text):
        return Named(unmarked(text), people_of(text))
    if (match := patterns.PERSON_FIRST.match(text)) and is_person(match["people"]):
        return Named(match["title"], people_of(f"{match['people']} ({match['remark'] or ''})"))
    if (match := patterns.TRAILING_NAME.match(text)) and is_person(match["people"]):
        return _named_last(match)
    match = patterns.FULL_NAME_LAST.match(text)
    # In a title all in English two capitals at its end are no name.
    if match and not text.isascii() and may_be_person(match["people"]):
        return Named(text, guess=people_of(match["people"]), guessed_title=match["title"], style=" ")
    if may_be_person(text):
        return Named(unmarked(text), guess=people_of(text), guessed_title=unmarked(text), style=BARE)
    return Named(unmarked(text))


def _named_last(match: re.Match[str]) -> Named:
    # Who writes 氏 writes the whole name.
    surname = patterns.SURNAME_LAST.match(match["title"]) if match["people"].endswith("氏") else None
    if surname and may_be_person(surname["surname"]):
        return Named(surname["title"], people_of(f"{surname['surname']} {match['people']}"))
    return Named(match["title"], people_of(match["people"]))


def _with_rest(match: re.Match[str], rest: str) -> Named:
    title, rest = _quoted(match), patterns.LT_TAIL.sub("", rest).strip(" 　-–—―:：/／|｜,、*・‐−ー")
    rest = re.sub(r"^(?:by|BY|By)[\s:：]+", "", rest)
    if not rest or is_employer(rest):
        return Named(title, is_quoted=True)
    inside = re.fullmatch(r"[（(\[](.+)[)）\]]\s*(?:さん|氏)?", rest)
    rest = inside[1] if inside else rest
    if labelled := labelled_of(rest):
        return Named(title, labelled, is_quoted=True)
    if is_people(rest) or may_be_person(rest):
        return Named(title, people_of(rest), is_quoted=True)
    is_apart = not match["rest"][:1].isalnum()
    if is_apart and len(rest) <= 24 and could_be_person(rest):
        return Named(title, is_quoted=True, guess=people_of(rest), guessed_title=title, style="「」")
    if not is_apart:
        return _by_separator(match.string)
    return Named(unmarked(match.string), is_quoted=len(title) > len(rest))


def _goes_on(tail: str) -> bool:
    """Say whether what stands behind quotes is the rest of a title, a part of which they quote."""
    return len(patterns.LT_TAIL.sub("", tail).strip()) >= _LONG_TAIL and not is_person(tail)


def _quoted(match: re.Match[str]) -> str:
    return unmarked(match["q1"] or match["q2"] or match["q3"]).strip()


def _tidied(title: str) -> str:
    title = (
        patterns.TRAILING_WORD.sub("", patterns.TRAILING.sub("", unmarked(title)))
        .strip(" 　\t")
        .replace("\t", " ")
    )
    quoted = re.fullmatch(patterns.QUOTE, title)
    return _quoted(quoted) if quoted else title
