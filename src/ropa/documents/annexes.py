"""What stands across activities: control, recipients, transfers, retention, security."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import starmap

from ropa import vocabulary
from ropa.documents import measures
from ropa.documents.adequacy import adequacy_note
from ropa.documents.cells import (
    answers_cell,
    enumerated,
    labelled,
    lines_cell,
    state_cell,
    text_row,
    worded,
)
from ropa.documents.cover import cover_cells
from ropa.documents.details import destination, recipient_category, special_category
from ropa.documents.full import inside, terms
from ropa.documents.lines import answers_line
from ropa.documents.report import remarks_in
from ropa.documents.sheets import report_table, sheet
from ropa.documents.standing import denial, exceptions, is_denial
from ropa.documents.table import Row, Section, Table
from ropa.fields.names import importer, label, labels
from ropa.fields.values import Cell, Value, state_value, text, unqualified
from ropa.fields.wording import details, value
from ropa.model.activity import Disclosure, Transfer
from ropa.model.claim import State
from ropa.model.register_record import Approval, OwnWord
from ropa.register import ENTRIES, Register, ResolvedActivity, ResolvedClaim
from ropa.register.qualifiers import qualifiers
from ropa.vocabulary import day_text, humanize, joined, translate

ON_CONTROL_PAGE = (
    "version",
    "prepared_by",
    "approved_by",
    "confidentiality",
    "as_of",
    "rendered_on",
    "revision",
    "confirmed_by",
    "kept_by",
)
"""Lines of the cover that document control repeats."""


def control(register: Register, as_of: date) -> Section:
    """Which edition this is, who prepared and approved it, and what came before."""
    facts = []
    for key, cell in cover_cells(register, as_of).items():
        if key in ON_CONTROL_PAGE:
            facts.append((translate(f"cover.{key}"), "", cell))
    if register.record.notes:
        notes = text(register.record.notes)
        facts.append((translate("column.notes"), "", notes))
    tables = (_history(register), *_signatures(register))
    return Section("control", translate("report.control"), facts=tuple(facts), tables=tables)


def _history(register: Register) -> Table:
    rows = []
    for version, edition in register.record.document.history.items():
        day = day_text(edition.on)
        rows.append(text_row(version, day, edition.by, edition.text))
    return report_table("history", rows, translate("report.history_empty"))


def _signatures(register: Register) -> Iterator[Table]:
    approvals = _signed(register.record.approvals)
    yield report_table("approvals", approvals, translate("report.approvals_empty"))
    if register.record.reviews:
        yield report_table("reviews", _signed(register.record.reviews))


def _signed(approvals: Mapping[date, Approval]) -> Iterator[Row]:
    for day, approval in approvals.items():
        yield text_row(day_text(day), approval.by, approval.facts)


def words(register: Register) -> Section:
    """Abbreviations and terms, and the words the register adds to the vocabulary."""
    glossary = starmap(text_row, register.record.glossary.items())
    terms = report_table("glossary", glossary)
    own_words = report_table("own_words", _own_words(register))
    tables = [table for table in (terms, own_words) if table.rows]
    return Section("words", translate("report.words"), tables=tuple(tables))


def _own_words(register: Register) -> Iterator[Row]:
    for list_name, own_words in register.record.vocabulary:
        for key, word in own_words.items():
            own_key = labelled(translate(f"word_list.{list_name}"), key)
            yield text_row(word.label, own_key, _facts(word))


def _facts(word: OwnWord) -> str:
    letters = translate("schema.california", letters=joined(word.ccpa)) if word.ccpa else ""
    special = special_category(word.art_9)
    headings = vocabulary.words("measure_headings")
    heading = headings[word.heading].label if word.heading else ""
    return enumerated((word.group, heading, special, letters, word.dpv))


def remarks(register: Register) -> Section:
    """The remarks beside what the register says of itself and of what is written once."""
    files = [register.file]
    for kind in ENTRIES:
        files.append(register.files.get(kind, ""))
    values: list[Value] = []
    for file in dict.fromkeys(files):
        values += remarks_in(register, file)
    title = translate("report.remarks")
    lead = translate("report.remarks_lead")
    fact = (title, "", Cell(tuple(values)))
    facts = (fact,) if values else ()
    return Section("remarks", title, lead=(lead,), facts=facts)


def retention(register: Register) -> Table:
    """How long what is kept: data with a period of their own, then the rest. GDPR Art. 30(1)(f)."""
    rows: list[Row] = []
    for activity in register.activities:
        rows += _periods(activity)
    return report_table("retention", rows, translate("sheet.personal_data_empty"))


def _periods(activity: ResolvedActivity) -> Iterator[Row]:
    items, with_own = [], []
    for item in activity.items("personal_data"):
        if not item.state.denies:
            items.append(item)
            if "retention" in item.own:
                with_own.append(item)
    for item in with_own:
        name = label(item) or item.key
        yield _period(activity, name, item.own["retention"])
    rules = activity.items("retention")
    for rule in rules:
        yield _rule(activity, rule)
    rest = [answer for answer in activity.answers["retention"] if not answer.is_item]
    others = _others(activity, items, with_own)
    if others and (rest or not rules):
        name = translate("word.others" if rules else f"word.{others}")
        yield _period(activity, name, rest)


def _others(
    activity: ResolvedActivity, items: list[ResolvedClaim], with_own: list[ResolvedClaim]
) -> str:
    """Which data the activity's own period is for, beside *items* with periods of their own.

    Empty where it is for none.
    """
    is_written = any(answer.path for answer in activity.answers["retention"])
    if not items:
        return "all"
    if with_own == items:
        return "further" if is_written else ""
    if not (activity.record.is_controller or is_written):
        return ""
    return "others" if with_own else "all"


def _rule(activity: ResolvedActivity, rule: ResolvedClaim) -> Row:
    """A rule of the activity by its name, which its line need not say again."""
    line = value(rule)
    words = details(rule.register, rule.claim)
    if words and not rule.claim.wording:
        line = line.saying(words)
    named = text_row(activity.name, label(rule))
    return (*named, Cell((line,)), lines_cell(line.cites))


def _period(activity: ResolvedActivity, data: str, periods: Iterable[ResolvedClaim]) -> Row:
    period = answers_line(periods)
    names = text_row(activity.name, data)
    return (*names, Cell((period,)), lines_cell(period.cites))


Fill = Callable[[ResolvedClaim], Cell]
"""What fills the cells of a column."""


def recipients(register: Register) -> Table:
    """A row for each disclosure. GDPR Art. 30(1)(d)."""
    return _across(register, "recipients", RECIPIENTS)


def transfers(register: Register) -> Table:
    """A row for each transfer. GDPR Art. 30(1)(e), 30(2)(c)."""
    return _across(register, "transfers", TRANSFERS)


def security(register: Register) -> Table:
    """A row for each measure, by heading. GDPR Art. 30(1)(g), 30(2)(d)."""
    return _across(register, "security", SECURITY)


def _across(register: Register, question: str, fills: Mapping[str, Fill]) -> Table:
    answers: list[ResolvedClaim] = []
    for activity in register.activities:
        answers += activity.answers[question]
    if question == "security":
        answers.sort(key=measures.place)
    rows = []
    for answer in answers:
        cells = starmap(partial(_cell, answer), fills.items())
        rows.append(tuple(cells))
    return sheet(question, rows)


DETAILS = ("kind", "detail", "destination", "mechanism", "safeguards")
"""Columns that say more of an item, and nothing of a denial or of a list as a whole."""


def _cell(answer: ResolvedClaim, name: str, fill: Fill) -> Cell:
    has_details = answer.is_item and not is_denial(answer)
    if has_details or name not in DETAILS:
        return fill(answer)
    return Cell()


def _activity(answer: ResolvedClaim) -> Cell:
    return text(answer.activity.name)


def _state(answer: ResolvedClaim) -> Cell:
    return state_cell(answer.state)


def _evidence(answer: ResolvedClaim) -> Cell:
    return text(joined(answer.claim.cites))


def _item(answer: ResolvedClaim) -> Cell:
    """The name of an item with all that qualifies it; a denial is said as a sentence."""
    if not answer.is_item or answer.state.denies:
        return Cell((denial(answer),))
    words = label(answer)
    if not answer.state.has_value:
        words = labelled(words, state_value(answer.state).text)
    qualified = (*exceptions(answer), *qualifiers(answer))
    return Cell((worded(answer, words, qualified),))


def _vague_words(answer: ResolvedClaim) -> str:
    """The words of the source of an item, where it says nothing usable."""
    if answer.claim.state is State.VAGUE:
        return answer.claim.wording
    return ""


def _words(answer: ResolvedClaim) -> str:
    """An item's own words, or those of its source where it says nothing usable."""
    own_words = details(answer.register, answer.claim).rstrip(".")
    return enumerated((own_words, _vague_words(answer)))


def _heading(answer: ResolvedClaim) -> Cell:
    return text(measures.heading(answer).label if answer.is_item else "")


def _measure(answer: ResolvedClaim) -> Cell:
    return text(_words(answer))


def _disclosure(answer: ResolvedClaim) -> Cell:
    """What happens, what for, on which contract, whether it is a sale; kind and data apart."""
    sales = map(str, inside(answer, ("kind", "contract")))
    return lines_cell((_words(answer), *terms(answer), *sales))


def _own(answer: ResolvedClaim, question: str) -> Cell:
    """The item's own answer to *question*; an empty cell where no question stands open."""
    return answers_cell(answer.own.get(question, ()))


def _kind(answer: ResolvedClaim) -> Cell:
    return _own(answer, "kind")


def _data(answer: ResolvedClaim) -> Cell:
    """The data a source pairs with a recipient; nobody asks for a pair, so none is no silence."""
    keys = answer.claim.data if isinstance(answer.claim, Disclosure) else ()
    return text(labels(answer.register, "personal_data", keys))


def _importer(answer: ResolvedClaim) -> Cell:
    key = getattr(answer.claim, "importer", "")
    return text(importer(answer.register, key))


def _transfer(answer: ResolvedClaim) -> Cell:
    """What is transferred and who sends it; a denial is said as a sentence."""
    claim = answer.claim
    if not isinstance(claim, Transfer) or answer.state.denies:
        return Cell((denial(answer),))
    own_words = enumerated((claim.text.rstrip("."), _vague_words(answer)))
    words = own_words or humanize(answer.key)
    data = worded(answer, words.rstrip("."), qualifiers(answer))
    if not claim.exporter:
        return Cell((data,))
    exporter = labelled(translate("full.exporter"), claim.exporter)
    return Cell((data, unqualified(exporter)))


def _destination(answer: ResolvedClaim) -> Cell:
    """Where data go, with all that qualifies the transfer itself."""
    place = destination(answer)
    return Cell((place.qualified(qualifiers(answer)),))


def _mechanism(answer: ResolvedClaim) -> Cell:
    """The item's mechanism, or what stands for the whole activity."""
    return answers_cell(answer.nested("mechanism"))


def _safeguards(answer: ResolvedClaim) -> Cell:
    """Safeguards, and the assessment of the transfer, as far as either is recorded."""
    safeguards = _own(answer, "safeguards").values
    assessments = inside(answer, ("mechanism", "safeguards", "destination"))
    return Cell((*safeguards, *assessments))


RECIPIENTS: Mapping[str, Fill] = {
    "activity": _activity,
    "recipient": _item,
    "category": recipient_category,
    "kind": _kind,
    "detail": _disclosure,
    "data": _data,
    "evidence": _evidence,
}

TRANSFERS: Mapping[str, Fill] = {
    "activity": _activity,
    "transfer": _transfer,
    "importer": _importer,
    "destination": _destination,
    "mechanism": _mechanism,
    "safeguards": _safeguards,
    "adequacy": adequacy_note,
}

SECURITY: Mapping[str, Fill] = {
    "heading": _heading,
    "activity": _activity,
    "measure": _item,
    "detail": _measure,
    "state": _state,
    "evidence": _evidence,
}
