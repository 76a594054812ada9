"""Lists: items below a line that says somebody heard them -> the talks of a report that has no others."""

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from indexer.posts.inline import marked_of, unmarked
from indexer.posts.leads import codes_before
from indexer.posts.naming import BARE, Named, named_of
from indexer.posts.words import is_container, is_stop, key_of

_TALKS = r"(?:セッション|発表(?!者)|講演(?!者)|トーク|LT|プレゼン|sessions?|talks?)"
_HEARD = r"(?:[聞聴見観](?:い|け|た|て|ら)|参加(?!者)|受講|聴講|視聴|選択|選ん|気になっ|印象|面白かっ)"
_BELOW = r"(?:以下|下記|次の)"
_LEADS = re.compile(
    rf"{_HEARD}[^。]{{0,14}}{_TALKS}|{_TALKS}[^。]{{0,16}}(?:{_BELOW}|[:：]\s*$)|{_BELOW}の?[^。]{{0,10}}{_TALKS}",
    re.IGNORECASE,
)
"""What the line above a list of talks says that somebody heard."""
_NOT_HEARD = re.compile(
    r"(?:聞|聴|見|観)(?:け|れ|られ)?(?:なかっ|ず|逃)|予定|たい(?:セッション|発表|講演|トーク|LT|と)|たかった|過去|自分の|やり|登壇した|発表した|ブログ|blog",
    re.IGNORECASE,
)
"""What it says of talks to come, missed, or told of elsewhere."""
_ITEM = re.compile(
    r"^(?P<indent> {0,3})(?:[-*+]|(?:\d{1,2}|#)[.)])[ \t]+"
    r"(?P<item>(?=\S)[^\n]{0,300}[\[(][^\])\n]{0,300}\n[ \t]+[^\n]*|\S[^\n]*)$",
    re.MULTILINE,
)
"""An item of a list; a bracket that it leaves open goes on in the next line."""
_GOES_ON = r"(?:(?![#>|*+-])\S[^\n]*\n)*"
_BETWEEN = re.compile(rf"{_GOES_ON}(?:[ \t]*\n|[ \t]{{2,}}\S[^\n]*\n{_GOES_ON})*\Z")
"""What may stand between two items of one list: nothing, or lines that are indented, or right below one."""
_MORE = re.compile(rf"{_GOES_ON}(?:[ \t]*(?:\n|\Z)|(?:[ ]{{2,}}|\t)\S[^\n]*(?:\n|\Z){_GOES_ON})*")
"""What goes on behind the last item of a list."""
_HEADING = re.compile(r"^#{1,6}\s*|^=+\s*|^\*+\s*")
_LINK = re.compile(
    r"\]\((?P<url>https?://[^()\s]+)|<(?P<rst>https?://[^<>\s]+)>`_|href=[\"'](?P<href>https?://[^\"'\s]+)"
)
_SENTENCE = re.compile(
    r"。|(?:です|ます|ました|でした|だった|かった|と思う|たい)[!！]?$|(?:[a-z)]+,? ){4,}[^.]*[a-z)]\.(?:\s|$)"
    r"|^[a-z][A-Za-z]*,? [a-z]+ "
)
_FEWEST, _LONGEST = 3, 140
_WRAPPED = re.compile(r"[^\n\[“\"「『*_`][^\n]{50,}\n[ \t]+(?![-*+>]|\d{1,2}[.)])\S")
"""A line of prose, which goes on in the next one."""
_NEAR = 8
"""So many lines above a list whose items name somebody tell what it is one of."""
_GIVEN = re.compile(rf"{_TALKS}|タイムテーブル|プログラム|timetable|program", re.IGNORECASE)


class Item(Struct, frozen=True):
    """An item that is a talk: where it begins, where what is told of it begins, and where that ends."""

    named: Named
    start: int
    body: int
    end: int


def heard_in(text: str, start: int, *, is_rst: bool = False) -> tuple[Item, ...]:
    """Return the talks that lists say somebody heard; of two of one title the one of which more is told.

    A list without such a line is one, too, where its items link to pages of the same folder: one a day.
    """
    lists = list(_lists_in(text, start))
    led = [items for items in lists if len(items) >= _FEWEST and _is_led(text, start, items)]
    folders = {folder for items in led for item in items if (folder := _folder_of(item))}
    more = [
        items
        for items in lists
        if items not in led and {_folder_of(item) for item in items} <= folders - {""}
    ]
    found: dict[str, Item] = {}
    for items in sorted((*led, *more), key=lambda items: items[0].start()):
        for item in _talks_of(text, items, is_rst):
            key = key_of(item.named.title)
            if key not in found or item.end - item.body > found[key].end - found[key].body:
                found[key] = item
    return tuple(sorted(found.values(), key=lambda item: item.start)) if len(found) >= _FEWEST else ()


def _lists_in(text: str, start: int) -> Iterator[list[re.Match[str]]]:
    current: list[re.Match[str]] = []
    for item in _ITEM.finditer(text, start):
        if current and not _BETWEEN.match(text[current[-1].end() + 1 : item.start()]):
            yield current
            current = []
        # What is indented more tells of the item above.
        if not current or len(item["indent"]) <= len(current[0]["indent"]):
            current.append(item)
    if current:
        yield current


def _is_led(text: str, start: int, items: list[re.Match[str]]) -> bool:
    """Say whether the line above a list says that talks follow which somebody heard, or of what part of an
    event, where each item is a link to a page beside the others' pages.
    """
    lines = [line for line in text[start : items[0].start()].splitlines()[-_NEAR:] if line.strip()]
    above = lines[-1][-200:] if lines else ""
    shown = _HEADING.sub("", unmarked(marked_of(above)).strip())
    if _NOT_HEARD.search(shown):
        return False
    if _LEADS.search(shown):
        return True
    if 2 * sum(_names_somebody(item) for item in items) > len(items):
        return is_container(shown) or any(
            _GIVEN.search(line) and not _NOT_HEARD.search(line) for line in lines
        )
    if not (is_container(shown) and (above.lstrip().startswith("#") or "##" in above)):
        return False
    folders = set(map(_folder_of, items))
    return bool(re.search(_TALKS, shown)) or (len(folders) == 1 and "" not in folders)


def _names_somebody(item: re.Match[str]) -> bool:
    named = named_of(marked_of(item["item"], is_rst=True).strip())
    return bool(named.speakers) or named.style == "()"


def _folder_of(item: re.Match[str]) -> str:
    """Return the folder, or the page, in which the page stands that an item is a link to; else nothing."""
    link = _LINK.search(item["item"])
    if link is None:
        return ""
    page, fragment, _ = (link["url"] or link["rst"] or link["href"]).partition("#")
    return page if fragment else page.rstrip("/").rpartition("/")[0]


def _talks_of(text: str, items: list[re.Match[str]], is_rst: bool) -> Iterator[Item]:
    """Yield the talks of one list; none where it is one of sentences."""
    shown = [marked_of(item["item"], is_rst=is_rst).strip() for item in items]
    told = sum(
        len(each) > _LONGEST
        or bool(_SENTENCE.search(unmarked(each)) or _WRAPPED.match(text, item.start("item")))
        for each, item in zip(shown, items, strict=True)
    )
    if 3 * told > len(items):
        return
    ends = [*(item.start() for item in items[1:]), _end_of(text, items[-1].end())]
    every = [named_of(marked[code:]) for code, marked in zip(codes_before(shown), shown, strict=True)]
    styles = Counter(named.style for named in every if named.guess and not named.speakers)
    for item, named, end in zip(items, every, ends, strict=True):
        if named.style not in ("", BARE) and 2 * styles[named.style] > len(items):
            named = replace(named, title=named.guessed_title or named.title, speakers=named.guess)
        if len(key_of(named.title)) > 1 and not (is_stop(named.title) or is_container(named.title)):
            yield Item(named, item.start(), min(item.end() + 1, end), end)


def _end_of(text: str, at: int) -> int:
    """Return where the last item of a list ends: before a line that is not indented, nor right below it."""
    more = _MORE.match(text, min(at + 1, len(text)))
    return more.end() if more else len(text)
