"""Carry-over: what there is to carry from an earlier activity, and a setup with what it carries put in. By reference:
an activity keeps the codes of what it took, and the words are read where they were written."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from app.domain import activities, ideas, rewordings, second_round, themes, verdicts, votes
from app.domain.activities import REVEALED, Activity
from app.domain.ideas import Idea
from app.domain.meetings import Meeting
from app.domain.prompts import Carry, Item, Option, Prompt, Setup
from app.domain.text import Text
from app.domain.themes import Theme
from app.evidence.small_groups import Tier

Choice = dict[str, Any]  # {"items": codes}, {"by_sector": {sector: codes}} or {"use": "fallback"}
FALLBACK: Choice = {"use": "fallback"}


def asked(session: Session, activity: Activity, setup: Setup) -> Setup:
    """The setup with everything it carries put in, as it stands now; in the order chosen."""
    if not any(carry_of(prompt) is not None for prompt in setup.prompts):
        return setup
    return setup.model_copy(update={"prompts": [_filled(session, activity, prompt) for prompt in setup.prompts]})


def carry_of(prompt: Prompt) -> Carry | None:
    """Where a prompt's items, options, targets or ideas come from, if from an earlier activity."""
    return prompt.items_from or prompt.options_from or prompt.targets or prompt.ideas or prompt.about


def source_of(session: Session, activity: Activity, carry: Carry) -> Activity | None:
    """The activity that something is carried from."""
    project = session.get_one(Meeting, activity.meeting_id).project_id
    return activities.at_block(session, project, carry.source)


def offered(session: Session, activity: Activity, prompt: Prompt) -> list[Item]:
    """Everything that could be carried into a prompt; what the rule takes comes first."""
    carry = carry_of(prompt)
    source = source_of(session, activity, carry) if carry else None
    return found(session, activity, source, carry) if source and carry else []


def code_of(idea: Idea) -> str:
    """What an idea is called where something is built on it."""
    return idea.code or idea.id


def found(session: Session, activity: Activity, source: Activity, carry: Carry) -> list[Item]:
    """Everything that a carry of this form could take from its source."""
    if carry.what == "themes":
        made = themes.of_activity(session, source)
        return [_of_theme(one) for one in made if _wanted(one, carry)] if made else _ungrouped(session, source, carry)
    if carry.what in {"", "ideas"}:
        written = ideas.of_activity(session, source)
        return [_of_idea(idea) for idea in written if _wanted(idea, carry)]
    if carry.what == "results":
        return _backed(session, source)
    if carry.what == "statements":
        return _statements(session, source)
    return []


def written_in(session: Session, activity: Activity, carry: Carry) -> Activity | None:
    """Where the words come from that a carry of ideas or of groups takes: the board at the end of its references."""
    source = source_of(session, activity, carry)
    for _ in range(5):  # a chain of references is short; a circle ends here
        further = _grouped(source) if source else None
        if source is None or further is None:
            return source
        source = source_of(session, source, further)
    return None


def _grouped(source: Activity) -> Carry | None:
    """What a grouping groups; None of anything else."""
    return next((prompt.ideas for prompt in Setup.model_validate(source.setup).prompts if prompt.ideas), None)


def _ungrouped(session: Session, source: Activity, carry: Carry) -> list[Item]:
    """What a grouping would have grouped, where nobody made a group: each idea stands for itself."""
    grouped = _grouped(source)
    board = written_in(session, source, grouped) if grouped else None
    return [_of_idea(idea) for idea in ideas.of_activity(session, board) if _wanted(idea, carry)] if board else []


def _taken(session: Session, activity: Activity, source: Activity, carry: Carry) -> list[Item]:
    """What the carry takes when nobody chooses: all, the top ones, or those its rule names."""
    if carry.pick:
        return []
    items = found(session, activity, source, carry)
    if carry.what == "statements" and carry.where:
        return second_round.taken(
            verdicts.of_activity(session, source) if source.state == REVEALED else {}, carry, items
        )
    if carry.what == "results" and carry.top:
        return _top(items, carry.top)
    return items


def by_rule(session: Session, activity: Activity, prompt: Prompt) -> Choice:
    """What is carried into a prompt when nobody chooses; the prepared list where there is nothing to carry."""
    carry = carry_of(prompt)
    source = source_of(session, activity, carry) if carry else None
    if carry is None or source is None:
        return FALLBACK if prompt.options else {"items": []}
    items = _taken(session, activity, source, carry)
    if carry is prompt.options_from and not items:
        return FALLBACK
    if carry.by == "sector":
        sectors = list(dict.fromkeys(item.sector for item in items if item.sector))
        if sectors:
            return {"by_sector": {s: [i.code for i in items if i.sector in {"", s}] for s in sectors}}
    return {"items": [item.code for item in items]}


def _filled(session: Session, activity: Activity, prompt: Prompt) -> Prompt:
    carry = carry_of(prompt)
    if carry is None:
        return prompt
    choice: Choice = activity.carried.get(prompt.code) or by_rule(session, activity, prompt)
    if choice == FALLBACK or choice.get("use") == "fallback":
        return prompt
    found_now = offered(session, activity, prompt)
    items = _chosen(found_now, choice)
    items += _others(found_now, items) if carry.others == "optional" else []
    if carry is prompt.options_from:
        options = [_option(item) for item in items]
        others = [option for option in prompt.options if option.free_text]
        return prompt.model_copy(update={"options": [*options, *others]})
    if carry is not prompt.items_from:
        return prompt.model_copy(update={"items": items})
    if "by_sector" not in choice:  # everybody rates them, whoever wrote them
        items = [item.model_copy(update={"sector": ""}) for item in items]
    return prompt.model_copy(update={"items": [*prompt.items, *items]})


def _option(item: Item) -> Option:
    return Option.model_construct(
        code=item.code, label=item.text, free_text=False, exclusive=False, sector=item.sector, language=item.language
    )


def _chosen(items: Sequence[Item], choice: Choice) -> list[Item]:
    """The chosen items in the order of the choice. The same one may be offered to several sectors' rooms."""
    by_code = {item.code: item for item in items}
    if "by_sector" not in choice:
        return [by_code[code] for code in choice.get("items", []) if code in by_code]
    by_sector: dict[str, list[str]] = choice["by_sector"]
    everywhere = [
        code
        for code, item in by_code.items()
        if (len(by_sector) > 1 or not item.sector) and all(code in codes for codes in by_sector.values())
    ]
    shared = [by_code[code].model_copy(update={"sector": ""}) for code in everywhere]
    own = [
        by_code[code].model_copy(update={"sector": sector})
        for sector, codes in by_sector.items()
        for code in codes
        if code in by_code and code not in everywhere
    ]
    return [*shared, *own]


def _others(found_now: Sequence[Item], taken: Sequence[Item]) -> list[Item]:
    """What may be confirmed and need not: the rest, but neither what was reworded nor versions that nobody chose."""
    away = {item.code for item in taken} | {item.version_of for item in taken}
    return [i.model_copy(update={"optional": True}) for i in found_now if i.code not in away and not i.version_of]


def _wanted(one: Idea | Theme, carry: Carry) -> bool:
    right = (not carry.column or one.column == carry.column) and (not carry.mark or one.mark == carry.mark)
    if isinstance(one, Idea):
        return right
    shared = one.sector is not None or carry.shared or carry.by != "sector"
    return right and shared and one.tag != themes.DOES_NOT_FIT


def _of_idea(idea: Idea) -> Item:
    words = {"en": idea.text, "fr": idea.text}
    return Item.model_construct(
        code=code_of(idea), text=words, hint={}, sector=idea.sector or "", language=idea.language, version_of="",
        optional=False,
    )  # fmt: skip


def _of_theme(theme: Theme) -> Item:
    return _item(theme.code, theme.name, theme.sector or "")


def _item(code: str, text: Text, sector: str = "", version_of: str = "", *, optional: bool = False) -> Item:
    return Item.model_construct(
        code=code, text=text, hint={}, sector=sector, language="", version_of=version_of, optional=optional
    )


def _backed(session: Session, source: Activity) -> list[Item]:
    """What a revealed dot vote was about, each sector's most backed first."""
    if source.state != REVEALED:
        return []
    counted, voters = votes.count(session, source), votes.voters(session, source)
    targets = [item for prompt in _of_source(session, source).prompts if prompt.targets for item in prompt.items]
    if any(voters.get(item.sector, 0) < Tier.LIVE.least for item in targets if item.sector):
        return []  # their order would say what a handful chose
    return sorted(targets, key=lambda item: (item.sector, *_weight(counted.get(item.code, {})), item.code))


def _weight(backing: Mapping[str, votes.Backing]) -> tuple[int, int]:
    return -sum(b.dots for b in backing.values()), -sum(b.people for b in backing.values())


def _top(items: Sequence[Item], number: int) -> list[Item]:
    kept: list[Item] = []
    for item in items:
        if sum(1 for one in kept if one.sector == item.sector) < number:
            kept.append(item)
    return kept


def _statements(session: Session, source: Activity) -> list[Item]:
    """The statements of a round and the versions made of them since."""
    asked = [item for prompt in _of_source(session, source).prompts for item in prompt.every_item]
    codes = {item.code for item in asked}
    versions = [one for one in rewordings.of_project(session, source) if one.version_of in codes]
    return [*asked, *(_item(one.code, one.text, version_of=one.version_of) for one in versions)]


def _of_source(session: Session, source: Activity) -> Setup:
    return asked(session, source, Setup.model_validate(source.setup))
