"""Notes: one Markdown file -> one event with its talks, and everything that is wrong with it.

What a problem costs: unusable front matter (no name, date or id of the event) leaves out the note;
an unusable heading (no title, a bad or repeated id) leaves out its talk; an unusable fact leaves out
that fact. Each is reported with its line.
"""

from dataclasses import replace
from pathlib import Path
from typing import Literal

from msgspec import Struct

from indexer.notes.facts import Facts, facts_of
from indexer.notes.front_matter import front_matter_of
from indexer.notes.ids import parse_id
from indexer.notes.problems import Problems
from indexer.notes.sections import Section, body_of, sections_of
from indexer.notes.talk_ids import talk_ids_of
from indexer.wide_text import wide_coding_of
from search.errors import NoteError
from search.model import Event, Talk
from search.plain_file import TooLarge, read_plain

MAX_BYTES = 2_000_000


Naming = Literal["written", "guessed", "none"]


class ParsedNote(Struct, frozen=True):
    """What one note holds. `event` is None and `talks` is empty when the note is left out."""

    path: Path
    event: Event | None
    talks: tuple[Talk, ...]
    lines: tuple[int, ...]
    """The line of each talk's heading, in the order of `talks`."""
    problems: tuple[NoteError, ...]
    more: tuple["ParsedNote", ...] = ()
    """Further events of the same file: an export of a blog holds several."""
    naming: Naming = "written"
    """Whether its author wrote what the event is called, or a title was read for it, or tells of none."""
    has_day: bool = True
    """Whether the day stands in it: that of a file may be any."""
    is_strict: bool = True
    """Whether it is in our own format."""
    chosen: frozenset[str] = frozenset()
    """The ids of talks whose writer wrote them, as `{#…}`; all others are made from titles."""

    @property
    def parts(self) -> tuple["ParsedNote", ...]:
        """Every event of the file, each as a note."""
        return (self, *self.more)


def read_note(path: Path) -> ParsedNote:
    """Read one file, UTF-8 with or without BOM; raise `NoteError` when it is no readable text."""
    try:
        data = read_plain(path, MAX_BYTES)
    except TooLarge as error:
        limit = MAX_BYTES // 1_000_000
        raise NoteError(path, 1, f"大きすぎます({limit} MB まで)。イベントごとに分けてください") from error
    except OSError as error:
        raise NoteError(path, 1, f"読めません({error.strerror})。ファイルの権限を確かめてください") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise NoteError(path, line, f"UTF-8 ではありません。{_conversion_of(data)}") from error
    if b"\x1b$" in data:
        # Seven bits with escapes are valid UTF-8, too.
        line = data.count(b"\n", 0, data.index(b"\x1b$")) + 1
        raise NoteError(path, line, f"UTF-8 ではありません。{_iconv('iso-2022-jp', 'ISO-2022-JP')}")
    return parse_note(path, text)


def parse_note(path: Path, text: str) -> ParsedNote:
    """Read the text of one note; the path gives the event its id and the problems their place."""
    problems = Problems(path)
    # Line ends are not spelling: everything else stays as it was written.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = front_matter_of(path, text, problems)
    sections = sections_of(front.body or "", front.body_line, problems)
    if not sections.talks and front.body is not None:
        problems.add(front.body_line, "発表がありません。発表ごとに「## 題名」の見出しを書いてください")
    event = front.event and replace(front.event, note=sections.preface)
    event_ids = (event.id, *front.earlier_ids) if event else ()
    talks: list[Talk] = []
    lines: list[int] = []
    chosen: set[str] = set()
    for section, talk_id in zip(sections.talks, talk_ids_of(sections.talks, problems), strict=True):
        facts, body = facts_of(section.text, section.line + 1, problems)
        ids = _ids_of(talk_id, facts.aliases, event_ids, section.line, problems)
        if event and talk_id:
            talks.append(_talk_of(section, event, ids, facts, body_of(body)))
            lines.append(section.line)
            if section.written_id:
                chosen.add(ids[0])
    problems_found, is_chosen = problems.in_line_order(), frozenset(chosen)
    return ParsedNote(path, event, tuple(talks), tuple(lines), problems_found, chosen=is_chosen)


def _ids_of(
    talk_id: str, aliases: list[str], event_ids: tuple[str, ...], line: int, problems: Problems
) -> tuple[str, ...]:
    """Return every full id that leads to the talk, its own first.

    An alias is an earlier id within the event, or `event/talk`. A talk of a renamed event answers
    under each of the event's ids.
    """
    within, elsewhere = [talk_id], []
    for alias in aliases:
        try:
            parts = [parse_id(part) for part in alias.split("/")]
        except ValueError as error:
            problems.add(line, f"前の ID(aliases): {error}")
            continue
        if len(parts) == 1:
            within.append(parts[0])
        elif len(parts) == 2:
            elsewhere.append("/".join(parts))
        else:
            problems.add(line, f"前の ID は「発表」か「イベント/発表」の形で書いてください(今は {alias!r})")
    full = [f"{event_id}/{short}" for event_id in event_ids for short in within]
    return tuple(dict.fromkeys(full + elsewhere))


def _talk_of(section: Section, event: Event, ids: tuple[str, ...], facts: Facts, body: str) -> Talk:
    speakers = {speaker.name: speaker for speaker in reversed(facts.speakers)}
    return Talk(
        id=ids[0],
        title=section.title,
        event=event,
        speakers=tuple(reversed(speakers.values())),
        technologies=tuple(dict.fromkeys(facts.technologies)),
        date=facts.date or event.date,
        body=body,
        links=tuple(dict.fromkeys(facts.links)) if len(facts.links) > 1 else tuple(facts.links),
        aliases=ids[1:],
        mention=facts.mention,
    )


def _conversion_of(data: bytes) -> str:
    """Name the encoding that Japanese files most often have, and how to leave it behind."""
    if wide := wide_coding_of(data):
        return f"{wide[:6].upper()} のようです。エディターで UTF-8 として保存し直してください"
    for codec, name in (("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP")):
        try:
            data.decode(codec)
        except UnicodeDecodeError:
            continue
        return _iconv(codec.replace("_", "-"), name)
    return "エディターで UTF-8 として保存し直してください"


def _iconv(codec: str, name: str) -> str:
    return f"{name} のようです。`iconv -f {codec} -t utf-8` などで変換してください"
