"""The lines of a cell.

Items numbered alike in every column, general statements gathered, many values in one line.
"""

from collections.abc import Mapping, Sequence

from ropa.fields.names import label
from ropa.fields.table import at
from ropa.fields.values import Cell, Value
from ropa.fields.wording import part, value
from ropa.model.claim import State
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.register.qualifiers import Qualifier, QualifierKind, Qualifiers, without
from ropa.vocabulary import questions, say

FEW = 4
"""Items of one general statement printed in full.

More are printed by name, and in full where the statement is.
"""

MOST_LINES = 30
"""Lines a cell holds before it runs on: a spreadsheet row cannot grow taller than about that."""

Drawn = tuple[ResolvedClaim, Value]


def cell(activity: ResolvedActivity, question: str) -> Cell:
    """Every answer to *question*.

    Items a line each and numbered, then what is said of the list as a whole.
    """
    drawn = [(answer, value(answer)) for answer in activity.answers[question]]
    items = [one for one in drawn if one[0].is_item]
    return fold([*item_lines(items), *(one for answer, one in drawn if not answer.is_item)])


def nested_cell(activity: ResolvedActivity, question: str, within: str = "") -> Cell:
    """Answers asked item by item, numbered as the items are.

    What holds for the others, or for all, stands once.
    """
    items = activity.items(within or questions()[question].text("within"))
    numbers = numbering(items)
    shared: dict[tuple[str, object], Drawn] = {}
    values = []
    for index, item in enumerate(items):
        drawn = [(answer, value(answer)) for answer in item.nested(question)]
        if question in item.own:
            whose = f"{label(item)}: " if label(item) and len(items) > 1 else ""
            prefix = numbers.get(index, "") + whose
            values.append(joined([one for _, one in drawn], prefix))
        else:
            shared |= {(answer.file, answer.path): (answer, one) for answer, one in drawn}
    if not items:
        written = [answer for answer in activity.answers[question] if answer.path]
        shared = {(answer.file, answer.path): (answer, value(answer)) for answer in written}
    whole = "" if len(items) < 2 else say("word.others" if values else "word.all")
    for group in _by_statement(list(shared.values())):
        values.append(joined([one for _, one in group], f"{whole}: " if whole else ""))
    return fold(values or [Value(say("state.not-applicable"), State.NOT_APPLICABLE)])


def item_lines(items: Sequence[Drawn]) -> list[Value]:
    """Items a line each, numbered.

    Many items of one general statement by name, a line for each way they are said.
    """
    numbers = numbering([answer for answer, _ in items])
    by_name = _by_name([answer for answer, _ in items])
    drawn = [
        prefixed(one, numbers.get(index, ""))
        for index, (_, one) in enumerate(items)
        if index not in by_name
    ]
    for group in _by_statement([items[index] for index in sorted(by_name)]):
        ways: dict[tuple[State, Qualifiers], list[Drawn]] = {}
        for answer, one in group:
            ways.setdefault((one.state, _short(one)), []).append((answer, one))
        for (state, qualified), same in ways.items():
            names = "; ".join(_briefly(answer) or one.text for answer, one in same)
            cites = tuple(dict.fromkeys(cite for _, one in same for cite in one.cites))
            drawn.append(Value(names, state, qualified, cites))
    return drawn


def _briefly(answer: ResolvedClaim) -> str:
    """The name of an item, and whose it is where it is not everybody's."""
    has_subjects = bool(getattr(answer.claim, "subjects", ()))
    whose = (
        part(answer.register, answer.claim, at("personal_data.subjects")) if has_subjects else ""
    )
    return f"{label(answer)} ({whose})" if whose else label(answer)


def _short(one: Value) -> Qualifiers:
    """What qualifies an item that stands by name: its state in words, without the reason."""
    qualified = without(one.qualifiers, QualifierKind.INFERRED)
    says_state = one.state is State.VAGUE and Qualifier(QualifierKind.VAGUE) in qualified
    is_plain = one.state in (State.STATED, State.GENERAL) or says_state
    return qualified if is_plain else (Qualifier(QualifierKind.STATE, one.state), *qualified)


def numbering(items: Sequence[ResolvedClaim]) -> Mapping[int, str]:
    """The number before each item, by its place.

    None where there is one item, or where items stand by name.
    """
    by_name = _by_name(items)
    denied = {index for index, answer in enumerate(items) if answer.state.denies}
    places = [index for index in range(len(items)) if index not in by_name | denied]
    return (
        {index: f"{number}. " for number, index in enumerate(places, start=1)}
        if len(places) > 1
        else {}
    )


def _by_name(items: Sequence[ResolvedClaim]) -> frozenset[int]:
    """Places of items that belong to a general statement with more than a few."""
    counts: dict[str, int] = {}
    for answer in items:
        counts[answer.block] = counts.get(answer.block, 0) + 1
    return frozenset(
        index for index, answer in enumerate(items) if answer.block and counts[answer.block] > FEW
    )


def _by_statement(items: list[Drawn]) -> list[list[Drawn]]:
    """Items grouped by the general statement they come from; the activity's own first."""
    groups: dict[str, list[Drawn]] = {}
    for answer, one in items:
        groups.setdefault(answer.block, []).append((answer, one))
    return list(groups.values())


def activities(register: Register, names: Sequence[str]) -> str:
    """The activities *names* in words: all of them, all as controller, or one by one."""
    everything = {record.activity.name for record in register.records}
    controller = {record.activity.name for record in register.records if record.is_controller}
    if len(names) > 1 and set(names) == everything:
        return say("report.all_activities", n=len(everything))
    if len(names) > 1 and set(names) == controller:
        return say("report.all_controller", n=len(controller))
    return "; ".join(names)


def joined(values: Sequence[Value], prefix: str = "") -> Value:
    """Several values as one line; marks that all of them carry stand once."""
    states = [one.state for one in values]
    state = next(
        (s for s in states if s.is_open), State.INFERRED if State.INFERRED in states else states[0]
    )
    cites = tuple(dict.fromkeys(cite for one in values for cite in one.cites))
    shared = [set(one.qualifiers) for one in values]
    common = tuple(one for one in values[0].qualifiers if all(one in others for others in shared))
    lines = (str(_less(one, common)) for one in values)
    return Value(prefix + "; ".join(lines), state, common, cites)


def _less(one: Value, common: Qualifiers) -> Value:
    own = tuple(qualifier for qualifier in one.qualifiers if qualifier not in common)
    return Value(one.text, one.state, own)


def prefixed(one: Value, prefix: str) -> Value:
    """*one* with *prefix* before its text."""
    return one.saying(f"{prefix}{one.text}")


def numbered(values: Sequence[Value]) -> list[Value]:
    """*values* with their number before them, where there are several."""
    return (
        [prefixed(one, f"{index}. ") for index, one in enumerate(values, start=1)]
        if len(values) > 1
        else list(values)
    )


def fold(values: list[Value]) -> Cell:
    """*values* as a cell, a line each; on one line where they are too many for a row."""
    return Cell(tuple(values)) if len(values) <= MOST_LINES else Cell((joined(values),))
