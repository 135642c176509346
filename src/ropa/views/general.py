"""The sheet on which each general statement stands once and in full; rows that take it over point to it."""

from collections.abc import Iterator

from ropa.register import Register, ResolvedClaim, Speaker, fields, written
from ropa.views.full import in_full
from ropa.views.identity import status_lines
from ropa.views.names import heading
from ropa.views.phrases import called, label
from ropa.views.report import scope_words
from ropa.views.table import Cell, Table, Value, column, text
from ropa.vocabulary import say, spelled


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
    speaker = Speaker(register, register.file)
    for key, block in register.record.general.items():
        named, scope = text(called(key)), text(scope_words(register, block))
        for question in fields():
            statement = getattr(block, question)
            if statement is not None:
                path = ("general", key, question)
                for answer in written(speaker, question, statement, path):
                    yield (named, scope, text(heading(question)), *_statement(answer))


def _statement(answer: ResolvedClaim) -> tuple[Cell, ...]:
    """The item a claim is about, its state, all it says, and its passages."""
    whole = in_full(answer)
    state = Value(say(f"state.{answer.state}"), answer.state)
    item = label(answer) or spelled(answer.key)
    return text(item), Cell((state,)), Cell((whole,)), text(", ".join(whole.cites))
