"""What is told of a sheet beside its rows: its columns, its hidden and merged parts, comments."""

from collections import Counter
from collections.abc import Iterator

from ropa.corrections.places import Place
from ropa.corrections.report import MOST_PROBLEMS, Entry, Kind, Problem
from ropa.intake.cells import in_one_line
from ropa.intake.list_sheet import ListSheet
from ropa.model.layout import NO_FIELD
from ropa.terminal import quoted
from ropa.vocabulary import joined, nearest, translate


def shape(sheet: ListSheet) -> Iterator[Entry]:
    """What is told of a sheet beside its rows."""
    yield from _above(sheet)
    yield from _unknown_columns(sheet)
    yield from _missing_columns(sheet)
    yield from _hidden(sheet)
    yield from _merged(sheet)
    for place, words in sorted(sheet.grid.comments.items()):
        if sheet.is_below_head(place):
            yield sheet.entry(Kind.COMMENT, place, words)


def _above(sheet: ListSheet) -> Iterator[Entry]:
    """What stands above the headings: titles, who is named; register.yaml is the place for it."""
    for place, words in sorted(sheet.grid.texts.items()):
        if sheet.is_above_head(place):
            yield sheet.ignored(place, "first.above", words=in_one_line(words))


def _unknown_columns(sheet: ListSheet) -> Iterator[Entry]:
    headings = []
    for column in sheet.layout.columns.values():
        headings += [column.heading, *column.also_called]
    unknown_headings = sorted(sheet.head.others.items())
    for number, (place, words) in enumerate(unknown_headings):
        message = translate("first.column", words=quoted(words))
        # Looking for what is meant takes its time: nobody reads more than some of it.
        hint = _hint(words, headings) if number < MOST_PROBLEMS else ""
        heading_place = (sheet.head.row, place)
        yield sheet.entry(Kind.REFUSED, heading_place, f"{message}{hint}")


def _hint(words: str, headings: list[str]) -> str:
    similar = nearest(words, headings)
    return " " + translate("first.similar", similar=similar) if similar else ""


def _missing_columns(sheet: ListSheet) -> Iterator[Entry]:
    present = set(sheet.head.columns.values())
    headings = []
    for key, column in sheet.layout.columns.items():
        if key not in present and column.field != (NO_FIELD,):
            headings.append(column.heading)
    if headings:
        place = (sheet.head.row, 1)
        yield sheet.ignored(place, "first.no_column", words=joined(headings))


def _hidden(sheet: ListSheet) -> Iterator[Entry]:
    """Hidden columns, and hidden rows with texts."""
    grid = sheet.grid
    head_row = sheet.head.row
    message = translate("first.hidden_column")
    for letters in grid.hidden:
        yield Entry(Kind.IGNORED, grid.title, f"{letters}{head_row}", message)
    rows = {row for row, _ in grid.texts}
    for row in sorted(grid.hidden_rows & rows):
        if row <= head_row:
            continue
        yield sheet.ignored((row, 1), "first.hidden_row")


def _merged(sheet: ListSheet) -> Iterator[Entry]:
    """Merged cells with a text that several rows, or other cells of their row, share."""
    texts = sheet.grid.texts
    counts = Counter(row for row, _ in texts)
    for area in sheet.grid.merged:
        is_tall = len(area.rows) > 1
        is_shared = is_tall or counts[area.top] > 1
        place = area.first
        if is_shared and place in texts and sheet.is_below_head(place):
            message = "first.merged" if is_tall else "first.across"
            yield sheet.ignored(area.first, message, area=area.name)


def values(sheet: ListSheet) -> Iterator[Entry]:
    """Take the last value of each formula for its text, and tell so."""
    for place in _formulas(sheet):
        if value := sheet.grid.values.get(place):
            sheet.grid.texts[place] = value
            yield sheet.ignored(place, "first.formula", words=value)


def unreadable(sheet: ListSheet) -> Iterator[Problem]:
    """Formulas without a last value, and characters that no record can hold."""
    grid = sheet.grid
    for place in _formulas(sheet):
        if not grid.values.get(place):
            yield grid.problems[place]
    for place, problem in sorted(grid.unwritable.items()):
        if not sheet.is_above_head(place):
            yield problem


def _formulas(sheet: ListSheet) -> Iterator[Place]:
    grid = sheet.grid
    for place in sorted(grid.problems.keys() - grid.formatted):
        if sheet.is_below_head(place):
            yield place
