"""Pace: how far a meeting is ahead or behind, when it will end, and what leaving something out wins back."""

from datetime import datetime
from typing import Any

import pytest

from app.domain import pace
from app.domain.activities import CLOSED, OPEN, Activity
from app.domain.meetings import Meeting

MINUTE = 60_000
ONE = int(datetime.fromisoformat("2026-09-14T13:00:00-04:00").timestamp() * 1000)  # one o'clock in Toronto


def meeting(**rest: Any) -> Meeting:
    return Meeting(
        id="m", project_id="p", code="M1", number=1, title={}, minutes=60, starts_at="2026-09-14T13:00", **rest
    )


def block(place: int, minutes: int, **rest: Any) -> Activity:
    given: dict[str, Any] = {
        "id": f"a{place}",
        "meeting_id": "m",
        "position": place,
        "block": f"M1.{place}",
        "kind": "talk",
        "title": {},
    }
    return Activity(**given, minutes=minutes, **rest)


def at(minutes: int) -> int:
    return ONE + minutes * MINUTE


def agenda() -> list[Activity]:
    """Ten minutes done in fourteen; twenty under way; then ten, an optional twelve, and eight."""
    return [
        block(0, 10, state=CLOSED, opened_ms=at(0), closed_ms=at(14)),
        block(1, 20, state=OPEN, opened_ms=at(14), ends_ms=at(34)),
        block(2, 10),
        block(3, 12, core=False),
        block(4, 8),
    ]


def test_a_meeting_that_is_behind_says_when_it_ends_and_how_late_that_is() -> None:
    blocks = agenda()

    shown = pace.of(meeting(), blocks, blocks[1])

    assert shown.end is not None
    assert (shown.late_by(at(20)), shown.end.clock(at(20)), shown.end.late_by(at(20))) == (4, "14:04", 4)


def test_dropping_an_optional_block_wins_its_minutes_back() -> None:
    blocks = agenda()
    before = pace.of(meeting(), blocks, blocks[1])
    assert before.end is not None

    blocks[3].dropped = True
    after = pace.of(meeting(), blocks, blocks[1])

    assert [item.activity.block for item in before.items if item.may_drop] == ["M1.3"]
    assert before.end.clock(at(20), without=12) == "13:52"
    assert after.end is not None and (after.end.clock(at(20)), after.end.late_by(at(20))) == ("13:52", -8)
    assert [item.stands for item in after.items] == ["done", "now", "next", "dropped", "next"]


def test_the_end_moves_on_once_the_time_is_up_and_with_more_time() -> None:
    blocks = agenda()
    overrun = pace.of(meeting(), blocks, blocks[1]).end
    blocks[1].ends_ms = at(36)

    extended = pace.of(meeting(), blocks, blocks[1]).end

    assert overrun is not None and extended is not None
    assert [overrun.clock(at(now)) for now in (20, 34, 40)] == ["14:04", "14:04", "14:10"]
    assert extended.clock(at(20)) == "14:06"


def test_while_the_clock_is_paused_the_end_moves_with_every_minute() -> None:
    blocks = agenda()
    blocks[1].ends_ms, blocks[1].paused_left_ms = None, 9 * MINUTE

    end = pace.of(meeting(), blocks, blocks[1]).end

    assert end is not None
    assert [end.clock(at(now)) for now in (25, 30)] == ["14:04", "14:09"]


def test_what_was_passed_over_is_not_waited_for() -> None:
    blocks = agenda()

    end = pace.of(meeting(), blocks, blocks[2]).end

    assert end is not None
    assert end.clock(at(34)) == "14:04"  # ten, twelve and eight; the twenty before it are not to come


def test_before_the_first_activity_there_is_no_end_to_speak_of() -> None:
    blocks = [block(0, 10), block(1, 20)]

    assert pace.of(meeting(), blocks, None).end is None
    assert pace.of(meeting(), blocks, blocks[0]).end is None


@pytest.mark.parametrize(("day", "late"), [("2026-09-14T13:00", 4), ("2026-09-20T09:00", 4), (None, 4)])
def test_a_meeting_held_on_another_day_is_measured_from_its_own_beginning(day: str | None, late: int) -> None:
    blocks = agenda()
    held = meeting()
    held.starts_at = day

    end = pace.of(held, blocks, blocks[1]).end

    assert end is not None and end.late_by(at(20)) == late


def test_what_was_dropped_takes_no_room_on_the_ruler() -> None:
    blocks = agenda()
    blocks[3].dropped = True

    spans = pace.ruler(blocks, blocks[1])

    assert len(spans) == 4
    assert spans[-1].x == pytest.approx(100 * 40 / 48)  # pyright: ignore[reportUnknownMemberType]
