"""Waiting for a state, not for a time: how long anything takes on a busy machine says nothing."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, Route

LONG = 30.0
"""Seconds after which a state does not come any more."""


def until(is_so: Callable[[], object], pause: Callable[[], object] = lambda: time.sleep(0.01)) -> None:
    """Wait until something is so; `pause` lets come what is waited for."""
    ends = time.monotonic() + LONG
    while not is_so():
        assert time.monotonic() < ends, "it never came"
        pause()


def until_seen(page: Page, is_so: Callable[[], object]) -> None:
    """The same for what a page tells: while it is waited for, it is told."""
    until(is_so, lambda: page.wait_for_timeout(10))


def settled(page: Page) -> None:
    """Wait until the page has dealt with all that has come so far."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")


def typed(page: Page, text: str, pause: int) -> None:
    """Type with so many milliseconds between two letters, whatever the machine takes: see `stopped`."""
    for letter in text:
        page.keyboard.type(letter)
        page.clock.run_for(pause)


def stopped(page: Page, path: str) -> None:
    """Open a page whose clock then stands until somebody moves it."""
    page.clock.install(time=0)
    page.goto(path)
    page.clock.pause_at(3_600_000)


class Held:
    """Answers to requests of a pattern, which wait until they are released."""

    def __init__(self, page: Page, pattern: str) -> None:
        self._page = page
        self._routes: list[Route] = []
        self._is_open = False
        page.route(re.compile(pattern), self._take)

    def _take(self, route: Route) -> None:
        if self._is_open:
            route.continue_()
        else:
            self._routes.append(route)

    def wait(self) -> None:
        """Wait until one is asked for."""
        until_seen(self._page, lambda: self._routes)

    def release(self) -> None:
        """Let them come, as far as anybody waits for them, and wait until they were dealt with."""
        self._is_open = True
        for route in self._routes:
            route.continue_()
            if response := route.request.response():
                response.finished()
        settled(self._page)
