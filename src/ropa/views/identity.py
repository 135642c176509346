"""The identity block of a register, who speaks in it, and which laws its facts predate. GDPR Art. 30(1)(a), (2)(a)."""

from collections.abc import Iterator
from datetime import date

from ropa import vocabulary
from ropa.model.claim import State
from ropa.model.part import countries
from ropa.model.register_record import Contact
from ropa.model.source import Source, SourceKind
from ropa.register import Register
from ropa.register.qualifiers import claim_qualifiers
from ropa.views.phrases import value
from ropa.views.table import Cell, Value, text
from ropa.vocabulary import say, spelled


def status_lines(register: Register) -> tuple[str, ...]:
    """The lines every page, sheet and table carries; empty for an organization's own register of present facts."""
    return tuple(
        filter(None, (reconstruction_line(register), predates_line(register), part_line(register)))
    )


def part_line(register: Register) -> str:
    """What is left out of a part of a register; empty for a whole one."""
    chosen = [one for one in register.part if one != "public"]
    parts = (
        [say("status.part", fields=", ".join(chosen), n=len(register.records))] if chosen else []
    )
    return " ".join((*parts, *([say("status.public")] if "public" in register.part else [])))


def reconstruction_line(register: Register) -> str:
    """Who speaks, for a register somebody else drew from published documents; else empty."""
    if not register.is_reconstruction:
        return ""
    documents = [s for s in register.sources.values() if s.kind is SourceKind.DOCUMENT]
    titles = "; ".join(f"{source.title} ({dates(source)})" for source in documents)
    return say(
        "status.reconstruction", titles=titles, organization=register.record.organization.name
    )


def dates(source: Source) -> str:
    """The dates of a document with their meaning; an ambiguous one as written beside its reading."""
    words = []
    for meaning, entry in source.dates.items():
        read = entry.date.isoformat() if entry.date else ""
        written = f"“{entry.as_written}”" if entry.as_written and (entry.note or not read) else ""
        words.append(
            " ".join(
                filter(
                    None,
                    (
                        meaning.replace("-", " "),
                        read,
                        written and f"({written})" if read else written,
                    ),
                )
            )
        )
    return ", ".join(words) or say("word.undated")


def predates_line(register: Register) -> str:
    """Which of the laws the documents speak about applied only after the facts."""
    day = facts_date(register)
    if day is None:
        return ""
    later = [
        law
        for law in vocabulary.words("regimes").values()
        if law.name in ("eu-gdpr", "ccpa", "cpra-amendments")
        and law.text("applies_from") > day.isoformat()
    ]
    if not later:
        return ""
    laws = "; ".join(
        say("status.applies", law=law.label, day=law.text("applies_from")) for law in later
    )
    return say("status.predates", day=day.isoformat(), laws=laws)


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
    rows = [(say(f"identity.{role}", article=article), contact_cell(record.organization))]
    rows += representatives(register, article)
    rows.append(
        (say("identity.dpo", article=article), _contact_or_silence(register, "dpo", record.dpo))
    )
    return tuple(rows)


def representatives(register: Register, article: str) -> list[tuple[str, Cell]]:
    """A row for each representative the record speaks of."""
    many = register.record.representatives
    if many is None:
        return [
            (say("identity.representative", article=article), _silence(register, "representatives"))
        ]
    rows = [
        (
            say(
                "identity.representative_of",
                label=register.label("representatives", key),
                article=article,
            ),
            contact_cell(contact),
        )
        for key, contact in many.items.items()
    ]
    if many.rest is not None:
        answer = register.claim(many.rest, ("representatives",))
        rows.append((say("identity.representative", article=article), Cell((value(answer),))))
    return rows


def _contact_or_silence(register: Register, question: str, contact: Contact | None) -> Cell:
    return contact_cell(contact) if contact is not None else _silence(register, question)


def _silence(register: Register, question: str) -> Cell:
    return Cell((value(register.unanswered(question)),))


def contact_cell(contact: Contact) -> Cell:
    """Name and contact details, a line each; first, where none are asserted, the state in their place."""
    qualified = claim_qualifiers(contact)
    lines = [*_contact_lines(contact)]
    if not contact.state.asserts:
        told = say(f"state.{contact.state}")
        lines.insert(0, contact.wording if contact.state is State.VAGUE else told)
    heads = [Value(line, contact.state, qualified, contact.cites) for line in lines[:1]]
    return Cell((*heads, *(Value(line, contact.state, (), contact.cites) for line in lines[1:])))


def _contact_lines(contact: Contact) -> Iterator[str]:
    country = countries().get(contact.country or "", "")
    if contact.name:
        yield contact.name
    if contact.address or country:
        yield ", ".join(
            filter(None, (contact.address, country if country not in contact.address else ""))
        )
    for label, said in (
        ("legal_form", getattr(contact, "legal_form", "")),
        ("registration", getattr(contact, "registration", "")),
        ("email", contact.email),
        ("telephone", contact.telephone),
        ("website", contact.website),
        ("use", contact.use),
    ):
        if said:
            yield say(f"contact.{label}", value=said)


def contacts(register: Register) -> tuple[tuple[str, Cell], ...]:
    """Contact points by use, and places of business."""
    record = register.record
    rows = []
    for label, many in (
        ("contact", record.contacts),
        ("establishment", record.organization.establishments),
    ):
        for key, contact in many.items.items() if many else ():
            rows.append((say(f"identity.{label}", name=spelled(key)), contact_cell(contact)))
    return tuple(rows)


def regimes(register: Register) -> Cell:
    """Laws that apply, as far as a source or the organization says."""
    many = register.record.regimes
    if many is None:
        return _silence(register, "regimes")
    return Cell(tuple(map(value, register.answers("regimes", many))))


def plain(lines: tuple[str, ...]) -> Cell:
    """Plain lines as a cell."""
    return text("\n".join(lines))
