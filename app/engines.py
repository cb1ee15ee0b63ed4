"""Engines: how each database is opened, and what its failures mean."""

import contextlib
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

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
        durable = {"options": "-c synchronous_commit=on"}  # whatever the server does by default: saved means on disk
        return create_engine(
            address, pool_size=readers, max_overflow=0, pool_pre_ping=True, hide_parameters=True, connect_args=durable
        )
    writes, file = "query_only" not in pragmas, Path(address.removeprefix("sqlite:///"))
    if writes:
        file.parent.mkdir(parents=True, exist_ok=True)

    def opened() -> sqlite3.Connection:
        """Looking at a database never makes one: a deleted file is missed, not silently replaced by an empty one."""
        mode = "rwc" if writes else "rw"
        return sqlite3.connect(f"file:{quote(str(file.absolute()))}?mode={mode}", uri=True, check_same_thread=False)

    engine = create_engine(
        address, creator=opened, poolclass=QueuePool, pool_size=readers, max_overflow=0, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.isolation_level = None  # we say BEGIN ourselves; the driver's own is deferred and deadlocks
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name}={value}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


class DatabaseGone(SQLAlchemyError):
    """The file was deleted or replaced under us: what is written now would be lost with the last open handle."""


def file_of(engine: Engine) -> tuple[int, int] | None:
    """Which file a SQLite database is in right now; None for a server's."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    try:
        found = Path(engine.url.database).stat()
    except OSError:
        return (0, 0)
    return found.st_dev, found.st_ino


def worth_retrying(error: Exception) -> bool:
    """Serialisation failure, deadlock, a row another process made first, a lost connection, a file held elsewhere."""
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or state in {"40001", "40P01", "23505"} or isinstance(error, OperationalError)


def out_of_reach(error: Exception) -> bool:
    """Whether it was the database itself that failed, not one of the commands: then all of them wait alike."""
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", 0) & 0xFF
    return isinstance(error, DatabaseGone) or code in {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }


def truncated(engine: Engine) -> bool:
    """Empty the write-ahead log; False when a reader was in the way, and it is tried again after the next commit."""
    with contextlib.closing(engine.raw_connection()) as connection:
        cursor: Any = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=0")  # answers do not wait for it
        try:
            return not cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.OperationalError:
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout={SQLITE['busy_timeout']}")
