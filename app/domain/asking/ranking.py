"""Ranking: a list in order, best first, step by step or as a whole; what is left out shares the places that remain."""

import random
from collections.abc import Sequence

from sqlmodel import Session

from app.domain import rank_orders, rank_tables, rankings, whole_ballots
from app.domain.activities import Activity
from app.domain.asking.way import Sectors, Sent, Way
from app.domain.kind import Gathered, Handed, Viewer
from app.domain.prompts import Option, Prompt
from app.domain.rank_orders import RankingResults
from app.domain.rankings import Ranked
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.domain.text import Text, say
from app.evidence.small_groups import Tier

STEPS = frozenset({rankings.UP, rankings.DOWN, rankings.ON, rankings.OFF})


class Ranking(Way):
    """One answer an item: its place. Opting out takes the place of the list."""

    name = "ranking"
    types = frozenset({"ranking"})
    keeps_own_state = False

    def ask(self, session: Session, activity: Activity, prompt: Prompt, viewer: Viewer) -> list[Option]:
        if viewer.surface != "participant":
            return list(prompt.options)
        options = list(prompt.for_room(viewer.room).options)
        random.Random(f"{activity.id}:{prompt.code}:{viewer.hand}").shuffle(options)
        return options

    def receive(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat, sent: Sent) -> None:
        if sent.do in STEPS:
            rankings.move(session, activity, prompt, seat, sent.do, sent.item)
        elif sent.do != "answer":
            raise Refusal(N_("There is nothing to hand in here."), control=prompt.code, status=422)
        elif {way.code for way in prompt.ways_out}.intersection(sent.value):
            whole_ballots.opt_out(session, activity, prompt, seat, sent.value)
        else:
            rankings.put(session, activity, prompt, seat, sent.value)

    def mine(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> Ranked:
        return rankings.mine(session, activity, prompt, seat)

    def handed_in(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> Sequence[Handed]:
        own = rankings.mine(session, activity, prompt, seat)
        if own.out:
            return [Handed(prompt.text, way.label) for way in prompt.ways_out if way.code == own.out]
        labels = {option.code: option.label for option in prompt.options}
        return [Handed(prompt.text, _listed([labels[code] for code in own.codes]))] if own.codes else []

    def results(
        self, session: Session, activity: Activity, prompt: Prompt, viewer: Viewer, sectors: Sectors
    ) -> RankingResults:
        return rank_orders.results(session, activity, prompt, sectors)

    def gather(self, session: Session, activity: Activity, prompt: Prompt, sectors: Sectors) -> Sequence[Gathered]:
        results = rank_orders.results(session, activity, prompt, sectors, tier=Tier.DOCUMENT)
        return rank_tables.tables(results, sectors)


def _listed(labels: Sequence[Text]) -> Text:
    return {
        language: "; ".join(f"{place}. {say(label, language)}" for place, label in enumerate(labels, start=1))
        for language in ("en", "fr")
    }


WAY = Ranking()
