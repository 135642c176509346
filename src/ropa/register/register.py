"""All records of a register together, and what each activity answers once inheritance is resolved.

Resolution happens once, when a register is made: documents, rules, JSON and import read its result.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any

from pydantic import BaseModel

from ropa.model.claim import Claim, ClaimList, State
from ropa.model.disclosure import Disclosure
from ropa.model.transfer import Transfer
from ropa.register.precedence import has_rule_for_rest, rules_for, without_contradictions
from ropa.register.questions import answerable, claims_inside, fields
from ropa.register.record import Path, Record
from ropa.register.records import Records


@dataclass(frozen=True)
class Register(Records):
    """All records of one organization at one date, with every answer of their activities."""

    activities: tuple["ResolvedActivity", ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        resolved = tuple(_resolve(self, record) for record in self.records)
        object.__setattr__(self, "activities", resolved)

    @property
    def speaker(self) -> "Speaker":
        """The register itself as the one who says something."""
        return Speaker(self, self.file)

    @cached_property
    def resolved_by_id(self) -> Mapping[str, "ResolvedActivity"]:
        """Activities with their answers, by id."""
        return {activity.id: activity for activity in self.activities}

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
    *scope* is whom that statement is about, where not everybody. *entry* is the vendor or system
    whose own entry says it, such as ``recipients/cloud-host``.
    """

    register: Register = field(repr=False, compare=False)
    file: str
    activity: "ResolvedActivity | None" = field(default=None, repr=False, compare=False)
    shared_statement: str = ""
    scope: str = ""
    entry: str = ""


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
    def entry(self) -> str:
        """The vendor or system whose entry it was taken from, such as ``systems/crm``."""
        return self.speaker.entry

    @property
    def is_inherited(self) -> bool:
        """Whether the activity does not say it itself."""
        return bool(self.shared_statement or self.entry)

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
    """*record* with all its answers: its systems and recipients first, whose entries answer too."""
    answers: dict[str, ResolvedClaims] = {}
    activity = ResolvedActivity(register, record, answers)
    statements = tuple(_in_statements(activity))
    answers["systems"] = _answers(activity, "systems", statements)
    answers["recipients"] = _recipients(activity, statements)
    providers = (*statements, *_in_entries(activity))
    for question in answerable():
        if question not in answers:
            answers[question] = _answers(activity, question, providers)
    return activity


@dataclass(frozen=True, slots=True)
class Provider:
    """What answers questions of an activity beside its own record, and where it stands."""

    speaker: Speaker
    path: Path
    part: BaseModel
    questions: tuple[str, ...]

    def answer(self, question: str) -> Claim | ClaimList[Any] | None:
        """What it says to *question*; None where it says nothing."""
        answers: Mapping[str, Claim | ClaimList[Any]] = self.part.__dict__
        return answers.get(question) if question in self.questions else None


Providers = tuple[Provider, ...]


def _in_statements(activity: ResolvedActivity) -> Iterator[Provider]:
    """The general statements that reach *activity*."""
    register = activity.register
    for name, statement in register.shared_statements(activity.record):
        speaker = Speaker(register, register.file, activity, name, statement.applies_to.people)
        yield Provider(speaker, ("register_wide", name), statement, fields())


def _in_entries(activity: ResolvedActivity) -> Iterator[Provider]:
    """The entries of the systems and recipients that *activity* names, and what those engage."""
    register = activity.register
    for key in _named(activity.answers["systems"], register.systems):
        yield _entry(activity, "systems", key, ("locations", "security"))
    for key in register.engaged(_named(activity.answers["recipients"], register.recipients)):
        yield _entry(activity, "recipients", key, ("locations", "transfers"))


def _entry(activity: ResolvedActivity, list_name: str, key: str, questions: Path) -> Provider:
    register = activity.register
    entry = register.entries(list_name)[key]
    name = f"{list_name}/{key}"
    speaker = Speaker(register, register.files[list_name], activity, entry=name)
    return Provider(speaker, (key,), entry, tuple(map(str, questions)))


def _named(answers: ResolvedClaims, entries: Mapping[str, Claim]) -> list[str]:
    """Keys of the items that are not denied and have an entry."""
    return [answer.key for answer in answers if answer.key in entries and answer.state.has_value]


def _recipients(activity: ResolvedActivity, statements: Providers) -> ResolvedClaims:
    """The recipients of *activity*, those who operate its systems among them."""
    claims = [*_answers(activity, "recipients", statements)]
    named = {claim.key for claim in claims}
    register = activity.register
    for system in _named(activity.answers["systems"], register.systems):
        operator = register.systems[system].operated_by
        if operator and operator not in named:
            named.add(operator)
            speaker = _entry(activity, "systems", system, ()).speaker
            path = (system, "operated_by")
            claims.append(_resolved(speaker, "recipients", operator, Disclosure(), path))
    claims = [claim for claim in claims if claim.path or len(claims) == 1]
    return tuple(_with_entry(activity, claim) for claim in without_contradictions(claims))


def _with_entry(activity: ResolvedActivity, recipient: ResolvedClaim) -> ResolvedClaim:
    """A *recipient* with what its entry says of its role and its contract, where it does not."""
    register = activity.register
    if recipient.key not in register.recipients:
        return recipient
    provider = _entry(activity, "recipients", recipient.key, ("kind", "contract"))
    inherited: dict[str, Any] = {}
    own = dict(recipient.own)
    for name in provider.questions:
        value = provider.answer(name)
        if value is not None and getattr(recipient.claim, name) is None:
            inherited[name] = value
            path = (*provider.path, name)
            own[name] = tuple(written(provider.speaker, name, value, path))
    if not inherited:
        return recipient
    return replace(recipient, claim=recipient.claim.model_copy(update=inherited), own=own)


def _answers(activity: ResolvedActivity, question: str, providers: Providers) -> ResolvedClaims:
    """Every claim that answers *question*.

    An activity's own list adds to what is inherited, unless it says ``only`` or stands in one
    word, and stands in place of what it ``replaces``; its own single value replaces, and so does
    its own rule for the rest. Where nobody answers, the state says so.
    """
    value = activity.record.activity.__dict__.get(question)
    if value is None:
        claims = [*_inherited(question, providers)]
    else:
        claims = [*written(activity.speaker, question, value, (question,))]
        if _inherits(value):
            for claim in _inherited(question, providers):
                if not _is_replaced(claim, value):
                    claims.append(claim)
    if not claims:
        return (_unanswered(activity.speaker, question),)
    return tuple(without_contradictions(claims))


def _inherited(question: str, providers: Providers) -> Iterator[ResolvedClaim]:
    for provider in providers:
        value = provider.answer(question)
        if value is None:
            continue
        for claim in written(provider.speaker, question, value, (*provider.path, question)):
            if claim.is_item or not provider.speaker.entry:
                yield _of_importer(claim)


def _of_importer(claim: ResolvedClaim) -> ResolvedClaim:
    """A transfer in the entry of a vendor goes to that vendor, where it does not say to whom."""
    if not claim.entry or not isinstance(claim.claim, Transfer) or claim.claim.importer:
        return claim
    importer = claim.entry.partition("/")[2]
    return replace(claim, claim=claim.claim.model_copy(update={"importer": importer}))


def in_entries(activity: ResolvedActivity, question: str) -> ResolvedClaims:
    """What the entries of vendors and systems that *activity* names say to *question*."""
    return tuple(_inherited(question, tuple(_in_entries(activity))))


def replaceable(activity: ResolvedActivity, question: str) -> tuple[str, ...]:
    """What a list of *activity* can stand in place of, as its ``replaces`` names it."""
    providers = (*_in_statements(activity), *_in_entries(activity))
    return tuple(map(_shared_name, _inherited(question, providers)))


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
    """How a list names what it stands in place of: a general statement, a vendor or a system."""
    name = claim.shared_statement or claim.entry.partition("/")[2]
    return f"{name}/{claim.key}" if claim.key else name


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
