"""What we heard: a participant reads what the team took from each meeting, their own sector's first."""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from app.db import reading
from app.domain import meetings, projects, summaries
from app.domain.meetings import Meeting
from app.domain.projects import Project, Sector
from app.domain.text import Text
from app.web import who
from app.web.pages import page
from app.web.running import Here

router = APIRouter()


@dataclass(frozen=True)
class Heard:
    """What was heard in one meeting: from all, and from each sector."""

    meeting: Meeting
    from_all: Text
    by_sector: list[tuple[Sector, Text]]


@router.get("/meet/{meeting_id}/heard")
def heard(here: Here, seat: who.Me, meeting: who.MyMeeting, language: who.Tongue) -> Response:
    """Everything that was published, newest meeting first."""
    with reading(here.engine) as session:
        project = session.get_one(Project, meeting.project_id)
        sectors = sorted(projects.sectors_of(session, project), key=lambda one: one.code != seat.room)
        entries: list[Heard] = []
        for held in reversed(meetings.of_project(session, project)):
            found = summaries.of_meeting(session, held.id)
            own = [(sector, found[sector.code].text) for sector in sectors if sector.code in found]
            if found:
                entries.append(Heard(held, found[""].text if "" in found else {}, own))
        return page(here, "heard", language, meeting=meeting, project=project, entries=entries, mine=seat.room)
