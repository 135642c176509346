"""Tables with titles, headings and empty sentences from the catalogue."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ropa.documents.table import Column, Row, Table, column
from ropa.vocabulary import data_files, translate


@cache
def _tables() -> Mapping[str, Any]:
    """The columns of each table, with their widths, articles and parts on paper."""
    return data_files.read(Path(__file__).with_name("columns.yaml"))


def heads(name: str) -> tuple[Column, ...]:
    """The columns of the table *name*; none where a list of fields or a layout gives them."""
    columns = []
    for key, facts in _tables().get(name, {}).items():
        width = int(facts.get("width", 24))
        columns.append(column(key, facts.get("article", ""), width))
    return tuple(columns)


def parts(name: str) -> Iterable[list[str]]:
    """The columns of each part in which the table *name* is printed, where it is wide."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for key, facts in _tables()[name].items():
        for part in facts.get("parts", ()):
            names[part].append(key)
    return names.values()


def sheet(name: str, rows: Iterable[Row], *lead: str) -> Table:
    """The table called *name*, which is a sheet of its own in a workbook, with its *lead* above."""
    title = translate(f"sheet.{name}_title")
    empty = translate(f"sheet.{name}_empty")
    return Table(name, title, heads(name), tuple(rows), lead=lead, empty=empty)


def report_table(name: str, rows: Iterable[Row], empty: str = "") -> Table:
    """The table called *name* that stands in reports alone."""
    title = translate(f"report.{name}")
    return Table(name, title, heads(name), tuple(rows), empty=empty)
