"""The parts of the appendix an auditor reads: a section an activity, answer beside article."""

from collections.abc import Iterator
from datetime import date

from ropa.fields.names import label
from ropa.fields.values import Cell, Value, text
from ropa.fields.wording import value
from ropa.model.activity import Activity, Disclosure, Review
from ropa.model.claim import Claim, ClaimList
from ropa.model.register_record import SharedStatement
from ropa.register import Register, ResolvedActivity, ResolvedClaim, Speaker, article, written
from ropa.register.gaps import shown
from ropa.register.traverse import claims
from ropa.views.details import role_labels
from ropa.views.full import in_full, pairs
from ropa.views.identity import contacts, identity, regimes
from ropa.views.lines import Printed, fold, item_lines, joined, nested_cell, numbered, prefixed
from ropa.views.names import activity_names, heading, place_words
from ropa.views.overview import destinations, optional
from ropa.views.pictures import flow
from ropa.views.standing import denial, exceptions, items
from ropa.views.table import Section, Table, column
from ropa.vocabulary import Word, humanize, translate

NOTHING = Cell()

Fact = tuple[str, str, Cell]
"""Label, article, values."""


def activity(resolved: ResolvedActivity, findings: Cell = NOTHING) -> Section:
    """One activity, question by question, in the order of the law; then the *findings* about it."""
    record = resolved.record
    facts = [*_optional_facts(resolved)]
    for question in shown(resolved):
        facts.append((question.label, article(question, record), _cell(resolved, question)))
    facts += [(heading, "", cell) for heading, cell in kept(record.activity) if cell.values]
    remarks = tuple(remarks_in(resolved.register, record.file))
    if remarks:
        facts.append((translate("report.remarks"), "", Cell(remarks)))
    if findings.values:
        facts.append((translate("report.findings"), "", findings))
    roles = translate("report.roles", roles=role_labels(resolved))
    picture = flow(resolved)
    return Section(resolved.id, resolved.name, roles, facts=tuple(facts), pictures=(picture,))


def _optional_facts(resolved: ResolvedActivity) -> Iterator[Fact]:
    for name in ("description", "function"):
        written_cell = optional(resolved, name)
        if written_cell.values:
            yield translate(f"column.{name}"), "", written_cell


def _cell(resolved: ResolvedActivity, question: Word) -> Cell:
    name = question.name
    if name == "transfers":
        safeguards = _within(resolved, name, "safeguards")
        assessments = _within(resolved, name, "tia")
        return Cell((*destinations(resolved).values, *safeguards, *assessments))
    if question.text("within"):
        return _nested(resolved, question)
    listed = _list_cell(resolved, name)
    if name == "purposes":
        return Cell((*listed.values, *_within(resolved, name, "business_purposes")))
    return listed


def _within(resolved: ResolvedActivity, question: str, detail: str) -> Iterator[Value]:
    """What items say of a *detail* that is no question of its own. Art. 49(1), 1798.140(e)."""
    for answer in resolved.answers[question]:
        if detail in answer.own:
            whose = label(answer) or humanize(answer.key)
            details = list(map(value, answer.own[detail]))
            yield joined(details, translate(f"report.{detail}", item=whose))


def _list_cell(resolved: ResolvedActivity, question: str) -> Cell:
    """Items a line each and numbered, then what is said of the whole list, then what is denied."""
    standing = items(resolved, question)
    lines = [Printed(answer, _item(answer)) for answer in standing]
    others = [answer for answer in resolved.answers[question] if not answer.is_item]
    denied = [answer for answer in resolved.items(question) if answer.state.denies]
    remainder = map(denial, (*others, *denied))
    return fold([*item_lines(lines), *remainder])


def _item(answer: ResolvedClaim) -> Value:
    """An item, with what a source pairs with it where it is a recipient."""
    item = value(answer).qualified(exceptions(answer))
    if not isinstance(answer.claim, Disclosure):
        return item
    return item.saying(" — ".join((item.text, *pairs(answer))))


def _nested(resolved: ResolvedActivity, question: Word) -> Cell:
    """Answers asked item by item; the activity's own too where each item has one."""
    nested = nested_cell(resolved, question.name)
    standing = resolved.items(question.text("within"))
    answered = [item for item in standing if question.name in item.own]
    own = [
        answer
        for answer in resolved.answers[question.name]
        if answer.path and not answer.shared_statement
    ]
    if not own or not standing or len(answered) < len(standing):
        return nested
    further = prefixed(joined(list(map(value, own))), translate("report.further"))
    return Cell((*nested.values, further))


def remarks_in(register: Register, file: str) -> Iterator[Value]:
    """The remarks beside the claims of *file*, each with the claim it stands beside."""
    for place, claim in claims(register):
        if place.file == file and claim.note:
            where = " › ".join(place_words(register, file, place.path))
            yield Value(f"{where}: {claim.note}")


def kept(about: Activity) -> Iterator[tuple[str, Cell]]:
    """What an organization keeps of an activity beside what the law asks, such as its owner."""
    yield translate("column.status"), text(_status(about))
    yield translate("column.owner"), text(about.owner)
    yield translate("column.volume"), text(about.volume)
    yield translate("column.tags"), text(", ".join(about.tags))
    yield translate("column.formerly"), text(", ".join(about.formerly))
    yield translate("column.reviews"), Cell(tuple(map(review, about.reviews.items())))
    yield translate("column.notes"), text(about.notes)


def review(dated: tuple[date, Review]) -> Value:
    """A review in one line: when, by whom, its outcome, when the next is due, of which facts."""
    day, look = dated
    due = translate("layout.due", day=look.next.isoformat()) if look.next else ""
    facts = translate("review.facts", facts=look.facts) if look.facts else ""
    parts = (day.isoformat(), look.by, look.outcome.rstrip("."), due, facts)
    return Value(", ".join(filter(None, parts)))


def _status(about: Activity) -> str:
    parts = [translate(f"status.{about.status}")] if "status" in about.model_fields_set else []
    if about.active_from:
        parts.append(translate("status.since", day=about.active_from.isoformat()))
    if about.active_until:
        parts.append(translate("status.until", day=about.active_until.isoformat()))
    return ", ".join(parts)


OF_THE_REGISTER = (("rights", "GDPR Art. 12-22"), ("opt_outs", ""), ("minors", "GDPR Art. 8"))
"""Questions that the register itself answers, and the articles that ask."""


def organization(register: Register) -> Section:
    """The organization, its representatives and contacts, and the rights of individuals."""
    rows = (*identity(register, _leading_role(register)), *contacts(register))
    facts = [(heading, "", cell) for heading, cell in rows]
    facts.append((translate("cover.regimes"), "", regimes(register)))
    for question, law in OF_THE_REGISTER:
        answer = getattr(register.record, question)
        if not (isinstance(answer, ClaimList) and answer.items):
            facts.append((translate(f"report.{question}"), law, _whole(register, question, answer)))
    tables = filter(None, (_rights(register), _opt_outs(register)))
    law = "GDPR Art. 30(1)(a), 30(2)(a)"
    title = translate("report.organization")
    return Section("organization", title, law, facts=tuple(facts), tables=tuple(tables))


def _leading_role(register: Register) -> str:
    acts_for_itself = any(record.is_controller for record in register.records)
    return "controller" if acts_for_itself or not register.records else "processor"


def _whole(register: Register, question: str, claim: Claim | ClaimList[Claim] | None) -> Cell:
    """What is said of a question as a whole, or the state that stands where nothing is."""
    return Cell(tuple(map(denial, register.answers(question, claim))))


def _rights(register: Register) -> Table | None:
    """Rights of individuals: what, for whom, and how they are exercised."""
    many = register.record.rights
    if many is None or not many.items:
        return None
    rows = []
    for answer in register.answers("rights", many):
        people = text(getattr(answer.claim, "people", ""))
        method = text(getattr(answer.claim, "method", ""))
        rows.append((Cell((value(answer),)), people, method))
    columns = (column("right"), column("people"), column("method"))
    return Table("rights", translate("report.rights"), columns, tuple(rows))


def _opt_outs(register: Register) -> Table | None:
    """Opt-outs and preference signals."""
    many = register.record.opt_outs
    if many is None or not many.items:
        return None
    rows = []
    for answer in register.answers("opt_outs", many):
        rows.append((text(humanize(answer.key)), Cell((value(answer),))))
    columns = (column("opt_out"), column("method"))
    return Table("opt_outs", translate("report.opt_outs"), columns, tuple(rows))


def general(register: Register) -> Section:
    """What is said once for many activities, in full."""
    statements = register.record.general
    lead = translate("report.general_lead") if statements else translate("report.general_empty")
    sections = [_statement(register, key, statement) for key, statement in statements.items()]
    return Section("general", translate("report.general"), lead=(lead,), sections=tuple(sections))


def _statement(register: Register, key: str, statement: SharedStatement) -> Section:
    speaker = Speaker(register, register.file)
    facts = []
    for question in type(statement).model_fields:
        answered = getattr(statement, question)
        if question != "applies_to" and answered is not None:
            answers = written(speaker, question, answered, ("general", key, question))
            facts.append((heading(question), "", _full_cell(tuple(answers))))
    reach = translate("report.applies", scope=scope_words(register, statement))
    return Section(f"general-{key}", _title(key), reach, facts=tuple(facts))


def _full_cell(answers: tuple[ResolvedClaim, ...]) -> Cell:
    """Items in full, a line each and numbered, then what is said of the list or denied."""
    standing = [answer for answer in answers if answer.is_item and not answer.state.denies]
    others = [answer for answer in answers if answer not in standing]
    return Cell((*numbered(list(map(in_full, standing))), *map(in_full, others)))


def scope_words(register: Register, statement: SharedStatement) -> str:
    """Whom a general statement is about: roles, activities, people, or everything."""
    scope = statement.applies_to
    roles = ", ".join(register.label("roles", role) for role in scope.role)
    activities = "; ".join(activity_names(register, scope.activities))
    parts = filter(None, (roles, activities, scope.people))
    return "; ".join(parts) or translate("report.everything")


def _title(key: str) -> str:
    words = humanize(key)
    return words[:1].upper() + words[1:]
