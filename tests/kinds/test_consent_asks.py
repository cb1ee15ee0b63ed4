"""What is asked beside the consent: of those who agreed, while it is open; and sectors the team has to hear again."""

from typing import Any

import pytest
from sqlmodel import Session

from app.domain import activities, conduct, meetings
from app.domain.activities import PLANNED, Activity
from app.domain.meetings import Meeting
from app.domain.refusals import Refusal
from app.kinds import kind_of
from tests.kit import cast, drawing
from tests.kit.cast import CONSENT, World, option
from tests.kit.rating import USEFUL
from tests.kit.writing import own, page_of, readers, seen, sends, wires

KIND: Any = kind_of("consent")
DRAW = drawing.renderer()
HEARD: dict[str, Any] = {
    "code": "heard", "type": "scale", "text": cast.text("Were you heard right?"), "scale": USEFUL,
    "flag_below_pct": 70,
}  # fmt: skip
MISSING: dict[str, Any] = {"code": "missing", "type": "open_text", "text": cast.text("What is missing?")}
SECTOR: dict[str, Any] = {
    "code": "sector", "type": "single", "text": cast.text("Which sector?"), "options": [option("ED"), option("HF")],
}  # fmt: skip


def welcomed(session: Session, world: World, *prompts: dict[str, Any]) -> World:
    """The second meeting with the same people, at its consent, which asks these things too."""
    meeting = meetings.add(session, world.project, cast.text("Second meeting"), code="M2")
    setup = {"prompts": [*CONSENT["prompts"], *prompts]}
    welcome = activities.add(session, meeting, kind="consent", title=cast.text("Welcome back"), setup=setup)
    for seat in world.seats.values():
        meetings.attend(session, meeting, seat.participant_id)
    conduct.open_(session, meeting, welcome, kind_of)
    return World(world.project, meeting, [welcome], world.staff, world.secrets, world.seats)


def everybody_says(session: Session, second: World, **values: str) -> None:
    """Everybody agrees; then all of a sector answer alike."""
    for who, seat in second.seats.items():
        cast.agree(session, second, seat)
        sends(session, second.consent, seat, "heard", value=values[who.split("-")[0]])


def test_nobody_is_given_boxes_to_tick_before_the_consent_opens(session: Session, world: World) -> None:
    second = welcomed(session, world, HEARD)
    second.consent.state, second.meeting.current_id = PLANNED, second.consent.id
    session.flush()

    page = page_of(DRAW, session, second, "ED-1")

    assert 'data-accepting="no"' in page
    assert 'type="checkbox"' not in page


def test_nobody_is_asked_or_answers_before_they_agree(session: Session, world: World) -> None:
    second = welcomed(session, world, HEARD, MISSING)
    assert "Were you heard right?" not in page_of(DRAW, session, second, "ED-1")

    with pytest.raises(Refusal) as refused:
        sends(session, second.consent, second.seats["ED-1"], "heard", value="4")
    assert refused.value.status == 403

    cast.agree(session, second, second.seats["ED-1"])
    assert "Were you heard right?" in page_of(DRAW, session, second, "ED-1")
    sends(session, second.consent, second.seats["ED-1"], "heard", value="4")
    sends(session, second.consent, second.seats["ED-1"], "missing", text="The waiting list")
    assert [one.value for one in own(session, second.consent, second.seats["ED-1"], "heard")] == ["4"]
    assert readers(DRAW, session, second, "The waiting list") == []


def test_after_the_reveal_latecomers_still_agree_and_the_rest_is_closed(session: Session, world: World) -> None:
    second, late = welcomed(session, world, HEARD), world.seats["HF-6"]
    cast.agree(session, second, second.seats["ED-1"])
    cast.reveal(session, second.consent)

    cast.agree(session, second, late)

    assert own(session, second.consent, late, "consented") is True
    assert "Were you heard right?" not in page_of(DRAW, session, second, "HF-6")
    with pytest.raises(Refusal):
        sends(session, second.consent, late, "heard", value="4")


def test_there_is_something_to_reveal_only_where_something_is_asked(session: Session, world: World) -> None:
    asks = welcomed(session, world, SECTOR, HEARD)

    assert KIND.shows_results(KIND.setup_of(asks.consent)) is True
    assert KIND.shows_results(KIND.setup_of(world.consent)) is False


def test_the_sector_is_not_asked_again(session: Session, world: World) -> None:
    second = welcomed(session, world, SECTOR)
    cast.agree(session, second, second.seats["ED-1"])

    assert "Which sector?" not in page_of(DRAW, session, second, "ED-1")
    with pytest.raises(Refusal):
        sends(session, second.consent, second.seats["ED-1"], "sector", value="HF")
    assert KIND.shows_results(KIND.setup_of(second.consent)) is False


def test_the_console_names_the_sectors_in_which_too_few_agree(session: Session, world: World) -> None:
    second = welcomed(session, world, HEARD)
    everybody_says(session, second, ED="5", EPI="2", HF="4")
    assert readers(DRAW, session, second, "Fewer than 70") == []

    cast.close(session, second.consent)

    assert readers(DRAW, session, second, "Fewer than 70") == ["facilitator/en"]
    notice = wires(DRAW, session, second)["facilitator/en"].split("Fewer than 70")[1].split("</div>")[0]
    assert "Early Psychosis Intervention" in notice
    assert "Housing First" not in notice


def test_no_sector_is_named_where_sectors_may_not_be_shown(session: Session, world: World) -> None:
    second = welcomed(session, world, HEARD)
    everybody = {who: seat for who, seat in second.seats.items() if who not in {"EPI-5", "EPI-6"}}

    everybody_says(
        session, World(second.project, second.meeting, second.agenda, "", {}, everybody), ED="5", EPI="1", HF="5"
    )
    cast.close(session, second.consent)

    assert seen(session, second.consent).sectors is None
    assert readers(DRAW, session, second, "Fewer than 70") == []


def test_agreeing_and_answering_are_told_apart() -> None:
    agreed = KIND.parse({"do": "agree", "take_part": "yes"})
    answered = KIND.parse({"prompt": "heard", "value": "4"})

    assert agreed.ticked == {"take_part"}
    assert (answered.prompt, answered.value) == ("heard", ["4"])


def test_what_the_plan_brought_beside_the_statements_stays(session: Session, world: World) -> None:
    second = welcomed(session, world, HEARD)
    setup = session.get_one(Activity, second.consent.id).setup

    again = KIND.plan(KIND.fields(setup) | {"0.en": "I agree."}, setup, None)

    assert [prompt["code"] for prompt in again["prompts"]] == ["take_part", "quote", "heard"]
    assert session.get_one(Meeting, second.meeting.id).number == 2
