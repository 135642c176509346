"""A document's tables as DOCX, for counsel to comment.

Headings are real headings, tables real tables, and their headings are repeated on every page. The
file says which language it is in, and which way that runs.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ropa.documents.table import Cell, Column, Document, State, Table
from ropa.output.heading import dated, title
from ropa.output.stored import stored
from ropa.vocabulary import direction, language, translate

if TYPE_CHECKING:
    from docx.document import Document as File
    from docx.shared import Emu

MARGIN = 1.5
"""Centimetres on every side."""

LONGEST_PROPERTY = 255
"""Characters a property of the file can have."""

_PAPERS = {"A4": (29.7, 21.0), "Letter": (27.94, 21.59)}
"""Width and height in centimetres, across."""


def render(document: Document) -> bytes:
    """*document* across its paper; every date in the file is its day, and every text is text."""
    import docx

    file = docx.Document()
    _properties(file, document)
    _page(file, document)
    _head(file, document)
    for table in document.tables:
        _section(file, table, document.status)
    _name_language(file)
    if direction() == "rtl":
        _turn(file)
    packed = io.BytesIO()
    file.save(packed)
    with zipfile.ZipFile(packed) as archive:
        names = archive.namelist()
        parts = ((name, archive.read(name)) for name in names)
        return stored(parts, date.fromisoformat(document.as_of))


def _head(file: "File", document: Document) -> None:
    file.add_heading(title(document), level=0)
    file.add_paragraph(dated(document))
    for line in document.status:
        file.add_paragraph(line, style="Intense Quote")


def _section(file: "File", table: Table, status: Sequence[str]) -> None:
    """A table with its heading and the lines above it; the *status* is at the head already."""
    file.add_heading(table.title, level=1)
    for line in table.lead:
        if line not in status:
            file.add_paragraph(line)
    if not table.rows:
        file.add_paragraph(table.empty)
        return
    _table(file, table)


def _properties(file: "File", document: Document) -> None:
    about = file.core_properties
    about.title = title(document)[:LONGEST_PROPERTY]
    about.author = about.last_modified_by = "ropa"
    about.subject = translate("file_property.california")
    about.language = language()
    about.identifier = document.revision
    about.comments = " ".join(document.status)[:LONGEST_PROPERTY]
    day = datetime.fromisoformat(document.as_of)
    about.created = about.modified = about.last_printed = day
    about.revision = 1


def _page(file: "File", document: Document) -> None:
    """Across, with whose record it is at the foot of every page."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    page = file.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    size = _PAPERS[document.paper]
    page.page_width, page.page_height = map(Cm, size)
    margin = Cm(MARGIN)
    page.left_margin = page.right_margin = margin
    page.top_margin = page.bottom_margin = margin
    foot = " ".join((document.organization, *document.status))
    page.footer.paragraphs[0].text = foot
    _set_size(file, "Normal", 9)
    _set_size(file, "Footer", 7)


def _set_size(file: "File", style_name: str, points: int) -> None:
    """The size of a style, which Word asks for once more for scripts that run to the left."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style = file.styles[style_name]
    style.font.size = Pt(points)
    size = style.element.rPr.find(qn("w:sz"))
    leftward_size = OxmlElement("w:szCs", attrs=dict(size.attrib))
    size.addnext(leftward_size)


def _table(file: "File", table: Table) -> None:
    grid = file.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    grid.style = "Table Grid"
    grid.autofit = False
    head, *body = grid.rows
    _headings(head, table.columns)
    for row, cells in zip(body, table.rows, strict=True):
        for place, cell in zip(row.cells, cells, strict=True):
            _fill(place, cell)
    widths = _widths(file, table)
    for row in grid.rows:
        for place, width in zip(row.cells, widths, strict=True):
            place.width = width


def _headings(row: Any, columns: Sequence[Column]) -> None:
    """The first row of a table, marked as the heading that is repeated on every page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for place, column in zip(row.cells, columns, strict=True):
        heading = place.paragraphs[0].add_run(column.heading)
        heading.bold = heading.font.cs_bold = True
        if column.article:
            place.add_paragraph(column.article)


def _widths(file: "File", table: Table) -> list["Emu"]:
    """The room between the margins, divided as the columns are wide."""
    from docx.shared import Emu

    widths = [column.width for column in table.columns]
    total = sum(widths)
    return [Emu(file._block_width * width // total) for width in widths]


def _fill(place: Any, cell: Cell) -> None:
    """A paragraph for each value, set apart by its state as in the other documents."""
    from docx.shared import Pt

    for index, value in enumerate(cell.values):
        is_first = index == 0
        paragraph = place.paragraphs[0] if is_first else place.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(3)
        run = paragraph.add_run(str(value))
        is_emphasized = value.state in (State.VAGUE, State.INFERRED)
        is_strong = value.state.is_open and not is_emphasized
        run.italic = run.font.cs_italic = is_emphasized or None
        run.bold = run.font.cs_bold = is_strong or None


def _name_language(file: "File") -> None:
    """The language of every text, in whatever script: a reader speaks it, a speller checks it."""
    from docx.oxml.ns import qn

    for default in file.styles.element.iter(qn("w:lang")):
        for script in ("w:val", "w:eastAsia", "w:bidi"):
            default.set(qn(script), language())


def _turn(file: "File") -> None:
    """Begin pages, paragraphs, tables and texts on the right."""
    from docx.enum.table import WD_TABLE_DIRECTION
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.text.run import Run

    [page] = file.sections
    page._sectPr.insert_element_before(OxmlElement("w:bidi"), "w:docGrid")
    normal = file.styles["Normal"].element
    normal.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for table in file.tables:
        table.table_direction = WD_TABLE_DIRECTION.RTL
    for part in (file.element, page.footer._element):
        for run in part.iter(qn("w:r")):
            Run(run, file).font.rtl = True
