"""People: personal links shown once, seats closed at once, and a team whose owner decides who is in it."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlmodel import Session, select

from app.domain import accounts, activities, electorate, meetings, participants
from app.domain.accounts import Account
from app.domain.activities import CLOSED
from app.domain.meetings import Meeting
from app.domain.participants import Invitation, Participant
from tests.kit import cast
from tests.kit.cast import World
from tests.kit.office import Desk, beside, links, now, serving, typed
from tests.kit.phone import Phone
from tests.kit.server import Server


@pytest.fixture
def app(address: str, tmp_path: Path) -> Iterator[FastAPI]:
    with serving(address, tmp_path) as app:
        yield app


@pytest.fixture
def people(world: World) -> str:
    return f"/projects/{world.project.slug}/people"


def person_of(session: Session, world: World, name: str) -> str:
    return world.seats[name].participant_id


def test_personal_links_are_shown_once_and_stored_nowhere(
    app: FastAPI, session: Session, world: World, people: str
) -> None:
    desk = Desk(app, world.staff)

    page = desk.post(f"{people}/invite", sector="ED", names="Ann\nBob", unnamed="1", language="fr", op="a" * 12)
    given = links(page)
    later = desk.get(people)

    assert len(given) == 3 and links(later) == []
    tokens = [link.rpartition("/")[2] for link in given]
    kept = {row.token_hash for row in session.exec(select(Invitation))}
    assert len(kept) == 3 and not kept & set(tokens)
    assert {p.name for p in session.exec(select(Participant).where(Participant.state == "invited"))} == {
        "Ann",
        "Bob",
        "",
    }
    assert "Ann" in later.text


def test_a_form_sent_twice_invites_once(app: FastAPI, session: Session, world: World, people: str) -> None:
    desk, form = Desk(app, world.staff), {"sector": "ED", "names": "Ann", "op": "a" * 12}

    desk.send(f"{people}/invite", form)
    again = desk.send(f"{people}/invite", form)

    assert "on the list already" in again.text and typed(again, "names") == "Ann"
    assert len(session.exec(select(Participant).where(Participant.name == "Ann")).all()) == 1


def test_a_refused_invitation_comes_back_with_the_names(app: FastAPI, world: World, people: str) -> None:
    desk = Desk(app, world.staff)

    nobody = desk.post(f"{people}/invite", names="", unnamed="0")
    long = desk.post(f"{people}/invite", names="Ann\n" + "x" * 61, language="en")

    assert "Invite from 1 to 60 people" in beside(nobody, "names")
    assert "61 characters" in beside(long, "names") and typed(long, "names").startswith("Ann\n")


def test_a_personal_link_leads_to_the_meeting_of_the_day(
    app: FastAPI, session: Session, world: World, people: str
) -> None:
    second, third = (meetings.add(session, world.project, cast.text(title)) for title in ("Second", "Third"))
    for meeting in (second, third):
        activities.add(session, meeting, kind="break", title=cast.text("Tea"), setup={})
    session.commit()
    [link] = links(Desk(app, world.staff).post(f"{people}/invite", sector="ED", names="Ann"))

    def leads_to() -> str:
        session.commit()
        return Desk(app).get(link).url.path.removeprefix("/join/")

    first = session.get_one(Meeting, world.meeting.id)
    first.current_id = world.agenda[-1].id
    assert leads_to() == first.join_code

    for activity in activities.of_meeting(session, first.id):
        activity.state = CLOSED
    assert leads_to() == second.join_code

    second.door_open = False
    assert leads_to() == third.join_code

    second.door_open, second.current_id = True, activities.of_meeting(session, second.id)[0].id
    assert leads_to() == second.join_code

    for meeting in (second, third):
        activities.of_meeting(session, meeting.id)[0].state = CLOSED
    assert leads_to() == third.join_code


def test_a_new_link_ends_the_one_before(app: FastAPI, session: Session, world: World, people: str) -> None:
    desk = Desk(app, world.staff)
    [old] = links(desk.post(f"{people}/invite", sector="ED", names="Ann", op="a" * 12))
    ann = session.exec(select(Participant).where(Participant.name == "Ann")).one()
    session.commit()

    [new] = links(desk.post(f"{people}/{ann.id}/link"))

    assert Desk(app).get(old).status_code == 404
    assert Desk(app).get(new).url.path == f"/join/{world.meeting.join_code}"


def test_coming_by_ones_own_link_again_keeps_the_seat_and_what_was_handed_in(
    app: FastAPI, session: Session, world: World, people: str
) -> None:
    cast.open_(session, world, world.board)
    session.commit()
    [link] = links(Desk(app, world.staff).post(f"{people}/invite", sector="ED", names="Ann", op="a" * 12))
    phone = Desk(app)
    door = str(phone.get(link).url.path)
    phone.post(door, sector="ED", role="LE")
    answers = f"/meet/{world.meeting.id}/answers"
    phone.post(answers, activity=world.consent.id, do="agree", take_part="yes")
    phone.post(answers, activity=world.board.id, do="write", column="gaps", text="Shade trees")

    phone.get(link)
    phone.post(door)

    assert "Shade trees" in phone.get(f"/meet/{world.meeting.id}/words").text
    with now(session) as fresh:
        ann = fresh.exec(select(Participant).where(Participant.name == "Ann")).one()
        assert (ann.role, ann.report_group) == ("LE", "lived")


def test_a_removed_participant_hears_that_the_seat_was_closed_whatever_they_do(
    app: FastAPI, session: Session, world: World, people: str
) -> None:
    cast.open_(session, world, world.poll)
    session.commit()
    Desk(app, world.staff).post(f"{people}/{person_of(session, world, 'ED-1')}/remove")

    phone = Desk(app)
    phone.client.cookies.set("__Host-seat", world.secrets["ED-1"])
    heard = [
        phone.get(f"/meet/{world.meeting.id}"),
        phone.post(f"/meet/{world.meeting.id}/answers", activity=world.poll.id, prompt="colour", value="red"),
        phone.post(f"/join/{world.meeting.join_code}", sector="ED"),
    ]

    assert [page.status_code for page in heard] == [403, 403, 403]
    assert all("Your seat in this project has been closed" in page.text for page in heard)


def test_nobody_waits_for_the_answer_of_somebody_who_was_removed(
    app: FastAPI, session: Session, world: World, people: str
) -> None:
    cast.open_(session, world, world.poll)
    session.commit()
    before = electorate.turnout(session, world.poll)["ED"].total
    session.commit()

    Desk(app, world.staff).post(f"{people}/{person_of(session, world, 'ED-1')}/remove")
    after = electorate.turnout(session, world.poll)["ED"].total
    cast.open_(session, world, world.secret_poll)
    then = electorate.turnout(session, world.secret_poll)["ED"].total
    session.rollback()

    assert (before, after, then) == (6, 5, 5)


def test_the_socket_of_a_removed_participant_closes_within_two_seconds(
    session: Session, world: World, tmp_path: Path, people: str
) -> None:
    server = Server(tmp_path).start()
    try:
        staff = Phone(server.origin, world.meeting.id, "")
        staff._headers["Cookie"] += f"; __Host-account={world.staff}"  # pyright: ignore[reportPrivateUsage]
        with Phone(server.origin, world.meeting.id, world.secrets["ED-1"]) as phone:
            phone.hear()
            closed = threading.Event()

            def listen() -> None:
                try:
                    while True:
                        phone.hear(timeout=5)
                except Exception:
                    closed.set()

            listener = threading.Thread(target=listen)
            listener.start()
            status, _ = staff.request("POST", f"{people}/{person_of(session, world, 'ED-1')}/remove", "")

            assert status == 303
            assert closed.wait(2)
            listener.join()
    finally:
        server.stop()


def test_a_facilitator_joins_the_team_by_a_link_that_works_once(
    app: FastAPI, session: Session, world: World, people: str
) -> None:
    slug, desk = world.project.slug, Desk(app, world.staff)

    [link] = links(desk.post(f"/projects/{slug}/team", name="Fay", email="fay@example.org"))
    fay = Desk(app)
    page = fay.post(link)

    assert page.url.path == f"/projects/{slug}" and page.status_code == 200
    assert fay.get(f"/meetings/{world.meeting.id}/plan").status_code == 200
    assert Desk(app).post(link).status_code == 404


def test_nobody_gets_a_link_into_an_account_that_is_there_already(app: FastAPI, session: Session, world: World) -> None:
    accounts.create(session, email="fay@example.org", name="Fay", password="a short sentence works")
    session.commit()
    slug, desk = world.project.slug, Desk(app, world.staff)

    page = desk.post(f"/projects/{slug}/team", name="Whoever", email="FAY@example.org")
    fay = session.exec(select(Account).where(Account.email == "fay@example.org")).one()
    session.commit()
    asked = desk.post(f"/projects/{slug}/team/{fay.id}/link")

    assert links(page) == [] and "fay@example.org" in page.text and fay.name == "Fay"
    assert asked.status_code == 409 and links(asked) == []


def test_a_refused_member_comes_back_as_typed(app: FastAPI, world: World) -> None:
    desk = Desk(app, world.staff)

    page = desk.post(f"/projects/{world.project.slug}/team", name="Fay", email="fay at example")

    assert "not an e-mail address" in beside(page, "email")
    assert (typed(page, "name"), typed(page, "email")) == ("Fay", "fay at example")


def test_whoever_is_taken_out_of_the_team_can_open_nothing_any_more(
    app: FastAPI, session: Session, world: World
) -> None:
    slug, desk, fay = world.project.slug, Desk(app, world.staff), Desk(app)
    [link] = links(desk.post(f"/projects/{slug}/team", name="Fay", email="fay@example.org"))
    fay.post(link)
    account = session.exec(select(Account).where(Account.email == "fay@example.org")).one()
    session.commit()

    desk.post(f"/projects/{slug}/team/{account.id}/remove")

    tried = [f"/projects/{slug}", f"/projects/{slug}/people", f"/meetings/{world.meeting.id}/console"]
    assert [fay.get(path).status_code for path in tried] == [404, 404, 404]
    assert fay.post(f"/projects/{slug}/people/invite", names="Ann").status_code == 404


def test_only_the_owner_changes_the_team_and_the_owner_stays(app: FastAPI, session: Session, world: World) -> None:
    slug, desk, fay = world.project.slug, Desk(app, world.staff), Desk(app)
    [link] = links(desk.post(f"/projects/{slug}/team", name="Fay", email="fay@example.org"))
    fay.post(link)
    owner = session.exec(select(Account).where(Account.email == "olive@example.org")).one()
    session.commit()

    theirs = fay.post(f"/projects/{slug}/team", name="Mal", email="mal@example.org")
    against = fay.post(f"/projects/{slug}/team/{owner.id}/remove")
    own = desk.post(f"/projects/{slug}/team/{owner.id}/remove")

    assert theirs.status_code == against.status_code == 403
    assert own.status_code == 409 and "cannot leave" in own.text


def test_a_facilitator_invites_and_sees_how_many_and_the_owner_sees_whom(
    app: FastAPI, session: Session, world: World
) -> None:
    slug, desk, fay = world.project.slug, Desk(app, world.staff), Desk(app)
    [link] = links(desk.post(f"/projects/{slug}/team", name="Fay", email="fay@example.org"))
    fay.post(link)
    desk.post(f"/projects/{slug}/people/invite", names="Zebedee", sector="ED")

    seen = fay.get(f"/projects/{slug}/people")
    invited = fay.post(f"/projects/{slug}/people/invite", names="Yolanda", sector="ED")
    with now(session) as fresh:
        person = fresh.exec(select(Participant).where(Participant.name == "Zebedee")).one()
    removed = fay.post(f"/projects/{slug}/people/{person.id}/remove")

    assert "Zebedee" not in seen.text and "7 places" in seen.text
    assert len(links(invited)) == 1
    assert removed.status_code == 403
    assert "Zebedee" in desk.get(f"/projects/{slug}/people").text


def test_a_person_of_another_project_cannot_be_removed_from_here(app: FastAPI, session: Session, world: World) -> None:
    secret = accounts.open_session(session, accounts.create(session, email="nora@example.org", name="Nora"))
    session.commit()
    nora = Desk(app, secret)
    nora.post("/projects/new", start="nothing", title__en="Parks", sectors="Schools")

    page = nora.post(f"/projects/parks/people/{person_of(session, world, 'ED-1')}/remove")

    assert page.status_code == 404
    assert session.get_one(Participant, person_of(session, world, "ED-1")).state == participants.JOINED
