"""Playing a recorded series into a database of its own, whole or not at all."""

import os
import secrets
import shutil
from pathlib import Path
from typing import Any

import typer
from sqlmodel import Session

from app import migrate
from app.cli.plainly import ensure_writable, fail, plainly, settings_for
from app.db import writing_engine
from app.engines import truncated
from app.play.playing import play as played
from app.play.reading import from_file
from app.settings import Settings

DATABASE = "groundwork.db"


def play(protocol: Path, recording: Path, data: Path | None, until: str, seed: int) -> None:
    """Make a fresh database in the data folder and hold the recorded series in it."""
    os.umask(0o077)
    settings = settings_for(data)
    settings = settings.model_copy(update={"database_url": ""})  # a file beside others, wherever the app's own is
    with plainly(settings):
        files = from_file(protocol), from_file(recording)
    ensure_writable(settings)
    if (settings.data / DATABASE).exists():
        fail(f"{settings.data} holds a database already. Choose an empty folder with --data.")
    beside = settings.data / f".playing-{secrets.token_hex(4)}"
    try:
        beside.mkdir()
        with plainly(settings.model_copy(update={"data": beside})):
            slug = _play(settings.model_copy(update={"data": beside}), *files, until, seed)
        (beside / DATABASE).replace(settings.data / DATABASE)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    typer.echo(f"Played: {slug} (in {settings.data}).")


def _play(settings: Settings, protocol: Any, recorded: Any, until: str, seed: int) -> str:
    migrate.upgrade(settings.database)
    engine = writing_engine(settings.database)
    try:
        with Session(engine, expire_on_commit=False) as session:
            project = played(session, protocol, recorded, owner=None, until=until, seed=seed)
            slug = project.slug
            session.commit()
        truncated(engine)
    finally:
        engine.dispose()
    return slug
