"""Every element of a privacy policy and of a notice at collection: what is declared for it, or that nothing is.

11 CCR 7011(e), 7012(e). The elements are those of the vocabulary's list, which says of each which text was verified.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from ropa import california, vocabulary
from ropa.fields.names import name
from ropa.fields.values import Value, text
from ropa.fields.wording import value
from ropa.model.claim import State
from ropa.model.part import CCPA_LETTERS
from ropa.register import Register
from ropa.views.ccpa import cells
from ropa.views.identity import contact_cell, dates, status_lines
from ropa.views.table import Table, column
from ropa.vocabulary import say

Values = Iterable[Value]


def elements(register: Register, as_of: date) -> Table:
    """A row for each element, in the order of the regulations; an element nobody declares says so."""
    columns = (
        column("article", "", 30),
        column("element", "", 44),
        column("declared", "", 80),
        column("ccpa_text", "", 26),
    )
    rows = tuple(
        (
            text(word.article.replace("Cal. Code Regs. tit. 11, ", "11 CCR ")),
            text(word.label),
            cells.or_silence(register, ELEMENTS[word.name](register)),
            text(say(f"ccpa.text_{word.text('verified')}")),
        )
        for word in vocabulary.words("ccpa_policy").values()
    )
    lead = (say("ccpa.elements_lead"), *cells.law(as_of), *status_lines(register))
    return Table("ccpa_elements", say("sheet.ccpa_elements_title"), columns, rows, lead=lead)


# Practices


def _collected(register: Register) -> Iterator[Value]:
    """Answers of the declared table, category by category, and of the list of sensitive information."""
    found = california.declared(register)
    answers: dict[str, list[str]] = {}
    for _, letter, row in california.rows(found):
        answers.setdefault(row.collected, []).append(
            f"({letter})" if letter else row.label or say("ccpa.no_letter")
        )
    if answers:
        listed = {letter for _, letter, _ in california.rows(found)}
        left = [f"({letter})" for letter in CCPA_LETTERS if letter not in listed]
        answers["not-listed"] = sorted([*answers.pop("not-listed", []), *left])
    for answer, named in answers.items():
        if named:
            state = State.NOT_STATED if answer == "not-listed" else State.STATED
            yield Value(f"{say(f'word.{answer}')}: {', '.join(named)}", state)
    for key, row in (found.sensitive.items if found.sensitive else {}).items():
        kind = register.label("ccpa_sensitive", key)
        yield Value(
            say("ccpa.sensitive_answer", answer=say(f"word.{row.collected}"), kind=kind),
            cites=row.cites,
        )
    if found.sensitive and found.sensitive.rest is not None:
        rest = value(register.claim(found.sensitive.rest, ("declared", "sensitive")))
        yield rest.saying(say("ccpa.sensitive_rest", words=rest.text))


def _table(field: str) -> Callable[[Register], Values]:
    """What is declared for *field*, for the whole table and row by row."""

    def draw(register: Register) -> Iterator[Value]:
        yield from cells.said(register, field)
        for path, letter, row in california.rows(california.declared(register)):
            if getattr(row, field) is not None:
                title = cells.category(letter) if letter else row.label or say("ccpa.no_letter")
                for one in cells.said(register, field, row, path):
                    yield one.saying(f"{title}: {one.text}")

    return draw


def _sale(register: Register) -> Iterator[Value]:
    for field in ("sold", "shared"):
        found = list(_table(field)(register)) or [cells.silence(register)]
        for one in found:
            yield one.saying(f"{say(f'column.{field}')}: {one.text}")


def _whole(field: str) -> Callable[[Register], Values]:
    """A statement beside the table."""

    def draw(register: Register) -> Values:
        return tuple(map(value, california.said(register, field)))

    return draw


def _disclosed(register: Register) -> Iterator[Value]:
    """Which categories are disclosed: those whose row says so, or those of the table as a whole."""
    found = california.declared(register)
    own = [(letter, row) for _, letter, row in california.rows(found) if row.disclosed_to]
    if own:
        names = [cells.category(letter) if letter else row.label for letter, row in own]
        yield Value("; ".join(names), cites=tuple(cite for _, row in own for cite in row.cites))
    if found.disclosed_to is not None:
        if found.disclosed_to.items:
            yield Value(say("ccpa.disclosed_whole"))
        elif found.disclosed_to.rest is not None:
            yield cells.denial(
                register.claim(found.disclosed_to.rest, ("declared", "disclosed_to"))
            )


# Rights and how they are exercised


def _right(key: str) -> Callable[[Register], Values]:
    def draw(register: Register) -> Values:
        many = register.record.rights
        answers = register.answers("rights", many) if many else ()
        return tuple(value(answer) for answer in answers if answer.key == key)

    return draw


def _handling(
    key: str, otherwise: Callable[[Register], Values] | None = None
) -> Callable[[Register], Values]:
    """What is declared of handling requests, else what the register records of it elsewhere."""

    def draw(register: Register) -> Values:
        many = california.declared(register).handling
        if many and key in many.items:
            return (value(register.claim(many.items[key], ("declared", "handling", key))),)
        return otherwise(register) if otherwise else ()

    return draw


def _methods(register: Register) -> Values:
    """How the rights of California are exercised, as recorded with each right."""
    rights = register.record.rights
    found: dict[str, list[str]] = {}
    for key, claim in (rights.items if rights else {}).items():
        if key.startswith("ccpa-") and claim.method:
            found.setdefault(claim.method.rstrip("."), []).append(name(register, "rights", key))
    return tuple(
        Value(say("ccpa.method", method=how, rights="; ".join(named)))
        for how, named in found.items()
    )


def _signals(register: Register) -> Iterator[Value]:
    outs = register.record.opt_outs
    for key, claim in (outs.items if outs else {}).items():
        if key in SIGNALS:
            one = value(register.claim(claim, ("opt_outs", key)))
            yield one.saying(f"{key.replace('-', ' ')}: {one.text}")


SIGNALS = (
    "do-not-track",
    "global-privacy-control",
    "opt-out-preference-signals",
    "preference-signals",
)
"""Keys of opt-outs that speak of signals a browser sends."""


def _contacts(register: Register) -> Iterator[Value]:
    contacts = register.record.contacts
    for contact in contacts.items.values() if contacts else ():
        lines = [one.text for one in contact_cell(contact).values]
        yield Value("; ".join(lines), contact.state, (), contact.cites)


def _link(key: str) -> Callable[[Register], Values]:
    def draw(register: Register) -> Values:
        many = california.declared(register).links
        if many is None or key not in many.items:
            return ()
        return (value(register.claim(many.items[key], ("declared", "links", key))),)

    return draw


def _updated(register: Register) -> Values:
    """The declared date; else the dates the sources carry."""
    day = california.declared(register).updated
    if day:
        return (Value(day.isoformat()),)
    found = [source for source in register.sources.values() if source.dates]
    return tuple(
        Value(say("ccpa.source_dates", title=source.title, dates=dates(source))) for source in found
    )


ELEMENTS: Mapping[str, Callable[[Register], Values]] = MappingProxyType(
    {
        "ccpa.reg.7011.e.1.A": _collected,
        "ccpa.reg.7011.e.1.B": _table("sources"),
        "ccpa.reg.7011.e.1.C": _table("purposes"),
        "ccpa.reg.7011.e.1.D": _sale,
        "ccpa.reg.7011.e.1.E": _table("sold_to"),
        "ccpa.reg.7011.e.1.F": _table("sale_purposes"),
        "ccpa.reg.7011.e.1.G": _whole("minors"),
        "ccpa.reg.7011.e.1.H": _disclosed,
        "ccpa.reg.7011.e.1.I": _table("disclosed_to"),
        "ccpa.reg.7011.e.1.J": _table("disclosure_purposes"),
        "ccpa.reg.7011.e.1.K": _whole("limit_use"),
        "ccpa.reg.7011.e.2.A": _right("ccpa-know"),
        "ccpa.reg.7011.e.2.B": _right("ccpa-delete"),
        "ccpa.reg.7011.e.2.C": _right("ccpa-correct"),
        "ccpa.reg.7011.e.2.D": _right("ccpa-opt-out"),
        "ccpa.reg.7011.e.2.E": _right("ccpa-limit"),
        "ccpa.reg.7011.e.2.F": _right("ccpa-non-discrimination"),
        "ccpa.reg.7011.e.3.A": _handling("methods", _methods),
        "ccpa.reg.7011.e.3.B": _handling("instructions"),
        "ccpa.reg.7011.e.3.C": _link("opt-out"),
        "ccpa.reg.7011.e.3.D": _link("limit-use"),
        "ccpa.reg.7011.e.3.E": _handling("verification"),
        "ccpa.reg.7011.e.3.F": _handling("preference-signals", _signals),
        "ccpa.reg.7011.e.3.G": _handling("frictionless-signals"),
        "ccpa.reg.7011.e.3.H": _handling("authorized-agents"),
        "ccpa.reg.7011.e.3.I": _handling("under-16"),
        "ccpa.reg.7011.e.3.J": _handling("contact", _contacts),
        "ccpa.reg.7011.e.4": _updated,
        "ccpa.reg.7011.e.5": _link("metrics"),
        "ccpa.reg.7012.e.1": _collected,
        "ccpa.reg.7012.e.2": _table("purposes"),
        "ccpa.reg.7012.e.3": _sale,
        "ccpa.reg.7012.e.4": _table("retention"),
        "ccpa.reg.7012.e.5": _link("opt-out"),
        "ccpa.reg.7012.e.6": _link("privacy-policy"),
    }
)
"""How each element of the vocabulary's list is answered."""
