"""The two registers for reading: one row an activity. GDPR Art. 30(1)(a)-(g) and 30(2)(a)-(d)."""

from collections.abc import Callable

from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.views.details import status
from ropa.views.identity import identity, status_lines
from ropa.views.lines import cell, fold, nested_cell, numbered
from ropa.views.phrases import value
from ropa.views.table import Cell, Column, Field, Origin, Table, Value, column, text
from ropa.vocabulary import say

Draw = Callable[[ResolvedActivity], Cell]


def controller_register(register: Register) -> Table:
    """The controller's register. GDPR Art. 30(1)."""
    asked = [one for one in register.activities if one.record.is_controller]
    return _register_table(register, "controller", asked, CONTROLLER)


def processor_register(register: Register) -> Table:
    """The processor's register. GDPR Art. 30(2)."""
    asked = [one for one in register.activities if one.record.is_processor]
    return _register_table(register, "processor", asked, PROCESSOR)


def _register_table(
    register: Register,
    name: str,
    activities: list[ResolvedActivity],
    columns: tuple[tuple[Column, Draw], ...],
) -> Table:
    rows = tuple(tuple(draw(activity) for _, draw in columns) for activity in activities)
    return Table(
        name,
        say(f"sheet.{name}_title"),
        tuple(column for column, _ in columns),
        rows,
        lead=(say(f"sheet.{name}_lead"), *status_lines(register)),
        empty=say(f"sheet.{name}_empty"),
        identity=identity(register, name),
        origins=tuple(Origin(activity.id) for activity in activities),
    )


def destinations(activity: ResolvedActivity) -> Cell:
    """Transfers with their destinations. GDPR Art. 30(1)(e), 30(2)(c)."""
    answers = activity.answers["transfers"]
    transfers = [_transfer(answer) for answer in answers if answer.is_item]
    return fold(
        [*numbered(transfers), *(value(answer) for answer in answers if not answer.is_item)]
    )


def _transfer(answer: ResolvedClaim) -> Value:
    from ropa.views.details import destination

    where, what = destination(answer), value(answer)
    state = where.state if where.state.is_open and not what.state.is_open else what.state
    words = f"{what.text} → {where.text}" if what.text != say(f"state.{what.state}") else where.text
    qualified = tuple(dict.fromkeys((*what.qualifiers, *where.qualifiers)))
    return Value(words, state, qualified, (*what.cites, *where.cites))


def _question(name: str, article: str, width: int) -> tuple[Column, Draw]:
    return column(name, article, width), lambda activity: cell(activity, name)


def _nested(name: str, article: str, width: int) -> tuple[Column, Draw]:
    return column(name, article, width), lambda activity: nested_cell(activity, name)


def _name(activity: ResolvedActivity) -> Cell:
    return text(activity.name)


def _description(activity: ResolvedActivity) -> Cell:
    claim = activity.record.activity.description
    if claim and claim.text:
        return Cell((Value(claim.text, claim.state, (), claim.cites),))
    return optional(activity, "description")


def optional(activity: ResolvedActivity, name: str) -> Cell:
    """The value of a claim that may be left out without a question standing open; an empty cell where it is."""
    answer = activity.optional(name)
    return Cell((value(answer),)) if answer else Cell()


def _status(activity: ResolvedActivity) -> Cell:
    return status(activity)


def _day(name: str) -> Draw:
    def draw(activity: ResolvedActivity) -> Cell:
        day = getattr(activity.record.activity, name)
        return text(day.isoformat() if day else "")

    return draw


def _key(activity: ResolvedActivity) -> Cell:
    return text(activity.id)


_HEAD: tuple[tuple[Column, Draw], ...] = (
    (column("name", "", 22, Field("plain", "name")), _name),
    (column("description", "", 34, Field("sentence", "description")), _description),
)
_TAIL: tuple[tuple[Column, Draw], ...] = (
    (column("status", "", 12, Field("status", "status")), _status),
    (column("active_from", "", 12, Field("day", "active_from")), _day("active_from")),
    (column("active_until", "", 12, Field("day", "active_until")), _day("active_until")),
    (column("key", "", 20, Field("id", "id")), _key),
)

CONTROLLER: tuple[tuple[Column, Draw], ...] = (
    *_HEAD,
    _question("role", "GDPR Art. 4(7), 26", 18),
    _question("joint_controllers", "GDPR Art. 30(1)(a)", 18),
    _question("purposes", "GDPR Art. 30(1)(b)", 44),
    _nested("lawful_basis", "GDPR Art. 6(1)", 38),
    _question("data_subjects", "GDPR Art. 30(1)(c)", 24),
    _question("personal_data", "GDPR Art. 30(1)(c)", 32),
    _question("collected_from", "GDPR Art. 14(2)(f)", 28),
    _question("recipients", "GDPR Art. 30(1)(d)", 38),
    (column("transfers", "GDPR Art. 30(1)(e)", 34), destinations),
    _nested("mechanism", "GDPR Art. 30(1)(e), 46, 49", 28),
    _nested("retention", "GDPR Art. 30(1)(f)", 32),
    _question("security", "GDPR Art. 30(1)(g), 32(1)", 32),
    _question("locations", "", 24),
    _question("automated_decisions", "GDPR Art. 22", 26),
    *_TAIL,
)

PROCESSOR: tuple[tuple[Column, Draw], ...] = (
    *_HEAD,
    _question("role", "GDPR Art. 4(8), 28", 18),
    _question("controllers", "GDPR Art. 30(2)(a)", 32),
    _question("processing", "GDPR Art. 30(2)(b)", 34),
    (column("transfers", "GDPR Art. 30(2)(c)", 34), destinations),
    _nested("mechanism", "GDPR Art. 30(2)(c), 46, 49", 28),
    _question("security", "GDPR Art. 30(2)(d), 32(1)", 32),
    _question("data_subjects", "", 24),
    _question("personal_data", "", 32),
    _question("collected_from", "", 28),
    _question("recipients", "GDPR Art. 28(2)", 34),
    _question("retention", "GDPR Art. 28(3)(g)", 30),
    _question("processing_contract", "GDPR Art. 28(3)", 24),
    _question("locations", "", 24),
    *_TAIL,
)
