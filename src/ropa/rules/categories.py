"""Rules about California's categories.

What is declared as collected beside what the records hold.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from ropa import california
from ropa.diagnostics import Severity
from ropa.model.part import CCPA_LETTERS
from ropa.model.register_record import DeclaredCategory
from ropa.model.source import SourceKind
from ropa.register import Path, Register
from ropa.rule import Finding, rule
from ropa.rules.declarations import CPRA, declares, in_force, named, place, remedy


def _recorded(register: Register) -> dict[str, list[str]]:
    """Labels of the recorded items by category: letters, and words for sensitive information."""
    labels: dict[str, list[str]] = {}
    for held in california.held(register, register.record.as_of):
        label = register.label("personal_data", held.answer.key)
        letters, kinds = california.letters(held.answer), california.sensitive_kinds(held.answer)
        for category in (*letters, *kinds):
            labels.setdefault(category, []).append(label)
    return labels


def _sensitive(register: Register) -> Mapping[str, DeclaredCategory]:
    """The declared kinds of sensitive personal information, by their word."""
    sensitive = california.declared(register).sensitive
    return sensitive.items if sensitive else {}


@rule(Severity.WARNING, "Cal. Civ. Code 1798.130(a)(5)(B)")
def categories_not_declared(register: Register) -> Iterator[Finding]:
    """A law of California applies, and no table of categories is declared.

    A privacy policy lists the categories of personal information collected in the preceding 12
    months, in the terms of Cal. Civ. Code 1798.140(v)(1)(A)-(K) and (ae). Write what is published
    under `declared:` in `register.yaml`:

        declared:
          categories:
            A: {label: Identifiers, collected: yes, from: table-of-categories}
    """
    recorded = _recorded(register)
    letters = [f"({letter})" for letter in CCPA_LETTERS if letter in recorded]
    if california.applies(register) and letters and not declares(register):
        message = f"no table of categories is declared, and the records hold {named(letters)}"
        help = remedy(register, "write the published table under 'declared: categories:'")
        yield Finding(register.file, place(register), message, help, on_key=True)


@rule(Severity.WARNING, "Cal. Civ. Code 1798.130(a)(5)(B)")
def declared_but_not_recorded(register: Register) -> Iterator[Finding]:
    """A category is declared as collected, and no activity records an item of it.

    Either the declaration says too much, or a record is missing, or an item's categories differ
    from the vocabulary's. Activities that the organization carries out as a service provider do not
    count, nor do those that ended more than 12 months before the register's day. Where an item
    falls into other categories than the vocabulary says:

        personal_data:
          event-badge: {ccpa: [A, H], ccpa_reason: The badge carries a photograph.}
    """
    recorded = _recorded(register)
    correct = remedy(
        register, "record the item, give one 'ccpa:' of its own, or correct the declaration"
    )
    for path, letter, row in california.rows(california.declared(register)):
        is_missing = letter in CCPA_LETTERS and letter not in recorded
        if row.collected == "yes" and is_missing:
            message = f"({letter}) is declared as collected, and no activity records an item of it"
            yield Finding(register.file, (*path, "collected"), message, correct)
    for kind, row in _sensitive(register).items():
        if row.collected == "yes" and kind not in recorded:
            path = ("declared", "sensitive", kind, "collected")
            message = f"'{kind}' is declared as collected, and no activity records an item of it"
            help = remedy(register, "record the item, or correct the declaration")
            yield Finding(register.file, path, message, help)


@rule(Severity.WARNING, "Cal. Civ. Code 1798.130(a)(5)(B)")
def recorded_but_not_declared(register: Register) -> Iterator[Finding]:
    """The records hold items of a category that is declared as not collected, or is not listed.

    A wrong "no" in a public table is a false statement to consumers, and a category left out is
    an incomplete one. The mapping of items to categories is editorial: where it does not fit an
    item, give the item `ccpa:` of its own with `ccpa_reason:`; where it fits, the declaration is
    what has to change.
    """
    if not declares(register):
        return
    rows = {letter: row for _, letter, row in california.rows(california.declared(register))}
    kinds = _sensitive(register)
    for category, items in _recorded(register).items():
        is_letter = category in CCPA_LETTERS
        row = (rows if is_letter else kinds).get(category)
        if row is None or row.collected != "yes":
            yield _not_declared(register, category, row, items)


def _not_declared(
    register: Register, category: str, row: DeclaredCategory | None, items: list[str]
) -> Finding:
    is_letter = category in CCPA_LETTERS
    name = f"({category})" if is_letter else f"sensitive information of the kind '{category}'"
    is_denied = row is not None and row.collected == "no"
    answer = "is declared as not collected" if is_denied else "is not listed"
    table = "categories" if is_letter else "sensitive"
    help = "correct the declaration, or give the items 'ccpa:' of their own with 'ccpa_reason:'"
    return Finding(
        register.file,
        ("declared", table) if row is None else ("declared", table, category, "collected"),
        f"{name} {answer}, and the records hold {named(items)}",
        remedy(register, help),
        on_key=row is None,
    )


@rule(Severity.WARNING, "Cal. Civ. Code 1798.100(a)(3)")
def retention_not_declared(register: Register) -> Iterator[Finding]:
    """A category is declared as collected without how long it is kept.

    The notice at collection says for each category how long it is kept, or by what criteria that
    is decided, since 2023-01-01. Write it for the row, or for the whole table where the source
    does:

        declared:
          categories:
            A: {label: Identifiers, collected: yes, retention: {text: Three years, from: table}}
    """
    if not in_force(register, CPRA):
        return
    rows = california.rows(california.declared(register))
    open_rows = [
        f"({letter})" if letter else str(path[-1])
        for path, letter, row in rows
        if row.collected == "yes" and _is_open(register, row, path)
    ]
    if open_rows:
        message = f"no retention is declared for {', '.join(open_rows)}"
        help = remedy(register, "write 'retention:' in each row, or for the whole table")
        yield Finding(register.file, ("declared", "retention"), message, help, on_key=True)


def _is_open(register: Register, row: DeclaredCategory, path: Path) -> bool:
    """Whether nothing usable is declared of the retention of a row."""
    answers = california.said(register, "retention", row, path)
    return all(answer.claim.state.is_open for answer in answers)


@rule(Severity.WARNING, "Cal. Civ. Code 1798.130(a)(5)")
def policy_older_than_12_months(register: Register) -> Iterator[Finding]:
    """What is declared was last updated more than 12 months before the register's day.

    The disclosures are updated at least once every 12 months. The date is `declared: updated:`;
    where there is none, the latest date on which a document of the register was changed or took
    effect. Without `as_of:` nothing is asked.
    """
    day, declared = register.record.as_of, register.record.declared
    if day is None or declared is None:
        return
    updated = declared.updated or _latest(register)
    if updated is not None and updated < california.months(day)[0]:
        path = place(register, "updated") if declared.updated else place(register)
        message = (
            f"what is declared was last updated on {updated}, more than 12 months before {day}"
        )
        help = remedy(register, "update the declaration, and write its date under 'updated:'")
        yield Finding(register.file, path, message, help, on_key=not declared.updated)


def _latest(register: Register) -> date | None:
    """The latest date on which a document of the register was changed or took effect."""
    documents = (
        source for source in register.sources.values() if source.kind is SourceKind.DOCUMENT
    )
    entries = (entry for source in documents for entry in source.dates.items())
    dates = (entry.date for meaning, entry in entries if meaning != "captured")
    return max(filter(None, dates), default=None)
