"""How an activity's answers are resolved: its own, those of general statements and of entries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from ropa.model.claim import Claim, ClaimList, State, of_state
from ropa.model.disclosure import Disclosure
from ropa.model.transfer import Transfer
from ropa.register.precedence import engaged, inherits, limited, standing, without_contradictions
from ropa.register.questions import answerable, claims_inside, fields
from ropa.register.record import Path, Record
from ropa.register.records import Records
from ropa.register.resolved import (
    ResolvedActivity,
    ResolvedClaim,
    ResolvedClaims,
    Speaker,
    unanswered,
)
from ropa.register.retention import has_rule_for_rest


def resolve(register: Records, record: Record) -> ResolvedActivity:
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
    named_by: Claim | None = None
    """The claim that names it, and limits what it says."""

    def answer(self, question: str) -> Claim | ClaimList[Any] | None:
        """What it says to *question*; None where it says nothing."""
        answers: Mapping[str, Claim | ClaimList[Any]] = self.part.__dict__
        answer = answers.get(question)
        return None if answer is None or question not in self.questions else answer


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
    systems = _named(activity.answers["systems"])
    for key, claim in systems.items():
        if key in register.systems:
            yield _entry(activity, "systems", key, claim, OF_SYSTEMS)
    vendors = _named(activity.answers["recipients"])
    for key, claim in engaged(register.recipients, vendors).items():
        yield _entry(activity, "recipients", key, claim, OF_VENDORS)


TERMS = ("kind", "contract")
"""What the entry of a vendor says of it wherever an activity names it."""

OF_SYSTEMS = ("locations", "security", "retention")
OF_VENDORS = ("locations", "transfers")
"""Questions that an entry answers for the activities that name it."""


def _entry(
    activity: ResolvedActivity, list_name: str, key: str, claim: Claim, questions: tuple[str, ...]
) -> Provider:
    """The entry *key* of a list, named by a *claim* that limits what it says."""
    register = activity.register
    entry = register.entries(list_name)[key]
    speaker = Speaker(register, register.files[list_name], activity, entry=f"{list_name}/{key}")
    return Provider(speaker, (key,), entry, questions, claim)


def _named(answers: ResolvedClaims) -> Mapping[str, Claim]:
    """The items that are not denied, each as it is named first."""
    named: dict[str, Claim] = {}
    for answer in answers:
        if answer.is_item and answer.state.has_value:
            named.setdefault(answer.key, answer.claim)
    return named


def _recipients(activity: ResolvedActivity, statements: Providers) -> ResolvedClaims:
    """The recipients of *activity*, those who operate its systems among them."""
    claims = [*_answers(activity, "recipients", statements)]
    value = activity.record.activity.recipients
    named = {claim.key for claim in claims}
    if value is None or inherits(value):
        for operator in _operators(activity):
            is_replaced = value is not None and _is_replaced(operator, value)
            if operator.key not in named and not is_replaced:
                claims.append(operator)
    claims = [claim for claim in claims if claim.path or len(claims) == 1]
    return tuple(_with_entry(activity, claim) for claim in without_contradictions(claims))


def _operators(activity: ResolvedActivity) -> Iterator[ResolvedClaim]:
    """Those who operate the systems that *activity* names, each once."""
    register = activity.register
    operators: set[str] = set()
    for key, claim in _named(activity.answers["systems"]).items():
        operator = register.systems[key].operated_by if key in register.systems else None
        if operator and operator not in operators:
            operators.add(operator)
            speaker = _entry(activity, "systems", key, claim, ()).speaker
            disclosure = limited(Disclosure(), claim)
            path = (key, "operated_by")
            yield _resolved(speaker, "recipients", operator, disclosure, path)


def _with_entry(activity: ResolvedActivity, recipient: ResolvedClaim) -> ResolvedClaim:
    """A *recipient* with what its entry says of its role and its contract, where it does not."""
    if recipient.key not in activity.register.recipients:
        return recipient
    provider = _entry(activity, "recipients", recipient.key, recipient.claim, TERMS)
    inherited: dict[str, Any] = {}
    own = dict(recipient.own)
    for name in TERMS:
        value = provider.answer(name)
        if value is not None and getattr(recipient.claim, name) is None:
            inherited[name] = value
            own[name] = tuple(written(provider.speaker, name, value, (*provider.path, name)))
    claim = recipient.claim.model_copy(update=inherited)
    return replace(recipient, claim=claim, own=own) if inherited else recipient


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
        if inherits(value):
            for claim in _inherited(question, providers):
                if not _is_replaced(claim, value):
                    claims.append(claim)
    if not claims:
        return (unanswered(activity.speaker, question),)
    # One claim contradicts nothing, and most questions have one.
    return tuple(without_contradictions(claims) if len(claims) > 1 else claims)


def _inherited(question: str, providers: Providers) -> Iterator[ResolvedClaim]:
    for provider in providers:
        value = provider.answer(question)
        if value is None:
            continue
        for claim in written(provider.speaker, question, value, (*provider.path, question)):
            if provider.named_by is None:
                yield claim
            elif claim.is_item or claim.state.has_value:  # what one vendor lacks another may have
                yield _of_entry(claim, provider.named_by)


def _of_entry(resolved: ResolvedClaim, named_by: Claim) -> ResolvedClaim:
    """What an entry says as far as it is *named_by* a claim.

    Its transfers go to the vendor, its one rule of retention is its own, where it does not say
    otherwise.
    """
    _, _, key = resolved.entry.partition("/")
    claim = limited(resolved.claim, named_by)
    if isinstance(claim, Transfer) and not claim.importer:
        claim = claim.model_copy(update={"importer": key})
    return replace(resolved, claim=claim, key=resolved.key or key)


def in_entries(activity: ResolvedActivity, question: str) -> ResolvedClaims:
    """What the entries of vendors and systems that *activity* names say to *question*."""
    if question == "recipients":
        return tuple(_operators(activity))
    return tuple(_inherited(question, tuple(_in_entries(activity))))


def replaceable(activity: ResolvedActivity, question: str) -> tuple[str, ...]:
    """What a list of *activity* can stand in place of, as its ``replaces`` names it."""
    in_statements = _inherited(question, tuple(_in_statements(activity)))
    return tuple(map(_shared_name, (*in_statements, *in_entries(activity, question))))


def _is_replaced(claim: "ResolvedClaim", value: ClaimList[Any]) -> bool:
    """Whether a list stands in place of a general *claim*, as its rule for the rest does."""
    if not claim.key and has_rule_for_rest(value):
        return True
    return _shared_name(claim) in value.replaces


def _shared_name(claim: ResolvedClaim) -> str:
    """How a list names what it stands in place of: a general statement, a vendor or a system."""
    name = claim.shared_statement or claim.entry.partition("/")[2]
    return f"{name}/{claim.key}" if claim.key else name


def written(
    speaker: Speaker, question: str, value: Claim | ClaimList[Any], path: Path
) -> Iterator[ResolvedClaim]:
    """A claim or list as answers: items in order, then what is said of the list itself."""
    if not isinstance(value, ClaimList):
        yield _resolved(speaker, question, "", value, path)
        return
    alternatives = standing(value) if value.alternatives else ()
    for key, claim in value.items.items():
        item = _resolved(speaker, question, key, claim, (*path, key))
        others = tuple(other for other in alternatives if other != key)
        yield replace(item, alternatives=others) if key in alternatives else item
    if value.whole is not None:
        yield _resolved(speaker, question, "", value.whole, path)
    elif not value.items and not value.replaces:
        yield _resolved(speaker, question, "", of_state(State.NOT_RECORDED), path)


def _resolved(speaker: Speaker, question: str, key: str, claim: Claim, path: Path) -> ResolvedClaim:
    nested: dict[str, ResolvedClaims] = {}
    for name in claims_inside(type(claim)):
        value = claim.__dict__[name]
        if value is not None:
            nested[name] = tuple(written(speaker, name, value, (*path, name)))
    return ResolvedClaim(speaker, question, key, claim, path, nested)
