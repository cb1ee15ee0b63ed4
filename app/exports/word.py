"""The proposal as a Word file: our styles, and a running head that says it is a draft."""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from app.exports import pandoc
from app.exports.pandoc import Node

REFERENCE = Path(__file__).parent / "reference.docx"  # made by tools/reference_docx.py
HEAD, HOLDER = "word/header1.xml", "RUNNING-HEAD"
BODY, ROW = "word/document.xml", b"<w:tr><w:tc>"
WHOLE_ROW = b"<w:tr><w:trPr><w:cantSplit /></w:trPr><w:tc>"  # no row is torn by the end of a page
WHEN = (1980, 1, 1, 0, 0, 0)  # no time in the file, so that the same draft gives the same bytes


def written(document: Node, running_head: str) -> bytes:
    """The document's bytes, with this line at the head of every page."""
    made = pandoc.convert(document, "docx", f"--reference-doc={REFERENCE}")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            body = before.read(entry)
            if entry.filename == HEAD:
                body = body.replace(HOLDER.encode(), escape(running_head).encode())
            if entry.filename == BODY:
                body = body.replace(ROW, WHOLE_ROW)
            kept = zipfile.ZipInfo(entry.filename, WHEN)
            kept.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(kept, body)
    return out.getvalue()
