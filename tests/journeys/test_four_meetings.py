"""The four meetings, held in full through the real doors: thirty-six people by socket, the team by its forms."""

import asyncio
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain import projects
from app.exports import data
from tests.kit.proxy import Proxy
from tests.kit.series import SLUG, Series, demo

FLOATS = 1e-9
Row = dict[str, Any]


@pytest.fixture
def series(tmp_path: Path) -> Iterator[Series]:
    held = Series(tmp_path, demo())
    held.server.start()
    yield held
    held.close()


def results(series: Series) -> dict[tuple[Any, ...], Row]:
    """Every row of the data package, things called as the recording calls them."""
    called = series.called()
    with series.looking() as session:
        made = data.made(session, projects.find(session, SLUG))
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        rows: list[Row] = json.loads(package.read("results.json"))
    return {_key(row | {"item": called.get(row["item"], row["item"])}): row for row in rows}


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in ("block", "kind", "item", "dimension", "round", "scope"))


def differences(series: Series) -> list[str]:
    """Every expected row that is not there, or says something else."""
    found, wrong = results(series), list[str]()
    for row in series.recording.recorded["expected"]["rows"]:
        here = found.get(_key(row), {})
        off = [name for name, value in row.items() if name != "item" and not _equal(value, here.get(name))]
        if off:
            wrong.append(f"{_key(row)}: {[(name, row[name], here.get(name)) for name in off]}")
    return wrong


def _equal(wanted: Any, here: Any) -> bool:
    if isinstance(wanted, float) and isinstance(here, int | float):
        return abs(wanted - here) < FLOATS
    return wanted == here


def test_every_count_of_the_series_is_what_people_answered(series: Series) -> None:
    asyncio.run(series.hold())

    assert differences(series) == []


def test_with_a_fifth_of_the_sockets_cut_again_and_again_the_results_are_the_same(series: Series) -> None:
    with Proxy(series.server.port) as line:
        series.at = line.origin
        series.before_block = lambda _block: line.cut_some(0.2)

        asyncio.run(series.hold())

        assert line.severed > 100
    assert differences(series) == []
