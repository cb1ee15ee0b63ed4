"""Carrying a seat to another device: a one-time code under which the secret is sealed, for ten minutes."""

import hashlib
import secrets

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, Session, col, delete

from app.domain import Noun
from app.domain.ids import CODE_LETTERS, digest, now_ms
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat

LIFE_MS = 10 * 60 * 1000
LENGTH = 16  # of 30 symbols: 78 bits, more than can be tried from a stolen file before the code is worthless


class CarryCode(Noun, table=True):
    """A seat on its way. The code is not stored, and without it `sealed` opens to nobody."""

    __tablename__ = "carry_code"
    __table_args__ = ({"sqlite_with_rowid": False},)
    code_hash: str = Field(primary_key=True)
    sealed: str
    expires_ms: int = Field(sa_column=Column(BigInteger, nullable=False))


def offer(session: Session, seat: Seat) -> str:
    """A code that brings this seat to one other device; returns it, to be shown and never kept."""
    _sweep(session)
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(LENGTH))
    sealed = _sealed(code, seat.secret).hex()
    session.add(CarryCode(code_hash=digest(f"carry {code}"), sealed=sealed, expires_ms=now_ms() + LIFE_MS))
    return code


def take(session: Session, typed: str) -> str:
    """The seat's secret behind a code, which is used up by it. Raises a Refusal when there is none (any more)."""
    _sweep(session)
    code = "".join(letter for letter in typed.upper() if letter in CODE_LETTERS)
    found = session.get(CarryCode, digest(f"carry {code}")) if len(code) == LENGTH else None
    if found is None:
        raise Refusal(
            N_("This code does not work, or no longer. Show a new one on your other device, under Help."),
            control="code",
            status=404,
        )
    session.delete(found)
    session.flush()
    return _sealed(code, bytes.fromhex(found.sealed)).decode()


def _sealed(code: str, secret: bytes) -> bytes:
    """Secret xor SHAKE-256(code): a key used for one message only, and long gone when the code is."""
    stream = hashlib.shake_256(f"seal {code}".encode()).digest(len(secret))
    return bytes(a ^ b for a, b in zip(secret, stream, strict=True))


def _sweep(session: Session) -> None:
    session.exec(delete(CarryCode).where(col(CarryCode.expires_ms) < now_ms()))
