"""The project's rule for consensus, once it is locked, and what it says of a statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.projects import Project
from app.domain.prompts import Prompt, Scale
from app.evidence import consensus
from app.evidence.small_groups import Counted


@dataclass(frozen=True)
class Rule:
    """A preset and the checks beside it."""

    preset: consensus.Rule
    checks: Mapping[str, Any]

    def judges(self, prompt: Prompt) -> bool:
        """Whether it is made for such ratings: statements on a scale as long as the rule's."""
        rated = bool(prompt.every_item) and prompt.scale is not None
        return rated and prompt.scale is not None and prompt.scale.max == self.preset.scale_max

    def verdict(self, scale: Scale, counted: Counted, sectors: Mapping[str, Counted | None]) -> str:
        """What it says of one statement; the sectors count where they may all be told."""
        told = {code: figures(group) for code, group in sectors.items() if group is not None}
        by_sector = told if told and len(told) == len(sectors) else None
        return consensus.verdict(
            self.preset, figures(counted), agree_from=scale.agree_from, by_sector=by_sector, checks=self.checks
        )


def figures(counted: Counted) -> dict[int, int]:
    """How many gave each value."""
    return {int(value): number for value, number in counted.counts.items() if number}


def rule_of(project: Project) -> Rule | None:
    """The rule that was fixed for this project; None while none is."""
    code = project.definition.get("consensus_rule")
    preset = consensus.rule_of(project.definition.get("consensus_presets", []), code) if code else None
    return Rule(preset, project.definition.get("consensus_checks", {})) if preset else None
