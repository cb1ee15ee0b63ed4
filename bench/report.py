"""The results: medians against the targets, as a file and as a table."""

import json
import statistics
import subprocess
import time
from pathlib import Path
from typing import Any

from bench.figures import Figures
from bench.process import machine

Report = dict[str, Any]
TARGETS = (  # row, figure, at most
    ("burst-1000-socket", "ack_p50_ms", 5),
    ("burst-1000-socket", "ack_p99_ms", 50),
    ("burst-3000-socket", "ack_p50_ms", 10),
    ("burst-3000-socket", "ack_p99_ms", 100),
    ("workshop-100", "visible_p50_ms", 20),
    ("workshop-100", "visible_p99_ms", 60),
    ("workshop-1000", "visible_p50_ms", 120),
    ("workshop-1000", "visible_p99_ms", 300),
    ("workshop-1000", "bytes_a_client", 60_000),
    ("workshop-1000", "join_cpu_ms", 8),
    ("workshop-1000", "memory_a_socket_kb", 60),
    ("workshop-1000", "cpu_a_vote_beside_100", 2),
    ("first-load", "first_load_bytes", 120_000),
)


def write(path: Path, found: dict[str, list[Figures]], failures: list[str]) -> Report:
    """Put everything measured into a file; returns what was written."""
    rows = {name: {"median": _median(passes), "passes": passes} for name, passes in sorted(found.items())}
    _compare(rows)
    report = {
        "when": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "commit": _commit(),
        "machine": machine(),
        "votes_lost": 0 if not failures else "a row failed its gate",
        "failures": failures,
        "targets": _against_targets(rows),
        "rows": rows,
    }
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(report, indent=1) + "\n")
    return report


def table(report: Report) -> str:
    """The medians a row a line, then the targets."""
    lines: list[str] = []
    for name, row in report["rows"].items():
        lines.append(f"{name:28}" + "  ".join(f"{what} {value:g}" for what, value in row["median"].items()))
    lines.append("")
    for target in report["targets"]:
        said = "met " if target["met"] else "NOT "
        lines.append(f"{said}{target['row']} {target['figure']} {target['measured']:g} (at most {target['at_most']})")
    lines += [f"GATE FAILED: {failure}" for failure in report["failures"]]
    return "\n".join(lines)


def _median(passes: list[Figures]) -> Figures:
    return {name: round(statistics.median(one[name] for one in passes), 3) for name in passes[0]}


def _compare(rows: dict[str, Any]) -> None:
    for name, row in rows.items():
        median = row["median"]
        if "join_page_cpu_ms" in median:
            median["join_cpu_ms"] = round(median["join_page_cpu_ms"] + median["join_socket_cpu_ms"], 2)
        if name == "workshop-1000" and "workshop-100" in rows:
            hundred = rows["workshop-100"]["median"]["cpu_a_vote_ms"]
            median["cpu_a_vote_beside_100"] = round(median["cpu_a_vote_ms"] / hundred, 2)


def _against_targets(rows: dict[str, Any]) -> list[dict[str, Any]]:
    targets: list[dict[str, Any]] = []
    for name, figure, most in TARGETS:
        measured = rows.get(name, {}).get("median", {}).get(figure)
        if measured is not None:
            said = {"row": name, "figure": figure, "at_most": most, "measured": measured, "met": measured <= most}
            targets.append(said)
    return targets


def _commit() -> str:
    asked = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return asked.stdout.strip()
