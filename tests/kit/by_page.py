"""Somebody recorded who answers in a browser: finds each control on the page and uses it."""

import asyncio
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.async_api import Locator, Page, expect

from app.play.recording import Deed, Person, Recording

SAVED = "Enregistré"
AT_THE_DOOR = "sector"  # asked there, and not again on the page of the consent
PENDING = "sessionStorage.getItem('pending:' + location.pathname)"


@dataclass
class Watched:
    """What a page may not do: fail, or ask another host for anything."""

    page: Page
    wrong: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("websocket", lambda socket: self._asked(socket.url))

    def _asked(self, address: str) -> None:
        if urlsplit(address).hostname not in {"127.0.0.1", None}:
            self.wrong.append(f"asks {address}")


class ByPage:
    """A person and their page."""

    def __init__(self, page: Page, person: Person, recording: Recording) -> None:
        self.page, self.person, self._recording = page, person, recording

    async def come(self, door: str) -> None:
        """In by the door, as anybody comes."""
        await self.page.goto(door)
        await self.page.locator(f"label:has([name=sector][value={self.person.sector}])").click()
        await self.page.locator("[name=role]").select_option(self.person.role)
        await self.page.locator("[name=name]").fill(self.person.name)
        await self.page.locator("#join button").click()
        await expect(self.page.locator("live-page")).to_have_attribute("data-connection", "open")

    async def answer(self, activity: str, block: str) -> int:
        """Everything they did in a block, once it is open; how many things that was."""
        await expect(self.page.locator(f"#stage[data-activity='{activity}']")).to_have_attribute(
            "data-accepting", "yes"
        )
        deeds = [d for d in self._recording.deeds(self.person.code, block) if d.body.get("prompt") != AT_THE_DOOR]
        for deed in deeds:
            await self._do(deed)
        if deeds:
            await expect(self.page.locator("[data-status]")).to_have_text(SAVED)
            while await self.page.evaluate(PENDING):  # said of an answer before; the last one is still on its way
                await asyncio.sleep(0.05)
            await expect(self.page.locator("[data-status]")).to_have_text(SAVED)
        return len(deeds)

    async def _do(self, deed: Deed) -> None:
        body, stage = deed.body, self.page.locator("#stage")
        match body.get("do"):
            case "agree":
                for prompt in [name for name, said in body.items() if said == "yes"]:
                    await stage.locator(f"label:has([name='{prompt}'])").click()
                await stage.get_by_role("button", name="Accepter et participer").click()
                await expect(stage.get_by_role("button", name="Enregistrer mes choix")).to_be_visible()
            case "write":
                at = "column" if "column" in body else "prompt"
                form = stage.locator(f"form:has([name=do][value=write]):has([name={at}][value='{body[at]}'])")
                await self._write(form, deed)
            case "upvote":
                question = self.page.locator("#results li", has_text=deed.finds[0])
                await question.get_by_role("button").click()
                await expect(stage.locator(".mark-yours", has_text=deed.finds[0])).to_be_visible()
            case "spend":
                await self._spend(stage.locator(".dot-item").filter(has=self._called(deed)))
            case _:
                await self._choose(stage, deed)

    def _called(self, deed: Deed) -> Locator:
        """Whatever on the page has the name in the language of the page."""
        return self.page.get_by_text(deed.finds[1], exact=True)

    async def _spend(self, item: Locator) -> None:
        dots = item.locator(".stepper__n")
        before = int(await dots.inner_text())
        await item.get_by_role("button", name="Un point de plus").click()
        await expect(dots).to_have_text(str(before + 1))

    async def _choose(self, stage: Locator, deed: Deed) -> None:
        form = stage.locator(f"form:has([name=prompt][value='{deed.body['prompt']}'])")
        if "value" not in deed.body:
            await self._write(form, deed)
        for value in deed.body.get("value", []):
            await form.locator(f"label:has([name=value][value='{value}'])").click()

    async def _write(self, form: Locator, deed: Deed) -> None:
        for name, said in deed.body.items():
            if name == "text" or name.startswith("field."):
                await form.locator(f"[name='{name}']").fill(str(said))
        await form.get_by_role("button").last.click()
