"""A meeting's parts as an audience gets them, and a robot that fills in whatever form it finds there."""

from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from typing import Any

from sqlmodel import Session

from app import scenes
from app.assets import Assets
from app.domain import electorate
from app.domain.seats import Seat
from app.live.parts import NOTHING_TYPED, parts_of
from app.render import Renderer
from app.scenes import FACILITATOR, PARTICIPANT, SCREEN, Audience
from app.web.screen import doorway

SURFACES = (PARTICIPANT, SCREEN, FACILITATOR)
EMPTY = {
    "input",
    "br",
    "img",
    "hr",
    "meta",
    "link",
    "path",
    "rect",
    "use",
    "circle",
    "line",
    "polygon",
    "source",
    "col",
}


def renderer() -> Renderer:
    """A fresh one: it looks for kinds anew."""
    return Renderer(Assets(), doorway=partial(doorway, "https://groundwork.example"))


def audience_of(seat: Seat, language: str = "en") -> Audience:
    """The audience a seat belongs to."""
    return scenes.at_seat(seat, language)


def parts(draw: Renderer, session: Session, meeting_id: str, audience: Audience) -> dict[str, str]:
    """Every part of this audience's surface as the socket would send it, blank where it is shared."""
    now = scenes.as_seen(session, scenes.moment(session, meeting_id), audience)
    return {
        part.name: draw.draw(
            part.template, audience.language, audience=audience, **part.scene(session, now, audience, 0)
        )
        for part in parts_of(audience.surface)
    }


def own_page(draw: Renderer, session: Session, meeting_id: str, seat: Seat, language: str = "en", **typed: Any) -> str:
    """One person's stage with their own state in it; `typed`: what came back refused, and why."""
    audience = audience_of(seat, language)
    now = scenes.as_seen(session, scenes.moment(session, meeting_id), audience)
    stage, pen = scenes.stage(session, now, audience), scenes.pen(session, now, seat)
    standing = electorate.standing(session, now.current, seat) if now.current else None
    scene = {"audience": audience, "now": now, "stage": stage, "pen": pen, "standing": standing}
    scene |= NOTHING_TYPED | typed
    return draw.draw("parts/participant/stage.html", language, **scene)


@dataclass
class Form:
    """One form: what is already in it, what may be ticked or picked, what is written into, and its buttons."""

    fields: dict[str, str] = field(default_factory=dict[str, str])
    written: list[str] = field(default_factory=list[str])
    buttons: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def filled(self, words: str) -> dict[str, Any]:
        """As somebody hands it in who takes the first of everything and presses the last button that works."""
        name, value = self.buttons[-1] if self.buttons else ("", "")
        sent = self.fields | dict.fromkeys(self.written, words) | ({name: value} if name else {})
        return {key: value for key, value in sent.items() if key not in {"activity", "op", "language"}}


class Markup(HTMLParser):
    """What a part is made of: its root elements, its ids, its forms, and whether every element was closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.roots, self.ids, self.forms, self.open = list[str](), list[str](), list[Form](), list[str]()
        self.faults, self._select = list[str](), ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if not self.open:
            self.roots.append(given.get("id", tag))
        if "id" in given:
            self.ids.append(given["id"])
        if tag not in EMPTY:
            self.open.append(tag)
        if tag == "form":
            self.forms.append(Form())
        elif self.forms and "form" in self.open and "disabled" not in given:
            self._control(self.forms[-1], tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.open:
            self.roots.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in EMPTY:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def _control(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "button":
            form.buttons.append((name, given.get("value", "")))
        elif tag == "textarea" or (tag == "input" and kind == "text"):
            form.written.append(name)
        elif tag == "input":
            form.fields.setdefault(name, given.get("value") or given.get("min", ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and given.get("value"):
            form.fields.setdefault(self._select, given["value"])


def bodies(html: str, words: str) -> list[dict[str, Any]]:
    """What a robot hands in on this page: each form once, "I'm done" last."""
    sent = [form.filled(words) for form in Markup(html).forms]
    return sorted(sent, key=lambda body: body.get("do") == "done")
