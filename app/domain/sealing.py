"""Sealing: on reveal, whatever could tell who came when leaves the database, in the transaction that reveals."""

import random
from collections import Counter
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, delete, insert

from app.domain import Noun, meetings
from app.domain.activities import CUT, Activity
from app.domain.ballots import Answer, AnswerByGroup, Ballot, BallotByGroup
from app.domain.electorate import Elector
from app.domain.ideas import Comment, Idea
from app.domain.ids import new_id
from app.domain.operations import Operation, reduced
from app.domain.passages import Passage, Upvote
from app.domain.votes import Dot, DotBudget
from app.evidence.small_groups import Tier

_shuffler = random.SystemRandom()
WORDS, VOTES = (Idea, Comment, Passage), (DotBudget, Dot, Upvote)
Row = dict[str, Any]


def seal(session: Session, activity: Activity) -> None:
    """Split off reporting groups, drop pseudonyms where they are `cut`, reduce operations, and write every row anew
    in random order: neither a value nor a place in the file joins a voter to a ballot (schema.md, On reveal)."""
    session.flush()
    answers = _answers(session, activity)  # before their ballots go, and they with them
    ballots = _take(session, Ballot, activity)
    _keep_by_group(session, activity, ballots, answers)
    words = {table: _take(session, table, activity) for table in WORDS}
    dots = {table: _take(session, table, activity) for table in VOTES}
    _forget_groups([*ballots, *(row for rows in words.values() for row in rows)])
    if activity.secrecy == CUT:
        _cut(list(words.values()), [ballots, *dots.values()])
    _put(session, Ballot, ballots)
    _put(session, Answer, answers)
    for table, rows in (words | dots).items():
        _put(session, table, rows)
    _put(session, Elector, _take(session, Elector, activity))
    _reduce_operations(session, activity)
    session.info["truncate"] = True  # the writer empties the write-ahead log after this commit


def shuffle(session: Session, activity: Activity) -> None:
    """Write every row anew in random order and change nothing else: when an activity closes, which may never be
    revealed, and when a revealed one is left, since comments have come in an order of their own."""
    session.flush()
    answers = _answers(session, activity)
    rows = {table: _take(session, table, activity) for table in (Ballot, *WORDS, *VOTES, Elector)}
    for table, taken in rows.items():
        _put(session, table, taken)
    _put(session, Answer, answers)
    _put(session, Operation, _take(session, Operation, activity))
    session.info["truncate"] = True


def shuffle_words(session: Session, activity: Activity) -> None:
    """Write what people wrote anew in random order, all of it: when one of them changed whether they may be quoted,
    since rows written together with the person's own would be theirs."""
    session.flush()
    for table in WORDS:
        _put(session, table, _take(session, table, activity))
    session.info["truncate"] = True


def _take(session: Session, table: type[Noun], activity: Activity) -> list[Row]:
    mine = table.__table__.columns["activity_id"] == activity.id
    rows = _rows(session, select(table.__table__).where(mine))
    for held in [one for one in session if isinstance(one, table)]:
        session.expunge(held)
    session.exec(delete(table).where(mine))
    return rows


def _answers(session: Session, activity: Activity) -> list[Row]:
    ballot = Ballot.__table__.columns
    query = select(Answer.__table__).join(Ballot.__table__).where(ballot["activity_id"] == activity.id)
    return _rows(session, query)


def _rows(session: Session, query: Select[Any]) -> list[Row]:
    return [dict(row) for row in session.connection().execute(query).mappings()]


def _put(session: Session, table: type[Noun], rows: list[Row]) -> None:
    if rows:
        _shuffler.shuffle(rows)
        session.exec(insert(table), params=rows)


def _keep_by_group(session: Session, activity: Activity, ballots: list[Row], answers: list[Row]) -> None:
    """A fresh id for each ballot *and question*: several answers together could be recognised on the original.

    A handful in a pseudo-sector stays out: the groups added up, less the sectors, would be their answers.
    """
    pseudo = {sector.code for sector in meetings.sectors_at(session, activity.meeting_id) if sector.pseudo}
    ballot_at = {ballot["id"]: ballot for ballot in ballots if ballot["report_group"]}
    given = {_question(a) for a in answers if a["ballot_id"] in ballot_at}
    people = Counter((ballot_at[ballot]["sector"], question) for ballot, question in given)
    fresh = {
        (ballot, question): new_id()
        for ballot, question in given
        if (sector := ballot_at[ballot]["sector"]) not in pseudo or people[sector, question] >= Tier.LIVE.least
    }
    _put(
        session,
        BallotByGroup,
        [
            {"id": id_, "activity_id": activity.id, "report_group": ballot_at[ballot]["report_group"]}
            for (ballot, _), id_ in fresh.items()
        ],
    )
    _put(
        session,
        AnswerByGroup,
        [
            {name: a[name] for name in ("prompt", "item", "dimension", "value", "opt_out")}
            | {"ballot_id": fresh[_question(a)]}
            for a in answers
            if _question(a) in fresh
        ],
    )


def _question(answer: Row) -> tuple[str, tuple[str, str, str]]:
    """The ballot, and what was answered at once: each item of a rating for itself, choices of one prompt together."""
    chosen = answer["item"] == answer["value"]  # one of several choices, which are one answer
    item = "" if chosen else answer["item"]
    return answer["ballot_id"], (answer["prompt"], item, answer["dimension"])


def _forget_groups(rows: list[Row]) -> None:
    for row in rows:
        row["report_group"] = None


def _cut(words: list[list[Row]], votes: list[list[Row]]) -> None:
    """Words lose their pseudonym; a ballot and its dots share a random one, which no seat can make."""
    for rows in words:
        for row in rows:
            row["pseudonym"] = None
    fresh: dict[str, str] = {}
    for rows in votes:
        for row in rows:
            row["pseudonym"] = fresh.setdefault(row["pseudonym"], new_id())


def _reduce_operations(session: Session, activity: Activity) -> None:
    rows = _take(session, Operation, activity)
    _put(
        session,
        Operation,
        [
            {
                "actor": row["actor"] if not row["op_id"] else reduced(row["actor"], row["op_id"]),
                "op_id": "",
                "activity_id": activity.id,
                "body_hash": "",
                "reply": {},
            }
            for row in rows
        ],
    )
