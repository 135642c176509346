"""What a record says stands on paper whole, with its own item, and nothing stands there that nobody said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from registers import DRAWN, OWN, POLICY, activity, activity_of, files, general, register_of, rows
from ropa import documents
from ropa.checker import check
from ropa.documents import annexes, cover, evidence, figures, findings, identity, parties, report
from ropa.documents.pictures import Lane, flow, summary
from ropa.documents.table import Section
from ropa.fields.values import Value, unqualified
from ropa.loader import load
from ropa.project import find
from ropa.register import Register
from ropa.rules import RULES


def facts(section: Section) -> dict[str, list[str]]:
    """The printed lines of a section by their label."""
    return {label: list(map(str, cell.values)) for label, _, cell in section.facts}


def printed(register: Register, question: str, id: str = "sales") -> list[str]:
    """The lines that answer *question* in the section of an activity."""
    return facts(report.activity(activity_of(register, id)))[question]


LIMITED = """\
purposes: {study: {text: Study how bread sells.}}
recipients:
  data-vendors:
    text: Only aggregated data.
    purpose: Compare shops.
    purposes: [study]
    contract: {title: Agreement}
  law-enforcement: {inquiry: true}
"""


def test_a_recipient_stands_with_what_limits_it(tmp_path: Path) -> None:
    """“Only aggregated data” is no remark: without it the disclosure is another one."""
    register = register_of(tmp_path, files(activities=LIMITED))

    assert printed(register, "Recipients") == [
        "1. data enrichment vendors: Only aggregated data; Compare shops — contract: Agreement — "
        "for: Study how bread sells",
        "2. law enforcement authorities — receives data in a particular inquiry, GDPR Art. 4(9)",
    ]
    assert rows(annexes.recipients(register), "recipient", "detail", "data") == [
        [
            "data enrichment vendors",
            "Only aggregated data; Compare shops\ncontract: Agreement\nfor: Study how bread sells",
            "",
        ],
        [
            "law enforcement authorities",
            "receives data in a particular inquiry, GDPR Art. 4(9)",
            "",
        ],
    ]


def test_a_vague_destination_is_drawn_in_the_words_of_the_record(tmp_path: Path) -> None:
    """“Countries not named” is a silence, and the record is not silent."""
    said = "transfers: {abroad: {destination: {vague: Wherever partners are.}}}\n"
    register = register_of(tmp_path, files(activities=said))

    assert [box.signed for box in flow(activity_of(register)).lanes[4].values] == [
        "Wherever partners are [vague]"
    ]
    assert summary(register)[-1].told == (
        "Activities by destination of transfers. Wherever partners are [vague]: 1 of 1"
    )


def test_a_destination_bears_the_marks_of_its_transfer(tmp_path: Path) -> None:
    """A country is printed with the “may” of the transfer that leads there."""
    said = "transfers: {abroad: {text: Mail., countries: [US], qualified: may}}\n"
    register = register_of(tmp_path, files(activities=said))

    assert rows(annexes.transfers(register), "transfer", "destination") == [
        ["Mail [source: “may”]", "United States [source: “may”]"]
    ]


def test_a_named_party_says_in_which_state_it_stands_and_where(tmp_path: Path) -> None:
    """A vendor of whom an activity only infers that it receives data is not simply a recipient."""
    written = files(
        activities="recipients: {mailer: {inferred: Its tool is used.}}\n",
        recipients="mailer: {name: Mailer Inc., category: email-delivery, qualified: might}\n",
    )
    [table] = parties.parties(register_of(tmp_path, written))

    assert rows(table, "party", "state", "touches") == [
        ["Mailer Inc. [source: “might”]", "stated", "Sales [inferred: Its tool is used]"]
    ]


def test_controllers_of_whom_none_is_named_are_vague(tmp_path: Path) -> None:
    """Art. 30(2)(a) asks for names and contact details; that there are clients is neither."""
    written = files(
        activities={
            "sales": activity("sales", "controllers: {clients: stated}\n", "{processor: stated}")
        },
        controllers="clients: {text: Clients. None is named.}\n",
    )
    register = register_of(tmp_path, written)
    [table] = parties.parties(register)
    [count] = [one for one in figures.element_counts(register, "processor") if "(a)" in one.article]

    assert rows(table, "party", "state") == [["Clients. None is named.", "vague"]]
    assert (count.records, count.stated, count.vague) == (1, 0, 1)


SHARED = general("recipients: {third-parties: stated, vendors: stated}\n")


def test_what_an_activity_denies_is_no_item_of_it(tmp_path: Path) -> None:
    """A general recipient whom the activity denies is drawn nowhere; the denial is a sentence without a number."""
    said = "recipients: {auditors: stated, banks: stated, third-parties: none}\n"
    register = register_of(tmp_path, files(blocks=SHARED, activities=said))

    assert printed(register, "Recipients") == [
        "1. auditors",
        "2. banks",
        "3. vendors [general statement]",
        "no disclosure to third parties, not itemised",
    ]
    assert [box.signed for box in flow(activity_of(register)).lanes[3].values] == [
        *("auditors", "banks", "vendors [general]")
    ]
    assert rows(annexes.recipients(register), "recipient") == [
        *(["auditors"], ["banks"]),
        ["no disclosure to third parties, not itemised"],
        ["vendors [general statement]"],
    ]


def test_a_denial_for_one_end_limits_the_general_recipient(tmp_path: Path) -> None:
    """Third parties that get nothing for their own marketing may get it for other ends, and the page says both."""
    said = "recipients: {third-parties: {none: till, when: For their own marketing}}\n"
    written = files(
        head=DRAWN,
        blocks=general("recipients: {third-parties: letters}\n"),
        activities=said,
        sources__policy=POLICY,
    )
    register = register_of(tmp_path, written)

    assert printed(register, "Recipients") == [
        "third parties, not itemised [denied here: For their own marketing; general statement]",
        "no disclosure to third parties, not itemised [For their own marketing]",
    ]


def test_a_list_that_is_denied_is_no_box_beside_its_items(tmp_path: Path) -> None:
    """One general statement denies transfers, the activity names one: what is drawn is the one."""
    register = register_of(
        tmp_path,
        files(
            blocks=general("transfers: none\n"), activities="transfers: {mail: {countries: [US]}}\n"
        ),
    )

    assert [box.text for box in flow(activity_of(register)).lanes[4].values] == ["United States"]


def test_a_finding_names_things_and_marks_what_is_inferred(tmp_path: Path) -> None:
    """Whoever reads a document has not seen the keys, and “receives” is more than the record says."""
    said = """\
        declared:
          categories: {A: {collected: 'yes'}}
          disclosed_to: {banks: {text: Banks.}}
          sold: none
        """
    selling = """\
        personal_data: {email: stated}
        recipients: {mailer: {inferred: Its tool is used., kind: {third-party: stated}}}
        """
    written = files(said=said, activities=selling, recipients="mailer: {name: Mailer Inc.}\n")
    register_of(tmp_path, written)
    loaded = load(find(tmp_path))
    [register] = loaded.registers
    found = [
        one for one in check(register, loaded.texts, RULES) if one.rule == "recipient-not-declared"
    ]

    [row] = rows(findings.finding_table(register, found, register.record.as_of), "where", "finding")

    assert row == [
        "The register as a whole",
        "'Mailer Inc.' receives (as the record infers) data (it is not stated which data; Sales) "
        "and is not in the list",
    ]


def test_the_evidence_index_names_fields_and_items(tmp_path: Path) -> None:
    """A key is for the editor; a heading and a label are for the reader."""
    said = "personal_data: {ip-address: till}\nrecipients: {mailer: letters}\n"
    written = files(
        head=DRAWN,
        activities=said,
        recipients="mailer: {name: Mailer Inc., from: letters}\n",
        sources__policy=POLICY,
    )

    table = evidence.passages(register_of(tmp_path, written))

    assert rows(table, "passage", "claims") == [
        ["who", "The register as a whole: organization"],
        ["till", "Sales: Personal data › IP address"],
        ["letters", "Recipients by name: Mailer Inc.\nSales: Recipients › Mailer Inc."],
        ["nothing", ""],
    ]


WHOLE = """\
recipients:
  banks: {kind: {third-party: stated}, contract: {vague: Some contract.}}
transfers:
  mail:
    text: Mail.
    countries: [US]
    mechanism: {standard-contractual-clauses: stated}
    safeguards: {text: Encryption.}
"""


def test_a_general_statement_says_what_stands_inside_its_items(tmp_path: Path) -> None:
    """Sections point to it for the whole, so that it is the place where the whole has to stand."""
    register = register_of(tmp_path, files(blocks=general(WHOLE), activities=""))

    [block] = report.general(register).sections

    assert facts(block) == {
        "Recipients": ["banks — third party — contract: Some contract. [vague]"],
        "Transfers": [
            "Mail — destination: United States — transfer mechanism: standard contractual clauses"
            " — safeguards: Encryption"
        ],
    }


def test_items_by_name_say_whose_they_are(tmp_path: Path) -> None:
    """Of a long general list that stands by name, an item that is only of employees is still only of employees."""
    keys = "{name: {subjects: [employees]}, email: stated, city: stated, age: stated, cv: stated}"
    said = "data_subjects: {employees: stated, customers: stated}\n"
    register = register_of(
        tmp_path, files(blocks=general(f"personal_data: {keys}\n"), activities=said)
    )

    assert printed(register, "Personal data") == [
        "name (of employees); email address; city; age; curriculum vitae [general statement]"
    ]


def test_the_cover_counts_inferred_and_conditional_roles_apart(tmp_path: Path) -> None:
    """“23 as controller” is more than a record says in which 8 are so for some people alone."""
    roles = {
        "plain": "{controller: stated}",
        "some": "{controller: {when: For people in the Union}}",
        "guess": "{controller: {inferred: It decides.}}",
    }
    written = files(activities={id: activity(id, "", role) for id, role in roles.items()})

    front = dict(cover.short(register_of(tmp_path, written), date(2026, 1, 31)))

    assert str(front["Activities"]) == (
        "3 recorded: 3 (1 of them inferred, 1 of them conditional) as controller, 0 as processor"
    )


def test_what_a_picture_leaves_out_is_marked_as_it_is() -> None:
    """A box that stands for hidden entries bears the signs of all of them, each once."""
    from ropa.model.claim import State
    from ropa.register.qualifiers import Qualifier, QualifierKind

    may = Qualifier(QualifierKind.QUALIFIED, "may")
    guesses = [Qualifier(QualifierKind.INFERRED, reason) for reason in ("So.", "Or so.")]
    boxes = [unqualified("bank"), *(Value("x", State.INFERRED, (may, guess)) for guess in guesses)]

    assert [box.signed for box in Lane("Recipients", tuple(boxes)).first(1)] == [
        *("bank", "and 2 more [“may”; inferred]")
    ]


def test_no_category_is_said_as_none(tmp_path: Path) -> None:
    """An empty list of letters reads as a sentence, not as a gap in one."""
    said = "personal_data: {email: {ccpa: [], ccpa_reason: It is public.}}\n"

    assert printed(register_of(tmp_path, files(activities=said)), "Personal data") == [
        "email address: California: no category (It is public)"
    ]


def test_a_number_stands_with_what_it_numbers(tmp_path: Path) -> None:
    """“Sold: 1. none” leaves open of whom; the number has the name beside it."""
    said = "recipients: {banks: {sale: none}, auditors: stated}\nsale: {vague: Perhaps.}\n"

    assert printed(register_of(tmp_path, files(activities=said)), "Sold") == [
        "1. banks: none",
        "all others: Perhaps. [vague]",
    ]


def test_a_silence_is_nobodys_statement(tmp_path: Path) -> None:
    """“Not stated [general statement]” would say that something states it."""
    register = register_of(tmp_path, files(blocks=general("profiling: not-stated\n")))

    assert printed(register, "Profiling") == ["not stated"]


def test_each_representative_stands_under_its_own_law(tmp_path: Path) -> None:
    """Art. 30 GDPR asks for the one in the Union; the others are asked for by the law of their country."""
    said = "representatives: {eu: {name: A}, uk: {name: B}, ch: {name: C}}\n"
    register = register_of(tmp_path, files(said=said))

    labels = [label for label, _ in identity.identity(register, "controller")]

    assert labels[1:4] == [
        "Representative in the European Union (GDPR Art. 30(1)(a))",
        "Representative in the United Kingdom (UK GDPR Art. 27)",
        "Representative in Switzerland (FADP Art. 14)",
    ]


def test_a_denial_stands_with_its_own_words(tmp_path: Path) -> None:
    """How far a denial reaches is part of it, and not a remark at the end of the section."""
    said = """\
        automated_decisions: {none: nothing, text: All automated means., note: Not of decisions.}
        """
    written = files(head=DRAWN, activities=said, sources__policy=POLICY)

    assert printed(register_of(tmp_path, written), "Automated decisions") == [
        "none: All automated means [Not of decisions]"
    ]


def test_others_are_spoken_of_only_where_there_are_others(tmp_path: Path) -> None:
    """Where each item has a period, the activity's own is for what may come beside them."""
    said = """\
        personal_data: {name: {retention: {period: P1Y}}, email: {retention: {period: P2Y}}}
        retention: {period: P9Y}
        """
    register = register_of(tmp_path, files(activities=said))

    assert printed(register, "Retention") == [
        *("1. name: 1 year", "2. email address: 2 years", "any other data: 9 years")
    ]
    assert rows(annexes.retention(register), "item", "retention") == [
        *(["name", "1 year"], ["email address", "2 years"], ["any other data", "9 years"])
    ]


def test_one_is_not_many(tmp_path: Path) -> None:
    """“The 1 activities” is how a machine counts."""
    from ropa.register.select import narrowed

    register = register_of(
        tmp_path,
        files(head=OWN, activities={id: activity(id) for id in ("sales", "mail")}),
    )

    assert identity.part_line(narrowed(register, ("id=mail",))) == (
        "Part of the register: the one activity with id=mail."
    )
    assert documents.workbook(register, register.record.as_of).name == "register"
