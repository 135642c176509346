"""Anchors resolved in documents: which words of which document a passage is."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from ropa.diagnostics import Diagnostic, Span
from ropa.evidence.documents import SourceDocument, open_document
from ropa.evidence.folding import Folded, fold
from ropa.evidence.likeness import nearest_words
from ropa.evidence.unreadable import Unreadable, unreadable
from ropa.model.source import Anchor, Source, SourceKind
from ropa.net import net
from ropa.register import Register
from ropa.vocabulary import joined, number_text, translate

LONGEST_PASSAGE = 120
"""Words; a passage is one statement, or one list or table with its lead-in."""


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A passage in its document: from folded character *start* to *end*."""

    start: int
    end: int

    def contains(self, other: "Found") -> bool:
        """Whether *other* lies inside it."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Found") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an anchor finds nothing: the *rule* that says so, a sentence, and what may help."""

    rule: str
    message: str
    help: str = ""


Resolution: TypeAlias = Found | Fault
"""What an anchor comes to in its document."""


def resolve(text: Folded, anchor: Anchor, suggest: bool = True) -> Resolution:
    """The passage *anchor* names in *text*.

    Its start occurs exactly once, or once behind the unique text in ``after``; its end is the first
    occurrence after that. Both begin and end at words. Where there is none, and *suggest*, the
    words most like it are named.
    """
    begin = 0
    if anchor.after:
        leads = _counted(text, anchor.after)
        if len(leads) != 1:
            return _misplaced(text, anchor.after, leads, suggest)
        begin = leads[0].end
    starts = _counted(text, anchor.start, begin)
    if not starts:
        message = translate("anchor.missing", start=anchor.start)
        return _missing(text, message, anchor.start, suggest)
    if len(starts) > 1:
        return _not_unique(text, anchor, starts)
    start = starts[0]
    if not anchor.end:
        return start
    end = next(_occurrences(text, anchor.end, start.end), None)
    if end is None:
        message = translate("anchor.no_end", start=anchor.start, end=anchor.end)
        return _missing(text, message, anchor.end, suggest)
    return Found(start.start, end.end)


def _occurrences(text: Folded, part: str, begin: int = 0) -> Iterator[Found]:
    """Where the words *part* stand in *text*, from *begin* on."""
    words = fold(part).text
    for place in text.occurrences(words, begin):
        yield Found(place, place + len(words))


def _counted(text: Folded, part: str, begin: int = 0) -> list[Found]:
    return list(islice(_occurrences(text, part, begin), _MOST_COUNTED))


_MOST_COUNTED = 1_000
"""Occurrences that are counted; an anchor is to have one."""


def _times(places: Sequence[Found]) -> str:
    count = len(places)
    key = "times_and_more" if count == _MOST_COUNTED else "times"
    return translate(f"anchor.{key}", n=count, count=number_text(count))


def _misplaced(text: Folded, after: str, leads: Sequence[Found], suggest: bool) -> Fault:
    """That the text *after* which a passage stands is in *text* nowhere, or at several places."""
    case = "after_not_unique" if leads else "after_missing"
    message = translate(f"anchor.{case}", after=after, times=_times(leads))
    return _missing(text, message, after, suggest)


def _not_unique(text: Folded, anchor: Anchor, starts: Sequence[Found]) -> Fault:
    first = starts[:5]
    numbers = [text.line(start.start) for start in first]
    lines = joined(map(str, numbers))
    message = translate("anchor.not_unique", start=anchor.start, times=_times(starts), lines=lines)
    return Fault("anchor-not-unique", message, translate("anchor.not_unique_help"))


def _missing(text: Folded, message: str, part: str, suggest: bool) -> Fault:
    if not suggest:
        no_more = translate("anchor.no_more", n=MOST_SUGGESTIONS)
        return Fault("anchor-not-found", message, no_more)
    return Fault("anchor-not-found", message, nearest_words(text, part))


MOST_SUGGESTIONS = 50
"""Anchors of a document for which the nearest words are looked up."""


def fingerprint(text: Folded, passage: Found) -> str:
    """Sixteen hexadecimal digits of the SHA-256 of the passage's folded words."""
    words = text.text[passage.start : passage.end]
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _resolve_all(text: Folded, anchors: list[Anchor]) -> list[Resolution]:
    passages: list[Resolution] = []
    faults = 0
    for anchor in anchors:
        passage = resolve(text, anchor, suggest=faults < MOST_SUGGESTIONS)
        faults += isinstance(passage, Fault)
        passages.append(passage)
    return passages


@dataclass(frozen=True)
class Evidence:
    """A register beside its documents."""

    register: Register
    documents: Mapping[str, SourceDocument | Unreadable]
    failures: tuple[Diagnostic, ...] = ()
    """What nobody foresaw, of a document each."""

    @cached_property
    def passages(self) -> Mapping[str, Mapping[str, Resolution]]:
        """Passages by source and name, found or not; a source without a document has none."""
        passages = {}
        for key, source in self._sources.items():
            resolved = zip(source.passages, self._resolved[key], strict=False)
            passages[key] = dict(resolved)
        return passages

    @cached_property
    def out_of_scope(self) -> Mapping[str, tuple[Resolution, ...]]:
        """Statements out of scope, by source, in the order written."""
        out_of_scope = {}
        for key, source in self._sources.items():
            resolved = self._resolved[key]
            out_of_scope[key] = tuple(resolved[len(source.passages) :])
        return out_of_scope

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        """Sources whose document can be read."""
        sources = {}
        for key, document in self.documents.items():
            if isinstance(document, SourceDocument):
                sources[key] = self.register.sources[key]
        return sources

    @cached_property
    def _resolved(self) -> Mapping[str, list[Resolution]]:
        """Passages and then statements out of scope, by source."""
        resolved = {}
        for key, source in self._sources.items():
            anchors = [*source.passages.values(), *source.out_of_scope]
            text = self.document(key).folded
            resolved[key] = _resolve_all(text, anchors)
        return resolved

    def document(self, source: str) -> SourceDocument:
        """The document of *source*, which has one."""
        document = self.documents[source]
        assert isinstance(document, SourceDocument)
        return document

    def lines(self, source: str, name: str) -> str:
        """The lines a passage is in, such as ``12`` or ``12-14``; empty where it is not found."""
        passage = self._passage(source, name)
        if passage is None:
            return ""
        text = self.document(source).folded
        first = text.line(passage.start)
        last = text.line(passage.end - 1)
        return str(first) if first == last else f"{first}-{last}"

    def excerpt(self, source: str, name: str) -> str:
        """The words of a passage as the document prints them; empty where it is not found."""
        passage = self._passage(source, name)
        if passage is None:
            return ""
        document = self.document(source)
        first, last = document.folded.span(passage.start, passage.end)
        return " ".join(document.text[first:last].split())

    @property
    def excerpts(self) -> Mapping[str, str]:
        """The words of every passage that is found, by ``source/name``."""
        words = {}
        for source, passages in self.passages.items():
            for name in passages:
                words[f"{source}/{name}"] = self.excerpt(source, name)
        return {name: excerpt for name, excerpt in words.items() if excerpt}

    def _passage(self, source: str, name: str) -> Found | None:
        place = self.passages.get(source, {}).get(name)
        return place if isinstance(place, Found) else None


def gather(register: Register, folder: Path) -> Evidence:
    """*register* beside its documents in *folder*: each is read once, and kept or reported."""
    documents: dict[str, SourceDocument | Unreadable] = {}
    failures: list[Diagnostic] = []
    for key, source in register.sources.items():
        if source.kind is SourceKind.DOCUMENT and source.file:
            documents[key] = unreadable("failed")
            record = Span(register.files[f"sources/{key}"])
            task = translate("task.reading", name=source.file)
            with net(record, task, failures.append):
                documents[key] = open_document(folder, source.file)
    return Evidence(register, documents, tuple(failures))


def lock_text(evidence: Evidence, source: str) -> str:
    """The lock of *source*: the document's fingerprint, then one line a passage, sorted by name."""
    document = evidence.document(source)
    lines = []
    for name, passage in evidence.passages[source].items():
        if isinstance(passage, Found):
            seal = fingerprint(document.folded, passage)
            lines.append(f"{name} {seal}\n")
    return "".join([f"sha256 {document.sha256}\n", *sorted(lines)])
