"""The sheet on which each general statement stands once, in full; other rows point to it."""

from collections.abc import Iterator

from ropa.fields.names import label
from ropa.fields.values import Cell, Value, text
from ropa.fields.wording import called
from ropa.register import Register, ResolvedClaim, Speaker, fields, written
from ropa.views.full import in_full
from ropa.views.names import heading
from ropa.views.report import scope_words
from ropa.views.sheets import columns, sheet
from ropa.views.table import Table
from ropa.vocabulary import humanize, translate


def statements(register: Register) -> Table:
    """A row for each claim of a general statement: for whom, its state, words and passages."""
    heads = columns(
        statement=20, applies_to=42, element=18, item_of=22, state=14, what=62, passages=26
    )
    return sheet(register, "general", heads, _rows(register), translate("sheet.general_lead"))


def _rows(register: Register) -> Iterator[tuple[Cell, ...]]:
    speaker = Speaker(register, register.file)
    for key, shared in register.record.general.items():
        named, scope = text(called(key)), text(scope_words(register, shared))
        for question in fields():
            statement = getattr(shared, question)
            if statement is not None:
                path = ("general", key, question)
                for answer in written(speaker, question, statement, path):
                    yield (named, scope, text(heading(question)), *_statement(answer))


def _statement(answer: ResolvedClaim) -> tuple[Cell, ...]:
    """The item a claim is about, its state, all it says, and its passages."""
    whole = in_full(answer)
    state = Value(translate(f"state.{answer.state}"), answer.state)
    item = label(answer) or humanize(answer.key)
    return text(item), Cell((state,)), Cell((whole,)), text(", ".join(whole.cites))
