"""Questions without an answer come back at the next meeting; statements discussed are said anew and never edited."""

from typing import Any

import pytest
from sqlmodel import Session

from app.domain import activities, conduct, meetings, moderation, rewordings
from app.domain.activities import Activity
from app.domain.kind import Viewer
from app.domain.meetings import Meeting
from app.domain.refusals import Refusal
from app.kinds import kind_of
from tests.kit import cast, drawing
from tests.kit.cast import World
from tests.kit.rating import opened, statement
from tests.kit.writing import ASK, asks, id_of, page_of, readers, seen, sends, works

KIND: Any = kind_of("questions")
DRAW = drawing.renderer()
REWORD: dict[str, Any] = {
    "code": "reword",
    "type": "open_text",
    "text": cast.text("How could it be said?"),
    "items": [statement("C08")],
    "makes": "version",
}


def begun(session: Session, world: World, *more: dict[str, Any]) -> Activity:
    """The activity, open to everybody."""
    activity = opened(session, world, ASK, *more, kind="questions")
    return session.get_one(Activity, activity.id)


def briefing_next(session: Session, world: World, *, number: int = 1) -> list[Activity]:
    """The next meeting, with so many briefings."""
    following = meetings.add(session, world.project, cast.text("Second meeting"), code="M2")
    setup = {"slides": cast.text("# Slide")}
    titles = [cast.text(f"Briefing {one}") for one in range(number)]
    return [activities.add(session, following, kind="briefing", title=title, setup=setup) for title in titles]


def carried(session: Session, briefing: Activity) -> list[str]:
    """The questions that a briefing shows."""
    return sorted(one.text for one in kind_of("briefing").ask(session, briefing, Viewer("screen")))


def test_what_has_no_answer_comes_back_in_the_first_briefing_of_the_next_meeting(
    session: Session, world: World
) -> None:
    activity = begun(session, world)
    asks(session, world, activity, "ED-1", "ED-2", "ED-3", "HF-1")
    first, second = briefing_next(session, world, number=2)
    assert carried(session, first) == []
    cast.reveal(session, activity)

    works(session, activity, "answered", what=id_of(session, world, activity, "ED-1"))
    hidden = id_of(session, world, activity, "ED-2")
    moderation.set_hidden(session, session.get_one(Activity, activity.id), hidden, True)

    assert carried(session, first) == ["Question of ED-3", "Question of HF-1"]
    assert carried(session, second) == []
    works(session, activity, "unanswered", what=id_of(session, world, activity, "ED-1"))
    assert "Question of ED-1" in carried(session, first)


def test_carried_questions_stand_on_phones_and_on_the_screen(session: Session, world: World) -> None:
    activity = begun(session, world)
    asks(session, world, activity, "ED-1")
    cast.reveal(session, activity)
    [briefing] = briefing_next(session, world)
    session.commit()

    meeting = session.get_one(Meeting, briefing.meeting_id)
    later = World(world.project, meeting, [briefing], world.staff)
    conduct.open_(session, meeting, briefing, kind_of)

    places = readers(DRAW, session, later, "Question of ED-1")
    assert places == ["participant/en", "screen/en", "participant/fr", "screen/fr"]
    assert len(readers(DRAW, session, later, "encore une réponse")) == 2


def makes(session: Session, activity: Activity, **fields: str) -> None:
    """The team words the statement anew."""
    said = {"statement": "C08", "text.en": "Said anew", "text.fr": "Redit"}
    works(session, activity, "reword", **said | fields)


def test_a_rewording_is_a_new_version_that_everybody_sees_and_the_old_one_stays(session: Session, world: World) -> None:
    activity = begun(session, world, REWORD)
    before = session.get_one(Activity, activity.id).setup

    makes(session, activity)
    makes(session, activity, **{"text.en": "Said once more"})

    assert len(readers(DRAW, session, world, "C08 → C08b")) == 6
    assert len(readers(DRAW, session, world, "C08 → C08c")) == 6
    assert [one.text["en"] for one in rewordings.of_activity(session, activity)] == ["Said anew", "Said once more"]
    assert session.get_one(Activity, activity.id, populate_existing=True).setup == before
    assert "Statement C08" in page_of(DRAW, session, world, "ED-1")


@pytest.mark.parametrize(
    ("fields", "control"),
    [({"text.fr": ""}, "text.fr"), ({"statement": "C09"}, "statement"), ({"text.en": "", "text.fr": ""}, "text.en")],
)
def test_a_version_is_of_a_statement_discussed_and_in_both_languages(
    session: Session, world: World, fields: dict[str, str], control: str
) -> None:
    activity = begun(session, world, REWORD)

    with pytest.raises(Refusal) as refused:
        makes(session, activity, **fields)

    assert refused.value.control == control
    assert rewordings.of_activity(session, activity) == []


def test_what_was_prepared_is_offered_and_not_filled_in(session: Session, world: World) -> None:
    prepared = {"code": "C08b", "version_of": "C08", "text": cast.text("Prepared words")}
    later: dict[str, Any] = {"prompts": [{"code": "again", "type": "scale", "text": {}, "versions": [prepared]}]}
    meeting = session.get_one(Meeting, world.meeting.id)
    activities.add(session, meeting, kind="talk", title=cast.text("Later"), setup=later)

    activity = begun(session, world, REWORD)
    desk = KIND.desk(session, session.get_one(Activity, activity.id), None).rewording

    assert [(one.version_of, one.text["en"]) for one in desk.prepared] == [("C08", "Prepared words")]
    assert desk.made == []


def test_a_proposal_for_a_statement_stays_with_it_and_is_read_by_nobody_before_the_reveal(
    session: Session, world: World
) -> None:
    activity, seat = begun(session, world, REWORD), world.seats["ED-1"]

    sends(session, activity, seat, "reword", item="C08", text="By name after a year")

    assert readers(DRAW, session, world, "By name after a year") == []
    cast.reveal(session, activity)
    [group] = seen(session, activity, place=1).groups
    assert (group.item.code, group.cards[0].text) == ("C08", "By name after a year")
