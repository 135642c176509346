"""What stands across the activities in an audit appendix: control, recipients, transfers, retention, security."""

from collections.abc import Callable, Iterator
from datetime import date

from ropa.model.activity import Disclosure, Transfer
from ropa.model.claim import State
from ropa.model.register_record import Approval, Controller, OwnWord, Recipient
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.register.qualifiers import claim_qualifiers, qualifiers
from ropa.views.cover import short
from ropa.views.details import adequacy_note, destination, recipient_category
from ropa.views.identity import contact_cell
from ropa.views.lines import joined
from ropa.views.phrases import details, importer, label, labels, value
from ropa.views.report import remarks_in
from ropa.views.table import Cell, Column, Section, Table, Value, column, text
from ropa.vocabulary import say, spelled


def control(register: Register, as_of: str) -> Section:
    """Which edition this is, who prepared and approved it, and what came before."""
    shown = {
        say(f"cover.{key}") for key in ("version", "prepared_by", "approved_by", "confidentiality")
    }
    shown |= {
        say(f"cover.{key}") for key in ("as_of", "rendered_on", "revision", "vouched_by", "kept_by")
    }
    facts = tuple((label, "", cell) for label, cell in short(register, as_of) if label in shown)
    remarks = (
        ((say("column.notes"), "", text(register.record.notes)),) if register.record.notes else ()
    )
    tables = (_history(register), _approvals(register), *_reviews(register))
    return Section("control", say("report.control"), facts=(*facts, *remarks), tables=tables)


def _reviews(register: Register) -> Iterator[Table]:
    rows = tuple(_approval(day, review) for day, review in register.record.reviews.items())
    columns = (column("day"), column("by"), column("facts"))
    if rows:
        yield Table("reviews", say("report.reviews"), columns, rows)


def _approval(day: date, approval: Approval) -> tuple[Cell, ...]:
    return text(str(day)), text(approval.by), text(approval.facts)


def _history(register: Register) -> Table:
    editions = register.record.document.history
    rows = tuple(
        (text(version), text(edition.on.isoformat()), text(edition.by), text(edition.text))
        for version, edition in editions.items()
    )
    columns = (column("version"), column("day"), column("by"), column("change"))
    return Table("history", say("report.history"), columns, rows, empty=say("report.history_empty"))


def _approvals(register: Register) -> Table:
    rows = tuple(_approval(day, approval) for day, approval in register.record.approvals.items())
    columns = (column("day"), column("by"), column("facts"))
    return Table(
        "approvals", say("report.approvals"), columns, rows, empty=say("report.approvals_empty")
    )


def words(register: Register) -> Section:
    """Abbreviations and terms, and the words the register adds to the vocabulary."""
    glossary = tuple(
        (text(term), text(meaning)) for term, meaning in register.record.glossary.items()
    )
    own = tuple(
        (text(word.label), text(f"{name.replace('_', ' ')}: {key}"), text(_facts(word)))
        for name in type(register.record.vocabulary).model_fields
        for key, word in getattr(register.record.vocabulary, name).items()
    )
    tables = (
        Table("glossary", say("report.glossary"), (column("term"), column("meaning")), glossary),
        Table(
            "own_words",
            say("report.own_words"),
            (column("term"), column("key"), column("detail")),
            own,
        ),
    )
    return Section(
        "words", say("report.words"), tables=tuple(table for table in tables if table.rows)
    )


def remarks(register: Register) -> Section:
    """The remarks beside what the register says of itself, of its recipients and of its controllers."""
    files = (
        register.file,
        *(register.files.get(kind, "") for kind in ("recipients", "controllers")),
    )
    values = tuple(value for file in dict.fromkeys(files) for value in remarks_in(register, file))
    facts = ((say("report.remarks"), "", Cell(values)),) if values else ()
    return Section(
        "remarks", say("report.remarks"), lead=(say("report.remarks_lead"),), facts=facts
    )


def _facts(word: OwnWord) -> str:
    special = say("special.art_9", kind=word.art_9.replace("-", " ")) if word.art_9 else ""
    letters = say("schema.california", letters=", ".join(word.ccpa)) if word.ccpa else ""
    return "; ".join(filter(None, (word.group, special, letters, word.dpv)))


def parties(register: Register) -> Iterator[Table]:
    """Recipients and controllers that are named, with what is known of each. GDPR Art. 30(1)(d), 30(2)(a)."""
    for kind, entries in (
        ("recipients", register.recipients),
        ("controllers", register.controllers),
    ):
        columns = (
            column("party"),
            column("category"),
            column("detail"),
            column("contact"),
            column("passages"),
        )
        rows = tuple(_party(register, entry) for entry in entries.values())
        if rows:
            yield Table(f"named_{kind}", say(f"report.named_{kind}"), columns, rows)


def _party(register: Register, entry: Recipient | Controller) -> tuple[Cell, ...]:
    kind = (
        register.label("recipient_categories", entry.category or "")
        if isinstance(entry, Recipient)
        else ""
    )
    details = [entry.text] if entry.name and entry.text else []
    if isinstance(entry, Controller):
        for label, said in (("representative", entry.representative), ("dpo", entry.dpo)):
            details += (
                [f"{say(f'report.{label}')}: {one}" for one in contact_cell(said).values]
                if said
                else []
            )
        details += [say("controller.list", place=entry.list_kept_at)] if entry.list_kept_at else []
    reach = Cell(tuple(one for one in contact_cell(entry).values if one.text != entry.name))
    party = Value(entry.name or entry.text, entry.state, claim_qualifiers(entry), entry.cites)
    return Cell((party,)), text(kind), text("\n".join(details)), reach, text("\n".join(entry.cites))


def retention(register: Register) -> Table:
    """How long what is kept: data with a period of their own, then the activity's others. GDPR Art. 30(1)(f)."""
    rows = tuple(row for activity in register.activities for row in _periods(activity))
    columns = (
        column("activity"),
        column("item"),
        column("retention", "GDPR Art. 30(1)(f)"),
        column("passages"),
    )
    return Table(
        "retention", say("report.retention"), columns, rows, empty=say("sheet.personal_data_empty")
    )


def _periods(activity: ResolvedActivity) -> Iterator[tuple[Cell, ...]]:
    items = activity.items("personal_data")
    own = [item for item in items if "retention" in item.own]
    for item in own:
        yield _row(activity, label(item) or item.key, item.own["retention"])
    whole = activity.answers["retention"]
    if (
        (activity.record.is_controller and len(own) < len(items))
        or any(answer.path for answer in whole)
        or not items
    ):
        some_are_left = bool(own) and len(own) < len(items)
        yield _row(activity, say("word.others") if some_are_left else say("word.all"), whole)


def _row(
    activity: ResolvedActivity, what: str, periods: tuple[ResolvedClaim, ...]
) -> tuple[Cell, ...]:
    one = joined(list(map(value, periods)))
    return text(activity.name), text(what), Cell((one,)), text("\n".join(one.cites))


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
    answers = (answer for activity in register.activities for answer in activity.answers[question])
    title, empty = say(f"sheet.{question}_title"), say(f"sheet.{question}_empty")
    rows = tuple(tuple(draw(answer) for _, draw in columns) for answer in answers)
    return Table(question, title, tuple(head for head, _ in columns), rows, empty=empty)


def _activity(answer: ResolvedClaim) -> Cell:
    return text(answer.activity.name)


def _state(answer: ResolvedClaim) -> Cell:
    return Cell((Value(say(f"state.{answer.state}"), answer.state),))


def _evidence(answer: ResolvedClaim) -> Cell:
    return text(", ".join(answer.claim.cites))


def _item(answer: ResolvedClaim) -> Cell:
    """The name of an item with all that qualifies it; a denial is said as one."""
    if not answer.is_item:
        return Cell((value(answer),))
    words = label(answer)
    if not answer.state.has_value:
        words = f"{words}: {say(f'state.{answer.state}')}"
    return Cell((Value(words, answer.state, qualifiers(answer), answer.claim.cites),))


def _detail(answer: ResolvedClaim) -> Cell:
    return text(details(answer.register, answer.claim)) if answer.is_item else Cell()


def _nested(question: str, kind: type) -> Draw:
    """The item's answer to *question*, or what stands for the whole activity."""

    def draw(answer: ResolvedClaim) -> Cell:
        if not (answer.is_item and isinstance(answer.claim, kind)):
            return Cell()
        return Cell(tuple(map(value, answer.nested(question))))

    return draw


def _optional(question: str, kind: type) -> Draw:
    """The item's own answer to *question*; an empty cell where no question stands open."""

    def draw(answer: ResolvedClaim) -> Cell:
        return _nested(question, kind)(answer) if question in answer.own else Cell()

    return draw


def _data(answer: ResolvedClaim) -> Cell:
    if not isinstance(answer.claim, Disclosure):
        return Cell()
    if not answer.claim.data:
        return Cell((Value(say("word.unpaired"), State.NOT_STATED),))
    return text(labels(answer.register, "personal_data", answer.claim.data))


def _importer(answer: ResolvedClaim) -> Cell:
    return text(importer(answer.register, getattr(answer.claim, "importer", "")))


def _what(answer: ResolvedClaim) -> Cell:
    claim = answer.claim
    if not isinstance(claim, Transfer):
        return Cell((value(answer),))
    words = claim.text or spelled(answer.key)
    return Cell((Value(words.rstrip("."), answer.state, qualifiers(answer), claim.cites),))


def _destination(answer: ResolvedClaim) -> Cell:
    return Cell((destination(answer),)) if isinstance(answer.claim, Transfer) else Cell()


RECIPIENTS: Columns = (
    (column("activity", "", 26), _activity),
    (column("recipient", "GDPR Art. 30(1)(d)", 30), _item),
    (column("category", "", 24), recipient_category),
    (column("kind", "GDPR Art. 4(7)-(10)", 28), _optional("kind", Disclosure)),
    (column("data", "", 30), _data),
    (column("evidence", "", 26), _evidence),
)

TRANSFERS: Columns = (
    (column("activity", "", 26), _activity),
    (column("transfer", "GDPR Art. 30(1)(e), 30(2)(c)", 38), _what),
    (column("importer", "", 24), _importer),
    (column("destination", "GDPR Art. 30(1)(e)", 28), _destination),
    (column("mechanism", "GDPR Art. 45, 46, 49", 38), _nested("mechanism", Transfer)),
    (column("safeguards", "GDPR Art. 49(1)", 26), _optional("safeguards", Transfer)),
    (column("adequacy", "GDPR Art. 45(3)", 36), adequacy_note),
)

SECURITY: Columns = (
    (column("activity", "", 26), _activity),
    (column("measure", "GDPR Art. 30(1)(g), 30(2)(d)", 48), _item),
    (column("detail", "", 50), _detail),
    (column("state", "", 16), _state),
    (column("evidence", "", 26), _evidence),
)
