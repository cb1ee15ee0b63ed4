"""People with an account: who they are, how they sign in, and the sessions they have open."""

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import Field, Session, SQLModel, col, delete, func, select

from app.domain.ids import digest, new_id, new_secret, now_ms
from app.domain.refusals import N_, NotFound, Refusal
from app.domain.text import NAME_LIMIT, clean

SESSION_MS = 14 * 24 * 3600 * 1000
LINK_MS = 24 * 3600 * 1000
LEAST_PASSWORD = 12

_hasher = PasswordHash((Argon2Hasher(),))


class Account(SQLModel, table=True):
    """Somebody who prepares or leads meetings."""

    __tablename__ = "account"
    id: str = Field(default_factory=new_id, primary_key=True)
    email: str = Field(unique=True)
    name: str
    password_hash: str | None = None
    language: str = "en"


class AccountSession(SQLModel, table=True):
    """One browser that is signed in; the cookie's digest, never the cookie."""

    __tablename__ = "account_session"
    token_hash: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    expires_ms: int


class OneTimeLink(SQLModel, table=True):
    """A link that works once: to make the first account, or to sign in."""

    __tablename__ = "one_time_link"
    token_hash: str = Field(primary_key=True)
    account_id: str | None = Field(default=None, foreign_key="account.id", ondelete="CASCADE")
    leads_to: str = "/"
    expires_ms: int


def create(session: Session, *, email: str, name: str, password: str | None, language: str = "en") -> Account:
    """Make an account. The e-mail address must be new; the password, when given, at least 12 characters."""
    email = clean(email, limit=254, control="email").lower()
    if "@" not in email:
        raise Refusal(N_("This is not an e-mail address. It should look like name@example.org."), control="email")
    if session.exec(select(Account.id).where(Account.email == email)).first():
        raise Refusal(N_("There is already an account with this e-mail address. Sign in instead."), control="email")
    account = Account(email=email, name=clean(name, limit=NAME_LIMIT, control="name"), language=language)
    if password is not None:
        account.password_hash = hash_password(password)
    session.add(account)
    session.flush()
    return account


def hash_password(password: str) -> str:
    """Argon2id; slow on purpose, so never on the event loop."""
    if len(password) < LEAST_PASSWORD:
        raise Refusal(
            N_("Use a password of at least %(least)s characters. A short sentence works well."),
            control="password",
            least=LEAST_PASSWORD,
        )
    return _hasher.hash(password)


def with_password(session: Session, email: str, password: str) -> Account:
    """The account these belong to; a wrong address and a wrong password sound and take the same."""
    account = session.exec(select(Account).where(Account.email == email.strip().lower())).first()
    known = account.password_hash if account and account.password_hash else _hasher.hash("nobody's password")
    if not _hasher.verify(password, known) or account is None or not account.password_hash:
        raise Refusal(
            N_("That e-mail and password do not go together. Check both, then try again."), control="password"
        )
    return account


def open_session(session: Session, account: Account) -> str:
    """Sign in: returns the secret for the cookie."""
    secret = new_secret()
    session.add(AccountSession(token_hash=digest(secret), account_id=account.id, expires_ms=now_ms() + SESSION_MS))
    return secret


def close_session(session: Session, secret: str) -> None:
    """Sign out this one browser."""
    session.execute(delete(AccountSession).where(col(AccountSession.token_hash) == digest(secret)))


def signed_in(session: Session, secret: str) -> Account | None:
    """Whose cookie this is, while it lasts."""
    query = (
        select(Account)
        .join(AccountSession)
        .where(AccountSession.token_hash == digest(secret), AccountSession.expires_ms > now_ms())
    )
    return session.exec(query).first()


def one_time_link(session: Session, *, account: Account | None, leads_to: str) -> str:
    """A secret that signs `account` in once, or (with no account) lets somebody make the first one."""
    secret = new_secret()
    session.add(
        OneTimeLink(
            token_hash=digest(secret),
            account_id=account.id if account else None,
            leads_to=leads_to,
            expires_ms=now_ms() + LINK_MS,
        )
    )
    return secret


def link_for(session: Session, secret: str) -> OneTimeLink:
    """The link behind a secret, unused and in time; looking does not use it up."""
    link = session.get(OneTimeLink, digest(secret))
    if link is None or link.expires_ms < now_ms():
        raise NotFound(N_("This link has been used or has expired. Ask for a new one, or sign in with your password."))
    return link


def use_link(session: Session, secret: str) -> OneTimeLink:
    """Take the link: it works this once."""
    link = link_for(session, secret)
    session.delete(link)
    return link


def exist(session: Session) -> bool:
    """Whether anybody has an account yet."""
    return session.exec(select(func.count()).select_from(Account)).one() > 0
