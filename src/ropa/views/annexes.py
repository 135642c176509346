"""What stands across activities: control, recipients, transfers, retention, security."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from ropa.fields.names import importer, label, labels
from ropa.fields.values import Cell, Value, text
from ropa.fields.wording import details, value
from ropa.model.activity import Disclosure, Transfer
from ropa.model.claim import State
from ropa.model.register_record import Approval, OwnWord
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.register.qualifiers import qualifiers
from ropa.views.cover import short
from ropa.views.details import adequacy_note, destination, recipient_category
from ropa.views.full import inside, terms
from ropa.views.lines import joined
from ropa.views.report import remarks_in
from ropa.views.standing import denial, exceptions, is_denial, is_denied
from ropa.views.table import Column, Section, Table, column
from ropa.vocabulary import humanize, translate

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
    headings = {translate(f"cover.{key}") for key in ON_CONTROL_PAGE}
    facts = [(heading, "", cell) for heading, cell in short(register, as_of) if heading in headings]
    if register.record.notes:
        facts.append((translate("column.notes"), "", text(register.record.notes)))
    tables = (_history(register), _approvals(register), *_reviews(register))
    return Section("control", translate("report.control"), facts=tuple(facts), tables=tables)


def _reviews(register: Register) -> Iterator[Table]:
    rows = _signed(register.record.reviews)
    if rows:
        yield Table("reviews", translate("report.reviews"), _SIGNED, rows)


def _history(register: Register) -> Table:
    rows = []
    for version, edition in register.record.document.history.items():
        words = (version, edition.on.isoformat(), edition.by, edition.text)
        rows.append(tuple(map(text, words)))
    columns = tuple(map(column, ("version", "day", "by", "change")))
    empty = translate("report.history_empty")
    return Table("history", translate("report.history"), columns, tuple(rows), empty=empty)


def _approvals(register: Register) -> Table:
    rows, empty = _signed(register.record.approvals), translate("report.approvals_empty")
    return Table("approvals", translate("report.approvals"), _SIGNED, rows, empty=empty)


_SIGNED = tuple(map(column, ("day", "by", "facts")))


def _signed(approvals: Mapping[date, Approval]) -> tuple[tuple[Cell, ...], ...]:
    rows = []
    for day, approval in approvals.items():
        words = (day.isoformat(), approval.by, approval.facts)
        rows.append(tuple(map(text, words)))
    return tuple(rows)


def words(register: Register) -> Section:
    """Abbreviations and terms, and the words the register adds to the vocabulary."""
    glossary = []
    for term, meaning in register.record.glossary.items():
        glossary.append((text(term), text(meaning)))
    tables = (
        _words_table("glossary", ("term", "meaning"), glossary),
        _words_table("own_words", ("term", "key", "detail"), _own_words(register)),
    )
    return Section("words", translate("report.words"), tables=tuple(filter(_has_rows, tables)))


def _words_table(name: str, columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> Table:
    return Table(name, translate(f"report.{name}"), tuple(map(column, columns)), tuple(rows))


def _has_rows(table: Table) -> bool:
    return bool(table.rows)


def _own_words(register: Register) -> Iterator[tuple[Cell, ...]]:
    vocabulary = register.record.vocabulary
    for name in type(vocabulary).model_fields:
        for key, word in getattr(vocabulary, name).items():
            own_key = f"{humanize(name)}: {key}"
            yield text(word.label), text(own_key), text(_facts(word))


def remarks(register: Register) -> Section:
    """The remarks beside what the register says of itself, its recipients and its controllers."""
    files = [register.file]
    for kind in ("recipients", "controllers"):
        files.append(register.files.get(kind, ""))
    values: list[Value] = []
    for file in dict.fromkeys(files):
        values += remarks_in(register, file)
    title = translate("report.remarks")
    facts = ((title, "", Cell(tuple(values))),) if values else ()
    return Section("remarks", title, lead=(translate("report.remarks_lead"),), facts=facts)


def _facts(word: OwnWord) -> str:
    special = translate("special.art_9", kind=word.art_9.replace("-", " ")) if word.art_9 else ""
    letters = translate("schema.california", letters=", ".join(word.ccpa)) if word.ccpa else ""
    return "; ".join(filter(None, (word.group, special, letters, word.dpv)))


def retention(register: Register) -> Table:
    """How long what is kept: data with a period of their own, then the rest. GDPR Art. 30(1)(f)."""
    rows: list[tuple[Cell, ...]] = []
    for activity in register.activities:
        rows += _periods(activity)
    period = column("retention", "GDPR Art. 30(1)(f)")
    columns = (column("activity"), column("item"), period, column("passages"))
    empty = translate("sheet.personal_data_empty")
    return Table("retention", translate("report.retention"), columns, tuple(rows), empty=empty)


def _periods(activity: ResolvedActivity) -> Iterator[tuple[Cell, ...]]:
    items = [item for item in activity.items("personal_data") if not item.state.denies]
    with_own = [item for item in items if "retention" in item.own]
    for item in with_own:
        yield _period(activity, label(item) or item.key, item.own["retention"])
    whole = activity.answers["retention"]
    is_written = any(answer.path for answer in whole)
    if not items:
        yield _period(activity, translate("word.all"), whole)
    elif len(with_own) < len(items):
        if activity.record.is_controller or is_written:
            others = translate("word.others") if with_own else translate("word.all")
            yield _period(activity, others, whole)
    elif is_written:
        yield _period(activity, translate("word.further"), whole)


def _period(
    activity: ResolvedActivity, what: str, periods: tuple[ResolvedClaim, ...]
) -> tuple[Cell, ...]:
    period = joined(list(map(value, periods)))
    passages = text("\n".join(period.cites))
    return text(activity.name), text(what), Cell((period,)), passages


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
    title, empty = translate(f"sheet.{question}_title"), translate(f"sheet.{question}_empty")
    return Table(question, title, heads, tuple(rows), empty=empty)


def _activity(answer: ResolvedClaim) -> Cell:
    return text(answer.activity.name)


def _state(answer: ResolvedClaim) -> Cell:
    return Cell((Value(translate(f"state.{answer.state}"), answer.state),))


def _evidence(answer: ResolvedClaim) -> Cell:
    return text(", ".join(answer.claim.cites))


def _item(answer: ResolvedClaim) -> Cell:
    """The name of an item with all that qualifies it; a denial is said as a sentence."""
    if not answer.is_item or answer.state.denies:
        return Cell((denial(answer),))
    words = label(answer)
    if not answer.state.has_value:
        words = f"{words}: {translate(f'state.{answer.state}')}"
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
    sales = map(str, inside(answer, ("kind", "contract")))
    parts = (_words(answer), *terms(answer), *sales)
    return text("\n".join(filter(None, parts)))


def _nested(question: str, kind: type) -> Draw:
    """The item's answer to *question*, or what stands for the whole activity."""

    def draw(answer: ResolvedClaim) -> Cell:
        claims = answer.nested(question) if _is_said(answer, kind) else ()
        return Cell(tuple(map(value, claims)))

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
    words = "; ".join(filter(None, said)) or humanize(answer.key)
    what = Value(words.rstrip("."), answer.state, qualifiers(answer), claim.cites)
    if not claim.exporter:
        return Cell((what,))
    exporter = translate("full.part", name=translate("full.exporter"), words=claim.exporter)
    return Cell((what, Value(exporter)))


def _destination(answer: ResolvedClaim) -> Cell:
    """Where data go, with all that qualifies the transfer itself."""
    if not _is_said(answer, Transfer):
        return Cell()
    place = destination(answer)
    return Cell((place.qualified(qualifiers(answer)),))


def _safeguards(answer: ResolvedClaim) -> Cell:
    """Safeguards, and the assessment of the transfer, as far as either is recorded."""
    safeguards = _own("safeguards", Transfer)(answer)
    assessments = inside(answer, ("mechanism", "safeguards", "destination"))
    return Cell((*safeguards.values, *assessments)) if _is_said(answer, Transfer) else Cell()


RECIPIENTS: Columns = (
    (column("activity"), _activity),
    (column("recipient", "GDPR Art. 30(1)(d)"), _item),
    (column("category"), recipient_category),
    (column("kind", "GDPR Art. 4(7)-(10)"), _own("kind", Disclosure)),
    (column("detail"), _disclosure),
    (column("data"), _data),
    (column("evidence"), _evidence),
)

TRANSFERS: Columns = (
    (column("activity"), _activity),
    (column("transfer", "GDPR Art. 30(1)(e), 30(2)(c)"), _what),
    (column("importer"), _importer),
    (column("destination", "GDPR Art. 30(1)(e)"), _destination),
    (column("mechanism", "GDPR Art. 45, 46, 49"), _nested("mechanism", Transfer)),
    (column("safeguards", "GDPR Art. 49(1)"), _safeguards),
    (column("adequacy", "GDPR Art. 45(3)"), adequacy_note),
)

SECURITY: Columns = (
    (column("activity"), _activity),
    (column("measure", "GDPR Art. 30(1)(g), 30(2)(d)"), _item),
    (column("detail"), _measure),
    (column("state"), _state),
    (column("evidence"), _evidence),
)
