"""Words that tell talks from everything else in a report: of its headings and lines."""

import re
import unicodedata

from indexer.posts.word_lists import (
    CONTAINER_SENTENCE,
    CONTAINER_WHOLE,
    CONTAINERS,
    OF_HOST,
    PART_OF_DAY,
    SOCIAL,
    STOP_SENTENCE,
    STOP_WORDS,
    STOPS,
    TELLS_OF_TALK,
    THANKS_HOST,
)

_LEAD = re.compile(r"^(?:\d{1,2}[.)、．）:]|[-・●■◆◇▼▽★☆#＃*]|[①-⑳])+")
_DECORATION = re.compile(
    r"[\s　!！?？。、,.…:：;；~〜～\-–—―_・/／|｜「」『』【】()（）\[\]<>＜＞♪★☆*#'\"”“]+"
)
_NO_BRACKETS = dict.fromkeys(map(ord, "()[]【】「」:、・"))
_TAGS = re.compile(r"tags?\s*[:：]", re.IGNORECASE)
"""HackMD has its tags in a heading."""
_AND = re.compile(r"[、,，＆&・]|とか(?!ら)|やら")
_BY_SOMEBODY = re.compile(r"\S.{0,20}?(?:さん|氏)による(?P<what>.{2,20})")
_HOST_LAST = re.compile(r"\s*[:は/\s]\s*[^\s:は/]{1,20}(?:さん|様|さま)\W*$")
_REMARKED = re.compile(
    r"(?P<title>[^（）()]{2,20}?)\s*[（(](?P<remark>(?!仮)[^（）()]{1,20}(?<!さん)(?<!氏))[)）]"
)
"""スライドまとめ(随時更新), Lightning Talks (5min × 6)."""
_NTH = re.compile(r"(?:その|no|part)[1-9一二三四五]$")
"""質疑応答その2."""
_SHORT = 12
"""Letters of a sentence before another that may say what part of an evening they are about."""
_REMARKS = ("(", "（", "#", "＃")
_CLOCK = re.compile(r"\s*\d{1,2}[:：]\d{2}\s?(?:[〜～~–-]\s?(?:\d{1,2}[:：]\d{2})?)?\s?(?:頃|ころ|ごろ)?\s*")
_HOW_MANY = re.compile(r"\d|[前後]半|午[前後]|枠")
_DATE_LAST = re.compile(r"(?<=[^0-9/])\d{1,2}/\d{1,2}[月火水木金土日]?$")
_EMOJI = re.compile(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200D]|:[a-z][a-z0-9_+-]{1,30}:")
_DAY = re.compile(
    r"day ?\d|(?:第?[0-9一二三四五](?:[,、・~〜-][0-9])?|最終|初)日目?"
    r"|(?:\d{4}[/年.-])?\d{1,2}[/月]\d{1,2}日?(?:\(?[月火水木金土日](?:曜日?)?\)?)?",
    re.IGNORECASE,
)


def key_of(title: str) -> str:
    """Return a heading without numbers, signs and blanks, in one width and case."""
    folded = _EMOJI.sub("", unicodedata.normalize("NFKC", title)).casefold()
    return _DECORATION.sub("", _LEAD.sub("", folded.strip()))


def is_stop(title: str) -> bool:
    """Say whether a heading stands for no talk by its words alone."""
    first, _, more = title.partition("。")
    if "{{" in title or _CLOCK.fullmatch(title):
        return True  # A template has its values in braces; an hour alone is a row of a diary.
    if more and (len(first) <= _SHORT or more.lstrip().startswith(_REMARKS)) and is_stop(first):
        return True
    key = key_of(title)
    key = _NTH.sub("", key).removesuffix("とか") or key
    if len(key) < 1 or key in STOPS or _TAGS.match(title) or (len(key) <= 40 and STOP_SENTENCE.search(key)):
        return True
    if is_of_host(title) or ((remarked := _remarked(title)) and is_stop(remarked["title"])):
        return True
    is_short = len(key) <= 20 and key not in CONTAINERS
    if (is_short and STOP_WORDS.fullmatch(key)) or SOCIAL.fullmatch(_plain(title)):
        return True
    if by := _BY_SOMEBODY.fullmatch(title):
        return is_stop(by["what"])
    pieces = [piece.strip() for piece in _AND.split(title.removesuffix("とか").removesuffix("やら"))]
    if len(pieces) < 2 or len(title) > 40 or not all(pieces):
        return False
    stops = sum(map(is_stop, pieces))
    return stops > 0 and all(is_stop(piece) or is_container(piece) for piece in pieces)


def is_of_host(title: str) -> bool:
    """Say whether a heading, or what is left of one without a name, is about who gave room, food or money."""
    return bool(OF_HOST.fullmatch(_HOST_LAST.sub("", _plain(title))))


def thanks_host(line: str) -> bool:
    """Say whether a line tells of an event's host or sponsor, and of no talk: it names no speaker."""
    return bool(THANKS_HOST.search(line)) and not TELLS_OF_TALK.search(line)


def _remarked(title: str) -> re.Match[str] | None:
    shown = title.strip()
    return _REMARKED.fullmatch(shown) if shown.endswith((")", "）")) else None


def _plain(title: str) -> str:
    return _EMOJI.sub("", unicodedata.normalize("NFKC", title)).strip()


def is_container(title: str) -> bool:
    """Say whether a heading stands above talks by its words alone."""
    folded = _plain(title)
    if len(folded) > 40:
        return False
    key = key_of(title)
    day = PART_OF_DAY.sub("", folded.casefold().translate(_NO_BRACKETS).replace(" ", ""))
    day = _DATE_LAST.sub("", day) or day
    if folded and not day and key not in STOPS:
        return True
    if remarked := _remarked(folded):
        above = key_of(remarked["title"]) in CONTAINERS and _HOW_MANY.search(remarked["remark"])
        if above or _DAY.fullmatch(remarked["title"]):
            return True
    return key in CONTAINERS or bool(CONTAINER_SENTENCE.search(folded) or CONTAINER_WHOLE.fullmatch(day))


def is_nameless(title: str) -> bool:
    """Say whether a title names nothing of its own: a day, まとめ, セッション."""
    key = key_of(title)
    return key in STOPS or key in CONTAINERS or bool(_DAY.fullmatch(_plain(title)))
