"""Ballots and the answers on them: one a person and activity, under a pseudonym, by sector."""

from collections import Counter
from dataclasses import dataclass, field

from sqlmodel import Field, Session, UniqueConstraint

from app.domain import Noun, activities, electorate
from app.domain.activities import Activity
from app.domain.ids import new_id
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.domain.statements import Statement


class Ballot(Noun, table=True):
    """What one pseudonym handed in. Its id is random, and no time stands on it."""

    __tablename__ = "ballot"
    __table_args__ = (UniqueConstraint("activity_id", "pseudonym"), {"sqlite_with_rowid": False})
    id: str = Field(primary_key=True)
    activity_id: str = Field(foreign_key="activity.id", index=True, ondelete="CASCADE")
    room: str | None = None  # null = plenary
    pseudonym: str | None = None
    sector: str | None = None
    report_group: str | None = None


class Answer(Noun, table=True):
    """One value on a ballot. `item` and `dimension` are empty where a prompt has none."""

    __tablename__ = "answer"
    __table_args__ = ({"sqlite_with_rowid": False},)
    ballot_id: str = Field(primary_key=True, foreign_key="ballot.id", ondelete="CASCADE")
    prompt: str = Field(primary_key=True)
    item: str = Field(primary_key=True, default="")
    dimension: str = Field(primary_key=True, default="")
    value: str | None = None
    opt_out: bool = False
    words: str | None = None  # what somebody wrote beside "other"


class BallotByGroup(Noun, table=True):
    """After the reveal: answers by reporting group, under fresh ids, with no sector."""

    __tablename__ = "ballot_by_group"
    __table_args__ = ({"sqlite_with_rowid": False},)
    id: str = Field(primary_key=True)
    activity_id: str = Field(foreign_key="activity.id", index=True, ondelete="CASCADE")
    report_group: str


class AnswerByGroup(Noun, table=True):
    """One value on a ballot by group."""

    __tablename__ = "answer_by_group"
    __table_args__ = ({"sqlite_with_rowid": False},)
    ballot_id: str = Field(primary_key=True, foreign_key="ballot_by_group.id", ondelete="CASCADE")
    prompt: str = Field(primary_key=True)
    item: str = Field(primary_key=True, default="")
    dimension: str = Field(primary_key=True, default="")
    value: str | None = None
    opt_out: bool = False


@dataclass(frozen=True)
class Given:
    """One value to put on a ballot."""

    value: str | None
    item: str = ""
    dimension: str = ""
    opt_out: bool = False
    words: str | None = None


@dataclass
class Count:
    """One group's answers to a prompt: `n` people with a real answer, a count for each value, how many opted out."""

    n: int = 0
    opt_out: int = 0
    counts: Counter[str] = field(default_factory=Counter[str])


_CAST = Statement(
    "INSERT INTO ballot (id, activity_id, room, pseudonym, sector, report_group) "
    "VALUES (:id, :activity, :room, :pseudonym, :sector, :report_group) "
    "ON CONFLICT (activity_id, pseudonym) DO NOTHING"
)
_MINE = Statement("SELECT id FROM ballot WHERE activity_id = :activity AND pseudonym = :pseudonym")
_CLEAR = Statement("DELETE FROM answer WHERE ballot_id = :ballot AND prompt = :prompt")
_WRITE = Statement(
    "INSERT INTO answer (ballot_id, prompt, item, dimension, value, opt_out, words) "
    "VALUES (:ballot, :prompt, :item, :dimension, :value, :opt_out, :words)"
)
_CLEAR_ONE = Statement(
    "DELETE FROM answer WHERE ballot_id = :ballot AND prompt = :prompt AND item = :item AND dimension = :dimension"
)
_READ = Statement(
    "SELECT answer.prompt, answer.item, answer.dimension, answer.value, answer.opt_out, answer.words FROM answer "
    "JOIN ballot ON ballot.id = answer.ballot_id WHERE ballot.activity_id = :activity AND ballot.pseudonym = :pseudonym"
)
_VALUES = Statement(
    "SELECT ballot.sector, answer.value, answer.opt_out, COUNT(*) AS number FROM answer "
    "JOIN ballot ON ballot.id = answer.ballot_id WHERE ballot.activity_id = :activity AND answer.prompt = :prompt "
    "GROUP BY ballot.sector, answer.value, answer.opt_out"
)
_PEOPLE = Statement(
    "SELECT ballot.sector, answer.opt_out, COUNT(DISTINCT answer.ballot_id) AS number FROM answer "
    "JOIN ballot ON ballot.id = answer.ballot_id WHERE ballot.activity_id = :activity AND answer.prompt = :prompt "
    "GROUP BY ballot.sector, answer.opt_out"
)


_ITEMS = Statement(
    "SELECT answer.item, answer.dimension, ballot.sector, answer.value, answer.opt_out, COUNT(*) AS number FROM answer "
    "JOIN ballot ON ballot.id = answer.ballot_id WHERE ballot.activity_id = :activity AND answer.prompt = :prompt "
    "GROUP BY answer.item, answer.dimension, ballot.sector, answer.value, answer.opt_out"
)
_ORDERED = Statement(
    "SELECT ballot.sector, ballot.id, answer.item, answer.value FROM answer "
    "JOIN ballot ON ballot.id = answer.ballot_id WHERE ballot.activity_id = :activity AND answer.prompt = :prompt "
    "AND NOT answer.opt_out ORDER BY ballot.id"
)


def ballot_of(session: Session, activity: Activity, seat: Seat) -> str:
    """The id of this person's ballot, made when they first answer. Nobody gets a second one by changing devices."""
    who = {"activity": activity.id, "pseudonym": seat.pseudonym(activity.id)}
    mine = _MINE.run(session, **who).fetchone()
    if mine:
        return mine[0]
    if electorate.has_answered(session, activity, seat) and not _MINE.run(session, **who).fetchone():
        raise Refusal(N_("Not sent: you have already answered this on another device. Change your answer there."))
    ballot = new_id()
    cast = {
        "id": ballot,
        "room": activities.room_of(activity, seat.room),
        "sector": seat.sector,
        "report_group": seat.report_group,
    }
    if _CAST.run(session, **who, **cast).rowcount:
        return ballot
    return _MINE.run(session, **who).fetchone()[0]  # another process made it a moment ago


def count_in(session: Session, activity: Activity, seat: Seat) -> None:
    """Count in somebody who wrote or backed something: with that comes the ballot that a later choice is put on."""
    if not electorate.has_answered(session, activity, seat):
        ballot_of(session, activity, seat)
    electorate.mark_answered(session, activity, seat)


def put(session: Session, activity: Activity, seat: Seat, prompt: str, given: list[Given]) -> None:
    """Answer one prompt: what was there before is replaced. An empty list takes the answer back."""
    ballot = ballot_of(session, activity, seat)
    _CLEAR.run(session, ballot=ballot, prompt=prompt)
    for one in given:
        _WRITE.run(session, ballot=ballot, prompt=prompt, **vars(one))
    electorate.mark_answered(session, activity, seat)


def put_one(
    session: Session, activity: Activity, seat: Seat, prompt: str, given: Given | None, *, item: str, dimension: str
) -> None:
    """Answer one item of a prompt, along one dimension where it has several; the others stay. None takes it back."""
    ballot = ballot_of(session, activity, seat)
    _CLEAR_ONE.run(session, ballot=ballot, prompt=prompt, item=item, dimension=dimension)
    if given is not None:
        _WRITE.run(session, ballot=ballot, prompt=prompt, **vars(given) | {"item": item, "dimension": dimension})
    electorate.mark_answered(session, activity, seat)


def mine(session: Session, activity: Activity, seat: Seat) -> dict[str, list[Given]]:
    """What this person has answered, by prompt."""
    rows = _READ.run(session, activity=activity.id, pseudonym=seat.pseudonym(activity.id)).fetchall()
    answers: dict[str, list[Given]] = {}
    for prompt, item, dimension, value, opt_out, words in rows:
        answers.setdefault(prompt, []).append(Given(value, item, dimension, bool(opt_out), words))
    return answers


def count(session: Session, activity: Activity, prompt: str) -> dict[str, Count]:
    """Answers to one prompt by sector code. Counted every time; not yet safe to show (see evidence.small_groups)."""
    asked, by_sector = {"activity": activity.id, "prompt": prompt}, dict[str, Count]()
    for sector, value, opt_out, number in _VALUES.run(session, **asked).fetchall():
        if not opt_out and value is not None:
            by_sector.setdefault(sector or "", Count()).counts[value] += number
    for sector, opt_out, number in _PEOPLE.run(session, **asked).fetchall():
        entry = by_sector.setdefault(sector or "", Count())
        if opt_out:
            entry.opt_out += number
        else:
            entry.n += number
    return by_sector


def count_items(session: Session, activity: Activity, prompt: str) -> dict[tuple[str, str], dict[str, Count]]:
    """Answers to each (item, dimension) of a prompt by sector code, one a person. Not yet safe to show."""
    found: dict[tuple[str, str], dict[str, Count]] = {}
    rows = _ITEMS.run(session, activity=activity.id, prompt=prompt).fetchall()
    for item, dimension, sector, value, opt_out, number in rows:
        entry = found.setdefault((item, dimension), {}).setdefault(sector or "", Count())
        if opt_out:
            entry.opt_out += number
        else:
            entry.n += number
            entry.counts[value] += number
    return found


def valued(session: Session, activity: Activity, prompt: str) -> dict[str, list[dict[str, str]]]:
    """For each sector, item -> value of every ballot with an answer to this prompt. Not yet safe to show."""
    by_ballot: dict[tuple[str, str], dict[str, str]] = {}
    for sector, ballot, item, value in _ORDERED.run(session, activity=activity.id, prompt=prompt).fetchall():
        by_ballot.setdefault((sector or "", ballot), {})[item] = value
    by_sector: dict[str, list[dict[str, str]]] = {}
    for (sector, _), items in by_ballot.items():
        by_sector.setdefault(sector, []).append(items)
    return by_sector
