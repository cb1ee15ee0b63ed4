"""Statements that run at every answer: written once, and on SQLite given straight to the driver.

SQLAlchemy spends ten times as long on preparing such a statement as SQLite on carrying it out.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any, Protocol, cast

from sqlmodel import Session, text


class Done(Protocol):
    """What came of a statement: the same few words for the driver's cursor and SQLAlchemy's result."""

    @property
    def rowcount(self) -> int: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> Sequence[Any]: ...


class Statement:
    """SQL with `:named` values. Rows come back as tuples; `postgresql` is what it says there where that differs."""

    def __init__(self, sql: str, *, postgresql: str = "") -> None:
        self._sql = sql
        self._text = text(postgresql or sql)

    def run(self, session: Session, /, **values: Any) -> Done:
        """Carry it out in the session's transaction."""
        driver = session.info.get("driver") or _driver(session)
        if isinstance(driver, sqlite3.Connection):
            try:
                return driver.execute(self._sql, values)
            except sqlite3.Error:
                pass  # it fails below in the same way, as an error that the writer knows
        return cast(Done, session.connection().execute(self._text, values))


def hold(session: Session) -> None:
    """For a session of one transaction: ask for its connection once, not at every statement."""
    session.info["driver"] = _driver(session)


def _driver(session: Session) -> Any:
    return session.connection().connection.dbapi_connection
