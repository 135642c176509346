"""What fills a column of a layout.

A cell for each word that a layout can write, its states kept apart as everywhere.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain

from ropa import vocabulary
from ropa.documents.cells import answers_cell, labelled, lines_cell
from ropa.documents.details import special_kinds, status
from ropa.documents.identity import contact_cell
from ropa.documents.layout_parties import OF_RECIPIENTS, OF_TRANSFERS, does_not_arise, recipients
from ropa.documents.lines import (
    answers_line,
    fold,
    list_cell,
    numbered,
    of_whole,
    one_line,
)
from ropa.documents.overview import optional, plain_text, question_cell
from ropa.documents.report import own_field_lines, review
from ropa.fields.codecs import show
from ropa.fields.names import label
from ropa.fields.retention import HOLDS_FOR
from ropa.fields.table import Field, at
from ropa.fields.values import Cell, Value, text, unqualified
from ropa.fields.wording import shown, unsaid, value
from ropa.model.activity import Interest
from ropa.model.claim import Claim, State
from ropa.register import ResolvedActivity, ResolvedClaim, Speaker, written
from ropa.register.qualifiers import Qualifier, QualifierKind
from ropa.register.resolved import unanswered
from ropa.vocabulary import joined, translate, unstopped

Purpose = ResolvedClaim | None
"""The purpose of a row, where a row is a purpose."""


def draw(word: str, activity: ResolvedActivity, purpose: Purpose) -> Cell:
    """The cell of the layout's *word* in the row of *activity*.

    Of its *purpose*, where a row is one.
    """
    field = at(word)
    if field.drawn:
        return _drawn(field.drawn, activity, purpose)
    if parts := field.row.many("of"):
        return _details(activity, list(map(at, parts)))
    if word in vocabulary.questions():
        return _question(activity, purpose, field)
    if "." in word:
        return _of_items(activity, field)
    return _of_activity(activity, field)


def _question(activity: ResolvedActivity, purpose: Purpose, field: Field) -> Cell:
    if purpose is None:
        return question_cell(activity, field)
    if field.path == "purposes":
        return answers_cell([purpose])
    is_of_purposes = field.row.text("within") == "purposes"
    if purpose.is_item and is_of_purposes:
        return answers_cell(purpose.nested(field.path))
    return question_cell(activity, field)


def _of_activity(activity: ResolvedActivity, field: Field) -> Cell:
    """A field of the activity that nobody asks for: what is written, or the state in its place."""
    if field.kind in ("claim", "sentence"):
        cell = optional(activity, field.path)
    elif field.kind == "status":
        cell = status(activity)
    else:
        words = plain_text(activity, field)
        cell = text(joined(words.split("\n")))
    if cell.values:
        return cell
    return Cell((unsaid(activity.register),))


def _details(activity: ResolvedActivity, parts: list[Field]) -> Cell:
    """Details of the claims that answer one question, joined."""
    values = []
    for answer in activity.answers[parts[0].question]:
        details = joined(_detail(answer, part) for part in parts)
        values.append(_part(answer, details))
    return Cell(tuple(values))


def _detail(answer: ResolvedClaim, part: Field) -> str:
    detail = getattr(answer.claim, part.name, None)
    return unstopped(show(answer.register, part, detail))


def _part(answer: ResolvedClaim, words: str) -> Value:
    """One detail of an answer with the answer's marks; else the state in which it stands open."""
    printed_answer = value(answer)
    if answer.claim.state not in (State.STATED, State.INFERRED):
        return printed_answer
    if words:
        return printed_answer.saying(unstopped(words))
    return unsaid(answer.register)


def _of_items(activity: ResolvedActivity, field: Field) -> Cell:
    """A field of the items of a list, item by item, then what is said of the list as a whole."""
    is_list = at(field.question).kind == "set"
    if field.question == "retention":
        rules = activity.answers["retention"]
        return fold([_of_rule(field, rule) for rule in rules])
    if field.name == field.path or not is_list:
        return _details(activity, [field])
    return list_cell(activity.answers[field.question], partial(_item, field))


def _item(field: Field, answer: ResolvedClaim) -> Value:
    name, _, part = field.name.partition(".")
    item = label(answer) or _key_words(answer)
    nested = answer.own.get(name, ())
    if nested and not part:
        return answers_line(nested, item)
    claim = nested[0].claim if nested else answer.claim
    detail = _part(answer, _words(answer, field, claim))
    return detail.saying(labelled(item, detail.text))


def _of_rule(field: Field, rule: ResolvedClaim) -> Value:
    """A field of a rule behind its name; that for the rest has none.

    A rule that names nobody holds for all.
    """
    words = _words(rule, field, rule.claim)
    if not words and field.name in HOLDS_FOR:
        words = translate("word.all")
    detail = _part(rule, words)
    is_asserted = rule.claim.state in (State.STATED, State.INFERRED)
    if rule.is_item and is_asserted:
        return detail.saying(labelled(label(rule), detail.text))
    return detail


def _key_words(answer: ResolvedClaim) -> str:
    return answer.key.replace("-", " ")


def _words(answer: ResolvedClaim, field: Field, claim: Claim) -> str:
    name, _, part = field.name.partition(".")
    if part:
        return show(answer.register, field, getattr(claim, part, None))
    has_field = name in type(claim).model_fields
    return shown(answer.register, field, claim) if has_field else ""


def _interests(activity: ResolvedActivity, purpose: Purpose) -> Cell:
    """Interests pursued, for the purposes that rest on them. GDPR Art. 6(1)(f)."""
    purposes = (purpose,) if purpose else activity.answers["purposes"]
    items = [answer for answer in purposes if answer.is_item]
    if not items:
        return answers_cell(activity.answers["lawful_basis"])
    return fold(numbered(list(map(_interests_of, items))))


def _interests_of(purpose: ResolvedClaim) -> Value:
    bases = [basis for basis in purpose.nested("lawful_basis") if _may_be_interest(basis)]
    if not bases:
        return does_not_arise("layout.no_interests")
    return one_line(list(map(_interest, bases)))


def _may_be_interest(basis: ResolvedClaim) -> bool:
    if basis.is_item:
        return basis.key == "legitimate-interests"
    return basis.state.is_open


def _interest(basis: ResolvedClaim) -> Value:
    claim = basis.claim
    if not basis.is_item or claim.state.is_open:
        return value(basis)
    return _part(basis, claim.interest if isinstance(claim, Interest) else "")


def _schedule_1(part: str, activity: ResolvedActivity, purpose: Purpose) -> Cell:
    """What the grounds of an activity, or of a *purpose*, say of a *part* of Schedule 1."""
    grounds = [*_grounds(activity, purpose)]
    if not grounds:
        return Cell((does_not_arise("layout.no_ground"),))
    field = at(f"art_9.schedule_1.{part}")
    lines = [_of_schedule_1(ground, field) for ground in grounds]
    return fold(lines)


def _grounds(activity: ResolvedActivity, purpose: Purpose) -> Iterator[ResolvedClaim]:
    """Conditions for special categories and grounds for data on offences, each once."""
    holders = (purpose,) if purpose else activity.items("purposes")
    for question in ("art_9", "art_10"):
        answers = list(activity.answers[question])
        for holder in holders:
            answers += holder.own.get(question, ())
        yield from (answer for answer in answers if answer.is_item)


def _of_schedule_1(ground: ResolvedClaim, field: Field) -> Value:
    part = field.path.rpartition(".")[2]
    for schedule in ground.own.get("schedule_1", ()):
        words = show(ground.register, field, getattr(schedule.claim, part))
        if words or schedule.state.is_open:
            return _part(schedule, words)
    return unsaid(ground.register)


def _special(activity: ResolvedActivity) -> Cell:
    """Items that the vocabulary knows as special categories or data on offences.

    GDPR Art. 9(1), 10.
    """
    answers = activity.answers["personal_data"]
    remarks = of_whole(answers)
    special = list(_special_items(answers))
    if not special and len(remarks) < len(answers):
        special = [Value(translate("layout.no_special"), State.STATED, DERIVED)]
    return fold([*special, *remarks])


DERIVED = (Qualifier(QualifierKind.DERIVED),)


def _special_items(answers: Iterable[ResolvedClaim]) -> Iterator[Value]:
    for answer in answers:
        if kinds := joined(special_kinds(answer)):
            words = translate("line.of", words=label(answer), detail=kinds)
            yield Value(words, answer.state, DERIVED)


def _controller_representatives(activity: ResolvedActivity) -> Cell:
    """Representatives and officers of the controllers acted for. GDPR Art. 30(2)(a)."""
    lines = map(_represented, activity.answers["controllers"])
    return fold(list(chain.from_iterable(lines)))


def _represented(answer: ResolvedClaim) -> Iterator[Value]:
    controller = answer.register.controllers.get(answer.key)
    if controller is None:
        yield value(answer)
        return
    name = controller.name or _key_words(answer)
    contacts = {"representative": controller.representative, "dpo": controller.dpo}
    for role, contact in contacts.items():
        lines = contact_cell(contact).values if contact else ()
        party = one_line(lines) if lines else unsaid(answer.register)
        heading = translate(f"layout.{role}", who=name)
        yield party.saying(labelled(heading, party.text))


def _rights(activity: ResolvedActivity) -> Cell:
    """What the register says of rights, once for every activity. GDPR Art. 12-22."""
    register = activity.register
    rights = register.record.rights
    if rights is None:
        return answers_cell([unanswered(activity.speaker, "rights")])
    # What the register says of rights, it says for every activity.
    speaker = Speaker(register, register.file, activity, shared_statement="rights")
    answers = written(speaker, "rights", rights, ("rights",))
    return fold(list(map(value, answers)))


def _reviews(activity: ResolvedActivity) -> Cell:
    reviews = activity.record.activity.reviews
    lines = list(map(review, reviews.items()))
    return fold(lines or [unsaid(activity.register)])


def _own_fields(activity: ResolvedActivity) -> Cell:
    lines = lines_cell(own_field_lines(activity))
    return lines if lines.values else Cell((unsaid(activity.register),))


def _no_field(activity: ResolvedActivity) -> Cell:
    return absent(translate("layout.no_field"))


def absent(words: str) -> Cell:
    """A cell in which nothing of the record stands, and *words* say why."""
    return Cell((unqualified(words),), is_absent=True)


def _drawn(name: str, activity: ResolvedActivity, purpose: Purpose) -> Cell:
    """What follows from several fields, by the *name* the table gives it."""
    if name == "interests":
        return _interests(activity, purpose)
    if name in OF_SCHEDULE_1:
        return _schedule_1(OF_SCHEDULE_1[name], activity, purpose)
    if name in OF_RECIPIENTS:
        return recipients(activity, OF_RECIPIENTS[name])
    if name in OF_TRANSFERS:
        return list_cell(activity.answers["transfers"], OF_TRANSFERS[name])
    return OF_ACTIVITIES[name](activity)


OF_SCHEDULE_1: Mapping[str, str] = {
    "schedule_1_condition": "condition",
    "schedule_1_followed": "followed",
    "schedule_1_reasons": "reasons",
}
"""Parts of what a ground says of Schedule 1. UK DPA 2018."""

OF_ACTIVITIES: Mapping[str, Callable[[ResolvedActivity], Cell]] = {
    "controller_representatives": _controller_representatives,
    "special_categories": _special,
    "rights": _rights,
    "reviews": _reviews,
    "own_fields": _own_fields,
    "no_field": _no_field,
}
"""What is said of an activity as a whole."""
