"""A document's tables as DOCX, for counsel to comment: real headings, real tables, headings repeated on every page."""

import io
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ropa.model.claim import State
from ropa.views.table import Cell, Document, Table
from ropa.vocabulary import say

if TYPE_CHECKING:
    from docx.document import Document as File

MARGIN = 1.5
"""Centimetres on every side."""

_EMPHASIS = (State.VAGUE, State.INFERRED)


def draw(document: Document, as_of: date, paper: str) -> bytes:
    """*document* in landscape on *paper*; every date in the file is *as_of*, and every text is text."""
    import docx

    file = docx.Document()
    _properties(file, document, as_of)
    _page(file, document, paper)
    file.add_heading(f"{document.title}: {document.organization}", level=0)
    file.add_paragraph(
        f"{document.dated} {document.as_of}, {say('cover.revision').lower()} {document.revision}"
    )
    for line in document.status:
        file.add_paragraph(line, style="Intense Quote")
    for table in document.tables:
        file.add_heading(table.title, level=1)
        for line in table.lead:
            if line not in document.status:
                file.add_paragraph(line)
        if table.rows:
            _table(file, table)
        else:
            file.add_paragraph(table.empty)
    return _bytes(file, as_of)


def _properties(file: "File", document: Document, as_of: date) -> None:
    about = file.core_properties
    day = datetime(as_of.year, as_of.month, as_of.day)
    about.title = f"{document.title}: {document.organization}"[:255]
    about.author = about.last_modified_by = "ropa"
    about.subject = "Cal. Civ. Code 1798.130"
    about.language = document.language
    about.identifier = document.revision
    about.comments = " ".join(document.status)[:255]
    about.created = about.modified = about.last_printed = day
    about.revision = 1


def _page(file: "File", document: Document, paper: str) -> None:
    """Landscape, with whose record it is at the foot of every page."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    section = file.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    width, height = (29.7, 21.0) if paper == "A4" else (27.94, 21.59)
    section.page_width, section.page_height = Cm(width), Cm(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(
        MARGIN
    )
    section.footer.paragraphs[0].text = " ".join((document.organization, *document.status))
    file.styles["Normal"].font.size = Pt(9)
    file.styles["Footer"].font.size = Pt(7)


def _table(file: "File", table: Table) -> None:
    """One table; its first row is marked as the heading that stands on every page."""
    from docx.oxml import OxmlElement
    from docx.shared import Emu

    drawn = file.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    drawn.style = "Table Grid"
    drawn.autofit = False
    section = file.sections[0]
    room = (
        int(section.page_width or 0)
        - int(section.left_margin or 0)
        - int(section.right_margin or 0)
    )
    share = [
        room * column.width // sum(one.width for one in table.columns) for column in table.columns
    ]
    rows = drawn.rows
    mark = OxmlElement("w:tblHeader")
    rows[0]._tr.get_or_add_trPr().append(mark)
    for cell, column in zip(rows[0].cells, table.columns, strict=True):
        run = cell.paragraphs[0].add_run(column.heading)
        run.bold = True
        if column.article:
            cell.add_paragraph(column.article)
    for row, cells in zip(list(rows)[1:], table.rows, strict=True):
        for place, cell in zip(row.cells, cells, strict=True):
            _fill(place, cell)
    for row in rows:
        for place, width in zip(row.cells, share, strict=True):
            place.width = Emu(width)


def _fill(place: Any, cell: Cell) -> None:
    """A paragraph for each value, set apart by its state as in the other documents."""
    from docx.shared import Pt

    for index, value in enumerate(cell.values):
        paragraph = place.paragraphs[0] if index == 0 else place.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(3)
        run = paragraph.add_run(str(value))
        run.italic = True if value.state in _EMPHASIS else None
        run.bold = True if value.state.is_open and value.state not in _EMPHASIS else None


def _bytes(file: "File", as_of: date) -> bytes:
    """The file with every date in it at *as_of*. Parts are stored, not packed: packing differs between machines."""
    raw = io.BytesIO()
    file.save(raw)
    out = io.BytesIO()
    stamp = (max(1980, as_of.year), as_of.month, as_of.day, 0, 0, 0)
    with zipfile.ZipFile(raw) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as stored:
        for name in packed.namelist():
            entry = zipfile.ZipInfo(name, stamp)
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            stored.writestr(entry, packed.read(name))
    return out.getvalue()
