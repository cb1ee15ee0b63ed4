"""Consent is about the person, not anonymous: it is kept with who came, never beside an answer.

What else is asked on the same page (whether the summary was right, say) is answered as on any sheet, once one agreed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field
from sqlmodel import Session

from app.domain import activities, ballots, electorate, events, meetings, quoting
from app.domain.activities import OPEN, PLANNED, Activity
from app.domain.asking import way_of
from app.domain.asking.way import Sent, Way
from app.domain.kind import Answer
from app.domain.meetings import Attendance, Meeting
from app.domain.prompts import Prompt, Setup
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.domain.sheet import Sheet, Shown
from app.kinds.consent import flags, preparing
from app.kinds.consent.flags import Flag


class Agreement(Answer):
    """The codes ticked."""

    ticked: frozenset[str] = Field(default_factory=frozenset[str])


class Consent(Sheet):
    """Agreeing to take part."""

    name = "consent"
    title = N_("Welcome and consent")
    icon = "shield-check"
    asks_everybody = True
    stays_open = True
    prompt_types = frozenset({"consent"})

    def parse(self, body: Mapping[str, Any]) -> Answer:
        if body.get("prompt"):
            return super().parse(body)
        return Agreement(ticked=frozenset(code for code, value in body.items() if value == "yes"))

    def ensure_may_answer(self, activity: Activity) -> None:
        if activity.state == PLANNED:
            super().ensure_may_answer(activity)

    def ways(self, session: Session, activity: Activity) -> list[tuple[Prompt, Way]]:
        return [(prompt, way) for prompt, way in super().ways(session, activity) if _is_asked(prompt)]

    def shows_results(self, setup: Setup) -> bool:
        """Whether something was asked beside consent that everybody may see the answers to."""
        return any(_is_asked(prompt) for prompt in setup.prompts)

    def redraws_after(self, answer: Any) -> bool:
        """Whoever agrees is asked the rest from then on."""
        return isinstance(answer, Agreement) or super().redraws_after(answer)

    def flagged(self, results: Sequence[Shown]) -> list[Flag]:
        """The sectors the team should hear again, for the console."""
        return flags.of(results)

    def receive(self, session: Session, activity: Activity, seat: Seat, answer: Any) -> None:
        if isinstance(answer, Sent):
            self._answer(session, activity, seat, answer)
            return
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
        if activity.state == OPEN and self.ways(session, activity):
            ballots.count_in(session, activity, seat)  # they were asked, whoever they are
        electorate.mark_answered(session, activity, seat, everybody=True)
        electorate.welcome_to_open(session, activity.meeting_id, seat.participant_id)
        events.record(session, events.PeopleChanged(activity.meeting_id))

    def _answer(self, session: Session, activity: Activity, seat: Seat, answer: Sent) -> None:
        activities.ensure_open(activity)
        found = session.get(Attendance, (activity.meeting_id, seat.participant_id))
        if found is None or not found.consented:
            raise Refusal(N_("Not sent: first agree to take part in this meeting."), control=answer.prompt, status=403)
        super().receive(session, activity, seat, answer)

    def mine(self, session: Session, activity: Activity, seat: Seat) -> dict[str, Any]:
        """What they answered by prompt; and, once they came, whether they take part and may be quoted."""
        found = session.get(Attendance, (activity.meeting_id, seat.participant_id))
        if found is None:
            return {}
        yes = seat.mark(f"quote:{activity.meeting_id}", True)
        agreed = {"consented": found.consented, "may_quote": found.quote_mark == yes}
        return super().mine(session, activity, seat) | agreed

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return preparing.fields(setup)

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        return preparing.read(form, before)


def _is_asked(prompt: Prompt) -> bool:
    """Whether a prompt is answered here: all but agreeing itself, and the sector, which is asked at the door."""
    at_the_door = prompt.code == "sector" or getattr(prompt, "from_sectors", False)
    return not at_the_door and way_of(prompt) is not None


KIND = Consent()
