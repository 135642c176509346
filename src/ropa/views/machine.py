"""Everything a register says, resolved, with states and passages: for machines."""

from datetime import date
from typing import Any

from pydantic import BaseModel

from ropa.evidence import Evidence
from ropa.model.claim import Claim, Many
from ropa.register import Register, ResolvedActivity, ResolvedClaim, article
from ropa.register.gaps import answers as answers_to
from ropa.register.gaps import gaps, shown
from ropa.views.identity import status_lines
from ropa.views.phrases import value
from ropa.vocabulary import questions

FORMAT = "ropa-register/1"

KEPT = ("formerly", "owner", "volume", "tags", "notes", "reviews", "waivers")
"""What an organization keeps of an activity beside its answers; present where it is written."""

OF_REGISTER = (
    "vouched_by",
    "document",
    "approvals",
    "reviews",
    "waivers",
    "vocabulary",
    "glossary",
    "notes",
)
"""What a register says of itself beside its answers; present where it is written."""


def register_json(
    register: Register, as_of: date, documents: Evidence | None = None
) -> dict[str, Any]:
    """The register as plain values. Keys are stable; texts are as documents print them."""
    record = register.record
    return {
        "format": FORMAT,
        "register": register.name,
        "title": record.title,
        "kept_by": str(record.kept_by),
        "status": list(status_lines(register)),
        "as_of": as_of.isoformat(),
        "as_of_is_stated": not register.undated,
        "revision": register.revision,
        "organization": plain(record.organization),
        "representatives": plain(record.representatives) if record.representatives else None,
        "dpo": plain(record.dpo) if record.dpo else None,
        "contacts": plain(record.contacts) if record.contacts else None,
        "regimes": plain(record.regimes) if record.regimes else None,
        "silent_on": list(record.silent_on),
        "rights": plain(record.rights) if record.rights else None,
        "opt_outs": plain(record.opt_outs) if record.opt_outs else None,
        "minors": plain(record.minors) if record.minors else None,
        "declared": plain(record.declared) if record.declared else None,
        **{name: said for name, said in plain(record).items() if name in OF_REGISTER and said},
        "tensions": {key: plain(tension) for key, tension in record.tensions.items()},
        "recipients": {key: plain(entry) for key, entry in register.recipients.items()},
        "controllers": {key: plain(entry) for key, entry in register.controllers.items()},
        "activities": [_activity(activity) for activity in register.activities],
        "gaps": [
            {
                "activity": gap.record.activity.id,
                "element": gap.question.name,
                "item": gap.item,
                "article": gap.article,
                "condition": gap.question.text("condition"),
                "state": str(gap.answer.state),
            }
            for gap in gaps(register)
        ],
        "sources": {key: _source(register, key, documents) for key in register.sources},
    }


def _activity(activity: ResolvedActivity) -> dict[str, Any]:
    record = activity.record
    about = record.activity
    return {
        "id": about.id,
        "name": about.name,
        "file": record.file,
        "status": str(about.status) if "status" in about.model_fields_set else None,
        "description": plain(about.description) if about.description else None,
        "function": plain(about.function) if about.function else None,
        "active_from": _day(about.active_from),
        "active_until": _day(about.active_until),
        **{name: said for name, said in plain(about).items() if name in KEPT},
        "answers": {
            question.name: {
                "article": article(question, record),
                "values": [
                    _answer(item, answer) for item, answer in answers_to(activity, question)
                ],
            }
            for question in shown(activity)
        },
    }


def _answer(item: str, answer: ResolvedClaim) -> dict[str, Any]:
    drawn = value(answer)
    entry: dict[str, Any] = {
        "key": answer.key,
        "state": str(answer.state),
        "text": drawn.text,
        "marks": list(drawn.marks),
        "passages": list(answer.claim.cites),
    }
    if item:
        entry["of"] = item
    if answer.block:
        entry["general"] = answer.block
    facts = {
        name: shown
        for name, shown in plain(answer.claim).items()
        if name not in ("state", "wording", "from") and name not in questions()
    }
    if facts:
        entry["facts"] = facts
    return entry


def _source(register: Register, key: str, documents: Evidence | None) -> dict[str, Any]:
    """A source with its passages; beside each its fingerprint and, with the documents, its lines and words."""
    shown: dict[str, Any] = plain(register.sources[key])
    for name, passage in shown.get("passages", {}).items():
        locked = register.locks.get(key, {}).get(name)
        passage.update({"fingerprint": locked} if locked else {})
        if documents and (words := documents.excerpt(key, name)):
            passage.update({"lines": documents.lines(key, name), "excerpt": words})
    return shown


def plain(part: Any) -> Any:
    """A part of a record as plain values, with what was left out left out."""
    if isinstance(part, Many):
        found = {key: plain(item) for key, item in part.items.items()}
        return {"items": found, **({"rest": plain(part.rest)} if part.rest is not None else {})}
    if isinstance(part, BaseModel):
        out: dict[str, Any] = {"state": str(part.state)} if isinstance(part, Claim) else {}
        for name, info in type(part).model_fields.items():
            said = getattr(part, name)
            if name != "state" and said not in (None, "", (), {}, False):
                out[info.alias or name] = plain(said)
        return out
    if isinstance(part, dict):
        return {" ".join(str(key).split()): plain(item) for key, item in part.items()}
    if isinstance(part, (list, tuple)):
        return [plain(item) for item in part]
    return part if isinstance(part, (str, int, float, bool)) or part is None else str(part)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
