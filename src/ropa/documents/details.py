"""What single cells say of an item.

Where a transfer goes, what makes data special, whose category a recipient is.
"""

from ropa import vocabulary
from ropa.documents.cells import lines_cell
from ropa.fields.names import label, recipient
from ropa.fields.values import Cell, Value, state_value, text, unqualified
from ropa.fields.wording import details, unsaid, value
from ropa.model.activity import Activity, Disclosure, Transfer
from ropa.register import ResolvedActivity, ResolvedClaim
from ropa.register.qualifiers import qualifiers
from ropa.vocabulary import Word, countries, joined, translate


def role_labels(activity: ResolvedActivity) -> str:
    """The roles of an activity, joined."""
    roles = []
    for role in activity.answers["role"]:
        printed = Value(label(role), role.state, qualifiers(role))
        roles.append(printed.signed)
    return joined(roles)


def special(answer: ResolvedClaim) -> Cell:
    """What makes a data item special: GDPR Art. 9, Art. 10, Cal. Civ. Code 1798.140(ae)."""
    item = _data_word(answer)
    sensitive = vocabulary.words("ccpa_sensitive")
    lines = list(special_kinds(answer))
    for key in item.many("sensitive") if item else ():
        if key in sensitive:
            lines.append(sensitive[key].label)
    return lines_cell(lines)


SPECIAL_CATEGORIES = (
    "biometric-identification",
    "genetic",
    "health",
    "political-opinions",
    "racial-ethnic-origin",
    "religious-philosophical-beliefs",
    "sex-life-orientation",
    "trade-union-membership",
)
"""Special categories by the words of the vocabulary; a register may name others in its own."""


def special_category(category: str) -> str:
    """The article that makes data special, with the kind of *category*; empty for none."""
    if not category:
        return ""
    is_listed = category in SPECIAL_CATEGORIES
    kind = translate(f"special.{category}") if is_listed else category.replace("-", " ")
    return translate("special.art_9", kind=kind)


def special_kinds(answer: ResolvedClaim) -> tuple[str, ...]:
    """The articles that make a data item special, with the kind of special category.

    GDPR Art. 9(1), 10.
    """
    item = _data_word(answer)
    if item is None:
        return ()
    offences = translate("special.art_10") if item.text("art_10") == "true" else ""
    return tuple(filter(None, (special_category(item.text("art_9")), offences)))


def _data_word(answer: ResolvedClaim) -> Word | None:
    if answer.is_item:
        return answer.register.word("personal_data", answer.key)
    return None


def recipient_category(answer: ResolvedClaim) -> Cell:
    """The category a named recipient belongs to, or is an example of. GDPR Art. 30(1)(d)."""
    if not answer.is_item:
        return Cell()
    claim = answer.claim
    key = answer.key
    category = claim.example_of if isinstance(claim, Disclosure) else None
    if category is None and key in answer.register.recipients:
        category = answer.register.recipients[key].category
    return text(recipient(answer.register, category or ""))


def disclosed_for(answer: ResolvedClaim) -> Cell:
    """The purposes a disclosure serves, where a source pairs them."""
    claim = answer.claim
    if not isinstance(claim, Disclosure):
        return Cell()
    answers = answer.activity.answers["purposes"]
    purposes = {purpose.key: purpose for purpose in answers}
    lines = []
    for key in claim.purposes:
        if key in purposes:
            lines.append(details(answer.register, purposes[key].claim))
    return lines_cell((*lines, claim.purpose))


def status(activity: ResolvedActivity) -> Cell:
    """The status of an activity, empty where nobody wrote it."""
    return text(status_text(activity.record.activity))


def status_text(activity: Activity) -> str:
    """The status of an activity in words.

    Empty where nobody wrote it: a default of the model is no statement.
    """
    is_written = "status" in activity.model_fields_set
    return translate(f"status.{activity.status}") if is_written else ""


def destination(answer: ResolvedClaim) -> Value:
    """Where a transfer goes: countries, an organization, or the state in their place.

    GDPR Art. 30(1)(e).
    """
    claim = answer.claim
    if not isinstance(claim, Transfer):
        return state_value(answer.state)
    names = [countries()[code] for code in claim.countries]
    names += [claim.organization] if claim.organization else []
    if claim.destination is None:
        if names:
            return unqualified(joined(names))
        return unsaid(answer.register)
    [place] = map(value, answer.own["destination"])
    if not names:
        return place
    words = joined((*names, str(place)))
    return Value(words, place.state, (), place.cites)
