"""The two registers for reading: one row an activity. GDPR Art. 30(1)(a)-(g) and 30(2)(a)-(d)."""

from collections.abc import Callable, Iterator

from ropa.gaps import answers as answers_to
from ropa.gaps import belongs_to
from ropa.model.claim import Claim, State
from ropa.register import Answer, Record, Register
from ropa.views.identity import identity, status_lines
from ropa.views.phrases import name, value
from ropa.views.table import Cell, Column, Table, Value, column, text
from ropa.vocabulary import say, word

Draw = Callable[[Register, Record], Cell]

MOST_LINES = 30
"""Lines a cell holds before it runs on: a spreadsheet row cannot grow taller than about that."""


def controller_register(register: Register) -> Table:
    """The controller's register. GDPR Art. 30(1)."""
    records = [record for record in register.records if record.is_controller]
    return _register_table(register, "controller", records, CONTROLLER)


def processor_register(register: Register) -> Table:
    """The processor's register. GDPR Art. 30(2)."""
    records = [record for record in register.records if record.is_processor]
    return _register_table(register, "processor", records, PROCESSOR)


def _register_table(
    register: Register, name: str, records: list[Record], columns: tuple[tuple[Column, Draw], ...]
) -> Table:
    rows = tuple(tuple(draw(register, record) for _, draw in columns) for record in records)
    return Table(
        name,
        say(f"sheet.{name}_title"),
        tuple(column for column, _ in columns),
        rows,
        lead=(say(f"sheet.{name}_lead"), *status_lines(register)),
        empty=say(f"sheet.{name}_empty"),
        identity=identity(register, name),
    )


def cell(register: Register, record: Record, question: str) -> Cell:
    """Every answer to *question*: items a line each and numbered, long general statements a line for each statement."""
    found = register.answers(record, question)
    return _fold(
        [
            *lines(
                [(answer, value(register, question, answer)) for answer in found if answer.is_item],
                lambda answer: name(register, question, answer.key),
            ),
            *(value(register, question, answer) for answer in found if not answer.is_item),
        ]
    )


def nested_cell(register: Register, record: Record, question: str) -> Cell:
    """Answers asked item by item, numbered as the items are; what holds for all of them stands once."""
    asked = word("questions", question)
    assert asked is not None
    own: dict[str, list[Answer]] = {}
    shared: dict[tuple[str, object], Answer] = {}
    keys: list[str] = []
    for item, answer in answers_to(register, record, asked):
        if item and item not in keys:
            keys.append(item)
        if belongs_to(answer, item) or (len(answer.path) > 2 and answer.path[-3] == item):
            own.setdefault(item, []).append(answer)
        else:
            shared[(answer.file, answer.path)] = answer
    values = []
    for index, key in enumerate(keys, start=1):
        if key in own:
            values.append(
                _joined(
                    [value(register, question, answer) for answer in own[key]], f"{index}. " if len(keys) > 1 else ""
                )
            )
    whole = say("word.others") if own and len(own) < len(keys) else say("word.all") if len(keys) > 1 else ""
    for group in _by_statement([(answer, value(register, question, answer)) for answer in shared.values()]):
        values.append(_joined([one for _, one in group], f"{whole}: " if whole else ""))
    return _fold(values or [Value(say("state.not-applicable"), State.NOT_APPLICABLE)])


FEW = 4
"""Items of one general statement printed in full; more are printed by name, and in full where the statement is."""

Drawn = tuple[Answer, Value]


def lines(items: list[Drawn], named: Callable[[Answer], str]) -> list[Value]:
    """Items a line each, numbered; many items of one general statement by name, a line for each way they are said."""
    groups = _by_statement(items)
    single = [one for group in groups if len(group) <= FEW or not group[0][0].block for _, one in group]
    drawn = numbered(single) if len(single) > 1 else single
    for group in groups:
        if len(group) > FEW and group[0][0].block:
            ways: dict[tuple[State, tuple[str, ...]], list[Drawn]] = {}
            for answer, one in group:
                marks = tuple(mark for mark in one.marks if not mark.startswith(say("mark.inferred", reason="")))
                ways.setdefault((one.state, marks), []).append((answer, one))
            for (state, marks), same in ways.items():
                words = "; ".join(named(answer) or one.text for answer, one in same)
                cites = tuple(dict.fromkeys(cite for _, one in same for cite in one.cites))
                drawn.append(Value(words, state, marks, cites))
    return drawn


def _by_statement(items: list[Drawn]) -> list[list[Drawn]]:
    """Items grouped by the general statement they come from; the activity's own first."""
    groups: dict[str, list[Drawn]] = {}
    for answer, one in items:
        groups.setdefault(answer.block, []).append((answer, one))
    return list(groups.values())


def _joined(values: list[Value], prefix: str) -> Value:
    """Several values as one line; marks that all of them carry stand once."""
    states = [one.state for one in values]
    state = next((s for s in states if s.is_open), State.INFERRED if State.INFERRED in states else states[0])
    cites = tuple(dict.fromkeys(cite for one in values for cite in one.cites))
    common = tuple(mark for mark in values[0].marks if all(mark in one.marks for one in values))
    words = "; ".join(str(Value(one.text, one.state, tuple(m for m in one.marks if m not in common))) for one in values)
    return Value(prefix + words, state, common, cites)


def numbered(values: list[Value]) -> list[Value]:
    """*values* with their number before them: the same number names the same item in every column."""
    return [Value(f"{index}. {one.text}", one.state, one.marks, one.cites) for index, one in enumerate(values, start=1)]


def _fold(values: list[Value]) -> Cell:
    if len(values) <= MOST_LINES:
        return Cell(tuple(values))
    states = [one.state for one in values]
    state = next((s for s in states if s.is_open), states[0])
    cites = tuple(dict.fromkeys(name for one in values for name in one.cites))
    return Cell((Value("; ".join(map(str, values)), state, (), cites),))


def destinations(register: Register, record: Record) -> Cell:
    """Transfers with their destinations. GDPR Art. 30(1)(e), 30(2)(c)."""
    from ropa.views.items import destination

    found = register.answers(record, "transfers")
    items = [answer for answer in found if answer.is_item]
    values = []
    for answer in items:
        where, what = destination(register, answer), value(register, "transfers", answer)
        state = where.state if where.state.is_open and not what.state.is_open else what.state
        words = f"{what.text} → {where.text}" if what.text != say(f"state.{what.state}") else where.text
        values.append(
            Value(words, state, tuple(dict.fromkeys((*what.marks, *where.marks))), (*what.cites, *where.cites))
        )
    drawn = numbered(values) if len(values) > 1 else values
    return _fold([*drawn, *(value(register, "transfers", answer) for answer in found if not answer.is_item)])


def _question(name: str, article: str, width: int) -> tuple[Column, Draw]:
    return column(name, article, width), lambda register, record: cell(register, record, name)


def _nested(name: str, article: str, width: int) -> tuple[Column, Draw]:
    return column(name, article, width), lambda register, record: nested_cell(register, record, name)


def _name(register: Register, record: Record) -> Cell:
    return text(record.activity.name)


def _description(register: Register, record: Record) -> Cell:
    claim = record.activity.description
    return optional(register, "description", claim, record)


def optional(register: Register, name: str, claim: Claim | None, record: Record) -> Cell:
    """The value of a claim that may be left out without a question standing open; an empty cell where it is."""
    return Cell((value(register, name, Answer("", claim, record.file, (name,))),)) if claim else Cell()


def _dates(register: Register, record: Record) -> Cell:
    activity = record.activity
    return text("\n".join(_status(str(activity.status), activity.active_from, activity.active_until)))


def _status(status: str, since: object, until: object) -> Iterator[str]:
    yield say(f"status.{status}")
    if since:
        yield say("status.since", day=since)
    if until:
        yield say("status.until", day=until)


def _key(register: Register, record: Record) -> Cell:
    return text(record.activity.id)


CONTROLLER: tuple[tuple[Column, Draw], ...] = (
    (column("name", "", 22), _name),
    (column("description", "", 34), _description),
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
    (column("status", "", 14), _dates),
    (column("key", "", 20), _key),
)

PROCESSOR: tuple[tuple[Column, Draw], ...] = (
    (column("name", "", 22), _name),
    (column("description", "", 34), _description),
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
    (column("status", "", 14), _dates),
    (column("key", "", 20), _key),
)
