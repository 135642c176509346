"""What a cell may say where it names keys."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ropa import vocabulary
from ropa.fields.table import Field
from ropa.model.activity import Status
from ropa.model.claim import State
from ropa.model.model import CCPA_LETTERS
from ropa.register import Records
from ropa.register.names import label, name, places
from ropa.vocabulary import countries, joined, translate

__all__ = ["importer", "label", "labels", "name", "names", "names_in", "recipient"]


def recipient(register: Records, key: str) -> str:
    """What is printed for a recipient or a category of recipients."""
    return name(register, "recipients", key)


def importer(register: Records, who: str) -> str:
    """A recipient's name where *who* is its key, else *who* itself."""
    category = register.word("recipient_categories", who)
    is_key = who in register.recipients or category is not None
    return recipient(register, who) if is_key else who


def labels(register: Records, list_name: str, keys: tuple[str, ...]) -> str:
    """The labels of words, joined."""
    return joined(register.label(list_name, key) for key in keys)


def names(register: Records, field: Field) -> Mapping[str, str]:
    """What a cell of *field* may say: labels by the word they stand for, in the order offered."""
    make = _BY_KIND.get(field.kind)
    return make() if make else names_in(register, field.words)


def names_in(register: Records, list_name: str) -> Mapping[str, str]:
    """The labels of a list by word: of the vocabulary, or of what the register itself names."""
    if list_name == "locations":
        return places()
    if list_name == "recipients":
        keys = (*register.recipients, *_listed(register, "recipient_categories"))
        return {key: recipient(register, key) for key in keys}
    if list_name == "people":
        return dict(zip(register.people, register.names_of_people(register.people), strict=True))
    if list_name == "controllers":
        return {key: name(register, "controllers", key) for key in register.controllers}
    if list_name == "establishments":
        return _establishments(register)
    if list_name == "purpose_keys":
        return _purposes(register)
    if list_name in _UNLISTED:
        return {}
    return {key: register.label(list_name, key) for key in _listed(register, list_name)}


_UNLISTED = ("", "yes", "purposes")
"""What stands in place of a list where values are no words of one."""


def _establishments(register: Records) -> Mapping[str, str]:
    entries = register.record.organization.establishments
    keys = entries.items.keys() if entries else ()
    return {key: register.name_of_establishment(key) for key in keys}


def _purposes(register: Records) -> Mapping[str, str]:
    """The keys of purposes, which have no names."""
    lists = [record.activity.purposes for record in register.records]
    lists += (statement.purposes for statement in register.record.register_wide.values())
    return {key: key for purposes in lists if purposes for key in purposes.items}


def _states() -> Mapping[str, str]:
    states = [state for state in State if state is not State.GENERAL]
    return {state: translate(f"state.{state}") for state in states}


def _statuses() -> Mapping[str, str]:
    return {status: translate(f"status.{status}") for status in Status}


def _letters() -> Mapping[str, str]:
    return {letter: letter for letter in CCPA_LETTERS}


def _yes_or_no() -> Mapping[str, str]:
    return {word: translate(f"word.{word}") for word in ("yes", "no")}


def _yes() -> Mapping[str, str]:
    return {"true": translate("word.yes")}


_BY_KIND: Mapping[str, Callable[[], Mapping[str, str]]] = MappingProxyType(
    {
        "state": _states,
        "status": _statuses,
        "countries": countries,
        "letters": _letters,
        "flag": _yes,
        "yes_or_no": _yes_or_no,
    }
)


def _listed(register: Records, list_name: str) -> tuple[str, ...]:
    own = getattr(register.record.vocabulary, list_name, {})
    common = (key for key in vocabulary.names(list_name) if key not in own)
    return (*own, *common)
