"""Rooms, the desk, the time between meetings and entries for others, as browsers reach them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlmodel import Session

from app.domain import accounts, activities, behalf, projects, rooms, summaries
from app.domain.activities import Activity
from app.domain.participants import Participant
from tests.kit import cast
from tests.kit.cast import World
from tests.kit.office import Desk, now, serving


@pytest.fixture
def at(world: World) -> str:
    return f"/meetings/{world.meeting.id}"


@pytest.fixture
def board(session: Session, world: World) -> Activity:
    """The cast's board, open in sector rooms."""
    board = session.get_one(Activity, world.board.id)
    activities.edit(session, board, rooms="by_sector")
    cast.open_(session, world, board)
    session.commit()
    return board


@pytest.fixture
def app(address: str, tmp_path: Path, board: Activity) -> Iterator[FastAPI]:
    with serving(address, tmp_path) as app:
        yield app


@pytest.fixture
def owner(app: FastAPI, world: World) -> Desk:
    return Desk(app, world.staff)


@pytest.fixture
def lead(app: FastAPI, session: Session, world: World) -> Desk:
    """Whoever leads the room of ED."""
    account = accounts.create(session, email="lee@example.org", name="Lee", password=None)
    projects.add_member(session, world.project, account, "sector_lead", room="ED")
    secret = accounts.open_session(session, account)
    session.commit()
    return Desk(app, secret)


def phone(app: FastAPI, world: World, who: str) -> Desk:
    desk = Desk(app)
    desk.client.cookies.set("__Host-seat", world.secrets[who])
    return desk


def test_a_sector_lead_runs_their_own_room_and_no_other(lead: Desk, session: Session, board: Activity, at: str) -> None:
    own = lead.send(f"{at}/rooms", {"do": "extend", "activity": board.id, "room": "ED"})
    other = lead.send(f"{at}/rooms", {"do": "extend", "activity": board.id, "room": "HF"})
    every = lead.send(f"{at}/rooms", {"do": "say", "activity": board.id, "line": "Hello"})

    assert (own.status_code, other.status_code, every.status_code) == (200, 403, 403)
    with now(session) as fresh:
        held = rooms.of_activity(fresh, fresh.get_one(Activity, board.id))
        assert held["ED"].ends_ms is not None
        assert held["HF"].ends_ms is None


def test_a_line_to_every_room_stands_on_each_phone_and_each_rooms_screen(
    app: FastAPI, owner: Desk, world: World, board: Activity, at: str
) -> None:
    owner.send(f"{at}/rooms", {"do": "say", "activity": board.id, "line": "Five minutes left"})

    for who in ("ED-1", "HF-2"):
        assert "Five minutes left" in phone(app, world, who).get(f"/meet/{world.meeting.id}").text
    assert "Five minutes left" in owner.get(f"{at}/screen?room=EPI").text
    assert "Five minutes left" not in owner.get(f"{at}/screen").text


def test_somebody_of_more_than_one_sector_chooses_their_room_and_others_do_not(
    app: FastAPI, session: Session, world: World
) -> None:
    cast.take_seat(session, world, "X-1", "X", room="ED")
    session.commit()
    address = f"/meet/{world.meeting.id}/room"

    guest = phone(app, world, "X-1").send(address, {"room": "HF"})
    fixed = phone(app, world, "ED-1").send(address, {"room": "HF"})

    assert (guest.status_code, fixed.status_code) == (200, 403)
    with now(session) as fresh:
        sits = {name: fresh.get_one(Participant, world.seats[name].participant_id).room for name in ("X-1", "ED-1")}
    assert sits == {"X-1": "HF", "ED-1": "ED"}


def test_the_desk_shows_what_a_vote_builds_on_and_keeps_the_teams_choice(
    owner: Desk, session: Session, world: World, at: str
) -> None:
    address = f"{at}/activities/{world.dots.id}/desk"

    empty = owner.send(address, {"order": "carry", "prompt": "dots"})
    page = owner.get(address)

    assert empty.status_code == 409
    assert "Tick at least one of them." in empty.text
    assert "What this builds on" in page.text


def test_participants_read_what_was_heard_once_it_is_published(
    app: FastAPI, owner: Desk, session: Session, world: World, at: str
) -> None:
    mine = f"/meet/{world.meeting.id}/heard"
    form = {"sector": "ED", "text.en": "The wait is **long**.", "text.fr": "L'attente est longue."}

    owner.send(f"{at}/between", form)
    before = phone(app, world, "ED-1").get(mine).text
    owner.send(f"{at}/between", form | {"published": "yes"})
    after = phone(app, world, "HF-1").get(mine).text

    assert "The wait" not in before
    assert "<strong>long</strong>" in after
    with now(session) as fresh:
        assert set(summaries.of_meeting(fresh, world.meeting.id)) == {"ED"}


def test_a_sector_lead_writes_for_their_own_sector_alone(lead: Desk, session: Session, world: World, at: str) -> None:
    for sector in ("ED", "HF", ""):
        lead.send(f"{at}/between", {"sector": sector, "text.en": f"From {sector}", "published": "yes"})

    with now(session) as fresh:
        assert set(summaries.of_meeting(fresh, world.meeting.id)) == {"ED"}


def test_a_helper_enters_for_a_caller_by_the_same_forms_and_puts_the_seat_away(
    owner: Desk, session: Session, world: World, at: str
) -> None:
    with now(session) as fresh:
        meeting = fresh.get_one(type(world.meeting), world.meeting.id)
        assert meeting.current_id == world.board.id
    refused = owner.send(f"{at}/behalf", {"sector": "HF"})
    page = owner.send(f"{at}/behalf", {"sector": "HF", "role": "LE", "agreed": "yes"})
    form = {"activity": world.board.id, "do": "write", "column": "gaps", "text": "Said on the telephone"}

    entered = owner.send(f"{at}/behalf/answers", form)
    owner.send(f"{at}/behalf/end", {})
    afterwards = owner.send(f"{at}/behalf/answers", form | {"text": "Once more"})

    assert "Read the consent to them first" in refused.text
    assert not re.search(r'action="/meet/', page.text)
    assert "Said on the telephone" in entered.text
    assert afterwards.status_code == 403
    with now(session) as fresh:
        board = fresh.get_one(Activity, world.board.id)
        assert behalf.how_many(fresh, board) == 1


def test_nobody_without_the_right_enters_for_others(lead: Desk, at: str) -> None:
    assert lead.send(f"{at}/behalf", {"sector": "HF", "agreed": "yes"}).status_code == 403
