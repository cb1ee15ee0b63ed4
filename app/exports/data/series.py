"""What of a project is in its data package: its meetings, and every activity that everybody has seen the results of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.domain import activities, meetings, participants, projects
from app.domain.activities import PLANNED, REVEALED, Activity
from app.domain.meetings import Meeting
from app.domain.projects import Project, Sector
from app.domain.prompts import Prompt
from app.kinds import kind_of


@dataclass(frozen=True)
class Held:
    """One activity with the prompts as they were asked."""

    meeting: Meeting
    activity: Activity
    prompts: Sequence[Prompt]

    @property
    def place(self) -> dict[str, Any]:
        """Where it was: what every row about it begins with."""
        return {"meeting": self.meeting.code, "block": self.activity.block}

    @property
    def sensitive(self) -> bool:
        """Whether one of its prompts is: then nothing of its words is told by sector."""
        return any(prompt.sensitive for prompt in self.prompts)


@dataclass(frozen=True)
class Series:
    """A project as it stands, read once."""

    session: Session
    project: Project
    meetings: Sequence[Meeting]
    planned: Sequence[tuple[Meeting, Activity]]
    revealed: Sequence[Held]
    sectors: Sequence[Sector]
    groups: Sequence[str]  # the reporting groups that somebody belongs to, as the project's fixed map has them

    @property
    def groupings(self) -> list[Held]:
        """Where ideas were grouped that everybody has seen."""
        shown = {held.activity.block for held in self.revealed}
        found = [(m, a, kind_of(a.kind).setup_of(a).prompts) for m, a in self.planned if a.state != PLANNED]
        return [
            Held(meeting, activity, prompts)
            for meeting, activity, prompts in found
            if any(prompt.ideas is not None and prompt.ideas.source in shown for prompt in prompts)
        ]

    @property
    def pseudo(self) -> frozenset[str]:
        """Sectors that are none: people who speak to several."""
        return frozenset(sector.code for sector in self.sectors if sector.pseudo)

    @property
    def real(self) -> list[str]:
        """The sectors everything is kept apart by."""
        return [sector.code for sector in self.sectors if not sector.pseudo]


def read(session: Session, project: Project) -> Series:
    """The project now. What is open or closed and was never revealed stays out."""
    series = meetings.of_project(session, project)
    planned = [(meeting, one) for meeting in series for one in activities.of_meeting(session, meeting.id)]
    revealed = [
        Held(meeting, one, kind_of(one.kind).asked(session, one).prompts)
        for meeting, one in planned
        if one.state == REVEALED
    ]
    people = {person.report_group for person in participants.of_project(session, project)}
    groups: list[str] = [group["code"] for group in project.definition.get("reporting_groups", {}).get("groups", [])]
    sectors = projects.sectors_of(session, project)
    return Series(session, project, series, planned, revealed, sectors, [code for code in groups if code in people])
