"""One row an item: purposes, personal data, recipients, transfers, measures, gaps; what flat registers lose."""

from collections.abc import Callable, Iterable

from ropa import vocabulary
from ropa.model.activity import DataItem, Disclosure, Purpose, Transfer
from ropa.model.claim import State
from ropa.model.part import countries
from ropa.register import Answer, Record, Register
from ropa.views.identity import facts_date, status_lines
from ropa.views.phrases import details, importer, labels, name, recipient, value
from ropa.views.table import Cell, Column, Table, Value, column, text
from ropa.vocabulary import say, spelled

Draw = Callable[[Register, Record, Answer], Cell]


def purposes(register: Register) -> Table:
    """A row for each purpose of each activity, with its bases. GDPR Art. 30(1)(b), 6(1)."""
    return _items_table(register, "purposes", PURPOSES, (record for record in register.records if record.is_controller))


def personal_data(register: Register) -> Table:
    """A row for each data item of each activity, with retention and California categories. GDPR Art. 30(1)(c), (f)."""
    return _items_table(register, "personal_data", PERSONAL_DATA, register.records)


def recipients(register: Register) -> Table:
    """A row for each disclosure. GDPR Art. 30(1)(d)."""
    return _items_table(register, "recipients", RECIPIENTS, register.records)


def transfers(register: Register) -> Table:
    """A row for each transfer. GDPR Art. 30(1)(e), 30(2)(c)."""
    return _items_table(register, "transfers", TRANSFERS, register.records)


def security(register: Register) -> Table:
    """A row for each measure. GDPR Art. 30(1)(g), 30(2)(d)."""
    return _items_table(register, "security", SECURITY, register.records)


def _items_table(
    register: Register, question: str, columns: tuple[tuple[Column, Draw], ...], records: Iterable[Record]
) -> Table:
    rows = []
    for record in records:
        for answer in register.answers(record, question):
            rows.append(tuple(draw(register, record, answer) for _, draw in columns))
    return Table(
        question,
        say(f"sheet.{question}_title"),
        tuple(column for column, _ in columns),
        tuple(rows),
        lead=status_lines(register),
        empty=say(f"sheet.{question}_empty"),
    )


def _activity(register: Register, record: Record, answer: Answer) -> Cell:
    return text(record.activity.name)


def _role(register: Register, record: Record, answer: Answer) -> Cell:
    return text(", ".join(register.label("roles", role) for role in record.activity.role.items))


def _key(register: Register, record: Record, answer: Answer) -> Cell:
    return text(f"{record.activity.id}/{answer.key}" if answer.key else record.activity.id)


def _state(register: Register, record: Record, answer: Answer) -> Cell:
    return Cell((Value(say(f"state.{answer.state}"), answer.state),))


def _reason(register: Register, record: Record, answer: Answer) -> Cell:
    claim = answer.claim
    hedged = say("mark.hedged", word=claim.hedged) if claim.hedged else ""
    general = ""
    if answer.block:
        general = say("mark.general_people", people=answer.people) if answer.people else say("state.general")
    wording = claim.wording if claim.state is not State.VAGUE or answer.is_item else ""
    return text("; ".join(filter(None, (hedged, claim.when, wording, general))))


def _evidence(register: Register, record: Record, answer: Answer) -> Cell:
    return text(", ".join(answer.claim.cites))


def _value(question: str) -> Draw:
    def draw(register: Register, record: Record, answer: Answer) -> Cell:
        one = value(register, question, answer)
        return Cell((Value(one.text, one.state, (), one.cites),))

    return draw


def _word(question: str) -> Draw:
    def draw(register: Register, record: Record, answer: Answer) -> Cell:
        if answer.is_item:
            return Cell((Value(name(register, question, answer.key), answer.state, (), answer.claim.cites),))
        return _value(question)(register, record, answer)

    return draw


def _detail(register: Register, record: Record, answer: Answer) -> Cell:
    return text(details(register, answer.claim)) if answer.is_item else Cell()


def _nested(question: str, kind: type) -> Draw:
    """The item's answer to *question*, or what stands for the whole activity."""

    def draw(register: Register, record: Record, answer: Answer) -> Cell:
        if not (answer.is_item and isinstance(answer.claim, kind)):
            return Cell()
        return Cell(tuple(value(register, question, found) for found in register.nested(record, answer, question)))

    return draw


def _optional(question: str, kind: type) -> Draw:
    """The item's own answer to *question*; an empty cell where no question stands open."""

    def draw(register: Register, record: Record, answer: Answer) -> Cell:
        claim = getattr(answer.claim, question, None) if isinstance(answer.claim, kind) else None
        return _nested(question, kind)(register, record, answer) if claim is not None else Cell()

    return draw


def _ccpa(register: Register, record: Record, answer: Answer) -> Cell:
    return text(", ".join(categories(register, answer))) if answer.is_item else Cell()


def categories(register: Register, answer: Answer) -> tuple[str, ...]:
    """California categories (A)-(K) of a data item: the record's own, else the vocabulary's. 1798.140(v)(1)."""
    if isinstance(answer.claim, DataItem) and answer.claim.ccpa is not None:
        return answer.claim.ccpa
    known = register.word("personal_data", answer.key)
    return known.many("ccpa") if known else ()


def special(register: Register, record: Record, answer: Answer) -> Cell:
    """What makes a data item special: GDPR Art. 9, Art. 10, Cal. Civ. Code 1798.140(ae)."""
    known = register.word("personal_data", answer.key) if answer.is_item else None
    if known is None:
        return Cell()
    marks = [say("special.art_9", kind=known.text("art_9").replace("-", " "))] if known.text("art_9") else []
    marks += [say("special.art_10")] if known.text("art_10") == "true" else []
    marks += [
        vocabulary.words("ccpa_sensitive")[slug].label
        for slug in known.many("sensitive")
        if slug in vocabulary.words("ccpa_sensitive")
    ]
    return text("\n".join(marks))


def recipient_category(register: Register, record: Record, answer: Answer) -> Cell:
    """The category a named recipient belongs to, or is an example of. GDPR Art. 30(1)(d)."""
    if not answer.is_item:
        return Cell()
    example = answer.claim.example_of if isinstance(answer.claim, Disclosure) else None
    own = register.recipients.get(answer.key)
    found = example or (own.category if own else None)
    return text(recipient(register, found) if found else "")


def _data(register: Register, record: Record, answer: Answer) -> Cell:
    if not isinstance(answer.claim, Disclosure):
        return Cell()
    if not answer.claim.data:
        return Cell((Value(say("word.unpaired"), State.NOT_STATED),))
    return text(labels(register, "personal_data", answer.claim.data))


def disclosed_for(register: Register, record: Record, answer: Answer) -> Cell:
    """The purposes a disclosure serves, where a source pairs them."""
    claim = answer.claim
    if not isinstance(claim, Disclosure):
        return Cell()
    known = {found.key: found for found in register.answers(record, "purposes")}
    named = [details(register, known[key].claim) for key in claim.purposes if key in known]
    return text("\n".join(filter(None, (*named, claim.purpose))))


def _inquiry(register: Register, record: Record, answer: Answer) -> Cell:
    return text(say("word.yes") if isinstance(answer.claim, Disclosure) and answer.claim.inquiry else "")


def _way(end: str) -> Draw:
    def draw(register: Register, record: Record, answer: Answer) -> Cell:
        return text(importer(register, getattr(answer.claim, end, "")))

    return draw


def _what(register: Register, record: Record, answer: Answer) -> Cell:
    claim = answer.claim
    if isinstance(claim, Transfer):
        return text(claim.text or spelled(answer.key))
    return _value("transfers")(register, record, answer)


def _destination(register: Register, record: Record, answer: Answer) -> Cell:
    return Cell((destination(register, answer),)) if isinstance(answer.claim, Transfer) else Cell()


def destination(register: Register, answer: Answer) -> Value:
    """Where a transfer goes: countries, an organization, or the state in their place. GDPR Art. 30(1)(e)."""
    claim = answer.claim
    if not isinstance(claim, Transfer):
        return Value(say(f"state.{answer.state}"), answer.state)
    named = [*(countries()[code] for code in claim.countries), *filter(None, (claim.organization,))]
    if claim.destination is not None:
        open_end = value(register, "destination", Answer("", claim.destination, answer.file, answer.path, answer.block))
        words = ", ".join((*named, str(open_end))) if named else open_end.text
        return Value(words, open_end.state, () if named else open_end.marks, open_end.cites)
    if not named:
        return Value(
            say("state.not-stated" if register.is_reconstruction else "state.not-recorded"),
            State.NOT_STATED if register.is_reconstruction else State.NOT_RECORDED,
        )
    return Value(", ".join(named), State.STATED)


def adequacy_note(register: Register, record: Record, answer: Answer) -> Cell:
    """What the vocabulary knows of adequacy decisions for a transfer's countries. GDPR Art. 45."""
    claim = answer.claim
    day = facts_date(register)
    if not isinstance(claim, Transfer) or not claim.countries:
        return Cell()
    return text("\n".join(adequacy(code, day.isoformat() if day else "") for code in claim.countries))


def adequacy(code: str, day: str) -> str:
    """What the vocabulary knows of an adequacy decision for a country as of *day* (ISO 8601). GDPR Art. 45.

    A note of this tool, never the mechanism a record relies on.
    """
    country = countries()[code]
    if code in vocabulary.words("eea"):
        return say("adequacy.eea", country=country)
    found = vocabulary.word("adequacy", code)
    if found is None:
        return say("adequacy.none", country=country)
    adopted, expires = found.text("adopted"), found.text("expires")
    verified = found.text("verified")
    if day and adopted > day:
        return say("adequacy.later", country=country, decision=found.text("decision"), day=adopted, verified=verified)
    if day and expires and expires < day:
        return say("adequacy.expired", country=country, decision=found.text("decision"), day=expires, verified=verified)
    before = "_before" if day and day < found.text("renewed") else ""
    return say(
        "adequacy.stands",
        country=country,
        decision=found.text(f"decision{before}"),
        day=adopted,
        scope=found.text(f"scope{before}"),
        verified=verified,
    )


_TAIL: tuple[tuple[Column, Draw], ...] = (
    (column("state", "", 16), _state),
    (column("reason", "", 30), _reason),
    (column("evidence", "", 26), _evidence),
    (column("key", "", 30), _key),
)

PURPOSES: tuple[tuple[Column, Draw], ...] = (
    (column("activity", "", 26), _activity),
    (column("purpose", "GDPR Art. 30(1)(b)", 52), _value("purposes")),
    (column("lawful_basis", "GDPR Art. 6(1)", 44), _nested("lawful_basis", Purpose)),
    (column("art_9", "GDPR Art. 9(2)", 20), _nested("art_9", Purpose)),
    (column("art_10", "GDPR Art. 10", 20), _nested("art_10", Purpose)),
    (column("business_purposes", "Cal. Civ. Code 1798.140(e)", 30), _optional("business_purposes", Purpose)),
    *_TAIL,
)

PERSONAL_DATA: tuple[tuple[Column, Draw], ...] = (
    (column("activity", "", 26), _activity),
    (column("role", "", 14), _role),
    (column("item", "GDPR Art. 30(1)(c)", 32), _word("personal_data")),
    (column("detail", "", 34), _detail),
    (column("retention", "GDPR Art. 30(1)(f)", 38), _nested("retention", DataItem)),
    (column("ccpa", "Cal. Civ. Code 1798.140(v)(1)", 14), _ccpa),
    (column("special", "GDPR Art. 9, 10; 1798.140(ae)", 24), special),
    *_TAIL,
)

RECIPIENTS: tuple[tuple[Column, Draw], ...] = (
    (column("activity", "", 26), _activity),
    (column("role", "", 14), _role),
    (column("recipient", "GDPR Art. 30(1)(d)", 30), _word("recipients")),
    (column("category", "", 24), recipient_category),
    (column("kind", "GDPR Art. 4(7)-(10)", 28), _optional("kind", Disclosure)),
    (column("detail", "", 38), _detail),
    (column("data", "", 30), _data),
    (column("for", "", 34), disclosed_for),
    (column("sale", "Cal. Civ. Code 1798.140", 20), _nested("sale", Disclosure)),
    (column("sharing", "Cal. Civ. Code 1798.140", 20), _nested("sharing", Disclosure)),
    (column("contract", "GDPR Art. 28(3)", 18), _optional("contract", Disclosure)),
    (column("inquiry", "GDPR Art. 4(9)", 12), _inquiry),
    *_TAIL,
)

TRANSFERS: tuple[tuple[Column, Draw], ...] = (
    (column("activity", "", 26), _activity),
    (column("role", "", 14), _role),
    (column("transfer", "GDPR Art. 30(1)(e), 30(2)(c)", 38), _what),
    (column("exporter", "", 22), _way("exporter")),
    (column("importer", "", 24), _way("importer")),
    (column("destination", "GDPR Art. 30(1)(e)", 28), _destination),
    (column("mechanism", "GDPR Art. 45, 46, 49", 38), _nested("mechanism", Transfer)),
    (column("safeguards", "GDPR Art. 49(1)", 26), _optional("safeguards", Transfer)),
    (column("adequacy", "GDPR Art. 45(3)", 36), adequacy_note),
    *_TAIL,
)

SECURITY: tuple[tuple[Column, Draw], ...] = (
    (column("activity", "", 26), _activity),
    (column("role", "", 14), _role),
    (column("measure", "GDPR Art. 30(1)(g), 30(2)(d)", 48), _word("security")),
    (column("detail", "", 50), _detail),
    *_TAIL,
)
