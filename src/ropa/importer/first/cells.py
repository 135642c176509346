"""What a cell of a list says: its items, their numbers, and the states and marks that a rendered workbook prints."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ropa.model.claim import State
from ropa.vocabulary import say

BULLET = re.compile(r"^\s*(?:[•●▪◦‣⁃*·]\s*|[-–—]\s+|[o]\s{2,})")
NUMBER = re.compile(r"^\s*\(?(\d{1,2})[.)]\s+")
MARKS = re.compile(r"\s*\[([^\[\]]*)\]$")

DASHES = frozenset({"-", "–", "—", "/", "?", "tbd", "tbc", "n.n.", "unknown"})
"""What people write into a cell that they mean to fill: neither a value nor a "none"."""

NONE = frozenset({"none", "nil", "no", "not any"})
"""What says that there is none, in a cell that holds nothing else."""

NOT_APPLICABLE = frozenset({"n/a", "na", "n.a.", "not applicable"})


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a cell: its words, the number before it (0 for none), and how the value stands."""

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
    """The items of a cell: split at line ends, semicolons and bullets, never at commas; empty ones left out."""
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
    """The items of a cell that holds one a line, in which a semicolon joins what belongs together."""
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
    bare = " ".join(words.split())
    found = MARKS.search(bare)
    before = bare[: found.start()].rstrip() if found else bare
    if found and state_of(before) is State.NOT_APPLICABLE:
        return Item("", state=State.NOT_APPLICABLE, wording=_reason(found[1]))
    known = _marks(found[1]) if found else None
    item = replace(known, text=before) if known else Item(bare)
    state = state_of(item.text)
    return item if state is None else replace(item, text="", state=state)


def _reason(words: str) -> str:
    """The reason among the marks behind a value, without those that say where it comes from."""
    general = say("state.general")
    return "; ".join(
        mark
        for mark in words.split("; ")
        if mark != general and not mark.startswith(f"{general}, for ")
    )


def _marks(words: str) -> Item | None:
    """The marks a rendered workbook prints behind a value; None where *words* hold none of them.

    What stands among them and is none of them is the condition under which the value holds.
    """
    item, others = Item(""), []
    general = say("state.general")
    for mark in words.split("; "):
        inferred, hedged = say("qualifier.inferred", text=""), re.fullmatch("source: “(.*)”", mark)
        if mark == say("state.vague"):
            item = replace(item, state=State.VAGUE)
        elif mark.startswith(inferred):
            item = replace(item, state=State.INFERRED, wording=mark.removeprefix(inferred))
        elif hedged:
            item = replace(item, hedged=hedged[1])
        elif mark.startswith(f"{general}, for "):
            item = replace(item, when=mark.removeprefix(f"{general}, "))
        elif mark not in (general, say("ccpa.derived")) and not mark.startswith(
            say("qualifier.declared", text="")
        ):
            others.append(mark)
    if len(others) == len(words.split("; ")):
        return None
    return replace(item, when="; ".join(filter(None, (*others, item.when))))


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
        (state for state in known if said in (state.value, say(f"state.{state}").casefold())), None
    )


def head_and_rest(words: str) -> tuple[str, str]:
    """What stands before the first colon and behind it; the whole and nothing where there is no colon."""
    head, colon, rest = words.partition(": ")
    return (head.strip(), rest.strip()) if colon and rest.strip() else (words, "")
