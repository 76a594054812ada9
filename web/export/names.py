"""Names of files: what any host and any disk can hold, and that a browser finds at the address it shows."""

import posixpath
import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import quote

LONGEST = 120
"""Bytes of a name; disks allow 255, and it may gain a digest and an ending."""
_UNFIT = re.compile(r'[\x00-\x20\x7f<>:"/\\|?*#%&;\'^`{}\[\]~+$!=,@()]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
"""Names that Windows keeps for devices."""


class Names:
    """Gives every page a file of its own, also where a disk knows no upper case."""

    def __init__(self) -> None:
        self._taken: dict[str, str] = {}

    def file(self, folder: str, name: str, ending: str) -> str:
        """Return the file of a name, without its ending's twins: two names have two files."""
        plain = plain_name(name)
        whose = f"{folder}/{name}"
        for stem in (plain, f"{plain}-{_digest(name)}"):
            path = posixpath.join(folder, stem)
            if self._taken.setdefault(path.casefold(), whose) == whose:
                return path + ending
        raise ValueError(f"two names with one digest in {folder}: {name}")


def plain_name(name: str) -> str:
    """Return a name as a part of a path; one that had to be changed bears a digest of what it was."""
    written = unicodedata.normalize("NFC", name)
    plain = _UNFIT.sub("-", written).strip("-. ")
    while len(plain.encode("utf-8", "replace")) > LONGEST:
        plain = plain[:-1]
    plain = plain.encode("utf-8", "replace").decode()
    if plain == name and not _RESERVED.match(plain):
        return plain
    return f"{plain}-{_digest(name)}" if plain else _digest(name)


def address(path: str) -> str:
    """Return a file's path as it stands in an address."""
    return quote(path, safe="/")


def relative(target: str, source: str) -> str:
    """Return the address of a file as another one names it."""
    return _from(posixpath.dirname(source) or ".", target)


@lru_cache(maxsize=65_536)
def _from(folder: str, target: str) -> str:
    # Pages of one folder name the same few files over and over.
    return address(posixpath.relpath(target, folder))


def _digest(name: str) -> str:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
