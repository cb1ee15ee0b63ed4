"""`python -m bench`: every row in every pass, in a different order each time; medians, a table, and a file."""

import argparse
import asyncio
import gc
import sys
import tempfile
import time
from pathlib import Path

import uvloop

from bench import beside, first_load, report, rows
from bench.figures import Figures
from bench.room import Room, prepare
from bench.rows import Load

LONGEST = 90.0  # seconds for one row, its people coming in included
RESULTS = Path(__file__).parent / "results"
BURSTS = tuple(
    Load(f"burst-{votes}-{door}", min(votes, 1000), votes, 1.0, door)
    for votes in (500, 1000, 3000)
    for door in ("socket", "form")
)
WORKSHOPS = tuple(Load(f"workshop-{people}", people, people, 10.0) for people in (50, 100, 200, 1000))
QUICK = (Load("burst-500-socket", 50, 500, 1.0), Load("burst-200-form", 50, 200, 1.0, "form"),
         Load("workshop-50", 50, 50, 2.0))  # fmt: skip


def main(arguments: list[str]) -> int:
    """Measure, print, write; 1 when a row did not pass the gate."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the real application under load.")
    parser.add_argument("--passes", type=int, default=3, help="how often each row is run (default: 3)")
    parser.add_argument("--quick", action="store_true", help="a smoke run: small rows, once; written to quick.json")
    parser.add_argument("--only", default="", help="only rows whose name contains this; written to only.json")
    given = parser.parse_args(arguments)
    loads = [load for load in (QUICK if given.quick else BURSTS + WORKSHOPS) if given.only in load.name]
    found, failures = uvloop.run(_measure(loads, 1 if given.quick else given.passes, compare=not given.only))
    written = report.write(RESULTS / _file_name(given), found, failures)
    print(report.table(written))
    return 1 if failures else 0


def _file_name(given: argparse.Namespace) -> str:
    return "quick.json" if given.quick else "only.json" if given.only else "latest.json"


async def _measure(loads: list[Load], passes: int, *, compare: bool) -> tuple[dict[str, list[Figures]], list[str]]:
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)  # the load's own pauses are not the server's
    found: dict[str, list[Figures]] = {}
    failures: list[str] = []
    with tempfile.TemporaryDirectory(prefix="groundwork-bench-") as folder:
        at = Path(folder)
        rooms = {people: prepare(at / f"room-{people}", people) for people in sorted({one.people for one in loads})}
        jobs = [*loads, *(beside.LOADS if compare else ())]
        for number in range(passes):
            turn = number * len(jobs) // passes
            for job in jobs[turn:] + jobs[:turn]:
                _say(f"pass {number + 1} of {passes}: {job.name}")
                room, where = rooms.get(job.people) or next(iter(rooms.values())), at / f"{job.name}-{number}"
                try:
                    figures = await asyncio.wait_for(_once(job, room, where), LONGEST)
                except (AssertionError, OSError, TimeoutError) as problem:
                    _say(f"FAILED {problem}")
                    failures.append(f"{job.name}: {problem}")
                else:
                    found.setdefault(job.name, []).append(figures)
        if compare:
            found["first-load"] = [await first_load.run(next(iter(rooms.values())), at / "first-load")]
    return found, failures


async def _once(job: Load, room: Room, where: Path) -> Figures:
    return await (beside.run if job in beside.LOADS else rows.run)(job, room, where)


def _say(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
