"""A seat: the secret a participant's page holds, and the pseudonym it makes for each activity."""

import hashlib
import hmac
from dataclasses import dataclass

from sqlmodel import Session, select

from app.domain.ids import digest
from app.domain.participants import JOINED, Participant

HANDS = 8  # so many orders of shuffled items; enough to even out, few enough to draw


@dataclass(frozen=True)
class Seat:
    """Who a phone is, while a request lasts. The secret is never stored, logged or shown."""

    secret: bytes
    participant_id: str
    project_id: str
    sector: str | None
    room: str | None
    report_group: str | None
    language: str
    leads: bool = False

    def __repr__(self) -> str:
        return "Seat(...)"

    def pseudonym(self, activity_id: str) -> str:
        """HMAC-SHA256(seat secret, activity): who this is within one activity, and nowhere else."""
        return hmac.new(self.secret, activity_id.encode(), hashlib.sha256).hexdigest()

    def mark(self, what: str, value: bool) -> str:
        """A yes or no that nobody reads without this seat: beside a name, it must not tell whose an idea is."""
        return self.pseudonym(f"{what}:{'yes' if value else 'no'}")

    @property
    def hand(self) -> int:
        """Which of the eight orders this person sees shuffled items in."""
        return self.pseudonym("hand").encode()[0] % HANDS


def recognise(session: Session, secret: str) -> Seat | None:
    """The seat a cookie belongs to, unless it was taken away."""
    person = session.exec(select(Participant).where(Participant.seat_hash == digest(secret))).first()
    return None if person is None or person.state != JOINED else seat_of(person, secret)


def seat_of(person: Participant, secret: str) -> Seat:
    """The seat of a person whose secret is at hand."""
    return Seat(
        secret.encode(),
        person.id,
        person.project_id,
        person.sector,
        person.room,
        person.report_group,
        person.language,
        person.leads,
    )
