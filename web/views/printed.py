"""Printed: what a place of a template is given."""

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

_View = TypeVar("_View")


@dataclass_transform(frozen_default=True)
def printed(view: type[_View]) -> type[_View]:
    """Make a slotted dataclass that mypy holds to be frozen.

    Only templates read one, nobody compares or shows it, and a page makes hundreds: methods that would do so,
    or refuse a change, take a third of a millisecond to make for each class, at every start.
    """
    return dataclass(slots=True, eq=False, repr=False)(view)
