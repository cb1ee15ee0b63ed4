"""A recorded series held through the real doors: people by socket, the team by the forms of console, desk and list."""

import asyncio
import html
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from app import content, protocols
from app.db import reading_engine, writing_engine
from app.domain import accounts, activities, meetings
from app.domain.activities import Activity
from app.domain.ideas import Idea
from app.domain.meetings import Meeting
from app.domain.participants import Participant as Person
from app.domain.themes import Theme
from app.kinds import kind_of
from app.migrate import upgrade
from app.play.door import Door
from app.play.person import Lifeline, Participant
from app.play.recording import Deed, Recorded, Recording
from tests.kit.server import Server

SLUG = "series"
PATIENCE = 60.0
Form = list[tuple[str, str]]


class Renamed(Recording):
    """The recording, things in it called as they are called here: what people wrote has another id every time."""

    here: dict[str, str]

    def deeds(self, who: str, block: str) -> list[Deed]:
        found = super().deeds(who, block)
        return [
            replace(deed, body=deed.body | {"item": self._here(deed)}) if "item" in deed.body else deed
            for deed in found
        ]

    def _here(self, deed: Deed) -> str:
        item = str(deed.body["item"])
        return self.here.get(item, item)


class Series:
    """The shipped series on a server of its own. `at` is where people's phones knock: it, or a proxy before it."""

    def __init__(self, data: Path, recorded: Recorded) -> None:
        self.data, self.recording = data, Renamed(recorded)
        self.recording.here = {}
        address = f"sqlite:///{data / 'groundwork.db'}"
        upgrade(address)
        engine = writing_engine(address)
        with Session(engine, expire_on_commit=False) as session:
            owner = accounts.create(session, email="olive@example.org", name="Olive", password=None)
            project = protocols.into_project(
                session, protocols.shipped(), slug=SLUG, owner=owner, synthetic=True, notice=recorded["notice"]
            )
            project.definition = project.definition | {"consensus_rule": recorded["consensus_rule"]}
            self.meetings = meetings.of_project(session, project)
            self._staff = accounts.open_session(session, owner)
            session.commit()
        engine.dispose()
        self._engine = reading_engine(address)
        self.server = Server(data)
        self.at, self.before_block = "", lambda _block: None  # what a test does to the line or the server
        self._cookies: dict[str, str] = {}

    async def hold(self, codes: Sequence[str] = ()) -> None:
        """Hold these meetings, or all of them, in order."""
        for meeting in self.meetings:
            if not codes or meeting.code in codes:
                await self._meet(meeting)

    async def _meet(self, meeting: Meeting) -> None:
        people = [one for one in self.recording.everybody() if meeting.code in one.attended]
        door, lifeline = Door(self.server.origin, meeting.join_code, self.at), Lifeline()
        changed = asyncio.Condition()
        crowd = [
            Participant(door, one, self.recording, lifeline, self._cookies.get(one.code, ""), 0.0) for one in people
        ]
        for one in crowd:
            one.when_answered = lambda: asyncio.create_task(_tell(changed))  # pyright: ignore
        staying = [asyncio.create_task(self._stay(one)) for one in crowd]
        try:
            await self._arrived(crowd, changed)
            await asyncio.to_thread(self._appoint, people)
            for activity in self._agenda(meeting):
                self.before_block(activity.block)
                await self._hold(meeting, activity, crowd, changed)
        finally:
            for task in staying:
                task.cancel()
            await asyncio.gather(*staying, return_exceptions=True)

    async def _stay(self, one: Participant) -> None:
        meeting_id = await one.arrive()
        self._cookies[one.person.code] = one.cookie
        await one.stay(meeting_id)

    async def _arrived(self, crowd: Sequence[Participant], changed: asyncio.Condition) -> None:
        async with asyncio.timeout(PATIENCE):
            while any(one.person.code not in self._cookies for one in crowd):
                await asyncio.wait({asyncio.create_task(_rung(changed))}, timeout=0.2)

    def _appoint(self, people: Sequence[Any]) -> None:
        """The owner says who speaks for each sector."""
        leads = {one.name for one in people if one.leads}
        with self.looking() as session:
            query = select(Person).where(col(Person.name).in_(leads), col(Person.leads).is_(False))
            found = [(person.id, person.room or "") for person in session.exec(query)]
        for person, room in found:
            self._post(f"/projects/{SLUG}/people/{person}/room", [("room", room), ("leads", "yes")])

    async def _hold(
        self, meeting: Meeting, activity: Activity, crowd: Sequence[Participant], changed: asyncio.Condition
    ) -> None:
        """One activity from coming to it until it is revealed, as its facilitator would."""
        recorded, kind = self.recording.block(activity.block) or {}, kind_of(activity.kind)
        await asyncio.to_thread(self._carry, activity, recorded)
        await asyncio.to_thread(self._do, meeting, activity, "go")
        if kind.takes_answers:
            await asyncio.to_thread(self._do, meeting, activity, "open")
            await self._answered(meeting, activity, crowd, changed)
        await asyncio.to_thread(self._work, meeting, activity, recorded)
        if kind.takes_answers:
            await asyncio.to_thread(self._do, meeting, activity, "close")
            with self.looking() as session:
                shows = kind.shows_results(kind.asked(session, session.get_one(Activity, activity.id)))
            if shows:
                await asyncio.to_thread(self._do, meeting, activity, "reveal")

    async def _answered(
        self, meeting: Meeting, activity: Activity, crowd: Sequence[Participant], changed: asyncio.Condition
    ) -> None:
        """Wait until everybody has done what they did here; what waits to be shown to the room is shown."""
        expected = [one for one in crowd if self.recording.deeds(one.person.code, activity.block)]
        deadline = time.monotonic() + PATIENCE
        while waiting := [one.person.code for one in expected if not one.has_answered(activity.id)]:
            assert time.monotonic() < deadline, f"{activity.block}: {waiting} have not answered"
            await asyncio.wait({asyncio.create_task(_rung(changed))}, timeout=0.3)
            if activity.kind == "questions":
                await asyncio.to_thread(self._desk, meeting, activity, [("order", "show_waiting")])

    def _carry(self, activity: Activity, recorded: Recorded) -> None:
        carried = recorded.get("carried")
        if carried and carried.get("use") == "fallback":
            self._desk(self._of(activity), activity, [("order", "prepared"), ("prompt", carried["prompt"])])
        elif carried and "items" in carried and not set(carried["items"]) & self._statements():
            ideas = self.recording.here = self._ideas()
            taken = [("take", f"|{ideas[code]}") for code in carried["items"]]
            self._desk(self._of(activity), activity, [("order", "carry"), ("prompt", carried["prompt"]), *taken])

    def _work(self, meeting: Meeting, activity: Activity, recorded: Recorded) -> None:
        ideas = self._ideas() if recorded.get("themes") else {}
        for theme in recorded.get("themes", []):
            names = [(f"name.{language}", theme["name"][language]) for language in ("en", "fr")]
            chosen = [("idea", ideas[code]) for code in theme["ideas"]]
            self._desk(meeting, activity, [("order", "make"), *names, *chosen])
        for version in recorded.get("versions", []):
            words = [(f"text.{language}", version["text"][language]) for language in ("en", "fr")]
            self._desk(meeting, activity, [("order", "reword"), ("statement", version["version_of"]), *words])

    def _ideas(self) -> dict[str, str]:
        """The ids here of the recorded ideas, found by their words."""
        with self.looking() as session:
            by_text = {idea.text: idea.id for idea in session.exec(select(Idea))}
        recorded = [idea for code in self.recording.blocks() for idea in _ideas_of(self.recording.block(code))]
        said = {idea["id"]: next((t for t in by_text if _same(t, idea)), "") for idea in recorded}
        return {code: by_text[text] for code, text in said.items() if text}

    def _statements(self) -> set[str]:
        return {f"C{number:02}" for number in range(1, 13)}

    def called(self) -> dict[str, str]:
        """What things are called here -> what the recording calls them: themes by their names, ideas by their words."""
        themes = {
            theme["name"]["en"]: theme["code"]
            for code in self.recording.blocks()
            for theme in (self.recording.block(code) or {}).get("themes", [])
        }
        with self.looking() as session:
            named = {theme.code: themes[theme.name["en"]] for theme in session.exec(select(Theme))}
        return named | {here: code for code, here in self._ideas().items()}

    def looking(self) -> Session:
        """A session to look into the database."""
        return Session(self._engine, expire_on_commit=False)

    def close(self) -> None:
        """Everybody goes home."""
        self.server.stop()
        self._engine.dispose()

    def _agenda(self, meeting: Meeting) -> list[Activity]:
        with self.looking() as session:
            return activities.of_meeting(session, meeting.id)

    def _of(self, activity: Activity) -> Meeting:
        return next(meeting for meeting in self.meetings if meeting.id == activity.meeting_id)

    def _do(self, meeting: Meeting, activity: Activity, verb: str) -> None:
        with self.looking() as session:
            seen = str(session.get_one(Activity, activity.id).revision)
        self._post(f"/meetings/{meeting.id}/console", [("do", verb), ("activity", activity.id), ("seen", seen)])

    def _desk(self, meeting: Meeting, activity: Activity, form: Form) -> None:
        self._post(f"/meetings/{meeting.id}/activities/{activity.id}/desk", form)

    def _post(self, path: str, form: Form) -> None:
        request = urllib.request.Request(
            self.server.origin + path,
            urllib.parse.urlencode(form).encode(),
            {"Cookie": f"__Host-account={self._staff}", "Origin": self.server.origin, "HX-Request": "true"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30):
                return
        except urllib.error.HTTPError as refused:
            raise AssertionError(f"{path} {form[:2]}: {refused.code} {_refusal(refused.read().decode())}") from None


def _refusal(page: str) -> list[str]:
    """What a page says is wrong."""
    return [html.unescape(said) for said in re.findall(r'class="(?:refusal|field__error)"[^>]*>(.*?)</p>', page, re.S)]


async def _tell(changed: asyncio.Condition) -> None:
    async with changed:
        changed.notify_all()


async def _rung(changed: asyncio.Condition) -> None:
    with suppress(asyncio.CancelledError):
        async with changed:
            await changed.wait()


def _ideas_of(block: Recorded | None) -> list[Recorded]:
    return [idea for idea in (block or {}).get("ideas", []) if idea["state"] == "kept"]


def _same(text: str, idea: Recorded) -> bool:
    """An idea written in parts keeps those; else its words."""
    parts: dict[str, str] = idea.get("fields", {})
    return text == idea["text"] or (bool(parts) and all(part in text for part in parts.values()))


def demo() -> Recorded:
    """The recording that ships."""
    return content.read("demo.json")
