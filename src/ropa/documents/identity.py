"""The identity block of a register, and the lines that say who speaks. GDPR Art. 30(1)(a)."""

from collections.abc import Iterator
from datetime import date
from itertools import starmap

from ropa import vocabulary
from ropa.documents.cells import answers_cell, enumerated, labelled, quoted
from ropa.documents.table import Facts
from ropa.fields.values import Cell, Value, state_value
from ropa.fields.wording import unsaid
from ropa.model.claim import State
from ropa.model.register_record import Contact
from ropa.model.source import Source, SourceDate, SourceKind
from ropa.register import Records, Register
from ropa.register.gaps import unstated
from ropa.register.qualifiers import claim_qualifiers
from ropa.register.select import PUBLIC
from ropa.vocabulary import countries, day_text, humanize, joined, translate


def status_lines(register: Register) -> tuple[str, ...]:
    """The lines every page carries; empty for an organization's own register of present facts."""
    lines = (reconstruction_line(register), predates_line(register), part_line(register))
    return tuple(filter(None, lines))


def part_line(register: Register) -> str:
    """What is left out of a part of a register; empty for a whole one."""
    criteria = [criterion for criterion in register.part if criterion != PUBLIC]
    lines = []
    if criteria:
        number = len(register.records)
        fields = joined(criteria)
        lines.append(translate("status.part", n=number, fields=fields))
    if PUBLIC in register.part:
        lines.append(translate("status.public"))
    return " ".join(lines)


def reconstruction_line(register: Register) -> str:
    """Who speaks, for a register somebody else drew from published documents; else empty."""
    if not register.is_reconstruction:
        return ""
    sources = register.sources.values()
    documents = [source for source in sources if source.kind is SourceKind.DOCUMENT]
    titles = enumerated(map(source_title, documents))
    organization = register.record.organization.name
    return translate("status.reconstruction", titles=titles, organization=organization)


def source_title(source: Source) -> str:
    """What a source is called, with its dates."""
    return translate("line.of", words=source.title, detail=dates(source))


def dates(source: Source) -> str:
    """The dates of a document with their meaning; an ambiguous one with its own words."""
    dated = starmap(_date, source.dates.items())
    return joined(dated) or translate("word.undated")


def _date(meaning: str, dated: SourceDate) -> str:
    day = day_text(dated.date) if dated.date else ""
    is_quoted = dated.as_written and (dated.note or not day)
    words = quoted(dated.as_written) if is_quoted else ""
    if day and words:
        day = translate("line.of", words=day, detail=words)
    stated = day or words or translate("state.not-stated")
    parts = (translate(f"date.{meaning}"), stated)
    return " ".join(filter(None, parts))


DATED_LAWS = ("eu-gdpr", "ccpa", "cpra-amendments")
"""Laws of which a page says that the facts predate them."""


def predates_line(register: Register) -> str:
    """Which of the laws the documents speak about applied only after the facts."""
    day = facts_date(register)
    if day is None:
        return ""
    laws = vocabulary.words("applicable_laws")
    later_laws = []
    for name in DATED_LAWS:
        law = laws[name]
        start = date.fromisoformat(law.text("applies_from"))
        if start > day:
            later_laws.append(translate("status.applies", law=law.label, day=day_text(start)))
    if not later_laws:
        return ""
    return translate("status.predates", day=day_text(day), laws=enumerated(later_laws))


def facts_date(register: Records) -> date | None:
    """The day the register's facts are of: its own, else the latest date among its sources."""
    if register.record.as_of:
        return register.record.as_of
    days = []
    for source in register.sources.values():
        days += [dated.date for dated in source.dates.values()]
    return max(filter(None, days), default=None)


def identity(register: Register, role: str) -> Facts:
    """Labels and values of the identity block, in the law's order."""
    record = register.record
    article = "GDPR Art. 30(1)(a)" if role == "controller" else "GDPR Art. 30(2)(a)"
    party = translate(f"identity.{role}", article=article)
    organization = (party, identity_cell(register, record.organization))
    heading = translate("identity.dpo", article=article)
    officer = identity_cell(register, record.dpo) if record.dpo else _silence(register, "dpo")
    return (organization, *representatives(register, article), (heading, officer))


def representatives(register: Register, article: str) -> Facts:
    """A row for each representative the record speaks of, under the law that asks for it."""
    claims = register.record.representatives
    heading = translate("identity.representative", article=article)
    if claims is None:
        return ((heading, _silence(register, "representatives")),)
    rows = []
    for key, contact in claims.items.items():
        law = representative_article(register, key, article)
        label = register.label("representatives", key)
        named = translate("identity.representative_of", label=label, article=law)
        rows.append((named, identity_cell(register, contact)))
    if claims.whole is not None:
        answer = register.claim(claims.whole, ("representatives",))
        rows.append((heading, answers_cell([answer])))
    return tuple(rows)


def representative_article(register: Register, key: str, article: str) -> str:
    """The article that asks for a representative: *article* for the Union's, else its law's."""
    word = register.word("representatives", key)
    if word is None or word.text("regime") == "eu-gdpr":
        return article
    return word.article


def _silence(register: Register, question: str) -> Cell:
    return answers_cell([register.unanswered(question)])


def contact_cell(contact: Contact) -> Cell:
    """Name and contact details, a line each, after the state where none are asserted."""
    state = contact.state
    lines = [contact.name, _address(contact), *_details(contact)]
    if state is State.VAGUE:
        lines.insert(0, contact.wording)
    elif not state.asserts:
        lines.insert(0, state_value(state).text)
    values = []
    for line in filter(None, lines):
        values.append(Value(line, state, (), contact.cites))
    if values:
        values[0] = values[0].qualified(claim_qualifiers(contact))
    return Cell(tuple(values))


def identity_cell(register: Register, contact: Contact) -> Cell:
    """Who is named with contact details, and what of these nobody states. GDPR Art. 30(1)(a)."""
    values = contact_cell(contact).values
    if not contact.state.asserts:
        return Cell(values)
    silence = unsaid(register)
    lacking = []
    for name in unstated(contact):
        words = labelled(translate(f"contact.{name}"), silence.text)
        lacking.append(silence.saying(words))
    return Cell((*values, *lacking))


LINES_OF_CONTACT = ("legal_form", "registration", "email", "telephone", "website", "use")
"""Details of a contact, each on a line of its own after a word of ours."""


def _address(contact: Contact) -> str:
    country = countries().get(contact.country or "", "")
    is_in_address = country in contact.address
    return joined((contact.address, "" if is_in_address else country))


def _details(contact: Contact) -> Iterator[str]:
    for field in LINES_OF_CONTACT:
        detail = getattr(contact, field, "")
        if detail:
            yield translate(f"contact.{field}", value=detail)


def contacts(register: Register) -> Facts:
    """Contact points by use, places of business, and the laws that a source says apply."""
    record = register.record
    points = {"contact": record.contacts, "establishment": record.organization.establishments}
    rows = []
    for kind, claims in points.items():
        for key, contact in claims.items.items() if claims else ():
            label = translate(f"identity.{kind}", name=humanize(key))
            rows.append((label, contact_cell(contact)))
    laws = register.answers("applicable_laws", record.applicable_laws)
    rows.append((translate("cover.applicable_laws"), answers_cell(laws)))
    return tuple(rows)
