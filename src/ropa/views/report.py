"""The parts of the appendix an auditor reads, one section an activity, each answer beside its article."""

from collections.abc import Iterator
from datetime import date

from ropa import vocabulary
from ropa.model.activity import Activity, Disclosure, Review
from ropa.model.claim import Claim, Many
from ropa.model.register_record import General
from ropa.register import Register, ResolvedActivity, ResolvedClaim, Speaker, article, written
from ropa.register.gaps import shown
from ropa.register.qualifiers import QualifierKind, without
from ropa.register.traverse import claims
from ropa.views.details import role_labels
from ropa.views.identity import contacts, identity, regimes
from ropa.views.lines import cell, item_lines, joined, nested_cell, numbered
from ropa.views.phrases import label, labels, value
from ropa.views.pictures import flow
from ropa.views.registers import destinations, optional
from ropa.views.table import Cell, Section, Table, Value, column, text
from ropa.vocabulary import Word, say, spelled

NOTHING = Cell()


def activity(resolved: ResolvedActivity, findings: Cell = NOTHING) -> Section:
    """One activity, question by question, in the order of the law; then the *findings* about it."""
    record = resolved.record
    facts = [
        (say(f"column.{name}"), "", optional(resolved, name))
        for name in ("description", "function")
    ]
    facts = [fact for fact in facts if fact[2].values]
    for question in shown(resolved):
        facts.append((question.label, article(question, record), _cell(resolved, question)))
    facts += [(heading, "", cell) for heading, cell in kept(record.activity) if cell.values]
    if remarks := tuple(remarks_in(resolved.register, record.file)):
        facts.append((say("report.remarks"), "", Cell(remarks)))
    if findings.values:
        facts.append((say("report.findings"), "", findings))
    return Section(
        resolved.id,
        resolved.name,
        say("report.roles", roles=role_labels(resolved)),
        facts=tuple(facts),
        pictures=(flow(resolved),),
    )


def _cell(activity: ResolvedActivity, question: Word) -> Cell:
    if question.name == "transfers":
        details = (_within(activity, "transfers", detail) for detail in ("safeguards", "tia"))
        return Cell((*destinations(activity).values, *(one for found in details for one in found)))
    if question.name == "purposes":
        business = _within(activity, "purposes", "business_purposes")
        return Cell((*cell(activity, "purposes").values, *business))
    if question.name == "recipients":
        return _recipients(activity)
    return (
        nested_cell(activity, question.name)
        if question.text("within")
        else cell(activity, question.name)
    )


def _within(activity: ResolvedActivity, question: str, detail: str) -> Iterator[Value]:
    """What items say of a *detail* that is no question of its own, beside the item: Art. 49(1), 1798.140(e)."""
    for answer in activity.answers[question]:
        if detail in answer.own:
            whose = label(answer) or spelled(answer.key)
            yield joined(list(map(value, answer.own[detail])), say(f"report.{detail}", item=whose))


def _recipients(activity: ResolvedActivity) -> Cell:
    """Recipients with their kind and the data they receive, where a source pairs them."""
    items, others = [], []
    for answer in activity.answers["recipients"]:
        one = value(answer)
        if isinstance(answer.claim, Disclosure):
            words = " — ".join((one.text, *_pairs(answer, answer.claim)))
            items.append((answer, one.saying(words)))
        else:
            others.append(one)
    return Cell((*item_lines(items), *others))


def _pairs(answer: ResolvedClaim, claim: Disclosure) -> Iterator[str]:
    """QualifierKind and data of a disclosure, where a source gives them."""
    if claim.kind:
        kinds = list(map(value, answer.nested("kind")))
        # That the disclosure is a general one stands behind the recipient itself.
        words = ", ".join(
            str(Value(one.text, one.state, without(one.qualifiers, QualifierKind.GENERAL)))
            for one in kinds
        )
        yield say("report.kind", words=words) if any(one.state.is_open for one in kinds) else words
    if claim.contract is not None:
        contracts = [str(value(contract)) for contract in answer.nested("contract")]
        yield say("report.contract", words=", ".join(contracts))
    if claim.data:
        yield say("report.data", data=labels(answer.register, "personal_data", claim.data))


def remarks_in(register: Register, file: str) -> Iterator[Value]:
    """The remarks beside the claims of *file*, each with the claim it stands beside."""
    for place, claim in claims(register):
        if place.file == file and claim.note:
            yield Value(f"{' › '.join(spelled(str(step)) for step in place.path)}: {claim.note}")


def kept(about: Activity) -> Iterator[tuple[str, Cell]]:
    """What an organization keeps of an activity beside what the law asks: its owner, its size, its reviews."""
    yield say("column.status"), text(_status(about))
    yield say("column.owner"), text(about.owner)
    yield say("column.volume"), text(about.volume)
    yield say("column.tags"), text(", ".join(about.tags))
    yield say("column.formerly"), text(", ".join(about.formerly))
    yield say("column.reviews"), Cell(tuple(map(review, about.reviews.items())))
    yield say("column.notes"), text(about.notes)


def review(dated: tuple[date, Review]) -> Value:
    """A review in one line: when, by whom, what came of it, when the next is due, and of which facts it is."""
    day, said = dated
    due = say("layout.due", day=said.next.isoformat()) if said.next else ""
    facts = say("review.facts", facts=said.facts) if said.facts else ""
    return Value(
        ", ".join(filter(None, (day.isoformat(), said.by, said.outcome.rstrip("."), due, facts)))
    )


def _status(about: Activity) -> str:
    parts = [say(f"status.{about.status}")] if "status" in about.model_fields_set else []
    if about.active_from:
        parts.append(say("status.since", day=about.active_from.isoformat()))
    if about.active_until:
        parts.append(say("status.until", day=about.active_until.isoformat()))
    return ", ".join(parts)


def organization(register: Register) -> Section:
    """The organization, its representatives, its contacts, and rights of individuals. GDPR Art. 30(1)(a)."""
    record = register.record
    role = (
        "processor"
        if not any(r.is_controller for r in register.records) and register.records
        else "controller"
    )
    facts = [
        (label, "", shown) for label, shown in (*identity(register, role), *contacts(register))
    ]
    facts.append((say("cover.regimes"), "", regimes(register)))
    facts += [
        (say(f"report.{question}"), article, _whole(register, question, getattr(record, question)))
        for question, article in (
            ("rights", "GDPR Art. 12-22"),
            ("opt_outs", ""),
            ("minors", "GDPR Art. 8"),
        )
        if not (isinstance(many := getattr(record, question), Many) and many.items)
    ]
    return Section(
        "organization",
        say("report.organization"),
        "GDPR Art. 30(1)(a), 30(2)(a)",
        facts=tuple(facts),
        tables=tuple(filter(None, (_rights(register), _opt_outs(register)))),
    )


def _whole(register: Register, question: str, claim: Claim | Many[Claim] | None) -> Cell:
    """What is said of a question as a whole, or the state that stands where nothing is."""
    return Cell(tuple(map(value, register.answers(question, claim))))


def _rights(register: Register) -> Table | None:
    """Rights of individuals: what, for whom, and how they are exercised."""
    many = register.record.rights
    if many is None or not many.items:
        return None
    rows = []
    for answer in register.answers("rights", many):
        people, method = getattr(answer.claim, "people", ""), getattr(answer.claim, "method", "")
        rows.append((Cell((value(answer),)), text(people), text(method)))
    return Table(
        "rights",
        say("report.rights"),
        (column("right"), column("people"), column("method")),
        tuple(rows),
    )


def _opt_outs(register: Register) -> Table | None:
    """Opt-outs and preference signals."""
    many = register.record.opt_outs
    if many is None or not many.items:
        return None
    rows = tuple(
        (text(spelled(answer.key)), Cell((value(answer),)))
        for answer in register.answers("opt_outs", many)
    )
    return Table("opt_outs", say("report.opt_outs"), (column("opt_out"), column("method")), rows)


def general(register: Register) -> Section:
    """What is said once for many activities, in full."""
    return Section(
        "general",
        say("report.general"),
        lead=(say("report.general_lead"),)
        if register.record.general
        else (say("report.general_empty"),),
        sections=tuple(
            _block(register, key, block) for key, block in register.record.general.items()
        ),
    )


def _block(register: Register, key: str, block: General) -> Section:
    scope = block.applies_to
    parts = [
        ", ".join(register.label("roles", role) for role in scope.role),
        "; ".join(
            register.by_id[id].activity.name if id in register.by_id else id
            for id in scope.activities
        ),
        scope.people,
    ]
    to = say("report.applies", scope="; ".join(filter(None, parts)) or say("report.everything"))
    facts = []
    for question in type(block).model_fields:
        said = getattr(block, question)
        if question != "applies_to" and said is not None:
            speaker = Speaker(register, register.file)
            answers = written(speaker, question, said, ("general", key, question))
            drawn = list(map(value, answers))
            facts.append((heading(question), "", Cell(tuple(numbered(drawn)))))
    return Section(f"general-{key}", _title(key), to, facts=tuple(facts))


def _title(key: str) -> str:
    words = spelled(key)
    return words[:1].upper() + words[1:]


def heading(question: str) -> str:
    """The heading of a question."""
    found = vocabulary.questions().get(question)
    return found.label if found else question.replace("_", " ")
