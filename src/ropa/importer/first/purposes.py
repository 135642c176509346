"""Purposes, and what is asked of each: bases, interests, conditions for special categories.

GDPR Art. 6, 9, 10.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from ropa.importer.first.cells import Item, head_and_rest, items, lines, marked, state_of
from ropa.importer.first.draft import DraftActivity, brief, closed, details, several, together
from ropa.importer.first.ground import ImportContext, shortened
from ropa.importer.first.rows import ListCell
from ropa.layouts import folded
from ropa.model.claim import TEXTS, State
from ropa.model.lists import list_of
from ropa.model.slug import slug, unused
from ropa.vocabulary import Word, translate, words

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

LONGEST_KEY = 60
"""Characters of a purpose whose key is made of all its words."""

STOPS = " :,;–—-()"
"""What stands between an article and what is said beside it."""


def purposes(ground: ImportContext, draft: DraftActivity, cell: ListCell, is_one: bool) -> None:
    """Take purposes: one where a row *is_one*, else as many as the cell lists.

    GDPR Art. 30(1)(b).
    """
    one = [marked(" ".join(lines(cell.words)))] if is_one else items(cell.words)
    keys = []
    for item in one:
        if item.is_state:
            if draft.value.get("purposes") or not draft.state(cell, "purposes", item):
                draft.noted(cell, "purposes", translate("first.none_beside"))
        elif draft.is_closed("purposes"):
            draft.noted(cell, "purposes", translate("first.none_beside"), item.text)
        else:
            key = _key(draft.items("purposes"), item.text)
            draft.add("purposes", key, details(item, item.text), item.number)
            keys.append(key)
    if keys:
        draft.imported(cell, "purposes", several(keys))


def _key(listed: Mapping[str, Any], text: str) -> str:
    """The key of the purpose *text*: the one it has already, or a new one of its words."""
    for key, claim in listed.items():
        if isinstance(claim, dict) and folded(str(claim.get("text", ""))) == folded(text):
            return key
    label = shortened(text) if len(text) > LONGEST_KEY else text
    return unused(slug(label) or "purpose", listed)


@dataclass(frozen=True, slots=True)
class Grounds:
    """A cell of lawful bases, or of conditions of Art. 9 or 10, and the activity that takes it."""

    draft: DraftActivity
    cell: ListCell
    question: str

    def take(self, item: Item) -> list[str]:
        """Take *item* into the purpose it is about, and say what was taken."""
        target = _target(self.draft, item.number)
        return self._take_state(target, item) if item.is_state else self._take_named(target, item)

    def _take_state(self, target: dict[str, Any], item: Item) -> list[str]:
        is_open = item.state in (State.NOT_RECORDED, State.NONE)
        lacks_reason = item.state is State.NOT_APPLICABLE and not item.wording
        words = brief(self.cell.words)
        if is_open or lacks_reason:
            message = translate("first.open" if is_open else "first.why", words=words)
            self.draft.left_open(self.cell, self.question, message)
        elif _answers_whole(target, self.question, item):
            return [translate(f"state.{item.state}")]
        else:
            state = translate(f"state.{item.state}")
            self.draft.noted(self.cell, self.question, translate("first.none_beside"), state)
        return []

    def _take_named(self, target: dict[str, Any], item: Item) -> list[str]:
        named = list(_named(self.question, item.text))
        is_vague = not named and item.state is State.VAGUE
        if is_vague and _answers_whole(target, self.question, item):
            return [translate("state.vague")]
        if not named or closed(target.get(self.question)):
            list_name = list_of(self.question).replace("_", " ")
            no_ground = translate("first.no_ground", list=list_name)
            message = translate("first.none_beside") if named else no_ground
            self.draft.noted(self.cell, self.question, message, item.text)
            return []
        claims = target.setdefault(self.question, {})
        for key, rest in named:
            detail = _detail(self.question, key, rest, item)
            claims[key] = _joined(claims.get(key), detail)
        return [key for key, _ in named]


def grounds(ground: ImportContext, draft: DraftActivity, cell: ListCell, question: str) -> None:
    """Take lawful bases, or conditions of Art. 9, 10.

    Of the purpose in the row, the one numbered alike, or all.
    """
    cell_of_grounds = Grounds(draft, cell, question)
    keys = [key for item in _asked(cell.words) for key in cell_of_grounds.take(item)]
    if keys:
        draft.imported(cell, question, several(keys))


def _asked(words: str) -> list[Item]:
    """The items of a cell, without the word for all or the other purposes before them."""
    return [_bare(item) for item in items(words)]


def _bare(item: Item) -> Item:
    head, rest = head_and_rest(item.text)
    if not rest or head not in (translate("word.all"), translate("word.others")):
        return item
    return replace(item, text=rest) if state_of(rest) is None else marked(rest)


def _target(draft: DraftActivity, number: int) -> dict[str, Any]:
    """Where what is asked of a purpose goes.

    The purpose with the number, the only one of the row, or the activity.
    """
    numbered = draft.numbers.get("purposes", {}).get(number)
    keys = draft.row.get("purposes", [])
    key = numbered or (keys[0] if len(keys) == 1 else "")
    has_purposes = isinstance(draft.value.get("purposes"), dict)
    return draft.items("purposes")[key] if key and has_purposes else draft.value


def _answers_whole(target: dict[str, Any], question: str, item: Item) -> bool:
    """Say a state of the whole question; False where it is answered already."""
    claims = target.get(question)
    is_exclusive = item.state is not State.VAGUE
    if closed(claims) or (claims and is_exclusive):
        return False
    wording = (item.wording or item.text) if item.state in TEXTS else ""
    state = str(item.state)
    answer = {state: wording} if wording else state
    target[question] = {**claims, **answer} if claims and isinstance(answer, dict) else answer
    return True


def _named(question: str, text: str) -> Iterator[tuple[str, str]]:
    """The words of the list that *text* names, with what is said beside each."""
    plain = re.sub(r"\s+", " ", text)
    first = _named_first(question, plain)
    if first is not None:
        yield first
        return
    keys = _named_by_article(question, plain)
    for key in keys:
        yield key, _beside_article(question, key, plain) if len(keys) == 1 else ""


def _named_first(question: str, text: str) -> tuple[str, str] | None:
    """The word with whose label *text* begins, and what it says beyond it."""
    for name, word in words(list_of(question)).items():
        head = _head(word)
        for label in (word.label, head, head.removesuffix("s"), name):
            if _begins(text, label):
                return name, _rest(text[len(label) :], ARTICLES.get(question))
    return None


def _begins(text: str, label: str) -> bool:
    next_letter = text[len(label) : len(label) + 1]
    return text.casefold().startswith(label.casefold()) and not next_letter.isalpha()


def _head(word: Word) -> str:
    """The label of a lawful basis without its article."""
    return word.label.split(", ")[0]


def _named_by_article(question: str, text: str) -> list[str]:
    """The words whose letters of the article stand in *text*, once each."""
    pattern = ARTICLES.get(question)
    if pattern is None:
        return []
    laws = {name: word.article for name, word in words(list_of(question)).items()}
    by_letter = {
        article.rstrip(")")[-1:]: name
        for name, article in laws.items()
        if article.startswith("GDPR")
    }
    letters = (letter.lower() for letter in re.findall(pattern, text, flags=re.IGNORECASE))
    return list(dict.fromkeys(by_letter[letter] for letter in letters if letter in by_letter))


def _beside_article(question: str, key: str, text: str) -> str:
    """What *text* says beside the article of the word *key* and its label."""
    rest = _rest(text, ARTICLES.get(question))
    head = _head(words(list_of(question))[key])
    labels = (head, head.removesuffix("s"))
    if folded(rest) in map(folded, labels):
        return ""
    for label in labels:
        if rest.casefold().startswith(label.casefold()):
            rest = rest[len(label) :].strip(STOPS)
    return rest


def _rest(text: str, pattern: str | None) -> str:
    """What *text* says beside the article.

    Without its number, the name of the law, and what joins them.
    """
    if pattern:
        law = rf"\(?\b(?:uk\s+)?(?:gdpr\s+)?(?:art(?:icle|\.)?)?\s*{pattern}"
        text = re.sub(rf"{law}\s*(?:uk\s+)?(?:gdpr)?\)?", " ", text, flags=re.IGNORECASE)
    bracket = re.fullmatch(r"\s*\[(.*)\]\s*", text)
    bare = bracket[1] if bracket else text
    return " ".join(bare.split()).strip(" :,;–—-")


def _detail(question: str, key: str, rest: str, item: Item) -> dict[str, Any]:
    """A ground with what is said beside it.

    In brackets its condition, else its contract, law or interest.
    """
    claim = details(item)
    if item.text.endswith("]") and rest:
        _, _, condition = item.text.rpartition("[")
        claim["when"] = condition[:-1]
        rest = "" if rest == condition[:-1] else rest.removesuffix(f"[{condition}").strip()
    if not rest:
        return claim
    name = DETAIL.get(key, "when") if question == "lawful_basis" else "law"
    if name == "when" and "when" in claim:
        return claim | {"note": rest}
    is_bracketed = rest.startswith("(") and rest.endswith(")")
    return claim | {name: rest.strip(" ()") if is_bracketed else rest}


def _joined(claim: Any, details_of_item: dict[str, Any]) -> Any:
    before = claim if isinstance(claim, dict) else {}
    return together(before, details_of_item) or "stated"


def interests(ground: ImportContext, draft: DraftActivity, cell: ListCell) -> None:
    """Take the interests pursued into the lawful basis that rests on them.

    GDPR Art. 6(1)(f), 13(1)(d).
    """
    for item in _asked(cell.words):
        bases = _target(draft, item.number).get("lawful_basis")
        if item.is_state:
            is_reasoned = item.state is State.NOT_APPLICABLE and item.wording
            tell = draft.ignored if is_reasoned else draft.left_open
            open_question = translate("first.open", words=brief(cell.words))
            tell(cell, "interest", translate("first.derived") if is_reasoned else open_question)
        elif not isinstance(bases, dict) or "legitimate-interests" not in bases:
            draft.noted(cell, "interest", translate("first.no_interest"), item.text)
        else:
            _take_interest(draft, cell, bases, item.text)


def _take_interest(draft: DraftActivity, cell: ListCell, bases: dict[str, Any], words: str) -> None:
    claim = bases["legitimate-interests"]
    interest = claim.get("interest") if isinstance(claim, dict) else None
    if interest and folded(interest) == folded(words):
        draft.ignored(cell, "interest", translate("first.same"))
    elif interest:
        draft.noted(cell, "interest", translate("first.differs"), words)
    else:
        bases["legitimate-interests"] = _joined(claim, {"interest": words})
        draft.imported(cell, "interest", "legitimate-interests")


def assessment(ground: ImportContext, draft: DraftActivity, cell: ListCell) -> None:
    """Take where an assessment of interests is: of the purpose in the row, or of the activity.

    GDPR Art. 6(1)(f).
    """
    for item in _asked(cell.words):
        target = _target(draft, item.number)
        if item.is_state or item.text.casefold() in ("yes", "no"):
            draft.left_open(cell, "lia", translate("first.open", words=brief(cell.words)))
        elif "lia" in target:
            draft.noted(cell, "lia", translate("first.differs"), item.text)
        else:
            name = "location" if re.match("https?://", item.text) else "title"
            target["lia"] = {name: item.text}
            draft.imported(cell, "lia", item.text)
