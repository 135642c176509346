"""Rules about sources and their passages; most of them need the documents."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from ropa.diagnostics import Severity
from ropa.evidence import Evidence, Fault, Found, SourceDocument, Unreadable
from ropa.evidence.folding import words
from ropa.evidence.passages import LONGEST_PASSAGE, Resolution, fingerprint
from ropa.register import Register
from ropa.rule import Finding, finding, rule
from ropa.vocabulary import joined, translate

K = TypeVar("K")


@rule(Severity.WARNING)
def passage_never_cited(register: Register) -> Iterator[Finding]:
    """A passage is named and no claim cites it.

    Cite it from the claim it supports, or move the statement to `out_of_scope:` with the reason why
    no record accounts for it. A statement counts as accounted for only when a claim cites it.
    """
    cited = {name for _, _, name in register.citations()}
    for key, source in register.sources.items():
        for name in source.passages:
            full_name = f"{key}/{name}"
            if cited.isdisjoint((name, full_name)):
                file, path = register.files[f"sources/{key}"], ("passages", name)
                yield finding("passage-never-cited", file, path, name=name).at_key()


@rule(Severity.INFO)
def sources_pull_apart(register: Register) -> Iterator[Finding]:
    """Statements of the sources contradict each other or pull apart.

    The register records both under `inconsistencies:` and repairs nothing. Ask the organization
    which holds, and record its answer as a statement.
    """
    for key, inconsistency in register.record.inconsistencies.items():
        text, passages = inconsistency.text.rstrip("."), joined(inconsistency.between)
        message = translate("finding.sources-pull-apart", text=text, passages=passages)
        yield Finding(register.file, ("inconsistencies", key), message, on_key=True)


@rule(Severity.ERROR)
def document_unreadable(evidence: Evidence) -> Iterator[Finding]:
    """The document of a source is missing or cannot be read.

    `--sources DIR` (or `ROPA_SOURCES`) names the folder of documents; `file:` in the source names
    the document in it.
    """
    for key, document in evidence.documents.items():
        if isinstance(document, Unreadable):
            source = evidence.register.sources[key]
            values = {"name": source.file, "why": document.why, "n": len(source.passages)}
            yield finding("document-unreadable", _file(evidence, key), ("file",), **values)


@rule(Severity.ERROR)
def document_changed(evidence: Evidence) -> Iterator[Finding]:
    """The bytes of a document are not those the source was read from.

    Read what changed, correct passages and records, then write the new fingerprint under
    `sha256:` and run `ropa lock`.
    """
    for key, document in evidence.documents.items():
        expected = evidence.register.sources[key].sha256
        if isinstance(document, SourceDocument) and expected and expected != document.sha256:
            values = {"name": document.name, "sha256": document.sha256}
            yield finding("document-changed", _file(evidence, key), ("sha256",), **values)


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


def _faults(evidence: Evidence, rule_name: str) -> Iterator[Finding]:
    """The faults of the rule called *rule_name*, of passages and of what is out of scope."""
    citing = _citing(evidence)
    for source, passages in evidence.passages.items():
        file = _file(evidence, source)
        for name, fault in _of_rule(rule_name, passages.items()):
            count = _count(citing, source, name)
            values = {"name": name, "message": fault.message, "n": count}
            message = translate("finding.anchor-fault", **values)
            yield Finding(file, ("passages", name), message, fault.help)
        out_of_scope = enumerate(evidence.out_of_scope[source])
        for index, fault in _of_rule(rule_name, out_of_scope):
            yield Finding(file, ("out_of_scope", index), fault.message, fault.help)


def _of_rule(
    rule_name: str, resolutions: Iterable[tuple[K, Resolution]]
) -> Iterator[tuple[K, Fault]]:
    """Those of *resolutions*, each with its key, that are faults of the rule."""
    for key, resolution in resolutions:
        if isinstance(resolution, Fault) and resolution.rule == rule_name:
            yield key, resolution


@rule(Severity.ERROR)
def passage_too_long(evidence: Evidence) -> Iterator[Finding]:
    """A passage has more than 120 words.

    A passage is one statement, or one list or table with its lead-in: name the statements apart.
    """
    for passage in _passages(evidence):
        text = evidence.document(passage.source).folded.text
        place = passage.place
        passage_text = text[place.start : place.end]
        count = len(words(passage_text))
        if count > LONGEST_PASSAGE:
            values = {"count": count, "most": LONGEST_PASSAGE}
            yield _finding("passage-too-long", evidence, passage, **values)


@rule(Severity.WARNING)
def passages_overlap(evidence: Evidence) -> Iterator[Finding]:
    """Two passages share words, and neither holds the other.

    A list with its lead-in may hold passages for its items; other passages stand apart.
    """
    for first, second in pairwise(sorted(_passages(evidence))):
        place = first.place
        other_place = second.place
        is_nested = place.contains(other_place) or other_place.contains(place)
        is_same_source = first.source == second.source
        if is_same_source and place.meets(other_place) and not is_nested:
            yield _finding("passages-overlap", evidence, second, other=first.name)


@rule(Severity.INFO)
def passages_out_of_order(evidence: Evidence) -> Iterator[Finding]:
    """A passage is named after one that comes later in the document.

    Passages stand in the order of the document, so that a reader can follow both.
    """
    last: dict[str, _LocatedPassage] = {}
    for passage in _passages(evidence):
        before = last.setdefault(passage.source, passage)
        if passage.place.start >= before.place.start:
            last[passage.source] = passage
        else:
            disorder = _finding("passages-out-of-order", evidence, passage, other=before.name)
            yield disorder.at_key()


@rule(Severity.ERROR)
def passage_changed(evidence: Evidence) -> Iterator[Finding]:
    """A passage reads otherwise than when it was locked.

    Read it again with the claims that cite it; when they hold, `ropa lock` writes the new
    fingerprint.
    """
    citing = _citing(evidence)
    for passage in _passages(evidence):
        source = passage.source
        name = passage.name
        locked = evidence.register.locks.get(source, {}).get(name)
        folded = evidence.document(source).folded
        if locked and locked != fingerprint(folded, passage.place):
            count = _count(citing, source, name)
            yield _finding("passage-changed", evidence, passage, n=count)


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
            values = {"names": _first(missing), "n": len(missing)}
            file, path = _file(evidence, key), ("passages",)
            yield finding("passage-not-locked", file, path, **values).at_key()


def _first(missing: Sequence[str]) -> str:
    names = joined(missing[:_MOST_NAMES])
    is_cut = len(missing) > _MOST_NAMES
    return translate("finding_part.cut", names=names) if is_cut else names


_MOST_NAMES = 3
"""Passages without a fingerprint that are named."""


def _citing(evidence: Evidence) -> Counter[str]:
    """How many claims cite a passage, by its name as they write it."""
    citations = evidence.register.citations()
    return Counter(name for _, _, name in citations)


def _count(citing: Counter[str], source: str, name: str) -> int:
    return citing[name] + citing[f"{source}/{name}"]


class _LocatedPassage(NamedTuple):
    """A passage that is found in its document. Sorts by source, then by place."""

    source: str
    place: Found
    name: str


def _passages(evidence: Evidence) -> Iterator[_LocatedPassage]:
    """Every passage that is found in its document, in the order in which they are named."""
    for source, passages in evidence.passages.items():
        for name, passage in passages.items():
            if isinstance(passage, Found):
                yield _LocatedPassage(source, passage, name)


def _finding(
    case: str, evidence: Evidence, passage: _LocatedPassage, /, **values: object
) -> Finding:
    """What is found of *passage*."""
    name = passage.name
    path = ("passages", name)
    file = _file(evidence, passage.source)
    return finding(case, file, path, name=name, **values)


def _file(evidence: Evidence, source: str) -> str:
    return evidence.register.files[f"sources/{source}"]
