"""The reader's session, and the one writer: commands that wait together commit together."""

import asyncio
import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from app.domain import activities, events, meetings, responses
from app.domain.refusals import Refusal
from app.domain.statements import Statement, hold
from app.engines import (
    DatabaseGone,
    file_of,
    out_of_reach,
    reading_engine,
    truncated,
    worth_retrying,
    writing_engine,
)
from app.logs import failure

__all__ = ["Command", "Writer", "reading", "reading_engine", "writing_engine"]

T = TypeVar("T")
log = logging.getLogger("groundwork.db")
MOST_TOGETHER = 200  # commands in one commit
TRIES, PATIENCE = 5, 12.0  # so often, and no new try after so many seconds: a waiting page gives up at thirty
AGAIN = 0.2  # seconds until the log is emptied again when a reader was in the way

_SAVEPOINT = Statement("SAVEPOINT command")
_UNDO = Statement("ROLLBACK TO SAVEPOINT command")
_RELEASE = Statement("RELEASE SAVEPOINT command")


@dataclass
class Command:
    """A plain function of a session, waiting for its commit. `key` orders a batch so that processes do not deadlock.

    `done` is resolved in `loop` where the waiting is done there, else in the writer's thread.
    """

    run: Callable[[Session], Any]
    key: str
    done: "asyncio.Future[Any] | Future[Any]" = field(default_factory=lambda: Future())
    loop: asyncio.AbstractEventLoop | None = None


Outcome = tuple[Command, Any, Exception | None]
Told = Callable[[list[events.Event], dict[str, int]], None]


class Writer:
    """One thread and one connection through which every change goes.

    It takes everything that waits, runs each command in its own savepoint (a Refusal undoes that one alone), commits
    once, and only then resolves each waiter and tells the live layer what happened.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.tell: Told = lambda _happened, _revisions: None
        self._waiting: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._truncate = engine.dialect.name == "sqlite"  # a server killed right after a reveal had no time for it
        self._file: tuple[int, int] | None = None

    def start(self) -> None:
        """Begin to work."""
        self._file = file_of(self.engine)
        self._thread.start()

    def stop(self) -> None:
        """Finish what waits, then end."""
        self._waiting.put(None)
        self._thread.join(timeout=10)
        self.engine.dispose()

    async def do(self, run: Callable[[Session], T], *, key: str = "") -> T:
        """Carry out a command; returns what it returned, after the commit. Raises its Refusal, or what broke.

        Whoever hangs up while waiting does not take back what the writer has in hand.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._waiting.put(Command(run, key, done, loop))
        return await done

    def do_now(self, run: Callable[[Session], T], *, key: str = "") -> T:
        """The same for code that runs in a thread of its own."""
        done: Future[T] = Future()
        self._waiting.put(Command(run, key, done))
        return done.result()

    def _work(self) -> None:
        ended = False
        while not ended:
            batch, ended = self._waiting_together()
            try:
                if batch:
                    self._carry_out(batch)
                if self._truncate:
                    self._truncate = not truncated(self.engine)
            except Exception as error:  # the one thread there is goes on whatever happens
                log.error("the writer stumbled: %s", failure(error))

    def _waiting_together(self) -> tuple[list[Command], bool]:
        """What waits now, at least one command unless there is other work; and whether it is time to end."""
        batch: list[Command] = []
        with contextlib.suppress(queue.Empty):
            command = self._waiting.get(timeout=AGAIN if self._truncate else None)
            while command is not None:
                batch.append(command)
                if len(batch) == MOST_TOGETHER:
                    return batch, False
                command = self._waiting.get_nowait()
            return batch, True
        return batch, False

    def _carry_out(self, batch: list[Command]) -> None:
        if self.engine.dialect.name != "sqlite":
            batch = sorted(batch, key=lambda command: command.key)
        until = time.monotonic() + PATIENCE
        for attempt in range(1, TRIES + 1):
            try:
                done = self._commit(batch)
            except Exception as error:
                activities.forget_known()  # what was read may have been undone
                if len(batch) > 1 and not out_of_reach(error):
                    for command in batch:  # one of them spoilt the commit: give each its own
                        self._carry_out([command])
                    return
                if attempt == TRIES or time.monotonic() > until or not worth_retrying(error):
                    _answer([(command, None, error) for command in batch])
                    return
                threading.Event().wait(0.05 * attempt**2)
            else:
                self._settle(*done)
                return

    def _commit(self, batch: list[Command]) -> tuple[list[Outcome], list[events.Event], dict[str, int]]:
        if self._file is not None and file_of(self.engine) != self._file:
            raise DatabaseGone("the database file is not where it was")
        with Session(self.engine, expire_on_commit=False) as session:
            happened = events.recorded(session)
            hold(session)
            outcomes = [(command, *_in_savepoint(session, command, happened)) for command in batch]
            responses.conclude(session)
            told = list(happened)
            revisions = meetings.raise_revisions(session, {one.meeting_id for one in told})
            session.commit()
            if session.info.get("truncate"):
                self._truncate = self.engine.dialect.name == "sqlite"
        return outcomes, told, revisions

    def _settle(self, outcomes: list[Outcome], told: list[events.Event], revisions: dict[str, int]) -> None:
        _answer(outcomes)
        if told:
            self.tell(told, revisions)


def _answer(outcomes: list[Outcome]) -> None:
    """Everybody hears at once: waking a loop costs more than what it is told."""
    for loop in {command.loop for command, _, _ in outcomes}:
        theirs = [outcome for outcome in outcomes if outcome[0].loop is loop]
        if loop is None:
            _resolve(theirs)
        else:
            with contextlib.suppress(RuntimeError):  # the loop has ended, and whoever waited in it
                loop.call_soon_threadsafe(_resolve, theirs)


def _resolve(outcomes: list[Outcome]) -> None:
    for command, outcome, error in outcomes:
        if command.done.done():  # nobody waits for it any more
            continue
        if error is not None:
            command.done.set_exception(error)
        else:
            command.done.set_result(outcome)


def _in_savepoint(session: Session, command: Command, happened: list[events.Event]) -> tuple[Any, Exception | None]:
    before = len(happened)
    _SAVEPOINT.run(session)
    try:
        outcome = command.run(session)
        session.flush()
    except Refusal as refusal:
        session.expunge_all()
        del happened[before:]
        _UNDO.run(session)
        _RELEASE.run(session)
        return None, refusal
    _RELEASE.run(session)
    return outcome, None


@contextlib.contextmanager
def reading(engine: Engine) -> Generator[Session]:
    """A session that sees one moment and cannot write."""
    with Session(engine, expire_on_commit=False) as session:
        yield session
