"""Saying what went wrong in one sentence, for the person at the command line."""

import sqlite3
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer
from alembic.util import CommandError
from pydantic import ValidationError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from app.domain.refusals import Refusal
from app.settings import Settings


def fail(sentence: str) -> NoReturn:
    """Say it on stderr and end with 1."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def settings_for(data: Path | None) -> Settings:
    """The environment's settings, with the data folder given on the command line going first."""
    try:
        return Settings() if data is None else Settings(data=data)
    except ValidationError as invalid:
        first = invalid.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "The environment"
        fail(f"{name} cannot be used: {first['msg'].removeprefix('Value error, ')}.")


@contextmanager
def plainly(settings: Settings) -> Generator[None]:
    """Within, a refusal or a database that cannot be used becomes one sentence instead of a traceback."""
    try:
        yield
    except Refusal as refusal:
        fail(refusal.message % refusal.params)
    except (DBAPIError, sqlite3.Error) as problem:
        fail(_of_database(str(getattr(problem, "orig", problem)), settings))
    except CommandError:
        fail(
            f"The database at {_where(settings)} was made by another version of Groundwork. "
            "Use that version, or choose another folder with DATA=."
        )


def ensure_writable(settings: Settings) -> None:
    """The data folder is there and may be written to (a database server looks after itself)."""
    if settings.database_url:
        return
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.data):
            pass
    except OSError:
        fail(
            f"The data folder {settings.data} cannot be written to. "
            "Choose another with DATA= or --data, or change who may write there."
        )


def ensure_there(settings: Settings) -> None:
    """There is a database to look into; looking does not make one."""
    if not settings.database_url and not (settings.data / "groundwork.db").is_file():
        fail(f"There is no database in {settings.data}. Start with `make demo` or `python -m app serve`.")


def _of_database(said: str, settings: Settings) -> str:
    where = _where(settings)
    if settings.database_url and not settings.database_url.startswith("sqlite"):
        return f"The database at {where} cannot be used. Check DATABASE_URL, and that its server is running."
    if "locked" in said or "busy" in said:
        return f"The database at {where} is locked by another program. Stop that program, then try again."
    if "not a database" in said or "malformed" in said:
        return f"The file {where} is damaged or no database. Restore a backup, or choose another folder with DATA=."
    if "no such table" in said or "no such column" in said:
        return f"The database at {where} is not up to date. Start `python -m app serve` once, then try again."
    return (
        f"The database at {where} cannot be opened or written to. Check who may read and write the file and its folder."
    )


def _where(settings: Settings) -> str:
    url = make_url(settings.database)
    return url.database or "" if url.drivername.startswith("sqlite") else url.render_as_string(hide_password=True)
