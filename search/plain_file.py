"""Plain file: what somebody put somewhere, read without waiting for a pipe, and without what has no end."""

import errno
import os
import stat
from pathlib import Path


class NotPlain(OSError):
    """It is a folder, a pipe or a device."""


class TooLarge(OSError):
    """It has more bytes than were asked for."""


def read_plain(path: Path, most: int) -> bytes:
    """Return what a plain file holds, at most so many bytes; raises OSError, also `NotPlain`, `TooLarge`."""
    # A pipe that nobody writes into would be waited for.
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise NotPlain(errno.EINVAL, "not a plain file")
        # What is asked for is set aside first, however little there is.
        data = file.read(min(status.st_size, most) + 1)
        if len(data) > status.st_size:
            # It has grown meanwhile, or has no size, as what a system makes when it is read.
            data += file.read(most + 1 - len(data))
    if len(data) > most:
        raise TooLarge(errno.EFBIG, "too large")
    return data
