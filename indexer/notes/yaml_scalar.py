"""A scalar as YAML is to be written: in quotes only where it would be read as something else."""

import re

_BARE = re.compile(r"(?!.*\s#)[\w(（「『【](?:[\w +./()（）「」『』【】・ー-]*[\w+.)）」』】#])?")


def flow_scalar(value: str) -> str:
    """Return a value as it may stand inside of brackets, and as a key."""
    if _BARE.fullmatch(value) and not value.startswith("-"):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
