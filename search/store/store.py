"""Store: where the generations of an index live, and how one takes another's place: a folder, or a cluster.

A generation is never changed once it is published. Beside its engine it holds parts, small pieces of data by
name; what they say is `contents`' business.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from msgspec import Struct

from search.engines import Engine, Handle
from search.errors import EngineError

if TYPE_CHECKING:
    from search.engines.batches import Batch

Read = TypeVar("Read")


class Verified(Struct, frozen=True):
    """Which generation was read to the last byte and found to be what was written."""

    generation: int
    files: int
    size: int
    """In bytes."""


class Generation(Protocol):
    """One published index."""

    @property
    def number(self) -> int: ...

    @property
    def path(self) -> Path:
        """Its folder, or what the cluster calls its index."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """What its writer said of it: plain JSON values."""

    def open(self) -> Engine:
        """Open it for questions; raises `EngineError`."""

    def part(self, name: str) -> bytes:
        """Return a part, nothing if none was kept; raises `IndexDamaged`."""

    def verify(self) -> Verified:
        """Read every byte of it; raises `IndexDamaged`, naming what is not as it was written."""

    def check(self) -> object:
        """Refuse, as `verify` does, what is not worth carrying over; as thorough as that can be each time."""


class Building(Protocol):
    """A generation that is being made."""

    def keep(self, name: str, data: bytes) -> None:
        """Keep a part, if there is anything in it."""

    def carry(self, name: str, old: Generation) -> None:
        """Keep the part that an older generation has."""

    def write(
        self,
        batches: "Iterable[Batch]",
        old: Generation | None,
        dropped: Collection[Handle],
        gone: "Iterable[Batch]" = (),
    ) -> Engine:
        """Write documents behind those of an old generation that are not dropped, and open the whole.

        `gone` are those that are dropped, as they were written, for who has to know what they had.

        Raises `Outgrown`, before anything is written, where those cannot be carried over.
        """

    def publish(self, facts: Mapping[str, Any]) -> Generation:
        """Make this the current generation, with `facts`; raises `IndexNotDurable` where that is unsure."""


class Store(Protocol):
    """The generations of one index. May be shared by threads."""

    @property
    def engine(self) -> str:
        """Which engine answers from it, for people to read."""

    @property
    def carries_over(self) -> bool:
        """Whether a rebuild, too, takes over what has not changed, and not only an update."""

    def stamp(self) -> tuple[int, ...] | None:
        """Return something that changes with the current generation, None while there is none.

        The first number says when it was published, in nanoseconds since 1970. Called for every question.
        """

    def look_again(self) -> None:
        """Let `stamp` be as new as can be, also where it is not asked for each time."""

    @property
    def trouble(self) -> EngineError | None:
        """Why it cannot be told just now which generation is current; None while all is well."""

    def read(self, use: Callable[[Generation], Read]) -> Read:
        """Return what `use` makes of the current generation; raises `IndexMissing` and other `EngineError`.

        Where it raises as the generation was taken away meanwhile, it is called again with the newer one.
        """

    def glance(self, use: Callable[[Generation], Read]) -> Read:
        """Do the same, for who wants a part or a fact alone."""

    def building(self) -> AbstractContextManager[Building]:
        """Take the store for one writer; what is not published in the end is thrown away.

        Raises `IndexLocked` while another has it, `IndexUnwritable`, `IndexUnsafe`.
        """
