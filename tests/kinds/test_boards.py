"""Boards that ask for more than words: a mark, named parts, a signature; and ideas asked beside other questions."""

from typing import Any

import pytest
from sqlmodel import Session

from app import scenes
from app.domain import activities, ideas
from app.domain.activities import Activity
from app.domain.ideas import Idea
from app.domain.kind import Viewer
from app.domain.meetings import Meeting
from app.domain.refusals import Refusal
from app.kinds import kind_of
from app.scenes import FACILITATOR, PARTICIPANT, SCREEN, Audience
from tests.kit import cast, drawing, grouped
from tests.kit.cast import World, text

FIELDS = [{"code": "action", "label": text("Action")}, {"code": "who", "label": text("Who", "Qui")}]


def _open(session: Session, world: World, **more: Any) -> Activity:
    """The cast's board, asking for more, open."""
    board = session.get_one(Activity, world.board.id)
    activities.edit(session, board, setup={"prompts": [cast.BOARD["prompts"][0] | more]})
    cast.open_(session, world, board)
    return session.get_one(Activity, board.id)


def _write(session: Session, world: World, board: Activity, who: str = "ED-1", **body: Any) -> Idea:
    kind = kind_of(board.kind)
    seat = world.seats[who]
    kind.receive(session, board, seat, kind.parse({"do": "write", "column": "gaps", **body}))
    return ideas.mine(session, board, seat)[-1]


def _everywhere(session: Session, world: World) -> dict[str, str]:
    draw = drawing.renderer()
    seen = [Audience(PARTICIPANT, "en", "HF"), Audience(SCREEN, "en"), Audience(FACILITATOR, "en")]
    return {one.surface: drawing.parts(draw, session, world.meeting.id, one)["results"] for one in seen}


def test_where_a_column_asks_for_a_mark_an_idea_has_one_and_keeps_it_when_edited(
    session: Session, world: World
) -> None:
    board = _open(session, world, marks=grouped.MARKS)
    kind, seat = kind_of("idea_board"), world.seats["ED-1"]
    for wrong in ({}, {"mark": "sideways"}):
        with pytest.raises(Refusal, match="Choose one first"):
            _write(session, world, board, text="Time", **wrong)

    idea = _write(session, world, board, text="Time", mark="minus")
    kind.receive(session, board, seat, kind.parse({"do": "edit", "idea": idea.id, "text": "More time"}))

    kept = ideas.mine(session, board, seat)[0]
    assert (kept.text, kept.mark) == ("More time", "minus")
    cast.reveal(session, board)
    for surface, shown in _everywhere(session, world).items():
        assert "Gets in the way" in shown, surface


def test_parts_are_kept_apart_and_read_together(session: Session, world: World) -> None:
    board = _open(session, world, fields=FIELDS)
    with pytest.raises(Refusal, match="at least one") as refused:
        _write(session, world, board, **{"field.action": " ", "field.who": ""})

    idea = _write(session, world, board, **{"field.action": "Hire a coach", "field.who": "The hub"}, language="en")

    assert refused.value.control == "field.action"
    assert idea.parts == {"action": "Hire a coach", "who": "The hub"}
    assert idea.text == "Action: Hire a coach · Who: The hub"
    kind, seat = kind_of("idea_board"), world.seats["ED-1"]
    again = {"do": "edit", "idea": idea.id, "field.action": "Hire two", "field.who": "The hub"}
    kind.receive(session, board, seat, kind.parse(again))
    kept = ideas.mine(session, board, seat)[0]
    assert (kept.parts["action"], kept.text) == ("Hire two", "Action: Hire two · Who: The hub")


def test_an_idea_is_named_with_an_organization_only_where_the_box_is_ticked(session: Session, world: World) -> None:
    board = _open(session, world, attribute=True)

    silent = _write(session, world, board, "ED-1", text="Rooms", sign="no", signed="Anonymous Clinic")
    named = _write(session, world, board, "ED-2", text="Training", sign=["no", "yes"], signed="Garden Clinic")
    with pytest.raises(Refusal, match="Write the organization"):
        _write(session, world, board, "ED-3", text="Data", sign=["no", "yes"], signed=" ")

    assert (silent.signed, named.signed) == ("", "Garden Clinic")
    cast.reveal(session, board)
    for surface, shown in _everywhere(session, world).items():
        assert "Garden Clinic" in shown, surface
        assert "Anonymous Clinic" not in shown, surface


def test_where_nothing_of_the_kind_is_asked_nothing_of_it_is_kept(session: Session, world: World) -> None:
    board = _open(session, world)

    idea = _write(session, world, board, text="Plain", mark="minus", signed="Clinic", **{"field.who": "Me"})

    assert (idea.mark, idea.signed, idea.parts) == ("", "", {})


def test_a_column_says_what_it_is_about_to_each_sector_its_own(session: Session, world: World) -> None:
    here = grouped.written(session, world)
    for sector, name in (("ED", "Waits"), ("HF", "Rents")):
        grouped.direct(session, here, "make", [f"{sector}-1"], **{"name.en": name})
    cast.open_(session, world, here.vote)
    vote, dots = session.get_one(Activity, here.vote.id), kind_of("dot_vote")
    for who, seat in world.seats.items():
        for item in dots.ask(session, vote, Viewer(PARTICIPANT, seat.room)):
            dots.receive(session, vote, world.seats[who], dots.parse({"do": "spend", "target": item.code}))
    cast.reveal(session, here.vote)
    about = {"from": here.vote.block, "what": "results", "top": 3, "by": "sector"}
    setup = {"prompts": [cast.BOARD["prompts"][0] | {"code": "fix", "about": about}]}
    meeting = session.get_one(Meeting, world.meeting.id)
    board = activities.add(session, meeting, kind="idea_board", title=text("Fix it"), setup=setup)
    cast.open_(session, world, board)

    pages = {
        sector: drawing.own_page(drawing.renderer(), session, meeting.id, world.seats[f"{sector}-5"])
        for sector in ("ED", "HF")
    }

    assert "Waits" in pages["ED"] and "Rents" not in pages["ED"]
    assert "Rents" in pages["HF"] and "Waits" not in pages["HF"]


def test_a_board_is_planned_with_marks_parts_and_signatures_and_keeps_their_codes(world: World) -> None:
    kind = kind_of("idea_board")
    before = {"prompts": [cast.BOARD["prompts"][0] | {"marks": grouped.MARKS, "fields": FIELDS, "attribute": True}]}

    again = kind.plan(kind.fields(before), before, None)

    prompt = again["prompts"][0]
    assert (prompt["marks"], prompt["fields"], prompt["attribute"]) == (grouped.MARKS, FIELDS, True)


def test_ideas_beside_other_questions_are_written_changed_withdrawn_and_shown_after_the_reveal(
    session: Session, world: World
) -> None:
    prompt = {"code": "edits", "type": "ideas", "text": text("What to change?"), "column": cast.option("edits")}
    setup = {"prompts": [cast.POLL["prompts"][0], prompt]}
    meeting = session.get_one(Meeting, world.meeting.id)
    sheet = activities.add(session, meeting, kind="poll", title=text("A sheet"), setup=setup)
    cast.open_(session, world, sheet)
    kind, seat, other = kind_of("poll"), world.seats["ED-1"], world.seats["HF-1"]

    def send(by: Any, **body: str) -> None:
        kind.receive(session, sheet, by, kind.parse({"prompt": "edits", **body}))

    for words in ("Say it plainly", "To be withdrawn"):
        send(seat, do="write", text=words)
    send(other, do="write", text="Name the partners")
    mine = {idea.text: idea.id for idea in kind.mine(session, sheet, seat)["edits"]}
    send(seat, do="edit", what=mine["Say it plainly"], text="Say it very plainly")
    send(seat, do="withdraw", what=mine["To be withdrawn"])
    with pytest.raises(Refusal):
        send(other, do="edit", what=mine["Say it plainly"], text="Not mine")

    assert [idea.text for idea in kind.mine(session, sheet, seat)["edits"]] == ["Say it very plainly"]
    hidden = drawing.own_page(drawing.renderer(), session, meeting.id, other)
    assert "Say it very plainly" not in hidden
    seen_early = scenes.results(session, scenes.moment(session, meeting.id), Audience(PARTICIPANT, "en", "HF"))
    assert "plainly" not in str(seen_early)
    cast.reveal(session, session.get_one(Activity, sheet.id))
    for surface, shown in _everywhere(session, world).items():
        assert "Say it very plainly" in shown, surface
    assert "To be withdrawn" not in str(kind.results(session, sheet, Viewer(FACILITATOR)))


def test_a_hidden_idea_beside_other_questions_stays_with_the_console_alone(session: Session, world: World) -> None:
    prompt = {"code": "edits", "type": "ideas", "text": text("What to change?"), "column": cast.option("edits")}
    meeting = session.get_one(Meeting, world.meeting.id)
    sheet = activities.add(session, meeting, kind="poll", title=text("A sheet"), setup={"prompts": [prompt]})
    cast.open_(session, world, sheet)
    kind, seat = kind_of("poll"), world.seats["ED-1"]
    kind.receive(session, sheet, seat, kind.parse({"prompt": "edits", "do": "write", "text": "Say it plainly"}))
    cast.reveal(session, sheet)
    idea = ideas.of_activity(session, sheet)[0]

    ideas.set_hidden(session, sheet, idea.id, True)

    shown = _everywhere(session, world)
    assert {surface: "Say it plainly" in html for surface, html in shown.items()} == {
        PARTICIPANT: False, SCREEN: False, FACILITATOR: True,
    }  # fmt: skip
