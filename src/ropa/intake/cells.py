"""What a cell of a list says.

Its items, their numbers, and the states and marks that a rendered workbook prints.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from ropa.fields.marks import apart, read
from ropa.fields.marks import marked as in_words
from ropa.intake.spellings import meanings
from ropa.model.claim import State
from ropa.register.qualifiers import QualifierKind, Qualifiers
from ropa.vocabulary import translate

BULLET = re.compile(r"^\s*(?:[•●▪◦‣⁃*·]\s*|[-–—]\s+|[o]\s{2,})")
NUMBER = re.compile(r"^\s*\(?(\d{1,2})[.)]\s+")

JOINT = "; "
"""What stands between texts that a record holds as one."""

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
    qualified: str = ""
    when: str = ""

    @property
    def is_state(self) -> bool:
        """Whether a state stands in place of words."""
        return not self.text


class Named(NamedTuple):
    """What words name, and what they say beyond it."""

    name: str
    rest: str = ""


def items(words: str) -> list[Item]:
    """The items of a cell: split at line ends, semicolons and bullets, never at commas.

    Empty ones left out.
    """
    listed_items = []
    for number, line in _numbered_lines(words):
        for part in _parts(line):
            listed_items.append(replace(marked(part), number=number))
    return listed_items


def whole_lines(words: str) -> list[Item]:
    """The items of a cell that holds one a line; a semicolon belongs to its line."""
    numbered = _numbered_lines(words)
    return [replace(marked(line), number=number) for number, line in numbered]


def lines(words: str) -> list[str]:
    """The lines of a cell without bullets and numbers."""
    numbered = _numbered_lines(words)
    return [" ".join(line.split()) for _, line in numbered]


def in_one_line(words: str) -> str:
    """The lines of a cell side by side, as a report quotes them."""
    filled_lines = filter(None, map(str.strip, words.splitlines()))
    return translate("first.line_break").join(filled_lines)


def one_item(words: str) -> Item:
    """A cell as one item, however many lines it has."""
    return marked(" ".join(lines(words)))


def _numbered_lines(words: str) -> Iterator[tuple[int, str]]:
    """The lines that say something without bullet and number, each behind its number or 0."""
    for line in words.splitlines():
        bare = BULLET.sub("", line)
        number = number_before(bare)
        text = NUMBER.sub("", bare)
        if text.strip():
            yield number, text


def number_before(line: str) -> int:
    """The number that stands before a line; 0 for none."""
    number = NUMBER.match(line)
    return int(number[1]) if number else 0


def _parts(line: str) -> Iterator[str]:
    """*line* at its semicolons, except at those inside brackets."""
    depth = 0
    start = 0
    for place, letter in enumerate(f"{line};"):
        if letter in "([":
            depth += 1
        elif letter in ")]":
            depth = max(0, depth - 1)
        elif letter == ";" and (not depth or place == len(line)):
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
    has_own_marks = kinds - {QualifierKind.CONDITION}
    item = _qualified(text, qualifiers) if has_own_marks else Item(line)
    state = state_of(item.text)
    return item if state is None else replace(item, text="", state=state)


def _not_applicable(qualifiers: Qualifiers) -> Item:
    reasons = _texts_by_kind(qualifiers)[QualifierKind.REASON]
    return Item("", state=State.NOT_APPLICABLE, wording=JOINT.join(reasons))


def _qualified(text: str, qualifiers: Qualifiers) -> Item:
    """*text* with what its marks say of it."""
    texts = _texts_by_kind(qualifiers)
    state = State.VAGUE if QualifierKind.VAGUE in texts else State.STATED
    if QualifierKind.INFERRED in texts:
        state = State.INFERRED
    kinds = (QualifierKind.INFERRED, QualifierKind.QUALIFIED, QualifierKind.CONDITION)
    wordings = (JOINT.join(texts[kind]) for kind in kinds)
    return Item(text, 0, state, *wordings)


def _texts_by_kind(qualifiers: Qualifiers) -> Mapping[QualifierKind, list[str]]:
    """What marks say; the alternatives, and of whom a general statement speaks, as a condition."""
    texts: dict[QualifierKind, list[str]] = defaultdict(list)
    for kind, words, _ in qualifiers:
        texts[kind].append(words)
    for qualifier in qualifiers:
        if qualifier.kind is QualifierKind.ALTERNATIVE:
            texts[QualifierKind.CONDITION].append(in_words(qualifier))
    for kind, _, scope in qualifiers:
        if kind is QualifierKind.GENERAL and scope:
            texts[QualifierKind.CONDITION].append(translate("first.for", people=scope))
    return texts


def state_of(words: str) -> State | None:
    """The state that *words* alone say: as people write it, or as a workbook prints it."""
    spelling = words.casefold().strip().rstrip(".")
    if state := meanings("first_state").get(spelling):
        return State(state)
    for printed in PRINTED_STATES:
        label = translate(f"state.{printed}").casefold()
        if spelling in (printed.value, label):
            return printed
    return None


def head_and_rest(words: str) -> Named:
    """What stands before the first colon and behind it.

    The whole and nothing where there is no colon.
    """
    head, _, rest = words.partition(": ")
    detail = rest.strip()
    return Named(head.strip(), detail) if detail else Named(words)


def readings(words: str) -> tuple[Named, Named]:
    """What may be a name in *words*: all of them, or what stands before the first colon."""
    return Named(words), head_and_rest(words)


def is_about_all(head: str) -> bool:
    """Whether a line with that *head* is about all items, or all others."""
    return head in (translate("word.all"), translate("word.others"))
