"""Rating: one value for each of several statements, by itself and with a reason if people like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from app.domain import ballots, choices, first_round, judging, passages, rating_tables, ratings
from app.domain.activities import Activity
from app.domain.asking.way import Sectors, Sent, Way
from app.domain.ballots import Given
from app.domain.first_round import Earlier
from app.domain.histograms import Histogram, of
from app.domain.kind import Gathered, Handed, Viewer
from app.domain.passages import REASON
from app.domain.prompts import Item, Prompt
from app.domain.ratings import Rated
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.domain.text import Text
from app.evidence.small_groups import Tier

REASON_LIMIT = 280
OUTWARD = frozenset({"answer", "take_back"})


@dataclass(frozen=True)
class Statement:
    """One item to rate, with how the room rated it before."""

    item: Item
    earlier: Earlier | None
    picture: Histogram | None


@dataclass(frozen=True)
class Controls:
    """What there is to rate, what may be rated again and need not, and the rule it is for."""

    asked: Sequence[Statement]
    optional: Sequence[Statement]
    rule: Text


@dataclass(frozen=True)
class First:
    """What somebody gave in the round before: the step's code, and its words."""

    value: str
    words: Text


@dataclass(frozen=True)
class Own:
    """One person's own ratings and reasons, and what they said in the round before; by item."""

    given: Mapping[str, Given]
    reasons: Mapping[str, str]
    first: Mapping[str, First]


@dataclass(frozen=True)
class Drawn:
    """One item's results with their pictures: everybody, and sector by sector."""

    rated: Rated
    whole: Histogram | None
    sectors: Mapping[str, Histogram | None]


@dataclass(frozen=True)
class RatingResults:
    """All items of one prompt as they may be shown, and the rule they are judged by."""

    prompt: Prompt
    items: Sequence[Drawn]
    rule: Text


class Rating(Way):
    """Each item is a small answer of its own; opting out of one is an answer that no share counts."""

    name = "rating"
    types = frozenset({"scale"})

    def fits(self, prompt: Prompt) -> bool:
        rated = bool(prompt.items or prompt.items_by_sector or prompt.items_from)
        return super().fits(prompt) and rated and not prompt.dimensions

    def ask(self, session: Session, activity: Activity, prompt: Prompt, viewer: Viewer) -> Controls:
        room = viewer.room if viewer.surface == "participant" else None
        items = ratings.asked_of(prompt, room) if viewer.surface == "participant" else prompt.every_item
        before = first_round.by_the_room(session, activity, prompt)
        asked = [_statement(prompt, item, before.get(item.code)) for item in items]
        needed = [one for one in asked if not one.item.optional]
        rule = judging.rule_words(session, activity, prompt)
        return Controls(needed, [one for one in asked if one.item.optional], rule)

    def receive(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat, sent: Sent) -> None:
        item = ratings.named(prompt, seat.room, sent.item)
        if sent.do == "reason" and prompt.comment:
            about, spoken, room = item.code, sent.language, REASON_LIMIT
            passages.put(
                session, activity, seat, prompt.code, sent.text, kind=REASON, about=about, language=spoken, limit=room
            )
            return
        if sent.do not in OUTWARD:
            raise Refusal(N_("There is nothing to hand in here."), control=prompt.code, status=422)
        given = None if sent.do == "take_back" else ratings.chosen(prompt, sent.value)
        ballots.put_one(session, activity, seat, prompt.code, given, item=item.code, dimension="")

    def mine(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> Own:
        given = {one.item: one for one in ballots.mine(session, activity, seat).get(prompt.code, [])}
        written = passages.texts_of(passages.mine(session, activity, seat), prompt.code)
        first = first_round.by_oneself(session, activity, prompt, seat)
        said = {code: First(one.value or "", choices.handed(prompt, [one]).words) for code, one in first.items()}
        return Own(given, {one.about: one.text for one in written if one.kind == REASON}, said)

    def handed_in(self, session: Session, activity: Activity, prompt: Prompt, seat: Seat) -> Sequence[Handed]:
        own = self.mine(session, activity, prompt, seat)
        items = [item for item in ratings.asked_of(prompt, seat.room) if item.code in own.given]
        return [replace(choices.handed(prompt, [own.given[item.code]]), about=item.text) for item in items]

    def results(
        self, session: Session, activity: Activity, prompt: Prompt, viewer: Viewer, sectors: Sectors
    ) -> RatingResults:
        rated = ratings.of_items(session, activity, prompt, sectors)
        said = ratings.reasons(session, activity, prompt)
        judged = judging.judged(session, activity, prompt, rated, sectors)
        shown = [replace(one, reasons=said.get(one.item.code, []) if one.total else []) for one in judged]
        rule = judging.rule_words(session, activity, prompt)
        return RatingResults(prompt, [_drawn(prompt, one) for one in shown], rule)

    def gather(self, session: Session, activity: Activity, prompt: Prompt, sectors: Sectors) -> Sequence[Gathered]:
        rated = ratings.of_items(session, activity, prompt, sectors, tier=Tier.DOCUMENT)
        return rating_tables.tables(prompt, judging.judged(session, activity, prompt, rated, sectors), sectors)


def _statement(prompt: Prompt, item: Item, earlier: Earlier | None) -> Statement:
    return Statement(item, earlier, of(prompt.scale, earlier.total) if earlier and prompt.scale else None)


def _drawn(prompt: Prompt, one: Rated) -> Drawn:
    if prompt.scale is None or one.total is None:
        return Drawn(one, None, {})
    groups = {code: of(prompt.scale, bars) for code, bars in (one.sectors or {}).items()}
    return Drawn(one, of(prompt.scale, one.total), groups)


WAY = Rating()
