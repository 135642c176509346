"""The parts of the appendix an auditor reads: a section an activity, answer beside article."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from ropa.documents import measures
from ropa.documents.cells import answers_cell, labelled, lines_cell, path_text, text_row
from ropa.documents.details import role_labels, status_text
from ropa.documents.full import extended, in_full, pairs
from ropa.documents.general import claims_of, scope_words
from ropa.documents.identity import contacts, identity
from ropa.documents.lines import Printed, answers_line, fold, item_lines, nested_cell, numbered
from ropa.documents.names import heading, place_words
from ropa.documents.overview import destinations, optional
from ropa.documents.pictures import flow
from ropa.documents.sheets import report_table
from ropa.documents.standing import denial, exceptions, items
from ropa.documents.table import Fact, Row, Section
from ropa.fields.names import label
from ropa.fields.values import Cell, Value, text, unqualified
from ropa.fields.wording import value
from ropa.model.activity import Activity, Review
from ropa.model.register_record import SharedStatement
from ropa.register import Records, Register, ResolvedActivity, ResolvedClaim, article
from ropa.register.gaps import shown
from ropa.vocabulary import Word, day_text, humanize, joined, translate

NOTHING = Cell()


def activity(resolved: ResolvedActivity, findings: Cell = NOTHING) -> Section:
    """One activity, question by question, in the order of the law; then the *findings* about it."""
    roles = translate("report.roles", roles=role_labels(resolved))
    facts = [*_optional_facts(resolved)]
    for question in shown(resolved):
        law = article(question, resolved.record)
        facts.append((question.label, law, question_lines(resolved, question)))
    facts += _further_facts(resolved, findings)
    pictures = (flow(resolved),)
    return Section(resolved.id, resolved.name, roles, facts=tuple(facts), pictures=pictures)


def _optional_facts(resolved: ResolvedActivity) -> Iterator[Fact]:
    for name in ("description", "department"):
        written_cell = optional(resolved, name)
        if written_cell.values:
            yield translate(f"column.{name}"), "", written_cell


def _further_facts(resolved: ResolvedActivity, findings: Cell) -> Iterator[Fact]:
    """What an organization keeps of an activity, the remarks in its file and *findings*."""
    record = resolved.record
    for field, cell in kept(resolved):
        if cell.values:
            yield translate(f"column.{field}"), "", cell
    remarks = tuple(remarks_in(resolved.register, record.file))
    if remarks:
        yield translate("report.remarks"), "", Cell(remarks)
    if findings.values:
        yield translate("report.findings"), "", findings


def question_lines(resolved: ResolvedActivity, question: Word) -> Cell:
    """What an activity answers to *question*, a line an item, with what is said inside items."""
    name = question.name
    if question.text("within"):
        return _nested(resolved, question)
    cell = destinations(resolved) if name == "transfers" else _list_cell(resolved, name)
    values = list(cell.values)
    for detail in DETAILS.get(name, ()):
        values += _within(resolved, name, detail)
    return Cell(tuple(values))


DETAILS: Mapping[str, tuple[str, ...]] = {
    "transfers": ("safeguards", "supplementary_measures", "tia"),
    "purposes": ("business_purposes",),
}
"""What items of a list say that is no question of its own. Art. 49(1), 1798.140(e)."""


def _within(resolved: ResolvedActivity, question: str, detail: str) -> Iterator[Value]:
    """What the items of a list say of a *detail*, a line each."""
    for answer in resolved.answers[question]:
        if detail in answer.own:
            item = label(answer) or humanize(answer.key)
            heading = translate(f"report.{detail}", item=item)
            yield answers_line(answer.own[detail], heading)


def _list_cell(resolved: ResolvedActivity, question: str) -> Cell:
    """Items a line each and numbered, then what is said of the whole list, then what is denied."""
    lines = []
    for answer in items(resolved, question):
        lines.append(Printed(answer, _item(answer)))
    others, denied = [], []
    for answer in resolved.answers[question]:
        if not answer.is_item:
            others.append(denial(answer))
        elif answer.state.denies:
            denied.append(denial(answer))
    standing = measures.lines(lines) if question == "security" else item_lines(lines)
    return fold([*standing, *others, *denied])


def _item(answer: ResolvedClaim) -> Value:
    """An item, with what a source pairs with it where it is a recipient."""
    item = value(answer).qualified(exceptions(answer))
    return extended(item, pairs(answer))


def _nested(resolved: ResolvedActivity, question: Word) -> Cell:
    """Answers asked item by item; the activity's own too where each item has one."""
    nested = nested_cell(resolved, question.name)
    holders = resolved.items(question.text("within"))
    own_answers = list(filter(_is_own, resolved.answers[question.name]))
    all_answer = all(question.name in item.own for item in holders)
    if not (own_answers and holders and all_answer):
        return nested
    further = answers_line(own_answers, translate("word.further"))
    return Cell((*nested.values, further))


def _is_own(answer: ResolvedClaim) -> bool:
    """Whether the activity itself says it."""
    return bool(answer.path) and not answer.is_inherited


def remarks_in(register: Records, file: str) -> Iterator[Value]:
    """The remarks beside the claims of *file*, each with the claim it stands beside."""
    for place, claim in register.claims:
        if place.file == file and claim.note:
            where = path_text(place_words(register, file, place.path))
            yield unqualified(labelled(where, claim.note))


def kept(resolved: ResolvedActivity) -> Iterator[tuple[str, Cell]]:
    """What an organization keeps of an activity beside what the law asks, such as its owner."""
    about = resolved.record.activity
    yield "status", text(_status(about))
    yield "owner", text(joined(resolved.register.names_of_people(about.owner)))
    yield "reference", text(about.reference)
    places = map(resolved.register.name_of_establishment, about.establishments)
    yield "establishments", lines_cell(places)
    yield "own_fields", lines_cell(own_field_lines(resolved))
    yield "volume", text(about.volume)
    yield "tags", text(joined(about.tags))
    yield "previous_ids", text(joined(about.previous_ids))
    reviews = map(review, about.reviews.items())
    yield "reviews", Cell(tuple(reviews))
    yield "notes", text(about.notes)


def own_field_lines(resolved: ResolvedActivity) -> Iterator[str]:
    """What an activity says in the register's own fields, each behind its label."""
    for key, words in resolved.record.activity.own_fields.items():
        yield labelled(resolved.register.own_field(key), words)


def review(dated: tuple[date, Review]) -> Value:
    """A review in one line: when, by whom, its outcome, when the next is due, of which facts."""
    day, review = dated
    due = translate("layout.due", day=day_text(review.next)) if review.next else ""
    facts = translate("review.facts", facts=review.facts) if review.facts else ""
    outcome = review.outcome.rstrip(".")
    parts = (day_text(day), review.by, outcome, due, facts)
    return unqualified(joined(parts))


def _status(about: Activity) -> str:
    parts = [status_text(about)]
    if about.active_from:
        parts.append(translate("status.since", day=day_text(about.active_from)))
    if about.active_until:
        parts.append(translate("status.until", day=day_text(about.active_until)))
    return joined(parts)


OF_THE_REGISTER: Mapping[str, str] = {
    "rights": "GDPR Art. 12-22",
    "opt_outs": "",
    "minors": "GDPR Art. 8",
}
"""Questions that the register itself answers, and the articles that ask."""


def organization(register: Register) -> Section:
    """The organization, its representatives and contacts, and the rights of individuals."""
    named = identity(register, _leading_role(register))
    facts: list[Fact] = []
    tables = []
    for name, cell in (*named, *contacts(register)):
        facts.append((name, "", cell))
    for question, law in OF_THE_REGISTER.items():
        claim = getattr(register.record, question)
        answers = register.answers(question, claim)
        if question in ROWS and claim is not None and claim.items:
            rows = map(ROWS[question], answers)
            tables.append(report_table(question, rows))
        else:
            cell = Cell(tuple(map(denial, answers)))
            facts.append((translate(f"report.{question}"), law, cell))
    return Section(
        "organization",
        translate("report.organization"),
        "GDPR Art. 30(1)(a), 30(2)(a)",
        facts=tuple(facts),
        tables=tuple(tables),
    )


def _leading_role(register: Register) -> str:
    acts_for_itself = any(record.is_controller for record in register.records)
    return "controller" if acts_for_itself or not register.records else "processor"


def _right(answer: ResolvedClaim) -> Row:
    """A right of individuals: what, for whom, and how it is exercised."""
    people = getattr(answer.claim, "people", "")
    method = getattr(answer.claim, "method", "")
    return (answers_cell([answer]), *text_row(people, method))


def _opt_out(answer: ResolvedClaim) -> Row:
    """An opt-out or preference signal."""
    return text(humanize(answer.key)), answers_cell([answer])


ROWS: Mapping[str, Callable[[ResolvedClaim], Row]] = {"rights": _right, "opt_outs": _opt_out}
"""What makes a row of an item, of questions whose items have a table."""


def general(register: Register) -> Section:
    """What is said once for many activities, in full."""
    statements = register.record.register_wide
    lead = translate("report.general_lead") if statements else translate("report.general_empty")
    sections = []
    for key, statement in statements.items():
        sections.append(_statement(register, key, statement))
    return Section("general", translate("report.general"), lead=(lead,), sections=tuple(sections))


def _statement(register: Register, key: str, statement: SharedStatement) -> Section:
    facts = []
    for question, answers in claims_of(register, key, statement):
        facts.append((heading(question), "", _full_cell(answers)))
    reach = translate("report.applies", scope=scope_words(register, statement))
    words = humanize(key)
    title = words[:1].upper() + words[1:]
    return Section(f"general-{key}", title, reach, facts=tuple(facts))


def _full_cell(answers: Iterable[ResolvedClaim]) -> Cell:
    """Items in full, a line each and numbered, then what is said of the list or denied."""
    standing: list[Value] = []
    others: list[Value] = []
    for answer in answers:
        stands = answer.is_item and not answer.state.denies
        lines = standing if stands else others
        lines.append(in_full(answer))
    return Cell((*numbered(standing), *others))
