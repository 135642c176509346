"""Registers made at random in which every claim has a word of its own, and so has each of its qualifiers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import yaml
from hypothesis import strategies as st

from ropa import vocabulary
from ropa.fields.table import item_model, key_words
from ropa.model.questions import Questions

HEAD = {
    "schema": 2,
    "title": "Record of Corner Shop Ltd",
    "kept_by": "organization",
    "as_of": "2026-01-31",
    "organization": {"name": "Corner Shop Ltd"},
}

QUALIFIERS = ("qualified", "when", "inferred", "vague", "alternative")
SCOPE = "people of the shop"


@dataclass(frozen=True)
class Written:
    """A claim as it was written: the word it is known by, and what must be printed beside it."""

    word: str
    qualifiers: frozenset[str]
    is_general: bool

    def lacks(self, printed: str) -> list[str]:
        """Its qualifiers that *printed*, the words around it, do not carry."""
        signs = {
            "qualified": [f"hedge{self.word}"],
            "when": [f"cond{self.word}", "conditional"],
            "inferred": [f"reason{self.word}", "inferred"],
            "vague": ["vague"],
            "alternative": ["alternatively", "[or", "; or", " or "],
            "general": ["general"],
        }
        wanted = sorted(self.qualifiers | ({"general"} if self.is_general else set()))
        return [kind for kind in wanted if not any(sign in printed for sign in signs[kind])]


def questions() -> list[str]:
    """Questions whose answers, or the items of them, have a text of their own."""
    models = {name: item_model(info.annotation) for name, info in Questions.model_fields.items()}
    return [name for name, model in models.items() if model and "text" in model.model_fields]


@st.composite
def registers(draw: st.DrawFn) -> tuple[dict[str, str], list[Written]]:
    """The files of a register, and its claims as they were written."""
    numbers = count(101)
    claims: list[Written] = []
    own = dict(_answers(draw, numbers, claims, is_general=False))
    shared = dict(_answers(draw, numbers, claims, is_general=True))
    general = {"applies_to": {"people": SCOPE}, **shared}
    register = {**HEAD, "register_wide": {"everywhere": general}}
    activity = {"id": "sales", "name": "Sales", "role": {"controller": "stated"}, **own}
    files = {"register": register, "activities/sales": activity}
    texts = {f"records/shop/{name}.yaml": yaml.safe_dump(file) for name, file in files.items()}
    return {**texts, "ropa.yaml": "# marks the root\n"}, claims


def _answers(
    draw: st.DrawFn, numbers: Iterator[int], claims: list[Written], is_general: bool
) -> Iterator[tuple[str, Any]]:
    for question in questions():
        keys = _keys(question)[2:4] if is_general else _keys(question)[:2]
        first = len(claims)
        items: dict[str, Any] = {
            key: _claim(draw, f"w{next(numbers)}x", claims, is_general) for key in keys
        }
        if items and draw(st.booleans()):
            items["alternatives"] = True
            claims[first:] = [_alternative(claim) for claim in claims[first:]]
        if items:
            yield question, items
        elif not is_general:
            yield question, _claim(draw, f"w{next(numbers)}x", claims, is_general)


KEYS = {
    "locations": ("IE", "US", "DE", "FR"),
    "recipients": vocabulary.names("recipient_categories"),
    "transfers": ("letters", "parcels", "calls", "visits"),
    "purposes": ("selling", "buying", "lending", "giving"),
    "systems": ("till", "safe", "shelf", "scale"),
    "use_limits": vocabulary.names("use_limits"),
}
"""Keys of items that come from no list of the same name."""


def _keys(question: str) -> tuple[str, ...]:
    return KEYS.get(question) or (vocabulary.names(words) if (words := key_words(question)) else ())


def _alternative(claim: Written) -> Written:
    return replace(claim, qualifiers=claim.qualifiers | {"alternative"})


def _claim(draw: st.DrawFn, word: str, claims: list[Written], is_general: bool) -> dict[str, str]:
    qualifiers = draw(st.sets(st.sampled_from(QUALIFIERS[:2])))
    state = draw(st.sampled_from(("stated", "inferred", "vague")))
    claim = {kind: f"{'cond' if kind == 'when' else 'hedge'}{word}" for kind in qualifiers}
    claims.append(Written(word, frozenset(qualifiers | ({state} - {"stated"})), is_general))
    if state == "vague":
        return {"vague": f"text {word}", **claim}
    return {
        "text": f"text {word}",
        **({"inferred": f"reason{word}"} if state == "inferred" else {}),
        **claim,
    }
