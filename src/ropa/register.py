"""All records of a register together, looked up by id, with what they inherit from its general statements."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ropa import vocabulary
from ropa.model.activity import Activity, Answers
from ropa.model.claim import Claim, Many, State
from ropa.model.register_record import Controller, General, KeptBy, Recipient, RegisterRecord
from ropa.model.source import Source
from ropa.vocabulary import Word

Path = tuple[str | int, ...]

CONTROLLER_ROLES = ("controller", "joint-controller")
PROCESSOR_ROLES = ("processor", "sub-processor")


@dataclass(frozen=True, slots=True)
class Record:
    """An activity together with the file that says so."""

    file: str
    activity: Activity

    @property
    def is_controller(self) -> bool:
        """Whether the organization decides purposes and means: asked under GDPR Art. 30(1)."""
        return any(role in self.activity.role.items for role in CONTROLLER_ROLES)

    @property
    def is_processor(self) -> bool:
        """Whether the organization acts for a controller: asked under GDPR Art. 30(2)."""
        return any(role in self.activity.role.items for role in PROCESSOR_ROLES)


@dataclass(frozen=True, slots=True)
class Answer:
    """One claim that answers a question, and where it was written.

    *key* is the item's identity, empty for a claim about the whole. *block* names the general statement it was taken
    from, empty where the activity says it itself; *people* is whom that statement is about, where not everybody.
    """

    key: str
    claim: Claim
    file: str
    path: Path
    block: str = ""
    people: str = ""

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

    @property
    def is_reconstruction(self) -> bool:
        """Whether somebody other than the organization drew it from documents."""
        return self.record.kept_by is KeptBy.RECONSTRUCTION

    @cached_property
    def by_id(self) -> Mapping[str, Record]:
        """Records by the id of their activity."""
        return {record.activity.id: record for record in self.records}

    @cached_property
    def passages(self) -> Mapping[str, tuple[str, ...]]:
        """For each name a citation may use, the sources it is found in."""
        found: dict[str, list[str]] = {}
        for source_id, source in self.sources.items():
            found.setdefault(source_id, []).append(source_id)
            for name in source.passages:
                found.setdefault(name, []).append(source_id)
                found[f"{source_id}/{name}"] = [source_id]
        return {name: tuple(sources) for name, sources in found.items()}

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
        found = self.word(list_name, name)
        return found.label if found else name.replace("-", " ")

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

    def answers(self, record: Record, question: str) -> tuple[Answer, ...]:
        """Every claim that answers *question* for *record*; never empty.

        An activity's own list adds to what is inherited, unless it says ``only`` or stands in one word, and stands in
        place of what it ``replaces``; its own single value replaces. Where nobody answers, the state says so: not
        stated where the register says its sources were read for it, not recorded otherwise.
        """
        own = getattr(record.activity, question, None)
        found = list(written(own, record.file, (question,))) if own is not None else []
        if own is None or _inherits(own):
            replaced = own.replaces if isinstance(own, Many) else ()
            found += [one for one in self._inherited(record, question) if _place(one) not in replaced]
        return tuple(found) or (self.unanswered(question, record.file),)

    def nested(self, record: Record, answer: Answer, question: str) -> tuple[Answer, ...]:
        """As :meth:`answers`, for one item of a list: its own answer, or else the activity's; never empty."""
        own = getattr(answer.claim, question, None)
        if own is None:
            return self.answers(record, question)
        return tuple(written(own, answer.file, (*answer.path, question), answer.block, answer.people))

    def unanswered(self, question: str, file: str, path: Path = ()) -> Answer:
        """The answer nobody gave: not stated where the sources were read for it, else not recorded."""
        silent = question in self.record.silent_on
        return Answer("", Claim(state=State.NOT_STATED if silent else State.NOT_RECORDED), file, path)

    def replaceable(self, record: Record, question: str) -> tuple[str, ...]:
        """What a list of *record* can stand in place of, as its ``replaces`` names it."""
        return tuple(_place(answer) for answer in self._inherited(record, question))

    def _inherited(self, record: Record, question: str) -> Iterator[Answer]:
        for name, block in self.blocks(record):
            value = getattr(block, question, None)
            if value is not None:
                path: Path = ("general", name, question)
                yield from written(value, self.file, path, name, block.applies_to.people)


def _inherits(own: Claim | Many[Any]) -> bool:
    return isinstance(own, Many) and not own.only and bool(own.items or own.replaces)


def _place(answer: Answer) -> str:
    """How a list names the general statement it stands in place of."""
    return f"{answer.block}/{answer.key}" if answer.key else answer.block


def written(value: Claim | Many[Any], file: str, path: Path, block: str = "", people: str = "") -> Iterator[Answer]:
    """A claim or list as answers: items in order, then what is said of the list itself."""
    if not isinstance(value, Many):
        yield Answer("", value, file, path, block, people)
        return
    for key, claim in value.items.items():
        yield Answer(key, claim, file, (*path, key), block, people)
    if value.rest is not None:
        yield Answer("", value.rest, file, path, block, people)
    elif not value.items and not value.replaces:
        yield Answer("", Claim(state=State.NOT_RECORDED), file, path, block, people)


def questions(record: Record) -> tuple[Word, ...]:
    """What is asked of *record*, by its roles, in the order in which documents answer it."""
    return tuple(question for question in vocabulary.words("questions").values() if _is_asked(question, record))


def _is_asked(question: Word, record: Record) -> bool:
    roles = question.many("roles")
    return ("controller" in roles and record.is_controller) or ("processor" in roles and record.is_processor)


def article(question: Word, record: Record) -> str:
    """The article that asks *question* of *record*; empty where none does. For a processor that of GDPR Art. 30(2)."""
    if not _is_asked(question, record):
        return ""
    if record.is_processor and not record.is_controller:
        return question.text("processor") or question.article
    return question.article


def fields() -> tuple[str, ...]:
    """Names of every question an activity or a general statement can answer."""
    return tuple(Answers.model_fields)
