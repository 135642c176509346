"""What a cell of a list says.

Its items, their numbers, and the states and marks that a rendered workbook prints.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ropa.fields.marks import apart, read
from ropa.model.claim import State
from ropa.register.qualifiers import QualifierKind, Qualifiers
from ropa.vocabulary import translate

BULLET = re.compile(r"^\s*(?:[•●▪◦‣⁃*·]\s*|[-–—]\s+|[o]\s{2,})")
NUMBER = re.compile(r"^\s*\(?(\d{1,2})[.)]\s+")

DASHES = frozenset({"-", "–", "—", "/", "?", "tbd", "tbc", "n.n.", "unknown"})
"""What people write into a cell that they mean to fill: neither a value nor a "none"."""

NONE = frozenset({"none", "nil", "no", "not any"})
"""What says that there is none, in a cell that holds nothing else."""

NOT_APPLICABLE = frozenset({"n/a", "na", "n.a.", "not applicable"})


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
    found = []
    for line in words.splitlines():
        bare = BULLET.sub("", line)
        number = NUMBER.match(bare)
        bare = bare[number.end() :] if number else bare
        for part in _parts(bare):
            item = marked(part)
            found.append(replace(item, number=int(number[1])) if number else item)
    return found


def whole_lines(words: str) -> list[Item]:
    """The items of a cell that holds one a line; a semicolon belongs to its line."""
    found = []
    for line in filter(str.strip, words.splitlines()):
        number = NUMBER.match(BULLET.sub("", line))
        found.append(replace(marked(lines(line)[0]), number=int(number[1]) if number else 0))
    return found


def lines(words: str) -> list[str]:
    """The lines of a cell without bullets and numbers."""
    bare = (NUMBER.sub("", BULLET.sub("", line)) for line in words.splitlines())
    return [" ".join(line.split()) for line in bare if line.strip()]


def _parts(line: str) -> Iterator[str]:
    """*line* at its semicolons, except at those inside brackets."""
    depth, start = 0, 0
    for place, letter in enumerate(f"{line};"):
        if letter in "([":
            depth += 1
        elif letter in ")]":
            depth = max(0, depth - 1)
        elif letter == ";" and (depth == 0 or place == len(line)):
            part = " ".join(BULLET.sub("", line[start:place]).split())
            start = place + 1
            if part:
                yield part


def marked(words: str) -> Item:
    """*words* as an item: a state in its place, or the marks behind it taken for what they say."""
    line = " ".join(words.split())
    text, marks = apart(line)
    if marks and state_of(text) is State.NOT_APPLICABLE:
        qualifiers = read(marks, State.NOT_APPLICABLE)
        reasons = (mark.text for mark in qualifiers if mark.kind is QualifierKind.REASON)
        return Item("", state=State.NOT_APPLICABLE, wording="; ".join(reasons))
    qualifiers = read(marks) if marks else ()
    has_mark = any(mark.kind is not QualifierKind.CONDITION for mark in qualifiers)
    # A bracket without any mark of a rendered workbook is the author's own.
    item = _qualified(text, qualifiers) if has_mark else Item(line)
    state = state_of(item.text)
    return item if state is None else replace(item, text="", state=state)


def _qualified(text: str, qualifiers: Qualifiers) -> Item:
    """*text* with what its marks say of it."""
    texts = {kind: [mark for mark in qualifiers if mark.kind is kind] for kind in QualifierKind}
    conditions = [mark.text for mark in texts[QualifierKind.CONDITION]]
    scopes = (mark.scope for mark in texts[QualifierKind.GENERAL] if mark.scope)
    conditions += [translate("first.for", people=group) for group in scopes]
    inferred = "; ".join(mark.text for mark in texts[QualifierKind.INFERRED])
    state = State.VAGUE if texts[QualifierKind.VAGUE] else State.STATED
    return Item(
        text,
        state=State.INFERRED if texts[QualifierKind.INFERRED] else state,
        wording=inferred,
        hedged="; ".join(mark.text for mark in texts[QualifierKind.HEDGED]),
        when="; ".join(conditions),
    )


def state_of(words: str) -> State | None:
    """The state that *words* alone say: as a workbook prints it, or as people write it."""
    said = words.casefold().strip().rstrip(".")
    if said in NONE:
        return State.NONE
    if said in {one.rstrip(".") for one in NOT_APPLICABLE}:
        return State.NOT_APPLICABLE
    if said in {one.rstrip(".") for one in DASHES}:
        return State.NOT_RECORDED
    known = (State.NOT_STATED, State.NOT_RECORDED, State.LOST)
    return next(
        (state for state in known if said in (state.value, translate(f"state.{state}").casefold())),
        None,
    )


def head_and_rest(words: str) -> tuple[str, str]:
    """What stands before the first colon and behind it.

    The whole and nothing where there is no colon.
    """
    head, colon, rest = words.partition(": ")
    return (head.strip(), rest.strip()) if colon and rest.strip() else (words, "")
