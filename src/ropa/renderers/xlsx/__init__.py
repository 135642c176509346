"""The Article 30 workbook: a cover, a summary, the registers for reading, and a sheet for each kind of claim."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime

from xlsxwriter import Workbook

from ropa import views
from ropa.register import Register
from ropa.renderers import Request
from ropa.renderers.xlsx import front, layout
from ropa.renderers.xlsx.links import links, sheet_name
from ropa.renderers.xlsx.sheets import draw, first_row, print_set_up
from ropa.renderers.xlsx.styles import Styles
from ropa.views.table import Document

FIRST, LAST = ("cover", "summary"), ("about", "lists")
"""Sheets before and after the tables."""


def render(request: Request) -> Mapping[str, bytes]:
    """``register.xlsx``, or ``register-NAME.xlsx`` in the layout asked for.

    Every date of the file is the as-of date, and nothing in it is a formula.
    """
    if request.layout is None:
        return {
            "register.xlsx": _book(request, views.workbook(request.register, request.as_of, request.documents), _draw)
        }
    name, drawn = request.layout.name, request.layout.layout
    document = views.in_layout(request.register, request.as_of, drawn, name)
    return {f"register-{name}.xlsx": _book(request, document, layout.paint)}


def _book(request: Request, document: Document, paint: Callable[[Workbook, Document, Request], None]) -> bytes:
    raw = io.BytesIO()
    with Workbook(raw, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        _properties(book, document, request.register, request.as_of)
        paint(book, document, request)
    return _bytes(raw, request.as_of, document)


def _draw(book: Workbook, document: Document, request: Request) -> None:
    styles = Styles(book)
    names = (*FIRST, *(table.name for table in document.tables), *LAST)
    sheets = {name: book.add_worksheet(sheet_name(name)) for name in names}
    lists = front.lists(sheets["lists"], document, request.register, styles)
    where = links(document, {table.name: first_row(table) + 2 for table in document.tables})
    front.cover(sheets["cover"], document, styles)
    front.summary(book, sheets["summary"], document, request.register, styles)
    front.about(sheets["about"], document, request.register, styles)
    for name in (*FIRST, *LAST):
        print_set_up(sheets[name], document, (), (0, 0), request.paper, landscape=False)
    sheets["summary"].fit_to_pages(1, 1)
    for table in document.tables:
        columns = draw(sheets[table.name], table, styles, where, lists)
        head = first_row(table)
        print_set_up(
            sheets[table.name], document, columns, (head, head + max(1, len(table.rows))), request.paper, landscape=True
        )


def _properties(book: Workbook, document: Document, register: Register, as_of: date) -> None:
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
    for name, value in front.facts(document, register).items():
        book.set_custom_property(f"ropa {name}", value, "text")


def _bytes(raw: io.BytesIO, as_of: date, document: Document) -> bytes:
    """The workbook, every member stamped *as_of*. Parts are stored, not packed: packing differs between machines."""
    stamp = (max(1980, as_of.year), as_of.month, as_of.day, 0, 0, 0)
    more = f"<dc:identifier>{document.revision}</dc:identifier><dc:language>{document.language}</dc:language>"
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as stored:
        for name in packed.namelist():
            entry = zipfile.ZipInfo(name, stamp)
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            data = packed.read(name)
            if name == "docProps/core.xml":
                data = data.replace(b"</cp:coreProperties>", more.encode() + b"</cp:coreProperties>")
            stored.writestr(entry, data)
    return out.getvalue()
