"""Up-votes: which questions people would like answered, and those that were not and are carried on."""

from collections.abc import Collection

from sqlmodel import Session, col, func, select

from app.domain import ballots, passages
from app.domain.activities import REVEALED, Activity
from app.domain.meetings import Meeting
from app.domain.passages import QUESTION, SHOWN, Passage, Upvote
from app.domain.refusals import N_, NotFound, Refusal
from app.domain.seats import Seat


def cast(session: Session, activity: Activity, seat: Seat, passage_id: str, *, yes: bool) -> None:
    """Back a question everybody can see, or no longer; once a person, and nobody their own."""
    passage = passages.get(session, activity, passage_id)
    pseudonym = seat.pseudonym(activity.id)
    if passage.kind != QUESTION or passage.state != SHOWN or not passage.released:
        raise NotFound(N_("This question is no longer there."))
    if passage.pseudonym == pseudonym:
        raise Refusal(N_("This is your own question. Back those of others."), control=passage_id)
    ballots.count_in(session, activity, seat)
    held = session.get(Upvote, (activity.id, pseudonym, passage_id))
    if yes and held is None:
        session.add(Upvote(activity_id=activity.id, pseudonym=pseudonym, passage_id=passage_id))
    elif not yes and held is not None:
        session.delete(held)
    session.flush()


def count(session: Session, activity: Activity) -> dict[str, int]:
    """How many people back each question. Not yet safe to show before the reveal."""
    query = select(Upvote.passage_id, func.count()).where(Upvote.activity_id == activity.id)
    return dict(session.exec(query.group_by(col(Upvote.passage_id))).all())


def people(session: Session, activity: Activity, among: Collection[str]) -> int:
    """How many people back one of these questions at least."""
    query = select(func.count(func.distinct(Upvote.pseudonym))).where(Upvote.activity_id == activity.id)
    return session.exec(query.where(col(Upvote.passage_id).in_(among))).one()


def backed_by(session: Session, activity: Activity, seat: Seat) -> set[str]:
    """The questions this person backs."""
    query = select(Upvote.passage_id).where(
        Upvote.activity_id == activity.id, Upvote.pseudonym == seat.pseudonym(activity.id)
    )
    return set(session.exec(query))


def unanswered(session: Session, project_id: str, before: Meeting) -> list[tuple[Activity, Passage]]:
    """Questions of earlier meetings, revealed and still without an answer: they are carried to the next briefing."""
    query = (
        select(Activity, Passage)
        .join(Passage, col(Passage.activity_id) == Activity.id)
        .join(Meeting, col(Meeting.id) == Activity.meeting_id)
        .where(Meeting.project_id == project_id, Meeting.number < before.number, Activity.state == REVEALED)
        .where(Passage.kind == QUESTION, Passage.state == SHOWN, col(Passage.answered).is_(False))
    )
    return list(session.exec(query.order_by(col(Meeting.number), col(Activity.position), col(Passage.id))))
