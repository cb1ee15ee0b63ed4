"""A power cut in the middle of any block of the shipped series loses no answer, no clock and no room."""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from app.domain.activities import Activity
from app.domain.meetings import Meeting
from app.domain.passages import Passage
from app.kinds import kind_of
from app.play import door as doors
from app.play.door import Door, Shown
from app.play.recording import Deed, Person
from tests.kit.phone import Phone
from tests.kit.series import Series, demo

EACH = 2  # people of every sector
STEPS = (  # blocks of several meetings are open side by side
    ("M1.1", "M2.1", "M3.1"), ("M1.2", "M2.9", "M3.3", "M4.0"), ("M1.4",), ("M1.5",), ("M1.6",), ("M1.7",), ("M1.8",),
    ("M1.9",), ("M1.10",), ("M1.12",),
)  # fmt: skip
PAUSED, IN_ROOMS, LINE = {"M1.5", "M1.6"}, "M1.7", "Encore deux minutes dans cette salle."
COUNTS = {
    "": "SELECT prompt, COUNT(DISTINCT ballot_id) FROM answer JOIN ballot ON ballot.id = ballot_id "
        "WHERE activity_id = :it GROUP BY prompt",
    "write": "SELECT (SELECT COUNT(*) FROM idea WHERE activity_id = :it) "
             "+ (SELECT COUNT(*) FROM passage WHERE activity_id = :it AND kind != 'reason')",
    "reason": "SELECT COUNT(*) FROM passage WHERE activity_id = :it AND kind = 'reason'",
    "upvote": "SELECT COUNT(*) FROM upvote WHERE activity_id = :it",
    "spend": "SELECT SUM(n) FROM dot WHERE activity_id = :it",
    "agree": "SELECT COUNT(*) FROM attendance JOIN activity USING (meeting_id) "
             "WHERE activity.id = :it AND kind = 'consent' AND consented",
}  # fmt: skip
Tables = dict[str, list[tuple[Any, ...]]]


class Interrupted(Series):
    """Twelve of the recorded people, half of whom answer before the power goes and half after it is back."""

    def __init__(self, data: Path) -> None:
        recorded = demo()
        some = [one for one in recorded["participants"] if int(one["code"].rpartition("-")[2]) <= EACH]
        super().__init__(data, recorded | {"participants": some})
        self.database = data / "groundwork.db"
        self.people = self.recording.everybody()
        self.phones: dict[str, dict[str, Phone]] = {}

    def come(self, meeting: Meeting) -> None:
        """Everybody comes in by the door of a meeting, with the seat they have."""
        door = Door(self.server.origin, meeting.join_code)
        for one in self.people:
            meeting_id, cookie = door.come_in(one, self._cookies.get(one.code, ""))
            self._cookies[one.code] = cookie
            secret = cookie.partition("=")[2]
            self.phones.setdefault(one.code, {})[meeting.code] = Phone(self.server.origin, meeting_id, secret)

    def open(self, *blocks: str) -> list[Activity]:
        """Bring each meeting to its block and open it."""
        found = [self.block(code) for code in blocks]
        for activity in found:
            meeting = self._of(activity)
            self._do(meeting, activity, "go")
            self._do(meeting, activity, "open")
        return found

    def work(self, activity: Activity, half: int) -> None:
        """What the team does meanwhile: half of the questions shown, half of the groups made."""
        recorded = self.recording.block(activity.block) or {}
        if activity.kind == "questions":
            self._desk(self._of(activity), activity, [("order", "show_waiting")])
        written = self._ideas() if "themes" in recorded else {}
        themes = [
            theme | {"ideas": [i for i in theme["ideas"] if i in written]} for theme in recorded.get("themes", [])
        ]
        self._work(self._of(activity), activity, {"themes": [theme for theme in themes if theme["ideas"]][half::2]})

    def set_clocks(self, activity: Activity) -> None:
        """Clocks are stopped, and rooms go their own ways."""
        meeting = self._of(activity)
        if activity.block in PAUSED:
            self._do(meeting, activity, "pause")
        if activity.block == IN_ROOMS:
            for step in ({"do": "extend", "room": "ED"}, {"do": "pause", "room": "EPI"}, {"do": "say", "line": LINE}):
                self._post(f"/meetings/{meeting.id}/rooms", [("activity", activity.id), *step.items()])

    def end(self, activity: Activity) -> None:
        """Close it and show what there is."""
        kind, meeting = kind_of(activity.kind), self._of(activity)
        if kind.takes_answers:
            self._do(meeting, activity, "close")
            if kind.shows_results(kind.setup_of(activity)):
                self._do(meeting, activity, "reveal")

    def block(self, code: str) -> Activity:
        with self.looking() as session:
            return session.exec(select(Activity).where(Activity.block == code)).one()

    def answer(self, people: Sequence[Person], activity: Activity) -> Counter[str]:
        """What these people did in a block, by form; how many things were said saved, by what they are."""
        given = Counter[str]()
        for one in people:
            answered = set[str]()
            for place, deed in enumerate(self.recording.deeds(one.code, activity.block)):
                message = self._message(deed, activity)
                if message is not None:
                    phone = self.phones[one.code][activity.block.partition(".")[0]]
                    reply = phone.post(activity.id, op=doors.operation(one.code, activity.id, place), **message)
                    assert reply["ok"], (one.code, activity.block, message, reply)
                    answered |= {str(message["prompt"])} if _is_choice(message) else set()
                    given[str(message.get("do", "write"))] += not _is_choice(message)
            given.update(answered)
        return given

    def kept(self, activity: Activity) -> Counter[str]:
        """What the database has of a block, by what it is."""
        counted = Counter[str]()
        with sqlite3.connect(self.database) as database:
            for name, query in COUNTS.items():
                for row in database.execute(query, {"it": activity.id}):
                    counted[name or row[0]] += row[-1] or 0
        return +counted

    def _message(self, deed: Deed, activity: Activity) -> dict[str, Any] | None:
        """As the page would send it; nothing for what is not there to be backed, as its writer is not among these."""
        if deed.body.get("prompt") == "sector":
            return None
        shown = Shown()
        if deed.backs:
            with self.looking() as session:
                asked = session.exec(select(Passage).where(Passage.activity_id == activity.id))
                shown.targets = {passage.id: passage.text for passage in asked if passage.released}
        if "target" in deed.body:
            here = next((here for here, code in self.called().items() if code == deed.body["target"]), None)
            return None if here is None else deed.body | {"target": here}
        return doors.message(deed, shown)

    def everything(self) -> Tables:
        """All that is written down."""
        with sqlite3.connect(self.database) as database:
            names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: sorted(database.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}

    def pages(self, people: Sequence[Person], activity: Activity) -> dict[str, str]:
        """What each person's page shows now: the clock, the room's line, the controls and what they gave."""
        code = activity.block.partition(".")[0]
        path = f"/meet/{activity.meeting_id}"
        return {one.code: _plain(self.phones[one.code][code].request("GET", path)[1]) for one in people}


def _plain(page: str) -> str:
    """Without what every drawing has anew: versions, and the ids of operations."""
    return re.sub(r'(name="op" value|data-version|data-now)="[^"]*"', r"\1", page)


def _is_choice(message: dict[str, Any]) -> bool:
    return "value" in message and "do" not in message


@pytest.fixture
def series(tmp_path: Path) -> Iterator[Interrupted]:
    held = Interrupted(tmp_path)
    held.server.start()
    for meeting in held.meetings:
        held.come(meeting)
    yield held
    held.close()


def test_a_power_cut_in_any_block_loses_no_answer_no_clock_and_no_room(series: Interrupted):
    first, second = series.people[::2], series.people[1::2]
    rooms: list[tuple[Any, ...]] = []

    for step in STEPS:
        opened = series.open(*step)
        given = {activity.block: series.answer(first, activity) for activity in opened}
        for activity in opened:
            series.work(activity, 0)
            series.set_clocks(activity)
        before, seen = series.everything(), {one.block: series.pages(first, one) for one in opened}
        rooms += [row for row in before["room"] if row[0] == opened[0].id]

        series.server.kill()
        series.server.start()

        assert series.everything() == before
        assert {one.block: series.pages(first, one) for one in opened} == seen
        for activity in opened:
            series.work(activity, 1)
            given[activity.block] += series.answer(second, activity)
            assert series.kept(activity) == +given[activity.block], activity.block
            series.end(activity)

    clocks = {sector: (ends, left) for _, sector, _, _, _, ends, left, _ in rooms if ends or left}
    assert {sector: (ends is not None, left is not None) for sector, (ends, left) in clocks.items()} == {
        "ED": (True, False),
        "EPI": (False, True),
    }
    assert all(LINE in str(row) for row in rooms)
