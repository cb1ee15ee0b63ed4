"""What may be shown of a count without saying what anybody in a small group answered."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

LIVE_STEP = 3
TURNOUT_FROM = 3

Reason = Literal["too_few", "group_too_few", "sensitive"]


class Tier(Enum):
    """Where a figure is shown: T1 in the meeting, T2 in documents for the team and reviewers, T3 in public."""

    LIVE = "live"
    DOCUMENT = "document"
    PUBLIC = "public"

    @property
    def least(self) -> int:
        """The fewest people who must have answered (schema, Small groups; precedents in the handbook, 4.8, R27)."""
        return 11 if self is Tier.PUBLIC else 5


@dataclass(frozen=True)
class Counted:
    """What one group answered to one prompt.

    `n` is people who answered, given and not added up, since one person may choose several; `counts` is
    value -> people (or dots); `opt_out` is people who chose not to say, never part of `n`.
    Errors: ValueError for a negative number, or for counts where nobody answered.
    """

    n: int
    counts: Mapping[str, int] = field(default_factory=dict[str, int])
    opt_out: int = 0

    def __post_init__(self) -> None:
        if min(self.n, self.opt_out, *self.counts.values()) < 0:
            raise ValueError("a count cannot be negative")
        if self.n == 0 and any(self.counts.values()):
            raise ValueError("counts need people who answered")


@dataclass(frozen=True)
class Released:
    """What may be shown: the total, the groups, or neither; `reason` says why something is held back."""

    total: Counted | None
    groups: Mapping[str, Counted] | None
    reason: Reason | None


def release(
    groups: Mapping[str, Counted],
    *,
    pseudo: Collection[str] = (),
    tier: Tier,
    sensitive: bool = False,
    offered: Collection[str] | None = None,
    whole_seen: bool = False,
) -> Released:
    """The part of a breakdown that may be shown in `tier` (schema, Small groups; handbook 4.8; thresholds R27).

    Rule: groups are shown only if every real one has n >= tier.least, else only the total, which needs it too.
    `sensitive` shows the total alone. A pseudo-sector is shown with n >= tier.least; with fewer it is left out of
    the groups and of their total. The total is always the sum of the groups shown, if any are.
    `offered`: real groups that were asked; one without an answer is below the minimum, one neither asked nor heard
    from is absent. None: all in `groups`. `whole_seen`: the total with everybody in it is out (a live poll).
    Shapes: group code -> Counted, kept in its order; values of a total in alphabetical order. Errors: none.
    """
    aside = set_aside(groups, pseudo=pseudo, offered=offered, sensitive=sensitive, whole_seen=whole_seen)
    real = _real(groups, pseudo, offered)
    shown = None
    if not sensitive and not _exposed(groups, pseudo, whole_seen) and _all_reach(groups, real, tier):
        shown = {name: g for name, g in groups.items() if name in real or (name in pseudo and g.n >= tier.least)}
    total = together(shown.values() if shown else (g for name, g in groups.items() if name not in aside))
    if total.n < tier.least:
        return Released(None, None, "too_few")
    if shown:
        return Released(total, shown, None)
    return Released(total, None, "sensitive" if sensitive else "group_too_few")


def set_aside(
    groups: Mapping[str, Counted],
    *,
    pseudo: Collection[str],
    offered: Collection[str] | None = None,
    sensitive: bool = False,
    whole_seen: bool = False,
) -> frozenset[str]:
    """The pseudo-sectors that every figure of this prompt leaves out, in every tier and every other breakdown of it.

    Rule: where the meeting sees the real sectors, a pseudo-sector with fewer than T1's minimum is in no total, not
    even in T3's; else T3's total less the sectors on the screen would be that handful's answers.
    Shapes and parameters: as `release`. Errors: none.
    """
    if sensitive or _exposed(groups, pseudo, whole_seen):
        return frozenset()
    if not _all_reach(groups, _real(groups, pseudo, offered), Tier.LIVE):
        return frozenset()
    return frozenset(name for name in pseudo if name in groups and groups[name].n < Tier.LIVE.least)


def together(groups: Iterable[Counted]) -> Counted:
    """Several groups as one: n, opt-outs and each value added up.

    Shape: values in alphabetical order, for the order of arrival could tell which group held which. None: n = 0.
    """
    n, opt_out, counts = 0, 0, dict[str, int]()
    for group in groups:
        n, opt_out = n + group.n, opt_out + group.opt_out
        for value, number in group.counts.items():
            counts[value] = counts.get(value, 0) + number
    # A value nobody chose says which values some group was offered, and no more than its absence does.
    return Counted(n, {value: counts[value] for value in sorted(counts) if counts[value]}, opt_out)


def in_document(counted: Counted, tier: Tier) -> bool:
    """Whether this group is given as n, median, quartiles and agreeing count, not a count for each value.

    Rule: in T2, n below 11 (schema, Small groups). T1 draws bars from 5, and T3 shows nobody below 11. Errors: none.
    """
    return tier is Tier.DOCUMENT and counted.n < Tier.PUBLIC.least


def groups_in_document(released: Released, tier: Tier) -> bool:
    """Whether all groups are given so: as soon as one is, for else it is the total less the others. Errors: none."""
    return any(in_document(group, tier) for group in (released.groups or {}).values())


def live_step(n_now: int, n_shown: int, *, closed: bool) -> bool:
    """Whether a live poll's total is drawn anew (schema, Live polling).

    Rule: never under five answers; then at once, with three more than were shown, and at closing.
    Units: people who answered now, and in the drawing that stands (0: none yet). Errors: none.
    """
    if n_now < Tier.LIVE.least:
        return False
    return closed or n_shown == 0 or n_now - n_shown >= LIVE_STEP


def look_again(n_now: int, n_seen: int | None) -> bool:
    """Whether the console may see counts of what closed anew (schema, Live polling: the same step).

    Rule: with three more people than at the last look, else the difference would be somebody's answer.
    Units: people who answered now, and at that look (None: there was none). Errors: none.
    """
    return n_seen is None or n_now - n_seen >= LIVE_STEP


def turnout_held(answered: Mapping[str, int]) -> frozenset[str]:
    """The sectors whose turnout is held back (schema, Live polling).

    Rule: those under three; where that is exactly one and the whole is shown, the next smallest too, for else the
    whole less the others is the one held back. Shape: sector code -> people who answered. Errors: none.
    """
    held = {sector for sector, n in answered.items() if turnout_shown(n) is None}
    shown = sorted(answered.keys() - held, key=lambda sector: (answered[sector], sector))
    if len(held) == 1 and shown and turnout_shown(sum(answered.values())) is not None:
        held.add(shown[0])
    return frozenset(held)


def turnout_shown(answered: int) -> int | None:
    """How many have answered, or None while fewer than three have (schema, Live polling). Unit: people. No errors."""
    return answered if answered >= TURNOUT_FROM else None


def _real(groups: Mapping[str, Counted], pseudo: Collection[str], offered: Collection[str] | None) -> set[str]:
    asked = set(groups if offered is None else offered)
    # Whoever answered was asked, whatever `offered` says: they are in the total, so they must be in the rule.
    return (asked | {name for name, group in groups.items() if group.n or group.opt_out}) - set(pseudo)


def _all_reach(groups: Mapping[str, Counted], real: Collection[str], tier: Tier) -> bool:
    return all(name in groups and groups[name].n >= tier.least for name in real)


def _exposed(groups: Mapping[str, Counted], pseudo: Collection[str], whole_seen: bool) -> bool:
    """Whether a handful in a pseudo-sector is what tells a total already seen from the sum of the sectors."""
    return whole_seen and any(name in groups and 0 < groups[name].n < Tier.LIVE.least for name in pseudo)
