"""Synthetic participants for a demo or rehearsal: `python -m app.play.crowd ORIGIN CODE N`."""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from app import content
from app.play.door import Door, Turned
from app.play.person import Lifeline, Participant
from app.play.recording import Person, Recording

SILENCE_SECONDS = 180.0  # a crowd nobody answers goes home


class Seats:
    """The crowd's cookies from one start to the next, so that the same people come back and not new ones."""

    def __init__(self, path: Path | None, code: str) -> None:
        self._path = path
        self._code = code
        self._kept: dict[str, str] = {}
        with contextlib.suppress(OSError, ValueError, KeyError):
            kept: dict[str, Any] = json.loads(path.read_text()) if path else {}
            self._kept = kept["seats"] if kept.get("code") == code else {}

    def of(self, person: Person) -> str:
        """This person's cookie from last time, or nothing."""
        return self._kept.get(person.name, "")

    def keep(self, person: Person, cookie: str) -> None:
        """Remember a cookie, for nobody else to read."""
        self._kept[person.name] = cookie
        if self._path is not None:
            self._path.touch(mode=0o600)
            self._path.write_text(json.dumps({"code": self._code, "seats": self._kept}))


async def gather(door: Door, seats: Seats, number: int, pace: float = 1.0) -> None:
    """Everybody comes, takes part, and goes when told to or when nobody answers any more."""
    recording, lifeline = Recording(content.read("demo.json")), Lifeline()
    people = recording.people(number)
    crowd = [Participant(door, person, recording, lifeline, seats.of(person), pace) for person in people]
    taking_part = [asyncio.create_task(_take_part(one, seats)) for one in crowd]
    everybody = asyncio.gather(*taking_part, return_exceptions=True)
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, everybody.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        parent = os.getppid()  # whoever called the crowd; when that is gone, even by -9, so is the crowd
        while not everybody.done() and lifeline.silence < SILENCE_SECONDS and os.getppid() == parent:
            await asyncio.wait([everybody], timeout=1)
        everybody.cancel()
        outcomes = await everybody
        if any(isinstance(outcome, Turned) for outcome in outcomes):
            sys.exit("The crowd was not let in. Is the code right, and the meeting's door open?")


async def _take_part(participant: Participant, seats: Seats) -> None:
    meeting_id = await participant.arrive()
    seats.keep(participant.person, participant.cookie)
    await participant.stay(meeting_id)


def main(arguments: list[str]) -> None:
    """Read the command line and gather the crowd."""
    parser = argparse.ArgumentParser(prog="python -m app.play.crowd", description="Synthetic participants for a demo.")
    parser.add_argument("origin", help="the address people use, such as http://127.0.0.1:8000")
    parser.add_argument("code", help="the meeting's join code")
    parser.add_argument("number", type=int, help="how many people")
    parser.add_argument("--at", default="", help="this machine's own address of the server, if another")
    parser.add_argument("--seats", type=Path, help="a file that keeps their seats from one start to the next")
    parser.add_argument("--pace", type=float, default=1.0, help="how long they think: 1 as people do, 0.1 in a hurry")
    given = parser.parse_args(arguments)
    try:
        door = Door(given.origin, given.code, given.at)
    except ValueError as problem:
        parser.error(str(problem))
    asyncio.run(gather(door, Seats(given.seats, given.code), max(0, given.number), given.pace))


if __name__ == "__main__":
    main(sys.argv[1:])
