"""Dots: what people back, within a budget that the database itself keeps."""

from dataclasses import dataclass

from sqlmodel import CheckConstraint, Field, Session, text

from app.domain import Noun, ballots, electorate
from app.domain.activities import Activity
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat


class DotBudget(Noun, table=True):
    """How many dots one pseudonym has spent, and may spend."""

    __tablename__ = "dot_budget"
    __table_args__ = (CheckConstraint("used BETWEEN 0 AND cap", name="within"), {"sqlite_with_rowid": False})
    activity_id: str = Field(primary_key=True, foreign_key="activity.id", ondelete="CASCADE")
    pseudonym: str = Field(primary_key=True)
    used: int = 0
    cap: int


class Dot(Noun, table=True):
    """Dots of one pseudonym on one target."""

    __tablename__ = "dot"
    __table_args__ = (CheckConstraint("n BETWEEN 1 AND most", name="within"), {"sqlite_with_rowid": False})
    activity_id: str = Field(primary_key=True, foreign_key="activity.id", ondelete="CASCADE")
    pseudonym: str = Field(primary_key=True)
    target: str = Field(primary_key=True)
    room: str | None = None
    n: int
    most: int  # the cap on one target, so that the database checks it


@dataclass(frozen=True)
class Backing:
    """What one target got from one sector: dots, and the number of different people they came from."""

    dots: int
    people: int


_BUDGET = text(
    "INSERT INTO dot_budget (activity_id, pseudonym, used, cap) VALUES (:activity, :pseudonym, 0, :cap) "
    "ON CONFLICT (activity_id, pseudonym) DO NOTHING"
)
_SPEND = text(
    "UPDATE dot_budget SET used = used + :step WHERE activity_id = :activity AND pseudonym = :pseudonym "
    "AND used + :step BETWEEN 0 AND cap"
)
_ADD = text(
    "INSERT INTO dot (activity_id, pseudonym, target, n, most) VALUES (:activity, :pseudonym, :target, 1, :most) "
    "ON CONFLICT (activity_id, pseudonym, target) DO UPDATE SET n = dot.n + 1 WHERE dot.n < dot.most"
)
_LESS = text(
    "UPDATE dot SET n = n - 1 WHERE activity_id = :activity AND pseudonym = :pseudonym AND target = :target AND n > 1"
)
_GONE = text("DELETE FROM dot WHERE activity_id = :activity AND pseudonym = :pseudonym AND target = :target AND n = 1")
_HELD = text(  # `there`: whether what they are on still is, an idea by its id or short name, or a group
    "SELECT dot.target, dot.n, (EXISTS (SELECT 1 FROM idea WHERE idea.id = dot.target AND idea.state = 'shown') "
    "OR EXISTS (SELECT 1 FROM theme JOIN activity ON activity.id = theme.activity_id "
    "JOIN meeting ON meeting.id = activity.meeting_id "
    "WHERE theme.code = dot.target AND meeting.project_id = mine.project_id) "
    "OR EXISTS (SELECT 1 FROM idea JOIN activity ON activity.id = idea.activity_id "
    "JOIN meeting ON meeting.id = activity.meeting_id "
    "WHERE idea.code = dot.target AND idea.state = 'shown' AND meeting.project_id = mine.project_id)) AS there "
    "FROM dot JOIN activity vote ON vote.id = dot.activity_id JOIN meeting mine ON mine.id = vote.meeting_id "
    "WHERE dot.activity_id = :activity AND dot.pseudonym = :pseudonym"
)
_LOSE = text(
    "DELETE FROM dot WHERE activity_id = :activity AND pseudonym = :pseudonym AND target = :target RETURNING n"
)
_COUNT = text(
    "SELECT dot.target, ballot.sector, SUM(dot.n) AS dots, COUNT(*) AS people FROM dot "
    "JOIN ballot ON ballot.activity_id = dot.activity_id AND ballot.pseudonym = dot.pseudonym "
    "WHERE dot.activity_id = :activity GROUP BY dot.target, ballot.sector"
)
_VOTERS = text(
    "SELECT ballot.sector, COUNT(DISTINCT dot.pseudonym) AS people FROM dot "
    "JOIN ballot ON ballot.activity_id = dot.activity_id AND ballot.pseudonym = dot.pseudonym "
    "WHERE dot.activity_id = :activity GROUP BY ballot.sector"
)


def spend(session: Session, activity: Activity, seat: Seat, target: str, *, dots: int, most: int) -> None:
    """Put one more dot on a target: within `dots` in all and `most` on one, or not at all.

    Dots on an idea that was withdrawn or taken off the screens since come back first, to be spent again.
    """
    ballots.ballot_of(session, activity, seat)
    connection = session.connection()
    who = {"activity": activity.id, "pseudonym": seat.pseudonym(activity.id)}
    connection.execute(_BUDGET, who | {"cap": dots})
    lost = [row.target for row in connection.execute(_HELD, who) if not row.there]
    back = sum(row.n for target in lost for row in connection.execute(_LOSE, who | {"target": target}))
    if back:
        connection.execute(_SPEND, who | {"step": -back})
    if not connection.execute(_SPEND, who | {"step": 1}).rowcount:
        raise Refusal(N_("All %(dots)s of your dots are spent. Take one back first."), control=target, dots=dots)
    if not connection.execute(_ADD, who | {"target": target, "most": most}).rowcount:
        raise Refusal(N_("No more than %(most)s dots on one. Put this dot somewhere else."), control=target, most=most)
    electorate.mark_answered(session, activity, seat)


def take_back(session: Session, activity: Activity, seat: Seat, target: str) -> None:
    """Take one dot off a target. With none there, nothing happens."""
    connection = session.connection()
    who = {"activity": activity.id, "pseudonym": seat.pseudonym(activity.id)}
    there = who | {"target": target}
    if connection.execute(_LESS, there).rowcount or connection.execute(_GONE, there).rowcount:
        connection.execute(_SPEND, who | {"step": -1})


def held_by(session: Session, activity: Activity, seat: Seat) -> dict[str, int]:
    """This person's dots by target, on what is still there: the others have come back to them."""
    rows = session.connection().execute(_HELD, {"activity": activity.id, "pseudonym": seat.pseudonym(activity.id)})
    return {row.target: row.n for row in rows if row.there}


def count(session: Session, activity: Activity) -> dict[str, dict[str, Backing]]:
    """Backing by target, then by sector. Counted every time; not yet safe to show."""
    by_target: dict[str, dict[str, Backing]] = {}
    for row in session.connection().execute(_COUNT, {"activity": activity.id}):
        by_target.setdefault(row.target, {})[row.sector or ""] = Backing(int(row.dots), row.people)
    return by_target


def voters(session: Session, activity: Activity) -> dict[str, int]:
    """How many people of each sector have a dot somewhere: the denominators."""
    return {row.sector or "": row.people for row in session.connection().execute(_VOTERS, {"activity": activity.id})}
