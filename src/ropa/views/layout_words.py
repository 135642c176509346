"""What fills a column of a layout.

A cell for each word that a layout can write, its states kept apart as everywhere.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from ropa import vocabulary
from ropa.fields.codecs import show
from ropa.fields.names import label, labels
from ropa.fields.table import Field, at
from ropa.fields.values import Cell, Value, text
from ropa.fields.wording import shown, unsaid, value
from ropa.model.activity import Disclosure, Interest, Transfer
from ropa.model.claim import Claim, State
from ropa.register import ResolvedActivity, ResolvedClaim, Speaker, written
from ropa.register.qualifiers import Qualifier, QualifierKind, Qualifiers
from ropa.views.details import destination, special_kinds, status
from ropa.views.identity import contact_cell
from ropa.views.lines import cell, fold, joined, nested_cell, numbered
from ropa.views.overview import destinations
from ropa.views.report import review
from ropa.vocabulary import translate

Purpose = ResolvedClaim | None
"""The purpose of a row, where a row is a purpose."""

PROCESSORS = ("processor", "sub-processor", "service-provider", "contractor")
"""Kinds of recipients with whom a contract is made.

GDPR Art. 28(3), (4); Cal. Civ. Code 1798.140(j), (ag).
"""


def draw(word: str, activity: ResolvedActivity, purpose: Purpose) -> Cell:
    """The cell of the layout's *word* in the row of *activity*.

    Of its *purpose*, where a row is one.
    """
    field = at(word)
    if field.drawn:
        return DRAWN[field.drawn](activity, purpose)
    if parts := field.row.many("of"):
        return _details(activity, list(map(at, parts)))
    if word in vocabulary.questions():
        return _question(activity, purpose, field)
    if "." in word:
        return _of_items(activity, field)
    return _of_activity(activity, field)


def _question(activity: ResolvedActivity, purpose: Purpose, field: Field) -> Cell:
    within = field.row.text("within")
    if field.path == "transfers":
        return destinations(activity)
    if purpose is not None and field.path == "purposes":
        return Cell((value(purpose),))
    if purpose is not None and purpose.is_item and within == "purposes":
        return Cell(tuple(map(value, purpose.nested(field.path))))
    return nested_cell(activity, field.path) if within else cell(activity, field.path)


def _of_activity(activity: ResolvedActivity, field: Field) -> Cell:
    """A field of the activity that nobody asks for: what is written, or the state in its place."""
    silence = Cell((unsaid(activity.register),))
    if field.kind in ("claim", "sentence"):
        answer = activity.optional(field.path)
        return Cell((value(answer),)) if answer else silence
    if field.kind == "status":
        return status(activity) if status(activity).values else silence
    part = getattr(activity.record.activity, field.path)
    words = ", ".join(show(activity.register, field, part).split("\n"))
    return text(words) if words else silence


def _details(activity: ResolvedActivity, parts: list[Field]) -> Cell:
    """Details of the claims that answer one question, joined."""
    cells = []
    for answer in activity.answers[parts[0].question]:
        details = [_detail(answer, part) for part in parts]
        cells.append(_part(answer, ", ".join(filter(None, details))))
    return Cell(tuple(cells))


def _detail(answer: ResolvedClaim, part: Field) -> str:
    detail = getattr(answer.claim, part.name, None)
    return str(detail).rstrip(".") if detail else ""


def _part(answer: ResolvedClaim, words: str) -> Value:
    """One detail of an answer with the answer's marks; else the state in which it stands open."""
    whole = value(answer)
    if answer.claim.state not in (State.STATED, State.INFERRED):
        return whole
    return whole.saying(words.rstrip(".")) if words else unsaid(answer.register)


def _of_items(activity: ResolvedActivity, field: Field) -> Cell:
    """A field of the items of a list, item by item, then what is said of the list as a whole."""
    if field.name == field.path or not _is_list(field):
        return _details(activity, [field])
    answers = activity.answers[field.question]
    items = [_item(answer, field) for answer in answers if answer.is_item]
    remarks = [value(answer) for answer in answers if not answer.is_item]
    return fold([*numbered(items), *remarks])


def _is_list(field: Field) -> bool:
    return at(field.question).kind == "set"


def _item(answer: ResolvedClaim, field: Field) -> Value:
    name, _, part = field.name.partition(".")
    who = label(answer) or answer.key.replace("-", " ")
    nested = answer.own.get(name, ())
    if nested and not part:
        return joined(list(map(value, nested)), f"{who}: ")
    claim = nested[0].claim if nested else answer.claim
    words = _words(answer, field, claim, part or name)
    detail = _part(answer, words)
    return detail.saying(f"{who}: {detail.text}")


def _words(answer: ResolvedClaim, field: Field, claim: Claim, name: str) -> str:
    if "." in field.name:
        return show(answer.register, field, getattr(claim, name, None))
    has_field = name in type(claim).model_fields
    return shown(answer.register, field, claim) if has_field else ""


def _interests(activity: ResolvedActivity, purpose: Purpose) -> Cell:
    """Interests pursued, for the purposes that rest on them. GDPR Art. 6(1)(f)."""
    purposes = (purpose,) if purpose is not None else activity.answers["purposes"]
    items = [answer for answer in purposes if answer.is_item]
    if not items:
        return Cell(tuple(map(value, activity.answers["lawful_basis"])))
    return fold(numbered([_interests_of(item) for item in items]))


def _interests_of(purpose: ResolvedClaim) -> Value:
    bases = [basis for basis in purpose.nested("lawful_basis") if _may_be_interest(basis)]
    if not bases:
        return _does_not_arise("layout.no_interests")
    return joined(list(map(_interest, bases)))


def _may_be_interest(basis: ResolvedClaim) -> bool:
    return basis.key == "legitimate-interests" or (not basis.is_item and basis.state.is_open)


def _interest(basis: ResolvedClaim) -> Value:
    claim = basis.claim
    if not basis.is_item or claim.state.is_open:
        return value(basis)
    return _part(basis, claim.interest if isinstance(claim, Interest) else "")


def _does_not_arise(why: str) -> Value:
    reason = Qualifier(QualifierKind.REASON, translate(why))
    return Value(translate("state.not-applicable"), State.NOT_APPLICABLE, (reason,))


def _special(activity: ResolvedActivity, purpose: Purpose) -> Cell:
    """Items that the vocabulary knows as special categories or data on offences.

    GDPR Art. 9(1), 10.
    """
    answers = activity.answers["personal_data"]
    special = [*filter(None, map(_special_item, answers))]
    remarks = [value(answer) for answer in answers if not answer.is_item]
    if not special and len(remarks) < len(answers):
        derived = (Qualifier(QualifierKind.DERIVED),)
        special = [Value(translate("layout.no_special"), State.STATED, derived)]
    return fold([*special, *remarks])


def _special_item(answer: ResolvedClaim) -> Value | None:
    kinds = special_kinds(answer)
    if not kinds:
        return None
    words = f"{label(answer)} ({', '.join(kinds)})"
    return Value(words, answer.state, (Qualifier(QualifierKind.DERIVED),))


Tail = Callable[[ResolvedClaim], Value | None]
"""What a column says of a recipient; None where it says nothing."""


def _recipients(activity: ResolvedActivity, tail: Tail) -> Cell:
    """Recipients by what *tail* says of them, a line each way.

    Then what is said of the list as a whole.
    """
    answers = activity.answers["recipients"]
    groups: dict[tuple[Value, State, Qualifiers], list[ResolvedClaim]] = {}
    for answer, end in _with_tails(answers, tail):
        recipient = value(answer)
        groups.setdefault((end, recipient.state, recipient.qualifiers), []).append(answer)
    lines = [_together(*group, members) for group, members in groups.items()]
    remarks = [value(answer) for answer in answers if not answer.is_item]
    return fold([*lines, *remarks] or [_does_not_arise("layout.no_processor")])


def _with_tails(
    answers: tuple[ResolvedClaim, ...], tail: Tail
) -> Iterator[tuple[ResolvedClaim, Value]]:
    for answer in answers:
        end = tail(answer) if answer.is_item else None
        if end is not None:
            yield answer, end


def _together(
    end: Value, state: State, qualified: Qualifiers, members: list[ResolvedClaim]
) -> Value:
    """Recipients of whom the same is said, in one line."""
    names = "; ".join(map(label, members))
    cites = [cite for answer in members for cite in answer.claim.cites]
    return Value(
        translate("layout.recipients", what=end.text, names=names),
        end.state if end.state.is_open or not state.is_open else state,
        tuple(dict.fromkeys((*qualified, *end.qualifiers))),
        tuple(dict.fromkeys((*cites, *end.cites))),
    )


def _kind(answer: ResolvedClaim) -> Value:
    if "kind" not in answer.own:
        return unsaid(answer.register)
    return joined(list(map(value, answer.nested("kind"))))


def _data(answer: ResolvedClaim) -> Value:
    keys = answer.claim.data if isinstance(answer.claim, Disclosure) else ()
    if not keys:
        return Value(translate("word.unpaired"), State.NOT_STATED)
    return Value(labels(answer.register, "personal_data", keys), answer.state)


def _contract(answer: ResolvedClaim) -> Value | None:
    """The contract with a recipient.

    None is asked for where a source says that it is no processor.
    """
    claim = answer.claim
    if not isinstance(claim, Disclosure):
        return None
    for contract in answer.own.get("contract", ()):
        return value(contract)
    kinds = claim.kind.items if claim.kind else ()
    can_be_processor = not kinds or any(kind in PROCESSORS for kind in kinds)
    return unsaid(answer.register) if can_be_processor else None


def _transfers(activity: ResolvedActivity, line: Callable[[ResolvedClaim], Value]) -> Cell:
    """A line for each transfer, numbered alike in every column, then what is said of the whole."""
    answers = activity.answers["transfers"]
    items = [line(answer) for answer in answers if isinstance(answer.claim, Transfer)]
    remarks = [value(answer) for answer in answers if not isinstance(answer.claim, Transfer)]
    return fold([*numbered(items), *remarks])


def _destination(answer: ResolvedClaim) -> Value:
    place, transfer = destination(answer), value(answer)
    return Value(
        place.text,
        place.state if place.state.is_open else transfer.state,
        tuple(dict.fromkeys((*transfer.qualifiers, *place.qualifiers))),
        (*transfer.cites, *place.cites),
    )


def _safeguards(answer: ResolvedClaim) -> Value:
    claims = (*answer.nested("mechanism"), *answer.own.get("safeguards", ()))
    return joined(list(map(value, claims)))


def _assessment(answer: ResolvedClaim) -> Value:
    for assessment in answer.own.get("tia", ()):
        return value(assessment)
    return unsaid(answer.register)


def _controller_representatives(activity: ResolvedActivity, purpose: Purpose) -> Cell:
    """Representatives and officers of the controllers acted for. GDPR Art. 30(2)(a)."""
    answers = activity.answers["controllers"]
    return fold([line for answer in answers for line in _represented(answer)])


def _represented(answer: ResolvedClaim) -> Iterator[Value]:
    entry = answer.register.controllers.get(answer.key)
    if entry is None:
        yield value(answer)
        return
    name = entry.name or answer.key.replace("-", " ")
    for role, contact in (("representative", entry.representative), ("dpo", entry.dpo)):
        who = translate(f"layout.{role}", who=name)
        lines = list(contact_cell(contact).values) if contact is not None else []
        party = joined(lines) if lines else unsaid(answer.register)
        yield party.saying(f"{who}: {party.text}")


def _rights(activity: ResolvedActivity, purpose: Purpose) -> Cell:
    """What the register says of rights, once for every activity. GDPR Art. 12-22."""
    register = activity.register
    rights = register.record.rights
    if rights is None:
        return Cell((value(register.unanswered("rights")),))
    # What the register says of rights, it says for every activity.
    speaker = Speaker(register, register.file, activity, shared_statement="rights")
    return fold(list(map(value, written(speaker, "rights", rights, ("rights",)))))


def _reviews(activity: ResolvedActivity, purpose: Purpose) -> Cell:
    reviews = list(map(review, activity.record.activity.reviews.items()))
    return fold(reviews or [unsaid(activity.register)])


def absent(words: str) -> Cell:
    """A cell in which nothing of the record stands, and *words* say why."""
    return Cell((Value(words),), is_absent=True)


DRAWN: Mapping[str, Callable[[ResolvedActivity, Purpose], Cell]] = MappingProxyType(
    {
        "controller_representatives": _controller_representatives,
        "interests": _interests,
        "special_categories": _special,
        "recipients_by_kind": lambda activity, purpose: _recipients(activity, _kind),
        "recipient_data": lambda activity, purpose: _recipients(activity, _data),
        "recipient_contracts": lambda activity, purpose: _recipients(activity, _contract),
        "destinations": lambda activity, purpose: _transfers(activity, _destination),
        "safeguards": lambda activity, purpose: _transfers(activity, _safeguards),
        "tia": lambda activity, purpose: _transfers(activity, _assessment),
        "rights": _rights,
        "reviews": _reviews,
        "no_field": lambda activity, purpose: absent(translate("layout.no_field")),
    }
)
"""What draws the words that follow from several fields, by the name the table gives them."""
