"""Compiled templates, kept between starts: 60 ms less before the first page of the next one.

What is compiled is code. So it lies where nobody else may write, and is read only if it is what was written.
"""

import os
import stat
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

BESIDE_CODE = Path(cache_from_source(__file__)).parent / "templates"
"""Below where Python keeps the compiled modules of this package: whoever writes there rules them, too."""
_DIGEST = 32


class CompiledTemplates(BytecodeCache):
    """Templates stay compiled until one changes; whatever is wrong with a kept one, it is compiled again.

    They lie beside Python's own compiled files, for any index; below the index where these may not.
    """

    def __init__(self, index: Path) -> None:
        self._folders = (BESIDE_CODE, index / "templates")

    def load_bytecode(self, bucket: Bucket) -> None:
        for folder in filter(_is_safe, self._folders):
            with suppress(OSError):
                content = _path_of(bucket, folder).read_bytes()
                digest, code = content[:_DIGEST], content[_DIGEST:]
                if code and sha256(code).digest() == digest:
                    bucket.bytecode_from_string(code)
                    if bucket.code is not None:
                        return

    def dump_bytecode(self, bucket: Bucket) -> None:
        code = bucket.bytecode_to_string()
        for folder in self._folders:
            # A full disk or a read-only one costs the next start some milliseconds, not this page.
            with suppress(OSError):
                if stat.S_ISDIR(folder.parent.lstat().st_mode):
                    folder.mkdir(mode=0o700, exist_ok=True)
                if _is_safe(folder):
                    path = _path_of(bucket, folder)
                    fresh = path.with_suffix(f".{os.getpid()}")
                    fresh.write_bytes(sha256(code).digest() + code)
                    fresh.replace(path)
                    return


def _path_of(bucket: Bucket, folder: Path) -> Path:
    # Another name than that of code which another Jinja made.
    return folder / f"{bucket.key}-{jinja2.__version__}.lean"


def _is_safe(folder: Path) -> bool:
    """Say whether a folder and the one above are folders, not links, to which only we or root write."""
    try:
        return all(_is_closed(each.lstat()) for each in (folder.parent, folder))
    except OSError:
        return False


def _is_closed(status: os.stat_result) -> bool:
    mode = status.st_mode
    return stat.S_ISDIR(mode) and status.st_uid in (0, os.geteuid()) and not stat.S_IMODE(mode) & 0o022
