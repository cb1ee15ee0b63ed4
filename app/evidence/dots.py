"""What a dot vote says of each target: how much backing, and from how many people."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """One target: its dots, the different people they came from, and both as proportions (0 to 1)."""

    dots: int
    people: int
    share: float
    breadth: float


def standings(dots: Mapping[str, int], people: Mapping[str, int], *, voters: int) -> dict[str, Standing]:
    """Where every target stands, in the order of `dots`.

    Formulas, for target i (handbook 4.5): share = d_i / sum of d; breadth = u_i / N, u_i being the different people
    with a dot there and N = `voters`, everybody who took part in the vote. With no dot at all, every share is 0.
    Shapes: target -> dots, target -> people; a target missing from `people` has nobody.
    Units: dots and people in; proportions out, unrounded. For breadth's range: `intervals.wilson(people, voters)`.
    Errors: ValueError when nobody voted, or a target has fewer dots than people, more people than voters, people
    without dots, or a negative number.
    """
    if voters < 1:
        raise ValueError("nobody voted")
    if not people.keys() <= dots.keys():
        raise ValueError("people stand behind a target that has no dots")
    everything = sum(dots.values())
    return {target: _standing(number, people.get(target, 0), everything, voters) for target, number in dots.items()}


def _standing(dots: int, people: int, everything: int, voters: int) -> Standing:
    if not 0 <= people <= min(dots, voters) or (dots > 0 and people == 0):
        raise ValueError("every dot comes from one of the voters, and everybody counted has at least one")
    return Standing(dots, people, dots / everything if everything else 0.0, people / voters)


def equal_sector_share(shares: Mapping[str, float]) -> float:
    """A target's share where every sector weighs the same: the mean of its share of each sector's dots (handbook 4.5).

    Shape: sector -> the target's share of that sector's dots, of every sector that was offered it. Unit: as given.
    Errors: ValueError when no sector was.
    """
    if not shares:
        raise ValueError("no sector was offered it")
    return sum(shares.values()) / len(shares)
