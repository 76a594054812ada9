"""Reports: which posts tell of an event: their titles and tags say so, or else their texts."""

import re

from indexer.posts.event import event_name_of
from indexer.posts.inline import visible_of
from indexer.posts.links import event_page_of
from indexer.posts.report_titles import HANDS_ON, doubt_of, is_of_something_else, looks_like_report, only_went
from indexer.posts.source import HEAD, Source
from indexer.posts.words import key_of

_TELLS_OF_AN_EVENT = re.compile(
    r"参加し|参加させ|に行っ|へ行っ|行ってき|いってき|に出席|聞いてき"
    r"|聴いてき|聞きに行|勉強会|登壇|イベント|開催|会場|セッション|懇親会"
    r"|ハッシュタグ|(?<![A-Za-z])LT(?![A-Za-z])|(?i:\b(?:keynote|lightning talks?|conference)\b)"
    r"|(?i:\b(?:agenda|speakers?|attended)\b)"
)
_TELLS_OF_TALKS = re.compile(
    r"勉強会|登壇|カンファレンス|発表(?!され|会の?チケット)|講演|トーク(?!ン|ナイ)|スライド|セミナー|ミートアップ|ハッシュタグ"
    r"|(?<![A-Za-z])LT(?![A-Za-z])|(?i:meetup|conf\b|kaigi|connpass|doorkeeper|atnd|\bkeynote)"
)
_WENT_THERE = re.compile(
    r"参加し(?!て(?:くだ|下さ|みませ|いただ|頂|ほし|欲し))|参加させ|参戦|[にへ]行って|行ってき|いってき|[聞聴]いてき|登壇し|発表し|開催し|ハッシュタグ"
)
_ATTENDED = re.compile(
    r"\b(?:I|[Ww]e)(?:['’]ve)?(?: \w+)? attended\b"
    r"(?=.{0,600}\b(?:talks|speakers?|presentations?|conference)\b)",
    re.DOTALL,
)
_AT_WORK = re.compile(r"議事録|定例|打ち?合わせ|ミーティング|(?<![A-Za-z])MTG", re.IGNORECASE)
"""Meetings that have a day and a place, and no talks."""
_BESIDE = 300
"""So many characters before or behind the address of an event's page somebody says to have been there."""
_PAGE_AT = 1_000
"""Where the page of the one event stands that a post is about, at the latest."""
_SHORTEST_NAME = 6
_TOP = 700
"""What a text says of an event at its top stands in so many characters."""
_PLACE_OR_HASHTAG = re.compile(r"にて|会場|場所|venue|where|ハッシュタグ|hash\s?tag", re.IGNORECASE)
_FACTS = tuple(
    re.compile(pattern, re.MULTILINE | re.IGNORECASE)
    for pattern in (
        r"^[-*+・●■:\s]*(?:日時|開催日時|日程|開催日)\s*[:：]|^[-*+・●■\s]*(?:date|when)?\s*[:：]?\s*20\d\d\s?[/.年-]\s?\d{1,2}\s?[/.月-]\s?\d{1,2}",
        r"^[-*+・●■:\s]*(?:会場|場所|開催場所|venue|where)\s*[:：]|^[^\n。、]{2,30}にて。?\s*$",
        r"^[-*+・●■\s]*(?:ハッシュタグ|hash\s?tags?)\s*[:：]?\s*[#＃]",
    )
)
"""What stands in lines of its own at the top of notes taken at an event: the day, the place, the hashtag."""


def is_report(source: Source) -> bool:
    """Say whether a post tells of an event."""
    if looks_like_report(source.title, source.tags):
        return not only_went(source.title, source.tags) or bool(
            _TELLS_OF_TALKS.search(source.text, source.start)
        )
    head = _head_of(source)
    doubt = doubt_of(source.title, source.tags)
    if HANDS_ON.search(source.title) and doubt != "no report":
        told = bool(_WENT_THERE.search(head))
    elif doubt == "an event":
        told = bool(_TELLS_OF_AN_EVENT.search(head))
    elif doubt == "a meeting":
        told = bool(_TELLS_OF_TALKS.search(head))
    elif doubt == "anything":
        told = bool((_TELLS_OF_TALKS.search(head) and _WENT_THERE.search(head)) or _ATTENDED.search(head))
    else:
        told = False
    return told or _describes_event(source, head)


def is_told(source: Source) -> bool:
    """Say whether a post calls itself a report: then its headings may be talks by their words alone."""
    head = _head_of(source)
    if looks_like_report(source.title, ()) or (
        looks_like_report(source.title, source.tags) and _WENT_THERE.search(head[:_TOP])
    ):
        return not only_went(source.title, source.tags)
    if doubt_of(source.title, source.tags) == "an event":
        return True
    if _has_facts(head[:_TOP]):
        return True
    name = key_of(event_name_of(source.title)[0])
    # Whose title is an event's name says it again beside the event's page.
    is_name = len(name) >= _SHORTEST_NAME and not name.endswith(("る", "た"))
    return is_name and bool(event_page_of(head)) and name in key_of(visible_of(head))


def _describes_event(source: Source, head: str) -> bool:
    """Say whether a text that nothing else tells of begins with the facts of an event, or beside its page."""
    if is_of_something_else(source.title, source.tags):
        return False
    if _has_facts(head[:_TOP]) and not _AT_WORK.search(source.title):
        return True
    page = event_page_of(head)
    if not page:
        return False
    if _is_called_by(page, head, source.title):
        return True
    # What a link of reST leads to stands at the end of the text. Who lists many events has them further on.
    at = -1 if source.is_rst else head.find(page)
    beside = head[:_TOP] if at < 0 else head[max(0, at - _BESIDE) : at + len(page) + _BESIDE]
    return at < _PAGE_AT and bool(_WENT_THERE.search(beside))


def _is_called_by(page: str, head: str, title: str) -> bool:
    """Say whether the link to an event's page says no more than a post's title."""
    at = head.find(f"]({page}")
    return 0 < at < _PAGE_AT and key_of(head[head.rfind("[", 0, at) + 1 : at]) == key_of(title)


def _head_of(source: Source) -> str:
    return source.text[source.start : source.start + HEAD]


def _has_facts(top: str) -> bool:
    if not _PLACE_OR_HASHTAG.search(top):
        return False  # Of three facts two are needed.
    shown = "\n".join(map(visible_of, top.split("\n")))
    return sum(bool(fact.search(shown)) for fact in _FACTS) >= 2
