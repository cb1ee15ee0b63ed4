"""Looking once a second: what the bus did not say, and who may not listen any more."""

import asyncio
import logging

from sqlalchemy import Engine
from sqlmodel import Session

from app.db import reading
from app.domain import meetings
from app.domain.refusals import Refusal
from app.live.bus import Bus
from app.live.fan_out import FanOut
from app.live.hub import Listener
from app.logs import failure

SECONDS = 1.0
SELDOM = 5  # seconds between two looks at revisions while the bus is up: it may have lost something
log = logging.getLogger("groundwork.live")


class Watch:
    """One small look a second at the meetings somebody here listens to.

    Alone with its database (SQLite and no bus) a process hears of every change by itself and asks for no revisions.
    """

    def __init__(self, engine: Engine, fan_out: FanOut, bus: Bus | None) -> None:
        self._engine = engine
        self._fan_out = fan_out
        self._bus = bus
        self._shared = bus is not None or engine.dialect.name != "sqlite"
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
        turn = 0
        while True:
            await asyncio.sleep(SECONDS)
            turn += 1
            here = self._fan_out.listeners()
            asks = self._shared and (self._bus is None or not self._bus.up or turn % SELDOM == 0)
            checked = [one for listeners in here.values() for one in listeners if one.ensure_may]
            if not here or not (asks or checked):
                continue
            try:
                revisions, refused = await asyncio.to_thread(self._look, list(here) if asks else [], checked)
            except Exception as error:
                log.error("could not look whether anything changed: %s", failure(error))
                continue
            for meeting_id, revision in revisions.items():
                self._fan_out.look_again(meeting_id, revision)
            for listener in refused:
                listener.close("may not listen any more")

    def _look(self, meeting_ids: list[str], checked: list[Listener]) -> tuple[dict[str, int], list[Listener]]:
        with reading(self._engine) as session:
            revisions = meetings.revisions(session, meeting_ids) if meeting_ids else {}
            return revisions, [listener for listener in checked if not _may(session, listener)]


def _may(session: Session, listener: Listener) -> bool:
    try:
        if listener.ensure_may:
            listener.ensure_may(session)
    except Refusal:
        return False
    return True
