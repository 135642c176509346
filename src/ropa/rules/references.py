"""Rules about names that point at nothing, or at two things."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from ropa import vocabulary
from ropa.diagnostics import Severity
from ropa.model.activity import Disclosure
from ropa.model.claim import EXCLUDING, ClaimList
from ropa.model.register_record import Inconsistency, Recipient
from ropa.model.security import SystemUse
from ropa.model.shared_statement import Scope
from ropa.model.system import System
from ropa.register import (
    Record,
    Register,
    ResolvedActivity,
    ResolvedClaim,
    fields,
    replaceable,
)
from ropa.register.traverse import Place
from ropa.rule import Finding, finding, rule
from ropa.rules.naming import Hints, Reference, unknown
from ropa.vocabulary import translate


def _citations(register: Register) -> Iterator[Reference]:
    """Every name of a passage that is cited."""
    for place, claim in register.claims:
        for name in claim.cites:
            yield Reference(place.file, (*place.path, "from"), name)
    for key, inconsistency in register.record.inconsistencies.items():
        for index, name in enumerate(inconsistency.between):
            yield Reference(register.file, ("inconsistencies", key, "between", index), name)


@rule(Severity.ERROR)
def unknown_passage(register: Register) -> Iterator[Finding]:
    """A claim cites a passage that no source of the register has.

    A citation is the name of a passage in `sources/<id>.yaml`, the same as `<id>/name`, or the id
    of a statement. Name the passage there, or correct the citation:

        retention: {vague: As long as needed, from: retention-rule}
    """
    yield from unknown("unknown-passage", _citations(register), register.passages)


@rule(Severity.ERROR)
def ambiguous_passage(register: Register) -> Iterator[Finding]:
    """A claim cites a name that passages of two sources carry.

    Write the source's id before it, as in `from: policy/retention-rule`.
    """
    for citation in _citations(register):
        sources = register.passages.get(citation.name, ())
        if len(sources) > 1:
            values = {"source": sources[0], "holders": _holders(sources)}
            yield citation.finding("ambiguous-passage", **values)


_MOST_HOLDERS = 3
"""Sources of one passage that are named."""


def _holders(sources: Sequence[str]) -> str:
    """The first of *sources*, and how many more there are."""
    holders = [*sources[:_MOST_HOLDERS]]
    if len(sources) > _MOST_HOLDERS:
        holders.append(translate("finding_part.more", n=len(sources) - _MOST_HOLDERS))
    return translate("finding_part.and_of").join(holders)


@rule(Severity.ERROR)
def unknown_recipient(register: Register) -> Iterator[Finding]:
    """A recipient is neither in `recipients.yaml` nor a category of the vocabulary.

    A named vendor has an entry in the register's `recipients.yaml`; a category is a word of the
    vocabulary (`ropa explain recipient-categories` lists them) or one the register adds under
    `vocabulary:`.
    """
    hints = Hints()
    names = {*register.recipients, *register.names("recipient_categories")}
    for reference in _recipient_references(register):
        if reference.name not in names:
            field = "category" if reference.path[-1] == "category" else "recipient"
            yield hints.finding(f"unknown-{field}", reference, names)


def _recipient_references(register: Register) -> Iterator[Reference]:
    yield from _list_keys(register, "recipients")
    for place in register.parts:
        field = _NAMING.get(type(place.part))
        name = getattr(place.part, field) if field else None
        if field and name:
            yield Reference(place.file, (*place.path, field), name)


_NAMING: Mapping[type[BaseModel], str] = MappingProxyType(
    {
        Recipient: "category",
        Disclosure: "example_of",
        System: "operated_by",
        SystemUse: "operated_by",
    }
)
"""Parts of a record that name a recipient beside its key, and the field that does."""


@rule(Severity.ERROR, "GDPR Art. 30(2)(a)")
def unknown_controller(register: Register) -> Iterator[Finding]:
    """An activity acts for a controller that is not in `controllers.yaml`.

    Art. 30(2)(a) asks for each controller on whose behalf a processor acts. Name it, or the kind of
    controller and where their list is kept, in the register's `controllers.yaml`, and refer to it
    by its key.
    """
    keys = _list_keys(register, "controllers")
    yield from unknown("unknown-controller", keys, register.controllers)


@rule(Severity.ERROR)
def unknown_system(register: Register) -> Iterator[Finding]:
    """An activity names a system that is not in `systems.yaml`.

    Where a register has a `systems.yaml`, each system an activity names has its entry there: where
    it runs, who operates it, how it is protected.
    """
    if register.systems:
        yield from unknown("unknown-system", _list_keys(register, "systems"), register.systems)


@rule(Severity.ERROR, "GDPR Art. 28(4)")
def unknown_sub_processor(register: Register) -> Iterator[Finding]:
    """A vendor engages a sub-processor that is not in `recipients.yaml`.

    The entry of a sub-processor says who it is and where it processes, as that of every vendor.
    """
    keys = _list_keys(register, "sub_processors")
    yield from unknown("unknown-sub-processor", keys, register.recipients)


def _list_keys(register: Register, name: str) -> Iterator[Reference]:
    """The keys of every list called *name*."""
    for place, claim_list in register.lists:
        if place.path[-1:] == (name,):
            yield from _keys(place, claim_list)


def _keys(place: Place, claim_list: ClaimList[Any]) -> Iterator[Reference]:
    for key in claim_list.items:
        path = (*place.path, key)
        yield Reference(place.file, path, key, is_key=True)


@rule(Severity.ERROR)
def unknown_activity(register: Register) -> Iterator[Finding]:
    """A general statement or a inconsistency names an activity that does not exist."""
    yield from unknown("unknown-activity", _activities_named(register), register.by_id)


def _activities_named(register: Register) -> Iterator[Reference]:
    for place in register.parts:
        if not isinstance(place.part, (Scope, Inconsistency)):
            continue
        for index, name in enumerate(place.part.activities):
            path = (*place.path, "activities", index)
            yield Reference(place.file, path, name)


REFERRING: Mapping[str, str] = {
    "data": "personal_data",
    "purposes": "purposes",
    "subjects": "data_subjects",
    "data_subjects": "data_subjects",
    "controllers": "controllers",
}
"""Fields of items that refer to items of another list, and the list."""

_HOLDERS = ("collected_from", "recipients", "personal_data", "processing", "retention")
"""Lists whose items have such fields."""


@rule(Severity.ERROR)
def unknown_item(register: Register) -> Iterator[Finding]:
    """A part of an activity refers to an item the activity does not have.

    `data:`, `purposes:` and `subjects:` inside an item refer to keys of the same activity's
    `personal_data`, `purposes` and `data_subjects`, its own or inherited, as `data_subjects:`
    inside a rule of retention does; `controllers:` to those it acts for. Inside a general statement
    they refer to items of at least one of the activities it reaches.
    """
    hints = Hints()
    for (question, reference), candidates in _referred(register).items():
        if any(reference.name in keys for keys in candidates):
            continue
        names = set[str]().union(*candidates) if hints.remaining > 0 else ()
        values = {"question": question, "list": translate(f"word_list.{question}")}
        is_general = reference.path[0] == "register_wide"
        case = "unknown-item-in-general" if is_general else "unknown-item"
        yield hints.finding(case, reference, names, **values)


def _referred(register: Register) -> Mapping[tuple[str, Reference], list[set[str]]]:
    """Each reference to an item, beside the question it refers to.

    The keys it could mean, in each activity it stands for.
    """
    candidates: defaultdict[tuple[str, Reference], list[set[str]]] = defaultdict(list)
    for activity in register.activities:
        for field, question in REFERRING.items():
            keys = {answer.key for answer in activity.items(question)}
            for reference in _references(activity, field):
                candidates[question, reference].append(keys)
    return candidates


def _references(activity: ResolvedActivity, field: str) -> Iterator[Reference]:
    for question in _HOLDERS:
        for answer in _with_periods(activity.answers[question]):
            for index, key in enumerate(_keys_in(answer, field)):
                path = (*answer.path, field, index)
                yield Reference(answer.file, path, key)


def _with_periods(answers: Iterable[ResolvedClaim]) -> Iterator[ResolvedClaim]:
    """*answers*, and the rules of retention that data items have of their own."""
    for answer in answers:
        yield answer
        yield from answer.own.get("retention", ())


def _keys_in(answer: ResolvedClaim, field: str) -> Sequence[str]:
    # Few claims have the field, and a model that is asked for what it lacks looks everywhere.
    keys = vars(answer.claim).get(field)
    return keys if isinstance(keys, tuple) else ()


@rule(Severity.ERROR)
def unknown_word(register: Register) -> Iterator[Finding]:
    """A key is not a word of its vocabulary list.

    Data items, data subjects, origins, measures, categories of processing, rights and laws come
    from the vocabulary, so that Excel, diffs and California's categories can hold on to them. Take
    the nearest word, or add your own in `register.yaml`:

        vocabulary:
          personal_data:
            badge-photo: {label: photograph on a badge, ccpa: [A, H]}
    """
    hints = Hints()
    for place, claim_list in register.lists:
        name = claim_list.words
        if not name or claim_list.closed or name == "recipient_categories":
            continue
        for reference in _keys(place, claim_list):
            if register.word(name, reference.name) is None:
                names = register.names(name) if hints.remaining > 0 else ()
                values = {"field": name, "list": translate(f"word_list.{name}")}
                yield hints.finding("unknown-word", reference, names, **values)


_OF_REGISTER = (
    "representatives",
    "dpo",
    "applicable_laws",
    "rights",
    "opt_outs",
    "declared",
    "establishments",
)
"""Questions that a register answers itself."""


@rule(Severity.ERROR)
def unknown_question(register: Register) -> Iterator[Finding]:
    """`not_addressed` names something that is not a question.

    The questions are the fields of an activity, such as `retention`; `ropa explain fields` lists
    them.
    """
    names = {*fields(), *vocabulary.questions(), *_OF_REGISTER}
    yield from unknown("unknown-question", _silences(register), names)


def _silences(register: Register) -> Iterator[Reference]:
    for index, name in enumerate(register.record.not_addressed):
        yield Reference(register.file, ("not_addressed", index), name)


@rule(Severity.ERROR)
def contradictory_list(register: Register) -> Iterator[Finding]:
    """A list says there is none, and holds items.

    Delete the `none:`, or the items. Where the source itself contradicts itself, keep what it lists
    and record the two passages under `inconsistencies:` in `register.yaml`.
    """
    for place, claim_list in register.lists:
        items = claim_list.items
        remark = claim_list.whole
        if items and remark is not None and remark.state in EXCLUDING:
            values = {"state": remark.state, "item": next(iter(items))}
            yield finding("contradictory-list", place.file, place.path, **values)


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
    hints = Hints()
    for activity, question in product(register.activities, fields()):
        references = list(_replaced(activity.record, question))
        names = set(replaceable(activity, question)) if references else set()
        for reference in references:
            if reference.name not in names:
                yield hints.finding("replaces-nothing", reference, names)


def _replaced(record: Record, question: str) -> Iterator[Reference]:
    """What the list that answers *question* stands in place of, as it names it."""
    value = getattr(record.activity, question)
    if isinstance(value, ClaimList):
        for index, name in enumerate(value.replaces):
            yield Reference(record.file, (question, "replaces", index), name)
