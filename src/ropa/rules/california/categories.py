"""Which categories are collected: those declared beside those recorded."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ropa import california
from ropa.california import DeclaredRow, Items, paragraph
from ropa.diagnostics import Severity
from ropa.model.model import CCPA_LETTERS
from ropa.register import Register
from ropa.rule import Finding, rule
from ropa.rules.california.declaration import (
    declaration_finding,
    declaration_path,
    enumerate_few,
)
from ropa.vocabulary import translate


def _recorded(register: Register) -> Mapping[str, Items]:
    """Recorded items by letter (A)-(K), and by kind of sensitive information."""
    return california.items_by_category(register, register.record.as_of)


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
    letters = [letter for letter in CCPA_LETTERS if letter in recorded]
    categories = enumerate_few(map(paragraph, letters))
    if categories:
        message = translate("california_rule.categories_not_declared", categories=categories)
        path = declaration_path(register)
        yield declaration_finding(register, path, message, "categories_not_declared")


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
        is_category = row.letter in CCPA_LETTERS
        if row.is_collected and is_category and row.letter not in recorded:
            yield _nothing_recorded(row, "category_not_recorded", paragraph(row.letter))
    for row in california.sensitive_rows(register):
        if row.is_collected and row.key not in recorded:
            yield _nothing_recorded(row, "kind_not_recorded", row.key)


def _nothing_recorded(row: DeclaredRow, fault: str, name: str) -> Finding:
    message = translate(f"california_rule.{fault}", name=name)
    return _at_answer(row, message, fault)


def _at_answer(row: DeclaredRow, message: str, advice: str) -> Finding:
    """A finding at the value that says whether the category of *row* is collected."""
    path = (*row.path, "collected")
    at_key = declaration_finding(row.register, path, message, advice)
    return replace(at_key, on_key=False)


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
    by_category = {row.letter: row for row in rows}
    for row in california.sensitive_rows(register):
        by_category[row.key] = row
    for key, held in _recorded(register).items():
        row_declared = by_category.get(key)
        labels = [register.label("personal_data", item.key) for item in held]
        items = enumerate_few(labels)
        if row_declared is None:
            yield _not_listed(register, key, items)
        elif not row_declared.is_collected:
            yield _declared_otherwise(row_declared, items)


def _not_listed(register: Register, key: str, items: str) -> Finding:
    """Items are held of a category, or of a sensitive kind, of which no row is declared."""
    path = ("declared", "categories" if key in CCPA_LETTERS else "sensitive")
    message = translate("california_rule.not_listed", category=_category(key), items=items)
    return declaration_finding(register, path, message, "recorded_but_not_declared")


def _declared_otherwise(row: DeclaredRow, items: str) -> Finding:
    """Items are held of a category of which the declared row does not say that it is collected."""
    answer = "not_collected" if row.category.collected == "no" else "not_listed"
    message = translate(f"california_rule.{answer}", category=_category(row.key), items=items)
    return _at_answer(row, message, "recorded_but_not_declared")


def _category(key: str) -> str:
    """A category of the statute as it is cited, or a kind of sensitive information by its key."""
    if key in CCPA_LETTERS:
        return paragraph(key)
    return translate("california_rule.sensitive_kind", key=key)
