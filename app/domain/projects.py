"""A project: one piece of co-design work, its sectors, and the people who lead it."""

from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, Session, SQLModel, col, select

from app.domain.accounts import Account
from app.domain.ids import new_id
from app.domain.refusals import N_, NotAllowed, NotFound, Refusal
from app.domain.text import Text

OWNER, FACILITATOR = "owner", "facilitator"


class Project(SQLModel, table=True):
    """One piece of co-design work, ending in a proposal."""

    __tablename__ = "project"
    id: str = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(unique=True)
    title: Text = Field(sa_column=Column(JSON, nullable=False))
    mode: str = "planning"  # or "research"; set before the first meeting
    synthetic: bool = False
    # roles, reporting groups, scales, consent texts, support, wording: copied from the protocol, then the project's own
    definition: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Sector(SQLModel, table=True):
    """A community the project must hear from, kept apart in every result."""

    __tablename__ = "sector"
    project_id: str = Field(primary_key=True, foreign_key="project.id", ondelete="CASCADE")
    code: str = Field(primary_key=True)
    number: int  # its colour and shape; nothing else hangs on it
    label: Text = Field(sa_column=Column(JSON, nullable=False))
    pseudo: bool = False  # "more than one / cross-sector"
    chooses_room: bool = False


class Member(SQLModel, table=True):
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
    number = len(sectors_of(session, project)) + 1
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


def role_of(session: Session, project_id: str, account: Account) -> str:
    """What this account is in the project; a stranger learns nothing, not even that it exists."""
    member = session.get(Member, (project_id, account.id))
    if member is None:
        raise NotFound()
    return member.role


def ensure_may_run(session: Session, project_id: str, account: Account) -> str:
    """Owners and facilitators plan and run meetings; others of the project are told no."""
    role = role_of(session, project_id, account)
    if role not in {OWNER, FACILITATOR}:
        raise NotAllowed(N_("Only the project's owner and facilitators can do this."))
    return role
