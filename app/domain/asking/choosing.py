"""Choosing: one option, several, or one point of a scale."""

from collections.abc import Sequence

from sqlmodel import Session

from app.domain import ballots, choices, live_tally, passages
from app.domain.activities import Activity
from app.domain.asking.way import Sectors, Sent, Way
from app.domain.ballots import Given
from app.domain.choices import PromptResults
from app.domain.kind import Gathered, Handed, Viewer
from app.domain.passages import REASON
from app.domain.prompts import Prompt
from app.domain.seats import Seat
from app.evidence.small_groups import Counted, Tier


class Choosing(Way):
    """A choice is kept on the ballot; the total may be live."""

    name = "choice"
    types = choices.TYPES

    def fits(self, prompt: Prompt) -> bool:
        rated = bool(prompt.items or prompt.items_by_sector or prompt.items_from)
        return super().fits(prompt) and not rated

    def receive(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat, sent: Sent) -> None:
        if sent.do == "reason" and prompt.comment:
            spoken, room = sent.language, 280
            passages.put(session, activity, seat, prompt.code, sent.text, kind=REASON, language=spoken, limit=room)
            return
        given = choices.given(prompt.for_room(seat.room), sent.value, sent.words)
        ballots.put(session, activity, seat, prompt.code, given)

    def mine(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> list[Given]:
        return ballots.mine(session, activity, seat).get(prompt.code, [])

    def handed_in(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> Sequence[Handed]:
        given = self.mine(session, activity, prompt, seat)
        return [choices.handed(prompt, given)] if given else []

    def after_answer(self, session: Session, activity: Activity, prompt: Prompt) -> bool:
        return prompt.live and not prompt.sensitive and live_tally.step(session, activity, prompt)

    def live(self, session: Session, activity: Activity, prompt: Prompt, viewer: Viewer) -> PromptResults | None:
        shown = live_tally.shown(session, activity, prompt) if prompt.live and not prompt.sensitive else None
        if shown is None:
            return None
        return PromptResults(prompt, choices.bars(prompt, Counted(shown.n, shown.counts)), None, "live")

    def results(
        self, session: Session, activity: Activity, prompt: Prompt, viewer: Viewer, sectors: Sectors
    ) -> PromptResults:
        return choices.results(session, activity, prompt, sectors)

    def of_room(self, what: PromptResults, room: str) -> PromptResults | None:
        mine = (what.sectors or {}).get(room)
        return PromptResults(what.prompt, mine, None, "room") if mine is not None else None

    def gather(self, session: Session, activity: Activity, prompt: Prompt, sectors: Sectors) -> Sequence[Gathered]:
        return choices.tables(choices.results(session, activity, prompt, sectors, tier=Tier.DOCUMENT), sectors)


WAY = Choosing()
