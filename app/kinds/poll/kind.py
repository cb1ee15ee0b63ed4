"""A poll puts each answer on the ballot and shows counts: live in steps if set so, by sector once revealed."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field, field_validator
from sqlmodel import Session

from app.domain import ballots, choices, live_tally, meetings, questions
from app.domain.activities import Activity
from app.domain.ballots import Given
from app.domain.choices import PromptResults
from app.domain.kind import Answer, Gathered, Handed, Kind, Viewer
from app.domain.meetings import Meeting
from app.domain.projects import Project, Sector
from app.domain.prompts import Prompt
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.evidence.small_groups import Counted, Tier


class Choice(Answer):
    """The codes chosen for one prompt, and what was written beside "other"."""

    prompt: str
    value: list[str] = Field(default_factory=list[str])
    words: str = ""

    @field_validator("value", mode="before")
    @classmethod
    def _always_a_list(cls, value: object) -> object:
        return [value] if isinstance(value, str) else value


class Poll(Kind):
    """Single choice, multiple choice and scales."""

    name = "poll"
    title = N_("Poll")
    icon = "list-checks"
    prompt_types = choices.TYPES
    Answer = Choice

    def questions(self, activity: Activity) -> list[Prompt]:
        """The prompts of this poll that can be answered by choosing."""
        return [p for p in self.setup_of(activity).prompts if p.type in choices.TYPES]

    def receive(self, session: Session, activity: Activity, seat: Seat, answer: Choice) -> None:
        prompt = next((p for p in self.questions(activity) if p.code == answer.prompt), None)
        if prompt is None:
            raise Refusal(N_("This question is no longer part of the activity. Reload the page."), status=422)
        ballots.put(session, activity, seat, prompt.code, choices.given(prompt, answer.value, answer.words))

    def mine(self, session: Session, activity: Activity, seat: Seat) -> dict[str, list[Given]]:
        return ballots.mine(session, activity, seat)

    def handed_in(self, session: Session, activity: Activity, seat: Seat) -> list[Handed]:
        given = self.mine(session, activity, seat)
        return [choices.handed(p, given[p.code]) for p in self.questions(activity) if p.code in given]

    def after_answer(self, session: Session, activity: Activity) -> bool:
        live = [p for p in self.questions(activity) if p.live and not p.sensitive]
        moved = [live_tally.step(session, activity, p) for p in live]  # all of them, not up to the first
        return any(moved)

    def results(self, session: Session, activity: Activity, viewer: Viewer) -> list[PromptResults]:
        sectors = meetings.sectors_at(session, activity.meeting_id)
        return [choices.results(session, activity, p, sectors) for p in self.questions(activity)]

    def live(self, session: Session, activity: Activity) -> list[PromptResults] | None:
        return [shown for p in self.questions(activity) if (shown := self._live(session, activity, p))] or None

    def gather(self, session: Session, activity: Activity, sectors: Sequence[Sector]) -> Sequence[Gathered]:
        results = [choices.results(session, activity, p, sectors, tier=Tier.DOCUMENT) for p in self.questions(activity)]
        return [table for r in results for table in choices.tables(r, sectors)]

    def _live(self, session: Session, activity: Activity, prompt: Prompt) -> PromptResults | None:
        shown = live_tally.shown(session, activity, prompt) if prompt.live and not prompt.sensitive else None
        if shown is None:
            return None
        return PromptResults(prompt, choices.bars(prompt, Counted(shown.n, shown.counts)), None, "live")

    def material(self, session: Session, meeting: Meeting) -> dict[str, Any]:
        """The project's scales by code."""
        return session.get_one(Project, meeting.project_id).definition.get("scales", {})

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return questions.fields(setup)

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        return questions.read(form, before, material)


KIND = Poll()
