"""How long data are kept, and whether what is declared is up to date."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ropa import california
from ropa.california import DeclaredRow, paragraph
from ropa.diagnostics import Severity
from ropa.model.source import SourceKind
from ropa.register import Register
from ropa.rule import Finding, rule
from ropa.rules.california.declaration import declaration_finding
from ropa.vocabulary import day_text, joined, translate


@rule(Severity.WARNING, "Cal. Civ. Code 1798.100(a)(3)")
def retention_not_declared(register: Register) -> Iterator[Finding]:
    """A category is declared as collected without how long it is kept.

    The notice at collection says for each category how long it is kept, or by what criteria that is
    decided, since 2023-01-01. Write it for the row, or for the whole table where the source does:

        declared:
          categories:
            A: {label: Identifiers, collected: yes, from: table, retention: {text: Three years, from: table}}
    """  # noqa: E501 (an example is printed as it stands)
    if not california.is_amended(register):
        return
    rows = filter(_lacks_retention, california.rows(register))
    names = []
    for row in rows:
        names.append(paragraph(row.letter) if row.letter else row.key)
    if names:
        categories = joined(names)
        message = translate("california_rule.retention_not_declared", categories=categories)
        path = ("declared", "retention")
        yield declaration_finding(register, path, message, "retention_not_declared")


def _lacks_retention(row: DeclaredRow) -> bool:
    answers = row.answers("retention")
    is_open = all(answer.claim.state.is_open for answer in answers)
    return row.is_collected and is_open


@rule(Severity.WARNING, "Cal. Civ. Code 1798.130(a)(5)")
def policy_older_than_12_months(register: Register) -> Iterator[Finding]:
    """What is declared was last updated more than 12 months before the register's day.

    The disclosures are updated at least once every 12 months. The date is `declared: updated:`;
    where there is none, the latest date on which a document of the register was changed or took
    effect. Without `as_of:` nothing is asked.
    """
    day = register.record.as_of
    declared = register.record.declared
    if day is None or declared is None:
        return
    updated = declared.updated or _latest_change(register)
    if updated is None or updated >= california.months(day)[0]:
        return
    days = {"updated": day_text(updated), "day": day_text(day)}
    message = translate("california_rule.policy_older_than_12_months", **days)
    path = ("declared", "updated") if declared.updated else ("declared",)
    at_key = declaration_finding(register, path, message, "policy_older_than_12_months")
    yield replace(at_key, on_key=declared.updated is None)


def _latest_change(register: Register) -> date | None:
    """The latest day on which a document was changed or took effect."""
    days = []
    for source in register.sources.values():
        for meaning, source_date in source.dates.items():
            if source.kind is SourceKind.DOCUMENT and meaning != "captured":
                days.append(source_date.date)
    return max(filter(None, days), default=None)
