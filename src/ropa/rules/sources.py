"""Rules about sources and their passages; most of them need the documents."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from ropa.diagnostics import Severity
from ropa.evidence import Evidence, Fault, Found, SourceDocument, Unreadable
from ropa.evidence.folding import words
from ropa.evidence.passages import LONGEST_PASSAGE, fingerprint
from ropa.register import Register
from ropa.register.traverse import citations
from ropa.rule import Finding, rule


@rule(Severity.WARNING)
def passage_never_cited(register: Register) -> Iterator[Finding]:
    """A passage is named and no claim cites it.

    Cite it from the claim it supports, or move the statement to `set_aside:` with the reason why
    no record accounts for it. A statement counts as accounted for only when a claim cites it.
    """
    cited = {name for _, _, name in citations(register)}
    for key, source in register.sources.items():
        for name in source.passages:
            if name not in cited and f"{key}/{name}" not in cited:
                yield Finding(
                    register.files[f"sources/{key}"],
                    ("passages", name),
                    f"no claim cites '{name}'",
                    "cite it, or move it to 'set_aside:' with a reason",
                    on_key=True,
                )


@rule(Severity.INFO)
def sources_pull_apart(register: Register) -> Iterator[Finding]:
    """Statements of the sources contradict each other or pull apart.

    The register records both under `tensions:` and repairs nothing. Ask the organization which
    holds, and record its answer as a statement.
    """
    for key, tension in register.record.tensions.items():
        between = ", ".join(tension.between)
        yield Finding(
            register.file, ("tensions", key), f"{tension.text.rstrip('.')} ({between})", on_key=True
        )


@rule(Severity.ERROR)
def document_unreadable(evidence: Evidence) -> Iterator[Finding]:
    """The document of a source is missing or cannot be read.

    `--sources DIR` (or `ROPA_SOURCES`) names the folder of documents; `file:` in the source names
    the document in it.
    """
    for key, document in evidence.documents.items():
        if isinstance(document, Unreadable):
            source = evidence.register.sources[key]
            count = len(source.passages)
            affected = "1 passage" if count == 1 else f"{count} passages"
            yield Finding(
                _file(evidence, key),
                ("file",),
                f"'{source.file}' {document.why}; {affected} cannot be verified",
                "correct 'file:', or name another folder with --sources",
            )


@rule(Severity.ERROR)
def document_changed(evidence: Evidence) -> Iterator[Finding]:
    """The bytes of a document are not those the source was read from.

    Read what changed, correct passages and records, then write the new fingerprint under
    `sha256:` and run `ropa lock`.
    """
    for key, document in evidence.documents.items():
        expected = evidence.register.sources[key].sha256
        if isinstance(document, SourceDocument) and expected and expected != document.sha256:
            yield Finding(
                _file(evidence, key),
                ("sha256",),
                f"'{document.name}' is another document than the one the source was read from",
                f"once it is read again, write 'sha256: {document.sha256}'",
            )


@rule(Severity.ERROR)
def anchor_not_found(evidence: Evidence) -> Iterator[Finding]:
    """The words of an anchor are not in the document, or its end does not follow its start.

    `ropa anchor SOURCE "words"` prints the shortest anchor that finds a statement.
    """
    yield from _faults(evidence, "anchor-not-found")


@rule(Severity.ERROR)
def anchor_not_unique(evidence: Evidence) -> Iterator[Finding]:
    """The first words of an anchor stand several times in the document.

    Add a word, or give unique text that comes before it as `after:`.
    """
    yield from _faults(evidence, "anchor-not-unique")


def _faults(evidence: Evidence, name: str) -> Iterator[Finding]:
    """The faults called *name* of passages, and of statements that are set aside."""
    citing = _citing(evidence)
    for key, passages in evidence.passages.items():
        file = _file(evidence, key)
        for passage, fault in passages.items():
            if isinstance(fault, Fault) and fault.rule == name:
                cited = _cited(citing[passage] + citing[f"{key}/{passage}"])
                message = f"'{passage}': {fault.message}; {cited}"
                yield Finding(file, ("passages", passage), message, fault.help)
        for index, fault in enumerate(evidence.set_aside[key]):
            if isinstance(fault, Fault) and fault.rule == name:
                yield Finding(file, ("set_aside", index), fault.message, fault.help)


def _cited(count: int) -> str:
    return "1 claim cites it" if count == 1 else f"{count} claims cite it"


@rule(Severity.ERROR)
def passage_too_long(evidence: Evidence) -> Iterator[Finding]:
    """A passage has more than 120 words.

    A passage is one statement, or one list or table with its lead-in: name the statements apart.
    """
    for key, name, passage in _passages(evidence):
        text = evidence.document(key).folded.text[passage.start : passage.end]
        count = len(words(text))
        if count > LONGEST_PASSAGE:
            message = f"'{name}' has {count} words; a passage has {LONGEST_PASSAGE} at most"
            help = "name its statements apart"
            yield Finding(_file(evidence, key), ("passages", name), message, help)


@rule(Severity.WARNING)
def passages_overlap(evidence: Evidence) -> Iterator[Finding]:
    """Two passages share words, and neither holds the other.

    A list with its lead-in may hold passages for its items; other passages stand apart.
    """
    passages = sorted(
        (key, found.start, found.end, name) for key, name, found in _passages(evidence)
    )
    for (key, *place, name), (other_key, *other_place, other) in pairwise(passages):
        first, second = Found(*place), Found(*other_place)
        is_nested = first.contains(second) or second.contains(first)
        if key == other_key and first.meets(second) and not is_nested:
            message = f"'{other}' begins inside '{name}'"
            help = "let the one end before the other begins"
            yield Finding(_file(evidence, key), ("passages", other), message, help)


@rule(Severity.INFO)
def passages_out_of_order(evidence: Evidence) -> Iterator[Finding]:
    """A passage is named after one that comes later in the document.

    Passages stand in the order of the document, so that a reader can follow both.
    """
    last: dict[str, tuple[int, str]] = {}
    for key, name, passage in _passages(evidence):
        start, before = last.get(key, (0, ""))
        if passage.start >= start:
            last[key] = (passage.start, name)
            continue
        message = f"'{name}' comes before '{before}' in the document"
        help = f"move it above '{before}'"
        yield Finding(_file(evidence, key), ("passages", name), message, help, on_key=True)


@rule(Severity.ERROR)
def passage_changed(evidence: Evidence) -> Iterator[Finding]:
    """A passage reads otherwise than when it was locked.

    Read it again with the claims that cite it; when they hold, `ropa lock` writes the new
    fingerprint.
    """
    citing = _citing(evidence)
    for key, name, passage in _passages(evidence):
        locked = evidence.register.locks.get(key, {}).get(name)
        if locked and locked != fingerprint(evidence.document(key).folded, passage):
            count = citing[name] + citing[f"{key}/{name}"]
            rest = "1 claim rests" if count == 1 else f"{count} claims rest"
            message = f"'{name}' reads otherwise than when it was locked; {rest} on it"
            help = "read them again, then run `ropa lock`"
            yield Finding(_file(evidence, key), ("passages", name), message, help)


@rule(Severity.INFO)
def passage_not_locked(evidence: Evidence) -> Iterator[Finding]:
    """Passages have no fingerprint yet.

    `ropa lock --sources DIR` writes one for each, so that a changed document is noticed.
    """
    for key, passages in evidence.passages.items():
        locked = evidence.register.locks.get(key, {})
        located = (name for name, passage in passages.items() if isinstance(passage, Found))
        missing = [name for name in located if name not in locked]
        if missing:
            hidden = " …" if len(missing) > 3 else ""
            have = "1 passage has" if len(missing) == 1 else f"{len(missing)} passages have"
            message = f"{have} no fingerprint: {', '.join(missing[:3])}{hidden}"
            path, help = ("passages",), "run `ropa lock`"
            yield Finding(_file(evidence, key), path, message, help, on_key=True)


def _citing(evidence: Evidence) -> Counter[str]:
    """How many claims cite a passage, by its name as they write it."""
    return Counter(name for _, _, name in citations(evidence.register))


def _passages(evidence: Evidence) -> Iterator[tuple[str, str, Found]]:
    """Every passage that is found in its document, with its source and its name."""
    for key, passages in evidence.passages.items():
        for name, passage in passages.items():
            if isinstance(passage, Found):
                yield key, name, passage


def _file(evidence: Evidence, source: str) -> str:
    return evidence.register.files[f"sources/{source}"]
