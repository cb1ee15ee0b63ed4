"""Every table there is, for migrations and tests."""

from sqlmodel import SQLModel

from app.domain import (
    accounts,
    activities,
    ballots,
    carry,
    electorate,
    ideas,
    live_tally,
    meetings,
    operations,
    participants,
    projects,
    votes,
)

metadata = SQLModel.metadata
NOUNS = (
    accounts,
    activities,
    ballots,
    carry,
    electorate,
    ideas,
    live_tally,
    meetings,
    operations,
    participants,
    projects,
    votes,
)
