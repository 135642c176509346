"""What fills a column of a layout: one cell for each word of layout-fields, its states kept apart as everywhere."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ropa.model.activity import Disclosure, Interest, Transfer
from ropa.model.claim import State
from ropa.register import ResolvedActivity, ResolvedClaim, Speaker, written
from ropa.register.qualifiers import Qualifier, QualifierKind, Qualifiers
from ropa.views.details import destination, status, unsaid
from ropa.views.identity import contact_cell
from ropa.views.lines import cell, fold, joined, nested_cell, numbered
from ropa.views.phrases import label, labels, value
from ropa.views.registers import destinations
from ropa.views.report import review
from ropa.views.table import Cell, Value, text
from ropa.vocabulary import say

Draw = Callable[[ResolvedActivity, ResolvedClaim | None], Cell]
"""Draws the cell of a record; where a row is a purpose, of that purpose."""

PROCESSORS = ("processor", "sub-processor", "service-provider", "contractor")
"""Kinds of recipients with whom a contract is made. GDPR Art. 28(3), (4); Cal. Civ. Code 1798.140(j), (ag)."""


def _question(question: str) -> Draw:
    return lambda activity, purpose: cell(activity, question)


def _of_purpose(question: str) -> Draw:
    """What is asked of each purpose: of the row's own, or of all of them."""

    def draw(activity: ResolvedActivity, purpose: ResolvedClaim | None) -> Cell:
        if purpose is None or not purpose.is_item:
            return nested_cell(activity, question, within="purposes")
        return Cell(tuple(map(value, purpose.nested(question))))

    return draw


def _purposes(activity: ResolvedActivity, purpose: ResolvedClaim | None) -> Cell:
    if purpose is None:
        return cell(activity, "purposes")
    return Cell((value(purpose),))


def _retention(activity: ResolvedActivity, purpose: ResolvedClaim | None) -> Cell:
    return nested_cell(activity, "retention")


def _interests(activity: ResolvedActivity, purpose: ResolvedClaim | None) -> Cell:
    """Interests pursued, for the purposes that rest on them. GDPR Art. 6(1)(f)."""
    purposes = (purpose,) if purpose is not None else activity.answers["purposes"]
    items = [answer for answer in purposes if answer.is_item]
    if not items:
        return Cell(tuple(map(value, activity.answers["lawful_basis"])))
    lines = []
    for item in items:
        bases = [_interest(one) for one in item.nested("lawful_basis") if _may_be_interest(one)]
        lines.append(joined(bases or [_no_interest()]))
    return fold(numbered(lines))


def _may_be_interest(basis: ResolvedClaim) -> bool:
    return basis.key == "legitimate-interests" or (not basis.is_item and basis.state.is_open)


def _interest(basis: ResolvedClaim) -> Value:
    claim = basis.claim
    said = claim.interest if isinstance(claim, Interest) else ""
    if not basis.is_item or claim.state.is_open:
        return value(basis)
    return _part(basis, said)


def _does_not_arise(why: str) -> Value:
    reason = Qualifier(QualifierKind.REASON, why)
    return Value(say("state.not-applicable"), State.NOT_APPLICABLE, (reason,))


def _no_interest() -> Value:
    return Value(
        say("state.not-applicable"),
        State.NOT_APPLICABLE,
        (Qualifier(QualifierKind.REASON, say("layout.no_interests")),),
    )


def _part(answer: ResolvedClaim, said: str) -> Value:
    """One detail of an answer: what is *said*, with the answer's marks; else the state in which it stands open."""
    whole = value(answer)
    if answer.claim.state not in (State.STATED, State.INFERRED):
        return whole
    return (
        Value(said.rstrip("."), whole.state, whole.qualifiers, whole.cites)
        if said
        else unsaid(answer.register)
    )


def _detail(question: str, *names: str) -> Draw:
    """Details of a claim, joined."""

    def draw(activity: ResolvedActivity, purpose: ResolvedClaim | None) -> Cell:
        parts = []
        for answer in activity.answers[question]:
            details = (getattr(answer.claim, name, None) for name in names)
            parts.append(_part(answer, ", ".join(str(one).rstrip(".") for one in details if one)))
        return Cell(tuple(parts))

    return draw


def _plain(field: str) -> Draw:
    """A field of the record that is no claim."""

    def draw(activity: ResolvedActivity, purpose: ResolvedClaim | None) -> Cell:
        if field == "status":
            return (
                status(activity) if status(activity).values else Cell((unsaid(activity.register),))
            )
        said = getattr(activity.record.activity, field)
        if isinstance(said, tuple):
            said = ", ".join(said)
        return text(str(said)) if said else Cell((unsaid(activity.register),))

    return draw


def _claim(field: str) -> Draw:
    """A claim that no question asks for."""

    def draw(activity: ResolvedActivity, purpose: ResolvedClaim | None) -> Cell:
        answer = activity.optional(field)
        return Cell((value(answer) if answer else unsaid(activity.register),))

    return draw


def _special(activity: ResolvedActivity, purpose: ResolvedClaim | None) -> Cell:
    """Items that the vocabulary knows as special categories or data on offences. GDPR Art. 9(1), 10."""
    answers = activity.answers["personal_data"]
    found = []
    for answer in answers:
        known = activity.register.word("personal_data", answer.key) if answer.is_item else None
        if known is None:
            continue
        kinds = (
            [say("special.art_9", kind=known.text("art_9").replace("-", " "))]
            if known.text("art_9")
            else []
        )
        kinds += [say("special.art_10")] if known.text("art_10") == "true" else []
        if kinds:
            found.append(
                Value(
                    f"{known.label} ({', '.join(kinds)})",
                    answer.state,
                    (Qualifier(QualifierKind.DERIVED),),
                )
            )
    rest = [value(answer) for answer in answers if not answer.is_item]
    if not found and len(rest) < len(answers):
        found = [Value(say("layout.no_special"), State.STATED, (Qualifier(QualifierKind.DERIVED),))]
    return fold([*found, *rest])


def _recipients(tail: Callable[[ResolvedClaim], Value | None]) -> Draw:
    """Recipients by what *tail* says of them, a line each way; then what is said of the list as a whole."""

    def draw(activity: ResolvedActivity, purpose: ResolvedClaim | None) -> Cell:
        answers = activity.answers["recipients"]
        ways: dict[tuple[Value, State, Qualifiers], list[ResolvedClaim]] = {}
        for answer in answers:
            end = tail(answer) if answer.is_item else None
            if end is not None:
                one = value(answer)
                ways.setdefault((end, one.state, one.qualifiers), []).append(answer)
        found = [_together(*way, same) for way, same in ways.items()]
        rest = [value(answer) for answer in answers if not answer.is_item]
        return fold([*found, *rest] or [_no_processor()])

    return draw


def _together(end: Value, state: State, qualified: Qualifiers, same: list[ResolvedClaim]) -> Value:
    """Recipients of whom the same is said, in one line."""
    names = "; ".join(map(label, same))
    cites = tuple(
        dict.fromkeys((*(cite for answer in same for cite in answer.claim.cites), *end.cites))
    )
    seen = end.state if end.state.is_open or not state.is_open else state
    words = say("layout.recipients", what=end.text, names=names)
    return Value(words, seen, tuple(dict.fromkeys((*qualified, *end.qualifiers))), cites)


def _no_processor() -> Value:
    return Value(
        say("state.not-applicable"),
        State.NOT_APPLICABLE,
        (Qualifier(QualifierKind.REASON, say("layout.no_processor")),),
    )


def _kind(answer: ResolvedClaim) -> Value:
    claim = answer.claim
    if not isinstance(claim, Disclosure) or claim.kind is None:
        return unsaid(answer.register)
    return joined(list(map(value, answer.nested("kind"))))


def _data(answer: ResolvedClaim) -> Value:
    said = (
        labels(answer.register, "personal_data", answer.claim.data)
        if isinstance(answer.claim, Disclosure)
        else ""
    )
    return Value(said, answer.state) if said else Value(say("word.unpaired"), State.NOT_STATED)


def _contract(answer: ResolvedClaim) -> Value | None:
    """The contract with a recipient; none is asked for where a source says that it is no processor."""
    claim = answer.claim
    if not isinstance(claim, Disclosure):
        return None
    for contract in answer.own.get("contract", ()):
        return value(contract)
    kinds = claim.kind.items if claim.kind else ()
    return (
        unsaid(answer.register) if not kinds or any(kind in PROCESSORS for kind in kinds) else None
    )


def _transfers(draw_one: Callable[[ResolvedClaim], Value]) -> Draw:
    """A line for each transfer, numbered alike in every column, then what is said of the list as a whole."""

    def draw(activity: ResolvedActivity, purpose: ResolvedClaim | None) -> Cell:
        answers = activity.answers["transfers"]
        items = [draw_one(answer) for answer in answers if isinstance(answer.claim, Transfer)]
        rest = [value(answer) for answer in answers if not isinstance(answer.claim, Transfer)]
        return fold([*numbered(items), *rest])

    return draw


def _where(answer: ResolvedClaim) -> Value:
    where, whole = destination(answer), value(answer)
    state = where.state if where.state.is_open else whole.state
    qualified = tuple(dict.fromkeys((*whole.qualifiers, *where.qualifiers)))
    return Value(where.text, state, qualified, (*whole.cites, *where.cites))


def _safeguards(answer: ResolvedClaim) -> Value:
    claims = (*answer.nested("mechanism"), *answer.own.get("safeguards", ()))
    return joined(list(map(value, claims)))


def _tia(answer: ResolvedClaim) -> Value:
    for assessment in answer.own.get("tia", ()):
        return value(assessment)
    return unsaid(answer.register)


def _representatives(activity: ResolvedActivity, purpose: ResolvedClaim | None) -> Cell:
    """Representatives and officers of the controllers acted for. GDPR Art. 30(2)(a)."""
    lines = []
    for answer in activity.answers["controllers"]:
        entry = activity.register.controllers.get(answer.key)
        if entry is None:
            lines.append(value(answer))
            continue
        for role, contact in (("representative", entry.representative), ("dpo", entry.dpo)):
            said = (
                joined(list(contact_cell(contact).values))
                if contact is not None
                else unsaid(activity.register)
            )
            who = say(f"layout.{role}", who=entry.name or answer.key.replace("-", " "))
            lines.append(said.saying(f"{who}: {said.text}"))
    return fold(lines)


def _rights(activity: ResolvedActivity, purpose: ResolvedClaim | None) -> Cell:
    """What the register says of rights, once for every activity. GDPR Art. 12-22."""
    register = activity.register
    many = register.record.rights
    if many is None:
        return Cell((value(register.unanswered("rights")),))
    # What the register says of rights, it says for every activity.
    speaker = Speaker(register, register.file, activity, block="rights")
    return fold([value(answer) for answer in written(speaker, "rights", many, ("rights",))])


def _reviews(activity: ResolvedActivity, purpose: ResolvedClaim | None) -> Cell:
    lines = list(map(review, activity.record.activity.reviews.items()))
    return fold(lines or [unsaid(activity.register)])


def _no_field(activity: ResolvedActivity, purpose: ResolvedClaim | None) -> Cell:
    return absent(say("layout.no_field"))


def absent(words: str) -> Cell:
    """A cell in which nothing of the record stands, and *words* say why."""
    return Cell((Value(words),), is_absent=True)


def _nested(question: str) -> Draw:
    return lambda activity, purpose: nested_cell(activity, question)


COLUMNS: Mapping[str, Draw] = MappingProxyType(
    {
        **{
            field: _plain(field)
            for field in ("name", "id", "owner", "status", "active_from", "active_until")
        },
        **{field: _plain(field) for field in ("volume", "tags", "notes")},
        **{field: _claim(field) for field in ("description", "function")},
        **{
            field: _question(field)
            for field in ("role", "joint_controllers", "controllers", "processing")
        },
        **{
            field: _question(field)
            for field in ("processing_contract", "data_subjects", "personal_data", "recipients")
        },
        **{
            field: _question(field)
            for field in ("collected_from", "retention_policy", "security", "locations", "systems")
        },
        **{
            field: _question(field)
            for field in ("automated_decisions", "profiling", "minors", "notice", "consent_record")
        },
        "dpia": _question("dpia"),
        **{field: _of_purpose(field) for field in ("lawful_basis", "art_9", "art_10", "lia")},
        "controller_representatives": _representatives,
        "purposes": _purposes,
        "interests": _interests,
        "special_categories": _special,
        "retention": _retention,
        "recipients_by_kind": _recipients(_kind),
        "recipient_data": _recipients(_data),
        "recipient_contracts": _recipients(_contract),
        "transfers": lambda activity, purpose: destinations(activity),
        "destinations": _transfers(_where),
        "mechanism": _nested("mechanism"),
        "safeguards": _transfers(_safeguards),
        "tia": _transfers(_tia),
        "automated_logic": _detail("automated_decisions", "logic", "significance"),
        "automated_ground": _detail("automated_decisions", "ground"),
        "dpia_status": _detail("dpia", "status"),
        "dpia_reference": _detail("dpia", "title", "location", "on"),
        "rights": _rights,
        "reviews": _reviews,
        "no_field": _no_field,
    }
)
"""What draws each word of layout-fields."""
