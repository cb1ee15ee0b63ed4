"""Points: a budget spread over several things, in whole numbers; what is left may stay left."""

from collections.abc import Sequence

from sqlmodel import Session

from app.domain import points, points_tables, ratings, whole_ballots
from app.domain.activities import Activity
from app.domain.asking.way import Sectors, Sent, Way
from app.domain.kind import Gathered, Handed, Viewer
from app.domain.points import STEP, Held, PointsResults
from app.domain.prompts import Item, Prompt
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.evidence.small_groups import Tier


class Points(Way):
    """Each number is saved on its own, and no two of them together exceed the budget."""

    name = "points"
    types = frozenset({"points"})
    keeps_own_state = False

    def ask(self, session: Session, activity: Activity, prompt: Prompt, viewer: Viewer) -> list[Item]:
        everything = viewer.surface != "participant"
        return prompt.every_item if everything else ratings.asked_of(prompt, viewer.room)

    def receive(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat, sent: Sent) -> None:
        if sent.do == "answer" and not sent.item:
            whole_ballots.opt_out(session, activity, prompt, seat, sent.value)
            return
        item = ratings.named(prompt, seat.room, sent.item).code
        if sent.do in {"spend", "take_back"}:
            points.step(session, activity, prompt, seat, item, STEP if sent.do == "spend" else -STEP)
        elif sent.do == "answer":
            wanted = points.number(sent.value[-1] if sent.value else "", prompt.budget)
            points.give(session, activity, prompt, seat, item, wanted)
        else:
            raise Refusal(N_("There is nothing to hand in here."), control=prompt.code, status=422)

    def mine(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> Held:
        return points.held_by(session, activity, prompt, seat)

    def handed_in(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> Sequence[Handed]:
        held = points.held_by(session, activity, prompt, seat)
        if held.out:
            return [Handed(prompt.text, way.label) for way in prompt.ways_out if way.code == held.out]
        said = {code: {"en": f"Points: {n}", "fr": f"Points\u00a0: {n}"} for code, n in held.points.items()}
        asked = ratings.asked_of(prompt, seat.room)
        return [Handed(item.text, said[item.code]) for item in asked if item.code in said]

    def results(
        self, session: Session, activity: Activity, prompt: Prompt, viewer: Viewer, sectors: Sectors
    ) -> PointsResults:
        return points.results(session, activity, prompt, sectors)

    def gather(self, session: Session, activity: Activity, prompt: Prompt, sectors: Sectors) -> Sequence[Gathered]:
        return points_tables.tables(points.results(session, activity, prompt, sectors, tier=Tier.DOCUMENT), sectors)


WAY = Points()
