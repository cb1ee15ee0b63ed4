"""Commands that look into the database or add to it without a server."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import typer
from sqlmodel import Session, col, select

from app import migrate
from app.cli.plainly import ensure_there, ensure_writable, fail, plainly, settings_for
from app.db import reading, reading_engine, writing_engine
from app.domain import accounts, projects
from app.domain.projects import Project
from app.domain.text import say
from app.settings import Settings


@contextmanager
def changing(settings: Settings) -> Generator[Session]:
    """One transaction on a database that is brought up to date first."""
    migrate.upgrade(settings.database)
    engine = writing_engine(settings.database)
    try:
        with Session(engine, expire_on_commit=False) as session:
            yield session
            session.commit()
    finally:
        engine.dispose()


@contextmanager
def looking(settings: Settings) -> Generator[Session]:
    """A session that cannot write."""
    engine = reading_engine(settings.database)
    try:
        with reading(engine) as session:
            yield session
    finally:
        engine.dispose()


def list_projects(data: Path | None) -> None:
    """A line a project: its short name, its title, and whether it is synthetic."""
    settings = settings_for(data)
    ensure_there(settings)
    with plainly(settings), looking(settings) as session:
        for project in session.exec(select(Project).order_by(col(Project.slug))):
            mark = "  (synthetic)" if project.synthetic else ""
            typer.echo(f"{project.slug}  {say(project.title, 'en')}{mark}")


def export(data: Path | None, project: str, kind: str, out: Path, language: str) -> None:
    """Write a project's proposal as a document, or its data package."""
    from app import exports  # loads the document converter
    from app.exports import data as package

    settings = settings_for(data)
    ensure_there(settings)
    with plainly(settings), looking(settings) as session:
        found = projects.find(session, project)
        try:
            if kind == "data":
                out.write_bytes(package.made(session, found))
            else:
                exports.write(session, found, kind, out, language)
        except OSError as problem:
            fail(f"{out} cannot be written: {problem.strerror or problem}.")
    typer.echo(f"Written: {out}")


def add_user(data: Path | None, email: str, name: str) -> None:
    """Make an account, asking for its password twice without showing it."""
    settings = settings_for(data)
    ensure_writable(settings)
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    with plainly(settings), changing(settings) as session:
        account = accounts.create(session, email=email, name=name, password=password)
    typer.echo(f"{account.email} can sign in now.")
