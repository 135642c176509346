"""What a cell of a list says.

Its items, their numbers, and the states and marks that a rendered workbook prints.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ropa.fields.marks import JOINT, apart, read
from ropa.importer.first.spellings import meanings
from ropa.model.claim import State
from ropa.register.qualifiers import QualifierKind, Qualifiers
from ropa.vocabulary import translate

BULLET = re.compile(r"^\s*(?:[•●▪◦‣⁃*·]\s*|[-–—]\s+|[o]\s{2,})")
NUMBER = re.compile(r"^\s*\(?(\d{1,2})[.)]\s+")

PRINTED_STATES = (State.NOT_STATED, State.NOT_RECORDED, State.LOST)
"""States that are read as they are written in a record, and as a workbook prints them."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a cell.

    Its words, the number before it (0 for none), and how the value stands.
    """

    text: str
    number: int = 0
    state: State = State.STATED
    wording: str = ""
    hedged: str = ""
    when: str = ""

    @property
    def is_state(self) -> bool:
        """Whether a state stands in place of words."""
        return not self.text


def items(words: str) -> list[Item]:
    """The items of a cell: split at line ends, semicolons and bullets, never at commas.

    Empty ones left out.
    """
    return [
        replace(marked(part), number=number)
        for number, line in map(_numbered, words.splitlines())
        for part in _parts(line)
    ]


def whole_lines(words: str) -> list[Item]:
    """The items of a cell that holds one a line; a semicolon belongs to its line."""
    numbered_lines = map(_numbered, words.splitlines())
    return [replace(marked(line), number=number) for number, line in numbered_lines if line.strip()]


def lines(words: str) -> list[str]:
    """The lines of a cell without bullets and numbers."""
    bare_lines = (line for _, line in map(_numbered, words.splitlines()))
    return [" ".join(line.split()) for line in bare_lines if line.strip()]


def whole(words: str) -> Item:
    """A cell as one item, however many lines it has."""
    return marked(" ".join(lines(words)))


def _numbered(line: str) -> tuple[int, str]:
    """The number before a line (0 for none), and the line without it and its bullet."""
    bare = BULLET.sub("", line)
    number = NUMBER.match(bare)
    return (int(number[1]), bare[number.end() :]) if number else (0, bare)


def _parts(line: str) -> Iterator[str]:
    """*line* at its semicolons, except at those inside brackets."""
    depth, start = 0, 0
    for place, letter in enumerate(f"{line};"):
        if letter in "([":
            depth += 1
        elif letter in ")]":
            depth = max(0, depth - 1)
        elif letter == ";" and (depth == 0 or place == len(line)):
            part = BULLET.sub("", line[start:place])
            start = place + 1
            if part.strip():
                yield part


def marked(words: str) -> Item:
    """*words* as an item: a state in its place, or the marks behind it taken for what they say."""
    line = " ".join(words.split())
    text, marks = apart(line)
    if marks and state_of(text) is State.NOT_APPLICABLE:
        return _not_applicable(read(marks, State.NOT_APPLICABLE))
    qualifiers = read(marks) if marks else ()
    kinds = {qualifier.kind for qualifier in qualifiers}
    # A bracket without any mark of a rendered workbook is the author's own.
    item = _qualified(text, qualifiers) if kinds - {QualifierKind.CONDITION} else Item(line)
    state = state_of(item.text)
    return item if state is None else replace(item, text="", state=state)


def _not_applicable(qualifiers: Qualifiers) -> Item:
    reasons = (mark.text for mark in qualifiers if mark.kind is QualifierKind.REASON)
    return Item("", state=State.NOT_APPLICABLE, wording=JOINT.join(reasons))


def _qualified(text: str, qualifiers: Qualifiers) -> Item:
    """*text* with what its marks say of it."""
    texts: dict[QualifierKind, list[str]] = defaultdict(list)
    for kind, words, _ in qualifiers:
        texts[kind].append(words)
    for kind, _, scope in qualifiers:
        if kind is QualifierKind.GENERAL and scope:
            texts[QualifierKind.CONDITION].append(translate("first.for", people=scope))
    state = State.VAGUE if QualifierKind.VAGUE in texts else State.STATED
    return Item(
        text,
        state=State.INFERRED if QualifierKind.INFERRED in texts else state,
        wording=JOINT.join(texts[QualifierKind.INFERRED]),
        hedged=JOINT.join(texts[QualifierKind.HEDGED]),
        when=JOINT.join(texts[QualifierKind.CONDITION]),
    )


def state_of(words: str) -> State | None:
    """The state that *words* alone say: as people write it, or as a workbook prints it."""
    spelling = words.casefold().strip().rstrip(".")
    if state := meanings("first_state").get(spelling):
        return State(state)
    for printed in PRINTED_STATES:
        if spelling in (printed.value, translate(f"state.{printed}").casefold()):
            return printed
    return None


def head_and_rest(words: str) -> tuple[str, str]:
    """What stands before the first colon and behind it.

    The whole and nothing where there is no colon.
    """
    head, _, rest = words.partition(": ")
    return (head.strip(), rest.strip()) if rest.strip() else (words, "")


def readings(words: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """What may be a name in *words*: all, or what is before a colon; with what is said beyond."""
    return (words, ""), head_and_rest(words)


def is_about_all(head: str) -> bool:
    """Whether a line with that *head* is about all items, or all others."""
    return head in (translate("word.all"), translate("word.others"))
