"""What single cells say of an item.

Where a transfer goes, what makes data special, whose category a recipient is.
"""

from ropa import vocabulary
from ropa.fields.names import label, recipient
from ropa.fields.values import Cell, Value, text
from ropa.fields.wording import details, unsaid, value
from ropa.model.activity import Disclosure, Transfer
from ropa.register import ResolvedActivity, ResolvedClaim
from ropa.register.qualifiers import qualifiers
from ropa.views.identity import facts_date
from ropa.vocabulary import Word, countries, translate


def role_labels(activity: ResolvedActivity) -> str:
    """The roles of an activity, joined."""
    return ", ".join(
        Value(label(role), role.state, qualifiers(role)).signed for role in activity.answers["role"]
    )


def special(answer: ResolvedClaim) -> Cell:
    """What makes a data item special: GDPR Art. 9, Art. 10, Cal. Civ. Code 1798.140(ae)."""
    known = _data_word(answer)
    sensitive = vocabulary.words("ccpa_sensitive")
    slugs = known.many("sensitive") if known else ()
    labels = (sensitive[slug].label for slug in slugs if slug in sensitive)
    return text("\n".join((*special_kinds(answer), *labels)))


def special_kinds(answer: ResolvedClaim) -> tuple[str, ...]:
    """The articles that make a data item special, with the kind of special category.

    GDPR Art. 9(1), 10.
    """
    known = _data_word(answer)
    if known is None:
        return ()
    category = known.text("art_9").replace("-", " ")
    kinds = (translate("special.art_9", kind=category),) if category else ()
    return (*kinds, translate("special.art_10")) if known.text("art_10") == "true" else kinds


def _data_word(answer: ResolvedClaim) -> Word | None:
    return answer.register.word("personal_data", answer.key) if answer.is_item else None


def recipient_category(answer: ResolvedClaim) -> Cell:
    """The category a named recipient belongs to, or is an example of. GDPR Art. 30(1)(d)."""
    if not answer.is_item:
        return Cell()
    example = answer.claim.example_of if isinstance(answer.claim, Disclosure) else None
    own = answer.register.recipients.get(answer.key)
    category = example or (own.category if own else None)
    return text(recipient(answer.register, category) if category else "")


def disclosed_for(answer: ResolvedClaim) -> Cell:
    """The purposes a disclosure serves, where a source pairs them."""
    claim = answer.claim
    if not isinstance(claim, Disclosure):
        return Cell()
    purposes = {purpose.key: purpose.claim for purpose in answer.activity.answers["purposes"]}
    served = [purposes[key] for key in claim.purposes if key in purposes]
    words = [details(answer.register, purpose) for purpose in served]
    return text("\n".join(filter(None, (*words, claim.purpose))))


def status(activity: ResolvedActivity) -> Cell:
    """The status of an activity, empty where nobody wrote it.

    A default of the model is no statement.
    """
    about = activity.record.activity
    return text(translate(f"status.{about.status}") if "status" in about.model_fields_set else "")


def destination(answer: ResolvedClaim) -> Value:
    """Where a transfer goes: countries, an organization, or the state in their place.

    GDPR Art. 30(1)(e).
    """
    claim = answer.claim
    if not isinstance(claim, Transfer):
        return Value(translate(f"state.{answer.state}"), answer.state)
    names = [countries()[code] for code in claim.countries]
    names += [claim.organization] if claim.organization else []
    if claim.destination is None:
        return Value(", ".join(names)) if names else unsaid(answer.register)
    [place] = map(value, answer.own["destination"])
    if not names:
        return place
    return Value(", ".join((*names, str(place))), place.state, (), place.cites)


def adequacy_note(answer: ResolvedClaim) -> Cell:
    """What the vocabulary knows of adequacy decisions for a transfer's countries. GDPR Art. 45."""
    claim = answer.claim
    if not isinstance(claim, Transfer):
        return Cell()
    facts_day = facts_date(answer.register)
    day = facts_day.isoformat() if facts_day else ""
    return text("\n".join(adequacy(code, day) for code in claim.countries))


def adequacy(code: str, day: str) -> str:
    """What the vocabulary knows of an adequacy decision for a country as of *day* (ISO 8601).

    A note of this tool, never the mechanism a record relies on. GDPR Art. 45.
    """
    country = countries()[code]
    if code in vocabulary.words("eea"):
        return translate("adequacy.eea", country=country)
    decision = vocabulary.word("adequacy", code)
    if decision is None:
        return translate("adequacy.none", country=country)
    return translate(f"adequacy.{_phase(decision, day)}", country=country, **_facts(decision, day))


def _phase(decision: Word, day: str) -> str:
    """Whether a decision stood on *day*, had expired, or was adopted only later."""
    expires = decision.text("expires")
    if day and decision.text("adopted") > day:
        return "later"
    return "expired" if day and expires and expires < day else "stands"


def _facts(decision: Word, day: str) -> dict[str, str]:
    """What a note says of a decision, in the version of *day*."""
    phase = _phase(decision, day)
    was_renewed_later = phase == "stands" and day and day < decision.text("renewed")
    version = "_before" if was_renewed_later else ""
    return {
        "decision": decision.text(f"decision{version}"),
        "day": decision.text("expires" if phase == "expired" else "adopted"),
        "scope": decision.text(f"scope{version}"),
        "verified": decision.text("verified"),
    }
