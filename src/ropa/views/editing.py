"""The sheets on which a register is corrected: one row a claim, one cell a field. GDPR Art. 30(1)(b)-(g), 30(2)."""

from collections.abc import Callable, Iterable, Iterator

from ropa.model.claim import Many
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.register.qualifiers import QualifierKind, asserted, general, without
from ropa.views.details import (
    adequacy_note,
    disclosed_for,
    recipient_category,
    role_labels,
    special,
)
from ropa.views.fields import drawn
from ropa.views.identity import status_lines
from ropa.views.phrases import LONGEST, label, name, pointer, value
from ropa.views.table import Cell, Column, Field, Origin, Table, Value, column, marked, text
from ropa.vocabulary import say, words

Draw = Callable[[ResolvedClaim], Cell]
Columns = tuple[tuple[Column, Draw | None], ...]
Row = tuple[ResolvedClaim, Origin]


def purposes(register: Register) -> Table:
    """A row for each purpose of each activity, with its bases. GDPR Art. 30(1)(b), 6(1)."""
    return _table(register, "purposes", PURPOSES, _controlled(register))


def personal_data(register: Register) -> Table:
    """A row for each data item of each activity. GDPR Art. 30(1)(c)."""
    return _table(register, "personal_data", PERSONAL_DATA, register.activities)


def data_subjects(register: Register) -> Table:
    """A row for each category of data subjects. GDPR Art. 30(1)(c)."""
    return _table(register, "data_subjects", DATA_SUBJECTS, register.activities)


def collected_from(register: Register) -> Table:
    """A row for each origin of data. GDPR Art. 14(2)(f)."""
    return _table(register, "collected_from", COLLECTED_FROM, register.activities)


def locations(register: Register) -> Table:
    """A row for each place where data are."""
    return _table(register, "locations", LOCATIONS, register.activities)


def systems(register: Register) -> Table:
    """A row for each system an activity names; no row where none is, since nobody asks for them."""
    return _table(register, "systems", SYSTEMS, register.activities)


def processing(register: Register) -> Table:
    """A row for each category of processing carried out for controllers. GDPR Art. 30(2)(b)."""
    return _table(register, "processing", PROCESSING, _processed(register))


def recipients(register: Register) -> Table:
    """A row for each disclosure. GDPR Art. 30(1)(d)."""
    return _table(register, "recipients", RECIPIENTS, register.activities)


def transfers(register: Register) -> Table:
    """A row for each transfer. GDPR Art. 30(1)(e), 30(2)(c)."""
    return _table(register, "transfers", TRANSFERS, register.activities)


def security(register: Register) -> Table:
    """A row for each measure. GDPR Art. 30(1)(g), 30(2)(d)."""
    return _table(register, "security", SECURITY, register.activities)


def retention(register: Register) -> Table:
    """A row for each period: those of single data items, and that of an activity as a whole. GDPR Art. 30(1)(f)."""
    return _drawn(register, "retention", RETENTION, _periods(register))


def _controlled(register: Register) -> Iterator[ResolvedActivity]:
    return (activity for activity in register.activities if activity.record.is_controller)


def _processed(register: Register) -> Iterator[ResolvedActivity]:
    return (activity for activity in register.activities if activity.record.is_processor)


def _table(
    register: Register, question: str, columns: Columns, activities: Iterable[ResolvedActivity]
) -> Table:
    rows = (
        (answer, origin_of(answer))
        for activity in activities
        for answer in activity.answers[question]
        if answer.path or question != "systems"
    )
    return _drawn(register, question, columns, rows)


def origin_of(answer: ResolvedClaim) -> Origin:
    """What the row of *answer* is about."""
    path = (answer.question, answer.key) if answer.key else (answer.question,)
    return Origin(answer.activity.id, path, answer.block)


def _periods(register: Register) -> Iterator[Row]:
    for activity in register.activities:
        for item in activity.answers["personal_data"]:
            for own in item.own.get("retention", ()):
                path = ("personal_data", item.key, "retention")
                yield own, Origin(activity.id, path, item.block)
        whole = activity.answers["retention"]
        if activity.record.is_controller or any(answer.path for answer in whole):
            yield from ((answer, origin_of(answer)) for answer in whole)


def _drawn(register: Register, question: str, columns: Columns, rows: Iterable[Row]) -> Table:
    answers = list(rows)
    return Table(
        question,
        say(f"sheet.{question}_title"),
        tuple(column for column, _ in columns),
        tuple(tuple(_cell(row, column, draw) for column, draw in columns) for row in answers),
        lead=(say("sheet.editing_lead"), *status_lines(register)),
        empty=say(f"sheet.{question}_empty"),
        origins=tuple(origin for _, origin in answers),
    )


def _cell(row: Row, column: Column, draw: Draw | None) -> Cell:
    answer, origin = row
    if column.name == "key":
        return text("/".join((answer.activity.id, *origin.path[1:2])))
    if column.name == "item" and origin.path[0] == "personal_data":
        item = name(answer.register, "personal_data", origin.path[1]) if origin.path[1:] else ""
        return Cell((Value(item, answer.state),))
    if draw is None:
        assert column.field is not None
        return drawn(answer, column.field)
    return draw(answer)


def _activity(answer: ResolvedClaim) -> Cell:
    return text(answer.activity.name)


def _role(answer: ResolvedClaim) -> Cell:
    return text(role_labels(answer.activity))


def _word(answer: ResolvedClaim) -> Cell:
    words = label(answer) if answer.is_item else say(f"state.{answer.state}")
    return Cell((Value(words, answer.state),))


def _whole(answer: ResolvedClaim) -> Cell:
    own = answer.activity.record.activity.personal_data
    some = isinstance(own, Many) and any(item.retention for item in own.items.values())
    return text(say("word.others" if some else "word.all"))


def _nested(question: str) -> Draw:
    """The item's answer to a question that is answered elsewhere or in several fields; printed, not written back."""

    def draw(answer: ResolvedClaim) -> Cell:
        if not answer.is_item or question not in type(answer.claim).model_fields:
            return Cell()
        if question not in answer.own and question not in words("questions"):
            return Cell()
        values = [pointer(inner, value(inner)) for inner in answer.nested(question)]
        return Cell(tuple({str(one): one for one in values}.values()))

    return draw


def _kept(answer: ResolvedClaim) -> Cell:
    """How long a data item is kept; what its activity says of it at length stands on the sheet Retention."""
    if not answer.is_item or "retention" in answer.own:
        return _nested("retention")(answer)
    return Cell(tuple(map(_on_retention, answer.activity.answers["retention"])))


def _on_retention(answer: ResolvedClaim) -> Value:
    one = value(answer)
    if len(str(one)) <= LONGEST:
        return one
    words = say("word.see_retention", state=say(f"state.{one.state}"))
    return Value(words, one.state, asserted(answer.claim), one.cites)


def _marks(answer: ResolvedClaim) -> Cell:
    # The condition has a column of its own, in which it is corrected.
    qualified = (*without(asserted(answer.claim), QualifierKind.CONDITION), *general(answer))
    return text("; ".join(map(marked, qualified)))


def _evidence(answer: ResolvedClaim) -> Cell:
    return text(", ".join(answer.claim.cites), answer.claim.cites)


def _field(
    name: str, article: str, width: int, kind: str, field: str = "", words: str = ""
) -> tuple[Column, Draw | None]:
    return column(name, article, width, Field(kind, field or name, words)), None


_HEAD: Columns = ((column("activity", "", 26), _activity), _field("key", "", 24, "key"))
_STATE = _field("state", "", 16, "state")
_REASON = _field("reason", "", 30, "reason", "wording")
_TAIL: Columns = (
    _field("when", "", 22, "text"),
    (column("marks", "", 24), _marks),
    (column("evidence", "", 24), _evidence),
)

PURPOSES: Columns = (
    *_HEAD,
    _STATE,
    _field("purpose", "GDPR Art. 30(1)(b)", 50, "text", "text"),
    _REASON,
    _field("lawful_basis", "GDPR Art. 6(1)", 34, "set", words="lawful_bases"),
    (column("lawful_basis_full", "GDPR Art. 6(1)", 34), _nested("lawful_basis")),
    _field("art_9", "GDPR Art. 9(2)", 22, "set", words="art_9"),
    _field("art_10", "GDPR Art. 10", 22, "set", words="art_10"),
    _field("business_purposes", "Cal. Civ. Code 1798.140(e)", 26, "set", words="ccpa_purposes"),
    *_TAIL,
)

PERSONAL_DATA: Columns = (
    *_HEAD,
    (column("role", "", 12), _role),
    (column("item", "GDPR Art. 30(1)(c)", 28), _word),
    _STATE,
    _field("value", "", 34, "text", "text"),
    _REASON,
    _field("subjects", "GDPR Art. 30(1)(c)", 22, "words", words="data_subjects"),
    _field("ccpa", "Cal. Civ. Code 1798.140(v)(1)", 14, "letters"),
    (column("special", "GDPR Art. 9, 10; 1798.140(ae)", 22), special),
    (column("retention", "GDPR Art. 30(1)(f)", 30), _kept),
    *_TAIL,
)

RETENTION: Columns = (
    *_HEAD,
    (column("item", "GDPR Art. 30(1)(f)", 28), _whole),
    _STATE,
    _field("period", "GDPR Art. 30(1)(f)", 18, "period"),
    _field("after", "", 30, "text"),
    _field("until", "", 30, "text"),
    _field("law", "", 26, "text"),
    _REASON,
    *_TAIL,
)

DATA_SUBJECTS: Columns = (
    *_HEAD,
    (column("data_subjects", "GDPR Art. 30(1)(c)", 30), _word),
    _STATE,
    _REASON,
    *_TAIL,
)

COLLECTED_FROM: Columns = (
    *_HEAD,
    (column("role", "", 12), _role),
    (column("collected_from", "GDPR Art. 14(2)(f)", 28), _word),
    _STATE,
    _field("value", "", 40, "text", "text"),
    _REASON,
    _field("data_collected", "", 28, "words", "data", "personal_data"),
    *_TAIL,
)

LOCATIONS: Columns = (
    *_HEAD,
    (column("role", "", 12), _role),
    (column("location", "", 28), _word),
    _STATE,
    _field("value", "", 52, "text", "text"),
    _REASON,
    *_TAIL,
)

SYSTEMS: Columns = (
    *_HEAD,
    (column("role", "", 12), _role),
    (column("system", "", 28), _word),
    _STATE,
    _field("value", "", 46, "text", "text"),
    _REASON,
    _field("operated_by", "", 24, "choice", words="recipients"),
    *_TAIL,
)

PROCESSING: Columns = (
    *_HEAD,
    (column("processing", "GDPR Art. 30(2)(b)", 34), _word),
    _STATE,
    _field("value", "", 60, "text", "text"),
    _REASON,
    *_TAIL,
)

RECIPIENTS: Columns = (
    *_HEAD,
    (column("role", "", 12), _role),
    (column("recipient", "GDPR Art. 30(1)(d)", 28), _word),
    (column("category", "", 22), recipient_category),
    _STATE,
    _field("value", "", 36, "text", "text"),
    _REASON,
    _field("kind", "GDPR Art. 4(7)-(10)", 22, "set", words="recipient_kinds"),
    _field("data", "", 28, "words", words="personal_data"),
    (column("for", "", 30), disclosed_for),
    _field("what_for", "", 26, "text", "purpose"),
    _field("sale", "Cal. Civ. Code 1798.140", 28, "claim", words="yes"),
    _field("sharing", "Cal. Civ. Code 1798.140", 28, "claim", words="yes"),
    _field("contract", "GDPR Art. 28(3)", 18, "claim"),
    _field("contract_on", "", 12, "day", "contract.on"),
    _field("contract_location", "", 18, "text", "contract.location"),
    _field("inquiry", "GDPR Art. 4(9)", 12, "flag"),
    *_TAIL,
)

TRANSFERS: Columns = (
    *_HEAD,
    (column("role", "", 12), _role),
    _STATE,
    _field("transfer", "GDPR Art. 30(1)(e), 30(2)(c)", 34, "text", "text"),
    _REASON,
    _field("exporter", "", 20, "text"),
    _field("importer", "", 22, "text"),
    _field("countries", "GDPR Art. 30(1)(e)", 20, "countries"),
    _field("international", "GDPR Art. 30(1)(e)", 20, "text", "organization"),
    _field("destination", "GDPR Art. 30(1)(e)", 24, "claim"),
    _field("mechanism", "GDPR Art. 45, 46, 49", 30, "set", words="mechanisms"),
    (column("mechanism_full", "GDPR Art. 45, 46, 49", 30), _nested("mechanism")),
    _field("safeguards", "GDPR Art. 49(1)", 24, "claim"),
    (column("adequacy", "GDPR Art. 45(3)", 32), adequacy_note),
    *_TAIL,
)

SECURITY: Columns = (
    *_HEAD,
    (column("role", "", 12), _role),
    (column("measure", "GDPR Art. 30(1)(g), 30(2)(d)", 34), _word),
    _STATE,
    _field("value", "", 52, "text", "text"),
    _REASON,
    *_TAIL,
)
