"""WorkerPool: processes that make batches, asked over pipes; one that dies is an error, never a lost note.

They run a program of their own (`tokenizing_worker`) and import nothing of the one that runs, so that may be
a script, a notebook or a test. They end when it does, however it does.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import cache
from queue import SimpleQueue
from typing import TypeAlias

import numpy as np
from msgspec import structs

from search.build.tokenizing_worker import Failure, Portion, parcel_of, received, send
from search.engines.batches import Batch
from search.errors import TokenizingFailed

Ask: TypeAlias = "Callable[[Portion], Future[Batch]]"

_AGAIN = "the old index, if any, stays as it is; run `indexer rebuild` again"


@contextmanager
def worker_pool(count: int, fingerprint: str) -> Iterator[Ask]:
    """Start workers; give what asks the next free one for the batch of a portion.

    They must analyse as `fingerprint` says. Where a batch cannot be made, asking for its result raises
    `TokenizingFailed`.
    """
    with ExitStack() as leaving:
        # One thread more than workers, so that none of them waits until an answer is unpacked.
        threads = ThreadPoolExecutor(count + 1, "tokenizing")
        leaving.callback(threads.shutdown, cancel_futures=True)
        free: SimpleQueue[_Worker] = SimpleQueue()
        for _ in range(count):
            worker = _Worker(fingerprint)
            # Called first, so that no thread waits for an answer any more.
            leaving.callback(worker.end)
            free.put(worker)

        def batch_of(portion: Portion) -> Batch:
            worker = free.get()
            try:
                answer = worker.answer(portion)
            finally:
                free.put(worker)
            batch = parcel_of(answer)
            if not isinstance(batch, Batch):
                reason = batch.reason if isinstance(batch, Failure) else repr(batch)
                raise TokenizingFailed(f"tokenizing failed; {_AGAIN}. What happened:\n{reason}")
            return batch

        yield lambda portion: threads.submit(batch_of, portion)


@cache
def _slow_features() -> str:
    """Return what NumPy should not use in workers, which sort most of the time they do not tokenize.

    On AMD's Zen 4, NumPy 2.4 sorts 64-bit numbers four times slower with AVX-512 than with AVX2; elsewhere
    the difference is small. Only what NumPy chose by itself when it started can be left out.
    """
    simd = np.show_config(mode="dicts")["SIMD Extensions"]
    return " ".join(name for name in ("X86_V4", "AVX512_SKX") if name in simd.get("found", ()))


class _Worker:
    """A process that makes batches. It is asked by one thread at a time."""

    def __init__(self, fingerprint: str) -> None:
        self._fingerprint: str | None = fingerprint
        program = "\n".join(
            (
                "import os, sys; os.environ.setdefault('OPENBLAS_NUM_THREADS', '1')",
                f"os.environ.setdefault('NPY_DISABLE_CPU_FEATURES', {_slow_features()!r})",
                f"sys.path[:] = {sys.path!r}",
                "from search.build.tokenizing_worker import main; main()",
            )
        )
        try:
            process = subprocess.Popen(
                [sys.executable, "-c", program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # Ctrl-C in a terminal reaches a whole group; this process ends its workers by itself.
                process_group=0 if os.name == "posix" else None,
            )
        except OSError as error:
            raise TokenizingFailed(
                f"a process to tokenize could not be started: {error}; {_AGAIN}"
            ) from error
        assert process.stdin and process.stdout
        self._process, self._questions, self._answers = process, process.stdin, process.stdout

    def answer(self, portion: Portion) -> list[memoryview]:
        """Return the batch of a portion, still packed."""
        try:
            if self._fingerprint is not None:
                if parcel_of(received(self._answers)) != self._fingerprint:
                    raise TokenizingFailed(f"Kikigaki or Sudachi was just installed anew; {_AGAIN}")
                self._fingerprint = None
            send(self._questions, _to_be_sent(portion))
            return received(self._answers)
        except (EOFError, OSError) as error:
            raise TokenizingFailed(f"a process that tokenizes {self._fate()}; {_AGAIN}") from error

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._questions, self._answers):
            with suppress(OSError):
                pipe.close()

    def _fate(self) -> str:
        code = self._process.wait()
        if code >= 0:
            return f"ended with exit code {code}"
        return f"was killed by signal {-code}" + (", perhaps for want of memory" if code == -9 else "")


def _to_be_sent(portion: Portion) -> Portion:
    """Return the same with copies of the bodies: whatever is pickled keeps, as long as it lives, how it is
    written in UTF-8, and that of a note is half as much again as the note.
    """
    talks = [(replace(talk, body=talk.body[:1] + talk.body[1:]), place) for talk, place in portion.talks]
    return structs.replace(portion, talks=talks)
