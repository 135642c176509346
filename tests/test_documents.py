"""`ropa check --sources`, `ropa lock` and `ropa anchor`: what is verified, what changed, and who is told."""

from pathlib import Path
from textwrap import dedent

import pytest

from support import project_of, ropa

POLICY = (
    "We are Corner Shop Ltd.\nWe collect your name when you order.\nWe keep orders for six years.\n"
)

FILES = {
    "records/shop/register.yaml": """\
        schema: 2
        title: Corner Shop
        kept_by: reconstruction
        as_of: 2026-01-31
        organization: {name: Corner Shop Ltd, email: privacy@shop.example, from: who}
        """,
    "records/shop/activities/sales.yaml": """\
        id: sales
        name: Sales
        role: {controller: {inferred: It sells for itself., from: who}}
        personal_data: {name: {from: collects, retention: {period: P6Y, from: keeps}}}
        """,
    "records/shop/sources/policy.yaml": """\
        title: Policy
        kind: document
        file: policy.txt
        passages:
          who: We are … Ltd.
          collects: We collect … order.
          keeps: We keep … years.
        """,
    "documents/policy.txt": POLICY,
}


def shop(root: Path, **replaced: str) -> Path:
    """The shop with its policy; *replaced* gives other text for the source (``source``) or the document (``policy``)."""
    names = {"source": "records/shop/sources/policy.yaml", "policy": "documents/policy.txt"}
    return project_of(root, {**FILES, **{names[key]: text for key, text in replaced.items()}})


def errors(root: Path) -> str:
    """The errors `ropa check --sources` prints, with their carets and help."""
    ran = ropa(root, "check", "--sources", str(root / "documents"))
    blocks = (
        ran.out.rpartition("\n")[0].rpartition("\n")[0].split("\nrecords/")
    )  # without the last line, which counts
    shown = [block if index == 0 else f"records/{block}" for index, block in enumerate(blocks)]
    return "\n".join(
        block.rstrip("\n") for block in shown if ": error: " in block.partition("\n")[0]
    )


def test_a_register_whose_evidence_holds_has_no_error(tmp_path: Path) -> None:
    """Every passage is where its anchor says."""
    ran = ropa(shop(tmp_path), "check", "--sources", str(tmp_path / "documents"))

    assert (ran.status, errors(tmp_path)) == (0, "")


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (
            POLICY.replace("We collect your", "We gather your"),
            """\
            records/shop/sources/policy.yaml:6:13: error: 'collects': the document has no 'We collect'; 1 claim cites it [anchor-not-found]
                6 |   collects: We collect … order.
                  |             ^^^^^^^^^^^^^^^^^^^""",
        ),
        (
            POLICY.replace("six years", "six months"),
            """\
            records/shop/sources/policy.yaml:7:10: error: 'keeps': 'years.' does not follow 'We keep'; 1 claim cites it [anchor-not-found]
                7 |   keeps: We keep … years.
                  |          ^^^^^^^^^^^^^^^^""",
        ),
        (
            POLICY + "We collect stamps.\n",
            """\
            records/shop/sources/policy.yaml:6:13: error: 'collects': 'We collect' stands 2 times, in lines 2, 4; 1 claim cites it [anchor-not-unique]
                6 |   collects: We collect … order.
                  |             ^^^^^^^^^^^^^^^^^^^
                  = help: add a word, or the unique text before it as 'after:'""",
        ),
        (
            "",
            """\
            records/shop/sources/policy.yaml:3:7: error: 'policy.txt' holds no text; 3 passages cannot be verified [document-unreadable]
                3 | file: policy.txt
                  |       ^^^^^^^^^^
                  = help: correct 'file:', or name another folder with --sources""",
        ),
        (
            POLICY.replace("when you order", "word " * 121 + "when you order"),
            """\
            records/shop/sources/policy.yaml:6:13: error: 'collects' has 128 words; a passage has 120 at most [passage-too-long]
                6 |   collects: We collect … order.
                  |             ^^^^^^^^^^^^^^^^^^^
                  = help: name its statements apart""",
        ),
    ],
    ids=["start gone", "end gone", "start twice", "emptied", "too long"],
)
def test_a_changed_document_names_the_passage_and_its_claims(
    tmp_path: Path, policy: str, said: str
) -> None:
    """Who reads the finding knows what to read again."""
    assert errors(shop(tmp_path, policy=policy)) == dedent(said)


def test_one_changed_word_inside_a_passage_is_noticed_once_it_is_locked(tmp_path: Path) -> None:
    """An anchor still finds a statement whose middle says something else."""
    root = shop(tmp_path)
    locked = ropa(root, "lock", "--sources", str(root / "documents"))
    (root / "documents/policy.txt").write_text(POLICY.replace("your name", "your shoe size"))

    assert locked.out == "records/shop/sources/policy.lock: 3 passages\n"
    assert errors(root) == dedent("""\
        records/shop/sources/policy.yaml:6:13: error: 'collects' reads otherwise than when it was locked; 1 claim rests on it [passage-changed]
            6 |   collects: We collect … order.
              |             ^^^^^^^^^^^^^^^^^^^
              = help: read them again, then run `ropa lock`""")


def test_passages_without_a_fingerprint_are_counted(tmp_path: Path) -> None:
    """What is not locked cannot be seen to change."""
    out = ropa(shop(tmp_path), "check", "--sources", str(tmp_path / "documents")).out

    assert [line for line in out.splitlines() if "not-locked" in line] == [
        "records/shop/sources/policy.yaml:4:1: info: 3 passages have no fingerprint: who, collects, keeps "
        "[passage-not-locked]"
    ]


def test_the_lock_is_one_sorted_line_a_passage(tmp_path: Path) -> None:
    """A diff of the lock is a list of changed passages."""
    root = shop(tmp_path)
    ropa(root, "lock", "--sources", str(root / "documents"))

    assert (root / "records/shop/sources/policy.lock").read_text() == dedent("""\
        sha256 4f400b887d0a6c1c8f7d0b2d6368a79318751e30ab1b0dcc7003daa152437901
        collects 9376804a1b7f81fc
        keeps 30e75e8f3b370cbc
        who aa1e48903d21e9ce
        """)


def test_re_wrapping_a_document_changes_no_fingerprint(tmp_path: Path) -> None:
    """Only words count."""
    root = shop(tmp_path)
    ropa(root, "lock", "--sources", str(root / "documents"))
    (root / "documents/policy.txt").write_text(POLICY.replace(" ", "\n"))

    assert errors(root) == ""


def test_another_document_than_the_one_read_is_noticed(tmp_path: Path) -> None:
    """The fingerprint of the bytes tells a new edition."""
    source = FILES["records/shop/sources/policy.yaml"].replace(
        "file:", f"sha256: {'0' * 64}\n        file:"
    )

    assert errors(shop(tmp_path, source=source)).splitlines()[0] == (
        "records/shop/sources/policy.yaml:3:9: error: 'policy.txt' is another document than the one the source was "
        "read from [document-changed]"
    )


def test_passages_stand_apart_and_in_order(tmp_path: Path) -> None:
    """A reader follows index and document side by side."""
    source = (
        FILES["records/shop/sources/policy.yaml"]
        .replace("Ltd.", "your name")
        .replace("keeps:", "zeros:")
    )
    source = source.replace("          zeros: We keep … years.\n", "").replace(
        "          who:", "          keeps: We keep … years.\n          who:"
    )

    out = ropa(shop(tmp_path, source=source), "check", "--sources", str(tmp_path / "documents")).out

    assert [line for line in out.splitlines() if "[passages-" in line] == [
        "records/shop/sources/policy.yaml:6:3: info: 'who' comes before 'keeps' in the document [passages-out-of-order]",
        "records/shop/sources/policy.yaml:7:3: info: 'collects' comes before 'keeps' in the document "
        "[passages-out-of-order]",
        "records/shop/sources/policy.yaml:7:13: warning: 'collects' begins inside 'who' [passages-overlap]",
    ]


def test_an_uncited_passage_and_a_inconsistency_are_told(tmp_path: Path) -> None:
    """What the record does not use, and where its source disagrees with itself."""
    root = project_of(
        tmp_path,
        {
            **FILES,
            "records/shop/activities/sales.yaml": FILES[
                "records/shop/activities/sales.yaml"
            ].replace("keeps", "collects"),
            "records/shop/register.yaml": dedent(FILES["records/shop/register.yaml"])
            + "inconsistencies: {names: {text: Two names., between: [who, collects]}}\n",
        },
    )

    out = ropa(root, "check").out

    assert [line for line in out.splitlines() if "never-cited" in line or "pull-apart" in line] == [
        "records/shop/register.yaml:6:19: info: Two names (who, collects) [sources-pull-apart]",
        "records/shop/sources/policy.yaml:7:3: warning: no claim cites 'keeps' [passage-never-cited]",
    ]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("six years", 0, "keep-orders-six: We keep … years.\n"),
        ("We", 2, ""),
        ("pigeons", 2, ""),
    ],
)
def test_the_shortest_anchor_is_printed_with_a_name(
    tmp_path: Path, words: str, status: int, said: str
) -> None:
    """An author pastes it into the index."""
    root = shop(tmp_path)

    ran = ropa(root, "anchor", "policy", words, "--sources", str(root / "documents"))

    assert (ran.status, ran.out) == (status, said)


def test_without_documents_everything_else_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The documents are not part of the repository."""
    root = shop(tmp_path)

    monkeypatch.delenv("ROPA_SOURCES", raising=False)

    assert (
        ropa(root, "lock").err
        == "ropa: name the folder of documents with --sources DIR, or in ROPA_SOURCES\n"
    )
    assert ropa(root, "render", "--format", "json", "--output", str(root / "out")).status == 0


def test_a_statement_speaks_with_its_author(tmp_path: Path) -> None:
    """A correction that comes back from a reader has a source too."""
    root = project_of(
        tmp_path,
        {
            **FILES,
            "records/shop/sources/dpo.yaml": """\
                title: What the data protection officer says
                kind: statement
                by: data protection officer
                about: retention
                dates: {stated: {date: 2026-01-15}}
                """,
            "records/shop/activities/sales.yaml": FILES[
                "records/shop/activities/sales.yaml"
            ].replace("from: keeps", "from: dpo"),
        },
    )

    out = ropa(root, "show", "sales").out

    assert [" ".join(line.split()) for line in out.splitlines() if "declared" in line] == [
        "Retention 6 years [declared by data protection officer]"
    ]


@pytest.mark.sources
def test_every_register_holds_against_its_document(sources: Path) -> None:
    """Each claim cites, each citation resolves, each statement is accounted for."""
    from support import ROOT

    checked = ropa(ROOT, "check", "--sources", str(sources), "--fail-on", "error")
    covered = ropa(ROOT, "coverage", "--sources", str(sources), "--fail-under", "100")

    assert (checked.status, checked.err, covered.status, covered.err) == (0, "", 0, "")


@pytest.mark.sources
def test_anchors_hold_less_than_a_third_of_a_document(sources: Path) -> None:
    """Facts carry over, sentences do not."""
    from ropa.evidence import gather
    from ropa.evidence.folding import words
    from ropa.loader import load
    from ropa.project import find
    from support import ROOT

    shares = {}
    for register in load(find(ROOT)).registers:
        for key, source in register.sources.items():
            text = gather(register, sources).document(key).folded.text
            anchors = [*source.passages.values(), *source.out_of_scope]
            held = sum(len(words(f"{one.start} {one.end} {one.after}")) for one in anchors)
            shares[register.name] = held / len(words(text))

    assert {name: share for name, share in shares.items() if share >= 1 / 3} == {}
