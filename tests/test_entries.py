"""Vendors and systems written once: what their entries say holds for every activity that names them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from pypdf import PdfReader

from registers import register_of
from ropa.model.claim import State
from ropa.register import Register
from support import SHOP, project_of, ropa

REGISTER = "records/shop/register.yaml"
RECIPIENTS = """\
    cloud-host:
      name: Example Cloud Inc.
      country: US
      category: hosting-providers
      text: Hosts servers
      kind: {processor: stated}
      owner: Head of IT
      contract: {title: Data processing agreement, on: 2025-01-31, next: 2027-01-31}
      locations: {IE: stated}
      transfers:
        support: {countries: [US], mechanism: {standard-contractual-clauses: {module: 2}}}
      sub_processors:
        night-support: {text: Support at night, countries: [IN], since: 2026-01-01, notice: P30D, objection: P14D}
    night-support:
      name: Night Support Example Pvt.
      transfers:
        nights: {countries: [IN], mechanism: {standard-contractual-clauses: {module: 3}}}
    """
SYSTEMS = """\
    crm:
      name: ExampleCRM
      text: Keeps contacts
      operated_by: cloud-host
      security: {encryption-at-rest: stated}
      backup: Daily
      personal_data: {name: stated}
    """
CRM = """\
    id: crm
    name: Customer relations
    role: {controller: stated}
    systems: {crm: stated}
    """
FILES = {
    "records/shop/recipients.yaml": RECIPIENTS,
    "records/shop/systems.yaml": SYSTEMS,
    "records/shop/activities/crm.yaml": CRM,
}


def written(files: Mapping[str, str] = {}) -> dict[str, str]:
    register = {REGISTER: SHOP[REGISTER] + "not_addressed: [sale, sharing]\n"}
    return {**SHOP, **register, **{name: dedent(text) for name, text in {**FILES, **files}.items()}}


def register(root: Path, files: Mapping[str, str] = {}) -> Register:
    return register_of(root, written(files))


def answers(register: Register, activity: str, question: str) -> list[tuple[str, str, str]]:
    """Key, state and where it comes from of each answer."""
    found = register.resolved_by_id[activity].answers[question]
    return [
        (answer.key, str(answer.state), answer.entry or answer.shared_statement) for answer in found
    ]


def test_an_activity_takes_over_what_the_entries_it_names_say(tmp_path: Path) -> None:
    """A system brings its operator; the operator its role, contract, places, transfers, and whom it engages."""
    shop = register(tmp_path)

    assert answers(shop, "crm", "recipients") == [("cloud-host", "stated", "systems/crm")]
    assert answers(shop, "crm", "locations") == [("IE", "stated", "recipients/cloud-host")]
    assert answers(shop, "crm", "transfers") == [
        ("support", "stated", "recipients/cloud-host"),
        ("nights", "stated", "recipients/night-support"),
    ]
    assert answers(shop, "crm", "security") == [("encryption-at-rest", "stated", "systems/crm")]
    [host] = shop.resolved_by_id["crm"].answers["recipients"]
    assert [(kind.key, kind.entry) for kind in host.own["kind"]] == [
        ("processor", "recipients/cloud-host")
    ]
    assert host.own["contract"][0].claim.title == "Data processing agreement"
    assert [
        answer.claim.importer for answer in shop.resolved_by_id["crm"].answers["transfers"]
    ] == [
        "cloud-host",
        "night-support",
    ]


def test_what_a_system_holds_is_no_data_of_an_activity(tmp_path: Path) -> None:
    """A personnel system holds reviews; payroll that runs in it does not process them."""
    assert answers(register(tmp_path), "crm", "personal_data") == [("", "none", "whole-shop")]


def test_an_activity_says_otherwise_item_by_item(tmp_path: Path) -> None:
    """Its own contract and role stand; a transfer it replaces is gone, the others stay."""
    own = CRM + dedent("""\
        recipients:
          cloud-host: {kind: {independent-controller: stated}, contract: {title: Own contract}}
        transfers:
          replaces: [cloud-host/support]
        """)
    shop = register(
        tmp_path, {"records/shop/activities/crm.yaml": dedent(CRM) + dedent(own[len(CRM) :])}
    )

    [host] = shop.resolved_by_id["crm"].answers["recipients"]
    assert (host.entry, [*host.claim.kind.items], host.claim.contract.title) == (
        "",
        ["independent-controller"],
        "Own contract",
    )
    assert answers(shop, "crm", "transfers") == [("nights", "stated", "recipients/night-support")]


def test_a_vendor_that_is_denied_brings_nothing(tmp_path: Path) -> None:
    """Who receives nothing transfers nothing."""
    shop = register(
        tmp_path,
        {
            "records/shop/activities/crm.yaml": """\
                id: crm
                name: Customer relations
                role: {controller: stated}
                recipients: {cloud-host: none}
                """
        },
    )

    assert answers(shop, "crm", "transfers") == [("", "none", "whole-shop")]


def facts(root: Path, at: str) -> Any:
    done = ropa(root, "render", "--format", "json", "--output", str(root / at))
    assert done.status == 0, done.err
    return json.loads((root / at / "shop/register.json").read_text())


def transfers(document: Any, activity: str) -> list[tuple[list[str], tuple[str, ...]]]:
    [found] = [entry for entry in document["activities"] if entry["id"] == activity]
    values = found["answers"]["transfers"]["values"]
    return [(value["facts"]["countries"], tuple(value["marks"])) for value in values]


def test_a_fact_of_a_vendor_changed_in_one_file_changes_every_activity(tmp_path: Path) -> None:
    """That is what an entry is for."""
    files = written(
        {
            "records/shop/activities/support.yaml": CRM.replace("crm", "support", 1).replace(
                "Customer relations", "Support"
            )
        }
    )
    root = project_of(tmp_path, files)
    before = facts(root, "before")
    (root / "records/shop/recipients.yaml").write_text(
        files["records/shop/recipients.yaml"].replace("countries: [US]", "countries: [CA]")
    )
    after = facts(root, "after")

    host, night = ("entry “Example Cloud Inc.”",), ("entry “Night Support Example Pvt.”",)
    for activity in ("crm", "support"):
        assert [marks for _, marks in transfers(before, activity)] == [host, night]
        assert transfers(before, activity)[0][0] == ["US"]
        assert transfers(after, activity)[0][0] == ["CA"]
        assert transfers(before, activity)[1] == transfers(after, activity)[1]


@pytest.mark.needs("pango")
def test_the_pages_say_what_the_file_says_now(tmp_path: Path) -> None:
    """The PDF of an activity names the country to which its vendor moved."""
    files = written()
    root = project_of(tmp_path, files)
    before = pages(root, "before")
    (root / "records/shop/recipients.yaml").write_text(
        files["records/shop/recipients.yaml"].replace("countries: [US]", "countries: [CA]")
    )
    after = pages(root, "after")

    assert ("Example Cloud Inc. → United States" in before, "→ Canada" in before) == (True, False)
    assert ("→ United States" in after, "Example Cloud Inc. → Canada" in after) == (False, True)


def pages(root: Path, at: str) -> str:
    done = ropa(root, "render", "--format", "pdf", "--output", str(root / at))
    assert done.status == 0, done.err
    reader = PdfReader(root / at / "shop/appendix.pdf")
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def test_what_an_activity_says_otherwise_is_told(tmp_path: Path) -> None:
    """Nobody corrects the entry and wonders why one activity stays as it was."""
    own = CRM.replace(
        "systems: {crm: stated}", "recipients: {cloud-host: {contract: {title: Own contract}}}"
    )
    done = ropa(project_of(tmp_path, written({"records/shop/activities/crm.yaml": own})), "check")

    assert done.out.startswith(
        dedent("""\
        records/shop/activities/crm.yaml:4:37: info: this says otherwise of Example Cloud Inc. than recipients.yaml: 'contract' [entry-overridden]
            4 | recipients: {cloud-host: {contract: {title: Own contract}}}
              |                                     ^
              = help: keep it where it is meant; else delete it
        """)
    )


def test_an_own_item_stands_in_place_of_a_denial_for_all(tmp_path: Path) -> None:
    """Nobody reads "no special categories" beside the condition that allows them."""
    shop = register(
        tmp_path,
        {
            "records/shop/activities/crm.yaml": """\
                id: crm
                name: Customer relations
                role: {controller: stated}
                security: {access-control: stated}
                """
        },
    )

    assert answers(shop, "crm", "security") == [("access-control", "stated", "")]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        (
            {"records/shop/activities/crm.yaml": CRM.replace("{crm: stated}", "{cmr: stated}")},
            """\
            records/shop/activities/crm.yaml:4:11: error: 'cmr' is not in systems.yaml [unknown-system]
                4 | systems: {cmr: stated}
                  |           ^^^
                  = help: did you mean 'crm'?
            """,
        ),
        (
            {
                "records/shop/recipients.yaml": RECIPIENTS.replace(
                    "    night-support: {text", "    day-support: {text"
                )
            },
            """\
            records/shop/recipients.yaml:13:5: error: 'day-support' is not in recipients.yaml [unknown-sub-processor]
               13 |     day-support: {text: Support at night, countries: [IN], since: 2026-01-01, notice: P30D, objection: P14D}
                  |     ^^^^^^^^^^^
                  = help: did you mean 'night-support'?
            """,
        ),
        (
            {
                "records/shop/recipients.yaml": RECIPIENTS.rstrip(" ")
                + "      sub_processors: {cloud-host: stated}\n"
            },
            """\
            records/shop/recipients.yaml:13:20: error: 'cloud-host' is a sub-processor of itself: night-support, cloud-host [sub-processor-of-itself]
               13 |     night-support: {text: Support at night, countries: [IN], since: 2026-01-01, notice: P30D, objection: P14D}
                  |                    ^
                  = help: delete the sub-processor that is none
            """,
        ),
        (
            {"records/shop/activities/crm.yaml": dedent(CRM) + "locations: none\n"},
            """\
            records/shop/activities/crm.yaml:5:12: error: 'crm' denies locations, and the entry of Example Cloud Inc. has 'IE' [denied-and-inherited]
                5 | locations: none
                  |            ^^^^
                  = help: delete the denial, or write 'locations: {replaces: [cloud-host/IE]}'
            """,
        ),
    ],
    ids=[
        "unknown-system",
        "unknown-sub-processor",
        "sub-processor-of-itself",
        "denied-and-inherited",
    ],
)
def test_what_is_wrong_with_an_entry_is_said_where_it_stands(
    tmp_path: Path, files: dict[str, str], found: str
) -> None:
    """Place, fault, remedy."""
    done = ropa(project_of(tmp_path, written(files)), "check")

    assert (done.status, done.err) == (1, "")
    assert done.out.startswith(dedent(found))
    assert done.out.count(": error: ") == 1


def test_a_state_of_an_entry_is_not_made_firmer(tmp_path: Path) -> None:
    """What a vendor's entry only infers is inferred of each activity."""
    shop = register(
        tmp_path,
        {
            "records/shop/recipients.yaml": RECIPIENTS.replace(
                "{IE: stated}", "{IE: {inferred: From its imprint.}}"
            )
        },
    )

    [place] = shop.resolved_by_id["crm"].answers["locations"]
    assert place.state is State.INFERRED


@pytest.mark.parametrize(
    ("named", "limits"),
    [
        ("{when: a ticket is open}", ("a ticket is open", "", State.STATED)),
        ("{from: [], qualified: may}", ("", "may", State.STATED)),
        ("{inferred: The vendor was in the list.}", ("", "", State.INFERRED)),
    ],
    ids=["condition", "hedge", "inference"],
)
def test_what_limits_the_naming_limits_what_follows(
    tmp_path: Path, named: str, limits: tuple[str, str, State]
) -> None:
    """A vendor who is used only where something else is so transfers only there, and so do those it engages."""
    shop = register(
        tmp_path,
        {
            "records/shop/activities/crm.yaml": f"""\
                id: crm
                name: Customer relations
                role: {{controller: stated}}
                recipients: {{cloud-host: {named}}}
                """
        },
    )

    answers = [
        *shop.resolved_by_id["crm"].answers["transfers"],
        *shop.resolved_by_id["crm"].answers["locations"],
    ]
    assert len(answers) == 3
    for answer in answers:
        assert (answer.claim.when, answer.claim.qualified, answer.state) == limits


def test_a_rule_of_a_system_is_a_rule_among_others(tmp_path: Path) -> None:
    """How long a system keeps data stands beside how long the activity does."""
    systems = SYSTEMS.rstrip(" ") + "      retention: {period: P30D, action: delete}\n    "
    own = dedent(CRM) + "retention: {period: P2Y}\n"
    shop = register(
        tmp_path, {"records/shop/systems.yaml": systems, "records/shop/activities/crm.yaml": own}
    )

    assert answers(shop, "crm", "retention") == [
        ("", "stated", ""),
        ("crm", "stated", "systems/crm"),
    ]


def test_what_one_vendor_lacks_is_no_denial_of_an_activity(tmp_path: Path) -> None:
    """A vendor who transfers nowhere says nothing of the others."""
    recipients = RECIPIENTS.rstrip(" ") + "      transfers: none\n    "
    recipients = recipients.replace(
        "      transfers:\n        nights: {countries: [IN], mechanism: {standard-contractual-clauses: {module: 3}}}\n",
        "",
    )
    shop = register(tmp_path, {"records/shop/recipients.yaml": recipients})

    assert answers(shop, "crm", "transfers") == [("support", "stated", "recipients/cloud-host")]
