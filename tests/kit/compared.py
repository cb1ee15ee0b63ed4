"""A held series beside its recording: which expected numbers of the data package are not there, or others."""

import io
import json
import zipfile
from typing import Any

from app.domain import projects
from app.exports import data
from tests.kit.series import SLUG, Series

FLOATS = 1e-9
Row = dict[str, Any]


def differences(series: Series, meeting: str = "M") -> list[str]:
    """Every expected row (of one meeting) that is not there, or says something else."""
    found, wrong = _results(series), list[str]()
    rows: list[Row] = series.recording.recorded["expected"]["rows"]
    for row in [row for row in rows if row["block"].startswith(meeting)]:
        here = found.get(_key(row), {})
        off = [name for name, value in row.items() if name != "item" and not _equal(value, here.get(name))]
        if off:
            wrong.append(f"{_key(row)}: {[(name, row[name], here.get(name)) for name in off]}")
    return wrong


def _results(series: Series) -> dict[tuple[Any, ...], Row]:
    """Every row of the data package, things called as the recording calls them."""
    called = series.called()
    with series.looking() as session:
        made = data.made(session, projects.find(session, SLUG))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        rows: list[Row] = json.loads(package.read("results.json"))
    return {_key(row | {"item": called.get(row["item"], row["item"])}): row for row in rows}


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in ("block", "kind", "item", "dimension", "round", "scope"))


def _equal(wanted: Any, here: Any) -> bool:
    if isinstance(wanted, float) and isinstance(here, int | float):
        return abs(wanted - here) < FLOATS
    return wanted == here
