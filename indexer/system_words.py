"""What the system cannot do with a file, and argparse with a command line: in Japanese, with what to do."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

NO_MEMORY = "メモリーが足りません。ほかのプログラムを止めるか、`ulimit -v` を緩めてください"
USAGE = (
    ("argument {}: invalid choice: {} (choose from {})", "{} に {} は使えません。{} から選んでください"),
    ("argument {}: expected one argument", "{} のあとに値を 1 つ書いてください"),
    ("argument {}: expected at least one argument", "{} を 1 つは書いてください"),
    ("argument {}: not allowed with argument {}", "{} と {} はいっしょに使えません"),
    ("argument {}: ignored explicit argument {}", "{} のあとに値は要りません(今は {})"),
    ("argument {}: {}", "{}: {}"),
    ("the following arguments are required: {}", "{} を書いてください"),
    ("unrecognized arguments: {}", "{} という指定はありません"),
    ("ambiguous option: {} could match {}", "{} では {} のどれかわかりません。終わりまで書いてください"),
)
"""What argparse says of a command line."""


def usage_in_japanese(text: str) -> str:
    """Return what argparse says in Japanese; what is none of its sentences stays as it is."""
    from search.sentences import Sentences

    return Sentences(USAGE).told(text)


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
            case FileExistsError():
                return f"{name} はフォルダーではありません。別の名前を書いてください"
            case NotADirectoryError():
                return f"{name} の途中にフォルダーでないものがあります。別の名前を書いてください"
            case IsADirectoryError():
                return f"{name} はフォルダーです。中のファイルの名前を書いてください"
            case PermissionError():
                return f"{name} を開けません。権限を確かめてください"
    return f"ファイルを読み書きできません: {error}"
