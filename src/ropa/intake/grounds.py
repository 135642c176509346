"""What makes a purpose lawful: bases, and conditions for special categories and offences.

GDPR Art. 6, 9, 10.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from ropa.intake.cell_import import CellImport, Reader, open_message
from ropa.intake.cells import (
    Item,
    Named,
    head_and_rest,
    is_about_all,
    items,
    marked,
    state_of,
)
from ropa.intake.draft import DraftActivity, PlainClaim, details, is_closed, joined_claims
from ropa.intake.spellings import any_of
from ropa.intake.transfers import STOPS, begins_with
from ropa.layouts import folded
from ropa.model.claim import TEXTS, State
from ropa.model.lists import list_of
from ropa.vocabulary import Word, humanize, translate, words

LETTERED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"lawful_basis": (r"6\s*{dot}?\s*1", "[a-f]"), "art_9": (r"9\s*{dot}?\s*2", "[a-j]")}
)
"""Paragraph and letters of GDPR Art. 6(1) and 9(2)."""

DETAIL: Mapping[str, str] = MappingProxyType(
    {
        "contract": "contract",
        "legal-obligation": "law",
        "public-task": "law",
        "legitimate-interests": "interest",
    }
)
"""The field of a lawful basis that takes what is said beside it."""


def grounds(cell: CellImport) -> None:
    """Import lawful bases, or conditions of Art. 9, 10.

    Of the purpose in the row, the one numbered alike, or all.
    """
    keys = []
    for item, target in asked(cell):
        take = _take_state if item.is_state else _take_named
        keys.extend(take(cell, target, item))
    cell.imported_keys(keys)


def asked(cell: CellImport) -> Iterator[tuple[Item, PlainClaim]]:
    """The items of a cell, without the word for all or the other purposes before them.

    Each with where what is asked of its purpose goes.
    """
    for item in map(_without_scope, items(cell.words)):
        yield item, _target(cell.draft, item.number)


def _without_scope(item: Item) -> Item:
    head, rest = head_and_rest(item.text)
    if not (rest and is_about_all(head)):
        return item
    if state_of(rest) is not None:
        return marked(rest)
    return replace(item, text=rest)


def _target(draft: DraftActivity, number: int) -> PlainClaim:
    """The purpose with the number, the only one of the row, or the activity."""
    named = draft.row.get("purposes", [])
    only_key = named[0].key if len(named) == 1 else ""
    key = draft.numbered("purposes", number) or only_key
    purposes = draft.listed("purposes")
    target: PlainClaim = purposes.get(key, draft.value)
    return target


def _take_state(cell: CellImport, target: PlainClaim, item: Item) -> list[str]:
    """Write a state into *target*; what was imported."""
    message = "first.open" if item.state is State.NONE else open_message(item)
    state = translate(f"state.{item.state}")
    if message:
        cell.left_open(message)
    elif _answers_whole(target, cell.field, item):
        return [state]
    else:
        cell.noted("first.none_beside", state)
    return []


def _take_named(cell: CellImport, target: PlainClaim, item: Item) -> list[str]:
    """Write what *item* names into *target*; what was imported."""
    question = cell.field
    named = list(_named(question, item.text))
    if not named:
        return _take_unnamed(cell, target, item)
    if is_closed(target.get(question)):
        cell.noted("first.none_beside", item.text)
        return []
    claims = target.setdefault(question, {})
    for key, rest in named:
        detail = _detail(question, key, rest, item)
        claims[key] = joined_claims(claims.get(key), detail)
    return [key for key, _ in named]


def _take_unnamed(cell: CellImport, target: PlainClaim, item: Item) -> list[str]:
    """Write vague words into *target* as the answer; keep others in the notes."""
    is_vague = item.state is State.VAGUE
    if is_vague and _answers_whole(target, cell.field, item):
        return [translate("state.vague")]
    list_name = list_of(cell.field)
    cell.noted("first.no_ground", item.text, list=humanize(list_name))
    return []


def _answers_whole(target: PlainClaim, question: str, item: Item) -> bool:
    """Say a state of the whole question; False where it is answered already."""
    claims = target.get(question)
    is_exclusive = item.state is not State.VAGUE
    if is_closed(claims) or (claims and is_exclusive):
        return False
    words = item.wording or item.text
    wording = words if item.state in TEXTS else ""
    state = str(item.state)
    if not wording:
        target[question] = state
    else:
        target[question] = {**(claims or {}), state: wording}
    return True


def _named(question: str, text: str) -> Iterator[Named]:
    """The words of the list that *text* names, with what is said beside each."""
    plain = re.sub(r"\s+", " ", text)
    if first := _named_first(question, plain):
        yield first
        return
    keys = _named_by_article(question, plain)
    is_alone = len(keys) == 1
    for key in keys:
        yield Named(key, _beside_article(question, key, plain) if is_alone else "")


def _named_first(question: str, text: str) -> Named | None:
    """The word with whose label *text* begins, and what it says beyond it."""
    for name, word in words(list_of(question)).items():
        for label in (word.label, *_short_labels(word), name):
            if begins_with(text, label):
                rest = _without_article(text[len(label) :], question)
                return Named(name, rest)
    return None


def _short_labels(word: Word) -> tuple[str, str]:
    """The label of a lawful basis without its article, and without its plural."""
    label, _, _ = word.label.partition(", ")
    return label, label.removesuffix("s")


def _named_by_article(question: str, text: str) -> list[str]:
    """The words whose letters of the article stand in *text*, once each."""
    if question not in LETTERED:
        return []
    keys = {}
    for name, word in words(list_of(question)).items():
        if word.article.startswith("GDPR"):
            letter = word.article.rstrip(")")[-1:]
            keys[letter] = name
    letters = re.findall(_article(question), text, flags=re.IGNORECASE)
    named = (keys.get(letter.lower(), "") for letter in letters)
    return list(dict.fromkeys(filter(None, named)))


def _article(question: str) -> str:
    """A regular expression for a letter of GDPR Art. 6(1) or 9(2) as people write it."""
    paragraph, letters = LETTERED[question]
    number = paragraph.format(dot=any_of("paragraph"))
    return rf"{number}\s*[).]?\s*\(?\s*(?:{any_of('letter')}\s*)?({letters})\b\)?"


def _beside_article(question: str, key: str, text: str) -> str:
    """What *text* says beside the article of the word *key* and its label."""
    rest = _without_article(text, question)
    labels = _short_labels(words(list_of(question))[key])
    if folded(rest) in map(folded, labels):
        return ""
    for label in labels:
        if rest.casefold().startswith(label.casefold()):
            rest = rest[len(label) :].strip(STOPS)
    return rest


def _without_article(text: str, question: str) -> str:
    """What *text* says beside the article.

    Without its number, the name of the law, and what joins them.
    """
    if question in LETTERED:
        law = any_of("law")
        prefix = any_of("law_prefix")
        name = rf"\(?\b(?:{prefix}\s+)?(?:{law}\s+)?{any_of('article')}?\s*"
        tail = rf"\s*(?:{prefix}\s+)?{law}?\)?"
        pattern = name + _article(question) + tail
        text = re.sub(pattern, " ", text, flags=re.IGNORECASE)
    bracket = re.fullmatch(r"\s*\[(.*)\]\s*", text)
    bare = bracket[1] if bracket else text
    return " ".join(bare.split()).strip(" :,;–—-")


def _detail(question: str, key: str, rest: str, item: Item) -> PlainClaim:
    """A ground with what is said beside it.

    In brackets its condition, else its contract, law or interest.
    """
    claim = details(item)
    if item.text.endswith("]") and rest:
        _, _, condition = item.text[:-1].rpartition("[")
        claim["when"] = condition
        before = rest.removesuffix(f"[{condition}]").strip()
        rest = "" if rest == condition else before
    return claim | _remark(question, key, rest, "when" in claim)


def _remark(question: str, key: str, rest: str, has_condition: bool) -> PlainClaim:
    if not rest:
        return {}
    name = DETAIL.get(key, "when") if question == "lawful_basis" else "law"
    if name == "when" and has_condition:
        return {"note": rest}
    is_bracketed = rest.startswith("(") and rest.endswith(")")
    return {name: rest.strip(" ()") if is_bracketed else rest}


READERS: Mapping[str, Reader] = MappingProxyType(
    dict.fromkeys(("lawful_basis", "art_9", "art_10"), grounds)
)
"""What reads the cells of words of layouts about grounds."""
