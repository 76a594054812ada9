"""TokenizingWorker: a process that makes batches. It is asked over its standard input and answers over its
standard output, until the input ends.

What is sent is pickled by ourselves and read by ourselves; the arrays go beside the pickle, uncopied.
"""

import gc
import os
import pickle
import signal
import struct
import sys
import traceback
from collections.abc import Sequence
from typing import IO, cast

import numpy as np
from msgspec import Struct

from search.build.batch import batch_of
from search.build.cutter import Cutter
from search.documents import EventTalkIds, PlacedTalk
from search.heap import keep_memory
from search.text.analysis import Analyzer


class Portion(Struct, frozen=True):
    """What makes one batch."""

    talks: Sequence[PlacedTalk]
    events: Sequence[EventTalkIds]


class Failure(Struct, frozen=True):
    """What a worker answers when it cannot do its work; `reason` is a traceback."""

    reason: str


def main() -> None:
    """Say which analysis this is, then answer every portion with its batch."""
    # Whoever started this process ends it, also where Ctrl-C reaches it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # Whatever is printed must not come between answers.
    os.dup2(2, 1)
    keep_memory()
    # Nothing that is made here is a cycle; to look for some takes a thirtieth of the time.
    gc.disable()
    analyzer = Analyzer()
    cutter = Cutter(analyzer)
    try:
        send(sink, analyzer.fingerprint)
        while True:
            portion = cast(Portion, parcel_of(received(source)))
            try:
                send(sink, batch_of(portion.talks, portion.events, cutter))
            except BrokenPipeError:
                raise
            except Exception:
                send(sink, Failure(traceback.format_exc()))
    except (EOFError, BrokenPipeError):
        # Nobody asks any more. The interpreter must not flush into a broken pipe when it ends.
        os._exit(0)


def send(sink: IO[bytes], parcel: object) -> None:
    """Write anything picklable; raises BrokenPipeError when nobody reads."""
    buffers: list[pickle.PickleBuffer] = []
    head = pickle.dumps(parcel, protocol=5, buffer_callback=buffers.append)
    parts = [memoryview(head), *(buffer.raw() for buffer in buffers)]
    sink.write(struct.pack(f"<Q{len(parts)}Q", len(parts), *(part.nbytes for part in parts)))
    for part in parts:
        sink.write(part)
    sink.flush()


def received(source: IO[bytes]) -> list[memoryview]:
    """Read what was sent, still packed; raises EOFError at the end, also where it comes too early."""
    (count,) = struct.unpack("<Q", _read(source, 8))
    return [_read(source, size) for size in struct.unpack(f"<{count}Q", _read(source, 8 * count))]


def parcel_of(parts: Sequence[memoryview]) -> object:
    """Unpack what was received."""
    return pickle.loads(parts[0], buffers=parts[1:])


def _read(source: IO[bytes], size: int) -> memoryview:
    # Other than a bytearray's, this memory is not cleared first.
    data = np.empty(size, np.uint8).data
    filled = 0
    while filled < size:
        count = source.readinto(data[filled:])  # type: ignore[attr-defined]  # BufferedReader has it.
        if not count:
            raise EOFError
        filled += count
    return data
