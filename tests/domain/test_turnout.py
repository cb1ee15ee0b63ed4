"""Turnout as pages show it."""

from sqlmodel import Session

from app import scenes
from app.domain import ballots
from app.domain.ballots import Given
from tests.kit import cast, drawing
from tests.kit.cast import World


def test_the_one_small_sector_cannot_be_told_from_the_whole(session: Session, world: World) -> None:
    cast.open_(session, world, world.poll)
    for who in ("ED-1", "ED-2", "ED-3", "ED-4", "EPI-1", "EPI-2", "EPI-3", "HF-1"):
        ballots.put(session, world.poll, world.seats[who], "colour", [Given("red")])

    turnout = scenes.turnout(session, scenes.moment(session, world.meeting.id))

    assert turnout is not None and turnout.answered == 8
    assert [(row.sector.code, row.answered, row.done, row.beside) for row in turnout.sectors] == [
        ("ED", 4, 0, False),
        ("EPI", None, None, True),
        ("HF", None, None, False),
    ]
    for surface in (scenes.FACILITATOR, scenes.SCREEN):
        seen = scenes.Audience(surface, "en")
        drawn = drawing.parts(drawing.renderer(), session, world.meeting.id, seen)["turnout"]
        assert drawn.count("not shown, of 6") == drawn.count("fewer than 3 of 6") == 1
