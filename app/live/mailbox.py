"""A mailbox, not a queue: a listener keeps only the newest drawing of each part, so a slow phone skips frames."""

import asyncio
from collections.abc import Awaitable, Callable

SEND_SECONDS = 5.0


class Mailbox:
    """What waits to be sent to one listener, newest of each kind."""

    def __init__(self, send: Callable[[str], Awaitable[None]], write: Callable[[str], bool] | None = None) -> None:
        self._send = send
        self._write = write  # sends at once, or says that it cannot
        self._waiting: dict[str, str] = {}
        self._bell = asyncio.Event()
        self._ended = False
        self._sending: float | None = None  # since when

    def post(self, part: str, frame: str) -> None:
        """Leave a frame. An older one of the same part is forgotten, and this one waits its turn. Never waits."""
        if self._write and not self._waiting and self._sending is None and not self._ended and self._write(frame):
            return
        self._waiting.pop(part, None)
        self._waiting[part] = frame
        self._bell.set()

    def end(self) -> None:
        """Nothing more is delivered; the connection closes."""
        self._ended = True
        self._bell.set()

    async def deliver(self) -> None:
        """Send what is posted until the listener goes. One send that takes over five seconds ends the connection
        (it is looked at every five: a timer for each frame costs as much as sending it).

        Only what could not be written at once comes by here.
        """
        loop = asyncio.get_running_loop()
        watch = loop.create_task(self._watch(asyncio.current_task()))
        try:
            while not self._ended:
                await self._bell.wait()
                self._bell.clear()
                waiting, self._waiting = self._waiting, {}
                for frame in waiting.values():
                    if self._ended:
                        return
                    self._sending = loop.time()
                    await self._send(frame)
                    self._sending = None
        finally:
            watch.cancel()

    async def _watch(self, delivery: "asyncio.Task[None] | None") -> None:
        loop = asyncio.get_running_loop()
        while delivery is not None:
            await asyncio.sleep(SEND_SECONDS)
            if self._sending is not None and loop.time() - self._sending > SEND_SECONDS:
                delivery.cancel()
