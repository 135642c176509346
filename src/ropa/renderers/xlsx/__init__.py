"""The Article 30 workbook: a cover, a summary, the registers for reading, and a sheet for each kind of claim."""

import tempfile
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from ropa import views
from ropa.errors import WriteError
from ropa.renderers import Request
from ropa.renderers.xlsx import front, layout
from ropa.renderers.xlsx.links import links, sheet_name
from ropa.renderers.xlsx.sheets import draw, first_row, kept, print_set_up
from ropa.renderers.xlsx.streamed import Streamed
from ropa.renderers.xlsx.styles import Styles
from ropa.views.table import Document

FIRST, LAST = ("cover", "summary"), ("about", "lists")
"""Sheets before and after the tables."""

Paint = Callable[[Workbook, Document, Request, Mapping[str, str]], None]
"""Draws a document into a workbook that carries facts in its properties."""


def render(request: Request) -> Mapping[str, bytes]:
    """``register.xlsx``, or ``register-NAME.xlsx`` in the layout asked for.

    Every date of the file is the as-of date, and nothing in it is a formula. Raises WriteError where the folder for
    temporary files does not take it.
    """
    name, paint = "register.xlsx", _draw
    if request.layout is None:
        document = views.workbook(request.register, request.as_of, request.documents)
    else:
        name, paint = f"register-{request.layout.name}.xlsx", layout.paint
        document = views.in_layout(
            request.register, request.as_of, request.layout.layout, request.layout.name
        )
    with tempfile.TemporaryDirectory(prefix="ropa-") as folder:
        raw, stored = Path(folder) / "raw.xlsx", Path(folder) / name
        try:
            _book(raw, document, request, paint)
            _store(raw, stored, request.as_of, document)
        except (OSError, FileCreateError) as error:
            help = "TMPDIR can name another one"
            raise WriteError(f"{folder}: cannot be written: {_why(error)}; {help}") from error
        return {name: stored.read_bytes()}


def _why(error: Exception) -> object:
    """What the system said; the library wraps it."""
    found = error.args[0] if isinstance(error, FileCreateError) else error
    return found.strerror if isinstance(found, OSError) else found


def _book(path: Path, document: Document, request: Request, paint: Paint) -> None:
    facts = front.facts(document, request.register)
    with Workbook(
        str(path), {"tmpdir": str(path.parent), "default_date_format": "yyyy-mm-dd"}
    ) as book:
        _properties(book, document, facts, request.as_of)
        paint(book, document, request, facts)


def _draw(book: Workbook, document: Document, request: Request, facts: Mapping[str, str]) -> None:
    styles = Styles(book)
    names = (*FIRST, *(table.name for table in document.tables), *LAST)
    sheets = {
        name: book.add_worksheet(
            sheet_name(name), Worksheet if name in (*FIRST, *LAST) else Streamed
        )
        for name in names
    }
    lists = front.lists(sheets["lists"], document, request.register, styles)
    where = links(document, {table.name: first_row(table) + 2 for table in document.tables})
    front.cover(sheets["cover"], document, styles)
    front.summary(book, sheets["summary"], document, request.register, styles)
    front.about(sheets["about"], document, facts, styles)
    for name in (*FIRST, *LAST):
        print_set_up(sheets[name], document, (), (0, 0), request.paper, landscape=False)
    sheets["summary"].fit_to_pages(1, 1)
    for table in document.tables:
        columns = draw(sheets[table.name], table, styles, where, lists)
        head = first_row(table)
        rows = (head, head + max(1, len(table.rows)))
        first = kept(table)
        print_set_up(
            *(sheets[table.name], document, columns, rows, request.paper),
            landscape=True,
            kept=first,
            is_empty=not table.rows,
            has_identity=bool(table.identity),
        )
        sheets[table.name].end()


def _properties(book: Workbook, document: Document, facts: Mapping[str, str], as_of: date) -> None:
    day = datetime(as_of.year, as_of.month, as_of.day)
    book.set_properties(
        {
            "title": f"{document.title}: {document.organization}",
            "author": "ropa",
            "subject": "GDPR Art. 30",
            "comments": " ".join(document.status),
            "created": day,
        }
    )
    for name, value in facts.items():
        book.set_custom_property(f"ropa {name}", value, "text")


def _store(raw: Path, stored: Path, as_of: date, document: Document) -> None:
    """The workbook, every member stamped *as_of*. Parts are stored, not packed: packing differs between machines."""
    more = f"<dc:identifier>{document.revision}</dc:identifier><dc:language>{document.language}</dc:language>".encode()
    stamp = (max(1980, as_of.year), as_of.month, as_of.day, 0, 0, 0)
    with zipfile.ZipFile(raw) as packed, zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as out:
        for name in packed.namelist():
            entry = zipfile.ZipInfo(name, stamp)
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            data = packed.read(name)
            if name == "docProps/core.xml":
                data = data.replace(b"</cp:coreProperties>", more + b"</cp:coreProperties>")
            out.writestr(entry, data)
