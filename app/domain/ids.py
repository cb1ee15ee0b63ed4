"""Random names for things, secrets for people, and the clock."""

import hashlib
import secrets
import time

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUWXYZ"  # 30 symbols; none that look or sound alike


def new_id() -> str:
    """80 random bits as text: tells neither order nor time."""
    return secrets.token_hex(10)


def new_secret() -> str:
    """256 random bits, for cookies and links. Only its `digest` is ever stored."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Eight characters that can be read aloud: a meeting's join code."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(8))


def digest(secret: str) -> str:
    """SHA-256 of a secret, in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def now_ms() -> int:
    """The wall clock, in milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000
