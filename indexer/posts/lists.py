"""Lists: items below a line that says somebody heard them -> the talks of a report that has no others."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.posts.inline import marked_of, unmarked
from indexer.posts.leads import codes_before
from indexer.posts.naming import Named, named_of
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
_ITEM = re.compile(r"^(?P<indent> {0,3})(?:[-*+]|\d{1,2}[.)])[ \t]+(?P<item>\S[^\n]*)$", re.MULTILINE)
_BETWEEN = re.compile(r"(?:[ \t]*\n|[ \t]{2,}\S[^\n]*\n)*\Z")
"""What may stand between two items of one list: nothing, or lines that are indented."""
_HEADING = re.compile(r"^#{1,6}\s*|^=+\s*|^\*+\s*")
_LINK = re.compile(
    r"\]\((?P<url>https?://[^()\s]+)|<(?P<rst>https?://[^<>\s]+)>`_|href=[\"'](?P<href>https?://[^\"'\s]+)"
)
_SENTENCE = re.compile(r"。|(?:です|ます|ました|でした|だった|かった|と思う|たい)[!！]?$")
_FEWEST, _LONGEST = 3, 140


@dataclass(frozen=True, slots=True)
class Item:
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
    led = [items for items in lists if len(items) >= _FEWEST and _is_led(text, start, items[0].start())]
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


def _is_led(text: str, start: int, at: int) -> bool:
    """Say whether the line above an offset says that talks follow which somebody heard."""
    above = text[start:at].rstrip().rpartition("\n")[2][-200:]
    shown = _HEADING.sub("", unmarked(marked_of(above)).strip())
    if _NOT_HEARD.search(shown):
        return False
    is_heading = above.lstrip().startswith("#") or "##" in above
    return bool(_LEADS.search(shown)) or (
        is_heading and is_container(shown) and bool(re.search(_TALKS, shown))
    )


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
    if 3 * sum(len(each) > _LONGEST or bool(_SENTENCE.search(unmarked(each))) for each in shown) > len(items):
        return
    ends = [*(item.start() for item in items[1:]), _end_of(text, items[-1].end())]
    for item, code, marked, end in zip(items, codes_before(shown), shown, ends, strict=True):
        named = named_of(marked[code:])
        if len(key_of(named.title)) > 1 and not (is_stop(named.title) or is_container(named.title)):
            yield Item(named, item.start(), min(item.end() + 1, end), end)


def _end_of(text: str, at: int) -> int:
    """Return where the last item of a list ends: before a line that is not indented."""
    end = at
    while end < len(text):
        following = text.find("\n", end + 1)
        line = text[end + 1 : following if following >= 0 else len(text)]
        if line.strip() and not line.startswith(("  ", "\t")):
            break
        end = following if following >= 0 else len(text)
    return min(end + 1, len(text))
