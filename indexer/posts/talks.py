"""Which headings of a report are talks.

Headings of one level below one heading decide together: they are talks when enough of those that remain after
the words of every report (`words`) have evidence: a speaker, a number, a quoted title, slides below. The
outermost such group wins; what is below a talk belongs to it.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from indexer.posts.below import speakers_below
from indexer.posts.links import Found, has_links
from indexer.posts.naming import BARE, Named, named_of
from indexer.posts.outline import Section
from indexer.posts.people import is_handle
from indexer.posts.technologies import is_known_name
from indexer.posts.word_lists import KEYNOTES, NO_TALKS
from indexer.posts.words import is_container, is_stop, key_of
from search.model import Speaker

_TITLE_SIGNS = re.compile(r"[〜～~：:―—–「」『』【】&＆|/／]|\s[-−]\s")
_TITLE_ENDS = re.compile(
    r"(?:話|はなし|編|術|論|法|こと|入門|実践|事例|紹介|設計|運用|開発"
    r"|活用|技術|戦略|基盤|導入|改善|最適化|実装|構築|仕組み|しくみ"
    r"|方法|解説|勘所|ススメ|すすめ|未来|現在|世界|舞台裏|最前線|最先端"
    r"|挑戦|取り組み|ツアー|第一歩|まで|ために|とは[?？]?)$"
)
_STEPS = re.compile(
    r"(?:インストール|ダウンロード|アップデート|セットアップ|実行|追記"
    r"|確認|作成|設定|起動|構成|エラー|手順|環境|準備|完了|修正|変更"
    r"|出力|表示|登録|一覧|内容)(?:する|した|され(?:る|た))?[.… ]*$"
    r"|エラー|^[a-z0-9_./-]+(?: [a-z0-9_./-]+)?$"
)
"""What the steps of a procedure are called."""
_SENTENCE = re.compile(
    r"(?:です|ます|ました|でした|だった|かった|たい|よう|いた|した|ない|ね|よ)[。!！♪〜～w笑]*$"
)
_TAIL = re.compile(r"\s+[|｜–—-]\s+[^|｜–—]{2,40}$")
_HAS_NAME = re.compile(r"[A-Za-z][A-Za-z.+#]{2,}|[ァ-ヴー]{4,}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A heading with what speaks for it; `weight` sums that up: 1 is evidence enough."""

    section: Section
    named: Named
    speakers: tuple[Speaker, ...]
    weight: float
    is_stop: bool
    is_container: bool
    likeness: float
    """How much the words alone look like a talk's title, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What decides for one post: its text, its titles, and which level its author chose, 0 for none."""

    text: str
    titles: tuple[str, ...]
    links: Sequence[Found] = ()
    is_rst: bool = False
    level: int = 0


def talks_of(root: Section, reader: Reader) -> tuple[Candidate, ...]:
    """Return the headings that are talks, in the order of the text."""
    if reader.level:
        return tuple(_chosen(root, reader))
    may_lack_evidence = not any(map(NO_TALKS.search, reader.titles))
    found = _talks_below(root, reader, below_container=False, is_outer=may_lack_evidence)
    return tuple(_confirmed(found))


def _chosen(root: Section, reader: Reader) -> list[Candidate]:
    found: list[Candidate] = []
    for child in root.children:
        if child.level == reader.level:
            found.append(_candidate(child, reader))
        elif child.level < reader.level:
            found += _chosen(child, reader)
    return found


def _talks_below(
    parent: Section, reader: Reader, *, below_container: bool, is_outer: bool
) -> list[Candidate]:
    """Decide for the children of one heading; where none of them is a talk, for theirs."""
    candidates = _candidates(parent.children, reader)
    outer = [one for one in candidates if not (one.is_stop or one.is_container)]
    is_below_stop = (
        parent.level > 0 and is_stop(parent.title) and not _repeats(parent, reader) and not below_container
    )
    if is_below_stop:
        outer = [one for one in outer if one.speakers or one.weight < 1]
    chosen = _chosen_of(outer, below_container, is_outer and not is_below_stop)
    found: list[Candidate] = []
    for one in candidates:
        inner = _inner_talks(one, reader, below_container or one.is_container, is_outer)
        if id(one) in chosen and not _holds_talks(one, inner):
            found.append(one)
        else:
            found += inner
    return found


def _inner_talks(one: Candidate, reader: Reader, below_container: bool, is_outer: bool) -> list[Candidate]:
    if not one.section.children:
        return []
    repeats_title = _repeats(one.section, reader)
    return _talks_below(
        one.section,
        reader,
        below_container=(below_container and not one.is_stop) or one.is_container,
        is_outer=is_outer and repeats_title,
    )


def _holds_talks(one: Candidate, inner: Sequence[Candidate]) -> bool:
    """Say whether a heading that could be a talk stands above some: two that name speakers say so."""
    spoken = sum(bool(each.speakers) for each in inner)
    return not one.speakers and (spoken >= 2 or (spoken >= 1 and one.weight < 0.5))


def _chosen_of(outer: Sequence[Candidate], below_container: bool, is_outer: bool) -> set[int]:
    """Return the ids of the candidates that are talks: those with evidence, and those whose words look enough
    like a title; how much is enough depends on the headings beside them.
    """
    if not outer:
        return set()
    supported = [one for one in outer if one.weight >= 1]
    strong = [one for one in supported if one.speakers or one.weight >= 2]
    share = len(supported) / len(outer)
    if below_container or share >= 0.7:
        enough = 0.1
    elif share >= 0.5:
        enough = 0.0
    elif is_outer and _read_like_titles(outer):
        enough = 0.35
    elif len(strong) >= 2 or share >= 0.34:
        enough = 0.6
    else:
        sure = strong if len(strong) == 1 and not is_outer else [one for one in supported if one.speakers]
        return set(map(id, sure))
    return {id(one) for one in outer if one.weight >= 1 or one.likeness >= enough}


def _read_like_titles(outer: Sequence[Candidate]) -> bool:
    """Say whether headings without evidence are talks by their words: most of them must look so."""
    mean = sum(one.likeness for one in outer) / len(outer)
    return len(outer) >= 2 and 2 * sum(one.likeness >= 0.45 for one in outer) >= len(outer) and mean >= 0.4


def _candidate(section: Section, reader: Reader, common: Collection[str] = ()) -> Candidate:
    marked = section.marked
    if (tail := _TAIL.search(marked)) and tail[0] in common:
        marked = marked[: tail.start()]
    named = named_of(marked)
    stop = is_stop(section.title) or _repeats(section, reader)
    container = (
        is_container(section.title)
        and not named.speakers
        and not named.is_quoted
        and (bool(section.children) or key_of(section.title) not in KEYNOTES)
    )
    below = speakers_below(reader.text, section.body, section.own_end, is_rst=reader.is_rst)
    speakers = named.speakers or below
    weight = 1.5 * bool(named.speakers) + 1.2 * bool(below) + 1.0 * named.is_quoted + 1.0 * named.is_numbered
    if has_links(reader.links, section.start, section.own_end):
        weight += 1.0
    elif section.own_end < section.end and has_links(reader.links, section.own_end, section.end):
        weight += 0.5
    if stop and named.speakers and key_of(named.title) and not is_stop(named.title):
        stop = False
    return Candidate(section, named, speakers, weight, stop, container, likeness_of(section.title))


def _candidates(children: Sequence[Section], reader: Reader) -> list[Candidate]:
    """Read the headings beside each other: what all of them end in is no part of their titles."""
    tails = Counter(match[0] for child in children if (match := _TAIL.search(child.marked)))
    common = {tail for tail, number in tails.items() if number >= 3 and 2 * number > len(children)}
    return _agreed([_candidate(child, reader, common) for child in children])


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
    accepted: set[int] = set()
    for one in guessed:
        alike = styles[one.named.style]
        enough = 2 * (alike + sure) > len(open_ones) and (alike >= 2 or sure >= 2)
        # Three lower-case words behind the same sign are handles, however many titles stand beside them.
        enough = enough or (alike >= 3 and handles[one.named.style] == alike)
        if one.named.style == BARE:
            # A heading that is one word may be anything; three with an `_` among them are people.
            enough = len(bare) >= 3 and enough and any("_" in title for title in bare)
            enough = enough or (sure >= 3 and 3 * sure > 2 * len(open_ones) and is_handle(one.named.title))
        if enough:
            accepted.add(id(one))
    return [_with_guess(one) if id(one) in accepted else one for one in candidates]


def _confirmed(talks: list[Candidate]) -> list[Candidate]:
    """Take a guessed name for sure where several talks elsewhere in the post name somebody the same way."""
    styles = Counter(one.named.style for one in talks if one.speakers and one.named.style)
    return [
        _with_guess(one)
        if one.named.guess
        and not one.named.speakers
        and one.named.style != BARE
        and styles[one.named.style] >= 2
        else one
        for one in talks
    ]


def _with_guess(one: Candidate) -> Candidate:
    named = replace(one.named, speakers=one.named.guess, title=one.named.guessed_title or one.named.title)
    return replace(one, named=named, speakers=named.speakers, weight=one.weight + 1.2)


def likeness_of(title: str) -> float:
    """Say how much a heading's words look like the title of a talk."""
    key = key_of(title)
    score = 0.0
    score += 0.25 if len(key) >= 10 else 0.1 if len(key) >= 6 else -0.1
    score += 0.2 if len(key) >= 16 else 0.0
    score += 0.25 if _HAS_NAME.search(title) else 0.0
    score += 0.15 if _TITLE_SIGNS.search(title.strip("【】「」『』")) else 0.0
    score += 0.25 if _TITLE_ENDS.search(title.strip(" !！?？。」』")) else 0.0
    score -= 0.4 if _STEPS.search(title.strip()) and not is_known_name(title) else 0.0
    score -= 0.3 if _SENTENCE.search(title.strip()) else 0.0
    return max(0.0, min(1.0, score))


def _repeats(section: Section, reader: Reader) -> bool:
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
