"""A dot vote carries its targets over from an earlier block by reference, each sector its own."""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlmodel import Session

from app.domain import activities, ideas, meetings, votes
from app.domain.activities import CLOSED, OPEN, Activity
from app.domain.ideas import Idea
from app.domain.kind import Answer, Gathered, Handed, Kind, Viewer
from app.domain.meetings import Meeting
from app.domain.projects import Sector
from app.domain.prompts import Carry, Prompt
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.domain.text import Text
from app.evidence import small_groups
from app.evidence.small_groups import Counted, Tier
from app.kinds.dot_vote import gathering, preparing

TOP = 12


class Placing(Answer):
    """One dot more on a target, or one less."""

    do: Literal["spend", "take_back"] = "spend"
    target: str


@dataclass(frozen=True)
class Standing:
    """One target: dots, the different people they came from, and the share of its sector's dots (0-100)."""

    idea: Idea
    dots: int
    people: int
    share: float


@dataclass(frozen=True)
class SectorStandings:
    """One sector's vote on its own targets; `standings` is None where too few voted to show it."""

    sector: Sector
    voters: int | None
    standings: Sequence[Standing] | None


@dataclass(frozen=True)
class Held:
    """This person's dots by target, and what is left."""

    dots: Mapping[str, int]
    left: int


class DotVote(Kind):
    """Backing ideas with a budget of dots."""

    name = "dot_vote"
    title = N_("Dot vote")
    icon = "vote"
    keeps_own_state = False
    shuffles = True
    by_room = True
    prompt_types = frozenset({"dots"})
    Answer = Placing

    def prompt(self, activity: Activity) -> Prompt:
        """The one prompt that gives the budget and the cap on one target."""
        found = next((p for p in self.setup_of(activity).prompts if p.type == "dots"), None)
        return found or Prompt(code="dots", type="dots", text=activity.title, dots=3)

    def ensure_may_open(self, session: Session, activity: Activity) -> None:
        source = self._source(session, activity)
        if source is not None and source.state in {OPEN, CLOSED}:
            raise Refusal(N_("Reveal the ideas first: this vote would show them to everybody before that."))

    def receive(self, session: Session, activity: Activity, seat: Seat, answer: Placing) -> None:
        prompt = self.prompt(activity)
        if answer.do == "take_back":
            votes.take_back(session, activity, seat, answer.target)
            return
        idea = session.get(Idea, answer.target)
        mine = (
            prompt.targets is None or prompt.targets.by != "sector" or (idea is not None and idea.sector == seat.room)
        )
        source = self._source(session, activity)
        if idea is None or source is None or idea.activity_id != source.id or idea.state != ideas.SHOWN or not mine:
            raise Refusal(
                N_("This is not one of the ideas to vote on. Reload the page."), control=answer.target, status=404
            )
        votes.spend(session, activity, seat, idea.id, dots=prompt.dots, most=prompt.max_per_item)

    def ask(self, session: Session, activity: Activity, viewer: Viewer) -> list[Idea]:
        """The targets, those of the viewer's own room where each sector votes on its own, shuffled by hand."""
        targets = self._targets(session, activity)
        prompt = self.prompt(activity)
        if prompt.targets is not None and prompt.targets.by == "sector" and viewer.surface == "participant":
            targets = [idea for idea in targets if idea.sector == viewer.room]
        if viewer.surface == "participant":
            random.Random(f"{activity.id}:{viewer.hand}").shuffle(targets)
        return targets

    def mine(self, session: Session, activity: Activity, seat: Seat) -> Held:
        dots = votes.held_by(session, activity, seat)
        return Held(dots, self.prompt(activity).dots - sum(dots.values()))

    def handed_in(self, session: Session, activity: Activity, seat: Seat) -> list[Handed]:
        held = votes.held_by(session, activity, seat)
        return [
            Handed(_verbatim(idea.text), {"en": f"Dots: {held[idea.id]}", "fr": f"Points\u00a0: {held[idea.id]}"})
            for idea in self._targets(session, activity)
            if idea.id in held
        ]

    def results(self, session: Session, activity: Activity, viewer: Viewer) -> list[SectorStandings]:
        sectors = meetings.sectors_at(session, activity.meeting_id)
        return self._standings(session, activity, sectors, Tier.LIVE)

    def gather(self, session: Session, activity: Activity, sectors: Sequence[Sector]) -> Sequence[Gathered]:
        carry = self.prompt(activity).targets
        targets, counted = self._targets(session, activity), votes.count(session, activity)
        own = carry is not None and carry.by == "sector"
        gather = gathering.by_room if own else gathering.for_all
        return gather(self.prompt(activity), targets, counted, votes.voters(session, activity), sectors)

    def _standings(
        self, session: Session, activity: Activity, sectors: Sequence[Sector], tier: Tier
    ) -> list[SectorStandings]:
        """The ideas of each sector, shown for all sectors or for none (small_groups.release).

        Where each sector votes on its own, a guest of its room is no part of it, as in a document: else one who is
        alone across sectors could be told from the difference. Where all vote on all, everybody shown counts.
        """
        counted, voters = votes.count(session, activity), votes.voters(session, activity)
        carry = self.prompt(activity).targets
        own = carry is not None and carry.by == "sector"
        rooms = _by_room(self._targets(session, activity), sectors)
        pseudo = {s.code for s in sectors if s.pseudo}
        groups = {code: Counted(n) for code, n in voters.items()}
        offered = {code for code, targets in rooms.items() if targets} if own else {s.code for s in sectors} - pseudo
        released = small_groups.release(groups, pseudo=pseudo, tier=tier, offered=offered)
        aside = small_groups.set_aside(groups, pseudo=pseudo, offered=offered)
        found: list[SectorStandings] = []
        for sector in sectors:
            if sector.code not in rooms or not rooms[sector.code]:
                continue
            shown = released.total is not None if not own else sector.code in (released.groups or {})
            whose = {sector.code} if own else set(released.groups or voters) - aside
            standings = _ranked(rooms[sector.code], counted, whose) if shown else None
            found.append(SectorStandings(sector, sum(voters.get(s, 0) for s in whose) if shown else None, standings))
        return found

    def _targets(self, session: Session, activity: Activity) -> list[Idea]:
        source = self._source(session, activity)
        carry = self.prompt(activity).targets
        if source is None:
            return []
        column = carry.column if carry else ""
        return [i for i in ideas.of_activity(session, source) if not column or i.column == column]

    def _source(self, session: Session, activity: Activity) -> Activity | None:
        """The activity whose ideas are voted on: the one named, or, while nothing groups, what that would group."""
        project = session.get_one(Meeting, activity.meeting_id).project_id
        carry: Carry | None = self.prompt(activity).targets
        for _ in range(5):  # a chain of references is short; a circle ends here
            source = activities.at_block(session, project, carry.source) if carry else None
            if source is None or source.kind == "idea_board":
                return source
            carry = next((p.ideas for p in self.setup_of(source).prompts if p.ideas), None)
        return None

    def material(self, session: Session, meeting: Meeting) -> list[preparing.Board]:
        """The columns of this meeting's boards and of those before it."""
        return preparing.boards(session, meeting, self.setup_of)

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return preparing.fields(setup)

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        return preparing.read(form, before, material)


def _by_room(targets: Sequence[Idea], sectors: Sequence[Sector]) -> dict[str, list[Idea]]:
    return {s.code: [i for i in targets if i.sector == s.code] for s in sectors}


def _ranked(
    targets: Sequence[Idea], counted: Mapping[str, Mapping[str, votes.Backing]], whose: Collection[str]
) -> list[Standing]:
    backed = {i.id: [b for sector, b in counted.get(i.id, {}).items() if sector in whose] for i in targets}
    sums = {id_: (sum(b.dots for b in given), sum(b.people for b in given)) for id_, given in backed.items()}
    whole = sum(dots for dots, _ in sums.values()) or 1
    standings = [Standing(i, *sums[i.id], share=100 * sums[i.id][0] / whole) for i in targets]
    return sorted(standings, key=lambda s: (-s.dots, -s.people, s.idea.id))


def _verbatim(words: str) -> Text:
    return {"en": words, "fr": words}


KIND = DotVote()
