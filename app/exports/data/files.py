"""The files of a data package: tables as CSV that no spreadsheet runs, and a zip that is the same every time."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
BOM = "\ufeff"
RUNS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of a formula
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a zip says when; the same state gives the same bytes


@dataclass(frozen=True)
class File:
    """One file: its bytes, and how many rows it holds where it is a table."""

    name: str
    body: bytes
    rows: int | None = None

    @property
    def sha256(self) -> str:
        """What its bytes amount to."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True)
class Table:
    """Rows under columns, before they are written."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Row] = field(default_factory=list[Row])


def as_csv(table: Table) -> File:
    """The table as RFC 4180 has it, in UTF-8 with a BOM, for spreadsheets know it by that."""
    written = io.StringIO()
    written.write(BOM)
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(table.columns)
    lines.writerows([cell(row.get(column)) for column in table.columns] for row in table.rows)
    return File(table.name, written.getvalue().encode(), len(table.rows))


def as_json(name: str, content: Any, rows: int | None = None) -> File:
    """Plain JSON with sorted names."""
    body = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return File(name, f"{body}\n".encode(), rows)


def cell(value: Any) -> str:
    """A value as text: nothing for None, yes or no, lists with spaces between, numbers in full."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return f"'{value}" if value.startswith(RUNS) else value
    return " ".join(cell(one) for one in value)


def zipped(files: Iterable[File]) -> bytes:
    """All of them in one file, in the order given."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.body)
    return held.getvalue()
