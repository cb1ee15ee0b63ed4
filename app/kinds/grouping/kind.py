"""Grouping: staff put the ideas of an earlier board under names at the desk, and everybody sees the groups form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.domain import meetings, roles, themes
from app.domain.activities import CLOSED, OPEN, Activity
from app.domain.kind import Gathered, Kind, Viewer
from app.domain.meetings import Meeting
from app.domain.projects import Sector
from app.domain.prompts import Prompt, Setup
from app.domain.refusals import N_, Refusal
from app.kinds.grouping import gathering, laying, preparing, steps
from app.kinds.grouping.laying import Section


@dataclass(frozen=True)
class AtDesk:
    """What the desk shows: the groups and ideas, and what may be done with them."""

    prompt: Prompt
    source: Activity | None
    ready: bool
    free: bool  # False once a vote on the groups has opened
    sections: Sequence[Section]
    last: int  # the number of the last step
    apart: bool  # whether sectors are kept apart


class Grouping(Kind):
    """Names over ideas."""

    name = "grouping"
    title = N_("Grouping")
    icon = "combine"
    takes_answers = False
    tallies = False
    results_by_room = True
    desk_right = roles.GROUP
    prompt_types = frozenset({"grouping"})

    def prompt(self, activity: Activity) -> Prompt:
        """The one prompt that says which ideas are grouped."""
        found = next((p for p in self.setup_of(activity).prompts if p.type == "grouping"), None)
        return found or Prompt(code="groups", type="grouping", text=activity.title)

    def differs_by_room(self, setup: Setup) -> bool:
        return False

    def ensure_may_open(self, session: Session, activity: Activity) -> None:
        source = self._table(session, activity).source
        if source is not None and source.id != activity.id and source.state in {OPEN, CLOSED}:
            raise Refusal(N_("Reveal the ideas first: everybody watches while they are grouped."))

    def live(self, session: Session, activity: Activity, viewer: Viewer) -> list[Section] | None:
        return self.results(session, activity, viewer) or None

    def results(self, session: Session, activity: Activity, viewer: Viewer) -> list[Section]:
        sectors = meetings.sectors_at(session, activity.meeting_id)
        return laying.sections(session, activity, self._table(session, activity), sectors)

    def about(self, several: Any, prompt: Prompt) -> Any:
        return several

    def gather(self, session: Session, activity: Activity, sectors: Sequence[Sector]) -> Sequence[Gathered]:
        table = self._table(session, activity)
        return gathering.tables(table, laying.sections(session, activity, table, sectors), sectors)

    def desk(self, session: Session, activity: Activity, room: str | None) -> AtDesk:
        table = self._table(session, activity)
        sectors = meetings.sectors_at(session, activity.meeting_id)
        found = laying.sections(session, activity, table, sectors)
        here = [one for one in found if room is None or (one.sector and one.sector.code == room)]
        apart = table.prompt.ideas is not None and table.prompt.ideas.by == "sector"
        last, free = themes.steps(session, activity), themes.is_free(session, activity)
        return AtDesk(table.prompt, table.source, table.ready, free, here, last, apart)

    def direct(self, session: Session, activity: Activity, order: Mapping[str, str], room: str | None) -> None:
        steps.take(steps.Desk(session, activity, self._table(session, activity), room), order)

    def material(self, session: Session, meeting: Meeting) -> list[preparing.Board]:
        """The boards of this meeting and of those before it."""
        return preparing.boards(session, meeting)

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return preparing.fields(setup)

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        return preparing.read(form, before, material)

    def _table(self, session: Session, activity: Activity) -> laying.Table:
        sectors = meetings.sectors_at(session, activity.meeting_id)
        return laying.laid_out(session, activity, self.prompt(activity), sectors)


KIND = Grouping()
