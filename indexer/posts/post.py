"""Posts: the text of one file -> the event it tells of, its talks, and what was guessed."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from indexer.notes.ids import slug_of
from indexer.notes.note import ParsedNote
from indexer.notes.sections import body_of
from indexer.posts.dates import event_date_of, path_date_of, post_date_of
from indexer.posts.event import event_facts_of
from indexer.posts.front_matter import Front, front_matter_of
from indexer.posts.inline import marked_of, visible_of
from indexer.posts.layouts import layout_of, markup_of
from indexer.posts.links import event_page_of, links_in
from indexer.posts.outline import Markup, Section, outline_of, tree_of
from indexer.posts.rules import missed_in, parts_of, pseudo_headings
from indexer.posts.talks import Reader, talks_of
from indexer.posts.technologies import known_in_title, known_tags, tags_of_talks
from indexer.posts.words import looks_like_report
from search.errors import NoteError
from search.model import Event, Link, Speaker, Talk
from search.text.lexicon import Lexicon

Wanted = Literal["reports", "all"]

HEAD = 3_000
"""Characters at the top of a post in which its event is described."""

_NO_TALKS = -1
"""The author says that the post is one entry."""

DATE_KEYS = (
    *("date", "published_at", "publishedat", "pubdate", "publishdate", "published_time", "created_at"),
    *("createdat", "created", "posted", "date_published", "datepublished", "posted_at", "日付"),
)
EVENT_DATE_KEYS = ("event_date", "eventdate", "event-date", "開催日", "日時", "開催日時")
TAG_KEYS = ("tags", "topics", "categories", "tag", "category", "keywords", "タグ", "カテゴリ")
_OF_THE_POST = re.compile(r"\s*(?::(?:date|published|modified|created):|\.\.\s+post::)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a post comes from: its file, its path below the corpus, the id of its event, its first day in git
    or, `is_file_date`, the day its file was last written.
    """

    path: Path
    relative: str
    event_id: str
    first_day: Callable[[], tuple[datetime.date, bool] | None] = lambda: None


@dataclass(frozen=True, slots=True)
class ReadPost:
    """What a post was read as. `note` is None when it is skipped; `reason` says why, or what was guessed."""

    layout: str
    title: str
    note: ParsedNote | None
    reason: str
    detected: tuple[tuple[str, ...], ...] = ()
    """Of each talk, the technologies that were found in its title."""
    is_one_entry: bool = False
    remarks: tuple[NoteError, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """A talk before it has an id: what stands where in the text."""

    title: str
    speakers: tuple[Speaker, ...]
    line: int
    start: int
    body: int
    end: int
    links: tuple[Link, ...] = ()
    is_mention: bool = False


def parse_post(place: Place, text: str, lexicon: Lexicon, wanted: Wanted = "reports") -> ReadPost:
    """Read the text of one file. Never fails: what cannot be known is guessed, and said."""
    is_rst = place.relative.lower().endswith(".rst")
    front = front_matter_of(text, is_rst=is_rst)
    return parse_entry(place, text, front, lexicon, wanted)


def parse_entry(
    place: Place, text: str, front: Front, lexicon: Lexicon, wanted: Wanted = "reports"
) -> ReadPost:
    """Read what stands below a front matter, which need not be in the text: an export has its own."""
    markup = markup_of(place.relative, text[front.start :])
    layout = layout_of(place.relative, front, markup)
    title = _title_of(place, text, front, markup)
    tags = front.items(*TAG_KEYS)
    orders = _orders_of(text, front)
    if reason := _reason_to_skip(front, orders, wanted, title, tags, text):
        return ReadPost(layout, title, None, reason)
    is_report = orders.get("is") == "true" or _is_report(title, tags, text[front.start :])
    return _Post(place, text, front, markup, layout, title, tags, orders, lexicon).read(is_report=is_report)


class _Post:
    """One accepted post while it is read."""

    def __init__(
        self,
        place: Place,
        text: str,
        front: Front,
        markup: Markup,
        layout: str,
        title: str,
        tags: tuple[str, ...],
        orders: Mapping[str, str],
        lexicon: Lexicon,
    ) -> None:
        self._place, self._text, self._front, self._markup = place, text, front, markup
        self._layout, self._title, self._tags = layout, title, tags
        self._orders, self._lexicon = orders, lexicon
        self._remarks: list[NoteError] = []

    def read(self, *, is_report: bool) -> ReadPost:
        root = outline_of(self._text, self._front.start, self._front.line, self._markup)
        told = self._told(root) if is_report else []
        head = self._head(told)
        if (day := self._day(head, is_report)) is None:
            reason = "日付が見つかりません。front matter に `date: 2015-01-14` のように書いてください"
            return ReadPost(self._layout, self._title, None, reason)
        event = self._event(head, day, is_report)
        missed = self._missed(told) if is_report else []
        outside = self._outside(told, root)
        if told:
            event = replace(event, note=outside)
        talks, detected = self._talks(event, told or [self._whole()], missed, is_one_entry=not told)
        order = [*(told or [self._whole()]), *missed]
        note = ParsedNote(self._place.path, event, talks, tuple(one.line for one in order), ())
        reason = "" if is_report else "すべての記事を読む設定なので、1 件として読みました"
        return ReadPost(self._layout, self._title, note, reason, detected, not told, tuple(self._remarks))

    def _told(self, root: Section) -> list[_Told]:
        level = _level_of(self._orders.get("talks", ""))
        if level == _NO_TALKS:
            return []
        reader = Reader(self._text, self._titles(), self._markup == "rst", level)
        found = talks_of(root, reader)
        if not found and not root.children and self._markup != "rst":
            if parts := parts_of(self._text, self._front.start):
                return [
                    _Told(
                        part.named.title or "、".join(f"{each.name}さんの発表" for each in part.speakers),
                        part.speakers,
                        self._line_at(self._first_text(part.start)),
                        part.start,
                        part.body if part.named.title else self._first_text(part.start),
                        part.end,
                        links_in(self._text, part.start, part.end),
                    )
                    for part in parts
                ]
            headings = pseudo_headings(self._text, self._front.start)
            found = talks_of(tree_of(self._text, headings, self._front.start, self._front.line), reader)
        return [
            _Told(
                one.named.title,
                one.speakers,
                one.section.line,
                one.section.start,
                one.section.body,
                one.section.end,
                links_in(self._text, one.section.start, one.section.end),
            )
            for one in found
        ]

    def _titles(self) -> tuple[str, ...]:
        return (self._title, event_facts_of(self._title, "").name)

    def _first_text(self, at: int) -> int:
        return at + len(self._text[at:]) - len(self._text[at:].lstrip()) if at < len(self._text) else at

    def _line_at(self, at: int) -> int:
        return self._front.line + self._text.count("\n", self._front.start, at)

    def _head(self, told: list[_Told]) -> str:
        """Return the visible text above the first talk."""
        end = min(told[0].start if told else len(self._text), self._front.start + HEAD)
        lines = self._text[self._front.start : end].split("\n")
        # What a reST file says of the post is no word about the event.
        return "\n".join(
            marked_of(line, is_rst=self._markup == "rst") for line in lines if not _OF_THE_POST.match(line)
        )

    def _event(self, head: str, day: datetime.date, is_report: bool) -> Event:
        field = self._front.text
        facts = event_facts_of(
            self._orders.get("event") or self._title, head, field("hashtag"), field("venue", "会場", "場所")
        )
        page = self._orders.get("url") or field("event_url") or event_page_of(self._source_of_page())
        name = self._orders.get("event") or (facts.name if is_report else self._title)
        post = field("canonical_url", "permalink", "url")
        return Event(
            self._place.event_id,
            name or self._place.event_id,
            day,
            url=page,
            post=post if post.startswith(("http://", "https://")) else "",
            hashtag=facts.hashtag,
            venue=facts.venue,
        )

    def _source_of_page(self) -> str:
        start = self._front.start
        return self._text[start : start + 100_000]

    def _day(self, head: str, is_report: bool) -> datetime.date | None:
        if ordered := post_date_of(self._orders.get("date", "")):
            return ordered
        if day := post_date_of(self._front.text(*EVENT_DATE_KEYS)):
            return day
        posted = post_date_of(self._front.text(*DATE_KEYS)) or path_date_of(self._place.relative)
        if is_report and (day := event_date_of(self._title, head, posted)):
            return day
        if posted:
            return posted
        if first := self._place.first_day():
            day, is_guess = first
            if is_guess:
                self._remark(
                    f"日付が見つからないので、ファイルの日付 {day} にしました。`date: {day}` を書いて直せます"
                )
            return day
        return None

    def _missed(self, told: list[_Told]) -> list[_Told]:
        """Return the talks that the author says to have missed, outside of those told."""
        found: list[_Told] = []
        edges = sorted((one.start, one.end) for one in told)
        at = self._front.start
        for start, end in [*edges, (len(self._text), len(self._text))]:
            lines = enumerate(self._text[at:start].split("\n")) if at < start else []
            for number, title in missed_in([(number, visible_of(line)) for number, line in lines]):
                found.append(_Told(title, (), self._line_at(at) + number, at, at, at, is_mention=True))
            at = max(at, end)
        return found

    def _outside(self, told: list[_Told], root: Section) -> str:
        """Return all text that belongs to no talk, in order; a heading that only repeats the title goes."""
        pieces: list[str] = []
        at = self._front.start
        first = root.children[0] if root.children else None
        for one in told:
            pieces.append(self._piece(at, one.start, first))
            at = max(at, one.end)
        pieces.append(self._piece(at, len(self._text), first))
        return "\n\n".join(filter(None, map(body_of, pieces)))

    def _piece(self, start: int, end: int, first: Section | None) -> str:
        if first and start <= first.start < end and first.title.strip() == self._title.strip():
            return self._text[start : first.start] + self._text[first.body : end]
        return self._text[start:end] if start < end else ""

    def _whole(self) -> _Told:
        start = self._front.start
        return _Told(
            self._title,
            (),
            self._front.line,
            start,
            start,
            len(self._text),
            links_in(self._text, start, len(self._text)),
        )

    def _talks(
        self, event: Event, told: list[_Told], missed: list[_Told], *, is_one_entry: bool
    ) -> tuple[tuple[Talk, ...], tuple[tuple[str, ...], ...]]:
        bodies = [body_of(self._text[one.body : one.end]) for one in told]
        tags = known_tags(self._tags, self._lexicon)
        shared = tags_of_talks(tags, [f"{one.title}\n{body}" for one, body in zip(told, bodies, strict=True)])
        taken: set[str] = set()
        talks: list[Talk] = []
        detected: list[tuple[str, ...]] = []
        for one, body, own_tags in zip(
            [*told, *missed], [*bodies, *("" for _ in missed)], [*shared, *(() for _ in missed)], strict=True
        ):
            in_title = known_in_title(one.title, self._lexicon)
            short = "post" if is_one_entry and not one.is_mention else _free_id(one.title, taken)
            detected.append(in_title)
            talks.append(
                Talk(
                    id=f"{event.id}/{short}",
                    title=one.title,
                    event=event,
                    speakers=one.speakers,
                    technologies=tuple(dict.fromkeys((*own_tags, *in_title))),
                    date=event.date,
                    body=body,
                    links=one.links,
                    mention=one.is_mention,
                )
            )
        return tuple(talks), tuple(detected)

    def _remark(self, problem: str) -> None:
        self._remarks.append(NoteError(self._place.path, 1, problem))


def _title_of(place: Place, text: str, front: Front, markup: Markup) -> str:
    if title := front.text("title", "タイトル", "題名"):
        return " ".join(visible_of(title).split()) or title
    if match := re.search(
        r"<title[^<>]{0,100}>([^<]{1,300})</title", text[front.start : front.start + 20_000], re.I
    ):
        return " ".join(visible_of(match[1]).split())
    root = outline_of(text[: front.start + 20_000], front.start, front.line, markup)
    if root.children and (
        root.children[0].level == 1 or not text[front.start : root.children[0].start].strip()
    ):
        return root.children[0].title
    for line in text[front.start : front.start + HEAD].split("\n"):
        shown = visible_of(line).strip("#=-*■● \t")
        if shown and not line.startswith((":", "..", "<!", "---", "===")):
            return shown[:120]
    return root.children[0].title if root.children else place.event_id


def _orders_of(text: str, front: Front) -> Mapping[str, str]:
    """Return what the author says to us: `is` (true or false), `talks`, `event`, `date`, `url`."""
    value = front.fields.get("kikigaki")
    if value is None:
        match = re.search(
            r"<!--\s*kikigaki:\s*([^<>\n]{1,200}?)\s*-->|^\.\. kikigaki:\s*(.{1,200})$", text[:2_000], re.M
        )
        if match is None:
            return {}
        value = (match[1] or match[2]).strip("{} ")
        value = dict(pair.split(":", 1) for pair in value.split(",")) if ":" in value else value
    if isinstance(value, Mapping):
        plain = {key.strip(): str(item).strip() for key, item in value.items()}
        return {"is": "true", **plain}
    word = (value[0] if isinstance(value, tuple) and value else str(value)).strip().casefold()
    if word in ("false", "no", "off"):
        return {"is": "false"}
    return {"is": "true", "talks": word} if re.fullmatch(r"h[1-6]|none", word) else {"is": "true"}


def _reason_to_skip(
    front: Front, orders: Mapping[str, str], wanted: Wanted, title: str, tags: tuple[str, ...], text: str
) -> str:
    if orders.get("is") == "false":
        return "`kikigaki: false` と書いてあります"
    if front.says("draft") is True or front.text("draft").casefold() == "true":
        return "下書きです(draft: true)"
    if front.says("published") is False:
        return "公開されていません(published: false)"
    if front.text("status").casefold() in ("draft", "private", "hidden"):
        return "下書きです(status)"
    if not text[front.start :].strip():
        return "本文がありません"
    if orders.get("is") == "true" or wanted == "all" or _is_report(title, tags, text[front.start :]):
        return ""
    return "参加の記録に見えません。読むには front matter に `kikigaki: true` と書きます"


def _is_report(title: str, tags: tuple[str, ...], body: str) -> bool:
    if looks_like_report(title, tags):
        return True
    head = body[:HEAD]
    return bool(event_page_of(head)) and bool(
        re.search(r"参加|行っ|いって|発表|勉強会|登壇|聞い|イベント", head)
    )


def _level_of(written: str) -> int:
    if written.casefold() in ("none", "no", "false", "なし"):
        return _NO_TALKS
    match = re.fullmatch(r"[hH]?([1-6])|(#{1,6})", written.strip())
    return (int(match[1]) if match[1] else len(match[2])) if match else 0


def _free_id(title: str, taken: set[str]) -> str:
    base = slug_of(title)[:72].strip("-") or "talk"
    short, number = base, 1
    while short in taken:
        number += 1
        short = f"{base}-{number}"
    taken.add(short)
    return short
