"""What nobody closed: quotes and lists of a front matter, fences and comments of Markdown; and what else a
front matter cannot mean: keys written twice, days that there are not. All is told with its line.
"""

import unicodedata
from collections import deque
from pathlib import Path

from indexer.posts.dates import post_date_of, written_dates
from indexer.posts.front_matter import Front, broken_toml_in, items_of
from indexer.posts.source import DATE_KEYS, EVENT_DATE_KEYS, UPDATE_KEYS
from search.errors import NoteError
from search.text.signs.code_blocks import code_blocks, comment_end

_FENCE = "コードブロックが閉じていません。次の見出しの前までを読みました。終わりに囲みの行を足してください"
_COMMENT = "コメント <!-- が閉じていません。次の見出しの前までを隠しました。終わりに --> を足してください"

_FRONT = "front matter が閉じていません。項目の行までを読みました。その下に --- の行を足してください"
_QUOTE = '引用符 " が閉じていません。行の終わりまでを読みました。終わりに " を足してください'
_LIST = "[ ] か、その中の引用符が閉じていません。読めるものを読みました。終わりに足してください"
_TOML = "この行は TOML として読めません。読める項目を読みました。文字列を引用符で囲んでください"
_TWICE = "{key} が二度書いてあります。初めのものを読みました。どちらかを消してください"
_NO_DAY = "{day} という日はありません。`{key}: 2015-01-14` のように、暦にある日を書いてください"
_DATES = frozenset((*DATE_KEYS, *EVENT_DATE_KEYS, *UPDATE_KEYS))


def unclosed_in_front(path: Path, text: str, front: Front) -> tuple[NoteError, ...]:
    """Return a remark for a front matter that is not closed, and each of its values that cannot be meant."""
    found: list[NoteError] = []
    keys: set[str] = set()
    for item in items_of(text, front):
        line = item.place + 1
        if item.is_open_text():
            found.append(NoteError(path, line, _QUOTE))
        if item.is_open_list():
            found.append(NoteError(path, line, _LIST))
        if item.key in keys:
            found.append(NoteError(path, line, _TWICE.format(key=item.key)))
        elif item.key in _DATES and (day := _impossible_day(item.written)):
            found.append(NoteError(path, line, _NO_DAY.format(day=day, key=item.key)))
        keys.add(item.key)
    if line := broken_toml_in(text, front):
        found.append(NoteError(path, line, _TOML))
    if not front.is_closed:
        found.append(NoteError(path, front.line, _FRONT))
    return tuple(found)


def _impossible_day(written: str) -> str:
    """Return a whole date that no calendar has, where a value tells no other day; else nothing."""
    if post_date_of(written):
        return ""
    told = (one for one in written_dates(unicodedata.normalize("NFKC", written)) if one.year)
    return next((f"{one.year}-{one.month:02}-{one.day:02}" for one in told if not one.on(0)), "")


def unclosed_in(path: Path, text: str) -> tuple[NoteError, ...]:
    """Return a remark for each fence and comment that is not closed; the post is read all the same."""
    blocks = code_blocks(text)
    found = [NoteError(path, _line_of(text, block.start), _FENCE) for block in blocks if not block.closed]
    behind = deque(blocks)
    at = 0
    while (at := text.find("<!--", at)) >= 0:
        while behind and behind[0].end <= at:
            behind.popleft()
        if behind and behind[0].start <= at:
            at = behind[0].end
            continue
        end, closed = comment_end(text, at)
        if not closed:
            found.append(NoteError(path, _line_of(text, at), _COMMENT))
        at = max(end, at + 4)
    return tuple(sorted(found, key=lambda remark: remark.line))


def _line_of(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
