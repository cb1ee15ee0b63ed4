"""Answers that make sense together only, as a ranking does: whose ballots a figure is made of, whole or by sector."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.domain import ballots
from app.domain.activities import Activity
from app.domain.projects import Sector
from app.domain.prompts import Prompt
from app.domain.refusals import N_, Refusal
from app.domain.seats import Seat
from app.evidence.small_groups import Counted, Tier, release, set_aside

Ballots = Sequence[Mapping[str, str]]  # item -> value, one mapping a person


@dataclass(frozen=True)
class Group:
    """People whose answers are shown together; `opt_out` chose not to answer and are no part of them."""

    n: int
    opt_out: int
    ballots: Ballots


@dataclass(frozen=True)
class Shown:
    """Everybody, and the sectors where that is safe; `reason` says why something is held back."""

    whole: Group | None
    sectors: Mapping[str, Group]
    reason: str | None


def shown(session: Session, activity: Activity, prompt: Prompt, sectors: Sequence[Sector], tier: Tier) -> Shown:
    """The ballots that figures on this prompt may be made of in this tier."""
    counts = ballots.count(session, activity, prompt.code)
    groups = {sector: Counted(count.n, {}, count.opt_out) for sector, count in counts.items()}
    pseudo = {sector.code for sector in sectors if sector.pseudo}
    offered = {sector.code for sector in sectors} - pseudo
    released = release(groups, pseudo=pseudo, tier=tier, sensitive=prompt.sensitive, offered=offered)
    if released.total is None:
        return Shown(None, {}, released.reason)
    cast = ballots.valued(session, activity, prompt.code)
    aside = set_aside(groups, pseudo=pseudo, offered=offered, sensitive=prompt.sensitive)
    apart = released.groups or {}
    counted = set(apart) or set(groups) - aside
    whole = [ballot for sector, each in cast.items() if sector in counted for ballot in each]
    return Shown(
        Group(released.total.n, released.total.opt_out, whole),
        {sector: Group(group.n, group.opt_out, cast.get(sector, [])) for sector, group in apart.items()},
        released.reason,
    )


def opt_out(session: Session, activity: Activity, prompt: Prompt, seat: Seat, values: Sequence[str]) -> None:
    """Take one of the ways not to answer, in place of whatever was answered."""
    if len(values) != 1 or values[0] not in {way.code for way in prompt.ways_out}:
        raise Refusal(N_("Choose from the answers listed."), control=prompt.code, status=422)
    ballots.put(session, activity, seat, prompt.code, [ballots.Given(values[0], opt_out=True)])
