"""Anchors resolved in documents: which words of which document a passage is."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ropa.evidence.documents import Document, Unreadable, open_document
from ropa.evidence.folding import Folded, fold, words
from ropa.model.source import Anchor, Source, SourceKind
from ropa.register import Register

LONGEST_PASSAGE = 120
"""Words; a passage is one statement, or one list or table with its lead-in."""


@dataclass(frozen=True, slots=True)
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


def resolve(text: Folded, anchor: Anchor) -> Found | Fault:
    """The passage *anchor* names in *text*.

    Its start occurs exactly once, or once behind the unique text in ``after``; its end is the first occurrence after
    that. Both begin and end at words.
    """
    begin = 0
    if anchor.after:
        before = list(_occurrences(text.text, fold(anchor.after).text))
        if len(before) != 1:
            how = "does not occur" if not before else f"occurs {len(before)} times"
            return Fault(
                "anchor-not-found", f"the text after which it stands {how}: '{anchor.after}'", _near(text, anchor.after)
            )
        begin = before[0] + len(fold(anchor.after).text)
    start = fold(anchor.start).text
    places = list(_occurrences(text.text, start, begin))
    if not places:
        return Fault("anchor-not-found", f"the document has no '{anchor.start}'", _near(text, anchor.start))
    if len(places) > 1:
        lines = ", ".join(str(text.line(place)) for place in places[:5])
        return Fault(
            "anchor-not-unique",
            f"'{anchor.start}' stands {len(places)} times, in lines {lines}",
            "add a word, or the unique text before it as 'after:'",
        )
    if not anchor.end:
        return Found(places[0], places[0] + len(start))
    end = fold(anchor.end).text
    last = next(_occurrences(text.text, end, places[0] + len(start)), None)
    if last is None:
        return Fault("anchor-not-found", f"'{anchor.end}' does not follow '{anchor.start}'", _near(text, anchor.end))
    return Found(places[0], last + len(end))


def _occurrences(text: str, part: str, begin: int = 0) -> Iterator[int]:
    head = r"(?<!\w)" if re.match(r"\w", part) else ""
    tail = r"(?!\w)" if re.search(r"\w$", part) else ""
    for match in re.compile(head + re.escape(part) + tail).finditer(text, begin):
        yield match.start()


def _near(text: Folded, part: str) -> str:
    """The words of the document most like *part*, for a message."""
    from difflib import SequenceMatcher

    wanted = fold(part).text.casefold()
    count = max(1, len(words(wanted)))
    spoken = list(re.finditer(r"\S+", text.text))
    best, ratio = "", 0.6
    matcher = SequenceMatcher(None, "", wanted, autojunk=False)
    for index in range(max(1, len(spoken) - count + 1)):
        group = spoken[index : index + count]
        if not group:
            break
        candidate = text.text[group[0].start() : group[-1].end()]
        matcher.set_seq1(candidate.casefold())
        if matcher.real_quick_ratio() > ratio and matcher.quick_ratio() > ratio and (found := matcher.ratio()) > ratio:
            best, ratio = candidate, found
    return f"nearest: '{best}'" if best else ""


def fingerprint(text: Folded, found: Found) -> str:
    """Sixteen hexadecimal digits of the SHA-256 of the passage's folded words."""
    return hashlib.sha256(text.text[found.start : found.end].encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Evidence:
    """A register beside its documents."""

    register: Register
    documents: Mapping[str, Document | Unreadable]

    @cached_property
    def passages(self) -> Mapping[str, Mapping[str, Found | Fault]]:
        """Passages by source and name, found or not; a source without a document has none."""
        return {
            key: {
                name: resolve(document.folded, passage) for name, passage in self.register.sources[key].passages.items()
            }
            for key, document in self.documents.items()
            if isinstance(document, Document)
        }

    @cached_property
    def set_aside(self) -> Mapping[str, tuple[Found | Fault, ...]]:
        """Statements set aside, by source, in the order written."""
        return {
            key: tuple(resolve(document.folded, anchor) for anchor in self.register.sources[key].set_aside)
            for key, document in self.documents.items()
            if isinstance(document, Document)
        }

    def document(self, source: str) -> Document:
        """The document of *source*, which has one."""
        document = self.documents[source]
        assert isinstance(document, Document)
        return document

    def lines(self, source: str, name: str) -> str:
        """The lines a passage stands in, such as ``12`` or ``12-14``; empty where it is not found."""
        found = self.passages.get(source, {}).get(name)
        if not isinstance(found, Found):
            return ""
        text = self.document(source).folded
        first, last = text.line(found.start), text.line(found.end - 1)
        return str(first) if first == last else f"{first}-{last}"

    def excerpt(self, source: str, name: str) -> str:
        """The words of a passage as the document prints them; empty where it is not found."""
        found = self.passages.get(source, {}).get(name)
        if not isinstance(found, Found):
            return ""
        document = self.document(source)
        first, last = document.folded.span(found.start, found.end)
        return " ".join(document.text[first:last].split())


def gather(register: Register, folder: Path) -> Evidence:
    """*register* beside its documents in *folder*: each is read once, and kept or reported."""
    return Evidence(register, {key: open_document(folder, source.file) for key, source in _documents(register)})


def _documents(register: Register) -> Iterator[tuple[str, Source]]:
    for key, source in register.sources.items():
        if source.kind is SourceKind.DOCUMENT and source.file:
            yield key, source


def lock_text(evidence: Evidence, source: str) -> str:
    """The lock of *source*: the document's fingerprint, then one line a passage, sorted by name."""
    text = evidence.document(source).folded
    lines = [
        f"{name} {fingerprint(text, found)}"
        for name, found in evidence.passages[source].items()
        if isinstance(found, Found)
    ]
    return "\n".join([f"sha256 {evidence.document(source).sha256}", *sorted(lines)]) + "\n"
