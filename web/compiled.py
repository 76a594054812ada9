"""Compiled templates, kept below the index's folder: 40 ms less before the first page of the next start.

What is compiled is code. So it lies where nobody else may write, and is read only if it is what was written.
"""

import os
import stat
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

_DIGEST = 32


class CompiledTemplates(BytecodeCache):
    """Templates stay compiled until one changes; whatever is wrong with a kept one, it is compiled again."""

    def __init__(self, index: Path) -> None:
        self._index = index
        self._folder = index / "templates"

    def load_bytecode(self, bucket: Bucket) -> None:
        content = b""
        with suppress(OSError):
            if self._is_ours():
                content = self._path_of(bucket).read_bytes()
        digest, code = content[:_DIGEST], content[_DIGEST:]
        if code and sha256(code).digest() == digest:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        code = bucket.bytecode_to_string()
        # A full disk or a read-only one costs the next start some milliseconds, not this page.
        with suppress(OSError):
            if stat.S_ISDIR(self._index.lstat().st_mode):
                self._folder.mkdir(mode=0o700, exist_ok=True)
            if self._is_ours():
                path = self._path_of(bucket)
                fresh = path.with_suffix(f".{os.getpid()}")
                fresh.write_bytes(sha256(code).digest() + code)
                fresh.replace(path)

    def _path_of(self, bucket: Bucket) -> Path:
        # Another name than that of code which another Jinja made.
        return self._folder / f"{bucket.key}-{jinja2.__version__}.lean"

    def _is_ours(self) -> bool:
        """Say whether index and folder are folders, not links, to which only this user writes."""
        return all(_is_closed(each.lstat()) for each in (self._index, self._folder))


def _is_closed(status: os.stat_result) -> bool:
    mode = status.st_mode
    return stat.S_ISDIR(mode) and status.st_uid == os.geteuid() and not stat.S_IMODE(mode) & 0o077
