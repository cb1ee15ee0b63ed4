"""A dot vote carries its targets over from an earlier block by reference: ideas, or groups, each sector its own."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlmodel import Session

from app.domain import carry_over, ideas, meetings, votes
from app.domain.activities import CLOSED, OPEN, Activity
from app.domain.kind import Answer, Gathered, Handed, Kind, Quote, Viewer
from app.domain.meetings import Meeting
from app.domain.projects import Sector
from app.domain.prompts import Item, Prompt, Setup
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.kinds.dot_vote import gathering, preparing, standing
from app.kinds.dot_vote.standing import Standings


class Placing(Answer):
    """One dot more on a target, or one less."""

    do: Literal["spend", "take_back"] = "spend"
    target: str


@dataclass(frozen=True)
class Held:
    """This person's dots by target, and what is left."""

    dots: Mapping[str, int]
    left: int


class DotVote(Kind):
    """Backing ideas, or groups of them, with a budget of dots."""

    name = "dot_vote"
    title = N_("Dot vote")
    icon = "vote"
    keeps_own_state = False
    shuffles = True
    prompt_types = frozenset({"dots"})
    Answer = Placing

    def asked(self, session: Session, activity: Activity) -> Setup:
        return carry_over.asked(session, activity, self.setup_of(activity))

    def prompt(self, activity: Activity) -> Prompt:
        """The one prompt that gives the budget and the cap on one target; without its targets."""
        return _dots_of(self.setup_of(activity), activity)

    def differs_by_room(self, setup: Setup) -> bool:
        return True

    def ensure_may_open(self, session: Session, activity: Activity) -> None:
        carry = self.prompt(activity).targets
        source = carry_over.written_in(session, activity, carry) if carry else None
        if source is not None and source.state in {OPEN, CLOSED}:
            raise Refusal(N_("Reveal the ideas first: this vote would show them to everybody before that."))

    def receive(self, session: Session, activity: Activity, seat: Seat, answer: Placing) -> None:
        if answer.do == "take_back":
            votes.take_back(session, activity, seat, answer.target)
            return
        prompt = self._asked(session, activity)
        if answer.target not in {item.code for item in standing.offered_in(prompt, seat.room)}:
            message = N_("This is not one of the ideas to vote on. Reload the page.")
            raise Refusal(message, control=answer.target, status=404)
        votes.spend(session, activity, seat, answer.target, dots=prompt.dots, most=prompt.max_per_item)

    def ask(self, session: Session, activity: Activity, viewer: Viewer) -> list[Item]:
        """The targets, those of the viewer's own room where each sector votes on its own, shuffled by hand."""
        prompt = self._asked(session, activity)
        if viewer.surface != "participant":
            return list(prompt.items)
        targets = standing.offered_in(prompt, viewer.room)
        random.Random(f"{activity.id}:{viewer.hand}").shuffle(targets)
        return targets

    def mine(self, session: Session, activity: Activity, seat: Seat) -> Held:
        dots = votes.held_by(session, activity, seat)
        return Held(dots, self.prompt(activity).dots - sum(dots.values()))

    def handed_in(self, session: Session, activity: Activity, seat: Seat) -> list[Handed]:
        held = votes.held_by(session, activity, seat)
        found = {item.code: item.text for item in self._asked(session, activity).items if item.code in held}
        return [
            Handed(text, {"en": f"Dots: {held[code]}", "fr": f"Points\u00a0: {held[code]}"})
            for code, text in found.items()
        ]

    def results(self, session: Session, activity: Activity, viewer: Viewer) -> list[Standings]:
        sectors = meetings.sectors_at(session, activity.meeting_id)
        counted, voters = votes.count(session, activity), votes.voters(session, activity)
        return standing.standings(self._asked(session, activity), counted, voters, sectors)

    def about(self, several: Any, prompt: Prompt) -> Any:
        return several

    def gather(self, session: Session, activity: Activity, sectors: Sequence[Sector]) -> Sequence[Gathered]:
        prompt = self._asked(session, activity)
        counted, voters = votes.count(session, activity), votes.voters(session, activity)
        return gathering.tables(prompt, self._words(session, activity, prompt), counted, voters, sectors)

    def _words(self, session: Session, activity: Activity, prompt: Prompt) -> dict[str, gathering.Cell]:
        """Each target as a document may print it: a group by its name, an idea if it may be quoted."""
        source = carry_over.written_in(session, activity, prompt.targets) if prompt.targets else None
        written = {carry_over.code_of(i): i for i in (ideas.of_activity(session, source) if source else [])}
        words: dict[str, gathering.Cell] = {item.code: item.text for item in prompt.items}
        for code in words.keys() & written.keys():
            idea = written[code]
            words[code] = Quote(idea.text, idea.language) if idea.quotable else gathering.NOT_QUOTED
        return words

    def _asked(self, session: Session, activity: Activity) -> Prompt:
        return _dots_of(self.asked(session, activity), activity)

    def material(self, session: Session, meeting: Meeting) -> list[preparing.Source]:
        """What this meeting's and earlier boards and groupings offer to vote on."""
        return preparing.sources(session, meeting)

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return preparing.fields(setup)

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        return preparing.read(form, before, material)


def _dots_of(setup: Setup, activity: Activity) -> Prompt:
    found = next((p for p in setup.prompts if p.type == "dots"), None)
    return found or Prompt(code="dots", type="dots", text=activity.title, dots=3)


KIND = DotVote()
