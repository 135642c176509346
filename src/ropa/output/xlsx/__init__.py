"""The Article 30 workbook: a cover, a summary, and a sheet for each table."""

import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from ropa.documents.table import Document
from ropa.errors import WriteError
from ropa.output.heading import title
from ropa.output.stored import stored
from ropa.output.xlsx import front, layout
from ropa.output.xlsx.canvas import Canvas
from ropa.output.xlsx.links import links, sheet_name
from ropa.output.xlsx.printing import printed, set_up, set_up_table
from ropa.output.xlsx.sheets import Places, SheetContext, day_format, draw, first_row
from ropa.output.xlsx.streamed import Streamed
from ropa.output.xlsx.styles import Styles
from ropa.output.xlsx.summary import summary
from ropa.vocabulary import language, translate

FIRST, LAST = ("cover", "summary"), front.BEHIND
"""Sheets before and after the tables."""


def render(document: Document) -> bytes:
    """*document* as a workbook, all of it or in the columns of a layout.

    Every date of the file is that of the document, and nothing in it is a formula. Raises
    WriteError where the folder for temporary files does not take it.
    """
    with tempfile.TemporaryDirectory(prefix="ropa-") as folder:
        file = Path(folder) / "raw.xlsx"
        try:
            _write(file, document)
            with zipfile.ZipFile(file) as packed:
                day = date.fromisoformat(document.as_of)
                return stored(_parts(packed, document), day)
        except (OSError, FileCreateError) as error:
            message = translate("drawing_fault.unwritable", folder=folder, why=_why(error))
            raise WriteError(message) from error


def _why(error: Exception) -> object:
    """What the system said; the library wraps it."""
    cause = error.args[0] if isinstance(error, FileCreateError) else error
    return cause.strerror if isinstance(cause, OSError) else cause


def _write(path: Path, document: Document) -> None:
    options = {"tmpdir": str(path.parent), "default_date_format": day_format()}
    with Workbook(str(path), options) as book:
        _properties(book, document)
        if "layout" in document.settings:
            layout.paint(book, document)
        else:
            _paint(book, document)


def _properties(book: Workbook, document: Document) -> None:
    properties = {"title": title(document), "author": "ropa"}
    properties["subject"] = translate("file_property.gdpr")
    properties["comments"] = " ".join(document.status)
    created = datetime.fromisoformat(document.as_of)
    book.set_properties({**properties, "created": created})
    for name, value in document.facts:
        book.set_custom_property(f"ropa {name}", value, "text")


def _paint(book: Workbook, document: Document) -> None:
    styles = Styles(book)
    canvases = {}
    for name, sheet in _sheets(book, document):
        canvases[name] = Canvas(sheet, styles)
    lists = front.lists(canvases["lists"], document)
    front.cover(canvases["cover"], document)
    summary(book, canvases["summary"], document)
    front.about(canvases["about"], document)
    for name in (*FIRST, *LAST):
        set_up(canvases[name].sheet, document)
    canvases["summary"].sheet.fit_to_pages(1, 1)
    _tables(canvases, document, lists)


def _tables(canvases: Mapping[str, Canvas], document: Document, lists: Places) -> None:
    # A sheet counts its rows from 1, and the headings of a table stand above them.
    tables = document.tables
    first_rows = {table.name: first_row(table) + 2 for table in tables}
    shared = SheetContext(links(document, first_rows), lists)
    for table in tables:
        canvas = canvases[table.name]
        columns = draw(canvas, table, shared)
        set_up_table(canvas.sheet, document, printed(table, columns))
        canvas.sheet.end()


def _sheets(book: Workbook, document: Document) -> Iterator[tuple[str, Worksheet]]:
    """The sheets with their names, in their order; those of tables can be long: streamed."""
    tables = [table.name for table in document.tables]
    for name in (*FIRST, *tables, *LAST):
        kind = Streamed if name in tables else Worksheet
        yield name, book.add_worksheet(sheet_name(name), kind)


def _parts(packed: zipfile.ZipFile, document: Document) -> Iterator[tuple[str, bytes]]:
    """The parts the library wrote, with what it has no property for."""
    end = "</cp:coreProperties>"
    identifier = f"<dc:identifier>{document.revision}</dc:identifier>"
    properties = f"{identifier}<dc:language>{language()}</dc:language>{end}"
    for name in packed.namelist():
        data = packed.read(name)
        if name == "docProps/core.xml":
            data = data.replace(end.encode(), properties.encode())
        yield name, data
