"""A document's tables as Markdown: pipe tables, every character of a text shown as itself."""

import html
import re
from collections.abc import Iterator

from ropa.documents.table import Cell, Column, Document, Table
from ropa.output.heading import dated
from ropa.vocabulary import translate


def render(document: Document) -> bytes:
    """*document* as Markdown with pipe tables (GitHub Flavored Markdown)."""
    text = "\n".join(_lines(document)).rstrip("\n")
    return f"{text}\n".encode()


def _lines(document: Document) -> Iterator[str]:
    title = escape(document.title)
    organization = escape(document.organization)
    heading = translate("page_line.title", title=title, organization=organization)
    yield f"# {heading}"
    yield ""
    for line in document.status:
        yield from (f"> {escape(line)}", ">")
    yield f"> {dated(document)}"
    for table in document.tables:
        yield ""
        yield from _table(table, document.status)


def _table(table: Table, status: tuple[str, ...]) -> Iterator[str]:
    yield f"## {escape(table.title)}"
    yield ""
    for line in table.lead:
        if line not in status:
            yield from (escape(line), "")
    if not table.rows:
        yield escape(table.empty)
        return
    headings = map(_heading, table.columns)
    yield f"| {' | '.join(headings)} |"
    yield f"|{' --- |' * len(table.columns)}"
    for row in table.rows:
        yield f"| {' | '.join(map(_cell, row))} |"


def _heading(column: Column) -> str:
    lines = filter(None, (column.heading, column.article))
    return "<br>".join(map(escape, lines))


def _cell(cell: Cell) -> str:
    words = map(str, cell.values)
    return "<br>".join(map(escape, words))


def escape(text: str) -> str:
    """*text* with everything Markdown or HTML would take for markup escaped, on one line."""
    words = html.escape(" ".join(text.split()), quote=False)
    words = re.sub(r"([\\`*_{}\[\]()#+!|~=^$-])", r"\\\1", words)
    words = re.sub(r"^(\d+)\.", r"\1\\.", words)  # no list
    # A bare address must not become a link somebody else chose.
    return re.sub(r"(?i)\b((?:https?|ftp|file|mailto|xmpp)(?=:)|www(?=\.))|(?=@)", r"\1\\", words)
