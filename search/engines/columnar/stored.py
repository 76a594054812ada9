"""Stored fields: a document's values as JSON and back. Never a pickle, which could run code."""

import base64
import datetime
import decimal
import json
from collections.abc import Mapping

_TAG = "~"
"""The only key of an object that stands for what JSON has no word for: `{"~": [kind, plain value]}`."""


def packed_values(values: Mapping[str, object]) -> bytes:
    """Return a document's stored values as one text; empty for none.

    Raises TypeError, naming the field, for values other than None, numbers, strings, bytes, dates, times,
    decimals, and lists, tuples and dicts of these.
    """
    if not values:
        return b""
    tagged = {}
    for name, value in values.items():
        try:
            tagged[name] = _tagged(value)
        except TypeError as error:
            raise TypeError(f"field {name!r} cannot be stored: {error}") from error
    # A text may hold half a surrogate pair; it is given back as it was.
    return json.dumps(tagged, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def unpacked_values(text: bytes) -> dict[str, object]:
    """Return the values of `packed_values`."""
    return json.loads(text.decode("utf-8", "surrogatepass"), object_hook=_untagged) if text else {}


def _tagged(value: object) -> object:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case bytes():
            return {_TAG: ["bytes", base64.b64encode(value).decode()]}
        case datetime.datetime():
            return {_TAG: ["datetime", value.isoformat()]}
        case datetime.date():
            return {_TAG: ["date", value.isoformat()]}
        case datetime.time():
            return {_TAG: ["time", value.isoformat()]}
        case decimal.Decimal():
            return {_TAG: ["decimal", str(value)]}
        case list():
            return [_tagged(each) for each in value]
        case tuple():
            return {_TAG: ["tuple", [_tagged(each) for each in value]]}
        case dict():
            # Keys need not be strings, and one of them may be the tag.
            return {_TAG: ["dict", [[_tagged(key), _tagged(each)] for key, each in value.items()]]}
    raise TypeError(f"{type(value).__name__} is no value that JSON can keep")


def _untagged(tagged: dict[str, object]) -> object:
    match tagged.get(_TAG):
        case ["bytes", str(text)]:
            return base64.b64decode(text)
        case ["datetime", str(text)]:
            return datetime.datetime.fromisoformat(text)
        case ["date", str(text)]:
            return datetime.date.fromisoformat(text)
        case ["time", str(text)]:
            return datetime.time.fromisoformat(text)
        case ["decimal", str(text)]:
            return decimal.Decimal(text)
        case ["tuple", list(items)]:
            return tuple(items)
        case ["dict", list(items)]:
            return dict(items)
    return tagged
