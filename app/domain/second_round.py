"""Which statements go to another round: a rule fixed beforehand, applied to the verdicts on the round before."""

from collections.abc import Mapping, Sequence

from app.domain.prompts import Carry, Item
from app.evidence import consensus

REWORDED = "reworded"
WHERE: Mapping[str, tuple[str, ...]] = {
    "no_consensus": (consensus.NO_CONSENSUS, consensus.DISAGREEMENT),
    "any_sector_below_75": (consensus.NOT_IN_EVERY_SECTOR,),
    "disagreement": (consensus.DISAGREEMENT,),
    REWORDED: (),
}


def taken(judged: Mapping[str, str], carry: Carry, items: Sequence[Item]) -> list[Item]:
    """Those without consensus, below the threshold in a sector, or reworded, as the carry names them.

    A new version is asked in place of the old one. `judged` is the verdict on each item by its code.
    """
    versions = {item.version_of: item for item in items if item.version_of}
    wanted = [verdict for where in carry.where for verdict in WHERE.get(where, ())]
    found: list[Item] = []
    for item in items:
        if item.version_of:
            continue
        if item.code in versions:
            found += [versions[item.code]] if REWORDED in carry.where else [item]
        elif judged.get(item.code) in wanted:
            found.append(item)
    return found[: carry.max] if carry.max else found
