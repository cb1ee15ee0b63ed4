"""A project's settings: what participants read, its mode, its sectors, and its meetings, more of them or fewer."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlmodel import Session, select

from app.domain import accounts, activities, meetings, participants, projects
from app.domain.meetings import Meeting
from app.domain.participants import Participant
from app.domain.projects import Member, Project
from tests.kit import cast
from tests.kit.cast import World
from tests.kit.office import Desk, beside, now, serving, typed

TITLE = {"title.en": "Parks", "title.fr": "Parcs"}
SETTINGS = "/projects/parks/settings"
FILLED = {
    "support_person": "Sam", "support_contact": "555-0100", "distress_line": "9-8-8", "contact": "Kim",
    "host": "The library", "place": "Sudbury", "date": "2031", "authority": "the Parks Act",
}  # fmt: skip
WORDS = {f"words.{code}": said for code, said in FILLED.items()}


@pytest.fixture
def app(address: str, tmp_path: Path) -> Iterator[FastAPI]:
    with serving(address, tmp_path) as app:
        yield app


@pytest.fixture
def desk(app: FastAPI, session: Session) -> Desk:
    """Nora, who has just begun a project from nothing with two sectors."""
    secret = accounts.open_session(session, accounts.create(session, email="nora@example.org", name="Nora"))
    session.commit()
    nora = Desk(app, secret)
    nora.post(
        "/projects/new", start="nothing", title__en="Parks", sectors="Schools | Écoles\nLibraries | Bibliothèques"
    )
    return nora


def parks(session: Session) -> Project:
    return projects.find(session, "parks")


def sectors(session: Session) -> list[tuple[int, str, str]]:
    with now(session) as fresh:
        return [(s.number, s.code, s.label.get("en", "")) for s in projects.sectors_of(fresh, parks(fresh))]


def first_meeting(session: Session) -> Meeting:
    return meetings.of_project(session, parks(session))[0]


def add_consent(session: Session) -> None:
    activities.add(session, first_meeting(session), kind="consent", title={"en": "Welcome"}, setup=cast.CONSENT)
    session.commit()


def open_something(session: Session) -> None:
    add_consent(session)
    activity = activities.of_meeting(session, first_meeting(session).id)[0]
    activity.state = activities.OPEN
    session.add(activity)
    session.commit()


def someone_joins(session: Session, *, sector: str) -> Participant:
    person = participants.newcomer(session, parks(session))
    participants.introduce(session, parks(session), person, sector=sector)
    participants.take_seat(session, person)
    session.commit()
    return person


def read_in_the_meeting(app: FastAPI, session: Session, language: str) -> str:
    """What a newcomer of the first meeting reads: the consent they are asked for, and their help page."""
    phone, meeting = Desk(app, language=language), first_meeting(session)
    code, meeting_id = meeting.join_code, meeting.id
    session.commit()
    here = phone.post(f"/join/{code}", sector="schools")
    assert here.url.path == f"/meet/{meeting_id}"
    return here.text + phone.get(f"/meet/{meeting_id}/help").text


# --- what participants read ---


def test_the_team_is_told_what_the_consent_text_still_lacks(desk: Desk) -> None:
    page = desk.get("/projects/parks")

    assert "The consent text still has gaps:" in page.text and "Support person" in page.text
    assert 'href="/projects/parks/settings#words"' in page.text
    assert "Still open" in desk.get(SETTINGS).text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_the_team_fills_in_is_what_participants_read(
    app: FastAPI, session: Session, desk: Desk, language: str
) -> None:
    desk.send(SETTINGS, TITLE | WORDS)
    open_something(session)
    meeting = first_meeting(session)
    meeting.current_id = activities.of_meeting(session, meeting.id)[0].id
    session.add(meeting)

    read = read_in_the_meeting(app, session, language)

    assert [said for said in FILLED.values() if said not in read] == []
    assert "[" not in read.partition("<main")[2].partition("<form")[0]


def test_the_note_goes_once_everything_is_filled_in_and_comes_back_with_a_gap(desk: Desk) -> None:
    desk.send(SETTINGS, TITLE | WORDS)
    whole = desk.get("/projects/parks")
    desk.send(SETTINGS, TITLE | WORDS | {"words.host": " "})
    gap = desk.get("/projects/parks")

    assert "still has gaps" not in whole.text
    assert "still has gaps: Host organization." in gap.text


def test_research_asks_for_what_the_ethics_board_needs_and_a_consultation_does_not(desk: Desk) -> None:
    before = desk.get(SETTINGS)
    desk.send(SETTINGS, TITLE | WORDS | {"mode": "research"})
    after = desk.get(SETTINGS)

    assert "words.reb_name" not in before.text
    assert typed(after, "words.reb_name") == typed(after, "words.reb_number") == ""
    assert "Ethics file number" in desk.get("/projects/parks").text


def test_what_was_filled_in_for_research_is_still_there_after_a_look_at_the_other_mode(desk: Desk) -> None:
    desk.send(SETTINGS, TITLE | {"mode": "research", "words.reb_name": "The board"})

    desk.send(SETTINGS, TITLE | {"mode": "planning", "words.host": "The library"})
    desk.send(SETTINGS, TITLE | {"mode": "research"})

    assert typed(desk.get(SETTINGS), "words.reb_name") == "The board"


def test_the_mode_stays_once_an_activity_was_opened(session: Session, desk: Desk) -> None:
    open_something(session)

    shown = desk.get(SETTINGS)
    tried = desk.send(SETTINGS, TITLE | {"mode": "research"})

    assert 'name="mode"' not in shown.text
    assert tried.status_code == 409 and "this stays as it was" in tried.text
    with now(session) as fresh:
        assert parks(fresh).mode == "planning"


def test_refused_settings_come_back_as_typed_and_change_nothing(session: Session, desk: Desk) -> None:
    form = TITLE | {"title.en": "Gardens", "words.host": "x" * 201, "words.contact": "Kim", "1.en": "Classrooms"}

    long = desk.send(SETTINGS, form)
    nameless = desk.send(SETTINGS, {"title.en": "", "title.fr": " ", "new.en": "Museums"})
    empty = desk.send(SETTINGS, TITLE | {"2.en": "", "2.fr": ""})

    assert "201 characters" in beside(long, "words.host") and typed(long, "words.contact") == "Kim"
    assert (typed(long, "title.en"), typed(long, "1.en")) == ("Gardens", "Classrooms")
    assert "in English, in French, or in both" in beside(nameless, "title.en")
    assert typed(nameless, "new.en") == "Museums"
    assert "in English, in French, or in both" in beside(empty, "2.en")
    assert sectors(session) == [(1, "schools", "Schools"), (2, "libraries", "Libraries")]
    assert "Kim" not in desk.get(SETTINGS).text and "Gardens" not in desk.get("/projects/parks").text


# --- sectors ---


def test_a_renamed_sector_keeps_its_place_its_colour_and_its_people(app: FastAPI, session: Session, desk: Desk) -> None:
    someone_joins(session, sector="schools")

    desk.send(SETTINGS, TITLE | {"1.en": "Classrooms", "1.fr": "Classes"})

    assert sectors(session) == [(1, "schools", "Classrooms"), (2, "libraries", "Libraries")]
    in_french = Desk(app, desk.client.cookies["__Host-account"], language="fr").get("/projects/parks")
    assert re.search(r"Classes</span></span></th><td[^>]*>1</td>", in_french.text)


def test_the_sector_of_those_between_is_renamed_and_stays_what_it_is(
    app: FastAPI, session: Session, world: World
) -> None:
    Desk(app, world.staff).send(
        "/projects/garden/settings", {"title.en": "A garden", "4.en": "Across", "4.fr": "Entre"}
    )

    with now(session) as fresh:
        last = projects.sectors_of(fresh, projects.find(fresh, "garden"))[-1]
    assert (last.code, last.label["fr"], last.pseudo, last.chooses_room) == ("X", "Entre", True, True)


def test_a_sector_added_after_one_was_taken_away_gets_nobody_elses_colour(session: Session, desk: Desk) -> None:
    desk.send(SETTINGS, TITLE | {"new.en": "Museums", "new.fr": "Musées"})
    desk.send(SETTINGS, TITLE | {"1.drop": "yes"})
    desk.send(SETTINGS, TITLE | {"new.en": "Shelters"})

    assert sectors(session) == [(2, "libraries", "Libraries"), (3, "museums", "Museums"), (4, "shelters", "Shelters")]


def test_a_sector_somebody_joined_cannot_be_taken_away(session: Session, desk: Desk) -> None:
    person = someone_joins(session, sector="schools")

    shown = desk.get(SETTINGS)
    tried = desk.send(SETTINGS, TITLE | {"1.en": "Schools", "1.drop": "yes"})

    assert 'name="1.drop"' not in shown.text and 'name="2.drop"' in shown.text
    assert "Somebody has joined" in beside(tried, "1.drop")
    assert [code for _, code, _ in sectors(session)] == ["schools", "libraries"]
    assert session.get_one(Participant, person.id).sector == "schools"


def test_a_sector_whose_room_somebody_chose_cannot_be_taken_away(session: Session, desk: Desk) -> None:
    project = parks(session)
    projects.add_sector(session, project, "X", {"en": "Both"}, pseudo=True, chooses_room=True)
    person = participants.newcomer(session, project)
    participants.introduce(session, project, person, sector="X", room="schools")
    participants.take_seat(session, person)
    session.commit()

    tried = desk.send(SETTINGS, TITLE | {"1.drop": "yes"})

    assert tried.status_code == 409 and len(sectors(session)) == 3


def test_whoever_was_invited_to_a_sector_that_is_gone_chooses_another_with_the_same_link(
    app: FastAPI, session: Session, desk: Desk
) -> None:
    person, token = participants.invite(session, parks(session), sector="schools", name="Ann")
    session.commit()

    desk.send(SETTINGS, TITLE | {"1.drop": "yes"})
    listed = desk.get("/projects/parks/people").text
    ann = Desk(app)
    door = ann.get(f"/invitation/{token}")
    inside = ann.post(door.url.path, sector="libraries")

    assert ">Ann</span>" in listed and "Sector not chosen yet" in listed
    assert inside.url.path.startswith("/meet/")
    with now(session) as fresh:
        assert fresh.get_one(Participant, person.id).sector == "libraries"


def test_no_sector_is_taken_away_once_an_activity_was_opened(session: Session, desk: Desk) -> None:
    open_something(session)

    tried = desk.send(SETTINGS, TITLE | {"2.en": "Reading rooms", "2.drop": "yes"})
    renamed = desk.send(SETTINGS, TITLE | {"2.en": "Reading rooms", "2.fr": "", "new.en": "Museums"})

    assert "every sector stays" in beside(tried, "2.drop")
    assert renamed.status_code == 200
    assert [label for _, _, label in sectors(session)] == ["Schools", "Reading rooms", "Museums"]


def test_a_project_is_never_without_a_sector_and_its_last_one_can_be_replaced(session: Session, desk: Desk) -> None:
    both = desk.send(SETTINGS, TITLE | {"1.drop": "yes", "2.drop": "yes"})
    desk.send(SETTINGS, TITLE | {"1.drop": "yes", "2.drop": "yes", "new.en": "Museums"})

    assert "at least one sector" in beside(both, "2.drop")
    assert [label for _, _, label in sectors(session)] == ["Museums"]


def test_there_is_room_for_twelve_sectors(session: Session, desk: Desk) -> None:
    for number in range(3, 13):
        desk.send(SETTINGS, TITLE | {"new.en": f"Sector {number}"})

    full, tried = desk.get(SETTINGS), desk.send(SETTINGS, TITLE | {"new.en": "Sector 13"})

    assert 'name="new.en"' not in full.text
    assert "room for 12 sectors" in beside(tried, "new.en") and typed(tried, "new.en") == "Sector 13"
    assert len(sectors(session)) == 12


# --- meetings ---


def test_a_project_from_nothing_gets_a_second_meeting(session: Session, desk: Desk) -> None:
    page = desk.post("/projects/parks/meetings", title__en="Deciding", title__fr="Décider", minutes="90")

    with now(session) as fresh:
        second = meetings.of_project(fresh, parks(fresh))[1]
    assert page.url.path == f"/meetings/{second.id}/plan" and "0 of 90 minutes" in page.text
    assert (second.number, second.code, second.title) == (2, "M2", {"en": "Deciding", "fr": "Décider"})
    assert "Deciding" in desk.get("/projects/parks").text


def test_a_refused_meeting_comes_back_as_typed_beside_what_is_wrong(session: Session, desk: Desk) -> None:
    nameless = desk.post("/projects/parks/meetings", title__en=" ", minutes="90")
    endless = desk.post("/projects/parks/meetings", title__en="Deciding", minutes="6000")

    assert "in English, in French, or in both" in beside(nameless, "title.en") and typed(nameless, "minutes") == "90"
    assert "from 5 to 600" in beside(endless, "minutes") and typed(endless, "title.en") == "Deciding"
    assert '<details class="more" open><summary>Add a meeting' in endless.text
    with now(session) as fresh:
        assert len(meetings.of_project(fresh, parks(fresh))) == 1


def test_a_meeting_nobody_opened_is_deleted_with_its_plan_and_the_others_keep_their_numbers(
    session: Session, desk: Desk
) -> None:
    desk.post("/projects/parks/meetings", title__en="Deciding", minutes="90")
    desk.post("/projects/parks/meetings", title__en="Writing", minutes="60")
    add_consent(session)
    first = first_meeting(session).id
    session.commit()

    page = desk.post(f"/meetings/{first}/delete")

    assert page.url.path == "/projects/parks" and "Meeting 1" not in page.text
    assert desk.get(f"/meetings/{first}/plan").status_code == 404
    with now(session) as fresh:
        assert [(m.number, m.code) for m in meetings.of_project(fresh, parks(fresh))] == [(2, "M2"), (3, "M3")]
        assert activities.of_meeting(fresh, first) == []
    added = desk.post("/projects/parks/meetings", title__en="Looking back", minutes="60")
    assert "Meeting 4" in added.text


def test_a_meeting_that_was_opened_stays_with_all_its_answers(session: Session, desk: Desk) -> None:
    desk.post("/projects/parks/meetings", title__en="Deciding", minutes="90")
    open_something(session)
    first = first_meeting(session).id
    session.commit()

    shown, tried = desk.get(f"/meetings/{first}/plan"), desk.post(f"/meetings/{first}/delete")

    assert "Delete this meeting" not in shown.text
    assert tried.status_code == 409 and "so it stays" in tried.text
    assert desk.get(f"/meetings/{first}/plan").status_code == 200


def test_the_only_meeting_of_a_project_stays(session: Session, desk: Desk) -> None:
    only = first_meeting(session).id
    session.commit()

    assert "Delete this meeting" not in desk.get(f"/meetings/{only}/plan").text
    assert desk.post(f"/meetings/{only}/delete").status_code == 409


def test_whoever_deletes_a_meeting_is_told_first_who_has_come_in(app: FastAPI, session: Session, desk: Desk) -> None:
    desk.post("/projects/parks/meetings", title__en="Deciding", minutes="90")
    meeting = first_meeting(session)
    code, first = meeting.join_code, meeting.id
    session.commit()
    phone = Desk(app)
    phone.post(f"/join/{code}", sector="schools")

    plan = desk.get(f"/meetings/{first}/plan")
    desk.post(f"/meetings/{first}/delete")
    with now(session) as fresh:
        other = first_meeting(fresh).join_code

    assert "1 person has come in already and keeps their seat" in plan.text
    assert phone.post(f"/join/{other}").url.path.startswith("/meet/")  # without choosing a sector again


# --- who may ---


def test_to_a_stranger_the_settings_are_not_there(app: FastAPI, session: Session, world: World) -> None:
    secret = accounts.open_session(session, accounts.create(session, email="mal@example.org", name="Mal"))
    session.commit()
    stranger, meeting = Desk(app, secret), world.meeting.id

    tried = [
        stranger.get("/projects/garden/settings"),
        stranger.send("/projects/garden/settings", TITLE),
        stranger.post("/projects/garden/meetings", title__en="Mine", minutes="60"),
        stranger.post(f"/meetings/{meeting}/delete"),
    ]

    assert [page.status_code for page in tried] == [404] * 4
    with now(session) as fresh:
        assert projects.find(fresh, "garden").title["en"] == "A garden"


def test_nobody_but_the_owner_changes_them_and_an_observer_plans_nothing(
    app: FastAPI, session: Session, world: World
) -> None:
    account = accounts.create(session, email="fay@example.org", name="Fay")
    fay = Desk(app, accounts.open_session(session, account))
    projects.add_member(session, world.project, account)
    session.commit()

    facilitator = fay.send("/projects/garden/settings", TITLE)
    member = session.exec(select(Member).where(Member.account_id == account.id)).one()
    member.role = "observer"
    session.add(member)
    session.commit()
    observer = [
        fay.get("/projects/garden/settings"),
        fay.send("/projects/garden/settings", {"title.en": "Mine"}),
        fay.post("/projects/garden/meetings", title__en="Mine", minutes="60"),
    ]

    assert facilitator.status_code == 403 and [page.status_code for page in observer] == [403] * 3
    with now(session) as fresh:
        garden = projects.find(fresh, "garden")
        assert garden.title["en"] == "A garden" and len(meetings.of_project(fresh, garden)) == 1
