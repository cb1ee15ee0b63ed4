"""Questions: they come up three at a time, and are backed without anybody seeing how often before the reveal."""

from typing import Any

import pytest
from sqlmodel import Session

from app.domain import moderation
from app.domain.activities import Activity
from app.domain.kind import Quote, Table
from app.domain.refusals import NotFound, Refusal
from app.kinds import kind_of
from tests.kit import cast, drawing
from tests.kit.cast import World
from tests.kit.rating import opened
from tests.kit.writing import ASK, MOMENT, asks, id_of, own, page_of, readers, seen, sends, works

KIND: Any = kind_of("questions")
DRAW = drawing.renderer()


def begun(session: Session, world: World, *more: dict[str, Any], **changes: Any) -> Activity:
    """The activity, open to everybody."""
    activity = opened(session, world, ASK | changes, *more, kind="questions")
    return session.get_one(Activity, activity.id)


def backs(session: Session, world: World, activity: Activity, who: str, what: str, do: str = "upvote") -> None:
    """Somebody backs a question, or no longer."""
    sends(session, activity, world.seats[who], "ask", do=do, what=what)


def numbers(session: Session, activity: Activity) -> dict[str, int | None]:
    """How many back each question, as the screen shows it, in its order."""
    return {one.text: one.number for one in seen(session, activity).questions}


def test_questions_come_up_for_the_room_once_three_wait(session: Session, world: World) -> None:
    activity = begun(session, world)
    asks(session, world, activity, "ED-1", "EPI-1")
    assert readers(DRAW, session, world, "Question of") == []
    assert "Question of ED-1" not in page_of(DRAW, session, world, "EPI-1")

    asks(session, world, activity, "HF-1")

    for who in ("ED-1", "EPI-1", "HF-1"):
        assert len(readers(DRAW, session, world, f"Question of {who}")) == 6


def test_the_next_ones_wait_again(session: Session, world: World) -> None:
    activity = begun(session, world)
    asks(session, world, activity, "ED-1", "ED-2", "ED-3")

    asks(session, world, activity, "ED-4", "ED-5")

    assert readers(DRAW, session, world, "Question of ED-4") == []


def test_ones_own_page_says_that_a_question_waits_and_then_that_the_room_sees_it(
    session: Session, world: World
) -> None:
    activity = begun(session, world)
    asks(session, world, activity, "ED-1")
    assert "It waits to be shown" in page_of(DRAW, session, world, "ED-1")

    asks(session, world, activity, "ED-2", "ED-3")

    assert "It waits to be shown" not in page_of(DRAW, session, world, "ED-1")
    assert "The room sees it." in page_of(DRAW, session, world, "ED-1")


def test_the_facilitator_shows_those_that_wait_without_having_read_them(session: Session, world: World) -> None:
    activity = begun(session, world)
    asks(session, world, activity, "ED-1")
    desk = KIND.desk(session, session.get_one(Activity, activity.id), None)
    assert (desk.questions.waiting, desk.questions.asked) == (True, [])

    works(session, activity, "show_waiting")

    assert len(readers(DRAW, session, world, "Question of ED-1")) == 6
    assert not KIND.desk(session, session.get_one(Activity, activity.id), None).questions.waiting


def test_after_the_closing_none_come_up_before_the_reveal(session: Session, world: World) -> None:
    activity = begun(session, world)
    asks(session, world, activity, "ED-1")
    cast.close(session, activity)
    assert readers(DRAW, session, world, "Question of", console=False) == []

    cast.reveal(session, activity)

    assert len(readers(DRAW, session, world, "Question of ED-1")) == 6


def test_nobody_backs_their_own_question(session: Session, world: World) -> None:
    activity = begun(session, world)
    asks(session, world, activity, "ED-1", "ED-2", "ED-3")
    mine = id_of(session, world, activity, "ED-1")

    with pytest.raises(Refusal) as refused:
        backs(session, world, activity, "ED-1", mine)

    assert refused.value.control == mine
    assert own(session, activity, world.seats["ED-1"], "ask").backed == []


def test_backing_counts_once_and_can_be_taken_back(session: Session, world: World) -> None:
    activity = begun(session, world)
    asks(session, world, activity, "ED-1", "ED-2", "ED-3")
    what = id_of(session, world, activity, "ED-1")
    for who in ("HF-1", "HF-2", "HF-3", "HF-4", "HF-5", "HF-6", "HF-6"):
        backs(session, world, activity, who, what)

    backs(session, world, activity, "HF-1", what, do="take_back")
    cast.reveal(session, activity)

    assert numbers(session, activity)["Question of ED-1"] == 5
    assert own(session, activity, world.seats["HF-1"], "ask").backed == []
    assert [one.id for one in own(session, activity, world.seats["HF-2"], "ask").backed] == [what]


def test_a_question_that_waits_cannot_be_backed(session: Session, world: World) -> None:
    activity = begun(session, world)
    asks(session, world, activity, "ED-1")

    with pytest.raises(NotFound):
        backs(session, world, activity, "HF-1", id_of(session, world, activity, "ED-1"))


def test_where_nobody_is_asked_to_back_there_is_no_button_and_it_is_refused(session: Session, world: World) -> None:
    activity = begun(session, world, upvote=False)
    asks(session, world, activity, "ED-1", "ED-2", "ED-3")

    with pytest.raises(Refusal):
        backs(session, world, activity, "HF-1", id_of(session, world, activity, "ED-1"))

    assert readers(DRAW, session, world, "answered too") == []


def test_how_many_back_a_question_shows_nowhere_before_the_reveal(session: Session, world: World) -> None:
    activity = begun(session, world)
    asks(session, world, activity, "ED-1", "ED-2", "ED-3")
    what = id_of(session, world, activity, "ED-2")
    for number in range(1, 7):
        backs(session, world, activity, f"HF-{number}", what)

    assert readers(DRAW, session, world, "6 up-votes") == []
    cast.close(session, activity)
    assert readers(DRAW, session, world, "6 up-votes") == []
    assert set(numbers(session, activity).values()) == {None}

    cast.reveal(session, activity)

    assert "screen/en" in readers(DRAW, session, world, "6 up-votes")
    assert next(iter(numbers(session, activity))) == "Question of ED-2"


def test_with_fewer_than_five_people_backing_there_is_an_order_and_no_count(session: Session, world: World) -> None:
    activity = begun(session, world)
    asks(session, world, activity, "ED-1", "ED-2", "ED-3")
    for number in range(1, 5):
        backs(session, world, activity, f"HF-{number}", id_of(session, world, activity, "ED-3"))

    cast.reveal(session, activity)

    assert next(iter(numbers(session, activity))) == "Question of ED-3"
    assert set(numbers(session, activity).values()) == {None}
    assert readers(DRAW, session, world, "up-vote") == []


def test_one_changes_and_withdraws_ones_own_questions_and_nobody_elses(session: Session, world: World) -> None:
    activity, seat = begun(session, world), world.seats["ED-1"]
    asks(session, world, activity, "ED-1", "ED-2", "ED-3")
    mine, other = id_of(session, world, activity, "ED-1"), id_of(session, world, activity, "ED-2")
    backs(session, world, activity, "HF-1", mine)

    sends(session, activity, seat, "ask", do="edit", what=mine, text="Who pays?")
    assert len(readers(DRAW, session, world, "Who pays?")) == 6
    with pytest.raises(NotFound):
        sends(session, activity, seat, "ask", do="edit", what=other, text="Mine now")
    with pytest.raises(NotFound):
        sends(session, activity, seat, "ask", do="withdraw", what=other)

    sends(session, activity, seat, "ask", do="withdraw", what=mine)
    assert readers(DRAW, session, world, "Who pays?") == []
    assert own(session, activity, world.seats["HF-1"], "ask").backed == []


def test_a_hidden_question_is_read_by_the_team_alone_and_cannot_be_backed(session: Session, world: World) -> None:
    activity = begun(session, world)
    asks(session, world, activity, "ED-1", "ED-2", "ED-3")
    what = id_of(session, world, activity, "ED-1")

    moderation.set_hidden(session, session.get_one(Activity, activity.id), what, True)

    assert readers(DRAW, session, world, "Question of ED-1") == ["facilitator/en", "facilitator/fr"]
    with pytest.raises(NotFound):
        backs(session, world, activity, "HF-1", what)


def test_once_all_is_shown_nobody_asks_or_backs_any_more(session: Session, world: World) -> None:
    activity = begun(session, world)
    asks(session, world, activity, "ED-1", "ED-2", "ED-3")
    what = id_of(session, world, activity, "ED-1")
    cast.reveal(session, activity)

    with pytest.raises(Refusal):
        asks(session, world, activity, "ED-4")
    with pytest.raises(Refusal):
        backs(session, world, activity, "HF-1", what)


def test_questions_are_printed_with_their_words_only_where_those_may_be_quoted(session: Session, world: World) -> None:
    activity = begun(session, world)
    cast.agree(session, world, world.seats["ED-2"], quote=False)
    asks(session, world, activity, "ED-1", "ED-2", "ED-3", "ED-4", "ED-5")
    works(session, activity, "answered", what=id_of(session, world, activity, "ED-1"))
    cast.reveal(session, activity)

    [table] = KIND.gather(session, session.get_one(Activity, activity.id), [])

    assert isinstance(table, Table)
    assert table.n == 5
    words = [row[0].text for row in table.rows if isinstance(row[0], Quote)]
    assert sorted(words) == [f"Question of ED-{number}" for number in (1, 3, 4, 5)]
    assert [row[-1] for row in table.rows].count({"en": "Yes", "fr": "Oui"}) == 1


def test_it_is_planned_in_one_form_and_what_stands_beside_it_stays() -> None:
    setup = KIND.plan({"question.en": "What must you know?", "upvote": "yes"}, {"prompts": [MOMENT]}, None)

    again = KIND.plan(KIND.fields(setup) | {"upvote": "", "question.fr": "Que devez-vous savoir?"}, setup, None)

    assert [prompt["type"] for prompt in again["prompts"]] == ["open_text", "questions"]
    assert again["prompts"][1]["code"] == setup["prompts"][1]["code"]
    assert again["prompts"][1]["upvote"] is False
