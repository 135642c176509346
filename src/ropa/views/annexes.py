"""What stands across activities: control, recipients, transfers, retention, security."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from ropa.model.activity import Disclosure, Transfer
from ropa.model.claim import State
from ropa.model.register_record import Approval, Controller, OwnWord, Recipient
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.register.qualifiers import Qualifiers, claim_qualifiers, qualifiers
from ropa.views.cover import short
from ropa.views.details import adequacy_note, destination, recipient_category
from ropa.views.figures import names_somebody
from ropa.views.full import inside, terms
from ropa.views.identity import contact_cell
from ropa.views.lines import joined
from ropa.views.phrases import details, importer, label, labels, value
from ropa.views.report import remarks_in
from ropa.views.standing import denial, exceptions, is_denial, is_denied
from ropa.views.table import Cell, Column, Section, Table, Value, column, text
from ropa.vocabulary import say, spelled

ON_CONTROL_PAGE = (
    "version",
    "prepared_by",
    "approved_by",
    "confidentiality",
    "as_of",
    "rendered_on",
    "revision",
    "vouched_by",
    "kept_by",
)
"""Lines of the cover that document control repeats."""


def control(register: Register, as_of: str) -> Section:
    """Which edition this is, who prepared and approved it, and what came before."""
    headings = {say(f"cover.{key}") for key in ON_CONTROL_PAGE}
    facts = [(heading, "", cell) for heading, cell in short(register, as_of) if heading in headings]
    if register.record.notes:
        facts.append((say("column.notes"), "", text(register.record.notes)))
    tables = (_history(register), _approvals(register), *_reviews(register))
    return Section("control", say("report.control"), facts=tuple(facts), tables=tables)


def _reviews(register: Register) -> Iterator[Table]:
    rows = _signed(register.record.reviews)
    if rows:
        yield Table("reviews", say("report.reviews"), _SIGNED, rows)


def _history(register: Register) -> Table:
    rows = []
    for version, edition in register.record.document.history.items():
        day = edition.on.isoformat()
        rows.append((text(version), text(day), text(edition.by), text(edition.text)))
    columns = (column("version"), column("day"), column("by"), column("change"))
    empty = say("report.history_empty")
    return Table("history", say("report.history"), columns, tuple(rows), empty=empty)


def _approvals(register: Register) -> Table:
    rows, empty = _signed(register.record.approvals), say("report.approvals_empty")
    return Table("approvals", say("report.approvals"), _SIGNED, rows, empty=empty)


_SIGNED = (column("day"), column("by"), column("facts"))


def _signed(approvals: Mapping[date, Approval]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (text(str(day)), text(approval.by), text(approval.facts))
        for day, approval in approvals.items()
    )


def words(register: Register) -> Section:
    """Abbreviations and terms, and the words the register adds to the vocabulary."""
    terms = register.record.glossary.items()
    glossary = tuple((text(term), text(meaning)) for term, meaning in terms)
    term_columns = (column("term"), column("meaning"))
    word_columns = (column("term"), column("key"), column("detail"))
    tables = (
        Table("glossary", say("report.glossary"), term_columns, glossary),
        Table("own_words", say("report.own_words"), word_columns, tuple(_own_words(register))),
    )
    return Section("words", say("report.words"), tables=tuple(filter(_has_rows, tables)))


def _has_rows(table: Table) -> bool:
    return bool(table.rows)


def _own_words(register: Register) -> Iterator[tuple[Cell, ...]]:
    vocabulary = register.record.vocabulary
    for name in type(vocabulary).model_fields:
        for key, word in getattr(vocabulary, name).items():
            yield text(word.label), text(f"{spelled(name)}: {key}"), text(_facts(word))


def remarks(register: Register) -> Section:
    """The remarks beside what the register says of itself, its recipients and its controllers."""
    files = [register.file]
    files += [register.files.get(kind, "") for kind in ("recipients", "controllers")]
    values = [value for file in dict.fromkeys(files) for value in remarks_in(register, file)]
    title = say("report.remarks")
    facts = ((title, "", Cell(tuple(values))),) if values else ()
    return Section("remarks", title, lead=(say("report.remarks_lead"),), facts=facts)


def _facts(word: OwnWord) -> str:
    special = say("special.art_9", kind=word.art_9.replace("-", " ")) if word.art_9 else ""
    letters = say("schema.california", letters=", ".join(word.ccpa)) if word.ccpa else ""
    return "; ".join(filter(None, (word.group, special, letters, word.dpv)))


def parties(register: Register) -> Iterator[Table]:
    """Recipients and controllers by name, and what is known of each. GDPR Art. 30(1)(d), (2)(a)."""
    names = ("party", "category", "detail", "contact", "state", "touches", "passages")
    columns = tuple(map(column, names))
    for kind in ("recipients", "controllers"):
        entries: Mapping[str, Recipient | Controller] = getattr(register, kind)
        rows = tuple(_party(register, kind, key, entry) for key, entry in entries.items())
        if rows:
            yield Table(f"named_{kind}", say(f"report.named_{kind}"), columns, rows)


def _party(
    register: Register, kind: str, key: str, entry: Recipient | Controller
) -> tuple[Cell, ...]:
    named = entry.name or entry.text or spelled(key)
    state = _party_state(entry)
    category = ""
    if isinstance(entry, Recipient) and entry.category:
        category = register.label("recipient_categories", entry.category)
    contact = contact_cell(entry)
    reach = tuple(line for line in contact.values if line.text not in (entry.name, named))
    return (
        Cell((Value(named, state, claim_qualifiers(entry), entry.cites),)),
        text(category),
        Cell(tuple(_party_details(entry))),
        Cell(reach),
        Cell((Value(say(f"state.{state}"), state),)),
        Cell(tuple(_touched(register, kind, key))),
        text("\n".join(entry.cites)),
    )


def _party_state(entry: Recipient | Controller) -> State:
    """The state of an entry; where it stands for controllers and names none, it is vague."""
    is_nobody = isinstance(entry, Controller) and not names_somebody(entry)
    return State.VAGUE if is_nobody and entry.state is State.STATED else entry.state


def _party_details(entry: Recipient | Controller) -> Iterator[Value]:
    if entry.name and entry.text:
        yield Value(entry.text)
    if not isinstance(entry, Controller):
        return
    for role, contact in (("representative", entry.representative), ("dpo", entry.dpo)):
        for line in contact_cell(contact).values if contact else ():
            yield line.saying(f"{say(f'report.{role}')}: {line.text}")
    if entry.list_kept_at:
        yield Value(say("controller.list", place=entry.list_kept_at))


def _touched(register: Register, kind: str, key: str) -> Iterator[Value]:
    """The activities that name a party, each with what qualifies it there."""
    groups: dict[tuple[State, Qualifiers], list[str]] = {}
    for activity in register.activities:
        for answer in activity.items(kind):
            if answer.key == key and not is_denied(answer):
                qualified = (*exceptions(answer), *qualifiers(answer))
                groups.setdefault((answer.state, qualified), []).append(activity.name)
    for (state, qualified), names in groups.items():
        words = "; ".join(names)
        denied = f"{words}: {say(f'state.{state}')}" if state.denies else words
        yield Value(denied, state, qualified)


def retention(register: Register) -> Table:
    """How long what is kept: data with a period of their own, then the rest. GDPR Art. 30(1)(f)."""
    rows = tuple(row for activity in register.activities for row in _periods(activity))
    period = column("retention", "GDPR Art. 30(1)(f)")
    columns = (column("activity"), column("item"), period, column("passages"))
    empty = say("sheet.personal_data_empty")
    return Table("retention", say("report.retention"), columns, rows, empty=empty)


def _periods(activity: ResolvedActivity) -> Iterator[tuple[Cell, ...]]:
    items = [item for item in activity.items("personal_data") if not item.state.denies]
    with_own = [item for item in items if "retention" in item.own]
    for item in with_own:
        yield _period(activity, label(item) or item.key, item.own["retention"])
    whole = activity.answers["retention"]
    is_written = any(answer.path for answer in whole)
    if not items:
        yield _period(activity, say("word.all"), whole)
    elif len(with_own) < len(items):
        if activity.record.is_controller or is_written:
            others = say("word.others") if with_own else say("word.all")
            yield _period(activity, others, whole)
    elif is_written:
        yield _period(activity, say("word.further"), whole)


def _period(
    activity: ResolvedActivity, what: str, periods: tuple[ResolvedClaim, ...]
) -> tuple[Cell, ...]:
    period = joined(list(map(value, periods)))
    return text(activity.name), text(what), Cell((period,)), text("\n".join(period.cites))


Draw = Callable[[ResolvedClaim], Cell]
Columns = tuple[tuple[Column, Draw], ...]


def recipients(register: Register) -> Table:
    """A row for each disclosure. GDPR Art. 30(1)(d)."""
    return _across(register, "recipients", RECIPIENTS)


def transfers(register: Register) -> Table:
    """A row for each transfer. GDPR Art. 30(1)(e), 30(2)(c)."""
    return _across(register, "transfers", TRANSFERS)


def security(register: Register) -> Table:
    """A row for each measure. GDPR Art. 30(1)(g), 30(2)(d)."""
    return _across(register, "security", SECURITY)


def _across(register: Register, question: str, columns: Columns) -> Table:
    rows = []
    for activity in register.activities:
        for answer in activity.answers[question]:
            if not is_denied(answer):
                rows.append(tuple(draw(answer) for _, draw in columns))
    heads = tuple(head for head, _ in columns)
    title, empty = say(f"sheet.{question}_title"), say(f"sheet.{question}_empty")
    return Table(question, title, heads, tuple(rows), empty=empty)


def _activity(answer: ResolvedClaim) -> Cell:
    return text(answer.activity.name)


def _state(answer: ResolvedClaim) -> Cell:
    return Cell((Value(say(f"state.{answer.state}"), answer.state),))


def _evidence(answer: ResolvedClaim) -> Cell:
    return text(", ".join(answer.claim.cites))


def _item(answer: ResolvedClaim) -> Cell:
    """The name of an item with all that qualifies it; a denial is said as a sentence."""
    if not answer.is_item or answer.state.denies:
        return Cell((denial(answer),))
    words = label(answer)
    if not answer.state.has_value:
        words = f"{words}: {say(f'state.{answer.state}')}"
    qualified = (*exceptions(answer), *qualifiers(answer))
    return Cell((Value(words, answer.state, qualified, answer.claim.cites),))


def _is_said(answer: ResolvedClaim, kind: type) -> bool:
    """Whether details can stand beside an answer: it is an item of *kind*, and no denial."""
    return answer.is_item and isinstance(answer.claim, kind) and not is_denial(answer)


def _words(answer: ResolvedClaim) -> str:
    """An item's own words, or those of its source where it says nothing usable."""
    claim = answer.claim
    vague = claim.wording if claim.state is State.VAGUE else ""
    return "; ".join(filter(None, (details(answer.register, claim).rstrip("."), vague)))


def _measure(answer: ResolvedClaim) -> Cell:
    is_measure = answer.is_item and not is_denial(answer)
    return text(_words(answer)) if is_measure else Cell()


def _disclosure(answer: ResolvedClaim) -> Cell:
    """What happens, what for, on which contract, whether it is a sale; kind and data apart."""
    claim = answer.claim
    if not isinstance(claim, Disclosure) or is_denial(answer):
        return Cell()
    sales = (str(one) for one in inside(answer, ("kind", "contract")))
    parts = (_words(answer), *terms(answer), *sales)
    return text("\n".join(filter(None, parts)))


def _nested(question: str, kind: type) -> Draw:
    """The item's answer to *question*, or what stands for the whole activity."""

    def draw(answer: ResolvedClaim) -> Cell:
        if not _is_said(answer, kind):
            return Cell()
        return Cell(tuple(map(value, answer.nested(question))))

    return draw


def _own(question: str, kind: type) -> Draw:
    """The item's own answer to *question*; an empty cell where no question stands open."""

    def draw(answer: ResolvedClaim) -> Cell:
        return _nested(question, kind)(answer) if question in answer.own else Cell()

    return draw


def _data(answer: ResolvedClaim) -> Cell:
    """The data a source pairs with a recipient; nobody asks for a pair, so none is no silence."""
    keys = answer.claim.data if isinstance(answer.claim, Disclosure) else ()
    return text(labels(answer.register, "personal_data", keys))


def _importer(answer: ResolvedClaim) -> Cell:
    return text(importer(answer.register, getattr(answer.claim, "importer", "")))


def _what(answer: ResolvedClaim) -> Cell:
    """What is transferred and who sends it; a denial is said as a sentence."""
    claim = answer.claim
    if not isinstance(claim, Transfer) or answer.state.denies:
        return Cell((denial(answer),))
    said = (claim.text.rstrip("."), claim.wording if claim.state is State.VAGUE else "")
    words = "; ".join(filter(None, said)) or spelled(answer.key)
    sender = claim.exporter
    exporter = say("full.part", name=say("full.exporter"), words=sender) if sender else ""
    what = Value(words.rstrip("."), answer.state, qualifiers(answer), claim.cites)
    return Cell((what, *text(exporter).values))


def _destination(answer: ResolvedClaim) -> Cell:
    """Where data go, with all that qualifies the transfer itself."""
    if not _is_said(answer, Transfer):
        return Cell()
    return Cell((destination(answer).qualified(qualifiers(answer)),))


def _safeguards(answer: ResolvedClaim) -> Cell:
    """Safeguards, and the assessment of the transfer, as far as either is recorded."""
    safeguards = _own("safeguards", Transfer)(answer)
    assessments = inside(answer, ("mechanism", "safeguards", "destination"))
    return Cell((*safeguards.values, *assessments)) if _is_said(answer, Transfer) else Cell()


RECIPIENTS: Columns = (
    (column("activity", "", 26), _activity),
    (column("recipient", "GDPR Art. 30(1)(d)", 30), _item),
    (column("category", "", 24), recipient_category),
    (column("kind", "GDPR Art. 4(7)-(10)", 28), _own("kind", Disclosure)),
    (column("detail", "", 40), _disclosure),
    (column("data", "", 30), _data),
    (column("evidence", "", 26), _evidence),
)

TRANSFERS: Columns = (
    (column("activity", "", 26), _activity),
    (column("transfer", "GDPR Art. 30(1)(e), 30(2)(c)", 38), _what),
    (column("importer", "", 24), _importer),
    (column("destination", "GDPR Art. 30(1)(e)", 28), _destination),
    (column("mechanism", "GDPR Art. 45, 46, 49", 38), _nested("mechanism", Transfer)),
    (column("safeguards", "GDPR Art. 49(1)", 26), _safeguards),
    (column("adequacy", "GDPR Art. 45(3)", 36), adequacy_note),
)

SECURITY: Columns = (
    (column("activity", "", 26), _activity),
    (column("measure", "GDPR Art. 30(1)(g), 30(2)(d)", 48), _item),
    (column("detail", "", 50), _measure),
    (column("state", "", 16), _state),
    (column("evidence", "", 26), _evidence),
)
