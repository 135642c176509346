"""The identity block of a register, and the lines that say who speaks. GDPR Art. 30(1)(a)."""

from collections.abc import Iterator
from datetime import date

from ropa import vocabulary
from ropa.fields.values import Cell, Value
from ropa.fields.wording import value
from ropa.model.claim import State
from ropa.model.register_record import Contact
from ropa.model.source import Source, SourceDate, SourceKind
from ropa.register import Register
from ropa.register.qualifiers import claim_qualifiers
from ropa.register.select import PUBLIC
from ropa.vocabulary import countries, humanize, translate


def status_lines(register: Register) -> tuple[str, ...]:
    """The lines every page carries; empty for an organization's own register of present facts."""
    return tuple(
        filter(None, (reconstruction_line(register), predates_line(register), part_line(register)))
    )


def part_line(register: Register) -> str:
    """What is left out of a part of a register; empty for a whole one."""
    chosen = [one for one in register.part if one != PUBLIC]
    lines = []
    if chosen:
        fields = ", ".join(chosen)
        lines.append(translate("status.part", n=len(register.records), fields=fields))
    if PUBLIC in register.part:
        lines.append(translate("status.public"))
    return " ".join(lines)


def reconstruction_line(register: Register) -> str:
    """Who speaks, for a register somebody else drew from published documents; else empty."""
    if not register.is_reconstruction:
        return ""
    documents = [s for s in register.sources.values() if s.kind is SourceKind.DOCUMENT]
    titles = "; ".join(f"{source.title} ({dates(source)})" for source in documents)
    organization = register.record.organization.name
    return translate("status.reconstruction", titles=titles, organization=organization)


def dates(source: Source) -> str:
    """The dates of a document with their meaning; an ambiguous one with its own words."""
    words = (_date(meaning, entry) for meaning, entry in source.dates.items())
    return ", ".join(words) or translate("word.undated")


def _date(meaning: str, entry: SourceDate) -> str:
    read = entry.date.isoformat() if entry.date else ""
    is_quoted = entry.as_written and (entry.note or not read)
    quoted = f"“{entry.as_written}”" if is_quoted else ""
    if read and quoted:
        quoted = f"({quoted})"
    return " ".join(filter(None, (meaning.replace("-", " "), read, quoted)))


DATED_LAWS = ("eu-gdpr", "ccpa", "cpra-amendments")
"""Laws of which a page says that the facts predate them."""


def predates_line(register: Register) -> str:
    """Which of the laws the documents speak about applied only after the facts."""
    day = facts_date(register)
    if day is None:
        return ""
    facts = day.isoformat()
    regimes = vocabulary.words("regimes").values()
    later = []
    for law in regimes:
        start = law.text("applies_from")
        if law.name in DATED_LAWS and start > facts:
            later.append(translate("status.applies", law=law.label, day=start))
    return translate("status.predates", day=facts, laws="; ".join(later)) if later else ""


def facts_date(register: Register) -> date | None:
    """The day the register's facts are of: its own, else the latest date among its sources."""
    if register.record.as_of:
        return register.record.as_of
    found = [
        entry.date
        for source in register.sources.values()
        for entry in source.dates.values()
        if entry.date
    ]
    return max(found, default=None)


def identity(register: Register, role: str) -> tuple[tuple[str, Cell], ...]:
    """Labels and values of the identity block, in the law's order."""
    record = register.record
    article = "GDPR Art. 30(1)(a)" if role == "controller" else "GDPR Art. 30(2)(a)"
    rows = [(translate(f"identity.{role}", article=article), contact_cell(record.organization))]
    rows += representatives(register, article)
    officer = _contact_or_silence(register, "dpo", record.dpo)
    rows.append((translate("identity.dpo", article=article), officer))
    return tuple(rows)


def representatives(register: Register, article: str) -> list[tuple[str, Cell]]:
    """A row for each representative the record speaks of, under the law that asks for it."""
    many = register.record.representatives
    heading = translate("identity.representative", article=article)
    if many is None:
        return [(heading, _silence(register, "representatives"))]
    rows = []
    for key, contact in many.items.items():
        law = representative_article(register, key, article)
        label = register.label("representatives", key)
        named = translate("identity.representative_of", label=label, article=law)
        rows.append((named, contact_cell(contact)))
    if many.whole is not None:
        answer = register.claim(many.whole, ("representatives",))
        rows.append((heading, Cell((value(answer),))))
    return rows


def representative_article(register: Register, key: str, article: str) -> str:
    """The article that asks for a representative: *article* for the Union's, else its law's."""
    word = register.word("representatives", key)
    if word is None or word.text("regime") == "eu-gdpr":
        return article
    return word.article


def _contact_or_silence(register: Register, question: str, contact: Contact | None) -> Cell:
    return contact_cell(contact) if contact is not None else _silence(register, question)


def _silence(register: Register, question: str) -> Cell:
    return Cell((value(register.unanswered(question)),))


def contact_cell(contact: Contact) -> Cell:
    """Name and contact details, a line each, after the state where none are asserted."""
    lines = [*_contact_lines(contact)]
    state = contact.state
    if not state.asserts:
        lines.insert(0, contact.wording if state is State.VAGUE else translate(f"state.{state}"))
    values = [Value(line, state, (), contact.cites) for line in lines]
    if values:
        values[0] = values[0].qualified(claim_qualifiers(contact))
    return Cell(tuple(values))


LINES_OF_CONTACT = (
    "legal_form",
    "registration",
    "email",
    "telephone",
    "website",
    "use",
)
"""Details of a contact, each on a line of its own after a word of ours."""


def _contact_lines(contact: Contact) -> Iterator[str]:
    if contact.name:
        yield contact.name
    country = countries().get(contact.country or "", "")
    is_in_address = country in contact.address
    address = ", ".join(filter(None, (contact.address, "" if is_in_address else country)))
    if address:
        yield address
    for field in LINES_OF_CONTACT:
        detail = getattr(contact, field, "")
        if detail:
            yield translate(f"contact.{field}", value=detail)


def contacts(register: Register) -> tuple[tuple[str, Cell], ...]:
    """Contact points by use, and places of business."""
    record = register.record
    establishments = record.organization.establishments
    rows = []
    for label, many in (("contact", record.contacts), ("establishment", establishments)):
        for key, contact in many.items.items() if many else ():
            rows.append((translate(f"identity.{label}", name=humanize(key)), contact_cell(contact)))
    return tuple(rows)


def regimes(register: Register) -> Cell:
    """Laws that apply, as far as a source or the organization says."""
    many = register.record.regimes
    if many is None:
        return _silence(register, "regimes")
    return Cell(tuple(map(value, register.answers("regimes", many))))
