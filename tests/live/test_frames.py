"""What must hold of uvicorn for frames to be encoded once and written at once (app/web/frames.py)."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session
from websockets.sync.client import connect

from tests.kit import cast
from tests.kit.phone import Phone
from tests.kit.server import Server


@pytest.fixture
def meeting(session: Session, world: cast.World, tmp_path: Path) -> Iterator[tuple[Server, cast.World]]:
    cast.open_(session, world, world.poll)
    session.commit()
    server = Server(tmp_path).start()
    yield server, world
    server.stop()


def _vote(server: Server, world: cast.World, names: list[str]) -> None:
    for name in names:
        with Phone(server.origin, world.meeting.id, world.secrets[name]) as phone:
            assert phone.answer(world.poll.id, prompt="colour", value="red")["ok"]


@pytest.mark.parametrize("compression", ["deflate", None])
def test_a_browser_that_takes_packed_frames_reads_the_same_as_one_that_does_not(
    meeting: tuple[Server, cast.World], compression: str | None
) -> None:
    server, world = meeting
    address = server.origin.replace("http", "ws", 1) + f"/live/{world.meeting.id}/participant?v="
    cookies = {"Cookie": f"__Host-seat={world.secrets['ED-1']}; __Host-language=en"}
    with connect(
        address, origin=server.origin, additional_headers=cookies, compression=compression, proxy=None
    ) as page:
        _vote(server, world, ["EPI-1", "EPI-2", "HF-1", "HF-2"])

        deadline, turnout = time.monotonic() + 10, ""
        while "4 of" not in turnout and time.monotonic() < deadline:
            frame = json.loads(page.recv(10))
            turnout = frame["content"] if frame.get("part") == "turnout" else turnout

        assert "4 of 18 have answered" in turnout
