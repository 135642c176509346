"""The parts of the appendix an auditor reads, one section an activity, each answer beside its article."""

from collections.abc import Mapping

from ropa.gaps import answers as answers_to
from ropa.model.activity import Disclosure
from ropa.model.claim import Claim
from ropa.register import Answer, Record, Register, article, questions
from ropa.views.identity import contacts, identity, regimes
from ropa.views.phrases import labels, value
from ropa.views.registers import cell, destinations, nested_cell, numbered, optional
from ropa.views.table import Cell, Section, Value, text
from ropa.vocabulary import Word, say


def activity(register: Register, record: Record) -> Section:
    """One activity, question by question, in the order of the law."""
    about = record.activity
    facts = [(say("column.description"), "", optional(register, "description", about.description, record)),
             (say("column.function"), "", optional(register, "function", about.function, record))]
    facts = [fact for fact in facts if fact[2].values]
    for question in questions(record):
        if _is_shown(register, record, question):
            facts.append((question.label, article(question, record), _cell(register, record, question)))
    facts.append((say("column.status"), "", text(_status(record))))
    return Section(about.id, about.name, say("report.roles", roles=", ".join(register.label("roles", r) for r in about.role.items)),
                   facts=tuple(facts))


def _is_shown(register: Register, record: Record, question: Word) -> bool:
    """Whether a question has its line: all the law or templates ask, and of the rest those that are answered."""
    found = list(answers_to(register, record, question))
    return bool(found) if question.text("condition") != "optional" else any(answer.path for _, answer in found)


def _cell(register: Register, record: Record, question: Word) -> Cell:
    if question.name == "transfers":
        return destinations(register, record)
    if question.name == "recipients":
        return _recipients(register, record)
    return nested_cell(register, record, question.name) if question.text("within") else cell(register, record, question.name)


def _recipients(register: Register, record: Record) -> Cell:
    """Recipients with their kind and the data they receive, where a source pairs them."""
    values: list[Value] = []
    others: list[Value] = []
    for answer in register.answers(record, "recipients"):
        one = value(register, "recipients", answer)
        if not answer.is_item:
            others.append(one)
            continue
        more = []
        if isinstance(answer.claim, Disclosure):
            if answer.claim.kind:
                more.append(", ".join(str(value(register, "kind", kind)) for kind in register.nested(record, answer, "kind")))
            if answer.claim.data:
                more.append(say("report.data", data=labels(register, "personal_data", answer.claim.data)))
        words = " — ".join((one.text, *more))
        values.append(Value(words, one.state, one.marks, one.cites))
    return Cell((*(numbered(values) if len(values) > 1 else values), *others))


def _status(record: Record) -> str:
    about = record.activity
    parts = [say(f"status.{about.status}")]
    if about.active_from:
        parts.append(say("status.since", day=about.active_from.isoformat()))
    if about.active_until:
        parts.append(say("status.until", day=about.active_until.isoformat()))
    return ", ".join(parts)


def organization(register: Register) -> Section:
    """The organization, its representatives, its contacts, and rights of individuals. GDPR Art. 30(1)(a)."""
    record = register.record
    role = "processor" if not any(r.is_controller for r in register.records) and register.records else "controller"
    facts = [(label, "", shown) for label, shown in (*identity(register, role), *contacts(register))]
    facts.append((say("cover.regimes"), "", regimes(register)))
    if record.rights:
        facts.append((say("report.rights"), "", _claims(register, "rights", record.rights.items)))
    if record.opt_outs:
        facts.append((say("report.opt_outs"), "", _claims(register, "opt_outs", record.opt_outs.items)))
    if record.minors:
        facts.append((say("report.minors"), "GDPR Art. 8", Cell((value(register, "minors", Answer("", record.minors, register.file, ("minors",))),))))
    return Section("organization", say("report.organization"), "GDPR Art. 30(1)(a), 30(2)(a)", facts=tuple(facts))


def _claims(register: Register, question: str, items: Mapping[str, Claim]) -> Cell:
    return Cell(tuple(_right(register, question, Answer(key, claim, register.file, (question, key))) for key, claim in items.items()))


def _right(register: Register, question: str, answer: Answer) -> Value:
    one = value(register, question, answer)
    more = [getattr(answer.claim, "people", ""), getattr(answer.claim, "method", "")]
    words = "; ".join(filter(None, (one.text, *(part.rstrip(".") for part in more))))
    return Value(words, one.state, one.marks, one.cites)
