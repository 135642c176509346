"""The register in numbers, for the summary and its pictures: what is answered, by element and by state."""

from dataclasses import dataclass

from ropa.model.claim import State
from ropa.register import Register
from ropa.register.gaps import answers, completeness, shown
from ropa.vocabulary import say


@dataclass(frozen=True, slots=True)
class Figures:
    """Rows of numbers under headings; the first cell of a row is a text."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


def by_element(register: Register, role: str) -> Figures:
    """For each element of Art. 30, how many records answer it, are inferred, or stand open."""
    rows = tuple(
        (one.question.label, one.article, one.asked, one.complete, one.inferred, one.open)
        for one in completeness(register, role)
        if one.asked
    )
    names = ("element", "article", "asked", "complete", "inferred", "open")
    return Figures(say(f"sheet.{role}"), tuple(say(f"column.{name}") for name in names), rows)


def by_state(register: Register) -> Figures:
    """How many answers stand in each state."""
    counts = dict.fromkeys(State, 0)
    for activity in register.activities:
        for question in shown(activity):
            for _, answer in answers(activity, question):
                counts[answer.state] += 1
    rows = tuple((say(f"state.{state}"), count) for state, count in counts.items())
    return Figures(say("summary.states"), (say("column.state"), say("summary.answers")), rows)
