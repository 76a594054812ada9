"""`indexer new`: a note for an event, to be filled in. Asks for what was not said, and opens the editor."""

import datetime
import re
import shlex
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from indexer.commands import OK, PROBLEMS
from indexer.imported import note_path_of
from indexer.note_text import note_text_of
from indexer.notes.ids import dated_id, slug_of
from indexer.notes.note import read_note
from indexer.notes.speakers import speakers_of
from indexer.notes.values import parse_date, parse_url
from indexer.plain_file import write_new
from indexer.report import Report
from search.errors import NoteError, SettingsError
from search.model import Event, Speaker, Talk
from search.settings import Settings

CANNOT_CREATE = 73

_SLASH = re.compile(r"(?:^|\s)[/／]\s")
_EMPTY_TALK = "\n## \n- speaker: \n- tech: \n- slides: \n\n"

T = TypeVar("T")


class NewNote(Struct, frozen=True):
    """What is known of an event before its note is written; `talks` are titles with who speaks."""

    event: str
    """Empty as long as it is not known."""
    date: datetime.date | None = None
    """Today, when nobody says otherwise."""
    venue: str = ""
    hashtag: str = ""
    url: str = ""
    talks: tuple[tuple[str, tuple[Speaker, ...]], ...] = ()


def new(settings: Settings, note: NewNote, report: Report) -> int:
    """Write a note that nobody has written yet, open it, and say what is still wrong in it."""
    event = _event_of(note)
    path = note_path_of(settings.corpus, event)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_new(path, _text_of(note, event))
    except FileExistsError:
        report.complain(f"{path} はもうあります。そのノートに書き足すか、--date か --event を変えてください")
        return CANNOT_CREATE
    report.say(f"{path} を書きました")
    if not settings.editor:
        report.say("書き終えたら `indexer update` で検索に入ります")
        return OK
    if not _edit(settings.editor, path, report):
        return PROBLEMS
    try:
        problems = read_note(path).problems
    except NoteError as error:
        problems = (error,)
    report.problems(problems)
    report.say("`indexer update` で検索に入ります")
    return PROBLEMS if problems else OK


def note_of(event: str, date: str, venue: str, hashtag: str, url: str, talks: Sequence[str]) -> NewNote:
    """Read what was said on the command line; raise `SettingsError` naming the option that is wrong."""

    def read(option: str, written: str, parse: Callable[[str], T]) -> T | None:
        try:
            return parse(written.strip()) if written.strip() else None
        except ValueError as error:
            raise SettingsError(option, str(error)) from error

    return NewNote(
        read("--event", event, parse_event) or "",
        read("--date", date, parse_date),
        venue.strip(),
        hashtag.strip(),
        read("--url", url, parse_url) or "",
        tuple(talk for each in talks if (talk := read("--talk", each, parse_talk))),
    )


def ask(given: NewNote, report: Report) -> NewNote:
    """Ask on the terminal for what is not given yet, again where an answer cannot be used."""
    today = datetime.date.today()

    def asked(option: str, question: str, parse: Callable[[str], T], known: T | None) -> T:
        return known or _asked(report, option, question, parse)

    name = asked("--event", "イベント名: ", parse_event, given.event)
    date = asked("--date", f"日付 [{today}]: ", lambda text: parse_date(text) if text else today, given.date)
    venue = asked("--venue", "会場(なければ Enter): ", str, given.venue)
    hashtag = asked("--hashtag", "ハッシュタグ(なければ Enter): ", str, given.hashtag)
    url = asked(
        "--url", "イベントの URL(なければ Enter): ", lambda text: parse_url(text) if text else "", given.url
    )
    talks = list(given.talks)
    while title := _next_title(report, len(talks) + 1):
        talks.append((title, _asked(report, "--talk", "  発表者(「、」で区切る): ", speakers_of)))
    return NewNote(name, date, venue, hashtag, url, tuple(talks))


def parse_event(text: str) -> str:
    """Read a name; raise `ValueError` when no file can be called after it."""
    if not slug_of(text):
        raise ValueError("文字か数字を含む名前を書いてください")
    return text


def parse_talk(text: str) -> tuple[str, tuple[Speaker, ...]]:
    """Read `題名 / 発表者`; raise `ValueError` when there is no title."""
    title, *speakers = _SLASH.split(text, maxsplit=1)
    return parse_event(title.strip()), speakers_of("".join(speakers))


def _title_or_nothing(text: str) -> str:
    return parse_event(text) if text else ""


def _next_title(report: Report, number: int) -> str:
    """Ask for a talk's title; empty where there are no more, or no more answers."""
    try:
        return _asked(report, "--talk", f"発表 {number} の題名(終わりは Enter): ", _title_or_nothing)
    except SettingsError:
        return ""


def _asked(report: Report, option: str, question: str, parse: Callable[[str], T]) -> T:
    while True:
        try:
            return parse(" ".join(input(report.told(question)).split()))
        except ValueError as error:
            report.complain(str(error))
        except EOFError:
            # The question stands on this line yet.
            report.say("")
            raise SettingsError(
                option, f"答えが終わりました。端末で答えるか、{option} で指定してください"
            ) from None


def _event_of(note: NewNote) -> Event:
    date = note.date or datetime.date.today()
    hashtag = note.hashtag.lstrip("#＃")
    event_id = dated_id(date, slug_of(note.event))
    return Event(event_id, note.event, date, url=note.url, hashtag=hashtag, venue=note.venue)


def _text_of(note: NewNote, event: Event) -> str:
    talks = [
        Talk(f"{event.id}/{slug_of(title)}", title, event, speakers, (), event.date, "", ())
        for title, speakers in note.talks
    ]
    return note_text_of(event, talks, "") + ("" if talks else _EMPTY_TALK)


def _edit(editor: str, path: Path, report: Report) -> bool:
    """Open a note and wait for its author; say whether he ended well."""
    try:
        code = subprocess.run([*shlex.split(editor), str(path)], check=False).returncode
    except (OSError, ValueError) as error:
        report.complain(f"エディター {editor!r} を開けません({error})。ノートはそのままあります")
        return False
    if code:
        report.complain(f"エディター {editor!r} が {code} で終わりました。ノートはそのままあります")
    return code == 0
