"""A table that is a sheet of its own, with its title and empty sentence from the catalogue."""

from collections.abc import Iterable

from ropa.fields.values import Cell
from ropa.register import Register
from ropa.views.identity import status_lines
from ropa.views.table import Column, Table, column
from ropa.vocabulary import translate


def columns(**widths: int) -> tuple[Column, ...]:
    """Columns by name, each as many characters wide as it says."""
    return tuple(column(name, "", width) for name, width in widths.items())


def sheet(
    register: Register,
    name: str,
    heads: tuple[Column, ...],
    rows: Iterable[tuple[Cell, ...]],
    *lead: str,
) -> Table:
    """The sheet called *name*; above its rows *lead*, then what every page says of the register."""
    title, empty = translate(f"sheet.{name}_title"), translate(f"sheet.{name}_empty")
    above = (*lead, *status_lines(register))
    return Table(name, title, heads, tuple(rows), lead=above, empty=empty)
