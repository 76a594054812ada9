"""Talk ids: what a writer put into `{#…}`, else made from the title, and never the same twice in a note."""

from collections.abc import Sequence
from itertools import count

from indexer.notes.ids import numbered, parse_id, slug_of
from indexer.notes.problems import Problems
from indexer.notes.sections import Section


def talk_ids_of(sections: Sequence[Section], problems: Problems) -> list[str]:
    """Return the id of each section within its event; empty where the section cannot be a talk.

    Of two titles that make one id, as two talks called LT do, the later gets `-2`. An id that somebody wrote
    comes first, and so does the whole of a title: beside two LT, `LT 2` keeps `lt-2`.
    """
    written = _written_ids_of(sections, problems)
    made = [slug_of(section.named) for section in sections]
    spoken_for = {*filter(None, written), *made}
    taken = set(filter(None, written))
    numbers: dict[str, int] = {}
    ids: list[str] = []
    for section, own, slug in zip(sections, written, made, strict=True):
        if own is None:
            own = _free(slug, taken, spoken_for, numbers) if section.title else ""
            if section.title and not own:
                cure = "題名のあとに {#id} と書いて決めてください"
                problems.add(section.line, f"題名に文字も数字もないので ID を作れません。{cure}")
            taken.add(own)
        ids.append(own)
    return ids


def _written_ids_of(sections: Sequence[Section], problems: Problems) -> list[str | None]:
    """Return the ids in `{#…}`: None where there is none, empty where the section cannot be used."""
    lines: dict[str, int] = {}
    ids: list[str | None] = []
    for section in sections:
        ids.append(None)
        if not section.title:
            problems.add(section.line, "発表の題名が空です。## のあとに題名を書いてください")
        if not section.title or not section.written_id:
            continue
        ids[-1] = ""
        try:
            own = parse_id(section.written_id)
        except ValueError as error:
            problems.add(section.line, str(error))
            continue
        if first := lines.get(own):
            cure = f"どちらかの題名のあとに {{#{own}-2}} のように別の ID を書いてください"
            problems.add(section.line, f"ID {own!r} は {first} 行目の発表と同じです。{cure}")
            continue
        lines[own] = section.line
        ids[-1] = own
    return ids


def _free(slug: str, taken: set[str], spoken_for: set[str], numbers: dict[str, int]) -> str:
    """Return the slug or its next number; `numbers` remembers the last one that each slug was given."""
    if not slug or slug not in taken:
        return slug
    for number in count(numbers.get(slug, 1) + 1):
        free = numbered(slug, number)
        if free not in taken and free not in spoken_for:
            numbers[slug] = number
            return free
    raise AssertionError("numbers never end")
