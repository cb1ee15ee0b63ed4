"""People with an account: who they are, how they sign in, and the sessions they have open."""

from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import BigInteger, Column
from sqlmodel import Field, Session, col, delete, func, select

from app.domain import Noun
from app.domain.ids import digest, new_id, new_secret, now_ms
from app.domain.refusals import N_, NotFound, Refusal
from app.domain.text import NAME_LIMIT, clean

SESSION_MS = 14 * 24 * 3600 * 1000
LINK_MS = 24 * 3600 * 1000
LEAST_PASSWORD, MOST_PASSWORD = 12, 1000

_hasher = PasswordHash((Argon2Hasher(),))


class Account(Noun, table=True):
    """Somebody who prepares or leads meetings."""

    __tablename__ = "account"
    id: str = Field(default_factory=new_id, primary_key=True)
    email: str = Field(unique=True)
    name: str
    password_hash: str | None = None
    language: str = ""  # none until they choose one; till then their browser says


class AccountSession(Noun, table=True):
    """One browser that is signed in; the cookie's digest, never the cookie."""

    __tablename__ = "account_session"
    token_hash: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    expires_ms: int = Field(sa_column=Column(BigInteger, nullable=False))


class OneTimeLink(Noun, table=True):
    """A link that works once: to make the first account, or to sign in."""

    __tablename__ = "one_time_link"
    token_hash: str = Field(primary_key=True)
    account_id: str | None = Field(default=None, foreign_key="account.id", ondelete="CASCADE")
    leads_to: str = "/"
    expires_ms: int = Field(sa_column=Column(BigInteger, nullable=False))


def create(
    session: Session,
    *,
    email: str,
    name: str,
    password: str | None = None,
    password_hash: str | None = None,
    language: str = "",
) -> Account:
    """Make an account. The e-mail address must be new; the password, when given, at least 12 characters.

    A server hands in the `password_hash` it made beforehand: hashing is slow, and nobody else writes meanwhile.
    """
    email = address(email)
    if by_email(session, email) is not None:
        raise Refusal(N_("There is already an account with this e-mail address. Sign in instead."), control="email")
    account = Account(email=email, name=called(name), language=language)
    account.password_hash = hash_password(password) if password is not None else password_hash
    session.add(account)
    session.flush()
    return account


def first(session: Session, secret: str, *, email: str, name: str, password_hash: str, language: str) -> Account:
    """The first account, made with the link the server printed. The link is used up, and so is any other like it."""
    link = use_link(session, secret)
    if link.account_id is not None or exist(session):
        raise NotFound(N_("The first account has been made already. Sign in, or ask its owner to add you."))
    account = create(session, email=email, name=name, password_hash=password_hash, language=language)
    session.exec(delete(OneTimeLink).where(col(OneTimeLink.account_id).is_(None)))
    return account


def address(email: str) -> str:
    """An e-mail address as it is kept: small letters, one @, no spaces."""
    email = clean(email, limit=254, control="email").lower()
    name, at, host = email.rpartition("@")
    if not (name and at and host) or any(letter.isspace() for letter in email) or "@" in name:
        raise Refusal(N_("This is not an e-mail address. It should look like name@example.org."), control="email")
    return email


def called(name: str) -> str:
    """A person's name as it is kept."""
    return clean(name, limit=NAME_LIMIT, control="name")


def by_email(session: Session, email: str) -> Account | None:
    """The account with this address."""
    return session.exec(select(Account).where(Account.email == email.strip().lower())).first()


def hash_password(password: str) -> str:
    """Argon2id; slow on purpose, so never on the event loop and never while the writer waits."""
    if len(password) < LEAST_PASSWORD:
        raise Refusal(
            N_("Use a password of at least %(least)s characters. A short sentence works well."),
            control="password",
            least=LEAST_PASSWORD,
        )
    if len(password) > MOST_PASSWORD:
        raise Refusal(
            N_("This password is too long. Use %(most)s characters at most."), control="password", most=MOST_PASSWORD
        )
    return _hasher.hash(password)


def ensure_password(account: Account | None, password: str) -> Account:
    """The account, if the password is its own. A wrong address and a wrong password sound and take the same."""
    known = account.password_hash if account and account.password_hash else _nobodys_hash()
    right = _hasher.verify(password[:MOST_PASSWORD], known)
    if not right or account is None or not account.password_hash:
        raise Refusal(
            N_("That e-mail and password do not go together. Check both, then try again."), control="password"
        )
    return account


def rename(session: Session, account: Account, name: str) -> None:
    """What somebody wants to be called from now on."""
    session.get_one(Account, account.id).name = called(name)


def set_password(session: Session, account: Account, password_hash: str, *, but: str) -> None:
    """A new password. Every other browser that was signed in is signed out, the one with this secret stays."""
    session.get_one(Account, account.id).password_hash = password_hash
    theirs = delete(AccountSession).where(col(AccountSession.account_id) == account.id)
    session.exec(theirs.where(col(AccountSession.token_hash) != digest(but)))


def open_session(session: Session, account: Account) -> str:
    """Sign in: returns the secret for the cookie. Sessions that have run out go."""
    session.exec(delete(AccountSession).where(col(AccountSession.expires_ms) < now_ms()))
    secret = new_secret()
    session.add(AccountSession(token_hash=digest(secret), account_id=account.id, expires_ms=now_ms() + SESSION_MS))
    return secret


def close_session(session: Session, secret: str) -> None:
    """Sign out this one browser."""
    session.exec(delete(AccountSession).where(col(AccountSession.token_hash) == digest(secret)))


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


def keep_language(session: Session, secret: str, language: str) -> None:
    """Remember the language somebody chose while signed in."""
    account = signed_in(session, secret)
    if account is not None:
        account.language = language
        session.add(account)


def exist(session: Session) -> bool:
    """Whether anybody has an account yet."""
    return session.exec(select(func.count()).select_from(Account)).one() > 0


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody's password")
