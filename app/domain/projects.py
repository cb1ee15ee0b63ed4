"""A project: one piece of co-design work, its sectors, and the people who lead it."""

import re
import unicodedata
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, Session, col, select

from app.domain import Noun, roles
from app.domain.accounts import Account
from app.domain.ids import new_id
from app.domain.refusals import N_, NotAllowed, NotFound, Refusal
from app.domain.roles import FACILITATOR, OWNER, RUN, SECTOR_LEAD, SETTINGS
from app.domain.text import Text, say

LONGEST_SLUG = 40


class Project(Noun, table=True):
    """One piece of co-design work, ending in a proposal."""

    __tablename__ = "project"
    id: str = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(unique=True)
    title: Text = Field(sa_column=Column(JSON, nullable=False))
    mode: str = "planning"  # or "research"; set before the first meeting
    synthetic: bool = False
    # roles, reporting groups, scales, consent texts, support, wording: copied from the protocol, then the project's own
    definition: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Sector(Noun, table=True):
    """A community the project must hear from, kept apart in every result."""

    __tablename__ = "sector"
    project_id: str = Field(primary_key=True, foreign_key="project.id", ondelete="CASCADE")
    code: str = Field(primary_key=True)
    number: int  # its colour and shape; nothing else hangs on it
    label: Text = Field(sa_column=Column(JSON, nullable=False))
    pseudo: bool = False  # "more than one / cross-sector"
    chooses_room: bool = False


class Member(Noun, table=True):
    """What somebody with an account may do in a project."""

    __tablename__ = "member"
    project_id: str = Field(primary_key=True, foreign_key="project.id", ondelete="CASCADE")
    account_id: str = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE")
    role: str
    room: str | None = None  # a sector lead's own room


def create(session: Session, *, slug: str, title: Text, owner: Account | None, synthetic: bool = False) -> Project:
    """Begin a project with no sectors and no meetings."""
    if session.exec(select(Project.id).where(Project.slug == slug)).first():
        raise Refusal(N_("There is already a project with this short name. Choose another."), control="slug")
    project = Project(slug=slug, title=title, synthetic=synthetic)
    session.add(project)
    session.flush()
    if owner is not None:
        session.add(Member(project_id=project.id, account_id=owner.id, role=OWNER))
    return project


def add_sector(
    session: Session, project: Project, code: str, label: Text, *, pseudo: bool = False, chooses_room: bool = False
) -> Sector:
    """Add a sector after those there are; its number gives it a colour and a shape."""
    number = max((sector.number for sector in sectors_of(session, project)), default=0) + 1
    sector = Sector(
        project_id=project.id, code=code, number=number, label=label, pseudo=pseudo, chooses_room=chooses_room
    )
    session.add(sector)
    session.flush()
    return sector


def find(session: Session, slug_or_id: str) -> Project:
    """The project with this short name or id."""
    project = (
        session.get(Project, slug_or_id) or session.exec(select(Project).where(Project.slug == slug_or_id)).first()
    )
    if project is None:
        raise NotFound(N_("There is no such project."))
    return project


def sectors_of(session: Session, project: Project) -> list[Sector]:
    """The project's sectors in their order."""
    return list(session.exec(select(Sector).where(Sector.project_id == project.id).order_by(col(Sector.number))))


def of_member(session: Session, account: Account) -> list[Project]:
    """The projects somebody has a role in."""
    return list(session.exec(select(Project).join(Member).where(Member.account_id == account.id)))


def for_member(session: Session, slug: str, account: Account) -> Project:
    """The project of this short name, for somebody with a role in it; to strangers it is not there."""
    query = select(Project).join(Member).where(Project.slug == slug, Member.account_id == account.id)
    project = session.exec(query).first()
    if project is None:
        raise NotFound()
    return project


def rename(session: Session, project: Project, title: Text) -> None:
    """Call a project something else; its address stays."""
    project.title = title
    session.add(project)
    session.flush()


def free_slug(session: Session, title: Text) -> str:
    """A short name for addresses, made of the title's plain letters, that no project has yet."""
    plain = unicodedata.normalize("NFKD", say(title, "en")).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-") or "project"
    taken = set(session.exec(select(Project.slug).where(col(Project.slug).startswith(stem))))
    slug, number = stem, 2
    while slug in taken or slug in {"new"}:
        slug, number = f"{stem}-{number}", number + 1
    return slug


def members_of(session: Session, project: Project) -> list[tuple[Member, Account]]:
    """Who has a role in the project: the owner first, then by name."""
    query = select(Member, Account).join(Account).where(Member.project_id == project.id)
    return sorted(session.exec(query), key=lambda pair: (pair[0].role != OWNER, pair[1].name.casefold(), pair[1].id))


def add_member(
    session: Session, project: Project, account: Account, role: str = FACILITATOR, room: str | None = None
) -> Member:
    """Give somebody with an account a role in the project; a sector lead leads one sector."""
    if session.get(Member, (project.id, account.id)) is not None:
        raise Refusal(N_("This person is in the team already."), control="email")
    member = Member(project_id=project.id, account_id=account.id, role="")
    return _given(session, project, member, role, room)


def set_role(session: Session, project: Project, account_id: str, role: str, room: str | None = None) -> Member:
    """Give somebody of the team another role. Whoever owns the project keeps it."""
    member = session.get(Member, (project.id, account_id))
    if member is None:
        raise NotFound()
    if member.role == OWNER:
        raise Refusal(N_("The owner keeps the project, so their role stays."))
    return _given(session, project, member, role, room)


def _given(session: Session, project: Project, member: Member, role: str, room: str | None) -> Member:
    if role not in roles.GIVEN:
        raise Refusal(N_("Choose one of the roles."), control="role")
    sectors = {sector.code for sector in sectors_of(session, project) if not sector.pseudo}
    if role == SECTOR_LEAD and room not in sectors:
        raise Refusal(N_("Choose the sector this person leads."), control="room")
    member.role, member.room = role, room if role == SECTOR_LEAD else None
    session.add(member)
    session.flush()
    return member


def remove_member(session: Session, project: Project, account_id: str) -> None:
    """Take a role away. Whoever owns the project stays, so that it is never nobody's."""
    member = session.get(Member, (project.id, account_id))
    if member is None:
        raise NotFound()
    if member.role == OWNER:
        raise Refusal(N_("The owner cannot leave their own project."))
    session.delete(member)
    session.flush()


def member_of(session: Session, project_id: str, account: Account) -> Member:
    """What this account is in the project; a stranger learns nothing, not even that it exists."""
    member = session.get(Member, (project_id, account.id))
    if member is None:
        raise NotFound()
    return member


def role_of(session: Session, project_id: str, account: Account) -> str:
    """The name of this account's role in the project."""
    return member_of(session, project_id, account).role


def ensure_may(session: Session, project_id: str, account: Account, right: str) -> str:
    """The role of somebody whose role has this right; others of the project are told no."""
    role = role_of(session, project_id, account)
    if roles.may(role, right):
        return role
    if roles.alone(right):
        raise NotAllowed(N_("Only the project's owner can do this."))
    raise NotAllowed(N_("Your role in this project does not include this. Ask the project's owner."))


def with_right(session: Session, slug: str, account: Account, right: str) -> Project:
    """The project of this short name, for those whose role has this right."""
    project = for_member(session, slug, account)
    ensure_may(session, project.id, account, right)
    return project


def ensure_may_run(session: Session, project_id: str, account: Account) -> str:
    """The role of somebody who runs meetings."""
    return ensure_may(session, project_id, account, RUN)


def to_run(session: Session, slug: str, account: Account) -> Project:
    """The project of this short name, for those who run its meetings."""
    return with_right(session, slug, account, RUN)


def to_own(session: Session, slug: str, account: Account) -> Project:
    """The project of this short name, for whoever owns it."""
    return with_right(session, slug, account, SETTINGS)


def owns(session: Session, project: Project, account: Account) -> bool:
    """Whether this account is the project's owner."""
    return role_of(session, project.id, account) == OWNER
