"""Makes app/exports/reference.docx, the Word file's styles, from the converter's: `python tools/reference_docx.py`."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypandoc

OUT = Path(__file__).parent.parent / "app" / "exports" / "reference.docx"
FONT, INK, SOFT, ALARM, LINE = "Calibri", "1A1A1A", "555555", "A3232B", "8A8A8A"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SIZES = {  # half-points, twips before and after
    "Title": (52, 600, 60), "Subtitle": (30, 0, 240), "Heading1": (32, 480, 100), "Heading2": (24, 280, 80),
    "Heading3": (22, 200, 60), "BodyText": (22, 60, 100), "Compact": (20, 20, 20), "FootnoteText": (18, 0, 20),
    "Caption": (20, 160, 60),
}  # fmt: skip


def paragraph(name: str, based: str, layout: str, run: str) -> str:
    """A paragraph style of our own."""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based}"/><w:next w:val="BodyText"/><w:qFormat/>'
        f"<w:pPr>{layout}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def edges(value: str, colour: str, *sides: str, size: int = 12, space: int = 6) -> str:
    """Rules at the sides of a paragraph or a cell."""
    return "".join(f'<w:{side} w:val="{value}" w:sz="{size}" w:space="{space}" w:color="{colour}"/>' for side in sides)


def gap_between(before: int, after: int) -> str:
    """Room above and below, in twips."""
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def quiet(size: int) -> str:
    """Letters that stand back, in half-points."""
    return f'<w:color w:val="{SOFT}"/><w:sz w:val="{size}"/>'


def strip(tag: str, inside: str) -> str:
    """A running head or foot: one line in the middle."""
    line = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{inside}</w:p>'
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{tag} {W}>{line}</w:{tag}>'


def page_number() -> str:
    """A field that counts pages."""
    begin, part, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f'{begin}<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>{part}<w:r><w:t>1</w:t></w:r>{end}'


ROUND = ("top", "left", "bottom", "right")
OURS = "".join(
    [
        paragraph(
            "Gap", "BodyText",
            f"<w:pBdr>{edges('dashed', ALARM, *ROUND)}</w:pBdr>"
            '<w:shd w:val="clear" w:color="auto" w:fill="FDF3F2"/>'
            '<w:spacing w:before="120" w:after="160"/><w:ind w:left="120" w:right="120"/>', "",
        ),
        paragraph(
            "Notice", "BodyText",
            f"<w:pBdr>{edges('single', INK, *ROUND)}</w:pBdr>"
            '<w:shd w:val="clear" w:color="auto" w:fill="FFE99A"/>'
            '<w:spacing w:before="120" w:after="240"/><w:ind w:left="120" w:right="120"/>', "<w:b/>",
        ),
        paragraph("Brief", "BodyText", f"<w:keepNext/>{gap_between(0, 80)}", quiet(20)),
        paragraph("Hint", "BodyText", gap_between(0, 80), quiet(20)),
        paragraph("Table Note", "BodyText", gap_between(60, 160), quiet(18)),
        paragraph("Quotes Lead", "BodyText", '<w:keepNext/><w:spacing w:before="160" w:after="40"/>', "<w:b/>"),
        paragraph("Quotes From", "BodyText", f"<w:keepNext/>{gap_between(100, 20)}", f"<w:i/>{quiet(20)}"),
        '<w:style w:type="character" w:customStyle="1" w:styleId="GapMark"><w:name w:val="Gap Mark"/>'
        f'<w:basedOn w:val="BodyTextChar"/><w:rPr><w:b/><w:color w:val="{ALARM}"/></w:rPr></w:style>',
    ]
)  # fmt: skip
TABLE = (
    '<w:tblBorders>' + edges("single", INK, "top", "bottom", size=8, space=0)
    + edges("single", LINE, "insideH", size=4, space=0) + "</w:tblBorders>"
    '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
    '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
)  # fmt: skip
HEAD_ROW = (
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
    f"{edges('single', INK, 'bottom', size=8, space=0)}</w:tcBorders>"
    '<w:shd w:val="clear" w:color="auto" w:fill="F2F0EA"/><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
)
HEADER = strip("hdr", f"<w:r><w:rPr>{quiet(17)}</w:rPr><w:t>RUNNING-HEAD</w:t></w:r>")
FOOTER = strip("ftr", page_number())
PAGE = (
    '<w:headerReference w:type="default" r:id="rId91"/><w:footerReference w:type="default" r:id="rId92"/>'
    '<w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1300" w:right="1250" w:bottom="1200" w:left="1250" '
    'w:header="600" w:footer="600" w:gutter="0"/>'
)


def restyled(styles: str) -> str:
    """The converter's styles in our font, sizes and colours."""
    styles = re.sub(
        r"<w:rFonts [^>]*/>", f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>', styles
    )
    styles = re.sub(r"<w:color [^>]*/>", f'<w:color w:val="{INK}"/>', styles)
    for name, (size, before, after) in SIZES.items():
        styles = _style(styles, name, lambda body, s=size, b=before, a=after: _sized(body, s, b, a))
        styles = _style(styles, f"{name}Char", lambda body, s=size: _font(body, s))
    for name in ("Title", "Subtitle"):
        styles = _style(styles, name, lambda body: body.replace('<w:jc w:val="center" />', ""))
    for name in ("Title", "Heading1", "Heading2", "Heading3"):
        styles = _style(styles, name, _bold)
    styles = _style(styles, "Caption", lambda body: re.sub(r"<w:i />", "<w:b/>", body))
    styles = _style(styles, "Table", _ruled)
    return styles.replace("</w:styles>", f"{OURS}</w:styles>")


def _style(styles: str, name: str, change: Callable[[str], str]) -> str:
    found = re.compile(rf'<w:style [^>]*w:styleId="{name}".*?</w:style>', re.DOTALL)
    return found.sub(lambda match: change(match[0]), styles)


def _bold(body: str) -> str:
    return re.sub(r"(<w:rPr>\s*(?:<w:rFonts [^>]*/>)?)", r"\1<w:b/>", body, count=1)


def _sized(body: str, size: int, before: int, after: int) -> str:
    spacing = f'<w:spacing w:before="{before}" w:after="{after}"/>'
    if "<w:pPr>" not in body:
        body = body.replace("</w:style>", f"<w:pPr>{spacing}</w:pPr></w:style>")
    elif "<w:spacing" in body.split("</w:pPr>")[0]:
        body = re.sub(r"<w:spacing [^>]*/>", spacing, body, count=1)
    else:
        body = body.replace("</w:pPr>", f"{spacing}</w:pPr>", 1)
    return _font(body, size)


def _font(body: str, size: int) -> str:
    body = re.sub(r"<w:sz(Cs)? [^>]*/>", "", body)
    sized = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    if "</w:rPr>" in body:
        return body.replace("</w:rPr>", f"{sized}</w:rPr>", 1)
    return body.replace("</w:style>", f"<w:rPr>{sized}</w:rPr></w:style>")


def _ruled(body: str) -> str:
    body = re.sub(r"<w:tblCellMar>.*?</w:tblCellMar>", TABLE, body, flags=re.DOTALL)
    return re.sub(r"<w:tblStylePr.*?</w:tblStylePr>", HEAD_ROW, body, flags=re.DOTALL)


def made(original: bytes) -> bytes:
    """The reference document's bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(original)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        parts = {entry.filename: before.read(entry).decode() for entry in before.infolist()}
        parts["word/styles.xml"] = restyled(parts["word/styles.xml"])
        parts["word/header1.xml"], parts["word/footer1.xml"] = HEADER, FOOTER
        _join(parts)
        for name, body in parts.items():
            kept = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            kept.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(kept, body)
    return out.getvalue()


def _join(parts: dict[str, str]) -> None:
    """Tell the file of its header and footer."""
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = "".join(
        f'<Override PartName="/word/{n}1.xml" ContentType="{kinds}.{n}+xml"/>' for n in ("header", "footer")
    )
    links = "".join(
        f'<Relationship Type="{OFFICE}/{name}" Id="rId9{place}" Target="{name}1.xml"/>'
        for place, name in enumerate(("header", "footer"), start=1)
    )
    for name, end, put in (
        ("[Content_Types].xml", "</Types>", types),
        ("word/_rels/document.xml.rels", "</Relationships>", links),
    ):
        parts[name] = parts[name].replace(end, put + end)
    body = re.sub(r"<w:sectPr.*?</w:sectPr>|<w:sectPr */>", "", parts["word/document.xml"], flags=re.DOTALL)
    parts["word/document.xml"] = body.replace("</w:body>", f"<w:sectPr {R}>{PAGE}</w:sectPr></w:body>")


if __name__ == "__main__":
    command = [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"]
    OUT.write_bytes(made(subprocess.run(command, capture_output=True, check=True).stdout))  # noqa: S603
