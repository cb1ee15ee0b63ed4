"""Answers by reporting group, which sealing splits off each question under fresh ids that know no sector."""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from app.domain.activities import Activity
from app.domain.ballots import AnswerByGroup, BallotByGroup, Count
from app.evidence.small_groups import Counted

At = tuple[str, str]  # item and dimension


def count_items(session: Session, activity: Activity, prompt: str) -> dict[At, dict[str, Counted]]:
    """Answers to each item and dimension, by reporting group; one a person. Not yet safe to show."""
    found: dict[At, dict[str, Count]] = {}
    for group, _, answer in _answers(session, activity, prompt):
        _add(found.setdefault((answer.item, answer.dimension), {}).setdefault(group, Count()), answer)
    return {at: _counted(groups) for at, groups in found.items()}


def count(session: Session, activity: Activity, prompt: str) -> dict[str, Counted]:
    """Choices by reporting group, where one person may have made several. Not yet safe to show."""
    found: dict[str, Count] = {}
    people: set[str] = set()
    for group, ballot, answer in _answers(session, activity, prompt):
        entry = found.setdefault(group, Count())
        if ballot in people:
            entry.counts[answer.value or ""] += 1
        else:
            _add(entry, answer)
        people.add(ballot)
    return _counted(found)


def _answers(session: Session, activity: Activity, prompt: str) -> list[tuple[str, str, AnswerByGroup]]:
    query = (
        select(BallotByGroup.report_group, BallotByGroup.id, AnswerByGroup)
        .join(AnswerByGroup, col(AnswerByGroup.ballot_id) == BallotByGroup.id)
        .where(BallotByGroup.activity_id == activity.id, AnswerByGroup.prompt == prompt)
    )
    return list(session.exec(query))


def _add(entry: Count, answer: AnswerByGroup) -> None:
    if answer.opt_out:
        entry.opt_out += 1
    else:
        entry.n += 1
        entry.counts[answer.value or ""] += 1


def _counted(found: Mapping[str, Count]) -> dict[str, Counted]:
    return {code: Counted(count.n, dict(count.counts), count.opt_out) for code, count in found.items()}
