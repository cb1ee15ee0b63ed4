"""Passwords, which are slow to check on purpose: two threads of their own, away from the event loop and the writer."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from app.domain.ids import digest
from app.domain.refusals import N_, Refusal

T = TypeVar("T")
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hashing")
MOST_TRIES, PAUSE_SECONDS, MOST_KNOWN = 5, 60.0, 5000


async def slowly(work: Callable[[], T]) -> T:
    """What `work` returns, or the refusal it raises, without keeping anybody else waiting."""
    return await asyncio.get_running_loop().run_in_executor(_threads, work)


class Tries:
    """How often somebody got a password wrong lately: after five times they wait a minute.

    Keeps digests of names, however long they are, and those of the latest few thousand only.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failed: dict[str, tuple[int, float]] = {}

    def ensure_may_try(self, name: str) -> None:
        """Raise a Refusal while the pause lasts."""
        times, last = self._failed.get(digest(name), (0, 0.0))
        if times >= MOST_TRIES and self._clock() - last < PAUSE_SECONDS:
            message = N_("That was wrong five times. Wait a minute, then try again.")
            raise Refusal(message, control="password", status=429)

    def failed(self, name: str) -> None:
        """Count a wrong password. A count older than the pause begins anew."""
        now, key = self._clock(), digest(name)
        times, last = self._failed.pop(key, (0, now))
        self._failed[key] = (times + 1 if now - last < PAUSE_SECONDS else 1, now)
        if len(self._failed) > MOST_KNOWN:
            del self._failed[next(iter(self._failed))]  # the one that failed longest ago

    def succeeded(self, name: str) -> None:
        """Forget what went wrong before."""
        self._failed.pop(digest(name), None)
