"""How the figures of a package came about, in a page of Markdown for whoever writes the methods section."""

import hashlib
import json
import platform
from typing import Any

from app import __version__
from app.domain import rewordings
from app.domain.text import say
from app.exports.data.files import File
from app.exports.data.series import Series

WAYS = """
## How figures are made

- Opt-outs are answers that no n counts. Percentiles are type 7. Intervals are Wilson's at 95%.
- A rating that runs from 1 to 9 has the RAND/UCLA index: IPRAS = 2.35 + 1.5 AI, between the 30th and 70th percentile.
- Shape is van der Eijk's agreement A. Rankings have Borda points (items less rank) and Kendall's W corrected for ties.
- Dots have their share, the people they came from (breadth), and the mean of the sectors' shares.

## What is held back

- A breakdown is shown if every group in it has at least 5 answers, else the total alone; under 5, nothing.
- Sensitive prompts are given for all, never by group. Sector and reporting group are never given together.
- A ballot joins answers within one activity. No answer and no text has a person, a pseudonym or a time.
"""


def file(series: Series) -> File:
    """methods.md, from the project as it stands."""
    project = series.project
    lines = [
        f"# Methods: {say(project.title, 'en')}",
        "",
        *_notice(series),
        f"Made with Groundwork {__version__} on Python {platform.python_version()}. Mode: {project.mode}. Tier: T2.",
        WAYS.rstrip(),
        "",
        "## Rule for consensus",
        "",
        *_rule(series),
        "",
        "## Rounds and rewordings",
        "",
        *_rounds(series),
    ]
    return File("methods.md", ("\n".join(lines).rstrip() + "\n").encode())


def _notice(series: Series) -> list[str]:
    notice: dict[str, str] = series.project.definition.get("notice", {})
    return [f"**{say(notice, 'en')}**", ""] if series.project.synthetic and notice else []


def _rule(series: Series) -> list[str]:
    definition = series.project.definition
    code = definition.get("consensus_rule")
    preset: Any = next((one for one in definition.get("consensus_presets", []) if one["code"] == code), None)
    if preset is None:
        return ["No rule has been fixed yet."]
    written = json.dumps([preset, definition.get("consensus_checks", {})], ensure_ascii=False, sort_keys=True)
    fingerprint = hashlib.sha256(written.encode()).hexdigest()
    return [f"`{code}`: {say(preset['text'], 'en')}", "", f"SHA-256 of the rule and its checks: {fingerprint}"]


def _rounds(series: Series) -> list[str]:
    blocks = {activity.id: activity.block for _, activity in series.planned}
    lines = [
        f"- {held.activity.block} is round {held.activity.round}, after {blocks[held.activity.follows_id]}."
        for held in series.revealed
        if held.activity.follows_id in blocks
    ]
    for held in series.revealed:
        made = rewordings.of_activity(series.session, held.activity)
        lines += [f"- {one.code} is {one.version_of} in other words, made in {held.activity.block}." for one in made]
    return lines or ["None yet."]
