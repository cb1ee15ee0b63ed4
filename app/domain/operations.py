"""Operations: every change carries an id its sender made, so that sending twice is sending once."""

import hashlib
import json
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, Session

from app.domain import Noun
from app.domain.ids import digest
from app.domain.refusals import N_, Refusal
from app.domain.statements import Statement

Reply = dict[str, Any]


class Operation(Noun, table=True):
    """One answered operation. On reveal an activity's rows are reduced to a hash each."""

    __tablename__ = "operation"
    __table_args__ = ({"sqlite_with_rowid": False},)
    actor: str = Field(primary_key=True)  # a pseudonym, or "account:..." for facilitators
    op_id: str = Field(primary_key=True)
    activity_id: str | None = Field(default=None, index=True)
    body_hash: str = ""
    reply: Reply = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


_FIND = Statement(
    "SELECT body_hash, reply, op_id FROM operation "
    "WHERE (actor = :actor AND op_id = :op) OR (actor = :hash AND op_id = '')"
)
_TAKEN = Statement("SELECT COUNT(*) AS number FROM operation WHERE actor = :actor")
_KEEP = Statement(
    "INSERT INTO operation (actor, op_id, activity_id, body_hash, reply) VALUES (:actor, :op, :activity, :body, :reply)"
)


def reduced(actor: str, op_id: str) -> str:
    """What is left of an operation after the reveal: enough to answer "saved" to a late resend, and no more."""
    return digest(f"{actor}|{op_id}")


def body_hash(body: object) -> str:
    """The fingerprint of what was sent."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()


def answered_before(session: Session, actor: str, op_id: str, body: str) -> Reply | None:
    """The reply this operation got when it came first; the same id with another body is refused."""
    row = _FIND.run(session, actor=actor, op=op_id, hash=reduced(actor, op_id)).fetchone()
    if row is None:
        return None
    hashed, reply, kept_id = row
    if kept_id and hashed != body:
        raise Refusal(N_("This page is out of step. Reload it, then send your answer again."), status=422)
    return json.loads(reply) if isinstance(reply, str) else reply


def taken(session: Session, actor: str) -> int:
    """How many operations of this actor have been taken: tells an older drawing of their state from a newer one."""
    return int(_TAKEN.run(session, actor=actor).fetchone()[0])


def keep(session: Session, actor: str, op_id: str, body: str, *, activity_id: str | None, reply: Reply) -> None:
    """Remember the reply, in the same transaction as the change it answers."""
    _KEEP.run(session, actor=actor, op=op_id, activity=activity_id, body=body, reply=json.dumps(reply))
