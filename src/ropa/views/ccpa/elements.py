"""Every element of a privacy policy and of a notice at collection: what is declared for it.

11 CCR 7011(e), 7012(e). The elements are those of the vocabulary's list, which says of each which
text was verified; where nothing is declared for one, its row says so.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from ropa import california, vocabulary
from ropa.california import DeclaredRow
from ropa.fields.names import name
from ropa.fields.values import Value, text
from ropa.fields.wording import value
from ropa.model.claim import State
from ropa.model.model import CCPA_LETTERS
from ropa.register import Register
from ropa.views.ccpa import cells
from ropa.views.identity import contact_cell, dates, status_lines
from ropa.views.table import Table, column
from ropa.vocabulary import Word, translate

Values = Iterable[Value]
Answer = Callable[[Register], Values]


def elements(register: Register, as_of: date) -> Table:
    """A row for each element, in the order of the regulations; what nobody declares says so."""
    columns = (
        column("article", "", 30),
        column("element", "", 44),
        column("declared", "", 80),
        column("ccpa_text", "", 26),
    )
    rows = tuple(_row(register, element) for element in vocabulary.words("ccpa_policy").values())
    lead = (translate("ccpa.elements_lead"), *cells.law(as_of), *status_lines(register))
    return Table("ccpa_elements", translate("sheet.ccpa_elements_title"), columns, rows, lead=lead)


def _row(register: Register, element: Word) -> cells.Row:
    answer = ELEMENTS[element.name]
    return (
        text(element.article.replace("Cal. Code Regs. tit. 11, ", "11 CCR ")),
        text(element.label),
        cells.or_silence(register, answer(register)),
        text(translate(f"ccpa.text_{element.text('verified')}")),
    )


# Practices


def _collected(register: Register) -> Iterator[Value]:
    """Answers of the declared table, category by category, and of the sensitive kinds."""
    yield from _collected_categories(register)
    for row in california.sensitive_rows(register):
        kind = register.label("ccpa_sensitive", row.key)
        answer = translate(f"word.{row.category.collected}")
        words = translate("ccpa.sensitive_answer", answer=answer, kind=kind)
        yield Value(words, cites=row.category.cites)
    sensitive = california.declared(register).sensitive
    if sensitive and sensitive.whole is not None:
        rest = value(register.claim(sensitive.whole, ("declared", "sensitive")))
        yield rest.saying(translate("ccpa.sensitive_rest", words=rest.text))


def _collected_categories(register: Register) -> Iterator[Value]:
    """Each answer with the categories it is given for; a letter the table lacks is not listed."""
    names: dict[str, list[str]] = {}
    for row in california.rows(register):
        words = f"({row.letter})" if row.letter else _own_label(row)
        names.setdefault(row.category.collected, []).append(words)
    if not names:
        return
    listed = {row.letter for row in california.rows(register)}
    not_listed = names.pop("not-listed", [])
    not_listed += [f"({letter})" for letter in CCPA_LETTERS if letter not in listed]
    for answer, labels in names.items():
        yield Value(f"{translate(f'word.{answer}')}: {', '.join(labels)}")
    if not_listed:
        labels = sorted(not_listed)
        yield Value(f"{translate('word.not-listed')}: {', '.join(labels)}", State.NOT_STATED)


def _own_label(row: DeclaredRow) -> str:
    return row.category.label or translate("ccpa.no_letter")


def _practice(field: str) -> Answer:
    """What is declared for *field*, for the whole table and row by row."""

    def draw(register: Register) -> Iterator[Value]:
        yield from cells.said(register, field)
        for row in california.rows(register):
            if row.answers(field):
                title = cells.category(row.letter) if row.letter else _own_label(row)
                yield from _prefixed(title, cells.said(register, field, row))

    return draw


def _prefixed(title: str, values: Values) -> Iterator[Value]:
    for untitled in values:
        yield untitled.saying(f"{title}: {untitled.text}")


def _sale(register: Register) -> Iterator[Value]:
    for field in ("sold", "shared"):
        declared = _practice(field)
        values = tuple(declared(register)) or (cells.silence(register),)
        yield from _prefixed(translate(f"column.{field}"), values)


def _statement(field: str) -> Answer:
    """A statement beside the table."""

    def draw(register: Register) -> Values:
        return map(value, california.said(register, field))

    return draw


def _disclosed(register: Register) -> Iterator[Value]:
    """Which categories are disclosed: those whose row says so, or those of the whole table."""
    names: list[str] = []
    cites: list[str] = []
    for row in california.rows(register):
        if row.answers("disclosed_to"):
            names.append(cells.category(row.letter) if row.letter else row.category.label)
            cites += row.category.cites
    if names:
        yield Value("; ".join(names), cites=tuple(cites))
    whole = california.declared(register).disclosed_to
    if whole and whole.items:
        yield Value(translate("ccpa.disclosed_whole"))
    elif whole and whole.whole is not None:
        yield cells.denial(register.claim(whole.whole, ("declared", "disclosed_to")))


# Rights and how they are exercised


def _right(key: str) -> Answer:
    def draw(register: Register) -> Values:
        rights = register.record.rights
        answers = register.answers("rights", rights) if rights else ()
        return [value(answer) for answer in answers if answer.key == key]

    return draw


def _entry(field: str, key: str) -> Answer:
    """What stands under *key* in a list of the declaration."""

    def draw(register: Register) -> Iterator[Value]:
        many = getattr(california.declared(register), field)
        if many and key in many.items:
            yield value(register.claim(many.items[key], ("declared", field, key)))

    return draw


def _link(key: str) -> Answer:
    return _entry("links", key)


def _handling(key: str, otherwise: Answer | None = None) -> Answer:
    """What is declared of handling requests, else what the register records of it elsewhere."""
    declared = _entry("handling", key)

    def draw(register: Register) -> Values:
        values = tuple(declared(register))
        return otherwise(register) if otherwise and not values else values

    return draw


def _methods(register: Register) -> Iterator[Value]:
    """How the rights of California are exercised, as recorded with each right."""
    rights = register.record.rights
    claims = rights.items if rights else {}
    names: dict[str, list[str]] = {}
    for key, claim in claims.items():
        if key.startswith("ccpa-") and claim.method:
            method = claim.method.rstrip(".")
            names.setdefault(method, []).append(name(register, "rights", key))
    for method, labels in names.items():
        yield Value(translate("ccpa.method", method=method, rights="; ".join(labels)))


SIGNALS = (
    "do-not-track",
    "global-privacy-control",
    "opt-out-preference-signals",
    "preference-signals",
)
"""Keys of opt-outs that speak of signals a browser sends."""


def _signals(register: Register) -> Iterator[Value]:
    opt_outs = register.record.opt_outs
    claims = opt_outs.items if opt_outs else {}
    for key, claim in claims.items():
        if key in SIGNALS:
            signal = value(register.claim(claim, ("opt_outs", key)))
            yield from _prefixed(key.replace("-", " "), [signal])


def _contacts(register: Register) -> Iterator[Value]:
    contacts = register.record.contacts
    for contact in contacts.items.values() if contacts else ():
        lines = [line.text for line in contact_cell(contact).values]
        yield Value("; ".join(lines), contact.state, (), contact.cites)


def _updated(register: Register) -> Iterator[Value]:
    """The declared date; else the dates the sources carry."""
    day = california.declared(register).updated
    if day:
        yield Value(day.isoformat())
        return
    for source in register.sources.values():
        if source.dates:
            yield Value(translate("ccpa.source_dates", title=source.title, dates=dates(source)))


ELEMENTS: Mapping[str, Answer] = MappingProxyType(
    {
        "ccpa.reg.7011.e.1.A": _collected,
        "ccpa.reg.7011.e.1.B": _practice("sources"),
        "ccpa.reg.7011.e.1.C": _practice("purposes"),
        "ccpa.reg.7011.e.1.D": _sale,
        "ccpa.reg.7011.e.1.E": _practice("sold_to"),
        "ccpa.reg.7011.e.1.F": _practice("sale_purposes"),
        "ccpa.reg.7011.e.1.G": _statement("minors"),
        "ccpa.reg.7011.e.1.H": _disclosed,
        "ccpa.reg.7011.e.1.I": _practice("disclosed_to"),
        "ccpa.reg.7011.e.1.J": _practice("disclosure_purposes"),
        "ccpa.reg.7011.e.1.K": _statement("limit_use"),
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
        "ccpa.reg.7012.e.2": _practice("purposes"),
        "ccpa.reg.7012.e.3": _sale,
        "ccpa.reg.7012.e.4": _practice("retention"),
        "ccpa.reg.7012.e.5": _link("opt-out"),
        "ccpa.reg.7012.e.6": _link("privacy-policy"),
    }
)
"""How each element of the vocabulary's list is answered."""
