"""What goes out on the wire: drawn once for everybody who sees the same, nobody's own, and the newest alone."""

import asyncio
import json

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.domain import ballots, choices
from app.domain.activities import Activity
from app.domain.kind import Kind
from app.kinds import kind_of
from app.live.drawing import Drawer, Work
from app.live.hub import Listener, Room
from app.live.mailbox import Mailbox
from app.live.parts import PARTS, parts_of
from app.scenes import PARTICIPANT, SCREEN, Audience
from tests.kit import cast, drawing
from tests.kit.cast import World


async def nowhere(_frame: str) -> None:
    """A line nothing is sent on."""


@pytest.fixture
def room(world: World) -> Room:
    """Everybody's phone, and the big screen, listening."""
    room = Room(world.meeting.id)
    for seat in world.seats.values():
        room.join(Listener(drawing.audience_of(seat), Mailbox(nowhere), seat))
    room.join(Listener(Audience(SCREEN, "fr"), Mailbox(nowhere)))
    return room


@pytest.fixture
def drawer(engine: Engine) -> Drawer:
    return Drawer(engine, drawing.renderer())


def drawn(drawer: Drawer, room: Room, session: Session, *, behind: set[Listener] | None = None) -> Work:
    """One round in which everything may have changed, and everybody hears what is new."""
    session.commit()
    work = Work(room, set(PARTS), list(room.listeners), behind or set(), set(), recheck=False)
    drawer.draw(work)
    for listener, tick in work.reached.items():
        listener.held = tick
    return work


def vote(session: Session, world: World, who: str, value: str) -> None:
    poll = session.get_one(Activity, world.poll.id)
    (prompt,) = kind_of("poll").setup_of(poll).prompts
    ballots.put(session, poll, world.seats[who], prompt.code, choices.given(prompt, [value]))


def test_everybody_who_sees_the_same_gets_the_very_same_frame(
    session: Session, world: World, room: Room, drawer: Drawer
) -> None:
    cast.open_(session, world, world.poll)

    work = drawn(drawer, room, session)

    frames: dict[str, list[str]] = {}
    for listener, part, frame in work.post:
        if listener.audience.surface == PARTICIPANT and part != "pen":
            frames.setdefault(part, []).append(frame)
    assert set(frames) == {part.name for part in parts_of(PARTICIPANT)}
    for sent in frames.values():
        assert len(sent) == len(world.seats)
        assert len({id(frame) for frame in sent}) == 1


def test_what_did_not_change_is_sent_to_nobody(session: Session, world: World, room: Room, drawer: Drawer) -> None:
    cast.open_(session, world, world.secret_poll)
    drawn(drawer, room, session)

    again = drawn(drawer, room, session)

    assert [(part, frame) for _, part, frame in again.post if part not in {"head", "pen"}] == []


def test_an_answer_makes_no_frame_that_differs_from_person_to_person(
    session: Session, world: World, room: Room, drawer: Drawer
) -> None:
    cast.open_(session, world, world.poll)
    drawn(drawer, room, session)

    for who in ("ED-1", "ED-2", "EPI-1"):
        vote(session, world, who, "red")
    work = drawn(drawer, room, session)

    turnout = {frame for listener, part, frame in work.post if part == "turnout" and listener.seat}
    assert len(turnout) == 1
    assert "3 of 18" in turnout.pop()


def test_the_socket_sends_what_a_reload_would_show(session: Session, world: World, room: Room, drawer: Drawer) -> None:
    cast.open_(session, world, world.poll)
    for number, who in enumerate(world.seats):
        vote(session, world, who, ("red", "blue", "green")[number % 3])
    cast.reveal(session, world.poll)
    listener = next(one for one in room.listeners if one.seat == world.seats["ED-1"])

    work = drawn(drawer, room, session, behind={listener})
    page = drawing.parts(drawing.renderer(), session, world.meeting.id, drawing.audience_of(world.seats["ED-1"]))

    sent = {part: json.loads(frame)["content"] for one, part, frame in work.post if one is listener and part != "pen"}
    assert page["results"] in sent["results"]
    assert page["stage"] in sent["stage"]


def test_after_a_drawing_that_failed_the_next_one_reaches_everybody(
    session: Session, world: World, room: Room, drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.open_(session, world, world.poll)
    with monkeypatch.context() as broken:
        broken.setattr(Kind, "template", lambda self, part: "kinds/nowhere.html")
        with pytest.raises(Exception, match=r"nowhere\.html"):
            drawn(drawer, room, session)

    work = drawn(drawer, room, session)

    assert {listener for listener, part, _ in work.post if part == "stage"} == room.listeners


def test_a_slow_phone_skips_to_the_newest_of_each_part() -> None:
    heard: list[str] = []

    async def send(frame: str) -> None:
        heard.append(frame)

    async def deliver() -> None:
        mailbox = Mailbox(send)
        for number in range(100):
            mailbox.post("turnout", f"turnout {number}")
            mailbox.post("results", f"results {number}")
        delivering = asyncio.create_task(mailbox.deliver())
        while len(heard) < 2:
            await asyncio.sleep(0)
        delivering.cancel()

    asyncio.run(deliver())

    assert sorted(heard) == ["results 99", "turnout 99"]
