"""Wording: a few short words from each person, counted together."""

from collections.abc import Sequence

from sqlmodel import Session

from app.domain import ballots, word_lists
from app.domain.activities import Activity
from app.domain.asking.way import Sectors, Sent, Way
from app.domain.kind import Gathered, Handed, Viewer
from app.domain.prompts import Prompt
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.domain.word_lists import WordResults
from app.evidence.small_groups import Tier


class Wording(Way):
    """All words of a person are sent together, and replace what they sent before."""

    name = "words"
    types = frozenset({"words"})

    def receive(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat, sent: Sent) -> None:
        if sent.do != "answer":
            raise Refusal(N_("There is nothing to hand in here."), control=prompt.code, status=422)
        ballots.put(session, activity, seat, prompt.code, word_lists.given(prompt, sent.value))

    def mine(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> list[str]:
        given = ballots.mine(session, activity, seat).get(prompt.code, [])
        return [one.value for one in given if one.value]

    def handed_in(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> Sequence[Handed]:
        words = ", ".join(self.mine(session, activity, prompt, seat))
        return [Handed(prompt.text, {"en": words, "fr": words})] if words else []

    def results(
        self, session: Session, activity: Activity, prompt: Prompt, viewer: Viewer, sectors: Sectors
    ) -> WordResults:
        return word_lists.results(session, activity, prompt, sectors)

    def gather(self, session: Session, activity: Activity, prompt: Prompt, sectors: Sectors) -> Sequence[Gathered]:
        made = word_lists.table(word_lists.results(session, activity, prompt, sectors, tier=Tier.DOCUMENT))
        return [made] if made else []


WAY = Wording()
