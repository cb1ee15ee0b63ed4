"""Fixtures everybody shares: a fresh database with the cast in it, on SQLite and, where asked for, on PostgreSQL."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import writing_engine
from app.migrate import upgrade
from tests.kit import cast


@pytest.fixture
def address(tmp_path: Path) -> str:
    """A SQLite database, migrated."""
    address = f"sqlite:///{tmp_path / 'groundwork.db'}"
    upgrade(address)
    return address


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    engine = writing_engine(address)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def world(session: Session) -> cast.World:
    """Eighteen people, six a sector, in a meeting whose consent is open."""
    world = cast.begin(session)
    session.commit()
    return world


@pytest.fixture
def postgres() -> Iterator[str]:
    """An empty, migrated PostgreSQL database of this test's own."""
    from tests.kit.postgres import scratch_database

    server = os.environ.get("DATABASE_URL_TEST")
    assert server, "DATABASE_URL_TEST is not set: `make test-all` starts a PostgreSQL and sets it"
    with scratch_database(server) as address:
        upgrade(address)
        yield address
