"""`indexer check`: what each file of the corpus was read as, and what to write to correct a guess."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from indexer.commands import OK, PROBLEMS
from indexer.corpus import Gathered, corpus_of, gather, in_order
from indexer.joined_events import joined_events
from indexer.notes.note import ParsedNote
from indexer.posts.naming import named_of
from indexer.posts.post import ReadPost
from indexer.report import MOST_PROBLEMS, Report
from search.errors import CorpusError, NoteError
from search.model import Talk
from search.settings import Settings


class Checked(Struct, frozen=True):
    """What one file was read as: a note, a post, or nothing, with the reason."""

    path: str
    kind: str
    layout: str
    notes: tuple[ParsedNote, ...]
    reason: str
    problems: tuple[NoteError, ...]
    posts: tuple[ReadPost, ...] = ()


def check(settings: Settings, report: Report) -> int:
    """Say what is wrong, and what posts were read as; 1 when a note has a problem."""
    gathered = gather(settings.corpus, settings.posts)
    report.tree(
        line for one in _checked(settings.corpus, gathered) for line in _tree_of(one, report.told_wrong)
    )
    corpus = corpus_of(settings.corpus, gathered)
    report.problems(corpus.problems)
    report.corpus(corpus)
    if corpus.posts:
        report.say(
            "読み方は、記事の front matter に `kikigaki: {talks: h3, event: 名前, date: 2015-01-14}` の"
        )
        report.say("ように書いて直せます。読まない記事には `kikigaki: false`、読む記事には `kikigaki: true`")
    return PROBLEMS if corpus.problems else OK


def check_links(settings: Settings, report: Report) -> int:
    """Say which addresses that were published would vanish with the next rebuild; 1 when one would."""
    corpus = corpus_of(settings.corpus, gather(settings.corpus, settings.posts))
    report.lost(corpus.lost, MOST_PROBLEMS)
    if not corpus.lost:
        live = sum(1 for row in corpus.published.values() if row.owner)
        report.say(f"公開したアドレス {live} 件は、どれも発表に届きます")
    return PROBLEMS if corpus.lost else OK


def check_as_json(settings: Settings, report: Report) -> int:
    """Print one object for every file, as a JSON array; 1 when a note has a problem."""
    gathered = gather(settings.corpus, settings.posts)
    problems: Sequence[NoteError]
    try:
        problems = corpus_of(settings.corpus, gathered).problems
    except CorpusError as error:
        problems = error.problems
    objects = [_object_of(one, report.told_wrong) for one in _checked(settings.corpus, gathered)]
    report.write(json.dumps(objects, ensure_ascii=False, indent=1))
    return PROBLEMS if problems else OK


def _checked(directory: Path, gathered: Gathered) -> Iterator[Checked]:
    notes, files = gathered.notes, gathered.files
    joined = joined_events(notes.parsed, gathered.lexicon)
    own: dict[str, list[NoteError]] = {}
    for problem in in_order((*files.problems, *gathered.alias_problems, *notes.problems)):
        own.setdefault(_below(directory, problem.path), []).append(problem)
    for path in sorted({*files.stamps, *files.skipped, *own}, key=lambda path: path.split("/")):
        problems = tuple(own.get(path, ()))
        posts = notes.posts.get(path, ())
        note = notes.parsed.get(path)
        if posts and note:
            first = next(post for post in posts if post.note)
            remarks = tuple(remark for post in posts for remark in post.remarks)
            yield Checked(
                path, "post", first.layout, joined.parts_of(note), first.reason, (*remarks, *problems), posts
            )
        elif note:
            yield Checked(path, "note", "kikigaki", joined.parts_of(note), "", problems)
        else:
            reason = posts[0].reason if posts else files.skipped.get(path, "読めませんでした")
            layout = posts[0].layout if posts else ""
            yield Checked(path, "skipped", layout, (), reason, problems, posts)


def _below(directory: Path, path: Path) -> str:
    return path.relative_to(directory).as_posix() if path.is_relative_to(directory) else path.as_posix()


def _object_of(one: Checked, told: Callable[[str], str]) -> dict[str, Any]:
    accepted = [post for post in one.posts if post.note]
    events = [
        _event_object(note, accepted[number] if accepted else None) for number, note in enumerate(one.notes)
    ]
    plain: dict[str, Any] = {"path": one.path, "kind": one.kind, "layout": one.layout}
    plain |= events[0] if events else _event_object(None, None)
    plain["reason"] = told(one.reason)
    plain["problems"] = [{"line": error.line, "message": told(error.problem)} for error in one.problems]
    if len(one.posts) > 1:
        plain |= {"posts": len(one.posts), "reports": len(accepted), "more": events[1:]}
    return plain


def _event_object(note: ParsedNote | None, post: ReadPost | None) -> dict[str, Any]:
    event = note.event if note else None
    if note is None or event is None:
        keys = ("event", "event_id", "date", "url", "hashtag", "venue")
        return dict.fromkeys(keys, "") | {"talks": [], "one_entry": False}
    detected = post.detected if post else ()
    talks = [
        _talk_object(talk, line, detected[number] if number < len(detected) else ())
        for number, (talk, line) in enumerate(zip(note.talks, note.lines, strict=True))
        if talk.mention or not (post and post.is_one_entry)
    ]
    return {
        "event": event.name,
        "event_id": event.id,
        "date": event.date.isoformat(),
        "url": event.url,
        "hashtag": event.hashtag,
        "venue": event.venue,
        "talks": talks,
        "one_entry": bool(post and post.is_one_entry),
    }


def _talk_object(talk: Talk, line: int, detected: Sequence[str]) -> dict[str, Any]:
    return {
        "id": talk.id,
        "title": talk.title,
        "line": line,
        "speakers": [speaker.name for speaker in talk.speakers],
        "proposed": _proposed_of(talk),
        "technologies": list(talk.technologies),
        "detected": list(detected),
        "links": [{"kind": link.kind, "url": link.url} for link in talk.links],
        "mention": talk.mention,
    }


def _proposed_of(talk: Talk) -> list[str]:
    """Name whom a talk's title mentions in a running sentence: for a person to confirm, never a facet."""
    return [] if talk.speakers else [speaker.name for speaker in named_of(talk.title).proposed]


def _tree_of(one: Checked, told: Callable[[str], str]) -> Iterator[str]:
    """Yield the lines that show one post on a terminal; a note of our own shows its problems alone."""
    if one.kind == "note":
        return
    if one.kind == "skipped":
        yield f"{one.path}  読みません: {one.reason}"
        return
    yield f"{one.path}  ({one.layout})"
    for note in one.notes:
        if note.event is None:
            continue
        facts: Mapping[str, str] = {"": note.event.name, "日付": note.event.date.isoformat()}
        facts = {**facts, "会場": note.event.venue, "#": note.event.hashtag, "URL": note.event.url}
        yield "  " + "  ".join(f"{key} {value}".strip() for key, value in facts.items() if value)
        for talk, line in zip(note.talks, note.lines, strict=True):
            names = [speaker.name for speaker in talk.speakers]
            speakers = "、".join(names or [f"{name}?" for name in _proposed_of(talk)] or ["発表者?"])
            is_post = talk.id.endswith("/post") and len(note.talks) == 1
            lead = "記事全体を 1 件として: " if is_post else "聞けなかった: " if talk.mention else ""
            slides = f"  資料 {len(talk.links)}" if talk.links else ""
            by = "" if is_post or talk.mention else f" / {speakers}"
            yield f"    {line:>5}: {lead}{talk.title}{by}{slides}"
    for error in one.problems:
        # Its number keeps a sentence from being known.
        yield f"    {error.line:>5}: {told(error.problem)}"
