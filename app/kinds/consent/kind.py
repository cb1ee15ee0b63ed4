"""Consent is about the person, not anonymous: it is kept with who came, never beside an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import Field
from sqlmodel import Session

from app.domain import electorate, events, meetings, quoting
from app.domain.activities import PLANNED, Activity
from app.domain.kind import Answer, Kind
from app.domain.meetings import Attendance, Meeting
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.kinds.consent import preparing


class Agreement(Answer):
    """The codes ticked."""

    ticked: frozenset[str] = Field(default_factory=frozenset[str])


@dataclass(frozen=True)
class Agreed:
    """Whether this person takes part, and whether they may be quoted."""

    consented: bool
    may_quote: bool


class Consent(Kind):
    """Agreeing to take part."""

    name = "consent"
    title = N_("Welcome and consent")
    icon = "shield-check"
    asks_everybody = True
    stays_open = True
    prompt_types = frozenset({"consent"})
    Answer = Agreement

    def parse(self, body: Mapping[str, Any]) -> Agreement:
        return Agreement(ticked=frozenset(code for code, value in body.items() if value == "yes"))

    def ensure_may_answer(self, activity: Activity) -> None:
        if activity.state == PLANNED:
            super().ensure_may_answer(activity)

    def receive(self, session: Session, activity: Activity, seat: Seat, answer: Agreement) -> None:
        asked = [p for p in self.setup_of(activity).prompts if p.type == "consent"]
        missing = next((p for p in asked if p.required and p.code not in answer.ticked), None)
        if missing is not None:
            raise Refusal(
                N_("Tick the boxes marked as needed to take part. If you would rather not, you can leave."),
                control=missing.code,
            )
        attendance = meetings.attend(session, session.get_one(Meeting, activity.meeting_id), seat.participant_id)
        mark = seat.mark(f"quote:{activity.meeting_id}", "quote" in answer.ticked)
        changed = attendance.consented and attendance.quote_mark != mark
        attendance.consented, attendance.quote_mark = True, mark
        session.add(attendance)
        session.flush()
        if changed:
            quoting.choose(session, activity.meeting_id, seat, may="quote" in answer.ticked)
        electorate.mark_answered(session, activity, seat, everybody=True)
        electorate.welcome_to_open(session, activity.meeting_id, seat.participant_id)
        events.record(session, events.PeopleChanged(activity.meeting_id))

    def mine(self, session: Session, activity: Activity, seat: Seat) -> Agreed | None:
        found = session.get(Attendance, (activity.meeting_id, seat.participant_id))
        yes = seat.mark(f"quote:{activity.meeting_id}", True)
        return Agreed(found.consented, found.quote_mark == yes) if found is not None else None

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return preparing.fields(setup)

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        return preparing.read(form, before)


KIND = Consent()
