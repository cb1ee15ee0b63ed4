"""The contract of every kind: found by its folder, polite to junk, silent before the reveal, drawn on every surface."""

import ast
import re
import secrets
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from app import kinds, protocols, scenes
from app.domain import activities, conduct, participants, responses
from app.domain.activities import CLOSED, OPEN, PLANNED, REVEALED, Activity
from app.domain.kind import Kind, Viewer
from app.domain.meetings import Meeting
from app.domain.refusals import Refusal
from app.domain.seats import Seat
from app.kinds import all_kinds, kind_of
from app.language import LANGUAGES
from app.render import Renderer
from app.scenes import FACILITATOR, PARTICIPANT, SCREEN, Audience
from tests.kit import cast, drawing
from tests.kit.cast import World
from tests.kit.unshipped import SETUPS
from tests.test_architecture import FIELDS, TYPED

FOLDERS = sorted(p.parent for folder in kinds.folders() for p in folder.glob("*/__init__.py"))
CARRY = {"dots", "ranking", "grouping"}  # what people wrote in an earlier activity, and was shown then
PARTS = ("participant", "screen", "results", "setup")
every_kind = pytest.mark.parametrize("name", [folder.name for folder in FOLDERS])
one_page = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def draw() -> Renderer:
    return drawing.renderer()


@pytest.fixture
def named(session: Session, world: World) -> World:
    """The cast, each with a name that must never be seen where answers are."""
    for seat in world.seats.values():
        session.get_one(participants.Participant, seat.participant_id).name = "Zebulon"
    session.commit()
    return world


def held(session: Session, world: World, name: str) -> list[Activity]:
    """The cast's activities of this kind; where it has none, one as the shipped series sets it up, or an empty one."""
    mine = [session.get_one(Activity, a.id) for a in world.agenda if a.kind == name]
    if mine:
        return mine
    protocols.into_project(session, protocols.shipped(), slug="shipped", owner=None, synthetic=False)
    example = session.exec(select(Activity).where(Activity.kind == name)).first()
    setup = example.setup if example else SETUPS.get(name, {})
    meeting = session.get_one(Meeting, world.meeting.id)
    return [activities.add(session, meeting, kind=name, title=cast.text("One more"), setup=setup)]


def hand_in(session: Session, seat: Seat, activity: Activity, body: dict[str, Any]) -> None:
    responses.receive(session, kind_of, seat, activity.id, secrets.token_urlsafe(12), body)


def attempt(
    session: Session, seat: Seat, activity: Activity, body: dict[str, Any], *, keep: bool = True
) -> Refusal | None:
    """Hand in as the writer would, in a savepoint; the refusal if there was one. Anything else breaks the test."""
    savepoint = session.begin_nested()
    try:
        hand_in(session, seat, activity, body)
    except Refusal as refusal:
        savepoint.rollback()
        return refusal
    savepoint.commit() if keep else savepoint.rollback()
    return None


def everybody_answers(draw: Renderer, session: Session, world: World) -> list[dict[str, Any]]:
    """Everybody hands in every form on their page, each with words of their own; returns what one of them got in."""
    taken: list[dict[str, Any]] = []
    current = session.get_one(Activity, session.get_one(Meeting, world.meeting.id).current_id)
    for who, seat in world.seats.items():
        sent = drawing.bodies(drawing.own_page(draw, session, world.meeting.id, seat), f"Words of {who}")
        taken = [body for body in sent if attempt(session, seat, current, body) is None]
        assert bool(taken) == bool(sent)
    return [body for body in taken if body.get("do") != "done"]


def open_with_what_came_before(draw: Renderer, session: Session, world: World, activity: Activity) -> None:
    """Open an activity; what it may carry over has been written and shown."""
    if kind_of(activity.kind).prompt_types & CARRY:
        cast.open_(session, world, world.board)
        everybody_answers(draw, session, world)
        cast.reveal(session, world.board)
    cast.open_(session, world, activity)


def all_parts(draw: Renderer, session: Session, world: World, languages: tuple[str, ...] = LANGUAGES) -> dict[str, str]:
    """Everything anybody sees, apart from their own: by surface, language and part."""
    drawn: dict[str, str] = {}
    for language in languages:
        for surface in drawing.SURFACES:
            seen = Audience(surface, language, "ED" if surface == PARTICIPANT else None)
            for part, html in drawing.parts(draw, session, world.meeting.id, seen).items():
                drawn[f"{surface}/{language}/{part}"] = html
    return drawn


def ensure_sound(drawn: dict[str, str]) -> None:
    """Each part is one element under its own name, whole, with no id twice and nobody's name in it."""
    for place, html in drawn.items():
        markup = drawing.Markup(html)
        assert markup.roots == [place.split("/")[-1]], place
        assert (markup.faults, markup.open) == ([], []), place
        assert len(markup.ids) == len(set(markup.ids)), f"{place}: an id stands twice among {sorted(markup.ids)}"
        assert "Zebulon" not in html, place
        if not place.endswith("stage"):  # the stage alone is left as it is while somebody writes in it
            assert not re.search(TYPED if place.startswith(FACILITATOR) else FIELDS, html), place


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_kind_is_a_folder_with_everything_in_it(folder: Path) -> None:
    kind = all_kinds()[folder.name]

    assert kind.name == folder.name
    assert isinstance(kind, Kind)
    assert kind.title
    assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text())), "facilitators read what it is for"
    assert [part for part in PARTS if not (folder / f"{part}.html").is_file()] == []


@every_kind
def test_whatever_comes_in_is_taken_or_politely_refused(session: Session, world: World, name: str) -> None:
    kind, activity = kind_of(name), held(session, world, name)[0]
    if activity.state == PLANNED:
        cast.open_(session, world, activity)
    prompts = kind.setup_of(activity).prompts
    known = [*kind.Answer.model_fields, *(p.code for p in prompts), "do", "done"]
    values = anything | st.sampled_from([o.code for p in prompts for o in p.choices] or [""])

    @one_page
    @given(body=st.dictionaries(st.sampled_from(known) | st.text(max_size=8), values, max_size=6))
    def send(body: dict[str, Any]) -> None:
        refusal = attempt(session, world.seats["ED-1"], activity, body, keep=False)
        if refusal is not None:
            assert refusal.message
            assert 400 <= refusal.status < 500

    send()


@every_kind
@one_page
@given(body=st.dictionaries(st.text(max_size=8), anything, max_size=4))
def test_reading_an_answer_never_breaks(name: str, body: dict[str, Any]) -> None:
    try:
        all_kinds()[name].parse(body)
    except Refusal as refusal:
        assert refusal.message


@every_kind
def test_what_its_form_offers_can_be_handed_in_while_it_is_open_and_no_longer(
    draw: Renderer, session: Session, world: World, name: str
) -> None:
    kind = kind_of(name)
    for activity in held(session, world, name):
        before = drawing.own_page(draw, session, world.meeting.id, world.seats["ED-1"])
        if activity.state == PLANNED:
            open_with_what_came_before(draw, session, world, activity)
        assert activity.state == OPEN, before
        sent = everybody_answers(draw, session, world)
        assert bool(sent) == kind.takes_answers

        cast.close(session, activity)

        for body in [] if kind.stays_open else sent:
            with pytest.raises(Refusal):
                hand_in(session, world.seats["ED-1"], activity, body)


@every_kind
def test_nothing_can_be_handed_in_before_it_opens(session: Session, world: World, name: str) -> None:
    for activity in [a for a in held(session, world, name) if a.state == PLANNED]:
        for body in ({}, {"do": "done"}, {"value": "red", "prompt": "colour"}):
            with pytest.raises(Refusal):
                hand_in(session, world.seats["ED-1"], activity, body)


@every_kind
def test_before_the_reveal_nobody_sees_where_the_room_stands_nor_a_word_of_another(
    draw: Renderer, session: Session, world: World, name: str
) -> None:
    for activity in held(session, world, name):
        if activity.state == PLANNED:
            open_with_what_came_before(draw, session, world, activity)
        everybody_answers(draw, session, world)

        for state in (OPEN, CLOSED):
            if state == CLOSED:
                cast.close(session, activity)
            now = scenes.moment(session, world.meeting.id)
            live = kind_of(name).live(session, activity, Viewer(PARTICIPANT))
            for surface in (PARTICIPANT, SCREEN):
                seen = Audience(surface, "en", "ED" if surface == PARTICIPANT else None)
                shown = drawing.parts(draw, session, world.meeting.id, seen)
                assert scenes.results(session, now, seen) == live
                assert kind_of(name).prompt_types & (CARRY | {"questions"}) or "Words of" not in "".join(shown.values())


@every_kind
def test_it_can_be_drawn_for_everybody_in_every_state_with_and_without_answers(
    draw: Renderer, session: Session, named: World, name: str
) -> None:
    for activity in held(session, named, name):
        meeting = session.get_one(Meeting, named.meeting.id)
        conduct.go_to(session, meeting, activity, kind_of)
        ensure_sound(all_parts(draw, session, named))

        open_with_what_came_before(draw, session, named, activity)
        ensure_sound(all_parts(draw, session, named))
        everybody_answers(draw, session, named)
        ensure_sound(all_parts(draw, session, named))
        for seat in named.seats.values():
            ensure_sound({"stage": drawing.own_page(draw, session, named.meeting.id, seat, "fr")})

        cast.close(session, activity)
        ensure_sound(all_parts(draw, session, named))
        cast.reveal(session, activity)
        ensure_sound(all_parts(draw, session, named))
        assert session.get_one(Activity, activity.id).state == REVEALED


@every_kind
def test_it_can_be_drawn_revealed_with_nobody_having_answered(
    draw: Renderer, session: Session, named: World, name: str
) -> None:
    for activity in held(session, named, name):
        if activity.state == PLANNED:
            cast.open_(session, named, activity)

        cast.reveal(session, activity)

        ensure_sound(all_parts(draw, session, named))
