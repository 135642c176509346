"""What qualifies a value, in words.

As it stands in brackets behind the value, and read back from there.
"""

import re
from collections.abc import Iterator

from ropa.model.claim import State
from ropa.register.qualifiers import Qualifier, QualifierKind, Qualifiers
from ropa.vocabulary import heard, translate

BRIEF = frozenset(
    {
        QualifierKind.QUALIFIED,
        QualifierKind.CONDITION,
        QualifierKind.INFERRED,
        QualifierKind.ALTERNATIVE,
        QualifierKind.VAGUE,
        QualifierKind.GENERAL,
        QualifierKind.DERIVED,
    }
)
"""Kinds that have a sign: those that make a value less than stated of this activity."""

_READABLE = (
    QualifierKind.QUALIFIED,
    QualifierKind.INFERRED,
    QualifierKind.ALTERNATIVE,
    QualifierKind.VAGUE,
    QualifierKind.REFERENCE,
    QualifierKind.GENERAL,
    QualifierKind.ENTRY,
    QualifierKind.DECLARED,
    QualifierKind.DERIVED,
    QualifierKind.MISSPELT,
)
"""Kinds with words of their own; what is none of them is a condition, or the reason of a state."""

_GOES_ON = (QualifierKind.INFERRED, QualifierKind.ALTERNATIVE, QualifierKind.DECLARED)
"""Kinds whose text has no end of its own, so that it can hold what stands between marks."""


def sign(qualifier: Qualifier) -> str:
    """A qualifier in a word, such as ``inferred``; empty where it takes nothing from the value."""
    kind, words, scope = qualifier
    if kind not in BRIEF:
        return ""
    return translate(f"brief.{kind}{'_for' if scope else ''}", text=words)


def marked(qualifier: Qualifier) -> str:
    """A qualifier in words, as it stands in brackets behind a value."""
    kind, words, scope = qualifier
    if kind is QualifierKind.STATE:
        return translate(f"state.{words}")
    return translate(f"qualifier.{kind}{'_for' if scope else ''}", text=words, scope=scope)


def read(words: str, state: State = State.STATED) -> Qualifiers:
    """The qualifiers whose marks are *words*, the inverse of :func:`marked` joined.

    What has no mark of its own is the condition of a value, and the reason of a question that does
    not arise.
    """
    rest = QualifierKind.REASON if state is State.NOT_APPLICABLE else QualifierKind.CONDITION
    joiner = translate("joiner.phrases")
    qualifiers: list[Qualifier] = []
    for qualifier in _each(words.split(joiner), rest):
        before = qualifiers[-1] if qualifiers else None
        if qualifier.kind is rest and before and before.kind in (rest, *_GOES_ON):
            words_of_both = joiner.join((before.text, qualifier.text))
            qualifiers[-1] = before._replace(text=words_of_both)
        else:
            qualifiers.append(qualifier)
    return tuple(qualifiers)


def _each(parts: list[str], rest: QualifierKind) -> Iterator[Qualifier]:
    """A qualifier for each mark: the shortest run of *parts* that is one, else a part by itself."""
    joiner = translate("joiner.phrases")
    place = 0
    while place < len(parts):
        for end in range(place + 1, len(parts) + 1):
            qualifier = _known(joiner.join(parts[place:end]))
            if qualifier is not None:
                yield qualifier
                place = end
                break
        else:
            yield Qualifier(rest, parts[place])
            place += 1


def _known(words: str) -> Qualifier | None:
    for kind in _READABLE:
        for key in (f"qualifier.{kind}_for", f"qualifier.{kind}"):
            values = heard(key, words)
            if values is not None:
                return Qualifier(kind, **values)
    return None


def apart(line: str, pair: str = "[]") -> tuple[str, str]:
    """A line as the words of its value and the marks in the bracket it ends with.

    No marks where it has none. Another *pair* of brackets holds other things, such as a law.
    """
    if not line.endswith(pair[1]):
        return line, ""
    depth = 0
    brackets = [*re.finditer(f"[{re.escape(pair)}]", line)]
    for bracket in reversed(brackets):
        depth += 1 if bracket[0] == pair[1] else -1
        if depth == 0:
            start = bracket.start()
            value, marks = line[:start], line[start + 1 : -1]
            return value.rstrip(), marks
    return line, ""
