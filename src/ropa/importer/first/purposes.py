"""Purposes, and what is asked of each: bases, interests, conditions for special categories. GDPR Art. 6, 9, 10."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from ropa.importer.first.cells import Item, head_and_rest, items, lines, marked, state_of
from ropa.importer.first.ground import ImportContext, shortened
from ropa.importer.first.made import Made, brief, closed, details, several, together
from ropa.importer.first.rows import ListCell
from ropa.layouts import folded
from ropa.model.claim import TEXTS, State
from ropa.model.lists import list_of
from ropa.model.slug import slug, unused
from ropa.vocabulary import say, words

ARTICLES: Mapping[str, str] = MappingProxyType(
    {
        "lawful_basis": r"6\s*[.(]?\s*1\s*[).]?\s*\(?\s*(?:lit\.?\s*)?([a-f])\b\)?",
        "art_9": r"9\s*[.(]?\s*2\s*[).]?\s*\(?\s*(?:lit\.?\s*)?([a-j])\b\)?",
    }
)
"""How people write the letters of GDPR Art. 6(1) and 9(2)."""

DETAIL: Mapping[str, str] = MappingProxyType(
    {
        "contract": "contract",
        "legal-obligation": "law",
        "public-task": "law",
        "legitimate-interests": "interest",
    }
)
"""The field of a lawful basis that takes what is said beside it."""


def purposes(ground: ImportContext, made: Made, cell: ListCell, is_one: bool) -> None:
    """Take purposes: one where a row *is_one*, else as many as the cell lists. GDPR Art. 30(1)(b)."""
    found = [marked(" ".join(lines(cell.words)))] if is_one else items(cell.words)
    keys = []
    for item in found:
        if item.is_state:
            if made.value.get("purposes") or not made.state(cell, "purposes", item):
                made.kept(cell, "purposes", say("first.none_beside"))
            continue
        if made.is_closed("purposes"):
            made.kept(cell, "purposes", say("first.none_beside"), item.text)
            continue
        key = _key(made.items("purposes"), item.text)
        made.add("purposes", key, details(item, item.text), item.number)
        keys.append(key)
    if keys:
        made.took(cell, "purposes", several(keys))


def _key(there: Mapping[str, Any], text: str) -> str:
    """The key of the purpose *text*: the one it has already, or a new one of its words."""
    for key, said in there.items():
        if isinstance(said, dict) and folded(str(said.get("text", ""))) == folded(text):
            return key
    return unused(slug(shortened(text) if len(text) > 60 else text) or "purpose", there)


def grounds(ground: ImportContext, made: Made, cell: ListCell, question: str) -> None:
    """Take lawful bases, or conditions of Art. 9, 10: of the purpose in the row, the one numbered alike, or all."""
    told: list[str] = []
    for item in _asked(cell.words):
        target = _target(made, item.number)
        if item.is_state:
            told += _state(made, cell, question, target, item)
        else:
            told += _named_grounds(ground, made, cell, question, target, item)
    if told:
        made.took(cell, question, several(told))


def _state(
    made: Made, cell: ListCell, question: str, target: dict[str, Any], item: Item
) -> list[str]:
    if item.state in (State.NOT_RECORDED, State.NONE):
        made.left_open(cell, question, say("first.open", words=brief(cell.words)))
    elif item.state is State.NOT_APPLICABLE and not item.wording:
        made.left_open(cell, question, say("first.why", words=brief(cell.words)))
    elif _whole(target, question, item):
        return [say(f"state.{item.state}")]
    else:
        made.kept(cell, question, say("first.none_beside"), say(f"state.{item.state}"))
    return []


def _named_grounds(
    ground: ImportContext,
    made: Made,
    cell: ListCell,
    question: str,
    target: dict[str, Any],
    item: Item,
) -> list[str]:
    named = list(_named(ground, question, item.text))
    if not named and item.state is State.VAGUE and _whole(target, question, item):
        return [say("state.vague")]
    if not named or closed(target.get(question)):
        why = (
            say("first.none_beside")
            if named
            else say("first.no_ground", list=list_of(question).replace("_", " "))
        )
        made.kept(cell, question, why, item.text)
        return []
    here = target.setdefault(question, {})
    for key, rest in named:
        here[key] = _joined(here.get(key), _detail(question, key, rest, item))
    return [key for key, _ in named]


def _asked(words: str) -> list[Item]:
    """The items of a cell, without what a rendered workbook prints before an answer that holds for all purposes."""
    return [_bare(item) for item in items(words)]


def _bare(item: Item) -> Item:
    head, rest = head_and_rest(item.text)
    if not rest or head not in (say("word.all"), say("word.others")):
        return item
    return marked(rest) if state_of(rest) is not None else replace(item, text=rest)


def _target(made: Made, number: int) -> dict[str, Any]:
    """Where what is asked of a purpose goes: the purpose with the number, the only one of the row, or the activity."""
    numbered = made.numbers.get("purposes", {}).get(number)
    own = made.row.get("purposes", [])
    key = numbered or (own[0] if len(own) == 1 else "")
    return (
        made.items("purposes")[key]
        if key and isinstance(made.value.get("purposes"), dict)
        else made.value
    )


def _whole(target: dict[str, Any], question: str, item: Item) -> bool:
    """Say a state of the whole question; False where it is answered already."""
    wording = (item.wording or item.text) if item.state in TEXTS else ""
    here = target.get(question)
    excludes = item.state is not State.VAGUE
    if closed(here) or (here and excludes):
        return False
    said = {str(item.state): wording} if wording else str(item.state)
    target[question] = {**here, **said} if here and isinstance(said, dict) else said
    return True


def _named(ground: ImportContext, question: str, text: str) -> Iterator[tuple[str, str]]:
    """The words of the list that *text* names, by label, at its beginning, or by article; with what is said beside."""
    known = words(list_of(question))
    pattern = ARTICLES.get(question)
    plain = re.sub(r"\s+", " ", text)
    heads = {name: word.label.split(", ")[0] for name, word in known.items()}
    for name, word in known.items():
        for label in (word.label, heads[name], heads[name].removesuffix("s"), name):
            if (
                plain.casefold().startswith(label.casefold())
                and not plain[len(label) : len(label) + 1].isalpha()
            ):
                yield name, _rest(plain[len(label) :], pattern)
                return
    letters = re.findall(pattern, plain, flags=re.IGNORECASE) if pattern else []
    by_letter = {
        word.article.rstrip(")")[-1:]: name
        for name, word in known.items()
        if word.article.startswith("GDPR")
    }
    keys = list(
        dict.fromkeys(
            by_letter[letter.lower()] for letter in letters if letter.lower() in by_letter
        )
    )
    for key in keys:
        rest = _rest(plain, pattern) if len(keys) == 1 else ""
        if folded(rest) in (folded(heads[key]), folded(heads[key].removesuffix("s"))):
            rest = ""
        for label in (heads[key], heads[key].removesuffix("s")):
            if rest.casefold().startswith(label.casefold()):
                rest = rest[len(label) :].strip(" :,;–—-()")
        yield key, rest


def _rest(text: str, pattern: str | None) -> str:
    """What *text* says beside the article: without its number, the name of the law, and what joins them."""
    if pattern:
        text = re.sub(
            rf"\(?\b(?:uk\s+)?(?:gdpr\s+)?(?:art(?:icle|\.)?)?\s*{pattern}\s*(?:uk\s+)?(?:gdpr)?\)?",
            " ",
            text,
            flags=re.I,
        )
    found = re.fullmatch(r"\s*\[(.*)\]\s*", text)
    bare = found[1] if found else text
    return " ".join(bare.split()).strip(" :,;–—-")


def _detail(question: str, key: str, rest: str, item: Item) -> dict[str, Any]:
    """A ground with what is said beside it: in brackets its condition, else its contract, law or interest."""
    said = details(item)
    if not rest:
        return said
    if item.text.endswith("]"):
        _, _, condition = item.text.rpartition("[")
        rest = rest.removesuffix(f"[{condition}").strip() if rest != condition[:-1] else ""
        said["when"] = condition[:-1]
        if not rest:
            return said
    name = DETAIL.get(key, "when") if question == "lawful_basis" else "law"
    if name == "when" and "when" in said:
        return said | {"note": rest}
    return said | {name: rest.strip(" ()") if rest.startswith("(") and rest.endswith(")") else rest}


def _joined(there: Any, said: dict[str, Any]) -> Any:
    return together(there if isinstance(there, dict) else {}, said) or "stated"


def interests(ground: ImportContext, made: Made, cell: ListCell) -> None:
    """Take the interests pursued into the lawful basis that rests on them. GDPR Art. 6(1)(f), 13(1)(d)."""
    for item in _asked(cell.words):
        if item.is_state:
            if item.state is State.NOT_APPLICABLE and item.wording:
                made.ignored(cell, "interest", say("first.derived"))
            else:
                made.left_open(cell, "interest", say("first.open", words=brief(cell.words)))
            continue
        bases = _target(made, item.number).get("lawful_basis")
        if not isinstance(bases, dict) or "legitimate-interests" not in bases:
            made.kept(cell, "interest", say("first.no_interest"), item.text)
            continue
        here = bases["legitimate-interests"]
        there = here.get("interest") if isinstance(here, dict) else None
        if there and folded(there) == folded(item.text):
            made.ignored(cell, "interest", say("first.same"))
        elif there:
            made.kept(cell, "interest", say("first.differs"), item.text)
        else:
            bases["legitimate-interests"] = _joined(here, {"interest": item.text})
            made.took(cell, "interest", "legitimate-interests")


def assessment(ground: ImportContext, made: Made, cell: ListCell) -> None:
    """Take where an assessment of interests is: of the purpose in the row, or of the activity. GDPR Art. 6(1)(f)."""
    for item in _asked(cell.words):
        target = _target(made, item.number)
        if item.is_state or item.text.casefold() in ("yes", "no"):
            made.left_open(cell, "lia", say("first.open", words=brief(cell.words)))
        elif "lia" in target:
            made.kept(cell, "lia", say("first.differs"), item.text)
        else:
            target["lia"] = {
                ("location" if re.match("https?://", item.text) else "title"): item.text
            }
            made.took(cell, "lia", item.text)
