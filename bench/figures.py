"""Figures from what a crowd noted: percentiles, and how long a vote took to be seen by the last page."""

from collections.abc import Sequence

from bench.crowd import Crowd, Slowest, Vote

STEP, FIRST = 3, 5  # a live poll moves at five answers, then with three more than were shown
Figures = dict[str, float]


def spread(name: str, seconds: Sequence[float]) -> Figures:
    """Half and all but a hundredth were at most so long, in ms."""
    ordered = sorted(seconds)
    at = {"p50": len(ordered) // 2, "p99": min(len(ordered) - 1, int(len(ordered) * 0.99))}
    return {f"{name}_{which}_ms": round(1000 * ordered[place], 2) for which, place in at.items()}


def acknowledged(crowd: Crowd) -> Figures:
    """How long the acknowledgements took, and how late the load itself was."""
    votes = list(crowd.votes.values())
    waits = [vote.acknowledged - vote.sent for vote in votes if vote.acknowledged is not None]
    late = sorted(vote.late for vote in votes)
    return spread("ack", waits) | {"load_late_p99_ms": round(1000 * late[int(len(late) * 0.99)], 2)}


def visible(crowd: Crowd) -> Figures:
    """From sending a vote until the last page shows a tally that counts it: turnout, and the live poll."""
    sent = sorted(vote.sent for vote in crowd.votes.values())
    return spread("visible", _turnout(sent, crowd.turnout)) | spread("visible_poll", _poll(sent, crowd.poll))


def _turnout(sent: Sequence[float], shown: Slowest) -> list[float]:
    """Every vote moves it, from the third on."""
    steps = sorted(shown.reached.items())
    waits, step = list[float](), 0
    for rank, at in enumerate(sent, start=1):
        while steps[step][0] < rank:
            step += 1
        if rank >= 3:
            waits.append(steps[step][1] - at)
    return waits


def _poll(sent: Sequence[float], shown: Slowest) -> list[float]:
    """A vote is due when the rule lets the poll move on from what was shown: with it, or with a later one."""
    waits, before = list[float](), 0
    for now, at in sorted(shown.reached.items()):
        allowed = before + STEP if before else FIRST
        waits += [at - sent[max(rank, allowed) - 1] for rank in range(before + 1, now + 1)]
        before = now
    return waits


def last_values(votes: Sequence[Vote]) -> dict[int, str]:
    """What each person's answer is in the end."""
    return {vote.person: vote.value for vote in votes}
