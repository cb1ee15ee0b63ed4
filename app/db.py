"""Engines, the reader's session, and the one writer: commands that wait together commit together."""

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import QueuePool
from sqlmodel import Session

from app.domain import events, meetings
from app.domain.refusals import Refusal

T = TypeVar("T")
MOST_TOGETHER = 200  # commands in one commit
TRIES = 5
SQLITE = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": "5000",
    "secure_delete": "ON",
    "wal_autocheckpoint": "1000",
}


def reading_engine(address: str) -> Engine:
    """Connections that cannot write. Reads never wait for the writer."""
    return _engine(address, {**SQLITE, "query_only": "ON"} if _is_sqlite(address) else {}, readers=16)


def writing_engine(address: str) -> Engine:
    """The writer's own connection, one at a time."""
    return _engine(address, SQLITE if _is_sqlite(address) else {}, readers=1)


def _is_sqlite(address: str) -> bool:
    return address.startswith("sqlite")


def _engine(address: str, pragmas: dict[str, str], *, readers: int) -> Engine:
    if not _is_sqlite(address):
        return create_engine(address, pool_size=readers, max_overflow=0, pool_pre_ping=True)
    Path(address.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        address, poolclass=QueuePool, pool_size=readers, max_overflow=0, connect_args={"check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.isolation_level = None  # we say BEGIN ourselves; the driver's own is deferred and deadlocks
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name}={value}")

    writes = "query_only" not in pragmas

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@dataclass
class Command:
    """A plain function of a session, waiting for its commit. `key` orders a batch so that processes do not deadlock."""

    run: Callable[[Session], Any]
    key: str
    done: "Future[Any]" = field(default_factory=lambda: Future())


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
        self._truncate = False

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what waits, then end."""
        self._waiting.put(None)
        self._thread.join(timeout=10)
        self.engine.dispose()

    async def do(self, run: Callable[[Session], T], *, key: str = "") -> T:
        """Carry out a command; returns what it returned, after the commit. Raises its Refusal, or what broke."""
        command = Command(run, key)
        self._waiting.put(command)
        return await asyncio.wrap_future(command.done)

    def do_now(self, run: Callable[[Session], T], *, key: str = "") -> T:
        """The same for code that runs in a thread of its own."""
        command = Command(run, key)
        self._waiting.put(command)
        return command.done.result()

    def _work(self) -> None:
        ended = False
        while not ended:
            first = self._waiting.get()
            batch = [first] if first else []
            ended = first is None
            while len(batch) < MOST_TOGETHER:
                try:
                    command = self._waiting.get_nowait()
                except queue.Empty:
                    break
                ended = ended or command is None
                batch += [command] if command else []
            if batch:
                self._carry_out(batch)

    def _carry_out(self, batch: list[Command]) -> None:
        if self.engine.dialect.name != "sqlite":
            batch = sorted(batch, key=lambda command: command.key)
        try:
            done = self._commit(batch)
        except Exception:
            for command in batch:  # one of them spoilt the commit: give each its own
                self._alone(command)
        else:
            self._settle(*done)

    def _alone(self, command: Command) -> None:
        for attempt in range(1, TRIES + 1):
            try:
                done = self._commit([command])
            except Exception as error:
                if attempt == TRIES or not _worth_retrying(error):
                    command.done.set_exception(error)
                    return
                threading.Event().wait(0.05 * attempt**2)
            else:
                self._settle(*done)
                return

    def _commit(self, batch: list[Command]) -> tuple[list[Outcome], list[events.Event], dict[str, int]]:
        with Session(self.engine, expire_on_commit=False) as session:
            happened = events.recorded(session)
            outcomes = [(command, *_in_savepoint(session, command, happened)) for command in batch]
            told = list(happened)
            revisions = meetings.raise_revisions(session, {one.meeting_id for one in told})
            session.commit()
            self._truncate = self._truncate or bool(session.info.get("truncate"))
        return outcomes, told, revisions

    def _settle(self, outcomes: list[Outcome], told: list[events.Event], revisions: dict[str, int]) -> None:
        for command, outcome, refusal in outcomes:
            if refusal is not None:
                command.done.set_exception(refusal)
            else:
                command.done.set_result(outcome)
        if told:
            self.tell(told, revisions)
        if self._truncate and self.engine.dialect.name == "sqlite":
            self._truncate = not _truncated(self.engine)


def _in_savepoint(session: Session, command: Command, happened: list[events.Event]) -> tuple[Any, Exception | None]:
    connection, before = session.connection(), len(happened)
    connection.exec_driver_sql("SAVEPOINT command")
    try:
        outcome = command.run(session)
        session.flush()
    except Refusal as refusal:
        session.expunge_all()
        del happened[before:]
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT command")
        connection.exec_driver_sql("RELEASE SAVEPOINT command")
        return None, refusal
    connection.exec_driver_sql("RELEASE SAVEPOINT command")
    return outcome, None


def _worth_retrying(error: Exception) -> bool:
    """Serialisation failure, deadlock, a lost connection, or a database another process holds for a moment."""
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or state in {"40001", "40P01"} or isinstance(error, OperationalError)


def _truncated(engine: Engine) -> bool:
    """Empty the write-ahead log; False when a reader was in the way, and it is tried again after the next commit."""
    with contextlib.closing(engine.raw_connection()) as connection:
        busy = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]  # pyright: ignore
        return not busy


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one moment and cannot write."""
    with Session(engine, expire_on_commit=False) as session:
        yield session
