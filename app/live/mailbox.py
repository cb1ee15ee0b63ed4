"""A mailbox, not a queue: a listener keeps only the newest drawing of each part, so a slow phone skips frames."""

import asyncio
from collections.abc import Awaitable, Callable

SEND_SECONDS = 5.0


class Mailbox:
    """What waits to be sent to one listener, newest of each kind."""

    def __init__(self, send: Callable[[str], Awaitable[None]]) -> None:
        self._send = send
        self._waiting: dict[str, str] = {}
        self._bell = asyncio.Event()

    def post(self, part: str, frame: str) -> None:
        """Leave a frame. An older one of the same part is forgotten. Never waits."""
        self._waiting.pop(part, None)
        self._waiting[part] = frame
        self._bell.set()

    async def deliver(self) -> None:
        """Send what is posted until the listener goes. One send that takes over five seconds ends the connection.

        This is the one place where frames leave: frames encoded once for all listeners will go out here too.
        """
        while True:
            await self._bell.wait()
            self._bell.clear()
            waiting, self._waiting = self._waiting, {}
            for frame in waiting.values():
                await asyncio.wait_for(self._send(frame), SEND_SECONDS)
