"""What is open between meetings closes by itself at its deadline; everything else a person closes."""

import asyncio
import logging
from collections.abc import Callable

from sqlmodel import Session, select

from app.db import Writer
from app.domain import conduct
from app.domain.activities import OPEN, Activity
from app.domain.ids import now_ms
from app.domain.kind import Kind
from app.logs import failure

SECONDS = 20.0
log = logging.getLogger("groundwork")


class Deadlines:
    """Looks now and then whether a deadline has passed, also for one that passed while nothing ran."""

    def __init__(self, writer: Writer, kind_of: Callable[[str], Kind], *, every: float = SECONDS) -> None:
        self._writer, self._kind_of, self._every = writer, kind_of, every
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self._writer.do(self.close_what_is_over)
            except Exception as error:
                log.error("could not look for deadlines: %s", failure(error))
            await asyncio.sleep(self._every)

    def close_what_is_over(self, session: Session) -> int:
        """Close every window whose deadline has passed; returns how many there were."""
        query = select(Activity).where(Activity.state == OPEN, Activity.ends_ms < now_ms())  # pyright: ignore
        over = [activity for activity in session.exec(query) if activity.window]
        for activity in over:
            conduct.close(session, activity, self._kind_of(activity.kind))
        return len(over)
