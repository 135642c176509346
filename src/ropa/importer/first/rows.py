"""The rows of a sheet that came from elsewhere: cells by column of the layout, merged ones filled, odd ones told."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ropa.importer.first.headings import Head, filled, head
from ropa.importer.grid import Grid
from ropa.importer.places import letter
from ropa.importer.report import MOST_PROBLEMS, Entry, Kind, Problem, quoted
from ropa.layouts import sheets
from ropa.model.layout import NO_FIELD, Layout, LayoutSheet
from ropa.vocabulary import nearest, say

MOST_ROWS = 50_000
MOST_CELLS = 2_000_000
"""Rows of one list, and cells with a text in them."""

MOST_ITEMS = 1_000
"""Items of one cell."""


@dataclass(frozen=True, slots=True)
class ListCell:
    """A cell of a row: where it stands, under which heading, what it says."""

    sheet: str
    place: str
    heading: str
    words: str


@dataclass
class ListRow:
    """One row: its number, its cells by column of the layout, and those under headings the layout does not know."""

    role: str
    layout: LayoutSheet
    number: int
    cells: dict[str, ListCell] = field(default_factory=dict)
    others: list[ListCell] = field(default_factory=list)
    joined: str = ""
    """The merged cell that names the activity, where it spans several rows."""

    def of(self, name: str) -> ListCell | None:
        """The cell of the first column that holds the field *name*; None where the sheet has none."""
        for key, column in self.layout.columns.items():
            if name in column.field and key in self.cells:
                return self.cells[key]
        return None

    def says(self, name: str) -> str:
        """What the row says of the field *name*; empty where nothing."""
        cell = self.of(name)
        return " ".join(cell.words.split()) if cell else ""


@dataclass
class Read:
    """The rows of a workbook, what is told of its shape, and what keeps it from being read."""

    rows: list[ListRow] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cells: int = 0


def read(grids: Mapping[str, Grid], layout: Layout) -> Read:
    """The rows of each sheet with the headings of *layout*."""
    found = Read()
    chosen = {title: _best(grid, layout) for title, grid in grids.items()}
    for role, sheet in sheets(layout):
        if sheet.sheet and sheet.sheet not in grids:
            there = nearest(sheet.sheet, grids)
            help = f"is it '{there}'?" if there else f"there are {quoted(', '.join(grids), 200)}"
            found.problems.append(
                Problem(sheet.sheet, "", f"there is no such sheet, which '{role}' names", help)
            )
    for title, one in chosen.items():
        if grids[title].is_hidden and one is None:
            found.entries.append(Entry(Kind.IGNORED, title, "", say("first.hidden_sheet")))
        elif one is None:
            found.entries.append(Entry(Kind.IGNORED, title, "", say("first.sheet")))
        else:
            _sheet(found, grids[title], *one)
    if not found.problems and not any(chosen.values()):
        known = [column.heading for _, sheet in sheets(layout) for column in sheet.columns.values()]
        some = list(dict.fromkeys(known))
        shown = ", ".join(some[:8]) + (" …" if len(some) > 8 else "")
        help = f"it knows {shown}; others stand under 'also_called:'"
        found.problems.append(Problem("", "", "no sheet has the headings of the layout", help))
    return found


def _best(grid: Grid, layout: Layout) -> tuple[str, LayoutSheet, Head] | None:
    """The role whose columns a sheet has, with where they stand; None where it is no register."""
    best: tuple[str, LayoutSheet, Head] | None = None
    for role, sheet in sheets(layout):
        if sheet.sheet and sheet.sheet != grid.title:
            continue
        found = None if grid.is_hidden and not sheet.sheet else head(grid, sheet)
        few = found is None or (len(found.columns) < min(2, len(sheet.columns)) and not sheet.sheet)
        if found is None or few or (not sheet.sheet and len(found.columns) < len(found.others)):
            continue
        if best is None or found.score > best[2].score:
            best = role, sheet, found
    return best


def _sheet(found: Read, grid: Grid, role: str, sheet: LayoutSheet, top: Head) -> None:
    found.problems += list(_unreadable(grid, top, found.entries))
    found.entries += _above(grid, top)
    found.entries += _shape(grid, sheet, top)
    names = [
        place
        for place, key in top.columns.items()
        if set(sheet.columns[key].field) & set(sheet.same_activity)
    ]
    spans = {
        row: f"{grid.title}!{area.top}"
        for area in grid.merged
        if area.left in names[:1] and area.bottom > area.top
        for row in range(area.top, area.bottom + 1)
    }
    wide = {f"{letter(area.left)}{area.top}" for area in grid.merged if area.right > area.left}
    for number, texts in _texts(grid, top):
        row = _row(grid, texts, role, sheet, top, number)
        if row is not None:
            found.problems += _crowded(row)
            found.cells += len(row.cells) + len(row.others)
        if found.cells > MOST_CELLS or len(found.rows) == MOST_ROWS:
            found.problems.append(_too_many(grid, number))
            return
        if row is not None and not _is_line(found, row, wide):
            row.joined = spans.get(number, "")
            found.rows.append(row)


def _too_many(grid: Grid, row: int) -> Problem:
    message = (
        f"a list of more than {MOST_ROWS:,} rows, or {MOST_CELLS:,} cells, is not taken in at once"
    )
    return Problem(
        grid.title, f"A{row}", message, "send it in parts, each into a register of its own"
    )


def _crowded(row: ListRow) -> Iterator[Problem]:
    """Cells that hold more items than anybody means to list."""
    for cell in (*row.cells.values(), *row.others):
        if cell.words.count(";") + cell.words.count("\n") > MOST_ITEMS:
            message = f"the cell holds more than {MOST_ITEMS:,} items"
            yield Problem(
                cell.sheet, cell.place, message, "send such a list as a file beside the register"
            )


def _texts(grid: Grid, top: Head) -> Iterator[tuple[int, Mapping[int, str]]]:
    """The texts of each row below the headings, by column."""
    rows: dict[int, dict[int, str]] = {}
    for (row, column), words in sorted(filled(grid).items()):
        if row > top.row:
            rows.setdefault(row, {})[column] = words
    yield from rows.items()


def _row(
    grid: Grid, texts: Mapping[int, str], role: str, sheet: LayoutSheet, top: Head, number: int
) -> ListRow | None:
    row = ListRow(role, sheet, number)
    for place, key in top.columns.items():
        heading = sheet.columns[key].heading
        row.cells[key] = ListCell(
            grid.title, f"{letter(place)}{number}", heading, texts.get(place, "")
        )
    for place, words in texts.items():
        if place not in top.columns and words.strip():
            row.others.append(
                ListCell(grid.title, f"{letter(place)}{number}", top.others.get(place, ""), words)
            )
    return row if row.others or any(cell.words.strip() for cell in row.cells.values()) else None


def _is_line(found: Read, row: ListRow, wide: set[str]) -> bool:
    """Whether *row* is no record: the sentence that there is none, or a line across the table, in a *wide* cell."""
    said = [cell for cell in row.cells.values() if cell.words.strip()]
    if len(said) == 1 and said[0].words == say(f"sheet.{row.role}_empty"):
        return True
    is_across = len(said) == 1 and not row.others and said[0].place in wide
    if is_across:
        words = say("first.line", words=" ".join(said[0].words.split()))
        found.entries.append(Entry(Kind.IGNORED, said[0].sheet, said[0].place, words))
    return is_across


def _above(grid: Grid, top: Head) -> Iterator[Entry]:
    """What stands above the headings: titles, and who is named; register.yaml is the place for it."""
    for (row, column), words in sorted(grid.texts.items()):
        if row < top.first:
            said = say(
                "first.above",
                words=" / ".join(line.strip() for line in words.splitlines() if line.strip()),
            )
            yield Entry(Kind.IGNORED, grid.title, f"{letter(column)}{row}", said)


def _shape(grid: Grid, sheet: LayoutSheet, top: Head) -> Iterator[Entry]:
    headings = [
        words
        for column in sheet.columns.values()
        for words in (column.heading, *column.also_called)
    ]
    for number, (place, words) in enumerate(sorted(top.others.items())):
        near = nearest(words, headings) if number < MOST_PROBLEMS else ""
        hint = say("first.near", near=near) if near else ""
        told = " ".join(filter(None, (say("first.column", words=quoted(words)), hint)))
        yield Entry(Kind.REFUSED, grid.title, f"{letter(place)}{top.row}", told)
    there = set(top.columns.values())
    gone = [
        one.heading
        for key, one in sheet.columns.items()
        if key not in there and one.field != (NO_FIELD,)
    ]
    if gone:
        yield Entry(
            Kind.IGNORED, grid.title, f"A{top.row}", say("first.no_column", words=", ".join(gone))
        )
    for name in grid.hidden:
        yield Entry(Kind.IGNORED, grid.title, f"{name}{top.row}", say("first.hidden_column"))
    counts = Counter(row for row, _ in grid.texts)
    for row in sorted(grid.hidden_rows & counts.keys()):
        if row > top.row:
            yield Entry(Kind.IGNORED, grid.title, f"A{row}", say("first.hidden_row"))
    for area in grid.merged:
        first, is_deep = area.top, area.bottom > area.top
        if first > top.row and (first, area.left) in grid.texts and (is_deep or counts[first] > 1):
            told = say("first.merged" if is_deep else "first.across", area=area.name)
            yield Entry(Kind.IGNORED, grid.title, f"{letter(area.left)}{first}", told)
    for (row, column), words in sorted(grid.comments.items()):
        if row > top.row:
            yield Entry(Kind.COMMENT, grid.title, f"{letter(column)}{row}", words)


def _unreadable(grid: Grid, top: Head, told: list[Entry]) -> Iterator[Problem]:
    """Cells that are no text: the last value of a formula is taken and told; where there is none, nothing is read."""
    for place, problem in sorted(grid.problems.items()):
        if place[0] <= top.row or place in grid.formatted:
            continue
        if value := grid.values.get(place):
            grid.texts[place] = value
            told.append(
                Entry(
                    Kind.IGNORED,
                    grid.title,
                    f"{letter(place[1])}{place[0]}",
                    say("first.formula", words=value),
                )
            )
        else:
            yield problem
    yield from (
        problem for place, problem in sorted(grid.unwritable.items()) if place[0] >= top.first
    )
