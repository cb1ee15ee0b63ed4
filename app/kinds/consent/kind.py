"""Consent is about the person, not anonymous: it is kept with who came, never beside an answer."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field
from sqlmodel import Session

from app.domain import electorate, events, meetings
from app.domain.activities import PLANNED, Activity
from app.domain.kind import Answer, Kind
from app.domain.meetings import Attendance, Meeting
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat


class Agreement(Answer):
    """The codes ticked."""

    ticked: frozenset[str] = Field(default_factory=frozenset[str])


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
        attendance.consented, attendance.may_quote = True, "quote" in answer.ticked
        session.add(attendance)
        session.flush()
        electorate.mark_answered(session, activity, seat, everybody=True)
        electorate.welcome_to_open(session, activity.meeting_id, seat.participant_id)
        events.record(session, events.PeopleChanged(activity.meeting_id))

    def mine(self, session: Session, activity: Activity, seat: Seat) -> Attendance | None:
        return session.get(Attendance, (activity.meeting_id, seat.participant_id))


KIND = Consent()
