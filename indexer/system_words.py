"""What the operating system says of a file, in Japanese: it speaks English alone. And what to do about it."""

import errno
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

NO_MEMORY = "メモリーが足りません。ほかのプログラムを止めるか、`ulimit -v` を緩めてください"
_JAPANESE = {
    errno.EPERM: "許されていない操作です",
    errno.ENOENT: "ファイルやフォルダーがありません",
    errno.EIO: "ディスクの読み書きに失敗しました",
    errno.EAGAIN: "今は使えません",
    errno.ENOMEM: "メモリーが足りません",
    errno.EACCES: "権限がありません",
    errno.EBUSY: "ほかで使われています",
    errno.EEXIST: "同じ名前のものがもうあります",
    errno.ENOTDIR: "フォルダーではありません",
    errno.EISDIR: "フォルダーです",
    errno.EINVAL: "できない操作です",
    errno.ENFILE: "システムが開いているファイルが多すぎます",
    errno.EMFILE: "開いているファイルが多すぎます",
    errno.EFBIG: "ファイルが大きすぎます",
    errno.ENOSPC: "ディスクに空きがありません",
    errno.EROFS: "書き込めないディスクです",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.ENOTEMPTY: "フォルダーが空ではありません",
    errno.ELOOP: "リンクが堂々めぐりしています",
    errno.EADDRINUSE: "そのポートはほかで使われています",
    errno.EADDRNOTAVAIL: "そのアドレスはこの機械のものではありません",
    errno.ECONNREFUSED: "接続を断られました",
    errno.ECONNRESET: "接続が切られました",
    errno.ETIMEDOUT: "時間切れです",
    errno.EDQUOT: "割り当てられた容量を使い切りました",
    errno.ESTALE: "共有フォルダーの側でファイルがなくなりました",
}
"""The common ones, by their numbers. Others stay as they are."""


def told_by_system(error: OSError, written: Callable[[], Path | str]) -> str:
    """Return what a system's error means and what to do, where it names a file or no more can be written.

    `written` names where that was to go, for errors that do not.
    """
    name = error.filename
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            place = name or written()
            return f"{place} に書けません。ディスクがいっぱいです。空けてから、もう一度実行してください"
        case errno.EROFS:
            return (
                f"{name or written()} に書けません。書き込めないディスクです。別のフォルダーを書いてください"
            )
        case errno.ENOMEM:
            return NO_MEMORY
        case errno.EFBIG:
            place = name or written()
            cure = "`ulimit -f unlimited` のあとで、もう一度実行してください"
            return f"{place} に書けません。ファイルの大きさが限られています。{cure}"
    if isinstance(name, str | os.PathLike):
        match error:
            case FileNotFoundError():
                return f"{name} がありません。名前を確かめてください"
            case IsADirectoryError():
                return f"{name} はフォルダーです。中のファイルの名前を書いてください"
            case PermissionError():
                return f"{name} を開けません。権限を確かめてください"
    return f"ファイルを読み書きできません: {error}"


def in_japanese_words(text: str) -> str:
    """Return a text with what the system says in it, and no number of an error before that."""
    return _said().sub(lambda match: _by_words()[match["words"]], text)


@cache
def _by_words() -> dict[str, str]:
    return {os.strerror(number): japanese for number, japanese in _JAPANESE.items()}


@cache
def _said() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_by_words(), key=len, reverse=True)))
    return re.compile(rf"(?:\[Errno \d+\] )?(?<![A-Za-z])(?P<words>{words})(?![A-Za-z])")
