"""The loop's own promise: no connection is forgotten, whenever a thread has answered it."""

import socket

from web.loop import Loop


class Answered:
    """A connection whose answer is given by a thread just after the loop has asked whether it may be read."""

    accepting = False

    def __init__(self) -> None:
        self.is_answering = True

    def readable(self) -> bool:
        was_answering, self.is_answering = self.is_answering, False
        return not was_answering

    def writable(self) -> bool:
        return False

    def is_calm(self) -> bool:
        return not self.is_answering


def test_an_answer_between_two_questions_leaves_nobody_unheard() -> None:
    loop = Loop()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        loop.map[ours.fileno()] = Answered()
        loop.turn(0)
        assert ours.fileno() in loop.restless
        loop.turn(0)
        # Now it is waited for: what is asked next is heard.
        assert loop._waits_for[ours.fileno()]
        loop.forget(ours.fileno())
    loop._selector.close()
