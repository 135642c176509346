"""The lines of a cell.

Items numbered alike in every column, general statements gathered, many values in one line.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ropa.fields.names import label
from ropa.fields.table import at
from ropa.fields.values import Cell, Value
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


def printed(answers: Iterable[ResolvedClaim]) -> list[Printed]:
    """*answers* with what is printed for each."""
    return [Printed(answer, value(answer)) for answer in answers]


def cell(activity: ResolvedActivity, question: str) -> Cell:
    """Every answer to *question*.

    Items a line each and numbered, then what is said of the list as a whole.
    """
    items = item_lines(printed(activity.items(question)))
    remarks = [value(answer) for answer in activity.answers[question] if not answer.is_item]
    return fold([*items, *remarks])


def nested_cell(activity: ResolvedActivity, question: str, within: str = "") -> Cell:
    """Answers asked item by item, numbered as the items are.

    What holds for the others, or for all, stands once.
    """
    items = activity.items(within or questions()[question].text("within"))
    lines = list(_own_lines(items, question))
    inherited = _inherited(activity, items, question)
    scope = translate("word.others" if lines else "word.all") if len(items) > 1 else ""
    for group in _by_statement(printed(inherited)):
        values = [answer.value for answer in group]
        lines.append(joined(values, f"{scope}: " if scope else ""))
    return fold(lines or [Value(translate("state.not-applicable"), State.NOT_APPLICABLE)])


def _own_lines(items: Sequence[ResolvedClaim], question: str) -> Iterator[Value]:
    """What items answer themselves, with their number and name where there are several."""
    numbers = numbering(items)
    for place, item in enumerate(items):
        if question in item.own:
            name = f"{label(item)}: " if label(item) and len(items) > 1 else ""
            values = [value(answer) for answer in item.nested(question)]
            yield joined(values, numbers.get(place, "") + name)


def _inherited(
    activity: ResolvedActivity, items: Sequence[ResolvedClaim], question: str
) -> Iterable[ResolvedClaim]:
    """What the activity answers for items that do not answer themselves, each claim once."""
    if items:
        silent = (item for item in items if question not in item.own)
        answers = [answer for item in silent for answer in item.nested(question)]
    else:
        answers = [answer for answer in activity.answers[question] if answer.path]
    return {(answer.file, answer.path): answer for answer in answers}.values()


def item_lines(items: Sequence[Printed]) -> list[Value]:
    """Items a line each, numbered.

    Many items of one general statement by name, a line for each way they are said.
    """
    answers = [item.answer for item in items]
    numbers, by_name = numbering(answers), _by_name(answers)
    in_full = (place for place in range(len(items)) if place not in by_name)
    lines = [prefixed(items[place].value, numbers.get(place, "")) for place in in_full]
    for group in _by_statement([items[place] for place in sorted(by_name)]):
        lines += _lines_by_name(group)
    return lines


def _lines_by_name(items: Sequence[Printed]) -> Iterator[Value]:
    """A line for each state and qualification, with the names of the items it holds for."""
    groups: dict[tuple[State, Qualifiers], list[Printed]] = {}
    for item in items:
        groups.setdefault((item.value.state, _short(item.value)), []).append(item)
    for (state, qualified), group in groups.items():
        names = "; ".join(_name(item.answer) or item.value.text for item in group)
        cites = (cite for item in group for cite in item.value.cites)
        yield Value(names, state, qualified, tuple(dict.fromkeys(cites)))


def _name(answer: ResolvedClaim) -> str:
    """The name of an item, and whose it is where it is not everybody's."""
    name = label(answer)
    if not getattr(answer.claim, "subjects", ()):
        return name
    return f"{name} ({part(answer.register, answer.claim, at('personal_data.subjects'))})"


def _short(printed_value: Value) -> Qualifiers:
    """What qualifies an item that stands by name: its state in words, without the reason."""
    qualified = without(printed_value.qualifiers, QualifierKind.INFERRED)
    state = printed_value.state
    says_state = state is State.VAGUE and Qualifier(QualifierKind.VAGUE) in qualified
    is_plain = state in (State.STATED, State.GENERAL) or says_state
    return qualified if is_plain else (Qualifier(QualifierKind.STATE, state), *qualified)


def numbering(items: Sequence[ResolvedClaim]) -> Mapping[int, str]:
    """The number before each item, by its place.

    None where there is one item, where items stand by name, and before a denial.
    """
    by_name = _by_name(items)
    places = [
        place for place, item in enumerate(items) if place not in by_name and not item.state.denies
    ]
    if len(places) < 2:
        return {}
    return {place: f"{number}. " for number, place in enumerate(places, start=1)}


def _by_name(items: Sequence[ResolvedClaim]) -> frozenset[int]:
    """Places of items that belong to a general statement with more than a few."""
    counts = Counter(item.shared_statement for item in items if item.shared_statement)
    return frozenset(
        place for place, item in enumerate(items) if counts[item.shared_statement] > FEW
    )


def _by_statement(items: Iterable[Printed]) -> Iterable[list[Printed]]:
    """Items grouped by the general statement they come from; the activity's own first."""
    groups: dict[str, list[Printed]] = {}
    for item in items:
        groups.setdefault(item.answer.shared_statement, []).append(item)
    return groups.values()


def activities(register: Register, names: Sequence[str]) -> str:
    """The activities *names* in words: all of them, all as controller, or one by one."""
    every = {record.activity.name for record in register.records}
    controller = {record.activity.name for record in register.records if record.is_controller}
    if len(names) > 1 and set(names) == every:
        return translate("report.all_activities", n=len(every))
    if len(names) > 1 and set(names) == controller:
        return translate("report.all_controller", n=len(controller))
    return "; ".join(names)


def joined(values: Sequence[Value], prefix: str = "") -> Value:
    """Several values as one line; marks that all of them carry stand once."""
    qualifiers = [set(each.qualifiers) for each in values]
    common = tuple(
        mark for mark in values[0].qualifiers if all(mark in marks for marks in qualifiers)
    )
    lines = (str(_without(each, common)) for each in values)
    cites = tuple(dict.fromkeys(cite for each in values for cite in each.cites))
    return Value(prefix + "; ".join(lines), _joint_state(values), common, cites)


def _joint_state(values: Sequence[Value]) -> State:
    """The state a reader must notice among those of several values."""
    states = [each.state for each in values]
    for state in states:
        if state.is_open:
            return state
    return State.INFERRED if State.INFERRED in states else states[0]


def _without(printed_value: Value, marks: Qualifiers) -> Value:
    """A value without the *marks* that stand once for several, and without its passages."""
    rest = tuple(mark for mark in printed_value.qualifiers if mark not in marks)
    return Value(printed_value.text, printed_value.state, rest)


def prefixed(printed_value: Value, prefix: str) -> Value:
    """A value with *prefix* before its text."""
    return printed_value.saying(f"{prefix}{printed_value.text}")


def numbered(values: Sequence[Value]) -> list[Value]:
    """*values* with their number before them, where there are several."""
    if len(values) < 2:
        return list(values)
    return [prefixed(each, f"{number}. ") for number, each in enumerate(values, start=1)]


def fold(values: list[Value]) -> Cell:
    """*values* as a cell, a line each; on one line where they are too many for a row."""
    return Cell(tuple(values)) if len(values) <= MOST_LINES else Cell((joined(values),))
