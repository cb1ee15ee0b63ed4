"""Who is asking: every route and socket declares one of these, or the app does not start."""

from typing import Annotated

from fastapi import Depends
from sqlmodel import Session
from starlette.requests import HTTPConnection

from app import language
from app.domain import accounts, meetings, participants, projects, roles, seats
from app.domain.accounts import Account
from app.domain.meetings import Attendance, Meeting
from app.domain.projects import Member
from app.domain.refusals import N_, NotAllowed, NotFound, Refusal
from app.domain.seats import Seat
from app.web.running import Here, Reader, running

LANGUAGE, SEAT, ACCOUNT, SCREEN = "language", "seat", "account", "screen"


class SignInFirst(Refusal):
    """The page is for people with an account: they are taken to the sign-in and back."""

    status = 401


async def anyone() -> None:
    """A page that is for everybody: this says so, so that it is never for everybody by mistake."""


def tongue(connection: HTTPConnection) -> str:
    """The language of whoever asks, as far as a cookie or their browser tells."""
    here = running(connection)
    kept = connection.cookies.get(here.cookie(LANGUAGE))
    return language.chosen(kept, None, connection.headers.get("accept-language", ""))


def seated(connection: HTTPConnection, here: Here, session: Reader) -> Seat:
    """A participant, by the seat their page holds."""
    secret = connection.cookies.get(here.cookie(SEAT))
    seat = seats.recognise(session, secret) if secret else None
    if seat is None and secret and participants.was_removed(session, secret):
        raise NotAllowed(participants.CLOSED_SEAT)
    if seat is None:
        raise NotAllowed(N_("You have no seat in this meeting. Join with your link, or with the meeting's code."))
    session.close()  # here and below: a socket, a long poll or a waiting answer must not hold one of the readers
    return seat


def signed_in(connection: HTTPConnection, here: Here, session: Reader) -> Account:
    """Somebody with an account."""
    secret = connection.cookies.get(here.cookie(ACCOUNT))
    account = accounts.signed_in(session, secret) if secret else None
    if account is None:
        raise SignInFirst(N_("Sign in to see this page."))
    session.close()
    return account


def seated_at(meeting_id: str, seat: Annotated[Seat, Depends(seated)], session: Reader) -> Meeting:
    """The meeting a participant asks for: one of their own project, which they have come into."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None or meeting.project_id != seat.project_id:
        raise NotFound()
    if session.get(Attendance, (meeting.id, seat.participant_id)) is None:
        raise NotAllowed(N_("You have not come into this meeting yet. Join with its code."))
    session.close()
    return meeting


def _for_those_who(right: str, meeting_id: str, account: Account, session: Session) -> Meeting:
    """The meeting, for those of its project whose role has this right."""
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFound()
    projects.ensure_may(session, meeting.project_id, account, right)
    session.close()
    return meeting


def running_it(meeting_id: str, account: Annotated[Account, Depends(signed_in)], session: Reader) -> Meeting:
    """The meeting somebody with an account may run."""
    return _for_those_who(roles.RUN, meeting_id, account, session)


def planning_it(meeting_id: str, account: Annotated[Account, Depends(signed_in)], session: Reader) -> Meeting:
    """The meeting whose plan somebody may change."""
    return _for_those_who(roles.PLAN, meeting_id, account, session)


def reading_the_plan(meeting_id: str, account: Annotated[Account, Depends(signed_in)], session: Reader) -> Meeting:
    """The meeting whose plan somebody may read."""
    return _for_those_who(roles.SEE_PLAN, meeting_id, account, session)


def watching_console(meeting_id: str, account: Annotated[Account, Depends(signed_in)], session: Reader) -> Meeting:
    """The meeting whose console somebody may see; what they may press there depends on their role."""
    return _for_those_who(roles.SEE_CONSOLE, meeting_id, account, session)


def noting(meeting_id: str, account: Annotated[Account, Depends(signed_in)], session: Reader) -> Meeting:
    """The meeting on which somebody keeps notes: those who see its console, or read its plan."""
    try:
        return watching_console(meeting_id, account, session)
    except NotAllowed:
        return reading_the_plan(meeting_id, account, session)


def my_role(meeting_id: str, account: Annotated[Account, Depends(signed_in)], session: Reader) -> Member:
    """What somebody with an account is in the project this meeting belongs to."""
    member = projects.member_of(session, meetings.get(session, meeting_id).project_id, account)
    session.close()
    return member


def watching(connection: HTTPConnection, meeting_id: str, here: Here, session: Reader) -> Meeting:
    """The meeting a big screen shows: by its screen link, or to those of the team who may see it."""
    key = connection.cookies.get(here.cookie(SCREEN))
    try:
        meeting = meetings.with_screen_key(session, key) if key else None
    except NotFound:  # an old link must not lock out the team
        if here.cookie(ACCOUNT) not in connection.cookies:
            raise
        meeting = None
    if meeting is not None and meeting.id == meeting_id:
        session.close()
        return meeting
    return _for_those_who(roles.SEE_SCREEN, meeting_id, signed_in(connection, here, session), session)


async def _tongue(connection: HTTPConnection) -> str:
    return tongue(connection)  # a coroutine needs no thread


Tongue = Annotated[str, Depends(_tongue)]
Me = Annotated[Seat, Depends(seated)]
Staff = Annotated[Account, Depends(signed_in)]
MyMeeting = Annotated[Meeting, Depends(seated_at)]
RunMeeting = Annotated[Meeting, Depends(running_it)]
PlanMeeting = Annotated[Meeting, Depends(planning_it)]
PlannedMeeting = Annotated[Meeting, Depends(reading_the_plan)]
ConsoleMeeting = Annotated[Meeting, Depends(watching_console)]
NotedMeeting = Annotated[Meeting, Depends(noting)]
MyRole = Annotated[Member, Depends(my_role)]
ShownMeeting = Annotated[Meeting, Depends(watching)]
Anyone = Depends(anyone)
POLICIES = (
    anyone, seated, signed_in, seated_at, running_it, planning_it, reading_the_plan, watching_console, noting,
    watching,
)  # fmt: skip
