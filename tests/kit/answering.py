"""People who answer a poll, in the order of the cast."""

from collections.abc import Mapping

from sqlmodel import Session

from app.domain import events
from app.domain.activities import Activity
from app.kinds import kind_of
from tests.kit.cast import World


def answers(session: Session, world: World, poll: Activity, counts: Mapping[str, int]) -> None:
    """So many people choose each option of the poll's first question; whoever answered before changes their answer."""
    kind = kind_of("poll")
    fresh = session.get_one(Activity, poll.id)
    prompt = poll.setup["prompts"][0]["code"]
    chosen = [option for option, number in counts.items() for _ in range(number)]
    for seat, option in zip(world.seats.values(), chosen, strict=False):
        kind.receive(session, fresh, seat, kind.parse({"prompt": prompt, "value": option}))
    kind.after_answer(session, fresh)
    events.record(session, events.AnswerGiven(fresh.meeting_id, fresh.id))
