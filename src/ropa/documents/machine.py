"""Everything a register says, resolved, with states and passages: for machines."""

from collections.abc import Iterator, Sequence
from datetime import date
from types import NoneType
from typing import Any

from pydantic import BaseModel

from ropa.documents.identity import status_lines
from ropa.documents.standing import denial
from ropa.evidence import Evidence
from ropa.model.claim import Claim, ClaimList
from ropa.register import Register, ResolvedActivity, ResolvedClaim, article
from ropa.register.gaps import Gap, gaps, shown
from ropa.register.gaps import answers as answers_to
from ropa.vocabulary import Word, questions

Json = dict[str, Any]
"""An object of the format."""

FORMAT = "ropa-register/1"

KEPT = (
    "previous_ids",
    "owner",
    "reference",
    "establishments",
    "own_fields",
    "volume",
    "tags",
    "notes",
    "reviews",
    "waivers",
)
"""What an organization keeps of an activity beside its answers; present where it is written."""

OF_ACTIVITY = ("description", "department", "active_from", "active_until")
"""What an activity says of itself beside its answers; null where it is not written."""

ALWAYS = ("representatives", "dpo", "contacts", "applicable_laws")
"""What a register says of whom to reach and of the law; null where it is not written."""

FURTHER = ("rights", "opt_outs", "minors", "declared")
"""What a register says of rights and to California; null where it is not written."""

OF_REGISTER = (
    "confirmed_by",
    "document",
    "approvals",
    "reviews",
    "waivers",
    "vocabulary",
    "own_fields",
    "glossary",
    "notes",
)
"""What a register says of itself beside its answers; present where it is written."""

NO_FACTS = ("state", "wording", "from")
"""Fields of a claim that stand outside its facts."""


def register_json(register: Register, as_of: date, documents: Evidence | None = None) -> Json:
    """The register as plain values. Keys are stable; texts are as documents print them."""
    record = register.record
    written: Json = plain(record)
    document = _head(register, as_of)
    document["organization"] = written["organization"]
    document |= _each(written, ALWAYS)
    document["not_addressed"] = list(record.not_addressed)
    document |= _each(written, FURTHER)
    document |= _only(written, OF_REGISTER)
    document["inconsistencies"] = written.get("inconsistencies", {})
    document["recipients"] = plain(dict(register.recipients))
    document["systems"] = plain(dict(register.systems))
    if register.people:
        document["people"] = plain(dict(register.people))
    document["controllers"] = plain(dict(register.controllers))
    document["activities"] = list(map(_activity, register.activities))
    document["gaps"] = list(map(_gap, gaps(register)))
    sources = {}
    for key in register.sources:
        sources[key] = _source(register, key, documents)
    document["sources"] = sources
    return document


def _head(register: Register, as_of: date) -> Json:
    record = register.record
    status = list(status_lines(register))
    return {
        "format": FORMAT,
        "register": register.name,
        "title": record.title,
        "kept_by": str(record.kept_by),
        "status": status,
        "as_of": as_of.isoformat(),
        "as_of_is_stated": not register.undated,
        "revision": register.revision,
    }


def _gap(gap: Gap) -> dict[str, str]:
    activity = gap.record.activity
    condition = gap.question.text("condition")
    return {
        "activity": activity.id,
        "element": gap.question.name,
        "item": gap.item,
        "article": gap.article,
        "condition": condition,
        "state": str(gap.answer.state),
    }


def _activity(activity: ResolvedActivity) -> Json:
    about = activity.record.activity
    written: Json = plain(about)
    status = str(about.status) if "status" in about.model_fields_set else None
    facts: Json = {"id": about.id, "name": about.name}
    facts["file"] = activity.record.file
    facts["status"] = status
    facts |= _each(written, OF_ACTIVITY)
    facts |= _only(written, KEPT)
    answers = {}
    for question in shown(activity):
        answers[question.name] = _question(activity, question)
    facts["answers"] = answers
    return facts


def _each(written: Json, names: Sequence[str]) -> Json:
    """The fields *names*, null where they are not written."""
    return {name: written.get(name) for name in names}


def _only(written: Json, names: Sequence[str]) -> Json:
    """Of what is written the fields *names*, in the order in which they are written."""
    parts = {}
    for name, part in written.items():
        if name in names and part:
            parts[name] = part
    return parts


def _question(activity: ResolvedActivity, question: Word) -> Json:
    values = []
    for item, answer in answers_to(activity, question):
        values.append(_answer(item, answer))
    return {"article": article(question, activity.record), "values": values}


def _answer(item: str, answer: ResolvedClaim) -> Json:
    printed = denial(answer)
    facts: Json = {"key": answer.key, "state": str(answer.state)}
    facts["text"] = printed.text
    facts["marks"] = list(printed.marks)
    facts["passages"] = list(answer.claim.cites)
    if item:
        facts["of"] = item
    if answer.shared_statement:
        facts["general"] = answer.shared_statement
    if answer.alternatives:
        facts["alternatives"] = list(answer.alternatives)
    if facts_of_claim := dict(_facts(answer.claim)):
        facts["facts"] = facts_of_claim
    return facts


def _facts(claim: Claim) -> Iterator[tuple[str, Any]]:
    """What a claim says beside its state, without what is an answer to a question of its own."""
    for name, part in plain(claim).items():
        if name not in NO_FACTS and name not in questions():
            yield name, part


def _source(register: Register, key: str, documents: Evidence | None) -> Json:
    """A source with its passages and their fingerprints; with *documents*, lines and words."""
    source: Json = plain(register.sources[key])
    fingerprints = register.locks.get(key, {})
    for name, passage in source.get("passages", {}).items():
        if fingerprint := fingerprints.get(name):
            passage["fingerprint"] = fingerprint
        if documents and (excerpt := documents.excerpt(key, name)):
            passage["lines"] = documents.lines(key, name)
            passage["excerpt"] = excerpt
    return source


def plain(part: Any) -> Any:
    """A part of a record as plain values, with what was left out left out."""
    if isinstance(part, ClaimList):
        return _plain_list(part)
    if isinstance(part, BaseModel):
        return _plain_model(part)
    if isinstance(part, dict):
        return _plain_mapping(part)
    if isinstance(part, (list, tuple)):
        return [plain(item) for item in part]
    is_plain = isinstance(part, (str, int, float, NoneType))
    return part if is_plain else str(part)


def _plain_mapping(mapping: dict[Any, Any]) -> Json:
    parts = {}
    for key, part in mapping.items():
        name = " ".join(str(key).split())
        parts[name] = plain(part)
    return parts


def _plain_list(claims: ClaimList[Any]) -> Json:
    parts = {"items": plain(dict(claims.items))}
    if claims.alternatives:
        parts["alternatives"] = True
    if claims.whole is not None:
        parts["rest"] = plain(claims.whole)
    return parts


def _plain_model(model: BaseModel) -> Json:
    parts = {"state": str(model.state)} if isinstance(model, Claim) else {}
    for name, info in type(model).model_fields.items():
        part = getattr(model, name)
        if name != "state" and part not in NOTHING:
            parts[info.alias or name] = plain(part)
    return parts


NOTHING: tuple[object, ...] = (None, "", (), {}, False)
"""Values that say nothing."""
