"""What the big screen shows while everybody is at one thing: that alone, large."""

from dataclasses import replace
from typing import Any

from app.domain.text import Text
from app.scenes.moment import Moment
from app.scenes.stage import Stage, question


def shown_question(now: Moment) -> Text:
    """The largest words on the big screen: what everybody is at, or else what is asked."""
    return now.focus.text if now.focus else question(now)


def narrowed(now: Moment, stage: Stage | None = None, results: Any = None) -> tuple[Moment, Stage | None, Any]:
    """The moment, the stage and the results without what belongs to other prompts than the one everybody is at."""
    prompt = now.setup.prompt(now.focus.prompt) if now.setup and now.focus and now.focus.prompt else None
    if prompt is None or now.setup is None or now.kind is None:
        return now, stage, results
    setup = now.setup.model_copy(update={"prompts": [prompt]})
    if stage is not None:
        stage = replace(stage, setup=setup, ask=now.kind.about(stage.ask, prompt))
    return replace(now, setup=setup), stage, now.kind.about(results, prompt)
