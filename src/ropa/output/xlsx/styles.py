"""How cells look: one style a state, told apart without colour too, by letters and lines."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from ropa.documents.table import Cell, State

INK, QUIET, RULE = "#1F2A37", "#5B6673", "#C9D1DA"
PAPER, LINK, HEAD = "#F3F5F8", "#1A4F8B", "#2F4156"

Look = Mapping[str, Any]
"""Properties of a format, as the library names them."""

PLAIN: Look = MappingProxyType(
    {"font_name": "Calibri", "font_size": 10, "font_color": INK, "text_wrap": True, "valign": "top"}
)
"""How a cell looks where nothing else is asked for."""

LINE: Look = MappingProxyType({"bottom": 1, "bottom_color": RULE})

TITLE: Look = MappingProxyType({"font_size": 14, "bold": True, "text_wrap": False})

SMALL_SIZE = 9

SMALL: Look = MappingProxyType({"font_size": SMALL_SIZE, "italic": True, "font_color": QUIET})

LABEL: Look = MappingProxyType({"bold": True, "font_color": QUIET, **LINE})

FAINT = "#FEF9EE"
"""Fill of a cell in which some values stand open and others do not."""

THICK, DOUBLE, MEDIUM, DASHED, DOTTED, HAIR = 5, 6, 2, 3, 4, 7
"""Lines as the file format counts them."""

_OPEN: Look = {"bold": True, "font_color": "#6B3A00"}

_AMBER, _RED = "#FCE9C8", "#F9D9D3"

_GENERAL: Look = {"left": HAIR, "left_color": QUIET}
_OPEN_IN_PART: Look = {**_GENERAL, "bg_color": FAINT}
_VAGUE: Look = {"bg_color": "#FDF3DC", "italic": True, "left": DASHED}
_INFERRED: Look = {"bg_color": "#E3ECF9", "italic": True, "left": DOTTED}
_NOT_STATED: Look = {**_OPEN, "bg_color": _AMBER, "left": MEDIUM}
_NOT_RECORDED: Look = {**_OPEN, "bg_color": _RED, "left": THICK}
_LOST: Look = {**_OPEN, "bg_color": _RED, "left": DOUBLE}

STATES: Mapping[State, Look] = {
    State.STATED: {},
    State.GENERAL: _GENERAL,
    State.VAGUE: _VAGUE,
    State.INFERRED: _INFERRED,
    State.NONE: {"font_color": QUIET},
    State.NOT_STATED: _NOT_STATED,
    State.NOT_RECORDED: _NOT_RECORDED,
    State.LOST: _LOST,
    State.NOT_APPLICABLE: {"font_color": QUIET, "italic": True},
}
"""What sets a state apart; the words in the cell, or in the column State, say the same."""

ABSENT: Look = MappingProxyType({"bg_color": PAPER, "font_color": QUIET})
"""What sets a cell apart in which nothing of the record stands."""


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[frozenset[object], Format] = {}

    def of(self, **properties: Any) -> Format:
        """The format with *properties*, beside those of :data:`PLAIN`."""
        key = frozenset(properties.items())
        if key not in self._formats:
            self._formats[key] = self._book.add_format({**PLAIN, **properties})
        return self._formats[key]

    def cell(self, cell: Cell, **properties: Any) -> Format:
        """The format of *cell* by the state a reader must notice."""
        return self.of(**{**properties, **look(cell)})


def look(cell: Cell) -> Look:
    """What sets *cell* apart; faint where only some of its values are in its state."""
    if cell.is_absent:
        return ABSENT
    state = cell.state
    is_open = state.is_open
    if all(value.state.is_open == is_open for value in cell.values):
        return STATES[state]
    return _OPEN_IN_PART if is_open else {}
