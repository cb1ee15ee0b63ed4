"""Grouping: staff put ideas under names, everybody sees the groups form, and no word that was written changes."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlmodel import Session, select

from app import scenes
from app.domain import conduct, themes
from app.domain.activities import Activity
from app.domain.ideas import Idea
from app.domain.kind import Viewer
from app.domain.meetings import Meeting
from app.domain.refusals import Refusal
from app.domain.themes import Theme
from app.kinds import kind_of
from app.kinds.grouping.laying import Section
from app.scenes import PARTICIPANT, Audience
from tests.kit import cast, drawing, grouped
from tests.kit.cast import World
from tests.kit.grouped import Grouped, direct

NAMED = {"name.en": "Long waits", "name.fr": "Longues attentes"}


def _lies(session: Session, here: Grouped) -> dict[str, set[str]]:
    """Each group's ideas by its name; "" for those in none."""
    found: list[Section] = kind_of("grouping").results(
        session, session.get_one(Activity, here.grouping.id), Viewer(PARTICIPANT)
    )
    lies = {group.name["en"]: {note.text for note in group.notes} for section in found for group in section.groups}
    return lies | {"": {note.text for section in found for note in section.loose}}


def _theme(session: Session, name: str = "Long waits") -> Theme:
    return next(one for one in session.exec(select(Theme)) if one.name["en"] == name)


def test_a_group_takes_the_sector_and_column_of_its_ideas_and_changes_no_word(session: Session, world: World) -> None:
    here = grouped.written(session, world)
    before = {idea.id: idea.model_dump() for idea in session.exec(select(Idea))}

    direct(session, here, "make", ["ED-1", "ED-2"], **NAMED)

    made = _theme(session)
    assert (made.sector, made.column, made.name["fr"]) == ("ED", "gaps", "Longues attentes")
    assert _lies(session, here)["Long waits"] == {"Gap of ED-1", "Gap of ED-2"}
    session.expire_all()
    assert {idea.id: idea.model_dump() for idea in session.exec(select(Idea))} == before


def test_every_step_can_be_undone_one_after_another(session: Session, world: World) -> None:
    here = grouped.written(session, world)
    stood = [_lies(session, here)]

    def step(order: str, who: Sequence[str] = (), **more: Any) -> None:
        direct(session, here, order, who, **more)
        stood.append(_lies(session, here))

    step("make", ["ED-1"], **NAMED)
    step("make", ["ED-2"], **{"name.en": "Drift"})
    step("put", ["ED-2"], into=_theme(session).id)
    step("rename", theme=_theme(session).id, **{"name.en": "Waiting"})
    step("merge", theme=_theme(session, "Drift").id, into=_theme(session, "Waiting").id)
    step("take_out", ["ED-1"])
    step("dissolve", theme=_theme(session, "Waiting").id)

    while len(stood) > 1:
        assert _lies(session, here) == stood.pop()
        direct(session, here, "undo", seen=str(themes.steps(session, session.get_one(Activity, here.grouping.id))))
    assert _lies(session, here) == stood[0]
    with pytest.raises(Refusal, match="nothing to undo"):
        direct(session, here, "undo", seen="0")


def test_nobody_undoes_a_step_they_have_not_seen(session: Session, world: World) -> None:
    here = grouped.written(session, world)
    direct(session, here, "make", ["ED-1"], **NAMED)
    seen = str(themes.steps(session, session.get_one(Activity, here.grouping.id)))
    direct(session, here, "make", ["HF-1"], **{"name.en": "Drift"})

    with pytest.raises(Refusal, match="Somebody else"):
        direct(session, here, "undo", seen=seen)

    assert set(_lies(session, here)) == {"Long waits", "Drift", ""}


def test_what_fits_nowhere_has_a_group_of_its_own_in_each_sector_that_nobody_votes_on(
    session: Session, world: World
) -> None:
    here = grouped.written(session, world)
    direct(session, here, "make", ["ED-1"], **NAMED)

    direct(session, here, "set_aside", ["ED-2", "HF-1"])
    direct(session, here, "set_aside", ["HF-2"])

    apart = [one for one in session.exec(select(Theme)) if one.tag == themes.DOES_NOT_FIT]
    assert {one.sector for one in apart} == {"ED", "HF"}
    asked = kind_of("dot_vote").asked(session, session.get_one(Activity, here.vote.id))
    assert [item.code for item in asked.prompts[0].items] == [_theme(session).code]


def test_ideas_of_several_sectors_go_together_only_where_groups_may_be_shared(session: Session, world: World) -> None:
    here = grouped.written(session, world)

    with pytest.raises(Refusal, match="several sectors"):
        direct(session, here, "make", ["ED-1", "HF-1"], **NAMED)

    assert list(session.exec(select(Theme))) == []


def test_a_shared_group_is_of_all_sectors_and_comes_back_to_one_when_the_others_have_left(
    session: Session, world: World
) -> None:
    here = grouped.written(session, world, tags=True)
    direct(session, here, "make", ["ED-1", "HF-1"], **NAMED)
    assert (_theme(session).sector, _theme(session).tag) == (None, "shared")

    with pytest.raises(Refusal, match="Take the others out"):
        direct(session, here, "tag", theme=_theme(session).id, tag="sector")
    direct(session, here, "take_out", ["HF-1"])
    direct(session, here, "tag", theme=_theme(session).id, tag="sector")

    assert (_theme(session).sector, _theme(session).tag) == ("ED", "sector")


def test_a_sector_lead_groups_their_own_sector_and_undoes_nobody_elses_step(session: Session, world: World) -> None:
    here = grouped.written(session, world)
    direct(session, here, "make", ["ED-1"], room="ED", **NAMED)
    direct(session, here, "make", ["HF-1"], **{"name.en": "Drift"})
    last = str(themes.steps(session, session.get_one(Activity, here.grouping.id)))

    refused: list[tuple[str, dict[str, Any]]] = [
        ("make", {"who": ["HF-2"], **NAMED}),
        ("rename", {"theme": _theme(session, "Drift").id, **NAMED}),
        ("undo", {"seen": last}),
    ]
    for order, more in refused:
        with pytest.raises(Refusal):
            direct(session, here, order, room="ED", **more)

    assert set(_lies(session, here)) == {"Long waits", "Drift", ""}


def test_groups_show_live_to_everybody_with_their_own_sector_first(session: Session, world: World) -> None:
    here = grouped.written(session, world)
    meeting, grouping = session.get_one(Meeting, world.meeting.id), session.get_one(Activity, here.grouping.id)
    conduct.open_(session, meeting, grouping, kind_of)

    direct(session, here, "make", ["ED-1"], **NAMED)
    direct(session, here, "make", ["HF-1"], **{"name.en": "Drift"})

    draw = drawing.renderer()
    for room, first in (("ED", "Long waits"), ("HF", "Drift")):
        shown = drawing.parts(draw, session, meeting.id, Audience(PARTICIPANT, "en", room))["results"]
        assert min(("Long waits", "Drift"), key=shown.index) == first
    wall = drawing.parts(draw, session, meeting.id, Audience("screen", "fr"))["results"]
    assert "Longues attentes" in wall


def test_nothing_of_a_board_shows_before_it_is_revealed(session: Session, world: World) -> None:
    here = grouped.written(session, world, reveal=False)
    meeting, grouping = session.get_one(Meeting, world.meeting.id), session.get_one(Activity, here.grouping.id)

    with pytest.raises(Refusal, match="Reveal the ideas first"):
        conduct.open_(session, meeting, grouping, kind_of)
    conduct.go_to(session, meeting, grouping, kind_of)  # what needs no answers starts by being reached

    with pytest.raises(Refusal, match="Reveal the ideas first"):
        direct(session, here, "make", ["ED-1"], **NAMED)
    now = scenes.moment(session, meeting.id)
    assert scenes.results(session, now, Audience(PARTICIPANT, "en", "ED")) is None


def test_once_people_vote_on_the_groups_they_stay(session: Session, world: World) -> None:
    here = grouped.written(session, world)
    direct(session, here, "make", ["ED-1"], **NAMED)
    cast.open_(session, world, here.vote)

    with pytest.raises(Refusal, match="A vote on these groups"):
        direct(session, here, "rename", theme=_theme(session).id, **{"name.en": "Other"})

    assert _theme(session).name["en"] == "Long waits"
