"""The sheet on which each general statement stands once and in full; rows that take it over point to it."""

from collections.abc import Iterator

from ropa.model.register_record import General
from ropa.register import Register, Speaker, fields, written
from ropa.views.identity import status_lines
from ropa.views.phrases import called, label, value
from ropa.views.table import Cell, Table, Value, column, text
from ropa.vocabulary import questions, say, spelled


def statements(register: Register) -> Table:
    """A row for each claim of each general statement: whom it is about, its state, its words, its passages."""
    columns = (
        column("statement", "", 20),
        column("applies_to", "", 42),
        column("element", "", 18),
        column("item_of", "", 22),
        column("state", "", 14),
        column("what", "", 62),
        column("passages", "", 26),
    )
    return Table(
        "general",
        say("sheet.general_title"),
        columns,
        tuple(_rows(register)),
        lead=(say("sheet.general_lead"), *status_lines(register)),
        empty=say("sheet.general_empty"),
    )


def _rows(register: Register) -> Iterator[tuple[Cell, ...]]:
    for key, block in register.record.general.items():
        for question in fields():
            said = getattr(block, question)
            if said is None:
                continue
            found = questions().get(question)
            for answer in written(
                Speaker(register, register.file), question, said, ("general", key, question)
            ):
                one = value(answer)
                yield (
                    text(called(key)),
                    text(_scope(register, block)),
                    text(found.label if found else question.replace("_", " ")),
                    text(label(answer) or spelled(answer.key)),
                    Cell((Value(say(f"state.{answer.state}"), answer.state),)),
                    Cell((one,)),
                    text(", ".join(one.cites), one.cites),
                )


def _scope(register: Register, block: General) -> str:
    scope = block.applies_to
    names = (
        register.by_id[id].activity.name if id in register.by_id else id for id in scope.activities
    )
    parts = (
        ", ".join(register.label("roles", role) for role in scope.role),
        "; ".join(names),
        scope.people,
    )
    return "; ".join(filter(None, parts)) or say("report.everything")
