"""Settings names: what was meant by the name of a setting that there is not."""

from collections.abc import Collection

_CLUSTER = "opensearch_"
_CREDENTIALS = ("user", "username", "name", "login", "password", "pass")


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
