"""What is too much is said, with the number, and does not take for ever; what is large and real is read."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from support import SHOP, Ran, lines, program, project_of, sales

SALES = "records/shop/activities/sales.yaml"
POLICY = "records/shop/sources/policy.yaml"
LOCK = "records/shop/sources/policy.lock"
MANY = 35_000


def checked(root: Path, *arguments: str) -> Ran:
    """What ``ropa check`` says as a program of its own, which is stopped after a minute."""
    ran = program(root, "check", *arguments)
    assert ran.err == ""
    return ran


def items(template: str) -> str:
    return "".join(template.format(number) for number in range(MANY))


def test_a_list_of_20_000_rows_is_read(tmp_path: Path) -> None:
    """Somebody has a list like that, and it is right."""
    rows = "".join(f"  w{number}: stated\n" for number in range(20_000))
    words = "".join(f"    w{number}: {{label: word}}\n" for number in range(20_000))
    register = SHOP["records/shop/register.yaml"] + f"vocabulary:\n  personal_data:\n{words}"
    record = f"{SHOP[SALES]}personal_data:\n{rows}"
    root = project_of(tmp_path, {"records/shop/register.yaml": register, SALES: record})

    assert checked(root) == (0, "nothing found\n", "")


def test_references_to_many_items_are_followed(tmp_path: Path) -> None:
    """Each was once compared with a copy of all of them."""
    keys = "".join(f"w{number}, " for number in range(MANY))
    root = sales(
        tmp_path,
        "locations: none\nprocessing: none\npersonal_data:\n"
        + items("  w{}: stated\n")
        + f"collected_from: {{data-subject: {{data: [{keys}]}}}}\n",
    )

    said = [line for line in checked(root).out.splitlines() if "[unknown-item]" in line]

    assert said == []


def test_unknown_words_by_the_thousand_are_told(tmp_path: Path) -> None:
    """A word like it is looked for only for the first fifty; the first ten thousand are listed."""
    root = sales(tmp_path, "security:\n" + items("  encription-{}: stated\n"))

    ran = checked(root)

    said = ran.out.splitlines()
    assert ran.status == 1
    assert said[-5:-1] == [
        f"{SALES}:10005:3: error: there are 25,000 problems more, which are not listed [too-many-problems]",
        "10005 |   encription-10000: stated",
        "      |   ^^^^^^^^^^^^^^^^",
        "      = help: resolve those above first",
    ]
    assert sum("did you mean" in line for line in said) == 50


def test_citations_beside_many_passages_are_told(tmp_path: Path) -> None:
    """Three thousand that lead nowhere, beside twenty thousand that could be meant."""
    passages = "".join(f"  passage-{number}: first words {number}\n" for number in range(20_000))
    cited = "".join(f"pasage-{number}, " for number in range(3_000))
    root = project_of(
        tmp_path,
        {
            POLICY: f"title: Policy\nkind: document\npassages:\n{passages}",
            SALES: f"{SHOP[SALES]}retention: {{until: the end, from: [{cited}]}}\n",
        },
    )

    said = [line for line in checked(root).out.splitlines() if "[unknown-passage]" in line]

    assert len(said) == 3_000
    assert said[0] == f"{SALES}:4:35: error: no source has a passage 'pasage-0' [unknown-passage]"


def test_a_name_of_many_sources_is_told_once_and_short(tmp_path: Path) -> None:
    """Not with the names of all of them, once for every citation."""
    source = "title: Policy\nkind: document\npassages: {intro: first words}\n"
    files = {f"records/shop/sources/p{number:03}.yaml": source for number in range(500)}
    root = project_of(
        tmp_path, {**files, SALES: f"{SHOP[SALES]}retention: {{until: x, from: intro}}\n"}
    )

    said = [line for line in checked(root).out.splitlines() if "[ambiguous-passage]" in line]

    assert said == [
        f"{SALES}:4:29: error: 'intro' is a passage of p000 and of p001 and of p002 and of 497 more [ambiguous-passage]"
    ]


@pytest.mark.parametrize(
    ("template", "first"),
    [
        ("purpse{}: none\n", ":4:1: error: 'purpse0' is not a field here [unknown-key]"),
        ("tags{}: [T]\n", ":4:1: error: 'tags0' is not a field here [unknown-key]"),
    ],
)
def test_more_problems_than_anybody_reads_end_with_a_word(
    tmp_path: Path, template: str, first: str
) -> None:
    """A hundred of one file are told, as where it is no YAML."""
    root = sales(tmp_path, items(template))

    said = [line for line in checked(root).out.splitlines() if "error:" in line]

    assert len(said) == 101
    assert said[0] == SALES + first
    assert said[100].endswith(
        "error: the file has more than 100 problems; the others are not told [too-many-problems]"
    )


def test_keys_by_the_thousand_are_told_to_a_hundred(tmp_path: Path) -> None:
    """Also where each is the key of a record of its own."""
    root = project_of(tmp_path, {"records/shop/recipients.yaml": items("R{}: {{name: Acme}}\n")})

    said = [line for line in checked(root).out.splitlines() if "error:" in line]

    assert len(said) == 101


def test_closed_words_by_the_thousand_are_told_to_a_hundred(tmp_path: Path) -> None:
    """The law's own list is compared with each of them."""
    role = "role:\n" + items("  contr-{}: stated\n")
    root = project_of(tmp_path, {SALES: f"id: sales\nname: Sales\n{role}"})

    said = [line for line in checked(root).out.splitlines() if "error:" in line]

    assert len(said) == 101


def test_a_lock_of_two_million_lines_is_not_read(tmp_path: Path) -> None:
    """No lock of ours is as large; each line was once a finding."""
    root = project_of(
        tmp_path, {POLICY: "title: Policy\nkind: document\n", LOCK: "x\n" * 2_000_000}
    )

    assert checked(root) == (
        1,
        dedent(f"""\
            {LOCK}:1:1: error: the file is larger than 3,000,000 bytes [file-too-large]
                  = help: run `ropa lock` again
            1 error
            """),
        "",
    )


def test_lines_of_a_lock_that_mean_nothing_are_told_to_a_hundred(tmp_path: Path) -> None:
    """And then that there are more."""
    root = project_of(
        tmp_path, {POLICY: "title: Policy\nkind: document\n", LOCK: "x\n" * 1_000_000}
    )

    said = [line for line in checked(root).out.splitlines() if "error:" in line]

    assert len(said) == 101
    assert said[0] == f"{LOCK}:1:1: error: this is not a fingerprint [lock-unreadable]"
    assert said[100] == (
        f"{LOCK}:101:1: error: the file has more than 100 problems; from here on it is not read [too-many-problems]"
    )


def test_a_million_letters_in_one_line_are_told_in_few(tmp_path: Path) -> None:
    """Each finding shows its part of the line, and the others are not gone through for it."""
    root = sales(tmp_path, lines("security: {") + items("encription-{}: stated, ") + "}\n")

    said = checked(root).out

    assert max(map(len, said.splitlines())) < 200
