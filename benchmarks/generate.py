"""Writes a project of so many made-up activities; the same number gives the same files.

python benchmarks/generate.py FOLDER [ACTIVITIES]
"""

from __future__ import annotations

import argparse
import random
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

REGISTER = """\
schema: 2
title: Record of processing activities of Example Group Ltd
kept_by: organization
as_of: 2026-10-31
confirmed_by: {by: data protection officer, on: 2026-10-31}

organization:
  name: Example Group Ltd
  address: 1 Example Street
  country: IE
  email: privacy@group.example
dpo: {name: data protection officer, email: dpo@group.example}
representatives: {eu: {not-applicable: The group is established in Ireland.}}

register_wide:
  whole-group:
    applies_to: all
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

VENDORS = {
    "alder-cloud": "Alder Cloud Ltd",
    "birch-payments": "Birch Payments GmbH",
    "cedar-mail": "Cedar Mail SARL",
    "dogwood-analytics": "Dogwood Analytics Corp",
    "elm-support": "Elm Support B.V.",
    "fir-archives": "Fir Archives S.p.A.",
    "grove-recruiting": "Grove Recruiting AB",
    "hazel-logistics": "Hazel Logistics sp. z o.o.",
    "ivory-audit": "Ivory Audit KG",
    "juniper-training": "Juniper Training AG",
    "kauri-security": "Kauri Security Oy",
    "larch-printing": "Larch Printing A/S",
}
TITLES = ("Payroll", "Newsletter", "Support tickets", "Video surveillance", "Expense claims")
REGIONS = ("Nordics", "Benelux", "Iberia", "France", "Italy", "Ireland", "Central Europe")
PEOPLE = (
    "employees",
    "applicants",
    "customers",
    "prospective-customers",
    "website-visitors",
    "subscribers",
    "premises-visitors",
    "account-holders",
)
DATA = (
    "name",
    "business-email",
    "postal-address",
    "mobile-number",
    "date-of-birth",
    "bank-account",
    "ip-address",
    "login-times",
    "order-history",
    "account-name",
    "job-title",
    "photograph",
    "customer-number",
    "electronic-signature",
)
ORIGINS = ("data-subject", "third-parties", "recorded-by-us", "public-registers")
COUNTRIES = ("US", "IN", "BR", "ZA", "PH", "SG", "MX", "UA")
MECHANISMS = ("standard-contractual-clauses", "binding-corporate-rules", "code-of-conduct")
MEASURES = {
    "encryption-at-rest": "with keys of 256 bits",
    "encryption-in-transit": "between all sites",
    "role-based-access": "by department",
    "multi-factor-authentication": "for every account",
    "access-reviews": "every quarter",
    "backup": "daily and encrypted",
    "logging": "kept for twelve months",
    "penetration-testing": "once a year",
    "staff-training": "for all staff",
    "data-loss-prevention": "on outgoing mail",
    "physical-access-control": "by badge",
}
SYSTEMS = ("payroll-suite", "sales-desk", "ticket-desk", "mail-room", "data-lake", "sign-on")
BASES = {
    "consent": "note",
    "contract": "contract",
    "legal-obligation": "law",
    "public-task": "law",
    "legitimate-interests": "interest",
}
LAWS = ("Commercial Code s. 12", "Tax Code s. 7", "limitation period", "retention policy")
DOCUMENTS = ("consent_record", "retention_policy", "notice")
BUSINESS_PURPOSES = ("auditing", "debugging", "short-term-use", "performing-services")
TAGS = ("core", "gdpr", "cloud", "legacy", "works-council", "audit")
TEXT = (
    "the department keeps these entries in order to fulfil contractual and statutory duties",
    "towards the persons concerned and uses collects stores consults corrects and erases them",
    "within the responsible business unit where necessary access is limited to authorised",
    "colleagues and every alteration is written to a journal which the data protection officer",
    "inspects at intervals together with the owner of the system who reports deviations to",
    "management without undue delay",
)
WORDS = " ".join(TEXT).split()


def activity(number: int) -> str:
    """The file of one activity; what it says follows from its number alone."""
    draw = random.Random(number)
    people = draw.sample(PEOPLE, draw.randint(1, 4))
    data = draw.sample(DATA, draw.randint(3, 7))
    parts = (
        heading(draw, number),
        role(draw),
        purposes(draw),
        [f"data_subjects: {{{', '.join(f'{word}: stated' for word in people)}}}"],
        personal_data(draw, data, people),
        recipients(draw),
        transfers(draw),
        block("security", measures(draw)),
        ["systems:", *(f"  {word}: stated" for word in draw.sample(SYSTEMS, draw.randint(1, 3)))],
        references(draw),
        inside(draw),
    )
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def identifier(number: int) -> str:
    return f"activity-{number:05}"


def heading(draw: random.Random, number: int) -> list[str]:
    return [
        "# Record of a processing activity, maintained by the department that owns it",
        f"id: {identifier(number)}",
        f"name: {draw.choice(TITLES)} ({draw.choice(REGIONS)}), number {number}",
        "status: active",
        f"active_from: {day(draw, 2018, 2022)}",
        f"owner: head of the department of {draw.choice(TITLES).lower()}",
        *folded("description", 0, sentences(draw, 45, 90)),
        f"department: office of {draw.choice(REGIONS)}",
        "locations:",
        "  IE: {text: offices of the group in Dublin}",
        f"  DE: {{text: data centre for {draw.choice(REGIONS)}}}",
    ]


def role(draw: random.Random) -> list[str]:
    if draw.random() < 0.2:
        controllers = draw.sample(sorted(VENDORS), draw.randint(1, 3))
        return [
            "role: {processor: stated}",
            f"controllers: {{{', '.join(f'{key}: stated' for key in controllers)}}}",
            "processing: {hosting: stated, storage: stated}",
            f"processing_contract: {{title: Services agreement, on: {day(draw, 2019, 2025)}}}",
        ]
    if draw.random() < 0.3:
        key = draw.choice(sorted(VENDORS))
        return [
            "role: {joint-controller: stated}",
            "joint_controllers:",
            f"  {key}:",
            f"    name: {VENDORS[key]}",
            f"    contact: privacy@{key}.example",
            f"    arrangement: {{location: https://intranet.example/agreements/{serial(draw)}}}",
        ]
    return ["role: {controller: stated}"]


def purposes(draw: random.Random) -> list[str]:
    basis = draw.choice(sorted(BASES))
    lines = ["purposes:"]
    for index in range(draw.randint(1, 3)):
        lines += [
            f"  purpose-{index}:",
            *folded("text", 4, sentences(draw, 6, 14)),
            f"    business_purposes: {{{draw.choice(BUSINESS_PURPOSES)}: stated}}",
        ]
    lines += ["lawful_basis:", f"  {basis}:"]
    lines += folded(BASES[basis], 4, sentences(draw, 15, 35))
    if basis == "legitimate-interests":
        lines.append(
            f"lia: {{title: Assessment, location: https://intranet.example/lia/{serial(draw)}}}"
        )
    if draw.random() < 0.25:
        lines += ["art_9: {employment-and-social-protection: {law: Employment Code s. 26}}"]
    return lines


def personal_data(draw: random.Random, data: Sequence[str], people: Sequence[str]) -> list[str]:
    """The items, with whose they are, how long some are kept, and where they come from."""
    periods = set(draw.sample(data, draw.randint(1, 3)))
    lines = ["personal_data:"]
    for word in data:
        lines += [f"  {word}:", f"    subjects: [{draw.choice(people)}]"]
        if word in periods:
            lines += ["    retention:", *retention(draw, 6)]
    lines += ["retention:", *retention(draw, 2), "collected_from:"]
    for index, origin in enumerate(draw.sample(ORIGINS, 2)):
        lines.append(f"  {origin}: {{data: [{', '.join(data[index::2])}]}}")
    return lines


def retention(draw: random.Random, indent: int) -> list[str]:
    pad = " " * indent
    return [
        f"{pad}period: {draw.choice(('P6M', 'P1Y', 'P2Y', 'P3Y', 'P6Y', 'P10Y'))}",
        *folded("after", indent, sentences(draw, 4, 9).rstrip(".")),
        f"{pad}law: {draw.choice(LAWS)}",
    ]


def recipients(draw: random.Random) -> list[str]:
    lines = ["recipients:"]
    for key in draw.sample(sorted(VENDORS), draw.randint(1, 4)):
        lines += [
            f"  {key}:",
            "    kind: {processor: stated}",
            *folded("text", 4, sentences(draw, 4, 9)),
            f"    contract: {{title: Processing agreement, on: {day(draw, 2019, 2025)}}}",
        ]
    return lines


def transfers(draw: random.Random) -> list[str]:
    countries = draw.sample(COUNTRIES, draw.choice((0, 0, 1, 1, 2, 3)))
    lines = ["transfers:" if countries else "transfers: none"]
    for country in countries:
        lines += [
            f"  to-{country.lower()}:",
            f"    countries: [{country}]",
            f"    importer: {draw.choice(sorted(VENDORS))}",
            f"    mechanism: {{{draw.choice(MECHANISMS)}: {{on: {day(draw, 2022, 2025)}}}}}",
            f"    tia: {{on: {day(draw, 2021, 2025)}, "
            f"location: https://intranet.example/tia/{serial(draw)}}}",
        ]
    return lines


def measures(draw: random.Random) -> dict[str, str]:
    return {key: MEASURES[key] for key in draw.sample(sorted(MEASURES), draw.randint(3, 7))}


def references(draw: random.Random) -> list[str]:
    lines = ["dpia: {not-applicable: The risk is low.}"]
    if draw.random() < 0.3:
        lines = [f"dpia: {{title: Assessment {serial(draw)}, on: {day(draw, 2019, 2025)}}}"]
    for field in DOCUMENTS[: draw.randint(1, 3)]:
        lines += [
            f"{field}:",
            f"  title: Minutes {serial(draw)}",
            f"  location: https://documents.example/item/{serial(draw)}",
            f"  on: {day(draw, 2020, 2025)}",
        ]
    return lines


def inside(draw: random.Random) -> list[str]:
    """What is for readers inside the organization."""
    return [
        f"volume: {draw.choice(('under 1,000', '1,000 to 10,000', 'over 10,000'))} people",
        "reviews:",
        f"  {day(draw, 2023, 2025)}: {{by: data protection officer, outcome: no change}}",
        f"tags: [{', '.join(draw.sample(TAGS, draw.randint(1, 3)))}]",
        *folded("notes", 0, sentences(draw, 10, 30)),
    ]


def block(key: str, texts: Mapping[str, str]) -> list[str]:
    return [f"{key}:", *(f"  {word}: {{text: {text}}}" for word, text in texts.items())]


def folded(key: str, indent: int, text: str) -> list[str]:
    """*text* over several lines, as people write it by hand."""
    pad = " " * indent
    lines = textwrap.wrap(text, 78 - indent)
    return [f"{pad}{key}: >-", *(f"{pad}  {line}" for line in lines)]


def sentences(draw: random.Random, fewest: int, most: int) -> str:
    """Sentences of so many words in all, or a few more."""
    wanted = draw.randint(fewest, most)
    written: list[str] = []
    while len(written) < wanted:
        start, length = draw.randrange(len(WORDS)), draw.randint(6, 16)
        sentence = [WORDS[(start + offset) % len(WORDS)] for offset in range(length)]
        written += [sentence[0].capitalize(), *sentence[1:-1], f"{sentence[-1]}."]
    return " ".join(written)


def day(draw: random.Random, first: int, last: int) -> str:
    return f"{draw.randint(first, last)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"


def serial(draw: random.Random) -> int:
    return draw.randrange(1000, 10000)


def named(names: Mapping[str, str]) -> str:
    lines: Iterable[str] = (
        f"{key}: {{name: {name}, email: privacy@{key}.example}}" for key, name in names.items()
    )
    return "\n".join(lines) + "\n"


def project(root: Path, activities: int) -> Path:
    """Write a project of one register with so many *activities* to *root*, a folder not yet there.

    Returns *root*.
    """
    folder = root / "records" / "example-group"
    (folder / "activities").mkdir(parents=True)
    (root / "ropa.yaml").write_text("# Marks the root of a ropa project.\n", encoding="utf-8")
    (folder / "register.yaml").write_text(REGISTER, encoding="utf-8")
    (folder / "recipients.yaml").write_text(named(VENDORS), encoding="utf-8")
    (folder / "controllers.yaml").write_text(named(VENDORS), encoding="utf-8")
    for index in range(activities):
        path = folder / "activities" / f"{identifier(index)}.yaml"
        path.write_text(activity(index), encoding="utf-8")
    return root


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Write a ropa project of made-up activities, the same for the same number.",
        epilog="One activity has about 200 keys and values in 130 lines: three to seven items of "
        "personal data, one to four recipients, up to three transfers, a description of 45 to 90 "
        "words. "
        "`ropa -C FOLDER check` finds nothing in them.",
    )
    parser.add_argument("folder", type=Path, help="where to write it; a folder not yet there")
    parser.add_argument(
        "activities", nargs="?", type=int, default=100, help="how many (default 100)"
    )
    options = parser.parse_args()
    if options.folder.exists():
        parser.error(f"{options.folder} is there already; name a folder that is not")
    project(options.folder, options.activities)


if __name__ == "__main__":
    main()
