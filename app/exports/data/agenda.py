"""The agenda as a table: what was planned, what became of it, and how many took part."""

from datetime import UTC, datetime
from typing import Any

from app.domain import electorate, meetings, participants
from app.domain.activities import Activity
from app.domain.meetings import Meeting
from app.evidence.small_groups import turnout_shown
from app.exports.data.series import Series

MINUTE = 60_000


def rows(series: Series) -> list[dict[str, Any]]:
    """A row a block, in the order of the agenda."""
    counts = participants.counts(series.session, series.project)
    invited = sum(entry["invited"] for entry in counts.values())
    present = {meeting.id: meetings.attended(series.session, meeting) for meeting in series.meetings}
    return [_row(series, meeting, one, invited, present[meeting.id]) for meeting, one in series.planned]


def _row(series: Series, meeting: Meeting, one: Activity, invited: int, present: int) -> dict[str, Any]:
    answered = turnout_shown(electorate.how_many(series.session, one))
    took = round((one.closed_ms - one.opened_ms) / MINUTE, 1) if one.opened_ms and one.closed_ms else None
    return {
        "meeting": meeting.code, "block": one.block, "kind": one.kind, "title_en": one.title.get("en"),
        "title_fr": one.title.get("fr"), "round": one.round, "state": one.state, "planned_minutes": one.minutes,
        "real_minutes": took, "opened": _moment(one.opened_ms), "closed": _moment(one.closed_ms),
        "invited": invited, "present": present, "answered": answered,
    }  # fmt: skip


def _moment(milliseconds: int | None) -> str | None:
    """A moment of the meeting, to the minute, in UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%Y-%m-%dT%H:%MZ") if milliseconds else None
