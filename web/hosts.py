"""Hosts: to which names this site answers.

What a request calls the site goes into the addresses of links, and a page of another site, whose name was
made to lead here (DNS rebinding), must not read a private one. So only names that the settings know are
answered.
"""

import ipaddress
import re
import socket
from urllib.parse import urlsplit

from search.settings import Settings

_HOST = re.compile(r"([a-z0-9](?:[a-z0-9_.-]{0,252})|\[[0-9a-f:.]{2,45}\])(?::([0-9]{1,5}))?")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Hosts:
    """The names of a site: loopback, where it listens, and its public address."""

    def __init__(self, settings: Settings) -> None:
        self._believes_proxy = settings.forwarded == "on"
        self.public = (urlsplit(settings.public_url).hostname or "").rstrip(".")
        self._names = {self.public, settings.host.lower().strip("[]").rstrip(".")} - {""}
        listening = _address_of(settings.host)
        self._listens_everywhere = settings.host in ("", "*", "0") or bool(
            listening and listening.is_unspecified
        )
        if self._listens_everywhere:
            self._names.add(socket.gethostname().lower())

    def knows(self, written: str) -> bool:
        """Say whether a Host header names this site; an ill-formed one never does."""
        name = name_of(written)
        if not name:
            return False
        # A proxy hands on what it knows itself.
        if self._believes_proxy or name in self._names or name == "localhost" or name.endswith(".localhost"):
            return True
        address = _address_of(name)
        # Where the site listens everywhere, any address may be its own; only names can be made to lead here.
        return address is not None and (address.is_loopback or self._listens_everywhere)


def name_of(written: str) -> str:
    """Return the name or the address in a Host header, in small letters; empty for an ill-formed one."""
    match = _HOST.fullmatch(written.lower())
    if match is None or int(match[2] or 80) not in range(1, 65536):
        return ""
    name = match[1]
    if name.startswith("["):
        return name[1:-1] if _address_of(name) else ""
    return name.removesuffix(".")


def _address_of(name: str) -> _Address | None:
    try:
        address: _Address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
