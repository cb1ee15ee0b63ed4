"""The data package of a project: every file, and a manifest that says what each is and what is not there yet."""

from typing import Any

from sqlmodel import Session

from app import __version__
from app.domain.projects import Project
from app.domain.text import say
from app.exports.data import agenda, codebook, methods, responses, results, series, words
from app.exports.data.files import File, Table, as_csv, as_json, zipped
from app.exports.data.series import Series

MODES = {"planning": "planning consultation", "research": "research"}
LEFT_OUT = {
    "findings.json": "findings are not part of this version",
    "proposal.json": "the structured proposal is not part of this version",
}


def made(session: Session, project: Project) -> bytes:
    """The zip. Two packages of the same state are the same bytes."""
    read = series.read(session, project)
    files = [*_tables(read), methods.file(read)]
    return zipped([_manifest(read, files), *files])


def _tables(read: Series) -> list[File]:
    counted = results.rows(read)
    tables = {
        "agenda.csv": agenda.rows(read),
        "ideas.csv": words.idea_rows(read),
        "themes.csv": words.theme_rows(read),
        "lineage.csv": words.lineage_rows(read),
        "texts.csv": words.text_rows(read),
        "responses.csv": responses.rows(read),
        "results.csv": counted,
    }
    written = [as_csv(Table(name, codebook.columns_of(name), rows)) for name, rows in tables.items()]
    book = as_csv(Table("codebook.csv", codebook.HEADS, codebook.rows()))
    return [book, *written, as_json("results.json", counted, len(counted))]


def _manifest(read: Series, files: list[File]) -> File:
    project = read.project
    content: dict[str, Any] = {
        "app": "Groundwork",
        "version": __version__,
        "project": {"slug": project.slug, "title": project.title, "name": say(project.title, "en")},
        "mode": MODES.get(project.mode, project.mode),
        "synthetic": project.synthetic,
        "notice": project.definition.get("notice") if project.synthetic else None,
        "tier": "T2",
        "revisions": {meeting.code: meeting.revision for meeting in read.meetings},
        "files": [{"name": file.name, "rows": file.rows, "sha256": file.sha256} for file in files],
        "left_out": [{"name": name, "why": why} for name, why in LEFT_OUT.items()],
    }
    return as_json("manifest.json", content)
