"""The sheet on which each general statement stands once, in full; other rows point to it."""

from collections.abc import Iterable, Iterator

from ropa.documents.cells import enumerated, state_cell, text_row
from ropa.documents.full import in_full
from ropa.documents.names import activity_names, heading
from ropa.documents.sheets import sheet
from ropa.documents.table import Row, Table
from ropa.fields.names import label
from ropa.fields.values import Cell, text
from ropa.fields.wording import called
from ropa.model.register_record import SharedStatement
from ropa.register import Register, ResolvedClaim, fields, written
from ropa.vocabulary import humanize, joined, translate


def statements(register: Register) -> Table:
    """A row for each claim of a general statement: for whom, its state, words and passages."""
    return sheet("general", _rows(register), translate("sheet.general_lead"))


def _rows(register: Register) -> Iterator[Row]:
    for key, statement in register.record.register_wide.items():
        name = called(key)
        scope = scope_words(register, statement)
        for question, answers in claims_of(register, key, statement):
            about = text_row(name, scope, heading(question))
            for answer in answers:
                yield (*about, *_claim(answer))


def claims_of(
    register: Register, key: str, statement: SharedStatement
) -> Iterator[tuple[str, Iterable[ResolvedClaim]]]:
    """What the general statement *key* answers, by question."""
    for question in fields():
        answer = getattr(statement, question)
        if answer is not None:
            path = ("register_wide", key, question)
            yield question, written(register.speaker, question, answer, path)


def _claim(answer: ResolvedClaim) -> Row:
    """The item a claim is about, its state, all it says, and its passages."""
    words = in_full(answer)
    item = text(label(answer) or humanize(answer.key))
    cites = text(joined(words.cites))
    return item, state_cell(answer.state), Cell((words,)), cites


def scope_words(register: Register, statement: SharedStatement) -> str:
    """Whom a general statement is about: roles, activities, people, or everything."""
    scope = statement.applies_to
    roles = joined(register.label("roles", role) for role in scope.role)
    activities = enumerated(activity_names(register, scope.activities))
    return enumerated((roles, activities, scope.people)) or translate("report.everything")
