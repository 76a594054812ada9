"""Settings: the one reader of the environment, and of the file `kikigaki.toml`.

A setting is a variable (`KIKIGAKI_PORT=8080`) or a line of the file (`port = 8080`); the variable wins. The
file lies beside the notes, and paths in it start from its folder.
"""

import logging
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

from search.errors import SettingsError
from search.settings_file import FILE_NAME, SettingsFile, meant_by, read_settings_file
from search.settings_values import (
    ancestors_of,
    base_of,
    host_of,
    line_of,
    nodes_of,
    number_from,
    one_of,
    prefix_of,
    public_url_of,
    seconds_of,
    timeout_of,
)

FOLDER_OF_INDEX = ".kikigaki"

_ALMOST = 0.7
"""How alike a variable must be to one of ours, of 1, to be a slip."""
_OF_KUBERNETES = re.compile(r"SERVICE_(HOST|PORT)(_.*)?|PORT_[0-9]+_.*")
"""What it says in each container of a service that is called kikigaki, behind `KIKIGAKI_`."""
_SPOKEN = ("LC_ALL", "LC_MESSAGES", "LANG")
_TOLD: set[str] = set()
"""Variables of which it was said that they change nothing."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how they are served; every value has a default that works."""

    corpus: Annotated[Path, Path] = Path("corpus")
    index: Annotated[Path, Path] = Path(FOLDER_OF_INDEX)
    host: Annotated[str, host_of] = "127.0.0.1"
    port: Annotated[int, number_from(1, 65_535)] = 8000
    public_url: Annotated[str, public_url_of] = ""
    """The address readers use, without a final slash; empty means the address of each request."""
    posts: Annotated[Literal["reports", "all"], one_of] = "reports"
    """Which blog posts of the corpus are read: those that look like reports of events, or every one."""
    access_log: Annotated[Literal["off", "on", "queries"], one_of] = "off"
    """Whether each answer leaves a line, and whether that says what was searched for."""
    frame_ancestors: Annotated[str, ancestors_of] = "*"
    """Whose pages may show `/embed/…` in a frame, as the Content-Security-Policy says it."""
    title: Annotated[str, line_of] = ""
    """What the site is called; empty means 聞き書き, or Kikigaki in English."""
    tagline: Annotated[str, line_of] = ""
    """One sentence about the site."""
    base: Annotated[str, base_of] = ""
    """The path below which the site lives, such as `/notes`; empty means all of its host."""
    language: Annotated[Literal["", "ja", "en"], one_of] = ""
    """What pages speak to readers who have not chosen; empty means what their browser asks for."""
    forwarded: Annotated[Literal["off", "on"], one_of] = "off"
    """Whether a proxy before the site is believed which address was asked (`X-Forwarded-Host`, `-Proto`)."""
    search_seconds: Annotated[float, seconds_of] = 1.0
    """How long one search may take before what it has is answered; 0 is as long as it takes."""
    engine: Annotated[Literal["whoosh", "opensearch"], one_of] = "whoosh"
    """Where the index is: in its folder, or in a cluster, which the next six are about."""
    opensearch_url: Annotated[str, nodes_of] = field(default="", repr=False)
    """Its nodes, parted by commas; user and password may stand in them, and nobody is shown these."""
    opensearch_prefix: Annotated[str, prefix_of] = "kikigaki"
    opensearch_shards: Annotated[int, number_from(1, 1024)] = 1
    opensearch_replicas: Annotated[int, number_from(0, 99)] = 1
    opensearch_timeout: Annotated[float, timeout_of] = 2.0
    """Seconds that a node has for an answer before another is asked."""
    opensearch_ca: Annotated[Path | None, Path] = None
    """A file of certificates that its nodes are checked by; None means those of the system."""
    editor: str = ""
    """The command that `indexer new` opens a note with; empty means none."""
    spoken: Literal["ja", "en"] = "ja"
    """What the command speaks, see `spoken_language`."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, corpus: Path | None = None) -> "Settings":
        """Read variables and the file; raise `SettingsError` naming the first that cannot be used.

        `corpus` was named on the command line. An index that lies in the notes' folder is theirs.
        """
        env = dict(os.environ if environ is None else environ)
        _refuse_slips(env)
        if corpus is not None:
            env["KIKIGAKI_CORPUS"] = str(corpus)
        own = Path(env.get("KIKIGAKI_CORPUS") or cls().corpus) / FOLDER_OF_INDEX
        default = cls(index=own) if own.is_dir() else cls()
        file = _file_of(env, None)
        return cls._read(_Written(env, file), _by_file(file, default))

    @classmethod
    def of_folder(cls, folder: Path, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings of a folder of notes, in which its index lies, too; raises as `from_env` does.

        A file that `KIKIGAKI_SETTINGS` names elsewhere has nothing to say of which notes they are.
        """
        env = dict(os.environ if environ is None else environ) | {"KIKIGAKI_CORPUS": ""}
        _refuse_slips(env)
        file, default = _file_of(env, folder), cls(folder, folder / FOLDER_OF_INDEX)
        if file and file.folder.resolve() != folder.resolve() and not file.is_above(folder):
            return cls._read(_Written(env | {"KIKIGAKI_CORPUS": str(folder)}, file), default)
        return cls._read(_Written(env, file), _by_file(file, default))

    @classmethod
    def _read(cls, written: "_Written", default: "Settings") -> "Settings":
        values = {name: written.value(name, parse, getattr(default, name)) for name, parse in _PARSES.items()}
        base, below = values["base"], urlsplit(values["public_url"]).path
        if base and below not in ("", base):
            raise SettingsError(
                "KIKIGAKI_PUBLIC_URL", f"ends in {below}, but the site lives below {base}: make them one"
            )
        if values["engine"] == "opensearch" and not values["opensearch_url"]:
            raise SettingsError(
                "KIKIGAKI_OPENSEARCH_URL", "is needed: name a node, like http://localhost:9200"
            )
        values["base"] = base or below
        if values["public_url"] and not below:
            values["public_url"] += base
        editor = written.env.get("VISUAL") or written.env.get("EDITOR") or default.editor
        return cls(**values, editor=editor, spoken=spoken_language(written.env))

    def environment(self) -> dict[str, str]:
        """Return this process's environment with these settings in it, for a child process."""
        own = {
            f"KIKIGAKI_{name.upper()}": str(value.absolute() if isinstance(value, Path) else value)
            for name in _NAMES
            if (value := getattr(self, name)) not in ("", None)
        }
        # All is said: no file, of whichever folder, has a word to add.
        return {**os.environ, **own, "KIKIGAKI_SETTINGS": os.devnull}


def _parse_of(kind: Any, parse: Callable[..., Any]) -> Callable[[str], Any]:
    """Return what makes a value of a text; a choice is one of its words."""
    return one_of(*filter(None, get_args(kind))) if parse is one_of else parse


_PARSES: Mapping[str, Callable[[str], Any]] = {
    name: _parse_of(hint.__origin__, hint.__metadata__[0])
    for name, hint in get_type_hints(Settings, include_extras=True).items()
    if get_origin(hint) is Annotated
}
"""What makes the value of each setting of a text."""
_NAMES = tuple(_PARSES)


@dataclass(frozen=True, slots=True)
class _Written:
    """What is written of the settings: variables, then lines of a file."""

    env: Mapping[str, str]
    file: SettingsFile | None

    def value(self, name: str, parse: Callable[[str], Any], default: object) -> Any:
        """Parse a setting, or raise with its place; a path of the file starts from its folder."""
        place = f"KIKIGAKI_{name.upper()}"
        text = self.env.get(place)
        if not text and self.file:
            text, place = self.file.text_of(name), self.file.place_of(name)
            if text and parse is Path:
                return self.file.folder / Path(text).expanduser()
        try:
            return parse(text) if text else default
        except ValueError as error:
            raise SettingsError(place, str(error)) from error


def _refuse_slips(env: Mapping[str, str]) -> None:
    """Raise `SettingsError` for a variable that is almost one of ours; others may be anybody's."""
    known = [*_NAMES, "settings"]
    for name in env:
        own = name.removeprefix("KIKIGAKI_")
        if own == name or own.lower() in known or _OF_KUBERNETES.fullmatch(own):
            continue
        if meant := meant_by(own.lower(), known, _ALMOST):
            spelled = " / ".join(f"KIKIGAKI_{each.upper()}" for each in meant)
            raise SettingsError(name, f"there is no such setting: write {spelled}")
        if name not in _TOLD:
            _TOLD.add(name)
            _log.warning("%s is no setting of Kikigaki, and changes nothing", name)


def _by_file(file: SettingsFile | None, default: Settings) -> Settings:
    """Return the defaults where a file lies: its folder holds both, unless it names these notes."""
    # `Settings.environment` names no file; one of remarks alone, as `init` writes it, is one.
    if file is None or file.path == Path(os.devnull):
        return default
    corpus = default.corpus if file.is_above(default.corpus) else file.folder
    return Settings(corpus, file.folder / FOLDER_OF_INDEX)


def _file_of(env: Mapping[str, str], folder: Path | None) -> SettingsFile | None:
    """Read the file that is named, else that beside the notes, else that of the current folder."""
    if named := env.get("KIKIGAKI_SETTINGS"):
        if not os.path.exists(named):
            raise SettingsError("KIKIGAKI_SETTINGS", f"there is no file {named}: name one, or unset it")
        return read_settings_file(Path(named), _NAMES)
    notes = folder or Path(env.get("KIKIGAKI_CORPUS") or ".")
    beside = notes / FILE_NAME
    if os.path.lexists(beside):
        return read_settings_file(beside, _NAMES)
    above = notes.absolute().parent / FILE_NAME
    if os.path.lexists(above):
        # A file above says something of these notes only if it says that they are its own.
        found = read_settings_file(above, _NAMES)
        if found.is_above(notes):
            return found
    here = Path(FILE_NAME)
    return read_settings_file(here, _NAMES) if folder is None and os.path.lexists(here) else None


def spoken_language(environ: Mapping[str, str] | None = None) -> Literal["ja", "en"]:
    """Return what the command speaks: English where the locale is of another language than Japanese."""
    env = os.environ if environ is None else environ
    locale = next((env[name] for name in _SPOKEN if env.get(name)), "")
    language = re.split(r"[_.@-]", locale)[0].lower()
    # C names no language: then it is that of the notes.
    return "ja" if language in ("", "c", "posix", "ja", "japanese") else "en"
