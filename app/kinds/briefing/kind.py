"""A briefing shows slides; what it feeds the proposal is that it was given."""

from typing import Any

from pydantic import Field

from app.domain.activities import Activity
from app.domain.kind import Kind
from app.domain.prompts import Setup
from app.domain.refusals import N_
from app.domain.text import Text


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
        setup: Any = self.setup_of(activity)
        source = setup.slides.get(language) or next(iter(setup.slides.values()), "")
        return [slide.strip() for slide in source.split("\n---\n") if slide.strip()]


KIND = Briefing()
