"""Sector rooms: side by side, each with its own clock, and nothing lost when somebody changes rooms."""

import secrets

import pytest
from sqlmodel import Session

from app import scenes
from app.domain import activities, conduct, ideas, participants, responses, rooms, seats
from app.domain.activities import Activity
from app.domain.ids import now_ms
from app.domain.meetings import Meeting
from app.domain.participants import Participant
from app.domain.projects import Project
from app.domain.refusals import Refusal
from app.domain.seats import Seat
from app.kinds import kind_of
from app.scenes import PARTICIPANT, SCREEN, Audience
from tests.kit import cast
from tests.kit.cast import World


@pytest.fixture
def board(session: Session, world: World) -> Activity:
    """The cast's board, held in rooms and open."""
    activity = session.get_one(Activity, world.board.id)
    activities.edit(session, activity, rooms="by_sector")
    conduct.open_(session, session.get_one(Meeting, world.meeting.id), activity, kind_of)
    return activity


def write(session: Session, board: Activity, seat: Seat, text: str) -> None:
    body = {"do": "write", "column": "gaps", "text": text}
    responses.receive(session, kind_of, seat, board.id, secrets.token_urlsafe(12), body)


def test_every_sector_has_its_room_and_a_pseudo_sector_has_none(session: Session, board: Activity) -> None:
    assert set(rooms.of_activity(session, board)) == {"ED", "EPI", "HF"}


def test_one_room_takes_more_time_and_the_others_do_not(session: Session, world: World, board: Activity) -> None:
    rooms.extend(session, board, "ED", 5)

    now = scenes.moment(session, world.meeting.id)
    own, others = scenes.clock(now, "ED"), scenes.clock(now, "HF")
    assert own is not None and others is not None
    assert own.ends_ms is not None and others.ends_ms is not None
    assert own.ends_ms == others.ends_ms + 5 * rooms.MINUTE


def test_a_room_pauses_alone(session: Session, world: World, board: Activity) -> None:
    rooms.pause(session, board, "EPI")

    now = scenes.moment(session, world.meeting.id)
    paused, running = scenes.clock(now, "EPI"), scenes.clock(now, "ED")
    assert paused is not None and paused.paused_left_ms is not None
    assert running is not None and running.paused_left_ms is None


def test_a_room_that_closed_takes_nothing_more_and_the_next_one_does(
    session: Session, world: World, board: Activity
) -> None:
    rooms.close(session, board, "ED")

    with pytest.raises(Refusal, match="your room has closed"):
        write(session, board, world.seats["ED-1"], "Too late")
    write(session, board, world.seats["HF-1"], "In time")
    assert [idea.text for idea in ideas.of_activity(session, board)] == ["In time"]


def test_whoever_is_moved_keeps_what_they_wrote_and_writes_on_in_the_new_room(
    session: Session, world: World, board: Activity
) -> None:
    guest = cast.take_seat(session, world, "X-1", "X", room="ED")
    cast.agree(session, world, guest)
    write(session, board, guest, "Written in the first room")
    person = session.get_one(Participant, guest.participant_id)

    rooms.move(session, session.get_one(Project, world.project.id), person, "HF")

    moved = seats.recognise(session, world.secrets["X-1"])
    assert moved is not None
    write(session, board, moved, "Written in the second")
    assert {(i.text, i.room) for i in ideas.mine(session, board, moved)} == {
        ("Written in the first room", "ED"),
        ("Written in the second", "HF"),
    }


def test_nobody_is_moved_into_a_room_there_is_not(session: Session, world: World) -> None:
    person = session.get_one(Participant, world.seats["ED-1"].participant_id)

    with pytest.raises(Refusal):
        rooms.move(session, session.get_one(Project, world.project.id), person, "X")


def test_a_line_reaches_every_room_and_the_screen_of_each(session: Session, world: World, board: Activity) -> None:
    rooms.say(session, board, {"en": "Five minutes left"})

    now = scenes.moment(session, world.meeting.id)
    assert [scenes.line(now, room) for room in ("ED", "EPI", "HF", None)] == [{"en": "Five minutes left"}] * 3 + [{}]


def test_calling_back_ends_every_clock_at_once(session: Session, world: World, board: Activity) -> None:
    rooms.extend(session, board, "ED", 30)

    rooms.call_back(session, board, 2)

    now = scenes.moment(session, world.meeting.id)
    ends = {clock.ends_ms for room in ("ED", "EPI", "HF") if (clock := scenes.clock(now, room)) and clock.ends_ms}
    assert all(end <= now_ms() + 2 * rooms.MINUTE for end in ends)
    assert "2 min" in scenes.line(now, "EPI")["en"]


def test_a_room_sees_its_own_ideas_once_its_lead_shows_them_and_nobody_else_does(
    session: Session, world: World, board: Activity
) -> None:
    for number in (1, 2, 3):
        write(session, board, world.seats[f"ED-{number}"], f"Ours {number}")
        write(session, board, world.seats[f"HF-{number}"], f"Theirs {number}")

    rooms.show(session, board, "ED")

    now = scenes.moment(session, world.meeting.id)
    ours = repr(scenes.results(session, now, Audience(PARTICIPANT, "en", "ED")))
    assert "Ours 1" in ours and "Theirs" not in ours
    for elsewhere in (Audience(PARTICIPANT, "en", "HF"), Audience(SCREEN, "en"), Audience(SCREEN, "en", "HF")):
        assert not scenes.results(session, now, elsewhere)


def test_what_is_written_after_the_showing_waits_for_two_others(
    session: Session, world: World, board: Activity
) -> None:
    for number in (1, 2, 3):
        write(session, board, world.seats[f"ED-{number}"], f"Ours {number}")
    rooms.show(session, board, "ED")
    write(session, board, world.seats["ED-4"], "Alone")

    with pytest.raises(Refusal, match="three more"):
        rooms.show(session, board, "ED")

    now = scenes.moment(session, world.meeting.id)
    assert "Alone" not in repr(scenes.results(session, now, Audience(PARTICIPANT, "en", "ED")))


def test_a_restart_changes_no_room_and_no_clock(session: Session, world: World, board: Activity) -> None:
    rooms.extend(session, board, "ED", 5)
    rooms.close(session, board, "HF")
    session.commit()
    before = {name: room.model_dump() for name, room in rooms.of_activity(session, board).items()}

    session.expire_all()
    activities.forget_known()

    assert {name: room.model_dump() for name, room in rooms.of_activity(session, board).items()} == before
    assert participants.room_of(session, world.seats["ED-1"].participant_id) == "ED"


def test_results_come_back_to_everybody_as_a_column_for_each_room(
    session: Session, world: World, board: Activity
) -> None:
    for who in ("ED-1", "EPI-1", "HF-1"):
        write(session, board, world.seats[who], f"From {who}")

    cast.reveal(session, board)

    now = scenes.moment(session, world.meeting.id)
    wall = scenes.results(session, now, Audience(SCREEN, "en"))
    assert [(column.head.label["en"], [card.words.text for card in column.cards]) for column in wall] == [
        ("Eating disorders treatment", ["From ED-1"]),
        ("Early Psychosis Intervention", ["From EPI-1"]),
        ("Housing First", ["From HF-1"]),
    ]
    assert {column.row["en"] for column in wall} == {"Gaps"}
