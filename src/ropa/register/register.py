"""All records of a register together, and what each activity answers once inheritance is resolved.

Resolution happens once, when a register is made: documents, rules, JSON and import read its result.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any

from ropa import vocabulary
from ropa.model.claim import Claim, ClaimList, State
from ropa.model.contact import Controller, Recipient
from ropa.model.register_record import KeptBy, RegisterRecord
from ropa.model.shared_statement import SharedStatement
from ropa.model.source import Source
from ropa.register.questions import answerable, claims_inside
from ropa.register.record import Path, Record
from ropa.register.retention import has_rule_for_rest, rules_for
from ropa.register.traverse import Place, below
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
    """Locked fingerprints of passages by source and name; ``sha256`` names the document's own."""
    revision: str = ""
    part: tuple[str, ...] = ()
    """What the records were selected by, if by anything; ``public`` without internal fields."""
    undated: bool = False
    """Whether nobody stated the day of documents: they say "rendered on" it, not "as of"."""
    activities: tuple["ResolvedActivity", ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        resolved = tuple(_resolve(self, record) for record in self.records)
        object.__setattr__(self, "activities", resolved)

    @property
    def is_reconstruction(self) -> bool:
        """Whether somebody other than the organization drew it from documents."""
        return self.record.kept_by is KeptBy.RECONSTRUCTION

    @property
    def speaker(self) -> "Speaker":
        """The register itself as the one who says something."""
        return Speaker(self, self.file)

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
        holders: defaultdict[str, list[str]] = defaultdict(list)
        for source_id, source in self.sources.items():
            holders[source_id].append(source_id)
            for name in source.passages:
                holders[name].append(source_id)
                holders[f"{source_id}/{name}"] = [source_id]
        return {name: tuple(sources) for name, sources in holders.items()}

    @cached_property
    def parts(self) -> tuple[Place, ...]:
        """Every part of every record, outermost first, in the order of files and keys."""
        return tuple(self._parts())

    def _parts(self) -> Iterator[Place]:
        yield from below(self.file, (), self.record)
        for key, recipient in self.recipients.items():
            yield from below(self.files["recipients"], (key,), recipient)
        for key, controller in self.controllers.items():
            yield from below(self.files["controllers"], (key,), controller)
        for record in self.records:
            yield from below(record.file, (), record.activity)

    @cached_property
    def claims(self) -> tuple[tuple[Place, Claim], ...]:
        """Every claim with its place."""
        return tuple((place, place.part) for place in self.parts if isinstance(place.part, Claim))

    @cached_property
    def lists(self) -> tuple[tuple[Place, ClaimList[Any]], ...]:
        """Every list of claims with its place."""
        parts = ((place, place.part) for place in self.parts)
        return tuple((place, part) for place, part in parts if isinstance(part, ClaimList))

    def citations(self) -> Iterator[tuple[str, Path, str]]:
        """Every name of a passage that is cited: the file, the path of the claim, the name."""
        for place, claim in self.claims:
            for name in claim.cites:
                yield place.file, place.path, name
        for key, inconsistency in self.record.inconsistencies.items():
            for name in inconsistency.between:
                yield self.file, ("inconsistencies", key), name

    @cached_property
    def _ids_named(self) -> Mapping[str, frozenset[str]]:
        """Ids of the activities each general statement names."""
        general = self.record.register_wide.items()
        return {name: frozenset(statement.applies_to.activities) for name, statement in general}

    def word(self, list_name: str, name: str) -> Word | None:
        """The word *name*, from the register's own vocabulary first, then from the common one."""
        own_words = getattr(self.record.vocabulary, list_name, {})
        if name not in own_words:
            return vocabulary.word(list_name, name)
        facts = {key: value for key, value in own_words[name].model_dump().items() if value}
        return Word(list_name, name, facts)

    def names(self, list_name: str) -> tuple[str, ...]:
        """The words of a list: the common ones, then the register's own."""
        own_words = getattr(self.record.vocabulary, list_name, {})
        return (*vocabulary.names(list_name), *own_words)

    def label(self, list_name: str, name: str) -> str:
        """What is printed for the word *name*; the word itself where no list knows it."""
        word = self.word(list_name, name)
        return word.label if word else name.replace("-", " ")

    def shared_statements(self, record: Record) -> Iterator[tuple[str, SharedStatement]]:
        """The general statements that apply to *record*, in the order written."""
        activity = record.activity
        for name, statement in self.record.register_wide.items():
            roles = statement.applies_to.role
            has_role = not roles or any(role in activity.role.items for role in roles)
            ids = self._ids_named[name]
            if has_role and (not ids or activity.id in ids):
                yield name, statement

    def answers(self, question: str, value: Claim | ClaimList[Any] | None) -> "ResolvedClaims":
        """What the register itself answers to *question*, such as ``rights``; never empty."""
        if value is None:
            return (self.unanswered(question),)
        return tuple(written(self.speaker, question, value, (question,)))

    def claim(self, claim: Claim, path: Path) -> "ResolvedClaim":
        """A claim of the register's own that answers no question of an activity."""
        return ResolvedClaim(self.speaker, "", "", claim, path)

    def unanswered(self, question: str) -> "ResolvedClaim":
        """The answer to *question* that neither the register nor its sources give."""
        return _unanswered(self.speaker, question)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something: an activity, a general statement that reaches it, or the register itself.

    *shared_statement* names the general statement, empty where the activity says it itself;
    *scope* is whom that statement is about, where not everybody.
    """

    register: Register = field(repr=False, compare=False)
    file: str
    activity: "ResolvedActivity | None" = field(default=None, repr=False, compare=False)
    shared_statement: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class ResolvedActivity:
    """An activity with its answer to every question, its own or inherited."""

    register: Register = field(repr=False, compare=False)
    record: Record
    answers: Mapping[str, "ResolvedClaims"] = field(repr=False, compare=False)
    """By question; never empty: where nobody answers, one claim says in which state it stands."""

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

    def items(self, question: str) -> "ResolvedClaims":
        """The items of the list that answers *question*, not what is said of the list itself."""
        return tuple(answer for answer in self.answers[question] if answer.is_item)

    def optional(self, name: str) -> "ResolvedClaim | None":
        """A claim that no question asks for, such as ``description``; None where it is left out."""
        claim = getattr(self.record.activity, name)
        if claim is None:
            return None
        return ResolvedClaim(self.speaker, name, "", claim, (name,))


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
    own: Mapping[str, "ResolvedClaims"] = field(default_factory=dict, repr=False)
    """What an item itself answers, by question."""
    alternatives: tuple[str, ...] = ()
    """Keys of the other items where the list says that its items are alternatives."""

    @property
    def register(self) -> Register:
        """The register it is part of."""
        return self.speaker.register

    @property
    def file(self) -> str:
        """The file it was written in."""
        return self.speaker.file

    @property
    def shared_statement(self) -> str:
        """The general statement it was taken from; empty where the activity says it itself."""
        return self.speaker.shared_statement

    @property
    def scope(self) -> str:
        """Whom the general statement is about, where not everybody."""
        return self.speaker.scope

    @property
    def activity(self) -> ResolvedActivity:
        """The activity whose question it answers; what a register itself answers has none."""
        assert self.speaker.activity is not None, self.path
        return self.speaker.activity

    @property
    def state(self) -> State:
        """The claim's state; a statement made for many activities is general, never stated."""
        if self.shared_statement and self.claim.state is State.STATED:
            return State.GENERAL
        return self.claim.state

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list, not a remark about the list."""
        return bool(self.key)

    def nested(self, question: str) -> "ResolvedClaims":
        """What the item answers to *question*: its own claim, else the activity's; never empty."""
        if question in self.own:
            return self.own[question]
        answers = self.activity.answers[question]
        if question != "retention":
            return answers
        return rules_for(self.key, answers) or (_unanswered(self.speaker, question),)

    def inner(self, question: str, claim: Claim) -> "ResolvedClaim":
        """A *claim* that is part of this one, as an answer to *question*."""
        return ResolvedClaim(self.speaker, question, "", claim, self.path)


ResolvedClaims = tuple[ResolvedClaim, ...]


def _resolve(register: Register, record: Record) -> ResolvedActivity:
    answers: dict[str, ResolvedClaims] = {}
    activity = ResolvedActivity(register, record, answers)
    statements = tuple(register.shared_statements(record))
    for question in answerable():
        answers[question] = _answers(activity, question, statements)
    return activity


SharedStatements = tuple[tuple[str, SharedStatement], ...]


def _answers(
    activity: ResolvedActivity, question: str, statements: SharedStatements
) -> ResolvedClaims:
    """Every claim that answers *question*.

    An activity's own list adds to what is inherited, unless it says ``only`` or stands in one
    word, and stands in place of what it ``replaces``; its own single value replaces, and so does
    its own rule for the rest. Where nobody
    answers, the state says so: not stated where the register says its sources were read for it,
    not recorded otherwise.
    """
    value = activity.record.activity.__dict__.get(question)
    if value is None:
        claims = [*_inherited(activity, question, statements)]
    else:
        claims = [*written(activity.speaker, question, value, (question,))]
        if _inherits(value):
            for claim in _inherited(activity, question, statements):
                if not _is_replaced(claim, value):
                    claims.append(claim)
    return tuple(claims) or (_unanswered(activity.speaker, question),)


def _inherited(
    activity: ResolvedActivity, question: str, statements: SharedStatements
) -> Iterator[ResolvedClaim]:
    register = activity.register
    for name, statement in statements:
        value = statement.__dict__.get(question)
        if value is not None:
            speaker = Speaker(register, register.file, activity, name, statement.applies_to.people)
            yield from written(speaker, question, value, ("register_wide", name, question))


def replaceable(activity: ResolvedActivity, question: str) -> tuple[str, ...]:
    """What a list of *activity* can stand in place of, as its ``replaces`` names it."""
    statements = tuple(activity.register.shared_statements(activity.record))
    return tuple(_shared_name(claim) for claim in _inherited(activity, question, statements))


def _inherits(value: Claim | ClaimList[Any]) -> bool:
    if not isinstance(value, ClaimList) or value.only:
        return False
    return bool(value.items or value.replaces) or has_rule_for_rest(value)


def _is_replaced(claim: "ResolvedClaim", value: ClaimList[Any]) -> bool:
    """Whether a list stands in place of a general *claim*, as its rule for the rest does."""
    if not claim.key and has_rule_for_rest(value):
        return True
    return _shared_name(claim) in value.replaces


def _shared_name(claim: ResolvedClaim) -> str:
    """How a list names the general statement it stands in place of."""
    return f"{claim.shared_statement}/{claim.key}" if claim.key else claim.shared_statement


def _unanswered(speaker: Speaker, question: str) -> ResolvedClaim:
    """The answer nobody gave: not stated where the sources were read for it, else not recorded."""
    silent = question in speaker.register.record.not_addressed
    state = State.NOT_STATED if silent else State.NOT_RECORDED
    return ResolvedClaim(speaker, question, "", _of_state(state), ())


@cache
def _of_state(state: State) -> Claim:
    """The claim that says *state* and nothing else."""
    return Claim(state=state)


def written(
    speaker: Speaker, question: str, value: Claim | ClaimList[Any], path: Path
) -> Iterator[ResolvedClaim]:
    """A claim or list as answers: items in order, then what is said of the list itself."""
    if not isinstance(value, ClaimList):
        yield _resolved(speaker, question, "", value, path)
        return
    alternatives = _standing(value) if value.alternatives else ()
    for key, claim in value.items.items():
        item = _resolved(speaker, question, key, claim, (*path, key))
        others = tuple(other for other in alternatives if other != key)
        yield replace(item, alternatives=others) if key in alternatives else item
    if value.whole is not None:
        yield _resolved(speaker, question, "", value.whole, path)
    elif not value.items and not value.replaces:
        yield _resolved(speaker, question, "", _of_state(State.NOT_RECORDED), path)


def _standing(value: ClaimList[Any]) -> tuple[str, ...]:
    """Keys of the items of a list that are not denied."""
    return tuple(key for key, claim in value.items.items() if not claim.state.denies)


def _resolved(speaker: Speaker, question: str, key: str, claim: Claim, path: Path) -> ResolvedClaim:
    nested: dict[str, ResolvedClaims] = {}
    for name in claims_inside(type(claim)):
        value = claim.__dict__[name]
        if value is not None:
            nested[name] = tuple(written(speaker, name, value, (*path, name)))
    return ResolvedClaim(speaker, question, key, claim, path, nested)
