"""Leave to be quoted, taken back or given later, holds for the words that are there already."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlmodel import Session, select

from app.domain import ideas, sealing
from app.domain.activities import Activity
from app.domain.ideas import Comment, Idea
from tests.kit import cast
from tests.kit.cast import World


def written(session: Session, world: World) -> None:
    """Two people write an idea and a comment each, which may be quoted."""
    cast.open_(session, world, world.board)
    first, _ = (
        ideas.write(session, world.board, world.seats[who], column="gaps", text=f"Words of {who}")
        for who in ("ED-1", "EPI-1")
    )
    cast.reveal(session, world.board)
    for who in ("ED-1", "EPI-1"):
        ideas.remark(session, session.get_one(Activity, world.board.id), world.seats[who], first.id, f"Words of {who}")
    session.commit()


def quotable(session: Session) -> set[tuple[str, bool]]:
    """Whose words may be quoted: ideas and comments alike."""
    session.expire_all()
    rows: Sequence[Idea | Comment] = [*session.exec(select(Idea)), *session.exec(select(Comment))]
    assert len(rows) == 4
    return {(row.text.removeprefix("Words of "), row.quotable) for row in rows}


def test_who_takes_it_back_is_quoted_nowhere_and_others_as_before(session: Session, world: World) -> None:
    written(session, world)
    assert quotable(session) == {("ED-1", True), ("EPI-1", True)}

    cast.agree(session, world, world.seats["ED-1"], quote=False)

    assert quotable(session) == {("ED-1", False), ("EPI-1", True)}


def test_who_gives_it_again_may_be_quoted_again(session: Session, world: World) -> None:
    written(session, world)

    cast.agree(session, world, world.seats["ED-1"], quote=False)
    cast.agree(session, world, world.seats["ED-1"], quote=True)

    assert quotable(session) == {("ED-1", True), ("EPI-1", True)}


def test_everybodys_words_are_written_anew_with_it(
    session: Session, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(session, world)
    put: list[tuple[str, int]] = []
    honest = sealing._put  # pyright: ignore[reportPrivateUsage]

    def noted(session: Session, table: Any, rows: list[Any]) -> None:
        put.append((table.__tablename__, len(rows)))
        honest(session, table, rows)

    monkeypatch.setattr(sealing, "_put", noted)

    cast.agree(session, world, world.seats["ED-1"], quote=False)
    cast.agree(session, world, world.seats["ED-1"], quote=False)

    assert [one for one in put if one[1]] == [("idea", 2), ("comment", 2)], "once, for a choice that changed once"
