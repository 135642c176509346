"""Tables with titles, headings and empty sentences from the catalogue."""

from collections.abc import Iterable

from ropa.documents.table import Column, Row, Table, column
from ropa.vocabulary import translate


def columns(**widths: int) -> tuple[Column, ...]:
    """Columns by name, each as many characters wide as it says."""
    return tuple(column(name, "", width) for name, width in widths.items())


def sheet(name: str, heads: tuple[Column, ...], rows: Iterable[Row], *lead: str) -> Table:
    """The table called *name*, which is a sheet of its own in a workbook, with its *lead* above."""
    title = translate(f"sheet.{name}_title")
    empty = translate(f"sheet.{name}_empty")
    return Table(name, title, heads, tuple(rows), lead=lead, empty=empty)


def report_table(name: str, names: Iterable[str], rows: Iterable[Row], empty: str = "") -> Table:
    """The table called *name* that stands in reports alone, with the columns *names*."""
    title = translate(f"report.{name}")
    heads = tuple(map(column, names))
    return Table(name, title, heads, tuple(rows), empty=empty)
