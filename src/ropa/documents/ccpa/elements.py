"""Every element of a privacy policy and of a notice at collection: what is declared for it.

11 CCR 7011(e), 7012(e). The elements are those of the vocabulary's list, which says of each which
text was verified and what answers it; where nothing is declared for one, its row says so.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from ropa import california, vocabulary
from ropa.california import SALE, DeclaredRow, DeclaredTable, grouped, items_of, paragraph
from ropa.documents.ccpa import cells
from ropa.documents.ccpa.passages import declared_value
from ropa.documents.identity import contact_cell, dates
from ropa.documents.table import Row, Table
from ropa.fields.names import name
from ropa.fields.values import Value, text, unqualified
from ropa.fields.wording import value
from ropa.model.claim import State
from ropa.model.model import CCPA_LETTERS
from ropa.register import Register
from ropa.vocabulary import Word, day_text, humanize, joined, translate

Values = Iterable[Value]


def elements(register: Register, as_of: date) -> Table:
    """A row for each element, in the order of the regulations; what nobody declares says so."""
    policy = vocabulary.words("ccpa_policy")
    rows = [_row(register, element) for element in policy.values()]
    lead = (translate("ccpa.elements_lead"), *cells.law(as_of))
    return cells.filled_table(register, "ccpa_elements", rows, *lead)


def _row(register: Register, element: Word) -> Row:
    article = element.article.replace("Cal. Code Regs. tit. 11, ", "11 CCR ")
    draw = ELEMENT_KINDS[element.text("drawn")]
    values = draw(register, element.text("of"))
    answer = cells.or_silence(register, values)
    verified = cells.phrase(f"ccpa.text_{element.text('verified')}")
    return (text(article), text(element.label), answer, verified)


# Practices


def _collected(register: Register, _field: str) -> Iterator[Value]:
    """Answers of the declared table, category by category, and of the sensitive kinds."""
    yield from _collected_categories(register)
    for row in california.sensitive_rows(register):
        kind = register.label("ccpa_sensitive", row.key)
        answer = translate(f"word.{row.category.collected}")
        words = translate("ccpa.sensitive_answer", answer=answer, kind=kind)
        yield cells.of_category(row.category, words)
    remark = DeclaredTable(register).remark("sensitive")
    if remark is not None:
        rest = value(remark)
        yield rest.saying(translate("ccpa.sensitive_rest", words=rest.text))


def _collected_categories(register: Register) -> Iterator[Value]:
    """Each answer with the categories it is given for; a letter the table lacks is not listed."""
    rows = california.rows(register)
    if not rows:
        return
    titles = ((row.category.collected, _titled(row)) for row in rows)
    names = grouped(titles)
    for answer, labels in names.items():
        if answer != "not-listed":
            yield _with_answer(answer, labels, State.STATED)
    letters = {row.letter for row in rows}
    not_listed = [paragraph(letter) for letter in CCPA_LETTERS if letter not in letters]
    not_listed += names.get("not-listed", ())
    if not_listed:
        yield _with_answer("not-listed", sorted(not_listed), State.NOT_STATED)


def _with_answer(answer: str, labels: Iterable[str], state: State) -> Value:
    """Categories behind the declared *answer* that is given for them."""
    heading = translate(f"word.{answer}")
    return Value(translate("full.part", name=heading, words=joined(labels)), state, ())


def _titled(row: DeclaredRow) -> str:
    """A row by its letter or its label, with what qualifies it."""
    return str(cells.of_category(row.category, _short_title(row)))


def _short_title(row: DeclaredRow) -> str:
    return paragraph(row.letter) if row.letter else cells.own_name(row)


def _practice(register: Register, field: str) -> Iterator[Value]:
    """What is declared for *field*, for the whole table and row by row."""
    yield from cells.practice(DeclaredTable(register), field)
    for row in california.rows_with_own(register, field):
        title = cells.statutory(row, cells.own_name(row))
        yield from cells.prefixed(title, cells.practice(row, field))


def _sale(register: Register, _field: str) -> Iterator[Value]:
    for field in SALE:
        answer = cells.or_silence(register, _practice(register, field))
        yield from cells.prefixed(translate(f"column.{field}"), answer.values)


def _disclosed(register: Register, _field: str) -> Iterator[Value]:
    """Which categories are disclosed: those whose row says so, or those of the whole table."""
    rows = [*california.rows_with_own(register, "disclosed_to")]
    if rows:
        names = [cells.statutory(row, cells.own_name(row)) for row in rows]
        cites = [cite for row in rows for cite in row.category.cites]
        yield unqualified(cells.listed(names), cites)
    remark = DeclaredTable(register).remark("disclosed_to")
    if items_of(california.declared(register).disclosed_to):
        yield cells.worded("ccpa.disclosed_whole")
    elif remark is not None:
        yield cells.denial(remark)


# Rights and how they are exercised


def _right(register: Register, key: str) -> Values:
    answers = register.answers("rights", register.record.rights)
    return [value(answer) for answer in answers if answer.key == key]


def _link(register: Register, key: str) -> Values:
    return _item(register, "links", key)


def _handling(register: Register, key: str) -> Values:
    """What is declared of handling requests, else what the register records of it elsewhere."""
    declared = tuple(_item(register, "handling", key))
    if declared or key not in ELSEWHERE:
        return declared
    return ELSEWHERE[key](register)


def _item(register: Register, field: str, key: str) -> Iterator[Value]:
    """What stands under *key* in a list of the declaration."""
    claims = items_of(getattr(california.declared(register), field))
    if key in claims:
        path = ("declared", field, key)
        yield declared_value(register.claim(claims[key], path))


def _methods(register: Register) -> Iterator[Value]:
    """How the rights of California are exercised, as recorded with each right."""
    labels = []
    for key, right in items_of(register.record.rights).items():
        if key.startswith("ccpa-") and right.method:
            method = right.method.rstrip(".")
            labels.append((method, name(register, "rights", key)))
    for method, rights in grouped(labels).items():
        yield cells.worded("ccpa.method", method=method, rights=cells.listed(rights))


SIGNALS = (
    "do-not-track",
    "global-privacy-control",
    "opt-out-preference-signals",
    "preference-signals",
)
"""Keys of opt-outs that speak of signals a browser sends."""


def _signals(register: Register) -> Iterator[Value]:
    for key, claim in items_of(register.record.opt_outs).items():
        if key in SIGNALS:
            signal = value(register.claim(claim, ("opt_outs", key)))
            yield from cells.prefixed(humanize(key), [signal])


def _contacts(register: Register) -> Iterator[Value]:
    for contact in items_of(register.record.contacts).values():
        lines = [line.text for line in contact_cell(contact).values]
        yield Value(cells.listed(lines), contact.state, (), contact.cites)


ELSEWHERE: Mapping[str, Callable[[Register], Values]] = {
    "methods": _methods,
    "preference-signals": _signals,
    "contact": _contacts,
}
"""What a register records of handling requests outside its declaration."""


def _updated(register: Register, _field: str) -> Iterator[Value]:
    """The declared date; else the dates the sources carry."""
    day = california.declared(register).updated
    if day:
        yield unqualified(day_text(day))
        return
    for source in register.sources.values():
        if source.dates:
            yield cells.worded("ccpa.source_dates", title=source.title, dates=dates(source))


ELEMENT_KINDS: Mapping[str, Callable[[Register, str], Values]] = {
    "collected": _collected,
    "practice": _practice,
    "sale": _sale,
    "disclosed": _disclosed,
    "right": _right,
    "link": _link,
    "handling": _handling,
    "updated": _updated,
}
"""What answers an element of the vocabulary's list, by the name its row gives it."""
