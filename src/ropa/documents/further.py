"""What a register says of an activity that has neither a column nor a sheet of its own."""

from collections.abc import Iterator

from ropa.documents.overview import optional
from ropa.documents.report import kept, question_lines
from ropa.documents.sheets import sheet
from ropa.documents.table import Table
from ropa.fields.table import fields
from ropa.fields.values import Cell, text
from ropa.register import Register, ResolvedActivity, questions
from ropa.vocabulary import Word, translate


def further(register: Register) -> Table:
    """A row for each such field of each activity: its department, owner, assessments, notices."""
    rows = []
    for activity in register.activities:
        for heading, cell in _facts(activity):
            rows.append((text(activity.name), text(heading), cell))
    return sheet("further", rows)


def _facts(activity: ResolvedActivity) -> Iterator[tuple[str, Cell]]:
    department = optional(activity, "department")
    if department.values:
        yield translate("column.department"), department
    for name, cell in kept(activity):
        if cell.values and not fields()[name].row.text("register"):
            yield translate(f"column.{name}"), cell
    for question in questions(activity.record):
        if _has_no_column(question) and _is_answered(activity, question):
            yield question.label, question_lines(activity, question)


def _has_no_column(question: Word) -> bool:
    return not (question.text("register") or question.text("sheet"))


def _is_answered(activity: ResolvedActivity, question: Word) -> bool:
    """Whether the activity itself, or an item of it, answers *question*."""
    answers = activity.answers[question.name]
    own = [answer for answer in answers if not answer.is_inherited]
    within = question.text("within")
    holders = activity.items(within) if within else ()
    in_items = (question.name in holder.own for holder in holders)
    return any(answer.path for answer in own) or any(in_items)
