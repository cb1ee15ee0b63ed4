"""The join attacker: somebody with the whole database, its files included, who wants to know whose each answer is."""

import hashlib
import math
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect

ROSTER = {"participant": "id", "attendance": "participant_id", "electorate": "participant_id"}
ANSWERS = ("ballot", "answer", "idea", "comment", "dot", "dot_budget")
SAID_ALOUD = {"sector", "language"}  # stands beside an answer by design: the attacker starts from it, and gains nothing
ENOUGH = 5  # hits that chance alone would give
Row = dict[str, Any]


def dump(engine: Engine) -> dict[str, list[Row]]:
    """Every table as it lies: columns, the database's own hidden ones, and where in the file each row is."""
    tables: dict[str, list[Row]] = {}
    raw = _file(engine)
    with engine.connect() as connection:
        for table in inspect(connection).get_table_names():
            hidden = _hidden(connection, engine.dialect.name, table)
            rows = connection.exec_driver_sql(f"SELECT {hidden} {table}.* FROM {table}").mappings()
            tables[table] = [dict(row) | {"_place": place} for place, row in enumerate(rows)]
    for rows in tables.values() if raw else ():
        for row in rows:
            row["_offset"] = _offset(raw, row)
    return tables


def _hidden(connection: Any, dialect: str, table: str) -> str:
    if dialect == "postgresql":
        return "xmin::text::bigint AS _xmin, cmin::text::bigint AS _cmin, ctid::text AS _ctid,"
    made = connection.exec_driver_sql(f"SELECT sql FROM sqlite_master WHERE name = '{table}'").scalar_one()
    return "" if "WITHOUT ROWID" in made else "rowid AS _rowid,"


def _file(engine: Engine) -> bytes:
    return Path(str(engine.url.database)).read_bytes() if engine.dialect.name == "sqlite" else b""


def _offset(raw: bytes, row: Row) -> int:
    """Where the row is in the file: its first two texts stand side by side there, in the order of its columns."""
    texts = [value for name, value in row.items() if isinstance(value, str) and not name.startswith("_")]
    return raw.find("".join(texts[:2]).encode())


@dataclass
class Truth:
    """What only the test knows: who answered what in one activity, by a mark that is no column of the database."""

    activity_id: str
    meeting_id: str
    sector: dict[str, tuple[str, ...]]  # of each participant, with what else is said aloud
    whose: dict[str, dict[str, str]]  # table -> key of a row -> participant


@dataclass
class Score:
    """How often one attack was right over all it tried, beside what guessing within the sector would give."""

    hits: float = 0.0
    expected: float = 0.0
    variance: float = 0.0
    tried: int = 0

    @property
    def beyond_chance(self) -> float:
        """In standard deviations."""
        return (self.hits - self.expected) / math.sqrt(self.variance) if self.variance else 0.0


@dataclass
class Attacker:
    """Tries everything against everything, and keeps count."""

    scores: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))

    def try_all(self, tables: dict[str, list[Row]], truth: Truth) -> None:
        """All pairs of a roster table and an answer table, in this activity."""
        for roster, who in ROSTER.items():
            people = [row for row in tables[roster] if row[who] in truth.sector and _here(row, truth)]
            for table, whose in truth.whose.items():
                rows = [row for row in _joined(tables, table, truth) if row["_key"] in whose]
                for cell in set(truth.sector.values()):
                    here = [row for row in people if truth.sector[row[who]] == cell]
                    theirs = [row for row in rows if truth.sector[whose[row["_key"]]] == cell]
                    first = list({whose[row["_key"]]: row for row in reversed(theirs)}.values())[::-1]
                    self._by_order(f"{roster}~{table}", here, who, first, whose)
                    self._by_value(f"{roster}={table}", here, who, theirs, whose)

    def worst(self) -> tuple[str, Score]:
        """The attack that did best, among those tried often enough to tell luck from knowledge."""
        tried = {name: score for name, score in self.scores.items() if score.expected >= ENOUGH}
        return max(tried.items(), key=lambda item: item[1].beyond_chance)

    def _by_order(self, name: str, people: list[Row], who: str, rows: list[Row], whose: dict[str, str]) -> None:
        """The first of the roster with the first of the answers, and so on; and the other way round."""
        size = len(rows)
        people = [row for row in people if row[who] in {whose[r["_key"]] for r in rows}]
        if size < 2 or len(people) != size:
            return
        for left in _orders(people):
            for right in _orders(rows):
                ranked = [row[who] for row in sorted(people, key=lambda row: row[left])]
                guessed = [whose[row["_key"]] for row in sorted(rows, key=lambda row: row[right])]
                for sign, order in (("+", guessed), ("-", guessed[::-1])):
                    score = self.scores[f"{name} {left}{sign}{right}"]
                    score.hits += sum(a == b for a, b in zip(ranked, order, strict=True))
                    score.expected += 1  # the fixed points of a random order: one on average, and one in variance
                    score.variance += 1
                    score.tried += size

    def _by_value(self, name: str, people: list[Row], who: str, rows: list[Row], whose: dict[str, str]) -> None:
        """A value in the roster, or its hash, that stands beside the answers of some people alone."""
        count = len({whose[row["_key"]] for row in rows})
        if count < 2:
            return
        for left in _columns(people):
            for right in _columns(rows):
                found: dict[str, set[str]] = defaultdict(set)
                for row in rows:
                    found[str(row[right])].add(whose[row["_key"]])
                for row in (row for row in people if row[who] in set(whose.values())):
                    self._guess(f"{name} {left}={right}", row[who], _looks(row[left]), found, count)

    def _guess(self, name: str, person: str, looks: Iterator[str], found: dict[str, set[str]], count: int) -> None:
        candidates = next((found[look] for look in looks if look in found), None)
        if candidates is None or len(candidates) == count:
            return  # it says nothing
        score = self.scores[name]
        score.hits += person in candidates
        share = len(candidates) / count
        score.expected += share
        score.variance += share * (1 - share)
        score.tried += 1


def _here(row: Row, truth: Truth) -> bool:
    return row.get("activity_id", truth.activity_id) == truth.activity_id and (
        row.get("meeting_id", truth.meeting_id) == truth.meeting_id
    )


def _joined(tables: dict[str, list[Row]], table: str, truth: Truth) -> list[Row]:
    """The rows of this activity with the key their truth is known by; an answer is known by its ballot."""
    if table == "answer":
        mine = {row["id"] for row in tables["ballot"] if row["activity_id"] == truth.activity_id}
        return [row | {"_key": row["ballot_id"]} for row in tables[table] if row["ballot_id"] in mine]
    key = "id" if table in {"ballot", "idea", "comment"} else "pseudonym"
    return [row | {"_key": row[key]} for row in tables[table] if row["activity_id"] == truth.activity_id]


def _orders(rows: Sequence[Row]) -> list[str]:
    """Columns that put rows in an order, each in its own place: the file's, the database's own, numbers, and ids."""
    return [name for name in rows[0] if name != "_key" and len({str(row[name]) for row in rows}) == len(rows)]


def _columns(rows: Sequence[Row]) -> list[str]:
    return [
        name for name in (rows[0] if rows else ()) if name not in SAID_ALOUD | {"_key", "_place", "_offset", "_cmin"}
    ]


def _looks(value: object) -> Iterator[str]:
    """A value as it might stand elsewhere: itself, the other spelling of a truth, and its usual hashes."""
    text = str(value)
    yield text
    if isinstance(value, bool | int):
        yield str(int(value))
        yield str(bool(value))
    for name in ("sha256", "sha1", "md5"):
        yield hashlib.new(name, text.encode()).hexdigest()


def shuffled(people: Sequence[str], seed: object) -> list[str]:
    """The same people in an order of chance."""
    order = list(people)
    random.Random(str(seed)).shuffle(order)
    return order
