"""The synthetic project that newcomers meet: made once, kept from then on, with fresh links at every start."""

from dataclasses import dataclass

from sqlmodel import Session, select

from app import content, kinds, protocols
from app.domain import accounts, activities, conduct, meetings
from app.domain.accounts import Account
from app.domain.ids import digest, new_secret
from app.domain.meetings import Meeting
from app.domain.projects import Project
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
HELD = ("M1.1", "M1.2")  # what was opened before a newcomer comes: the second is under way


@dataclass(frozen=True)
class DemoLinks:
    """Ways into the demo's first meeting; the facilitator's works once."""

    facilitator: str
    participant: str
    screen: str
    join_code: str


def prepare(session: Session, settings: Settings) -> DemoLinks:
    """Make the demo unless it is there already, and give out new links. Nothing anybody did in it is lost."""
    account = session.exec(select(Account).where(Account.email == EMAIL)).first()
    account = account or accounts.create(session, email=EMAIL, name=NAME, password=None)
    project = session.exec(select(Project).where(Project.slug == SLUG)).first() or _made(session, account)
    meeting = meetings.of_project(session, project)[0]
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
    )


def _made(session: Session, owner: Account) -> Project:
    notice = content.read("demo.json")["notice"]
    project = protocols.into_project(
        session, protocols.shipped(), slug=SLUG, owner=owner, synthetic=True, notice=notice
    )
    project.definition = project.definition | {"support": project.definition["support"] | {"values": SUPPORT}}
    _begin(session, meetings.of_project(session, project)[0])
    return project


def _begin(session: Session, meeting: Meeting) -> None:
    for activity in activities.of_meeting(session, meeting.id):
        if activity.block in HELD:
            conduct.open_(session, meeting, activity, kinds.kind_of)
