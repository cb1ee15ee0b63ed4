"""Each role at each kind of door: what opens, what is refused in words, and which controls the console shows."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlmodel import Session, select

from app.domain import roles
from app.domain.accounts import Account
from app.domain.activities import Activity
from app.domain.projects import Member
from tests.kit import cast
from tests.kit.cast import World
from tests.kit.desk import Desk as Console
from tests.kit.desk import desk
from tests.kit.office import Desk, now, serving

# who gets in: owner, facilitator, co-facilitator, note-taker, sector lead, analyst, coordinator, observer
PAGES = {
    "/projects/{slug}": "xxxxxxxx",
    "/projects/{slug}/people": "xxx---x-",
    "/projects/{slug}/settings": "x-------",
    "/projects/{slug}/proposal": "xxxxxx--",
    "/projects/{slug}/proposal.md": "x----x--",
    "/meetings/{meeting}/plan": "xx---xx-",
    "/meetings/{meeting}/activities/new": "xx------",
    "/meetings/{meeting}/activities/{poll}/edit": "xx------",
    "/meetings/{meeting}/console": "xxxxxx--",
    "/meetings/{meeting}/screen": "xxxxxx-x",
}
LIVE = {"/meetings/{meeting}/parts/screen": "xxxxxx-x", "/meetings/{meeting}/parts/facilitator": "xxxxxx--"}
FORMS = {
    "/projects/{slug}/people/invite": "xx----x-",
    "/projects/{slug}/team": "x-------",
    "/projects/{slug}/settings": "x-------",
    "/projects/{slug}/meetings": "xx------",
    "/meetings/{meeting}/plan": "xx------",
    "/meetings/{meeting}/door": "xx------",
    "/meetings/{meeting}/activities/{poll}/move": "xx------",
    "/meetings/{meeting}/activities/{poll}/edit": "xx------",
    "/meetings/{meeting}/activities/{poll}/note": "xxxxxxx-",
}
VERBS = {"next": "xxx-----", "extend": "xxx-----", "take": "xxx-----", "door": "xxx-----", "hide": "xxxx----"}
EVERYBODY = tuple(roles.RIGHTS)


@pytest.fixture
def app(address: str, tmp_path: Path, session: Session, world: World) -> Iterator[FastAPI]:
    with serving(address, tmp_path) as app:
        yield app


def desks(session: Session, world: World, app: FastAPI, *, language: str = "en") -> dict[str, Desk]:
    """Somebody of every role at their desk."""
    found = {"owner": Desk(app, world.staff, language=language)}
    for role in roles.GIVEN:
        _, secret = cast.team(session, world, role.replace("_", "").title(), role, room="ED")
        found[role] = Desk(app, secret, language=language)
    session.commit()
    return found


def filled(path: str, world: World) -> str:
    return path.format(slug=world.project.slug, meeting=world.meeting.id, poll=world.poll.id)


def opens(console: Console, path: str) -> int:
    console.opens(path)
    return console.status


def marks(statuses: dict[str, int]) -> str:
    """An x for whoever got in, in the order of the roles; whoever did not was told no, not that it broke."""
    assert set(statuses.values()) <= {200, 303, 403, 404, 409, 422}, statuses
    return "".join("-" if statuses[role] == 403 else "x" for role in EVERYBODY)


def test_each_page_opens_for_the_roles_it_is_for(app: FastAPI, session: Session, world: World) -> None:
    team = desks(session, world, app)

    opened = {path: marks({r: one.get(filled(path, world)).status_code for r, one in team.items()}) for path in PAGES}

    assert opened == PAGES


def test_what_is_sent_while_it_moves_goes_to_the_same_roles_as_the_pages(
    address: str, tmp_path: Path, session: Session, world: World
) -> None:
    secrets = {"owner": world.staff}
    for role in roles.GIVEN:
        secrets[role] = cast.team(session, world, role.replace("_", "").title(), role, room="ED")[1]
    session.commit()

    with desk(address, tmp_path) as client:
        team = {role: Console(client, world, secret) for role, secret in secrets.items()}
        heard = {path: marks({role: opens(one, filled(path, world)) for role, one in team.items()}) for path in LIVE}

    assert heard == LIVE


def test_each_form_is_taken_from_the_roles_that_may_send_it(app: FastAPI, session: Session, world: World) -> None:
    team = desks(session, world, app)

    def send(desk: Desk, path: str) -> int:
        page = desk.post(filled(path, world))
        return page.history[0].status_code if page.history else page.status_code

    sent = {path: marks({role: send(one, path) for role, one in team.items()}) for path in FORMS}

    assert sent == FORMS


def test_each_button_of_the_console_works_for_the_roles_that_have_it(
    app: FastAPI, session: Session, world: World
) -> None:
    team, console = desks(session, world, app), filled("/meetings/{meeting}/console", world)

    def press(desk: Desk, verb: str) -> int:
        return desk.post(console, do=verb, activity=world.consent.id, seen="999").status_code

    pressed = {verb: marks({role: press(desk, verb) for role, desk in team.items()}) for verb in VERBS}

    assert pressed == VERBS


def test_the_console_shows_only_the_controls_one_may_use(app: FastAPI, session: Session, world: World) -> None:
    team, console = desks(session, world, app), filled("/meetings/{meeting}/console", world)
    runs = {"next", "extend", "pause", "reveal", "go", "take"}

    shown = {role: set(re.findall(r'name="do" value="(\w+)"', desk.get(console).text)) for role, desk in team.items()}

    assert all(runs - {"reveal"} <= shown[role] for role in ("owner", "facilitator", "co_facilitator"))
    assert [shown[role] for role in ("note_taker", "sector_lead", "analyst")] == [set(), set(), set()]
    links = {role: "/activities/new" in desk.get(console).text for role, desk in team.items()}
    assert [role for role, there in links.items() if there] == ["owner", "facilitator"]


def test_whoever_may_not_is_told_so_in_their_language(app: FastAPI, session: Session, world: World) -> None:
    team = desks(session, world, app, language="fr")

    page = team["observer"].get(filled("/meetings/{meeting}/console", world))

    assert page.status_code == 403
    assert "Votre rôle dans ce projet ne le permet pas." in page.text


def test_the_owner_gives_a_role_with_its_sector_and_another_one_later(
    app: FastAPI, session: Session, world: World
) -> None:
    desk, slug = Desk(app, world.staff), world.project.slug

    added = desk.post(f"/projects/{slug}/team", name="Lea", email="lea@example.org", role="sector_lead", room="HF")
    with now(session) as fresh:
        lea = fresh.exec(select(Account).where(Account.email == "lea@example.org")).one()
        first = fresh.get_one(Member, (world.project.id, lea.id))
    desk.post(f"/projects/{slug}/team/{lea.id}/role", role="analyst", room="HF")
    with now(session) as fresh:
        then = fresh.get_one(Member, (world.project.id, lea.id))

    assert "sector lead: Housing First" in added.text
    assert ((first.role, first.room), (then.role, then.room)) == (("sector_lead", "HF"), ("analyst", None))


def test_a_role_without_its_sector_comes_back_with_a_sentence_beside_it(
    app: FastAPI, session: Session, world: World
) -> None:
    lea, _ = cast.team(session, world, "Lea", roles.ANALYST)
    session.commit()
    desk, slug = Desk(app, world.staff), world.project.slug

    new = desk.post(f"/projects/{slug}/team", name="Max", email="max@example.org", role="sector_lead")
    changed = desk.post(f"/projects/{slug}/team/{lea.id}/role", role="sector_lead")

    assert (new.status_code, changed.status_code) == (409, 409)
    assert re.search(r'id="f-room-error".*?Choose the sector this person leads\.', new.text)
    assert f'id="f-room-{lea.id}-error"' in changed.text and 'value="sector_lead" selected' in changed.text


def test_nobody_but_the_owner_gives_roles(app: FastAPI, session: Session, world: World) -> None:
    team = desks(session, world, app)
    with now(session) as fresh:
        observer = fresh.exec(select(Member).where(Member.role == "observer")).one()

    tried = [
        desk.post(f"/projects/{world.project.slug}/team/{observer.account_id}/role", role="facilitator").status_code
        for role, desk in team.items()
        if role != "owner"
    ]

    assert set(tried) == {403}
    with now(session) as fresh:
        assert fresh.get_one(Member, (world.project.id, observer.account_id)).role == "observer"


def test_names_of_participants_show_to_those_alone_who_keep_the_list(
    app: FastAPI, session: Session, world: World
) -> None:
    team = desks(session, world, app)
    team["owner"].post(f"/projects/{world.project.slug}/people/invite", names="Zebedee", sector="ED")

    sees = [role for role, desk in team.items() if "Zebedee" in desk.get(f"/projects/{world.project.slug}/people").text]

    assert sees == ["owner", "coordinator"]


def test_who_keeps_notes_sees_their_own_alone(app: FastAPI, session: Session, world: World) -> None:
    team, note = desks(session, world, app), filled("/meetings/{meeting}/activities/{poll}/note", world)

    team["note_taker"].post(note, note="Ask Ann about the bus")
    with now(session) as fresh:
        board = fresh.get_one(Activity, world.board.id)
    others = [
        role
        for role, desk in team.items()
        for page in ("/meetings/{meeting}/console", "/meetings/{meeting}/plan", "/meetings/{meeting}/screen")
        if "about the bus" in desk.get(filled(page, world)).text
    ]

    assert others == ["note_taker"]
    assert board.note == {}
