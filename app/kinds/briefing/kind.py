"""A briefing shows slides; what it feeds the proposal is that it was given."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field
from sqlmodel import Session

from app.domain import activities, planning, upvotes
from app.domain.activities import Activity
from app.domain.kind import Kind, Viewer
from app.domain.meetings import Meeting
from app.domain.passages import Passage
from app.domain.prompts import Setup
from app.domain.refusals import N_
from app.domain.text import Text

SLIDES_LIMIT = 12_000


class Slides(Setup):
    """The Markdown of the slides by language; a line of three dashes parts them."""

    slides: Text = Field(default_factory=dict[str, str])


class Briefing(Kind):
    """Something to learn before talking about it."""

    name = "briefing"
    title = N_("Briefing")
    icon = "presentation"
    takes_answers = False
    prompt_types = frozenset({"slide"})
    Setup = Slides

    def slides(self, activity: Activity, language: str) -> list[str]:
        """The slides in this language, or in the other where they are not written in it."""
        written = _written(activity.setup)
        source = written.get(language) or next(iter(written.values()), "")
        return [slide.strip() for slide in source.split("\n---\n") if slide.strip()]

    def ask(self, session: Session, activity: Activity, viewer: Viewer) -> list[Passage]:
        """Questions of earlier meetings that still need an answer: in the first briefing of a meeting."""
        agenda = activities.of_meeting(session, activity.meeting_id)
        first = next((one for one in agenda if one.kind == self.name and not one.dropped), activity)
        if first.id != activity.id:
            return []
        meeting = session.get_one(Meeting, activity.meeting_id)
        return [passage for _, passage in upvotes.unanswered(session, meeting.project_id, meeting)]

    def fields(self, setup: Mapping[str, Any]) -> dict[str, str]:
        return planning.spread("slides", _written(setup))

    def plan(self, form: Mapping[str, str], before: Mapping[str, Any], material: Any) -> dict[str, Any]:
        slides = planning.both(form, "slides", limit=SLIDES_LIMIT)
        prompts = [dict(prompt) for prompt in planning.prompts_of(before)]
        for prompt in prompts:
            if prompt["type"] == "slide":
                prompt["slides"] = slides
        if not any(prompt["type"] == "slide" for prompt in prompts):
            return dict(before) | {"slides": slides}
        return dict(before) | {"prompts": prompts}


def _written(setup: Mapping[str, Any]) -> Text:
    """The slides of the activity itself, or those its prompt brought from the protocol."""
    brought: list[Text] = [p["slides"] for p in planning.prompts_of(setup) if p.get("slides")]
    return setup.get("slides") or next(iter(brought), Text())


KIND = Briefing()
