"""`kikigaki.toml`: the settings of one folder of notes, each with the line on which it stands."""

import os
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from search.errors import SettingsError
from search.plain_file import NotPlain, TooLarge, read_plain

FILE_NAME = "kikigaki.toml"
_NUMBERS = ("port", "search_seconds", "opensearch_shards", "opensearch_replicas", "opensearch_timeout")
_MOST = 64_000
_CLUSTER = "opensearch_"
_CREDENTIALS = ("user", "username", "name", "login", "password", "pass")


class SettingsFile(Struct, frozen=True):
    """A settings file as it was read."""

    path: Path
    text: str
    values: Mapping[str, object]

    @property
    def folder(self) -> Path:
        return self.path.parent

    def is_above(self, notes: Path) -> bool:
        """Say whether the file names these notes as its own."""
        return (self.folder / Path(self.text_of("corpus")).expanduser()).resolve() == notes.resolve()

    def text_of(self, key: str) -> str:
        """Return what the file says of a setting, empty for nothing."""
        value = self.values.get(key, "")
        if isinstance(value, str) or (key in _NUMBERS and type(value) in (int, float)):
            return str(value)
        raise SettingsError(self.place_of(key), f'must be a text in quotes, like {key} = "…"')

    def place_of(self, key: str) -> str:
        """Return file, line and key, as an error names them."""
        found = re.search(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?\s*[=.\]]", self.text, re.MULTILINE)
        line = self.text.count("\n", 0, found.start()) + 1 if found else 1
        return f"{self.path}:{line}: {key}"


def read_settings_file(path: Path, names: Sequence[str]) -> SettingsFile:
    """Read a file that holds nothing but these settings; raises `SettingsError` with file, line and cure."""
    # Most sites have no such file, and start without what reads it.
    import tomllib

    try:
        data = b"" if path == Path(os.devnull) else read_plain(path, _MOST)
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        file = SettingsFile(path, text, tomllib.loads(text))
    except NotPlain as error:
        raise SettingsError(str(path), "is not a plain file: put the file itself there") from error
    except TooLarge as error:
        problem = f"has more than {_MOST} bytes: keep to the lines that are needed"
        raise SettingsError(str(path), problem) from error
    except OSError as error:
        raise SettingsError(str(path), f"cannot be read ({error.strerror}): check its permissions") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}:1", "is not UTF-8: save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        told, _, place = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", place)
        at = line[1] if line else str(text.count("\n") + 1)
        raise SettingsError(f"{path}:{at}", f'{told}: write lines like title = "夜の勉強会"') from error
    for key in file.values:
        if key not in names:
            meant = meant_by(key, names, 0.6)
            cure = f"write {' / '.join(meant)}" if meant else f"the settings are {', '.join(names)}"
            raise SettingsError(file.place_of(key), f"there is no such setting: {cure}")
    return file


def meant_by(name: str, known: Collection[str], almost: float) -> tuple[str, ...]:
    """Return the settings that may be meant by a name that is none; `almost` is how alike a slip is, of 1.

    >>> meant_by("replicas", ["opensearch_replicas", "port"], 0.7)
    ('opensearch_replicas',)
    """
    # They stand in the addresses of the nodes.
    if name.startswith(_CLUSTER) and name.removeprefix(_CLUSTER) in _CREDENTIALS:
        return ("opensearch_url",)
    from difflib import get_close_matches

    # Who leaves out to what it belongs has written the rest.
    return tuple(get_close_matches(name, known, 1, almost)) or tuple(
        each for each in known if each.endswith(f"_{name}")
    )
