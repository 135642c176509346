"""What activities, files and places of claims are called on paper: by name, where there is one."""

from collections.abc import Iterable, Iterator
from functools import partial

from ropa.documents.cells import quoted
from ropa.fields.names import name
from ropa.fields.values import Value
from ropa.model.lists import list_of
from ropa.register import ENTRIES, Path, Records, Register
from ropa.register.qualifiers import qualifiers
from ropa.vocabulary import humanize, questions, translate

NAMED_LISTS = ("recipients", "locations")
"""Lists whose keys have names, beside those whose keys are words of the vocabulary."""


def activity_name(register: Register, id: str) -> str:
    """What the activity *id* is called; the id itself where no record has it."""
    record = register.by_id.get(id)
    return record.activity.name if record else id


def activity_names(register: Register, ids: Iterable[str]) -> list[str]:
    """What the activities *ids* are called."""
    return [activity_name(register, id) for id in ids]


def heading(question: str) -> str:
    """The heading of a question."""
    field = questions().get(question)
    return field.label if field else humanize(question)


def file_words(register: Records, file: str) -> str:
    """What a file of the register is called: the name of its activity, or what it holds."""
    for record in register.records:
        if record.file == file:
            return record.activity.name
    if kind := _parties_in(register, file):
        return translate(f"report.named_{kind}")
    is_register = file == register.file
    return translate("gap_identity.register") if is_register else file.rpartition("/")[2]


def _parties_in(register: Records, file: str) -> str:
    """Which of :data:`ENTRIES` the *file* holds; empty for any other."""
    for kind in ENTRIES:
        if register.files.get(kind) == file:
            return kind
    return ""


def place_words(register: Records, file: str, path: Path) -> tuple[str, ...]:
    """The steps to a claim in words: headings for questions, labels for the keys of their items."""
    steps = tuple(map(str, path))
    holders = (_parties_in(register, file), *steps)
    return tuple(map(partial(_step, register), holders, steps))


def _step(register: Records, holder: str, step: str) -> str:
    if list_of(holder) or holder in NAMED_LISTS:
        return name(register, holder, step) or humanize(step)
    if holder == "controllers":
        controller = register.controllers.get(step)
        return (controller.name if controller else "") or humanize(step)
    return heading(step)


def recipient_name(register: Register, key: str) -> str:
    """A recipient by name, with the signs it bears wherever it is named; empty for other keys."""
    recipient = register.recipients.get(key)
    if not (recipient or register.word("recipient_categories", key)):
        return ""
    words = recipient.name if recipient else ""
    words = words or quoted(name(register, "recipients", key))
    signs = dict.fromkeys(_signs(register, key))
    if not signs or "" in signs:
        return words
    return translate("line.signed", words=words, signs=translate("line.or").join(signs))


def _signs(register: Register, key: str) -> Iterator[str]:
    """What qualifies the recipient *key* wherever it is named; empty where nothing does."""
    for activity in register.activities:
        for answer in activity.items("recipients"):
            if answer.key == key and answer.state.has_value:
                printed = Value(key, answer.state, qualifiers(answer))
                yield printed.signs
