"""What fills a column of a layout: one cell for each word of layout-fields, its states kept apart as everywhere."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ropa.model.activity import Disclosure, Interest, Transfer
from ropa.model.claim import Claim, State
from ropa.register import Answer, Record, Register, written
from ropa.views.identity import contact_cell
from ropa.views.items import destination
from ropa.views.lines import cell, fold, joined, nested_cell, numbered
from ropa.views.phrases import labels, name, value
from ropa.views.registers import destinations
from ropa.views.table import Cell, Value, text
from ropa.vocabulary import Word, say, words

Draw = Callable[[Register, Record, Answer | None], Cell]
"""Draws the cell of a record; where a row is a purpose, of that purpose."""

PROCESSORS = ("processor", "sub-processor", "service-provider", "contractor")
"""Kinds of recipients with whom a contract is made. GDPR Art. 28(3), (4); Cal. Civ. Code 1798.140(j), (ag)."""


def unsaid(register: Register) -> Value:
    """The state of a detail nobody wrote: not stated by the documents of a reconstruction, else not recorded."""
    state = State.NOT_STATED if register.is_reconstruction else State.NOT_RECORDED
    return Value(say(f"state.{state}"), state)


def _question(question: str) -> Draw:
    return lambda register, record, purpose: cell(register, record, question)


def _of_purpose(question: str) -> Draw:
    """What is asked of each purpose: of the row's own, or of all of them."""

    def draw(register: Register, record: Record, purpose: Answer | None) -> Cell:
        if purpose is None or not purpose.is_item:
            return nested_cell(register, record, Word("questions", question, {"within": "purposes"}))
        return Cell(tuple(value(register, question, one) for one in register.nested(record, purpose, question)))

    return draw


def _purposes(register: Register, record: Record, purpose: Answer | None) -> Cell:
    if purpose is None:
        return cell(register, record, "purposes")
    return Cell((value(register, "purposes", purpose),))


def _retention(register: Register, record: Record, purpose: Answer | None) -> Cell:
    return nested_cell(register, record, words("questions")["retention"])


def _interests(register: Register, record: Record, purpose: Answer | None) -> Cell:
    """Interests pursued, for the purposes that rest on them. GDPR Art. 6(1)(f)."""
    found = (purpose,) if purpose is not None else register.answers(record, "purposes")
    items = [answer for answer in found if answer.is_item]
    if not items:
        return Cell(tuple(value(register, "lawful_basis", one) for one in register.answers(record, "lawful_basis")))
    lines = []
    for item in items:
        bases = register.nested(record, item, "lawful_basis")
        lines.append(joined([_interest(register, one) for one in bases if _may_be_interest(one)] or [_no_interest()]))
    return fold(numbered(lines))


def _may_be_interest(basis: Answer) -> bool:
    return basis.key == "legitimate-interests" or (not basis.is_item and basis.state.is_open)


def _interest(register: Register, basis: Answer) -> Value:
    claim = basis.claim
    said = claim.interest if isinstance(claim, Interest) else ""
    if not basis.is_item or claim.state.is_open:
        return value(register, "lawful_basis", basis)
    return _part(register, "lawful_basis", basis, said)


def _no_interest() -> Value:
    return Value(say("state.not-applicable"), State.NOT_APPLICABLE, (say("layout.no_interests"),))


def _part(register: Register, question: str, answer: Answer, said: str) -> Value:
    """One detail of an answer: what is *said*, with the answer's marks; else the state in which it stands open."""
    whole = value(register, question, answer)
    if answer.claim.state not in (State.STATED, State.INFERRED):
        return whole
    return Value(said.rstrip("."), whole.state, whole.marks, whole.cites) if said else unsaid(register)


def _detail(question: str, *names: str) -> Draw:
    """Details of a claim, joined."""

    def draw(register: Register, record: Record, purpose: Answer | None) -> Cell:
        found = []
        for answer in register.answers(record, question):
            said = (getattr(answer.claim, one, None) for one in names)
            found.append(_part(register, question, answer, ", ".join(str(one).rstrip(".") for one in said if one)))
        return Cell(tuple(found))

    return draw


def _plain(field: str) -> Draw:
    """A field of the record that is no claim."""

    def draw(register: Register, record: Record, purpose: Answer | None) -> Cell:
        said = getattr(record.activity, field)
        if isinstance(said, tuple):
            said = ", ".join(said)
        if field == "status":
            said = say(f"status.{said}")
        return text(str(said)) if said else Cell((unsaid(register),))

    return draw


def _claim(field: str) -> Draw:
    """A claim that no question asks for."""

    def draw(register: Register, record: Record, purpose: Answer | None) -> Cell:
        claim: Claim | None = getattr(record.activity, field)
        return Cell((value(register, field, Answer("", claim, record.file, (field,))) if claim else unsaid(register),))

    return draw


def _special(register: Register, record: Record, purpose: Answer | None) -> Cell:
    """Items that the vocabulary knows as special categories or data on offences. GDPR Art. 9(1), 10."""
    answers = register.answers(record, "personal_data")
    found = []
    for answer in answers:
        known = register.word("personal_data", answer.key) if answer.is_item else None
        if known is None:
            continue
        kinds = [say("special.art_9", kind=known.text("art_9").replace("-", " "))] if known.text("art_9") else []
        kinds += [say("special.art_10")] if known.text("art_10") == "true" else []
        if kinds:
            found.append(Value(f"{known.label} ({', '.join(kinds)})", answer.state, (say("ccpa.derived"),)))
    rest = [value(register, "personal_data", answer) for answer in answers if not answer.is_item]
    if not found and len(rest) < len(answers):
        found = [Value(say("layout.no_special"), State.STATED, (say("ccpa.derived"),))]
    return fold([*found, *rest])


def _recipients(tail: Callable[[Register, Record, Answer], Value | None]) -> Draw:
    """Recipients by what *tail* says of them, a line each way; then what is said of the list as a whole."""

    def draw(register: Register, record: Record, purpose: Answer | None) -> Cell:
        answers = register.answers(record, "recipients")
        ways: dict[tuple[Value, State, tuple[str, ...]], list[Answer]] = {}
        for answer in answers:
            end = tail(register, record, answer) if answer.is_item else None
            if end is not None:
                one = value(register, "recipients", answer)
                ways.setdefault((end, one.state, one.marks), []).append(answer)
        found = [_together(register, *way, same) for way, same in ways.items()]
        rest = [value(register, "recipients", answer) for answer in answers if not answer.is_item]
        return fold([*found, *rest] or [_no_processor()])

    return draw


def _together(register: Register, end: Value, state: State, marks: tuple[str, ...], same: list[Answer]) -> Value:
    """Recipients of whom the same is said, in one line."""
    names = "; ".join(name(register, "recipients", answer.key) for answer in same)
    cites = tuple(dict.fromkeys((*(cite for answer in same for cite in answer.claim.cites), *end.cites)))
    seen = end.state if end.state.is_open or not state.is_open else state
    words = say("layout.recipients", what=end.text, names=names)
    return Value(words, seen, tuple(dict.fromkeys((*marks, *end.marks))), cites)


def _no_processor() -> Value:
    return Value(say("state.not-applicable"), State.NOT_APPLICABLE, (say("layout.no_processor"),))


def _kind(register: Register, record: Record, answer: Answer) -> Value:
    claim = answer.claim
    if not isinstance(claim, Disclosure) or claim.kind is None:
        return unsaid(register)
    return joined([value(register, "kind", kind) for kind in register.nested(record, answer, "kind")])


def _data(register: Register, record: Record, answer: Answer) -> Value:
    said = labels(register, "personal_data", answer.claim.data) if isinstance(answer.claim, Disclosure) else ""
    return Value(said, answer.state) if said else Value(say("word.unpaired"), State.NOT_STATED)


def _contract(register: Register, record: Record, answer: Answer) -> Value | None:
    """The contract with a recipient; none is asked for where a source says that it is no processor."""
    claim = answer.claim
    if not isinstance(claim, Disclosure):
        return None
    if claim.contract is not None:
        return value(register, "contract", Answer("", claim.contract, answer.file, answer.path, answer.block))
    kinds = claim.kind.items if claim.kind else ()
    return unsaid(register) if not kinds or any(kind in PROCESSORS for kind in kinds) else None


def _transfers(draw_one: Callable[[Register, Record, Answer], Value]) -> Draw:
    """A line for each transfer, numbered alike in every column, then what is said of the list as a whole."""

    def draw(register: Register, record: Record, purpose: Answer | None) -> Cell:
        answers = register.answers(record, "transfers")
        items = [draw_one(register, record, answer) for answer in answers if isinstance(answer.claim, Transfer)]
        rest = [value(register, "transfers", a) for a in answers if not isinstance(a.claim, Transfer)]
        return fold([*numbered(items), *rest])

    return draw


def _where(register: Register, record: Record, answer: Answer) -> Value:
    there, whole = destination(register, answer), value(register, "transfers", answer)
    state = there.state if there.state.is_open else whole.state
    return Value(there.text, state, tuple(dict.fromkeys((*whole.marks, *there.marks))), (*whole.cites, *there.cites))


def _safeguards(register: Register, record: Record, answer: Answer) -> Value:
    found = [value(register, "mechanism", one) for one in register.nested(record, answer, "mechanism")]
    claim = answer.claim
    if isinstance(claim, Transfer) and claim.safeguards is not None:
        said = Answer("", claim.safeguards, answer.file, answer.path, answer.block)
        found.append(value(register, "safeguards", said))
    return joined(found)


def _tia(register: Register, record: Record, answer: Answer) -> Value:
    claim = answer.claim
    if not isinstance(claim, Transfer) or claim.tia is None:
        return unsaid(register)
    return value(register, "tia", Answer("", claim.tia, answer.file, answer.path, answer.block))


def _representatives(register: Register, record: Record, purpose: Answer | None) -> Cell:
    """Representatives and officers of the controllers acted for. GDPR Art. 30(2)(a)."""
    answers = register.answers(record, "controllers")
    lines = []
    for answer in answers:
        entry = register.controllers.get(answer.key)
        if entry is None:
            lines.append(value(register, "controllers", answer))
            continue
        for label, contact in (("representative", entry.representative), ("dpo", entry.dpo)):
            said = joined(list(contact_cell(contact).values)) if contact is not None else unsaid(register)
            who = say(f"layout.{label}", who=entry.name or answer.key.replace("-", " "))
            lines.append(Value(f"{who}: {said.text}", said.state, said.marks, said.cites))
    return fold(lines)


def _rights(register: Register, record: Record, purpose: Answer | None) -> Cell:
    """What the register says of rights, once for every activity. GDPR Art. 12-22."""
    many = register.record.rights
    if many is None:
        return Cell((value(register, "rights", register.unanswered("rights", register.file)),))
    found = written(many, register.file, ("rights",), "rights")
    return fold([value(register, "rights", answer) for answer in found])


def _reviews(register: Register, record: Record, purpose: Answer | None) -> Cell:
    lines = []
    for day, review in record.activity.reviews.items():
        due = say("layout.due", day=review.next.isoformat()) if review.next else ""
        lines.append(Value(", ".join(filter(None, (day.isoformat(), review.by, review.outcome.rstrip("."), due)))))
    return fold(lines or [unsaid(register)])


def _no_field(register: Register, record: Record, purpose: Answer | None) -> Cell:
    return absent(say("layout.no_field"))


def absent(words: str) -> Cell:
    """A cell in which nothing of the record stands, and *words* say why."""
    return Cell((Value(words),), is_absent=True)


def _nested(question: str) -> Draw:
    return lambda register, record, purpose: nested_cell(register, record, words("questions")[question])


COLUMNS: Mapping[str, Draw] = MappingProxyType(
    {
        **{field: _plain(field) for field in ("name", "id", "owner", "status", "active_from", "active_until")},
        **{field: _plain(field) for field in ("volume", "tags", "notes")},
        **{field: _claim(field) for field in ("description", "function")},
        **{field: _question(field) for field in ("role", "joint_controllers", "controllers", "processing")},
        **{
            field: _question(field) for field in ("processing_contract", "data_subjects", "personal_data", "recipients")
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
        "transfers": lambda register, record, purpose: destinations(register, record),
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
