"""Writes a project of so many made-up activities; the same number gives the same files.

python benchmarks/generate.py FOLDER [ACTIVITIES]
"""

from __future__ import annotations

import sys
from pathlib import Path

BASES = ("consent", "contract", "legal-obligation", "legitimate-interests")
PEOPLE = ("customers", "employees", "applicants", "suppliers-contacts", "website-visitors", "users")
DATA = (
    "name",
    "email",
    "telephone",
    "postal-address",
    "bank-account",
    "ip-address",
    "login-times",
    "order-history",
)
RECIPIENTS = ("hosting-providers", "email-delivery", "payroll", "auditors", "banks", "support-desk")
COUNTRIES = ("US", "IN", "BR", "ZA")

REGISTER = """\
schema: 1
title: Record of processing activities of Example Group Ltd
kept_by: organization
as_of: 2026-01-31
vouched_by: {by: data protection officer, on: 2026-01-31}

organization: {name: Example Group Ltd, address: 1 Example Street, country: IE, \
email: privacy@group.example}
dpo: {name: data protection officer, email: dpo@group.example}
representatives: {eu: {not-applicable: The group is established in Ireland.}}

general:
  whole-group:
    applies_to: all
    security:
      access-control: {text: Only staff who need the data have an account.}
      encryption-at-rest: {text: Disks and backups are encrypted.}
    locations: {IE: stated}
    joint_controllers: none
    art_9: {not-applicable: No special categories are processed.}
    art_10: {not-applicable: No data on offences are processed.}
    sale: none
    sharing: none
    automated_decisions: none
    profiling: none
    minors: none
"""


ACTIVITY = """\
id: {id}
name: Activity number {number}
role: {{controller: stated}}
description: What happens in activity number {number}, \
in one sentence that is as long as such sentences are.

purposes:
{purposes}
data_subjects:
{people}
personal_data:
{data}
retention: {{period: P{years}Y, after: the end of the contract}}
collected_from: {{data-subject: stated}}

recipients:
{recipients}
transfers:
  support:
    countries: [{country}]
    importer: support desk in {country}
    mechanism: {{standard-contractual-clauses: {{title: Decision 2021/914, on: 2025-03-01}}}}
"""


def activity(number: int) -> str:
    """The file of one activity; what it says follows from its number alone."""
    purposes = [purpose(number, index) for index in range(1 + number % 4)]
    people = [f"  {word}: stated\n" for word in some(PEOPLE, number, 1 + number % 3)]
    data = [item(word, number) for word in some(DATA, number, 2 + number % 6)]
    recipients = [recipient(word) for word in some(RECIPIENTS, number, 1 + number % 3)]
    return ACTIVITY.format(
        id=name(number),
        number=number,
        purposes="".join(purposes),
        people="".join(people),
        data="".join(data),
        years=1 + number % 10,
        recipients="".join(recipients),
        country=COUNTRIES[number % len(COUNTRIES)],
    )


def name(number: int) -> str:
    """The id of an activity."""
    return f"activity-{number:05}"


def purpose(number: int, index: int) -> str:
    """One purpose with its lawful basis."""
    basis = BASES[(number + index) % len(BASES)]
    return (
        f"  purpose-{index}:\n    text: Purpose {index} of activity {number}, told in a sentence.\n"
        f"    lawful_basis: {{{basis}: stated}}\n"
    )


def item(word: str, number: int) -> str:
    """One category of personal data, some with a period of its own."""
    if number % 2 == 0:
        return f"  {word}: stated\n"
    years = 1 + number % 6
    return f"  {word}: {{retention: {{period: P{years}Y, after: the last order}}}}\n"


def recipient(word: str) -> str:
    """One category of recipients."""
    return f"  {word}: {{kind: {{processor: stated}}, text: They do their part of the work.}}\n"


def some(words: tuple[str, ...], number: int, count: int) -> list[str]:
    """*count* different words, chosen by *number*."""
    return [words[(number + index) % len(words)] for index in range(count)]


def project(root: Path, activities: int) -> Path:
    """Write a project of one register with so many *activities* to *root*, a folder not yet there.

    Returns *root*.
    """
    folder = root / "records" / "example-group"
    (folder / "activities").mkdir(parents=True)
    (root / "ropa.yaml").write_text("# Marks the root of a ropa project.\n", encoding="utf-8")
    (folder / "register.yaml").write_text(REGISTER, encoding="utf-8")
    for number in range(activities):
        path = folder / "activities" / f"{name(number)}.yaml"
        path.write_text(activity(number), encoding="utf-8")
    return root


if __name__ == "__main__":
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    project(Path(sys.argv[1]), count)
