"""Every table there is, for migrations and tests."""

from sqlmodel import SQLModel

from app.domain import (
    accounts,
    activities,
    ballots,
    behalf,
    carry,
    electorate,
    ideas,
    live_tally,
    meetings,
    notes,
    operations,
    participants,
    passages,
    projects,
    rewordings,
    rooms,
    templates,
    themes,
    votes,
)

metadata = SQLModel.metadata
NOUNS = (
    accounts,
    activities,
    ballots,
    behalf,
    carry,
    electorate,
    ideas,
    live_tally,
    meetings,
    notes,
    operations,
    participants,
    passages,
    projects,
    rewordings,
    rooms,
    templates,
    themes,
    votes,
)
