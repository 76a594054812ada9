"""Openings: the first lines of what stands between two rules -> who spoke, and what the talk was called.

Who jots down an evening writes no heading, but 「縁側の会社のしおりさん」, 「今野さんによる障子の話」, or
the title and then who gave it. An aside (「ここでしおりさんがお茶を配る」) names people, too, further on.
"""

import re
from collections.abc import Sequence

from msgspec import Struct

from indexer.posts.inline import PERSON, marked_of, unmarked
from indexer.posts.links import Found, has_links
from indexer.posts.names import is_person
from indexer.posts.naming import named_of
from indexer.posts.people import people_of
from indexer.posts.words import is_container, is_of_host, is_stop, thanks_host
from search.model import Speaker

_LOOKED_AT = 5
"""Lines with text, addresses not counted, in which somebody is named and a talk is called something."""

_COURTESY = re.compile(r"さん|サン|氏(?![名神])|(?<![同模多])様(?![々子式])|先生")
_AND = re.compile(r"(?<=さん|先生)\s*と\s*|(?<=[氏様])\s*と\s*")
_BEHIND = re.compile(
    r"\s*(?P<who>(?:[（(][^（）()]{0,60}[)）])?\s*(?:[@＠][A-Za-z0-9_][\w.-]{0,38})?\s*(?:[（(][^（）()]{0,60}[)）])?)\s*"
    r"(?P<rest>$|[。、,，.:：/／|｜―–—!！「『]|の(?:お?話|はなし|発表|LT|ＬＴ|講演|セッション|トーク|プレゼン|ターン|番|[「『])"
    r"|による|から|より|登場|です|でした|が?(?:登壇|発表)|は[「『]).*",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"ここで|(?:この|その)(?:あと|後|間)|途中で|休憩|ちなみに|余談|脱線|懇親|乾杯|ビール|お酒|ピザ|お?昼|ランチ|お菓子|おやつ|集合写真|帰り"
    r"|(?:と|という)(?:いう)?(?:こと|わけ)で|以上|おしまい|終了|最後に(?!.{0,20}(?:発表|LT|さん))|追記|まとめ|感想|隣の|となりの"
)
_BY = re.compile(r"\s*による(?:発表|LT|講演)?[「『]?(?P<title>[^「」『』。]{2,80})")
_QUOTED = re.compile(r"[「『](?P<title>[^「」『』]{2,100})[」』]")
_CALLED = re.compile(
    r"(?P<title>\S.{1,80}?)[、,]?\s*(?:という|っていう|と言う|とゆう)\s*(?:LT|ＬＴ|発表|お?話)?の?(?:タイトル|題名|題|テーマ)",
    re.IGNORECASE,
)
_TITLED = re.compile(r"(?:タイトル|題名?|テーマ)は、?\s*[「『]?(?P<title>[^「」『』。]{2,80})")
_ABOUT = re.compile(
    r"(?P<title>.{2,80}?(?:お?(?:話|はなし)|発表|紹介|デモ|取り組み|件))(?:から|です|でした|だそうです|を聞きました)?[。.、!！w]*$"
)
_SENTENCE = re.compile(r"。|(?:です|ます|ました|でした|そう|だった|らしい|なあ?|ね|よ|など)[。.!！w、]*$")
_ADDRESS = re.compile(r"\s*(?:<?https?://\S+|!?\[[^\]]*\]\(\S+\)|@\[\w+\]\(\S*\))\s*$")
_LEAD = re.compile(
    r"^(?:[^\s、。]{0,8}?(?:つめ|つ目|人目|番目|本目|番手|最初|はじめ|トップバッター|一番手|次|お次|続いて|つづいて|最後|トリ|まず)(?:は|に|が|、|の(?=\S+の))?"
    r"|(?:LT|ＬＴ|発表|その|No\.?)?\s?[#＃(（]?(?:\d{1,2}|[①-⑳])\s?[.)．）:：、]?|[-・●■◆*]+)\s*"
)
_LONGEST_TITLE = 80


class Opening(Struct, frozen=True):
    """A talk as its first lines tell it; `title` may be empty, `body` is where the text goes on."""

    title: str
    speakers: tuple[Speaker, ...]
    body: int


class _Line(Struct, frozen=True):
    start: int
    end: int
    marked: str

    @property
    def text(self) -> str:
        return unmarked(self.marked).strip()


def opening_of(text: str, start: int, end: int, links: Sequence[Found]) -> Opening | None:
    """Return how the talk between two offsets opens; None when nothing says that it is one."""
    lines = _first_lines(text, start, end)
    if not lines or _ASIDE.match(lines[0].text):
        return None
    if any(map(thanks_host, (line.text for line in lines[:2]))) or is_of_host(lines[0].text):
        return None
    for number, line in enumerate(lines[:4]):
        if found := _who_in(line.marked):
            return _with_title(lines, number, *found)
        named = named_of(line.marked)
        if named.speakers and len(line.marked) <= 100:
            return Opening(named.title, named.speakers, min(line.end + 1, end))
    first = lines[0].text
    if has_links(links, start, end) and _may_be_title(first):
        return Opening(first, (), min(lines[0].end + 1, end))
    return None


def _first_lines(text: str, start: int, end: int) -> list[_Line]:
    lines: list[_Line] = []
    at = start
    while at < end and len(lines) < _LOOKED_AT:
        stop = text.find("\n", at, end)
        stop = stop if stop >= 0 else end
        source = text[at:stop]
        if source.strip() and not _ADDRESS.match(source):
            lines.append(_Line(at, stop, marked_of(source[:600]).strip()))
        at = stop + 1
    return lines


def _who_in(marked: str) -> tuple[tuple[Speaker, ...], str] | None:
    """Return whom a line introduces, and what stands behind them; None when it only mentions somebody."""
    head = marked[:120]
    if PERSON not in head and re.fullmatch(r"[@＠][A-Za-z0-9_][\w.-]{1,38}", head):
        return people_of(head), ""
    for courtesy in _COURTESY.finditer(head):
        behind = _BEHIND.fullmatch(marked, courtesy.end())
        before = head[: courtesy.start()]
        if behind is None or _ASIDE.search(before):
            continue
        # What stands before a comma is another thing that is said of the same person.
        clause = _LEAD.sub("", re.split(r"[、。,，:：]", before)[-1].strip())
        clause = _AND.sub("、", clause)
        who = f"{clause}{courtesy[0]}{behind['who']}"
        is_somebody = is_person(who) or is_person(f"{clause.rpartition('、')[2][-20:]}{courtesy[0]}")
        if 0 < len(clause) <= 60 and is_somebody and (speakers := people_of(who)):
            return speakers, marked[behind.start("rest") :]
    return None


def _with_title(lines: Sequence[_Line], at: int, speakers: tuple[Speaker, ...], rest: str) -> Opening:
    """Look for the title behind the speaker, above, below, then in what the talk is said to be about."""
    own, below = lines[at], lines[at + 1 :]
    goes_on = own.start if len(rest) > 12 else own.end + 1
    after_title = re.match(r"[はの]\s*(?=[「『])", rest)
    quoted = _QUOTED.match(rest[after_title.end() :] if after_title else rest)
    if by := quoted or _BY.match(rest):
        return Opening(_tidied(by["title"]), speakers, own.end + 1)
    for line in (*lines[:at], *below[:2]):
        if called := _TITLED.search(line.text) or _CALLED.search(line.text):
            return Opening(_tidied(called["title"]), speakers, goes_on)
    for line in lines[:at]:
        if _may_be_title(line.text):
            return Opening(line.text, speakers, goes_on)
    if below and _may_be_title(below[0].text):
        # A line that tells what it was about is text as well; a bare title is not said twice.
        is_text = goes_on == own.start or _ABOUT.match(below[0].text)
        return Opening(_tidied(below[0].text), speakers, goes_on if is_text else below[0].end + 1)
    for line in below[:3]:
        if about := _ABOUT.match(line.text.partition("。")[0]):
            return Opening(_tidied(about["title"]), speakers, goes_on)
    return Opening("", speakers, goes_on)


def _may_be_title(text: str) -> bool:
    return 2 <= len(text) <= _LONGEST_TITLE and not (
        _SENTENCE.search(text) or is_stop(text) or is_container(text)
    )


def _tidied(title: str) -> str:
    return unmarked(title).strip(" 　、,。「」『』:：")
