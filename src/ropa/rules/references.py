"""Rules about names that point at nothing, or at two things."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ropa import vocabulary
from ropa.diagnostics import Severity
from ropa.model.claim import EXCLUDING, ClaimList
from ropa.model.register_record import Recipient
from ropa.register import Path, Register, ResolvedActivity, ResolvedClaim, fields, replaceable
from ropa.register.traverse import Place, claims, lists, parts
from ropa.rule import Finding, rule


@dataclass
class _Hints:
    """What may help with names nobody knows.

    The nearest known one is looked for only for the first fifty.
    """

    left: int = 50

    def help(self, name: str, known: Iterable[str], otherwise: str) -> str:
        """The known name most like *name*, or else what is to be done."""
        self.left -= 1
        near = vocabulary.nearest(name, known) if self.left >= 0 else ""
        return f"did you mean '{near}'?" if near else otherwise


def _citations(register: Register) -> Iterator[tuple[str, Path, str]]:
    """Every name of a passage that is cited, with its file and the path where it stands."""
    for place, claim in claims(register):
        for name in claim.cites:
            yield place.file, (*place.path, "from"), name
    for key, tension in register.record.tensions.items():
        for index, name in enumerate(tension.between):
            yield register.file, ("tensions", key, "between", index), name


@rule(Severity.ERROR)
def unknown_passage(register: Register) -> Iterator[Finding]:
    """A claim cites a passage that no source of the register has.

    A citation is the name of a passage in `sources/<id>.yaml`, the same as `<id>/name`, or the id
    of a statement. Name the passage there, or correct the citation:

        retention: {vague: As long as needed, from: retention-rule}
    """
    hints = _Hints()
    known = register.passages
    for file, path, name in _citations(register):
        if name not in known:
            message = f"no source has a passage '{name}'"
            help = hints.help(name, known, "name it under 'passages:' in a file below sources/")
            yield Finding(file, path, message, help)


@rule(Severity.ERROR)
def ambiguous_passage(register: Register) -> Iterator[Finding]:
    """A claim cites a name that passages of two sources carry.

    Write the source's id before it, as in `from: policy/retention-rule`.
    """
    for file, path, name in _citations(register):
        sources = register.passages.get(name, ())
        if len(sources) > 1:
            hidden = [f"{len(sources) - 3} more"] if len(sources) > 3 else []
            holders = " and of ".join([*sources[:3], *hidden])
            message = f"'{name}' is a passage of {holders}"
            yield Finding(file, path, message, f"write '{sources[0]}/{name}'")


@rule(Severity.ERROR)
def unknown_recipient(register: Register) -> Iterator[Finding]:
    """A recipient is neither in `recipients.yaml` nor a category of the vocabulary.

    A named vendor has an entry in the register's `recipients.yaml`; a category is a word of the
    vocabulary (`ropa explain recipient-categories` lists them) or one the register adds under
    `vocabulary:`.
    """
    hints = _Hints()
    own = register.record.vocabulary.recipient_categories
    known = {*register.recipients, *vocabulary.names("recipient_categories"), *own}
    for reference in _recipient_references(register):
        if reference.name in known:
            continue
        is_category = reference.path[-1] == "category"
        what = "a category of recipients" if is_category else "a recipient of this register"
        add = f"add '{reference.name}:' to recipients.yaml"
        otherwise = "`ropa explain recipient-categories` lists them" if is_category else add
        yield Finding(
            reference.file,
            reference.path,
            f"'{reference.name}' is not {what}",
            hints.help(reference.name, known, otherwise),
            on_key=reference.is_key,
        )


@dataclass(frozen=True, slots=True)
class _Reference:
    """A name that refers to something, where it stands, and whether it is a key there."""

    file: str
    path: Path
    name: str
    is_key: bool = False


def _recipient_references(register: Register) -> Iterator[_Reference]:
    yield from _list_keys(register, "recipients")
    for place in parts(register):
        names = (
            ("category",) if isinstance(place.part, Recipient) else ("example_of", "operated_by")
        )
        for field in names:
            name = getattr(place.part, field, None)
            if name:
                yield _Reference(place.file, (*place.path, field), name)


@rule(Severity.ERROR, "GDPR Art. 30(2)(a)")
def unknown_controller(register: Register) -> Iterator[Finding]:
    """An activity acts for a controller that is not in `controllers.yaml`.

    Art. 30(2)(a) asks for each controller on whose behalf a processor acts. Name it, or the kind of
    controller and where their list is kept, in the register's `controllers.yaml`, and refer to it
    by its key.
    """
    hints = _Hints()
    known = register.controllers
    for key in _list_keys(register, "controllers"):
        if key.name not in known:
            message = f"'{key.name}' is not in controllers.yaml"
            help = hints.help(key.name, known, f"add '{key.name}:' to controllers.yaml")
            yield Finding(key.file, key.path, message, help, on_key=True)


def _list_keys(register: Register, name: str) -> Iterator[_Reference]:
    """The keys of every list called *name*."""
    for place, many in lists(register):
        if place.path and place.path[-1] == name:
            for key in many.items:
                yield _Reference(place.file, (*place.path, key), key, is_key=True)


@rule(Severity.ERROR)
def unknown_activity(register: Register) -> Iterator[Finding]:
    """A general statement or a tension names an activity that does not exist."""
    hints = _Hints()
    for place in parts(register):
        for index, name in enumerate(getattr(place.part, "activities", ())):
            if name not in register.by_id:
                path = (*place.path, "activities", index)
                help = hints.help(name, register.by_id, "write its id as the file is called")
                yield Finding(place.file, path, f"there is no activity '{name}'", help)


REFERRING: Mapping[str, str] = {
    "data": "personal_data",
    "purposes": "purposes",
    "subjects": "data_subjects",
    "controllers": "controllers",
}
"""Fields of items that refer to items of another list, and the list."""

_HOLDERS = ("collected_from", "recipients", "personal_data", "processing")
"""Lists whose items have such fields."""


@rule(Severity.ERROR)
def unknown_item(register: Register) -> Iterator[Finding]:
    """A part of an activity refers to an item the activity does not have.

    `data:`, `purposes:` and `subjects:` inside an item refer to keys of the same activity's
    `personal_data`, `purposes` and `data_subjects`, its own or inherited; `controllers:` to those
    it acts for. Inside a general statement they refer to items of at least one of the activities it
    reaches.
    """
    hints = _Hints()
    for (file, path, question, key), candidates in _referred(register).items():
        if any(key in keys for keys in candidates):
            continue
        known = set[str]().union(*candidates) if hints.left > 0 else ()
        reach = "any activity this reaches" if path[0] == "general" else "this activity"
        message = f"'{key}' is not among the {question.replace('_', ' ')} of {reach}"
        help = hints.help(key, known, f"add '{key}:' under '{question}:'")
        yield Finding(file, path, message, help)


_ItemReference = tuple[str, Path, str, str]
"""File and path of a reference, the list it refers to, and the key."""


def _referred(register: Register) -> dict[_ItemReference, list[set[str]]]:
    """Each reference to an item, by its place.

    The keys it could mean, in each activity it stands for.
    """
    candidates: dict[_ItemReference, list[set[str]]] = {}
    for activity in register.activities:
        for field, question in REFERRING.items():
            keys = {answer.key for answer in activity.items(question)}
            for file, path, key in _references(activity, field):
                candidates.setdefault((file, path, question, key), []).append(keys)
    return candidates


def _references(activity: ResolvedActivity, field: str) -> Iterator[tuple[str, Path, str]]:
    for answer in (answer for name in _HOLDERS for answer in activity.answers[name]):
        for index, key in enumerate(_keys_in(answer, field)):
            yield answer.file, (*answer.path, field, index), key


def _keys_in(answer: ResolvedClaim, field: str) -> Sequence[str]:
    keys = getattr(answer.claim, field, ())
    return keys if isinstance(keys, tuple) else ()


@rule(Severity.ERROR)
def unknown_word(register: Register) -> Iterator[Finding]:
    """A key is not a word of its vocabulary list.

    Data items, data subjects, origins, measures and categories of processing come from the
    vocabulary, so that Excel, diffs and California's categories can hold on to them. Take the
    nearest word, or add your own in `register.yaml`:

        vocabulary:
          personal_data:
            badge-photo: {label: photograph on a badge, ccpa: [A, H]}
    """
    hints = _Hints()
    for place, many in lists(register):
        if not many.words or many.closed or many.words == "recipient_categories":
            continue
        for key in many.items:
            if register.word(many.words, key) is None:
                yield _unknown_word(register, place, many.words, key, hints)


def _unknown_word(
    register: Register, place: Place, list_name: str, key: str, hints: _Hints
) -> Finding:
    own = getattr(register.record.vocabulary, list_name, {})
    known = (*vocabulary.names(list_name), *own) if hints.left > 0 else ()
    message = f"'{key}' is not a word for {list_name.replace('_', ' ')}"
    otherwise = f"add it to register.yaml under 'vocabulary: {list_name}:'"
    help = hints.help(key, known, otherwise)
    return Finding(place.file, (*place.path, key), message, help, on_key=True)


_OF_REGISTER = (
    "representatives",
    "dpo",
    "regimes",
    "rights",
    "opt_outs",
    "declared",
    "establishments",
)
"""Questions that a register answers itself."""


@rule(Severity.ERROR)
def unknown_question(register: Register) -> Iterator[Finding]:
    """`silent_on` names something that is not a question.

    The questions are the fields of an activity, such as `retention`; `ropa explain fields` lists
    them.
    """
    hints = _Hints()
    known = {*fields(), *vocabulary.questions(), *_OF_REGISTER}
    for index, name in enumerate(register.record.silent_on):
        if name not in known:
            help = hints.help(name, known, "`ropa explain fields` lists them")
            message = f"'{name}' is not a question"
            yield Finding(register.file, ("silent_on", index), message, help)


@rule(Severity.ERROR)
def contradictory_list(register: Register) -> Iterator[Finding]:
    """A list says there is none, and holds items.

    Delete the `none:`, or the items. Where the source itself contradicts itself, keep what it lists
    and record the two passages under `tensions:` in `register.yaml`.
    """
    for place, many in lists(register):
        state = many.whole.state if many.whole is not None else None
        if many.items and state in EXCLUDING:
            message = f"the list says '{state}' and holds {next(iter(many.items))}"
            yield Finding(place.file, place.path, message, "delete the one or the other")


@rule(Severity.ERROR)
def replaces_nothing(register: Register) -> Iterator[Finding]:
    """A list stands in place of a general statement that does not reach its activity.

    `replaces:` names the statement in `register.yaml`, a slash, and the item's key there; the
    statement alone for what it says of the list as a whole. What it names must reach the activity,
    or the correction meets nothing:

        security:
          access-control: {text: Only the owner has a key.}
          replaces: [whole-shop/access-control]
    """
    hints = _Hints()
    for activity, question, many in _replacing(register):
        known = set(replaceable(activity, question))
        for index, name in enumerate(many.replaces):
            if name not in known:
                path = (question, "replaces", index)
                message = f"no general statement '{name}' reaches this list"
                help = hints.help(name, known, "delete it, or name what it replaces")
                yield Finding(activity.record.file, path, message, help)


def _replacing(register: Register) -> Iterator[tuple[ResolvedActivity, str, ClaimList[Any]]]:
    """Every list of an activity that stands in place of general statements."""
    for activity in register.activities:
        for question in fields():
            many = getattr(activity.record.activity, question)
            if isinstance(many, ClaimList) and many.replaces:
                yield activity, question, many
