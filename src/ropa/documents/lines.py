"""The lines of a cell.

Items numbered alike in every column, general statements gathered, many values in one line.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from typing import NamedTuple

from ropa.california import grouped
from ropa.documents.cells import enumerated, labelled
from ropa.fields.names import label
from ropa.fields.table import at
from ropa.fields.values import Cell, Value, state_value
from ropa.fields.wording import part, value
from ropa.model.claim import State
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.register.qualifiers import Qualifier, QualifierKind, Qualifiers, without
from ropa.vocabulary import questions, translate

FEW = 4
"""Items of one general statement printed in full.

More are printed by name, and in full where the statement is.
"""

MOST_LINES = 30
"""Lines a cell holds before it runs on: a spreadsheet row cannot grow taller than about that."""


class Printed(NamedTuple):
    """An answer, and the value that is printed for it."""

    answer: ResolvedClaim
    value: Value


Manner = tuple[State, Qualifiers]
"""How items that stand by name are said."""


def printed(answers: Iterable[ResolvedClaim]) -> list[Printed]:
    """*answers* with what is printed for each."""
    return [Printed(answer, value(answer)) for answer in answers]


def cell(activity: ResolvedActivity, question: str) -> Cell:
    """Every answer to *question*.

    Items a line each and numbered, then what is said of the list as a whole.
    """
    items = item_lines(printed(activity.items(question)))
    remarks = of_whole(activity.answers[question])
    return fold([*items, *remarks])


def list_cell(answers: Iterable[ResolvedClaim], line: Callable[[ResolvedClaim], Value]) -> Cell:
    """What *line* says of each item, numbered, then what is said of the list as a whole."""
    items = [line(answer) for answer in answers if answer.is_item]
    return fold([*numbered(items), *of_whole(answers)])


def of_whole(answers: Iterable[ResolvedClaim]) -> list[Value]:
    """What is said of a list as a whole."""
    return [value(answer) for answer in answers if not answer.is_item]


def nested_cell(activity: ResolvedActivity, question: str) -> Cell:
    """Answers asked item by item, numbered as the items are.

    What holds for the others, or for all, stands once.
    """
    holder = questions()[question].text("within")
    items = activity.items(holder)
    lines = list(_own_lines(items, question))
    inherited = printed(_inherited(activity, items, question))
    if question == "retention":
        lines += map(value, activity.items(question))
        inherited = [one for one in inherited if not one.answer.is_item]
    scope = ""
    if len(items) > 1 or (lines and items):
        scope = translate("word.others" if lines else "word.all")
    for group in _by_statement(inherited):
        lines.append(one_line(list(_each_list(group)), scope))
    return fold(lines or [state_value(State.NOT_APPLICABLE)])


def _own_lines(items: Sequence[ResolvedClaim], question: str) -> Iterator[Value]:
    """What items answer themselves, with their number and name where there are several."""
    numbers = numbering(items)
    for place, item in enumerate(items):
        if question in item.own:
            name = label(item) if len(items) > 1 else ""
            line = answers_line(item.nested(question), name)
            yield _with_number(line, numbers.get(place))


def _inherited(
    activity: ResolvedActivity, items: Sequence[ResolvedClaim], question: str
) -> Iterable[ResolvedClaim]:
    """What the activity answers for items that do not answer themselves, each claim once."""
    answers: list[ResolvedClaim] = []
    for item in items:
        if question not in item.own:
            answers += item.nested(question)
    if not items:
        answers = [answer for answer in activity.answers[question] if answer.path]
    by_place = {(answer.file, answer.path): answer for answer in answers}
    return by_place.values()


def item_lines(items: Sequence[Printed]) -> list[Value]:
    """Items a line each, numbered.

    Many items of one general statement by name, a line for each way they are said.
    """
    answers = [item.answer for item in items]
    numbers = numbering(answers)
    by_name = _by_name(answers)
    lines = []
    for place, item in enumerate(items):
        if place not in by_name:
            lines.append(_with_number(item.value, numbers.get(place)))
    named = [items[place] for place in sorted(by_name)]
    for group in _by_statement(named):
        lines += _lines_by_name(group)
    return lines


def _lines_by_name(items: Iterable[Printed]) -> Iterator[Value]:
    """A line for each state and qualification, with the names of the items it holds for."""
    groups = grouped(map(_by_manner, items))
    for (state, qualified), group in groups.items():
        names = enumerated(map(_name, group))
        cites = cites_of(item.value for item in group)
        yield Value(names, state, qualified, cites)


def _by_manner(item: Printed) -> tuple[Manner, Printed]:
    return (item.value.state, _short(item.value)), item


def cites_of(values: Iterable[Value]) -> tuple[str, ...]:
    """The passages that *values* rest on, each once."""
    return Cell(tuple(values)).cites


def _name(item: Printed) -> str:
    """The name of an item, and whose it is where it is not everybody's."""
    answer = item.answer
    name = label(answer)
    if not getattr(answer.claim, "subjects", ()):
        return name or item.value.text
    subjects = part(answer.register, answer.claim, at("personal_data.subjects"))
    return translate("line.of", words=name, detail=subjects)


def _short(printed_value: Value) -> Qualifiers:
    """What qualifies an item that stands by name: its state in words, without the reason."""
    qualified = without(printed_value.qualifiers, QualifierKind.INFERRED)
    state = printed_value.state
    is_plain = state in (State.STATED, State.GENERAL)
    if state is State.VAGUE:
        is_plain = Qualifier(QualifierKind.VAGUE) in qualified
    if is_plain:
        return qualified
    return (Qualifier(QualifierKind.STATE, state), *qualified)


def numbering(items: Sequence[ResolvedClaim]) -> Mapping[int, int]:
    """The number of each item, by its place.

    None where there is one item, where items stand by name, and for a denial.
    """
    by_name = _by_name(items)
    numbers: dict[int, int] = {}
    for place, item in enumerate(items):
        if place not in by_name and not item.state.denies:
            numbers[place] = len(numbers) + 1
    return numbers if len(numbers) > 1 else {}


def _by_name(items: Sequence[ResolvedClaim]) -> frozenset[int]:
    """Places of items that belong to a general statement with more than a few."""
    statements = [item.shared_statement for item in items]
    counts = Counter(filter(None, statements))
    places = range(len(items))
    many = [place for place in places if counts[statements[place]] > FEW]
    return frozenset(many)


def _by_statement(items: Iterable[Printed]) -> Iterable[Sequence[Printed]]:
    """Items grouped by the general statement they come from, in order."""
    groups = grouped((item.answer.shared_statement, item) for item in items)
    return groups.values()


def activities(register: Register, names: Sequence[str]) -> str:
    """The activities *names* in words: all of them, all as controller, or one by one."""
    records = register.records
    every = {record.activity.name for record in records}
    controller = {record.activity.name for record in records if record.is_controller}
    if len(names) < 2:
        return enumerated(names)
    if set(names) == every:
        return translate("report.all_activities", n=len(every))
    if set(names) == controller:
        return translate("report.all_controller", n=len(controller))
    return enumerated(names)


def one_line(values: Sequence[Value], name: str = "", joiner: str = "phrases") -> Value:
    """Several values as one line, behind their *name*; what qualifies all of them stands once."""
    first, *others = values
    common = tuple(filter(partial(_is_common, others), first.qualifiers))
    parts = [_without(value, common) for value in values]
    words = filter(None, map(str, parts))
    line = translate(f"joiner.{joiner}").join(words)
    if name:
        line = labelled(name, line)
    return Value(line, _joint_state(values), common, cites_of(values))


def either(values: Iterable[Value]) -> Value:
    """All items of a list of alternatives in one line, in which one word says that they are."""
    bare = []
    for one in values:
        marks = without(one.qualifiers, QualifierKind.ALTERNATIVE)
        bare.append(replace(one, qualifiers=marks))
    return one_line(bare, joiner="or")


def _each_list(items: Iterable[Printed]) -> Iterator[Value]:
    """What *items* say, where all alternatives of a list are there as one value."""
    groups = grouped((_whose(item.answer), item) for item in items)
    for group in groups.values():
        values = [item.value for item in group]
        others = group[0].answer.alternatives
        is_whole_list = len(group) == len(others) + 1
        if is_whole_list and len(group) > 1:
            yield either(values)
        else:
            yield from values


def _whose(answer: ResolvedClaim) -> tuple[object, ...]:
    """The list that *answer* is an alternative in; itself where it is none."""
    path = answer.path[:-1] if answer.alternatives else answer.path
    return answer.file, path


def answers_line(answers: Iterable[ResolvedClaim], name: str = "") -> Value:
    """What *answers* say, in one line behind their *name*."""
    return one_line(list(_each_list(printed(answers))), name)


def _is_common(values: Iterable[Value], mark: Qualifier) -> bool:
    return all(mark in value.qualifiers for value in values)


def _joint_state(values: Sequence[Value]) -> State:
    """The state a reader must notice among those of several values."""
    states = [value.state for value in values]
    for state in states:
        if state.is_open:
            return state
    return State.INFERRED if State.INFERRED in states else states[0]


def _without(value: Value, marks: Qualifiers) -> Value:
    """A value without the *marks* that stand once for several."""
    others = [mark for mark in value.qualifiers if mark not in marks]
    return replace(value, qualifiers=tuple(others))


def _with_number(value: Value, number: int | None) -> Value:
    if number is None:
        return value
    return value.saying(translate("line.numbered", n=number, words=value.text))


def numbered(values: Sequence[Value]) -> list[Value]:
    """*values* with their number before them, where there are several."""
    if len(values) < 2:
        return list(values)
    return list(map(_with_number, values, count(1)))


def fold(values: Sequence[Value]) -> Cell:
    """*values* as a cell, a line each; on one line where they are too many for a row."""
    if len(values) > MOST_LINES:
        return Cell((one_line(values),))
    return Cell(tuple(values))
