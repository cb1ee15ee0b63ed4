"""A meeting as chance has it, for the attacker: everybody comes, agrees and answers in one and the same order."""

import random
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from app.db import Writer
from app.domain import accounts, activities, conduct, meetings, participants, projects, responses, seats
from app.domain.accounts import Account
from app.domain.activities import CUT, KEPT, Activity
from app.domain.ballots import Ballot
from app.domain.ideas import Comment, Idea
from app.domain.ids import new_id
from app.domain.meetings import Meeting
from app.domain.seats import Seat
from app.kinds import kind_of
from tests.kit import cast
from tests.kit.attacker import Truth

DOTS = {"prompts": [{**cast.DOTS["prompts"][0], "targets": {"from": "M1.3", "what": "ideas", "column": "gaps"}}]}
AGENDA = (("consent", cast.CONSENT), ("poll", cast.SECRET_POLL), ("idea_board", cast.BOARD), ("dot_vote", DOTS))
SECTORS = ("ED", "EPI")


@dataclass
class Gathering:
    """One meeting under way, one commit an act, as in life."""

    writer: Writer
    chance: random.Random
    secrecy: str = KEPT
    people: list[Seat] = field(default_factory=list[Seat])
    meeting: str = ""
    agenda: list[Activity] = field(default_factory=list[Activity])

    def plan(self, each: int) -> None:
        """The project, its agenda, and its people in order of arrival."""

        def made(session: Session) -> tuple[str, list[Activity], str]:
            owner = session.exec(select(Account)).first() or accounts.create(
                session, email="olive@example.org", name="Olive", password=None
            )
            project = projects.create(session, slug=new_id(), title=cast.text("One"), owner=owner, synthetic=True)
            project.definition = {"roles": cast.ROLES, "reporting_groups": cast.GROUPS}
            for code in SECTORS:
                projects.add_sector(session, project, code, cast.text(code))
            meeting = meetings.add(session, project, cast.text("First"), code="M1")
            agenda = [
                activities.add(session, meeting, kind=kind, title=cast.text(kind), setup=setup, secrecy=self.secrecy)
                for kind, setup in AGENDA
            ]
            return meeting.id, agenda, project.id

        self.meeting, self.agenda, project_id = self.writer.do_now(made)
        coming = [sector for sector in SECTORS for _ in range(each)]
        self.chance.shuffle(coming)
        self.people = [self.writer.do_now(self._comes(project_id, sector)) for sector in coming]

    def _comes(self, project_id: str, sector: str) -> Callable[[Session], Seat]:
        role, language = self.chance.choice(["LE", "CLIN"]), self.chance.choice(["en", "en", "fr"])

        def come(session: Session) -> Seat:
            project = session.get_one(projects.Project, project_id)
            person = participants.newcomer(session, project)
            participants.introduce(session, project, person, sector=sector, role=role, language=language)
            secret = participants.take_seat(session, person)
            meetings.attend(session, session.get_one(Meeting, self.meeting), person.id)
            return seats.seat_of(person, secret)

        return come

    def step(self, verb: Callable[..., None], activity: Activity) -> None:
        """The facilitator opens, closes or reveals."""

        def run(session: Session) -> None:
            fresh = session.get_one(Activity, activity.id)
            if verb is conduct.open_:
                verb(session, session.get_one(Meeting, self.meeting), fresh, kind_of)
            else:
                verb(session, fresh, kind_of(fresh.kind))

        self.writer.do_now(run)

    def everybody(self, activity: Activity, **body: Callable[[Seat], Any]) -> None:
        """Each in the order they came hands in what `body` says for them."""
        for seat in self.people:
            said = {name: value(seat) for name, value in body.items()}

            def hand_in(session: Session, seat: Seat = seat, said: dict[str, Any] = said) -> None:
                responses.receive(session, kind_of, seat, activity.id, new_id(), said)

            self.writer.do_now(hand_in)


def held(writer: Writer, seed: object, *, each: int = 6, secrecy: str | None = None) -> list[Truth]:
    """Hold a whole meeting, reveal all of it, and tell whose each row is."""
    chance = random.Random(str(seed))
    now = Gathering(writer, chance, secrecy or chance.choice([KEPT, CUT]))
    now.plan(each)
    consent, poll, board, dots = now.agenda
    now.step(conduct.open_, consent)
    now.everybody(consent, take_part=lambda _: "yes", quote=lambda _: chance.choice(["yes", "no"]))
    now.step(conduct.open_, poll)
    now.everybody(poll, prompt=lambda _: "fruit", value=lambda _: chance.choice(["apple", "pear"]))
    ballots = _ballots(now, poll)
    now.step(conduct.reveal, poll)
    now.step(conduct.open_, board)
    now.everybody(board, do=lambda _: "write", column=lambda _: "gaps", text=_mark)
    now.step(conduct.reveal, board)
    written = writer.do_now(lambda session: _rows(session, Idea, board))
    some = [idea.id for idea in written]
    now.everybody(board, do=lambda _: "comment", idea=lambda _: chance.choice(some), text=_mark)
    now.step(conduct.open_, dots)
    now.everybody(dots, target=lambda _: chance.choice(some))
    ballots |= _ballots(now, dots)
    now.step(conduct.reveal, dots)
    return writer.do_now(lambda session: _truths(session, now, ballots))


def _mark(seat: Seat) -> str:
    """Words by which the test alone knows whose they are."""
    return f"by {seat.pseudonym('a mark of the test')}"


def _rows(session: Session, table: Any, activity: Activity) -> list[Any]:
    return list(session.exec(select(table).where(col(table.activity_id) == activity.id)))


def _ballots(now: Gathering, activity: Activity) -> dict[str, str]:
    """Ballot ids and people, while the pseudonyms that tell are there."""
    whose = {seat.pseudonym(activity.id): seat.participant_id for seat in now.people}
    return now.writer.do_now(lambda s: {b.id: whose[b.pseudonym] for b in _rows(s, Ballot, activity)})


def _truths(session: Session, now: Gathering, ballots: dict[str, str]) -> list[Truth]:
    _, poll, board, dots = now.agenda
    sector = {seat.participant_id: (seat.sector or "", seat.language) for seat in now.people}
    whose_words = {_mark(seat): seat.participant_id for seat in now.people}
    words = {
        table: {row.id: whose_words[row.text] for row in _rows(session, kind, board)}
        for table, kind in (("idea", Idea), ("comment", Comment))
    }
    voters = {row.pseudonym: ballots[row.id] for row in _rows(session, Ballot, dots)}
    whose: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    whose[poll.id] = {"ballot": ballots, "answer": ballots}
    whose[board.id] = words
    whose[dots.id] = {"ballot": ballots, "dot": voters, "dot_budget": voters}
    return [Truth(activity, now.meeting, sector, known) for activity, known in whose.items()]


def pause() -> None:
    """A moment for other threads."""
    threading.Event().wait(0.02)
