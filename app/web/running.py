"""What a running server holds, and how a route gets at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.requests import HTTPConnection

from app.assets import Assets
from app.db import Writer, reading
from app.live.fan_out import FanOut
from app.render import Renderer
from app.settings import Settings


@dataclass(frozen=True)
class Running:
    """The parts of one process."""

    settings: Settings
    assets: Assets
    renderer: Renderer
    engine: Engine
    writer: Writer
    fan_out: FanOut

    def cookie(self, name: str) -> str:
        """The cookie's full name: `__Host-` wherever browsers will keep such a cookie."""
        return f"__Host-{name}" if self.settings.host_cookies else name


def running(connection: HTTPConnection) -> Running:
    """The process this connection came to."""
    return connection.app.state.running


def _reader(connection: HTTPConnection) -> Iterator[Session]:
    with reading(running(connection).engine) as session:
        yield session


async def _here(connection: HTTPConnection) -> Running:
    return running(connection)  # a coroutine, as there is nothing to wait for: FastAPI gives plain functions a thread


Here = Annotated[Running, Depends(_here)]
Reader = Annotated[Session, Depends(_reader, scope="function")]
