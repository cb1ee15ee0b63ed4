"""The synthetic project that newcomers meet: made once, kept from then on, with fresh links at every start."""

from dataclasses import dataclass

from sqlmodel import Session, select

from app import content, kinds, protocols
from app.domain import accounts, activities, conduct, meetings
from app.domain.accounts import Account
from app.domain.ids import digest, new_secret
from app.domain.meetings import Meeting
from app.domain.projects import Project
from app.domain.refusals import N_, Refusal
from app.play import playing
from app.settings import Settings

SLUG = "learning-collaborative"
EMAIL, NAME = "facilitator@example.org", "Demo facilitator"
SUPPORT = {  # what a team fills in before its first meeting; here as invented as everything else
    "support_person": "Sam (demo)",
    "support_contact": "sam@example.org",
    "distress_line": "9-8-8",
    "contact": "team@example.org",
    "host": "Example Host (demo)",
    "place": "Ontario (demo)",
    "date": "2031 (demo)",
    "authority": "Example Act (demo)",
}
END = "end"
HELD = ("M1.1", "M1.2")  # what was opened before a newcomer comes: the second is under way


@dataclass(frozen=True)
class DemoLinks:
    """Ways into one meeting of the demo; the facilitator's works once. `point`: where in its series the demo stands."""

    facilitator: str
    participant: str
    screen: str
    join_code: str
    point: str = "1"


def ensure_point(wanted: str) -> str:
    """A point of the series: the number of a meeting that is about to begin, or the end. Errors: Refusal."""
    last = len(protocols.shipped()["meetings"])
    if wanted == END or (wanted.isdecimal() and 1 <= int(wanted) <= last):
        return wanted if wanted == END else str(int(wanted))
    raise Refusal(N_("MEETING is a number from 1 to %(last)s, or end."), control="meeting", last=last)


def point_of(session: Session) -> str | None:
    """Where in its series the demo of this database began; None where there is none."""
    project = session.exec(select(Project).where(Project.slug == SLUG)).first()
    return None if project is None else project.definition.get("demo_point", "1")


def prepare(session: Session, settings: Settings, point: str = "1") -> DemoLinks:
    """Make the demo unless it is there already, and give out new links. Nothing anybody did in it is lost."""
    account = session.exec(select(Account).where(Account.email == EMAIL)).first()
    account = account or accounts.create(session, email=EMAIL, name=NAME, password=None)
    project = session.exec(select(Project).where(Project.slug == SLUG)).first() or _made(session, account, point)
    point = project.definition.get("demo_point", "1")
    meeting = meetings.of_project(session, project)[-1 if point == END else int(point) - 1]
    secret = accounts.one_time_link(session, account=account, leads_to=f"/meetings/{meeting.id}/console")
    key = new_secret()
    meeting.screen_hash = digest(key)
    session.add(meeting)
    session.flush()
    return DemoLinks(
        facilitator=f"{settings.origin}/sign-in/link/{secret}",
        participant=f"{settings.origin}/join/{meeting.join_code}",
        screen=f"{settings.origin}/screen/{key}",
        join_code=meeting.join_code,
        point=point,
    )


def _made(session: Session, owner: Account, point: str) -> Project:
    protocol, recorded = protocols.shipped(), content.read("demo.json")
    if point == "1":
        notice = recorded["notice"]
        project = protocols.into_project(session, protocol, slug=SLUG, owner=owner, synthetic=True, notice=notice)
    else:
        until = "" if point == END else protocol["meetings"][int(point) - 1]["code"]
        project = playing.play(session, protocol, recorded, owner=owner, slug=SLUG, until=until)
    support = project.definition["support"] | {"values": SUPPORT}
    project.definition = project.definition | {"support": support, "demo_point": point}
    session.add(project)
    if point == "1":
        _begin(session, meetings.of_project(session, project)[0])
    return project


def _begin(session: Session, meeting: Meeting) -> None:
    for activity in activities.of_meeting(session, meeting.id):
        if activity.block in HELD:
            conduct.open_(session, meeting, activity, kinds.kind_of)
