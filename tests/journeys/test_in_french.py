"""A whole meeting in French, in real browsers: two facilitators, the big screen, and a participant of each sector."""

import asyncio
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect
from sqlmodel import Session

from app.db import writing_engine
from app.domain import accounts, activities, meetings, projects
from app.domain.activities import Activity
from app.domain.ids import digest
from app.domain.meetings import Meeting
from app.kinds import kind_of
from app.play.person import Participant
from tests.journeys.conftest import QUIET
from tests.kit.by_page import ByPage, Watched
from tests.kit.compared import differences
from tests.kit.room import LAPTOP, PHONE, WALL
from tests.kit.series import SLUG, Series, demo
from tests.kit.spoken import english_on

pytestmark = pytest.mark.browser
IN_BROWSERS = ("ED-04", "EPI-02", "HF-05")
NEXT, BEGIN = "Suivant : passer à l’activité suivante", "Commencer par la première activité"
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
PATIENCE = 15_000  # ms
HANDED_OVER, TOGETHER = "M1.6", "M1.9"  # from here on Cora presses; here both press at the same moment


class InBrowsers(Series):
    """The first meeting: three of the recorded people at pages, the others by socket, and the team at two consoles."""

    pages: dict[str, Watched]

    def __init__(self, data: Path) -> None:
        recorded = demo()
        self.everybody = recorded["participants"]
        crowd = [one for one in self.everybody if one["code"] not in IN_BROWSERS]
        super().__init__(data, recorded | {"participants": crowd})
        engine = writing_engine(f"sqlite:///{data / 'groundwork.db'}")
        with Session(engine) as session:
            cora = accounts.create(session, email="cora@example.org", name="Cora", password=None)
            projects.add_member(session, projects.find(session, SLUG), cora, "co_facilitator")
            self._cora = accounts.open_session(session, cora)
            session.get_one(Meeting, self.meetings[0].id).screen_hash = digest("screen-key")
            session.commit()
        engine.dispose()

    async def come(self, browser: Browser) -> None:
        """Everybody of the team opens their page, and so does the screen."""
        self._browser, self.pages, self.english = browser, {}, set[str]()
        self.olive = await self._page("Olive", LAPTOP, self._staff)
        self.cora = await self._page("Cora", LAPTOP, self._cora)
        self.screen = await self._page("screen", WALL)
        for console in (self.olive, self.cora):
            await console.goto(f"{self.server.origin}/meetings/{self.meetings[0].id}/console")
        await self.screen.goto(f"{self.server.origin}/screen/screen-key")
        people = {one.code: one for one in type(self.recording)(demo()).everybody()}
        self.phones = [ByPage(await self._page(code, PHONE), people[code], self.recording) for code in IN_BROWSERS]
        self.leads = self.olive

    async def _page(self, name: str, size: tuple[int, int], account: str = "") -> Page:
        width, height = size
        context = await self._browser.new_context(locale="fr-CA", viewport={"width": width, "height": height})
        if account:
            await context.add_cookies([
                {"name": "__Host-account", "value": account, "domain": "127.0.0.1", "path": "/", "secure": True},
            ])  # fmt: skip
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        self.pages[name] = Watched(page)
        return page

    async def _arrived(self, crowd: Sequence[Participant], changed: asyncio.Condition) -> None:
        await super()._arrived(crowd, changed)
        door = f"{self.server.origin}/join/{self.meetings[0].join_code}"
        await asyncio.gather(*(one.come(door) for one in self.phones))
        await expect(self.olive.locator("#door dd").first).to_have_text("36", timeout=PATIENCE)

    async def _hold(self, meeting: Meeting, activity: Activity, crowd: Any, changed: asyncio.Condition) -> None:
        kind = kind_of(activity.kind)
        if activity.block == HANDED_OVER:
            await self._hand_over()
        await self._go_on(meeting, activity)
        if kind.takes_answers:
            await self._asked(meeting, activity, crowd, changed)
        else:
            await asyncio.to_thread(self._work, meeting, activity, self.recording.block(activity.block) or {})
            await self._looked_at(activity)

    async def _asked(self, meeting: Meeting, activity: Activity, crowd: Any, changed: asyncio.Condition) -> None:
        """Opened, answered by everybody, closed; and shown, where there is something to show."""
        await self._press("Ouvrir")
        await asyncio.gather(self._answered(meeting, activity, crowd, changed), self._by_page(meeting, activity))
        await self._looked_at(activity)
        await self._press("Fermer")
        await self._looked_at(activity)
        if kind_of(activity.kind).shows_results(kind_of(activity.kind).setup_of(activity)):
            await self._press("Dévoiler")
            await expect(self.screen.locator("#results h2")).to_have_text("Ce que la salle a dit")
            await expect(self.screen.locator("#results :is(li, td):visible").first).to_be_visible()
            await self._looked_at(activity)

    async def _by_page(self, meeting: Meeting, activity: Activity) -> None:
        """The three answer at their pages; questions that wait are shown as long as they look for them."""
        answering = asyncio.gather(*(one.answer(activity.id, activity.block) for one in self.phones))
        while activity.kind == "questions" and not (await asyncio.wait([answering], timeout=0.3))[0]:
            await asyncio.to_thread(self._desk, meeting, activity, [("order", "show_waiting")])
        await answering

    async def _go_on(self, meeting: Meeting, activity: Activity) -> None:
        """The next activity: pressed by whoever leads, and once by both at the same moment."""
        pressed = [self.leads] if activity.block != TOGETHER else [self.olive, self.cora]
        await asyncio.gather(*(self._go(console, activity) for console in pressed))
        for console in (self.olive, self.cora):
            await expect(console.locator("#now")).to_have_attribute("data-activity", activity.id)
        with self.looking() as session:
            assert session.get_one(Meeting, meeting.id).current_id == activity.id

    async def _go(self, console: Page, activity: Activity) -> None:
        async with console.expect_response("**/console"):
            await console.get_by_role("button", name=BEGIN if activity.position == 0 else NEXT, exact=True).click()

    async def _press(self, name: str) -> None:
        """Once what the console shows is what there is: the seen is then the newest."""
        with self.looking() as session:
            current = meetings.get(session, self.meetings[0].id).current_id
            revision = session.get_one(Activity, current).revision
        await expect(self.leads.locator("#now input[name=seen]").first).to_have_value(str(revision))
        async with self.leads.expect_response("**/console") as answered:
            await self.leads.get_by_role("button", name=name, exact=True).click()
        assert (await answered.value).ok

    async def _hand_over(self) -> None:
        """Olive leads and offers it; nothing changes until Cora accepts."""
        await self.olive.locator("#lead-take > summary").click()
        await self.olive.get_by_role("button", name="Mener à partir de maintenant").click()
        await expect(self.cora.locator("#lead")).to_contain_text("Olive mène")
        await self.olive.locator("#lead-hand-over > summary").click()
        await self.olive.get_by_role("button", name="Offrir à Cora").click()
        await self.cora.get_by_role("button", name="Accepter de mener").click()
        await expect(self.cora.locator("#lead")).to_contain_text("Vous menez.")
        await expect(self.olive.locator("#lead")).to_contain_text("Cora mène")
        self.leads = self.cora

    async def _looked_at(self, activity: Activity) -> None:
        """Every page is where the meeting is, in French, and no phone has to be pushed sideways."""
        title = activity.title["fr"]
        for name, watched in self.pages.items():
            await expect(watched.page.locator("h1, .screen__kicker").filter(has_text=title).first).to_be_attached()
            assert await watched.page.evaluate("document.documentElement.lang") == "fr", name
            self.english |= {f"{activity.block} {name}: {said}" for said in await english_on(watched.page)}
        for one in self.phones:
            assert await one.page.evaluate(SIDEWAYS) == 0, (activity.block, one.person.code)


@pytest.fixture
def series(tmp_path: Path) -> Iterator[InBrowsers]:
    here = InBrowsers(tmp_path)
    here.server.start()
    yield here
    here.close()


async def held(series: InBrowsers) -> None:
    """The meeting, from its first activity to its last."""
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=os.environ["CHROMIUM"], args=QUIET)
        await series.come(browser)
        await series.hold(["M1"])
        await browser.close()


def test_a_full_meeting_of_twelve_blocks_runs_in_browsers_from_end_to_end_in_french(series: InBrowsers):
    began = time.monotonic()

    asyncio.run(held(series))

    print(f"{time.monotonic() - began:.0f} seconds")
    assert {name: page.wrong for name, page in series.pages.items() if page.wrong} == {}
    assert sorted(series.english) == []
    assert differences(series, "M1.") == []
    with series.looking() as session:
        states = [activity.state for activity in activities.of_meeting(session, series.meetings[0].id)]
    assert len(states) == 12
    assert "planned" not in states
