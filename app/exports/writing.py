"""From a project to a file: which formats there are, what a file is called, and its bytes."""

import re
import unicodedata
from pathlib import Path

from sqlmodel import Session

from app.domain.projects import Project
from app.domain.refusals import N_, Refusal
from app.exports import gathering, markdown, proposal, word
from app.exports.evidence import Printer
from app.exports.gathering import Draft
from app.language import LANGUAGES

FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
}


def write(session: Session, project: Project, kind: str, out_path: Path, language: str) -> None:
    """Write the project's proposal to a file.

    Errors: Refusal for a format or language there is not, or when the converter fails; OSError from the file system.
    """
    ensure_known(kind, language)
    out_path.write_bytes(made(gathering.draft(session, project), kind, language))


def made(draft: Draft, kind: str, language: str) -> bytes:
    """The draft as a file's bytes. Needs no session, and takes a second or more: call it in a thread.

    Errors: Refusal as `write`.
    """
    ensure_known(kind, language)
    document = proposal.document(draft, language)
    if kind == "md":
        return markdown.written(document)
    head = [Printer(language).say(N_("Draft proposal")), proposal.notice(draft, language)]
    return word.written(document, " · ".join(part for part in head if part))


def ensure_known(kind: str, language: str) -> None:
    """There is such a format, and the app speaks this language."""
    if kind not in FORMATS:
        raise Refusal(N_("A proposal can be written as docx (Word) or md (Markdown)."), control="format", status=404)
    if language not in LANGUAGES:
        raise Refusal(N_("A proposal can be written in English (en) or French (fr)."), control="language", status=404)


def file_name(draft: Draft, kind: str, language: str) -> str:
    """A name that any system can keep: project, what it is, language, day."""
    plain = unicodedata.normalize("NFKD", draft.slug).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^A-Za-z0-9_-]+", "-", plain).strip("-")[:60] or "project"
    what = {"en": "draft-proposal", "fr": "proposition-ebauche"}[language]
    return f"{slug}-{what}-{draft.made.isoformat()}.{kind}"
