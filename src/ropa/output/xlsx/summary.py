"""The summary: tables of numbers, and a picture of each whose words say the same."""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ropa.documents.table import Chart, Document, State
from ropa.output.xlsx.canvas import Canvas
from ropa.output.xlsx.styles import INK, LINE, PAPER, RULE, SMALL, STATES, TITLE
from ropa.templates import within_line
from ropa.vocabulary import joined, translate

PATTERNS = (
    {"fill": {"color": "#2F4156"}},
    {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#5B7FA6", "bg_color": "#FFFFFF"}},
    {"fill": {"color": "#FCE9C8"}},
)
"""Answered, inferred, open: dark, striped and light, which a black and white print tells apart."""

LONGEST_ALT = 2000
"""Characters of a picture's description."""

ROW = 20
"""Pixels of a row that nobody set."""


def summary(book: Workbook, canvas: Canvas, document: Document) -> None:
    """Write the figures of each chart of *document*, and the chart below them."""
    sheet = canvas.sheet
    sheet.set_column(0, 1, 30)
    sheet.set_column(2, 5, 12)
    sheet.set_column(9, 9, 16)  # the longest heading, on one line
    canvas.put(0, 0, translate("sheet.summary_title"), **TITLE)
    lines = (translate("sheet.summary_lead"), *document.status)
    canvas.put_lines(1, lines, 5, 105, **SMALL)
    row = 1 + len(lines)
    for chart in document.charts:
        row = _numbers(canvas, chart, row + 1)
        row = _picture(book, sheet, chart, row)


def _numbers(canvas: Canvas, chart: Chart, row: int) -> int:
    """Write the figures of *chart* from *row* and return the row below."""
    figures = chart.figures
    canvas.put(row, 0, figures.title, font_size=12, bold=True, text_wrap=False)
    row += 1
    _headings(canvas, row, chart)
    rows = figures.rows
    states = chart.states or [State.STATED] * len(rows)
    for values, state in zip(rows, states, strict=True):
        row += 1
        _values(canvas, row, values, state)
    return row + 1


def _headings(canvas: Canvas, row: int, chart: Chart) -> None:
    """The headings, each on the side on which the figures below it stand."""
    figures = chart.figures
    examples = figures.rows[0] if figures.rows else figures.headings
    for place, words in enumerate(figures.headings):
        side = "right" if isinstance(examples[place], int) else "left"
        look = {"bold": True, "bg_color": PAPER, "align": side}
        canvas.put(row, place, words, **look, **LINE)


def _values(canvas: Canvas, row: int, values: Sequence[str | int], state: State) -> None:
    """A row of figures; its label looks as the *state* it counts."""
    for place, value in enumerate(values):
        if isinstance(value, int):
            style = canvas.styles.of(text_wrap=False, **LINE)
            canvas.sheet.write_number(row, place, value, style)
        else:
            state_look = {} if place else STATES[state]
            canvas.put(row, place, value, **LINE, **state_look)


def _picture(book: Workbook, sheet: Worksheet, chart: Chart, row: int) -> int:
    """Draw *chart* below its figures, which end above *row*; return the row below the picture."""
    kind = {"type": "bar"}
    if len(chart.series) > 1:
        kind["subtype"] = "stacked"
    bars = book.add_chart(kind)
    for series in _series(chart, sheet.get_name(), row):
        bars.add_series(series)
    _axes(bars, chart)
    pixels = 110 + 22 * len(chart.figures.rows)
    bars.set_size({"width": 760, "height": pixels})
    options = {"description": _description(chart)}
    sheet.insert_chart(row + 1, 0, bars, options)
    return row + 2 + ceil(pixels / ROW)


def _description(chart: Chart) -> str:
    """What a reader who does not see the picture is told."""
    rows = [_in_words(chart, values) for values in chart.figures.rows]
    joint_rows = " ".join(rows)
    description = translate("summary.chart_alt", title=chart.title, rows=joint_rows)
    return description[:LONGEST_ALT]


def _series(chart: Chart, sheet_name: str, below: int) -> Iterator[dict[str, Any]]:
    """Each column that is drawn, by its cells, which end above the row *below*."""
    last = below - 1
    first = below - len(chart.figures.rows)
    labels = {"value": len(chart.series) == 1}
    look = {"border": _BORDER, "gap": 40, "data_labels": labels}
    categories = [sheet_name, first, 0, last, 0]
    for column, pattern in zip(chart.series, PATTERNS, strict=False):
        heading = [sheet_name, first - 1, column]
        values = [sheet_name, first, column, last, column]
        yield {"name": heading, "categories": categories, "values": values, **look, **pattern}


_BORDER = {"color": INK, "width": 0.75}


def _axes(bars: Any, chart: Chart) -> None:
    bars.set_title({"name": chart.title, "name_font": {"size": 11}, "overlay": False})
    bars.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    gridlines = {"visible": True, "line": {"color": RULE}}
    bars.set_x_axis({"num_format": "0", "major_gridlines": gridlines})
    has_several = len(chart.series) > 1
    bars.set_legend({"position": "bottom"} if has_several else {"none": True})


def _in_words(chart: Chart, values: Sequence[str | int]) -> str:
    numbers = []
    for place in chart.series:
        heading = within_line(chart.figures.headings[place])
        numbers.append(f"{heading} {values[place]}")
    return translate("summary.chart_row", label=values[0], numbers=joined(numbers))
