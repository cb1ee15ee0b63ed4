"""A meeting that feeds the proposal."""

import pytest
from sqlmodel import Session

from tests.kit import cast
from tests.kit.cast import World


@pytest.fixture
def full(session: Session) -> World:
    """Three sectors of eleven; the poll, the board and the dots held and revealed, and feeding sections."""
    world = cast.begin(session, each=11)
    for activity, feeds in ((world.poll, ["S04"]), (world.board, ["S02"]), (world.dots, ["S02", "S05"])):
        activity.feeds = feeds
        session.add(activity)
    session.flush()
    return world
