"""Coming in with an account: the first one, by password, by a link that works once, and out again."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlmodel import Session, select

from app.domain import accounts
from app.domain.accounts import Account, AccountSession, OneTimeLink
from app.domain.ids import digest
from app.domain.refusals import Refusal
from app.web.back import own_path
from app.web.hashing import MOST_KNOWN, PAUSE_SECONDS, Tries, slowly
from tests.kit.cast import World
from tests.kit.office import ORIGIN, Desk, beside, serving, typed

PASSWORD = "a short sentence works"
WRONG = "That e-mail and password do not go together. Check both, then try again."


@pytest.fixture
def app(address: str, tmp_path: Path) -> Iterator[FastAPI]:
    with serving(address, tmp_path) as app:
        yield app


def first_link(session: Session) -> str:
    secret = accounts.one_time_link(session, account=None, leads_to="/projects")
    session.commit()
    return f"/welcome/{secret}"


def somebody(session: Session, email: str = "fay@example.org", *, password: str | None = PASSWORD) -> Account:
    account = accounts.create(session, email=email, name="Fay", password=password)
    session.commit()
    return account


def test_the_link_of_an_empty_installation_makes_the_first_account_and_signs_in(app: FastAPI, session: Session) -> None:
    desk, link = Desk(app), first_link(session)

    page = desk.post(link, name="Olive", email="Olive@Example.org", password=PASSWORD)

    assert page.url.path == "/projects" and "No project yet" in page.text
    account = session.exec(select(Account)).one()
    assert (account.email, account.name) == ("olive@example.org", "Olive")
    assert account.password_hash is not None and PASSWORD not in account.password_hash


def test_a_refused_first_account_comes_back_as_typed_and_the_link_still_works(app: FastAPI, session: Session) -> None:
    desk, link = Desk(app), first_link(session)

    short = desk.post(link, name="Olive", email="olive@example.org", password="short")
    odd = desk.post(link, name="Olive", email="olive", password=PASSWORD)
    made = desk.post(link, name="Olive", email="olive@example.org", password=PASSWORD)

    assert "at least 12 characters" in beside(short, "password") and 'short"' not in short.text
    assert typed(short, "name") == "Olive" and typed(short, "email") == "olive@example.org"
    assert "not an e-mail address" in beside(odd, "email")
    assert made.url.path == "/projects"


def test_nobody_makes_a_second_first_account(app: FastAPI, session: Session) -> None:
    used, kept = first_link(session), first_link(session)
    Desk(app).post(used, name="Olive", email="olive@example.org", password=PASSWORD)

    again = Desk(app).post(used, name="Mallory", email="mallory@example.org", password=PASSWORD)
    other = Desk(app).post(kept, name="Mallory", email="mallory@example.org", password=PASSWORD)

    assert again.status_code == other.status_code == 404
    assert len(session.exec(select(Account)).all()) == 1


def test_looking_at_a_one_time_link_uses_nothing_up_and_pressing_uses_it_once(app: FastAPI, session: Session) -> None:
    account = somebody(session, password=None)
    link = f"/sign-in/link/{accounts.one_time_link(session, account=account, leads_to='/account')}"
    session.commit()

    seen = [Desk(app).get(link) for _ in range(3)]
    sessions_before = len(session.exec(select(AccountSession)).all())
    session.commit()
    page = Desk(app).post(link)
    again = Desk(app).post(link)

    assert [one.status_code for one in seen] == [200, 200, 200] and "Sign in as Fay?" in seen[0].text
    assert sessions_before == 0
    assert page.url.path == "/account" and "fay@example.org" in page.text
    assert again.status_code == 404 and "has been used" in again.text


def test_a_link_leads_to_our_own_pages_only(app: FastAPI, session: Session) -> None:
    account = somebody(session)
    link = accounts.one_time_link(session, account=account, leads_to="//evil.example/")
    session.commit()
    desk = Desk(app)

    page = desk.post(f"/sign-in/link/{link}")

    assert str(page.url) == f"{ORIGIN}/projects"


@pytest.mark.parametrize("path", ["//e.example", "/\\e.example", "https://e.example", "e", "/a\nb", ""])
def test_going_back_never_leaves_the_house(path: str) -> None:
    assert own_path(path, "/projects") == "/projects"
    assert own_path("/meetings/1/plan?kind=poll", "/projects") == "/meetings/1/plan?kind=poll"


def test_a_page_asked_for_is_the_page_one_comes_to_after_signing_in(
    app: FastAPI, session: Session, world: World
) -> None:
    account = session.exec(select(Account)).one()
    account.password_hash = accounts.hash_password(PASSWORD)
    session.commit()
    desk = Desk(app)

    asked = desk.get(f"/meetings/{world.meeting.id}/plan")
    page = desk.post("/sign-in", back=typed(asked, "back"), email="OLIVE@example.org ", password=PASSWORD)

    assert asked.url.path == "/sign-in"
    assert page.url.path == f"/meetings/{world.meeting.id}/plan" and page.status_code == 200


def test_a_wrong_address_and_a_wrong_password_sound_the_same(app: FastAPI, session: Session) -> None:
    somebody(session)
    desk = Desk(app)

    address = desk.post("/sign-in", email="nobody@example.org", password=PASSWORD)
    password = desk.post("/sign-in", email="fay@example.org", password="not the right one")

    assert beside(address, "password") == beside(password, "password") == WRONG
    assert address.status_code == password.status_code == 409
    assert typed(password, "email") == "fay@example.org" and "not the right one" not in password.text


def test_an_account_without_a_password_is_not_open_to_an_empty_one(app: FastAPI, session: Session) -> None:
    somebody(session, password=None)

    page = Desk(app).post("/sign-in", email="fay@example.org", password="")

    assert beside(page, "password") == WRONG


def test_after_five_wrong_tries_one_waits_a_minute_and_no_longer() -> None:
    now = [0.0]
    tries = Tries(clock=lambda: now[0])
    for _ in range(5):
        tries.ensure_may_try("fay")
        tries.failed("fay")

    with pytest.raises(Refusal, match="Wait a minute"):
        tries.ensure_may_try("fay")
    tries.ensure_may_try("olive")
    now[0] += PAUSE_SECONDS + 1

    tries.ensure_may_try("fay")


def test_wrong_tries_are_kept_for_the_latest_names_only() -> None:
    tries = Tries(clock=lambda: 0.0)
    for _ in range(5):
        tries.failed("fay")
    for number in range(MOST_KNOWN - 1):
        tries.failed(f"somebody-{number}" * 50)

    with pytest.raises(Refusal, match="Wait a minute"):
        tries.ensure_may_try("fay")
    tries.failed("one more")

    tries.ensure_may_try("fay")


def test_the_cookie_is_a_secret_of_which_only_the_digest_is_kept(app: FastAPI, session: Session) -> None:
    somebody(session)
    desk = Desk(app)

    desk.post("/sign-in", email="fay@example.org", password=PASSWORD)
    secret = desk.client.cookies["__Host-account"]

    assert [row.token_hash for row in session.exec(select(AccountSession))] == [digest(secret)]


def test_signing_out_ends_this_browser_and_no_other(app: FastAPI, session: Session) -> None:
    somebody(session)
    home, work = Desk(app), Desk(app)
    for desk in (home, work):
        desk.post("/sign-in", email="fay@example.org", password=PASSWORD)
    stolen = home.client.cookies["__Host-account"]

    home.post("/sign-out")

    assert Desk(app, stolen).get("/projects").url.path == "/sign-in"
    assert work.get("/projects").url.path == "/projects"


def test_a_new_password_signs_out_every_other_browser(app: FastAPI, session: Session) -> None:
    somebody(session)
    home, work = Desk(app), Desk(app)
    for desk in (home, work):
        desk.post("/sign-in", email="fay@example.org", password=PASSWORD)

    wrong = home.post("/account", name="Fay", current="not this one", password="a whole new sentence")
    right = home.post("/account", name="Fay F.", current=PASSWORD, password="a whole new sentence")

    assert "not your present password" in beside(wrong, "current")
    assert "Saved." in right.text and typed(right, "name") == "Fay F."
    assert work.get("/projects").url.path == "/sign-in"


def test_the_language_chosen_while_signed_in_is_remembered_on_the_next_device(app: FastAPI, session: Session) -> None:
    somebody(session)
    desk = Desk(app)
    desk.post("/sign-in", email="fay@example.org", password=PASSWORD)

    desk.post("/language", language="fr", back="/projects")
    other = Desk(app)
    other.client.cookies.delete("__Host-language")
    page = other.post("/sign-in", email="fay@example.org", password=PASSWORD)

    assert "Vos projets" in page.text


def test_hashing_keeps_nobody_waiting() -> None:
    async def beats_while_hashing() -> int:
        beats, work = 0, asyncio.ensure_future(slowly(lambda: time.sleep(0.3)))
        while not work.done():
            await asyncio.sleep(0.01)
            beats += 1
        return beats

    assert asyncio.run(beats_while_hashing()) > 5


def test_a_link_of_yesterday_opens_nothing(app: FastAPI, session: Session) -> None:
    account = somebody(session)
    secret = accounts.one_time_link(session, account=account, leads_to="/projects")
    link = session.get_one(OneTimeLink, digest(secret))
    link.expires_ms -= accounts.LINK_MS + 1
    session.add(link)
    session.commit()

    page = Desk(app, language="fr").get(f"/sign-in/link/{secret}")

    assert page.status_code == 404 and "Ce lien a déjà servi ou est expiré" in page.text
