"""A sheet: an activity made of prompts, each answered on its own, in whatever way its type is answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from app.domain import activities, carry_over, carrying, meetings
from app.domain.activities import PLANNED, Activity
from app.domain.asking import way_of
from app.domain.asking.way import Sent, Way
from app.domain.kind import Gathered, Handed, Kind, Viewer
from app.domain.projects import Sector
from app.domain.prompts import Prompt, Setup
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat

SECTOR_LEAD = "sector_lead"


@dataclass(frozen=True)
class Asked:
    """One prompt on the stage: how it is answered, and what its controls need beyond it."""

    prompt: Prompt
    way: Way
    what: Any


@dataclass(frozen=True)
class Shown:
    """One prompt's part of the results."""

    prompt: Prompt
    way: Way
    what: Any


class Sheet(Kind):
    """The verbs of the contract, handed on to the way each prompt is answered."""

    Answer = Sent

    def asked(self, session: Session, activity: Activity) -> Setup:
        return carry_over.asked(session, activity, self.setup_of(activity))

    def ensure_may_open(self, session: Session, activity: Activity) -> None:
        carrying.ensure_ready(session, activity, self.setup_of(activity))

    def ensure_may_answer(self, activity: Activity) -> None:
        """One's own words can be withdrawn after the closing too; `receive` refuses the rest."""
        ways = [way_of(prompt) for prompt in self.setup_of(activity).prompts]
        if activity.state == PLANNED or not any(way is not None and way.gives_back for way in ways):
            super().ensure_may_answer(activity)

    def differs_by_room(self, setup: Setup) -> bool:
        return any(prompt.differs_by_room for prompt in setup.prompts)

    def ways(self, session: Session, activity: Activity) -> list[tuple[Prompt, Way]]:
        """The prompts that can be answered, in order, each with its way."""
        found = [(prompt, way_of(prompt)) for prompt in self.asked(session, activity).prompts]
        return [(prompt, way) for prompt, way in found if way is not None]

    def receive(self, session: Session, activity: Activity, seat: Seat, answer: Sent) -> None:
        found = next(((p, w) for p, w in self.ways(session, activity) if p.code == answer.prompt), None)
        if found is None:
            raise Refusal(N_("This question is no longer part of the activity. Reload the page."), status=422)
        prompt, way = found
        if prompt.by == SECTOR_LEAD and not seat.leads:
            raise Refusal(N_("This is for whoever speaks for the sector."), control=prompt.code, status=403)
        if not (answer.do == "withdraw" and way.gives_back):
            activities.ensure_open(activity)
        way.receive(session, activity, prompt, seat, answer)

    def ask(self, session: Session, activity: Activity, viewer: Viewer) -> list[Asked]:
        here = [(p, w) for p, w in self.ways(session, activity) if viewer.leads or p.by != SECTOR_LEAD]
        return [Asked(p.for_room(viewer.room), w, w.ask(session, activity, p, viewer)) for p, w in here]

    def mine(self, session: Session, activity: Activity, seat: Seat) -> dict[str, Any]:
        return {p.code: w.mine(session, activity, p, seat) for p, w in self.ways(session, activity)}

    def handed_in(self, session: Session, activity: Activity, seat: Seat) -> Sequence[Handed]:
        ways = self.ways(session, activity)
        return [replace(one, prompt=p.code) for p, w in ways for one in w.handed_in(session, activity, p, seat)]

    def redraws_after(self, answer: Any) -> bool:
        return isinstance(answer, Sent) and answer.do not in {"answer", "reason"}

    def after_answer(self, session: Session, activity: Activity) -> bool:
        moved = [w.after_answer(session, activity, p) for p, w in self.ways(session, activity)]  # all, not up to one
        return any(moved)

    def live(self, session: Session, activity: Activity, viewer: Viewer) -> list[Shown] | None:
        ways = self.ways(session, activity)
        found = [(p, w, w.live(session, activity, p, viewer)) for p, w in ways]
        return [Shown(*one) for one in found if one[2] is not None] or None

    def results(self, session: Session, activity: Activity, viewer: Viewer) -> list[Shown]:
        sectors = meetings.sectors_at(session, activity.meeting_id)
        ways = self.ways(session, activity)
        found = [(p, w, w.results(session, activity, p, viewer, sectors)) for p, w in ways]
        return [Shown(*one) for one in found if one[2] is not None]

    def in_room(self, session: Session, activity: Activity, viewer: Viewer) -> list[Shown] | None:
        """A room's own figures, where every room's might be shown: else they would tell another's by subtraction."""
        shown = [(one, one.way.of_room(one.what, viewer.room or "")) for one in self.results(session, activity, viewer)]
        return [Shown(one.prompt, one.way, what) for one, what in shown if what is not None] or None

    def gather(self, session: Session, activity: Activity, sectors: Sequence[Sector]) -> Sequence[Gathered]:
        return [one for p, w in self.ways(session, activity) for one in w.gather(session, activity, p, sectors)]
