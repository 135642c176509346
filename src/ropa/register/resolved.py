"""What an activity answers once inheritance is resolved: each claim with who says it and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ropa.model.claim import Claim, State, of_state
from ropa.register.record import Path, Record
from ropa.register.records import Records
from ropa.register.retention import rules_for


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something: an activity, a general statement that reaches it, or the register itself.

    *shared_statement* names the general statement, empty where the activity says it itself;
    *scope* is whom that statement is about, where not everybody. *entry* is the vendor or system
    whose own entry says it, such as ``recipients/cloud-host``.
    """

    register: Records = field(repr=False, compare=False)
    file: str
    activity: "ResolvedActivity | None" = field(default=None, repr=False, compare=False)
    shared_statement: str = ""
    scope: str = ""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class ResolvedActivity:
    """An activity with its answer to every question, its own or inherited."""

    register: Records = field(repr=False, compare=False)
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
    def register(self) -> Records:
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
        return rules_for(self.key, answers) or (unanswered(self.speaker, question),)

    def inner(self, question: str, claim: Claim) -> "ResolvedClaim":
        """A *claim* that is part of this one, as an answer to *question*."""
        return ResolvedClaim(self.speaker, question, "", claim, self.path)


ResolvedClaims = tuple[ResolvedClaim, ...]


def unanswered(speaker: Speaker, question: str) -> ResolvedClaim:
    """The answer nobody gave: not stated where the sources were read for it, else not recorded."""
    silent = question in speaker.register.record.not_addressed
    state = State.NOT_STATED if silent else State.NOT_RECORDED
    return ResolvedClaim(speaker, question, "", of_state(state), ())
