"""Which categories are collected: those declared beside those recorded."""

from collections.abc import Iterator, Sequence

from ropa import california
from ropa.california import DeclaredRow
from ropa.diagnostics import Severity
from ropa.model.model import CCPA_LETTERS
from ropa.register import Path, Register
from ropa.rule import Finding, rule
from ropa.rules.california.declaration import (
    declaration_finding,
    declaration_path,
    enumerate_few,
)


def _recorded(register: Register) -> dict[str, list[str]]:
    """Labels of the recorded items by letter (A)-(K), and by kind of sensitive information."""
    labels: dict[str, list[str]] = {}
    for item in california.held(register, register.record.as_of):
        label = register.label("personal_data", item.answer.key)
        for key in (*item.letters, *item.sensitive_kinds):
            labels.setdefault(key, []).append(label)
    return labels


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
    if not california.applies(register) or california.rows(register):
        return
    recorded = _recorded(register)
    letters = enumerate_few(f"({letter})" for letter in CCPA_LETTERS if letter in recorded)
    if letters:
        message = f"no table of categories is declared, and the records hold {letters}"
        advice = "write the published table under 'declared: categories:'"
        yield declaration_finding(register, declaration_path(register), message, advice)


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
    for row in california.rows(register):
        if row.is_collected and row.letter in CCPA_LETTERS and row.letter not in recorded:
            advice = "record the item, give one 'ccpa:' of its own, or correct the declaration"
            yield _nothing_recorded(register, row, f"({row.letter})", advice)
    for row in california.sensitive_rows(register):
        if row.is_collected and row.key not in recorded:
            advice = "record the item, or correct the declaration"
            yield _nothing_recorded(register, row, f"'{row.key}'", advice)


def _nothing_recorded(register: Register, row: DeclaredRow, name: str, advice: str) -> Finding:
    path = (*row.path, "collected")
    message = f"{name} is declared as collected, and no activity records an item of it"
    return declaration_finding(register, path, message, advice, on_key=False)


@rule(Severity.WARNING, "Cal. Civ. Code 1798.130(a)(5)(B)")
def recorded_but_not_declared(register: Register) -> Iterator[Finding]:
    """The records hold items of a category that is declared as not collected, or is not listed.

    A wrong "no" in a public table is a false statement to consumers, and a category left out is an
    incomplete one. The mapping of items to categories is editorial: where it does not fit an item,
    give the item `ccpa:` of its own with `ccpa_reason:`; where it fits, the declaration is what has
    to change.
    """
    rows = california.rows(register)
    if not rows:
        return
    by_key = {row.letter: row for row in rows}
    by_key |= {row.key: row for row in california.sensitive_rows(register)}
    for key, labels in _recorded(register).items():
        row = by_key.get(key)
        if row is None or not row.is_collected:
            yield _not_declared(register, key, labels, row)


def _not_declared(
    register: Register, key: str, labels: Sequence[str], row: DeclaredRow | None
) -> Finding:
    field, name = "sensitive", f"sensitive information of the kind '{key}'"
    if key in CCPA_LETTERS:
        field, name = "categories", f"({key})"
    path: Path = ("declared", field) if row is None else (*row.path, "collected")
    is_denied = row is not None and row.category.collected == "no"
    answer = "is declared as not collected" if is_denied else "is not listed"
    message = f"{name} {answer}, and the records hold {enumerate_few(labels)}"
    advice = "correct the declaration, or give the items 'ccpa:' of their own with 'ccpa_reason:'"
    return declaration_finding(register, path, message, advice, on_key=row is None)
