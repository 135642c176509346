"""All records of a register together, and what each activity answers once inheritance is resolved.

Resolution happens once, when a register is made: documents, rules, JSON and import read its result.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, get_args

from pydantic import BaseModel

from ropa import vocabulary
from ropa.model.activity import Answers
from ropa.model.claim import Claim, Many, State
from ropa.model.lists import models_in
from ropa.model.register_record import Controller, General, KeptBy, Recipient, RegisterRecord
from ropa.model.source import Source
from ropa.register.record import Path, Record
from ropa.vocabulary import Word


@dataclass(frozen=True)
class Register:
    """All records of one organization at one date."""

    name: str
    file: str
    record: RegisterRecord
    records: tuple[Record, ...] = ()
    recipients: Mapping[str, Recipient] = field(default_factory=dict)
    controllers: Mapping[str, Controller] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    """The file each of ``recipients``, ``controllers`` and ``sources/<id>`` was read from."""
    locks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Fingerprints of passages by source and name, as locked; ``sha256`` names the document's own."""
    revision: str = ""
    part: tuple[str, ...] = ()
    """What the records were selected by, where they are not all of them, and whether internal fields are left out."""
    undated: bool = False
    """Whether nobody stated the day documents bear, so that they say when they were rendered and not as of when."""
    activities: tuple["ResolvedActivity", ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        resolved = tuple(_resolve(self, record) for record in self.records)
        object.__setattr__(self, "activities", resolved)

    @property
    def is_reconstruction(self) -> bool:
        """Whether somebody other than the organization drew it from documents."""
        return self.record.kept_by is KeptBy.RECONSTRUCTION

    @cached_property
    def by_id(self) -> Mapping[str, Record]:
        """Records by the id of their activity."""
        return {record.activity.id: record for record in self.records}

    @cached_property
    def resolved_by_id(self) -> Mapping[str, "ResolvedActivity"]:
        """Activities with their answers, by id."""
        return {activity.id: activity for activity in self.activities}

    @cached_property
    def passages(self) -> Mapping[str, tuple[str, ...]]:
        """For each name a citation may use, the sources it is found in."""
        holders: dict[str, list[str]] = {}
        for source_id, source in self.sources.items():
            holders.setdefault(source_id, []).append(source_id)
            for name in source.passages:
                holders.setdefault(name, []).append(source_id)
                holders[f"{source_id}/{name}"] = [source_id]
        return {name: tuple(sources) for name, sources in holders.items()}

    @cached_property
    def _reached(self) -> Mapping[str, frozenset[str]]:
        """Ids of the activities each general statement names."""
        general = self.record.general.items()
        return {name: frozenset(block.applies_to.activities) for name, block in general}

    def word(self, list_name: str, name: str) -> Word | None:
        """The word *name*, from the register's own vocabulary first, then from the common one."""
        own = getattr(self.record.vocabulary, list_name, {}).get(name)
        if own is None:
            return vocabulary.word(list_name, name)
        facts = {key: value for key, value in own.model_dump().items() if value}
        return Word(list_name, name, facts)

    def label(self, list_name: str, name: str) -> str:
        """What is printed for the word *name*; the word itself, spelt out, where no list knows it."""
        word = self.word(list_name, name)
        return word.label if word else name.replace("-", " ")

    def blocks(self, record: Record) -> Iterator[tuple[str, General]]:
        """The general statements that apply to *record*, in the order written."""
        roles = set(record.activity.role.items)
        for name, block in self.record.general.items():
            scope = block.applies_to
            if scope.role and roles.isdisjoint(scope.role):
                continue
            if scope.activities and record.activity.id not in self._reached[name]:
                continue
            yield name, block

    def answers(
        self, question: str, value: Claim | Many[Any] | None
    ) -> tuple["ResolvedClaim", ...]:
        """What the register itself answers to *question*, such as ``rights``; never empty."""
        if value is None:
            return (self.unanswered(question),)
        return tuple(written(Speaker(self, self.file), question, value, (question,)))

    def claim(self, claim: Claim, path: Path) -> "ResolvedClaim":
        """A claim of the register's own that answers no question of an activity."""
        return ResolvedClaim(Speaker(self, self.file), "", "", claim, path)

    def unanswered(self, question: str) -> "ResolvedClaim":
        """The answer to *question* that neither the register nor its sources give."""
        return _unanswered(Speaker(self, self.file), question)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something: an activity, a general statement that reaches it, or the register itself.

    *block* names the general statement, empty where the activity says it itself; *people* is whom that statement is
    about, where not everybody.
    """

    register: Register = field(repr=False, compare=False)
    file: str
    activity: "ResolvedActivity | None" = field(default=None, repr=False, compare=False)
    block: str = ""
    people: str = ""


@dataclass(frozen=True, slots=True)
class ResolvedActivity:
    """An activity with its answer to every question, its own or inherited."""

    register: Register = field(repr=False, compare=False)
    record: Record
    answers: Mapping[str, tuple["ResolvedClaim", ...]] = field(repr=False, compare=False)
    """By question; never empty: where nobody answers, one claim says in which state the question stands."""

    @property
    def id(self) -> str:
        """The identity of the activity."""
        return self.record.activity.id

    @property
    def name(self) -> str:
        """What the activity is called."""
        return self.record.activity.name

    @property
    def speaker(self) -> Speaker:
        """The activity as the one who says something."""
        return Speaker(self.register, self.record.file, self)

    def items(self, question: str) -> tuple["ResolvedClaim", ...]:
        """The items of the list that answers *question*, without what is said of the list itself."""
        return tuple(answer for answer in self.answers[question] if answer.is_item)

    def optional(self, name: str) -> "ResolvedClaim | None":
        """A claim that no question asks for, such as ``description``; None where it is left out."""
        claim = getattr(self.record.activity, name)
        return None if claim is None else ResolvedClaim(self.speaker, name, "", claim, (name,))


@dataclass(frozen=True, slots=True)
class ResolvedClaim:
    """One claim that answers a question, who says it, and where it was written.

    *key* is the item's identity, empty for a claim about the whole.
    """

    speaker: Speaker
    question: str
    key: str
    claim: Claim
    path: Path
    own: Mapping[str, tuple["ResolvedClaim", ...]] = field(default_factory=dict, repr=False)
    """What an item itself answers, by question."""

    @property
    def register(self) -> Register:
        """The register it is part of."""
        return self.speaker.register

    @property
    def file(self) -> str:
        """The file it was written in."""
        return self.speaker.file

    @property
    def block(self) -> str:
        """The general statement it was taken from; empty where the activity says it itself."""
        return self.speaker.block

    @property
    def people(self) -> str:
        """Whom the general statement is about, where not everybody."""
        return self.speaker.people

    @property
    def activity(self) -> ResolvedActivity:
        """The activity whose question it answers; what a register itself answers has none."""
        assert self.speaker.activity is not None, self.path
        return self.speaker.activity

    @property
    def state(self) -> State:
        """The claim's state; a statement made for many activities is general, never stated."""
        if self.block and self.claim.state is State.STATED:
            return State.GENERAL
        return self.claim.state

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list, not a remark about the list."""
        return bool(self.key)

    def nested(self, question: str) -> tuple["ResolvedClaim", ...]:
        """What the item answers to *question*: its own claim, else the activity's; never empty."""
        if question in self.own:
            return self.own[question]
        return self.activity.answers[question]

    def inner(self, question: str, claim: Claim) -> "ResolvedClaim":
        """A *claim* that is part of this one, as an answer to *question*."""
        return ResolvedClaim(self.speaker, question, "", claim, self.path)


def _resolve(register: Register, record: Record) -> ResolvedActivity:
    answers: dict[str, tuple[ResolvedClaim, ...]] = {}
    activity = ResolvedActivity(register, record, answers)
    blocks = tuple(register.blocks(record))
    for question in _questions():
        answers[question] = tuple(_answers(activity, question, blocks))
    return activity


Blocks = tuple[tuple[str, General], ...]


def _answers(activity: ResolvedActivity, question: str, blocks: Blocks) -> Iterator[ResolvedClaim]:
    """Every claim that answers *question*.

    An activity's own list adds to what is inherited, unless it says ``only`` or stands in one word, and stands in
    place of what it ``replaces``; its own single value replaces. Where nobody answers, the state says so: not
    stated where the register says its sources were read for it, not recorded otherwise.
    """
    own = getattr(activity.record.activity, question, None)
    claims = [] if own is None else list(written(activity.speaker, question, own, (question,)))
    if own is None or _inherits(own):
        replaced = own.replaces if isinstance(own, Many) else ()
        inherited = _inherited(activity, question, blocks)
        claims += [claim for claim in inherited if _general_name(claim) not in replaced]
    yield from claims or [_unanswered(activity.speaker, question)]


def _inherited(
    activity: ResolvedActivity, question: str, blocks: Blocks
) -> Iterator[ResolvedClaim]:
    register = activity.register
    for name, block in blocks:
        value = getattr(block, question, None)
        if value is not None:
            speaker = Speaker(register, register.file, activity, name, block.applies_to.people)
            yield from written(speaker, question, value, ("general", name, question))


def replaceable(activity: ResolvedActivity, question: str) -> tuple[str, ...]:
    """What a list of *activity* can stand in place of, as its ``replaces`` names it."""
    blocks = tuple(activity.register.blocks(activity.record))
    return tuple(_general_name(claim) for claim in _inherited(activity, question, blocks))


def _inherits(own: Claim | Many[Any]) -> bool:
    return isinstance(own, Many) and not own.only and bool(own.items or own.replaces)


def _general_name(claim: ResolvedClaim) -> str:
    """How a list names the general statement it stands in place of."""
    return f"{claim.block}/{claim.key}" if claim.key else claim.block


def _unanswered(speaker: Speaker, question: str) -> ResolvedClaim:
    """The answer nobody gave: not stated where the sources were read for it, else not recorded."""
    silent = question in speaker.register.record.silent_on
    state = State.NOT_STATED if silent else State.NOT_RECORDED
    return ResolvedClaim(speaker, question, "", Claim(state=state), ())


def written(
    speaker: Speaker, question: str, value: Claim | Many[Any], path: Path
) -> Iterator[ResolvedClaim]:
    """A claim or list as answers: items in order, then what is said of the list itself."""
    if not isinstance(value, Many):
        yield _resolved(speaker, question, "", value, path)
        return
    for key, claim in value.items.items():
        yield _resolved(speaker, question, key, claim, (*path, key))
    if value.rest is not None:
        yield _resolved(speaker, question, "", value.rest, path)
    elif not value.items and not value.replaces:
        yield _resolved(speaker, question, "", Claim(state=State.NOT_RECORDED), path)


def _resolved(speaker: Speaker, question: str, key: str, claim: Claim, path: Path) -> ResolvedClaim:
    own = {
        name: tuple(written(speaker, name, value, (*path, name)))
        for name in _claims_inside(type(claim))
        if (value := getattr(claim, name)) is not None
    }
    return ResolvedClaim(speaker, question, key, claim, path, own)


@cache
def _claims_inside(kind: type[BaseModel]) -> tuple[str, ...]:
    """Fields of *kind* that hold a claim or a list of claims."""
    return tuple(name for name, info in kind.model_fields.items() if _holds_claim(info.annotation))


def _holds_claim(annotation: Any) -> bool:
    if isinstance(annotation, type):
        return issubclass(annotation, (Claim, Many))
    return any(map(_holds_claim, get_args(annotation)))


@cache
def _questions() -> tuple[str, ...]:
    """Every question an activity answers, itself or through the items of its lists."""
    inside = (name for question in fields() for name in _asked_of_items(question))
    return tuple(dict.fromkeys((*fields(), *vocabulary.questions(), *inside)))


def _asked_of_items(question: str) -> Iterator[str]:
    for many in models_in(Answers.model_fields[question].annotation):
        if issubclass(many, Many):
            for item in models_in(many.model_fields["items"].annotation):
                yield from _claims_inside(item)


def questions(record: Record) -> tuple[Word, ...]:
    """What is asked of *record*, by its roles, in the order in which documents answer it."""
    return tuple(
        question for question in vocabulary.questions().values() if _is_asked(question, record)
    )


def _is_asked(question: Word, record: Record) -> bool:
    roles = question.many("roles")
    asks_controller = "controller" in roles and record.is_controller
    return asks_controller or ("processor" in roles and record.is_processor)


def article(question: Word, record: Record) -> str:
    """The article that asks *question* of *record*; empty where none does.

    For a processor that of GDPR Art. 30(2), or another that asks a processor.
    """
    if record.is_processor and not record.is_controller and question.text("processor"):
        return question.text("processor")
    return question.article if _is_asked(question, record) else ""


def fields() -> tuple[str, ...]:
    """Names of every question an activity or a general statement can answer."""
    return tuple(Answers.model_fields)
