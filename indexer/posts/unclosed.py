"""What nobody closed: quotes of a front matter, fences and comments of Markdown, told with their lines."""

from collections import deque
from pathlib import Path

from indexer.posts.front_matter import Front, unclosed_quotes
from search.errors import NoteError
from search.text.signs.code_blocks import code_blocks, comment_end

_FENCE = "コードブロックが閉じていません。次の見出しの前までを読みました。終わりに囲みの行を足してください"
_COMMENT = "コメント <!-- が閉じていません。次の見出しの前までを隠しました。終わりに --> を足してください"

_FRONT = "front matter が閉じていません。項目の行までを読みました。その下に --- の行を足してください"
_QUOTE = '引用符 " が閉じていません。行の終わりまでを読みました。終わりに " を足してください'


def unclosed_in_front(path: Path, text: str, front: Front) -> tuple[NoteError, ...]:
    """Return a remark for a front matter that is not closed, and each value whose quotes are not."""
    open_front = () if front.is_closed else (NoteError(path, front.line, _FRONT),)
    return (*(NoteError(path, line, _QUOTE) for line in unclosed_quotes(text, front)), *open_front)


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
