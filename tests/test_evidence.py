"""Anchors find their statements however a document is wrapped and quoted, and a changed statement is noticed."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ropa.evidence import Fault, Found, SourceDocument, Unreadable, open_document
from ropa.evidence.folding import fold
from ropa.evidence.passages import fingerprint, resolve
from ropa.evidence.statements import statements
from ropa.model.source import Anchor

POLICY = """We are Example Bakery Ltd. We collect your name – and your e-mail address – when you order.

  • We share orders with couriers.
  • We may tell you about “new” bread.

Category Collected
Identifiers Yes
Inferences No
"""

ANCHORS = {
    "who": "We are … Ltd.",
    "collects": "We collect … order.",
    "couriers": "We share … couriers.",
    "news": 'We may … "new" bread.',
    "identifiers": "Identifiers Yes",
}


def words_of(text: str, anchor: str, after: str = "") -> str:
    """The words a passage holds, or the fault's rule and message."""
    folded = fold(text)
    found = resolve(
        folded, Anchor.model_validate({"at": anchor, **({"after": after} if after else {})})
    )
    return (
        folded.text[found.start : found.end]
        if isinstance(found, Found)
        else f"{found.rule}: {found.message}"
    )


@pytest.mark.parametrize(
    ("anchor", "after", "said"),
    [
        ("We are … Ltd.", "", "We are Example Bakery Ltd."),
        (
            "We collect … order.",
            "",
            "We collect your name - and your e-mail address - when you order.",
        ),
        ('We may … "new" bread.', "", 'We may tell you about "new" bread.'),
        ("Yes", "", "Yes"),
        (
            "We … couriers.",
            "when you order.",
            "anchor-not-unique: 'We' stands 2 times, in lines 3, 4",
        ),
        ("We bake", "", "anchor-not-found: the document has no 'We bake'"),
        ("We share … pigeons.", "", "anchor-not-found: 'pigeons.' does not follow 'We share'"),
        ("No", "Never", "anchor-not-found: the text after which it stands does not occur: 'Never'"),
    ],
)
def test_an_anchor_finds_one_statement_or_says_why_not(anchor: str, after: str, said: str) -> None:
    """Evidence that could mean two places is no evidence."""
    assert words_of(POLICY, anchor, after) == said


def test_a_missing_start_names_the_nearest_words() -> None:
    """An author who mistypes a word sees what the document has."""
    fault = resolve(fold(POLICY), Anchor(at="We collects your … order."))

    assert fault == Fault(
        "anchor-not-found", "the document has no 'We collects your'", "nearest: 'We collect your'"
    )


@given(st.integers(12, 200), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_wrapping_quotes_and_spaces_change_nothing(width: int, chance: random.Random) -> None:
    """The same policy comes from a browser, a mail and a word processor; its words are the same."""
    assert {
        key: words_of(mangled(POLICY, width, chance), anchor) for key, anchor in ANCHORS.items()
    } == {key: words_of(POLICY, anchor) for key, anchor in ANCHORS.items()}


def mangled(text: str, width: int, chance: random.Random) -> str:
    """*text* wrapped at *width* with other quotes, dashes, spaces and soft hyphens."""
    variants = {'"': '"“”„«', "“": '"“„', "”": '"”»', "–": "–—-‐", "-": "-‑", "•": "•▪"}
    out, column = [], 0
    for written in text:
        char = chance.choice(variants[written]) if written in variants else written
        if char == " ":
            wrap = column >= width
            out.append("\n" if wrap else chance.choice([" ", "  ", "\u00a0", "\t"]))
            column = 0 if wrap else column + 1
        else:
            out.append(char + (chance.choice(["", "", "", "\u00ad"]) if char.isalpha() else ""))
            column = 0 if char == "\n" else column + 1
    return "".join(out)


@given(st.integers(0, 6))
def test_one_altered_statement_touches_its_passages_only(which: int) -> None:
    """A changed document tells which claims to read again, and no others."""
    before = fold(POLICY)
    places = statements(before)
    place = places[which % len(places)]
    altered = fold(f"{before.text[: place.end - 1]} ZZZ{before.text[place.end - 1 :]}")

    changed = {
        key
        for key, anchor in ANCHORS.items()
        if print_of(before, anchor) != print_of(altered, anchor)
    }

    assert changed == {key for key, anchor in ANCHORS.items() if touches(before, anchor, place)}


def print_of(text, anchor: str) -> str:  # type: ignore[no-untyped-def]
    """The fingerprint of a passage; empty where it is not found."""
    found = resolve(text, Anchor(at=anchor))
    return fingerprint(text, found) if isinstance(found, Found) else ""


def touches(text, anchor: str, place: Found) -> bool:  # type: ignore[no-untyped-def]
    """Whether a passage shares words with a statement."""
    found = resolve(text, Anchor(at=anchor))
    return isinstance(found, Found) and found.meets(place)


def test_a_document_is_split_into_statements() -> None:
    """Sentences, bullets and rows each want an answer of their own."""
    folded = fold(POLICY)

    assert [folded.text[one.start : one.end] for one in statements(folded)] == [
        "We are Example Bakery Ltd.",
        "We collect your name - and your e-mail address - when you order.",
        "We share orders with couriers.",
        'We may tell you about "new" bread.',
        "Category Collected",
        "Identifiers Yes",
        "Inferences No",
    ]


@given(st.text())
@settings(max_examples=60)
def test_statements_hold_every_word(text: str) -> None:
    """A word outside every statement would be a word nobody has to account for."""
    folded = fold(text)
    held = statements(folded)

    outside = [
        match.group()
        for match in re.finditer(r"\w+", folded.text)
        if not any(one.start <= match.start() and match.end() <= one.end for one in held)
    ]

    assert outside == []


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("policy.txt", None, "is not in the folder of documents"),
        ("folder", "folder", "is a folder"),
        ("../outside.txt", b"secret", "leads out of the folder of documents"),
        ("policy.txt", b"caf\xe9", "is not UTF-8 at byte 3; save it as UTF-8"),
        ("policy.txt", b" \n ", "holds no text"),
        ("policy.pdf", b"%PDF-1.7 broken", None),
        ("policy.docx", b"PK\x03\x04 broken", None),
        ("policy.txt", b"x" * 20_000_001, "is larger than 20,000,000 bytes"),
    ],
)
def test_a_document_that_cannot_be_read_is_named(
    tmp_path: Path, name: str, data: object, why: str | None
) -> None:
    """A broken document is a finding, not a crash, and nothing outside the folder is opened."""
    folder = tmp_path / "documents"
    folder.mkdir()
    if data == "folder":
        (folder / name).mkdir()
    elif isinstance(data, bytes):
        (folder / name).write_bytes(data)

    found = open_document(folder, name)

    assert isinstance(found, Unreadable)
    assert (
        found.why == why
        if why
        else found.why.startswith(("is not a readable PDF", "is not a readable DOCX"))
    )


def test_html_and_docx_read_as_their_text(tmp_path: Path) -> None:
    """Policies are published as pages and sent as documents; scripts are no statements."""
    from docx import Document as Docx

    (tmp_path / "a.html").write_text(
        "<h1>Policy</h1><script>evil()</script><p>We <b>share</b> orders.<li>One<li>Two"
    )
    made = Docx()
    made.add_heading("Policy")
    made.add_paragraph("We share orders.")
    row = made.add_table(1, 2).rows[0].cells
    row[0].text, row[1].text = "Identifiers", "Yes"
    made.save(str(tmp_path / "a.docx"))

    page, document = (open_document(tmp_path, name) for name in ("a.html", "a.docx"))

    assert isinstance(page, SourceDocument) and isinstance(document, SourceDocument)
    assert [said(page), said(document)] == [
        ["Policy", "We share orders.", "One", "Two"],
        ["Policy", "We share orders.", "Identifiers Yes"],
    ]


def said(document: SourceDocument) -> list[str]:
    """The statements of a document."""
    return [document.folded.text[one.start : one.end] for one in statements(document.folded)]
