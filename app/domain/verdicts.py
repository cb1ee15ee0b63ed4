"""Verdicts: what the project's rule says of each statement of a rating, from the figures that are shown of it."""

from sqlmodel import Session

from app.domain import judging, meetings, ratings
from app.domain.activities import Activity
from app.domain.prompts import Setup


def of_activity(session: Session, source: Activity) -> dict[str, str]:
    """The verdict on each item by its code; none where too few rated it to say, or the rule is for another scale."""
    sectors = meetings.sectors_at(session, source.meeting_id)
    found: dict[str, str] = {}
    for prompt in Setup.model_validate(source.setup).prompts:
        if prompt.scale is not None and prompt.every_item:
            rated = ratings.of_items(session, source, prompt, sectors)
            for one in judging.judged(session, source, prompt, rated, sectors):
                if one.verdict:
                    found[one.item.code] = one.verdict
    return found
