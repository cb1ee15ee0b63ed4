"""Load: people who hand in without pause through both doors, and send again whatever was not acknowledged."""

import itertools
import json
import random
import secrets
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session
from websockets.exceptions import WebSocketException

from app.domain import activities
from app.domain.activities import OPEN, Activity
from app.domain.ideas import Idea
from app.domain.ids import new_id
from tests.kit import cast
from tests.kit.cast import World
from tests.kit.phone import Phone

CUT_OFF = (
    OSError,
    HTTPException,
    WebSocketException,
    json.JSONDecodeError,
    EOFError,
)
MOST_IDEAS = 45


def all_open(
    engine: Engine, *, each: int = 6, targets: int = 8, dots: int = 4, most: int = 2
) -> tuple[World, list[str]]:
    """The cast with poll, board and dots open all at once, and the ideas that dots can go to."""
    with Session(engine, expire_on_commit=False) as session:
        world = cast.begin(session, each=each)
        setup = {**cast.DOTS, "prompts": [{**cast.DOTS["prompts"][0], "dots": dots, "max_per_item": most}]}
        activities.edit(session, session.get_one(Activity, world.dots.id), setup=setup)
        for activity in (world.poll, world.board):
            cast.open_(session, world, activity)
        ideas = [
            Idea(id=new_id(), activity_id=world.board.id, column="gaps", text=f"Target {n}") for n in range(targets)
        ]
        session.add_all(ideas)
        cast.open_(session, world, world.dots)  # what is voted on is fixed here
        for activity in (world.poll, world.board):
            session.get_one(Activity, activity.id).state = OPEN
        session.commit()
    return world, [idea.id for idea in ideas]


@dataclass
class Acknowledged:
    """What one person was told is saved."""

    operations: set[str] = field(default_factory=set[str])
    texts: list[str] = field(default_factory=list[str])
    colour: str = ""
    dots: int = 0
    refused: int = 0
    later: int = 0


class Hand(threading.Thread):
    """One person who answers again and again, one operation at a time, each until it is acknowledged."""

    def __init__(self, origin: str, world: World, name: str, targets: list[str], *, budget: int = 4) -> None:
        super().__init__(name=name, daemon=True)
        self.told, self.ending = Acknowledged(), threading.Event()
        self._phone = Phone(origin, world.meeting.id, world.secrets[name])
        self._world, self._targets, self._budget = world, targets, budget
        self._chance = random.Random(name)
        self._linked = False

    def run(self) -> None:
        """Answer until told to end; what is on its way then is still seen through."""
        for number in itertools.count():
            if self.ending.is_set():
                break
            activity, fields = self._next(number)
            reply = self._see_through(activity, secrets.token_urlsafe(16), fields)
            self._note(activity, fields, reply)
        self._hang_up()

    def _next(self, number: int) -> tuple[str, dict[str, Any]]:
        which = self._chance.random()
        if which < 0.2 and len(self.told.texts) < MOST_IDEAS:
            return self._world.board.id, {"do": "write", "column": "gaps", "text": f"{self.name} writes {number}"}
        if which < 0.6:
            return self._world.poll.id, {"prompt": "colour", "value": self._chance.choice(["red", "blue", "green"])}
        do = "spend" if self._chance.random() < 0.6 else "take_back"
        return self._world.dots.id, {"do": do, "target": self._chance.choice(self._targets)}

    def _see_through(self, activity: str, op: str, fields: dict[str, Any]) -> dict[str, Any]:
        """The same operation by either door until it is acknowledged one way or the other."""
        while True:
            try:
                if self._chance.random() < 0.5:
                    reply = self._phone.post(activity, op, **fields)
                else:
                    reply = self._link().answer(activity, op, timeout=5, **fields)
            except CUT_OFF:
                self._hang_up()
                threading.Event().wait(0.02)
                continue
            if reply.get("ack") == op and not reply.get("later"):
                return {**reply, "op": op}
            self.told.later += 1

    def _note(self, activity: str, fields: dict[str, Any], reply: dict[str, Any]) -> None:
        if not reply["ok"]:
            self.told.refused += 1
            return
        self.told.operations.add(reply["op"])
        if "text" in fields:
            self.told.texts.append(fields["text"])
        elif "value" in fields:
            self.told.colour = fields["value"]

    def _link(self) -> Phone:
        if not self._linked:
            self._phone.__enter__()
            self._linked = True
        return self._phone

    def _hang_up(self) -> None:
        self._linked = False
        with suppress(*CUT_OFF):
            self._phone.__exit__(None, None, None)


def wait_for_acks(hands: list[Hand], more: int, *, patience: float = 30) -> None:
    """Until so many more operations are acknowledged."""
    wanted = sum(len(hand.told.operations) for hand in hands) + more
    for _ in range(int(patience / 0.005)):
        if sum(len(hand.told.operations) for hand in hands) >= wanted:
            return
        threading.Event().wait(0.005)
    raise AssertionError("nothing was acknowledged any more")


def end(hands: list[Hand]) -> None:
    """Let everybody finish what is on its way."""
    for hand in hands:
        hand.ending.set()
    for hand in hands:
        hand.join(timeout=30)
        assert not hand.is_alive(), f"{hand.name} still waits for an acknowledgement"


@dataclass(frozen=True)
class Kept:
    """What the database holds of one person."""

    texts: list[str]
    colour: str
    used: int
    dots: int
    operations: int


def kept(engine: Engine, world: World, name: str) -> Kept:
    """Read it, through no code of ours."""
    seat = world.seats[name]
    board, poll, dots = (seat.pseudonym(a.id) for a in (world.board, world.poll, world.dots))
    with engine.connect() as connection:

        def read(query: str, who: str) -> list[Any]:
            return [row[0] for row in connection.exec_driver_sql(query.replace("$", f"'{who}'"))]

        return Kept(
            texts=read("SELECT text FROM idea WHERE pseudonym = $", board),
            colour="|".join(read("SELECT value FROM answer JOIN ballot ON id = ballot_id WHERE pseudonym = $", poll)),
            used=sum(read("SELECT used FROM dot_budget WHERE pseudonym = $", dots)),
            dots=sum(read("SELECT n FROM dot WHERE pseudonym = $", dots)),
            operations=sum(
                sum(read("SELECT COUNT(*) FROM operation WHERE actor = $", at)) for at in (board, poll, dots)
            ),
        )


def ensure_nothing_lost(engine: Engine, world: World, hands: list[Hand], *, budget: int = 4) -> None:
    """All that was acknowledged is there, once, and nothing else is."""
    for hand in hands:
        there = kept(engine, world, hand.name)
        assert sorted(there.texts) == sorted(hand.told.texts), hand.name
        assert there.colour == hand.told.colour, hand.name
        assert there.used == there.dots <= budget, hand.name
        assert there.operations == len(hand.told.operations), hand.name
