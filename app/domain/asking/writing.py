"""Writing: one text a person, or one in several fields; where statements are discussed, one on each of them."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from app.domain import passages, written
from app.domain.activities import CLOSED, Activity
from app.domain.asking.way import Sectors, Sent, Way
from app.domain.kind import Gathered, Handed, Viewer
from app.domain.passages import LIMIT, OPEN_TEXT, Passage
from app.domain.prompts import Prompt
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.domain.written import WrittenResults


class Writing(Way):
    """A text is changed in its place; emptied, it is taken back. Nobody else reads it before the reveal."""

    name = "open_text"
    types = frozenset({"open_text"})
    tallies = False
    gives_back = True

    def receive(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat, sent: Sent) -> None:
        if sent.do == "withdraw":
            passages.withdraw(session, activity, seat, sent.what)
            return
        if sent.do not in {"answer", "write", "edit"}:
            raise Refusal(N_("There is nothing to hand in here."), control=prompt.code, status=422)
        parts = {field.code: sent.fields.get(field.code, "") for field in prompt.fields}
        passages.put(
            session, activity, seat, prompt.code, "" if parts else sent.text, about=_about(prompt, seat, sent),
            parts=parts, language=sent.language, limit=prompt.max_chars or LIMIT,
        )  # fmt: skip

    def mine(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> Mapping[str, Passage]:
        return {one.about: one for one in _own(session, activity, prompt, seat)}

    def handed_in(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> Sequence[Handed]:
        items = {item.code: item.text for item in prompt.every_item}
        return [
            Handed(items.get(one.about, prompt.text), {one.language: written.said(prompt, one)}, one.language, one.id)
            for one in _own(session, activity, prompt, seat)
        ]

    def after_answer(self, session: Session, activity: Activity, prompt: Prompt) -> bool:
        """A text withdrawn after the closing leaves the console, which sees it already."""
        return activity.state == CLOSED

    def live(self, session: Session, activity: Activity, prompt: Prompt, viewer: Viewer) -> WrittenResults | None:
        made = written.versions(session, activity, prompt)
        return WrittenResults(prompt, [], made) if made else None

    def of_room(self, what: WrittenResults, room: str) -> WrittenResults | None:
        return written.of_room(what, room)

    def results(
        self, session: Session, activity: Activity, prompt: Prompt, viewer: Viewer, sectors: Sectors
    ) -> WrittenResults:
        return written.results(session, activity, prompt, viewer, sectors)

    def gather(self, session: Session, activity: Activity, prompt: Prompt, sectors: Sectors) -> Sequence[Gathered]:
        return written.quotes(session, activity, prompt, sectors)


def _about(prompt: Prompt, seat: Seat, sent: Sent) -> str:
    asked = {item.code for item in prompt.for_room(seat.room).every_item}
    if sent.item and sent.item not in asked:
        raise Refusal(N_("This statement is not asked of you here. Reload the page."), control="text", status=422)
    return sent.item


def _own(session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> list[Passage]:
    mine = [one for one in passages.mine(session, activity, seat) if one.kind == OPEN_TEXT]
    return passages.texts_of(mine, prompt.code)


WAY = Writing()
