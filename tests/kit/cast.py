"""The cast: the same invented people with known sectors in every test, and a meeting with one activity of each kind."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from app.domain import accounts, activities, conduct, meetings, participants, projects, seats
from app.domain.accounts import Account
from app.domain.activities import CLOSED, OPEN, Activity
from app.domain.ids import digest
from app.domain.meetings import Meeting
from app.domain.projects import Project
from app.domain.seats import Seat
from app.kinds import kind_of

SECTORS = {
    "ED": ("Eating disorders treatment", "Traitement des troubles alimentaires"),
    "EPI": ("Early Psychosis Intervention", "Intervention précoce en psychose"),
    "HF": ("Housing First", "Logement d'abord"),
    "X": ("More than one", "Plus d'un secteur"),
}
ROLES = [
    {"code": code, "label": {"en": en, "fr": fr}}
    for code, en, fr in (("LE", "Lived experience", "Expérience vécue"), ("CLIN", "Clinician", "Clinicien·ne"))
]
GROUPS = {
    "groups": [
        {"code": "lived", "label": {"en": "Lived", "fr": "Vécu"}},
        {"code": "direct", "label": {"en": "Direct", "fr": "Direct"}},
    ],
    "map": {"LE": "lived", "CLIN": "direct"},
}


def text(en: str, fr: str = "") -> dict[str, str]:
    """A text in both languages."""
    return {"en": en, "fr": fr or f"{en} (fr)"}


def option(code: str) -> dict[str, Any]:
    """An option whose label is its code."""
    return {"code": code, "label": text(f"Option {code}", f"Choix {code}")}


CONSENT = {
    "prompts": [
        {"code": "take_part", "type": "consent", "text": text("I agree to take part."), "required": True},
        {"code": "quote", "type": "consent", "text": text("My ideas may be quoted."), "required": False},
    ]
}
POLL = {
    "prompts": [
        {
            "code": "colour",
            "type": "single",
            "text": text("Which colour?", "Quelle couleur?"),
            "live": True,
            "options": [option("red"), option("blue"), option("green")],
            "opt_out": [option("pna")],
        },
    ]
}
SECRET_POLL = {
    "prompts": [
        {"code": "fruit", "type": "single", "text": text("Which fruit?"), "options": [option("apple"), option("pear")]},
    ]
}
BOARD = {
    "prompts": [
        {
            "code": "gaps",
            "type": "ideas",
            "text": text("What falls short?"),
            "column": {"code": "gaps", "label": text("Gaps", "Écarts")},
        },
    ]
}
DOTS = {
    "prompts": [
        {
            "code": "dots",
            "type": "dots",
            "text": text("Place your dots."),
            "dots": 4,
            "max_per_item": 2,
            "targets": {"from": "M1.4", "what": "ideas", "column": "gaps"},
        },
    ]
}
AGENDA = (
    ("consent", CONSENT),
    ("poll", POLL),
    ("poll", SECRET_POLL),
    ("idea_board", BOARD),
    ("dot_vote", DOTS),
    ("break", {}),
)


@dataclass
class World:
    """A project under way. `seats` and `secrets` (their cookies) by name; `staff` is the owner's cookie."""

    project: Project
    meeting: Meeting
    agenda: list[Activity]
    staff: str
    secrets: dict[str, str] = field(default_factory=dict[str, str])
    seats: dict[str, Seat] = field(default_factory=dict[str, Seat])

    @property
    def consent(self) -> Activity:
        return self.agenda[0]

    @property
    def poll(self) -> Activity:
        return self.agenda[1]

    @property
    def secret_poll(self) -> Activity:
        return self.agenda[2]

    @property
    def board(self) -> Activity:
        return self.agenda[3]

    @property
    def dots(self) -> Activity:
        return self.agenda[4]


def begin(session: Session, *, each: int = 6, sectors: tuple[str, ...] = ("ED", "EPI", "HF")) -> World:
    """A project with a meeting, `each` people of every sector seated ("ED-1" ...), all agreed to take part."""
    owner = accounts.create(session, email="olive@example.org", name="Olive", password=None)
    project = projects.create(session, slug="garden", title=text("A garden", "Un jardin"), owner=owner, synthetic=True)
    project.definition = {"roles": ROLES, "reporting_groups": GROUPS, "notice": text("SYNTHETIC", "SYNTHÉTIQUE")}
    for code, (en, fr) in SECTORS.items():
        projects.add_sector(session, project, code, text(en, fr), pseudo=code == "X", chooses_room=code == "X")
    meeting = meetings.add(session, project, text("First meeting", "Première rencontre"), code="M1")
    meeting.screen_hash = digest("screen-key")
    agenda = [
        activities.add(session, meeting, kind=kind, title=text(f"A {kind}", f"Activité {kind}"), setup=setup, minutes=5)
        for kind, setup in AGENDA
    ]
    world = World(project, meeting, agenda, accounts.open_session(session, owner))
    for sector in sectors:
        for number in range(1, each + 1):
            take_seat(session, world, f"{sector}-{number}", sector, role="LE" if number % 2 else "CLIN")
    conduct.open_(session, meeting, agenda[0], kind_of)
    for seat in world.seats.values():
        agree(session, world, seat)
    session.flush()
    return world


def take_seat(session: Session, world: World, name: str, sector: str, *, role: str = "", room: str = "") -> Seat:
    """Seat one more person in the meeting."""
    person = participants.newcomer(session, world.project)
    participants.introduce(session, world.project, person, sector=sector, role=role, room=room)
    secret = participants.take_seat(session, person)
    meetings.attend(session, world.meeting, person.id)
    world.secrets[name], world.seats[name] = secret, seats.seat_of(person, secret)
    return world.seats[name]


def agree(session: Session, world: World, seat: Seat, *, quote: bool = True) -> None:
    """Agree to take part in the meeting."""
    kind = kind_of("consent")
    ticks = {"take_part": "yes"} | ({"quote": "yes"} if quote else {})
    kind.receive(session, world.consent, seat, kind.parse(ticks))


def open_(session: Session, world: World, activity: Activity) -> None:
    """Open an activity as a facilitator would: dots once their ideas have been revealed."""
    if activity.id == world.dots.id and _fresh(session, world.board).state in {OPEN, CLOSED}:
        reveal(session, world.board)
    fresh = session.get_one(Activity, activity.id)
    conduct.open_(session, session.get_one(Meeting, world.meeting.id), fresh, kind_of)


def _fresh(session: Session, activity: Activity) -> Activity:
    return session.get_one(Activity, activity.id, populate_existing=True)


def close(session: Session, activity: Activity) -> None:
    """Close an activity."""
    conduct.close(session, _fresh(session, activity), kind_of(activity.kind))


def reveal(session: Session, activity: Activity) -> None:
    """Reveal an activity."""
    conduct.reveal(session, _fresh(session, activity), kind_of(activity.kind))


def team(session: Session, world: World, name: str, role: str, *, room: str | None = None) -> tuple[Account, str]:
    """One more person with an account in the project's team, and their cookie."""
    account = accounts.create(session, email=f"{name.lower()}@example.org", name=name, password=None)
    projects.add_member(session, world.project, account, role, room)
    return account, accounts.open_session(session, account)
