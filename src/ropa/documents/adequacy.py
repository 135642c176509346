"""Whether the law of whoever exports lets data go to a country, as far as the lists know.

A note of this tool, never the mechanism a record relies on. GDPR Art. 45, UK GDPR Art. 45A,
FADP Art. 16(1).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from types import MappingProxyType

from ropa import vocabulary
from ropa.documents.cells import enumerated, lines_cell
from ropa.documents.identity import facts_date
from ropa.fields.values import Cell
from ropa.model.activity import Transfer
from ropa.register import Records, ResolvedClaim
from ropa.vocabulary import Word, countries, day_text, joined, translate

EU = "eu-gdpr"
UK = "uk-gdpr"

LISTS: Mapping[str, str] = MappingProxyType(
    {EU: "adequacy", UK: "adequacy_uk", "ch-fadp": "adequacy_ch"}
)
"""The list of places that each law knows as adequate, in the order of the notes."""

HOMES: Mapping[str, str] = MappingProxyType({"GB": UK, "CH": "ch-fadp"})
"""The law at home in a country outside the EEA."""


def adequacy_note(answer: ResolvedClaim) -> Cell:
    """What the lists say of a transfer's countries, a line for each under each exporter's law."""
    claim = answer.claim
    if not isinstance(claim, Transfer):
        return Cell()
    facts_day = facts_date(answer.register)
    day = facts_day.isoformat() if facts_day else ""
    laws = exporter_laws(answer.register, day) or ("",)
    pairs = product(claim.countries, laws)
    return lines_cell(adequacy(code, law, day) for code, law in pairs)


def exporter_laws(register: Records, day: str) -> tuple[str, ...]:
    """The laws under which a register's data leave on *day*; empty where none is known.

    Those the register says apply, else the law of the organization's country.
    """
    stated = register.record.applicable_laws
    items = stated.items if stated else {}
    asserted = {law for law, claim in items.items() if claim.state.asserts}
    laws = [law for law in LISTS if law in asserted]
    if laws:
        return tuple(laws)
    country = register.record.organization.country
    law = _law_of(country or "", day)
    return (law,) if law else ()


def _law_of(country: str, day: str) -> str:
    law = EU if _is_in_eea(country) else HOMES.get(country, "")
    # The law of the Union applied in the United Kingdom until the UK GDPR did.
    return EU if law == UK and _is_before(day, law) else law


def adequacy(code: str, law: str, day: str) -> str:
    """What the list of *law* says of a country as of *day* (ISO 8601).

    An empty *law* is none that is known: the country is seen from the Union.
    """
    country = countries()[code]
    seen = translate(f"adequacy_under.{law or 'unknown'}")
    note = _note(code, law or EU, day)
    return translate("adequacy.line", country=country, law=seen, note=note)


def _note(code: str, law: str, day: str) -> str:
    if _is_at_home(code, law):
        return translate(f"adequacy_at_home.{law}")
    if _has_no_list(code, law, day):
        return translate("adequacy.too_early", day=_printed(day))
    decisions = list(_decisions(code, law, day))
    for decision in decisions:
        if not _end(decision, day):
            return _standing(decision, day)
    if decisions:
        return _ended(decisions[-1], day)
    return translate(f"adequacy_none.{law}")


def _is_at_home(code: str, law: str) -> bool:
    return _is_in_eea(code) if law == EU else HOMES.get(code) == law


def _has_no_list(code: str, law: str, day: str) -> bool:
    # What the Union's law said of the United Kingdom before the UK GDPR is on no list here.
    home = UK if law == EU and HOMES.get(code) == UK else law
    return home != EU and _is_before(day, home)


def _is_in_eea(code: str) -> bool:
    return code in vocabulary.words("eea")


def _is_before(day: str, law: str) -> bool:
    starts = vocabulary.words("applicable_laws")[law].text("applies_from")
    return not _has_come(starts, day)


def _has_come(moment: str, day: str) -> bool:
    # Where nobody named a day, all has come that the lists know of.
    return not day or moment <= day


def _decisions(code: str, law: str, day: str) -> Iterator[Word]:
    """Decisions on a country that had begun by *day*, the latest last; nothing from memory."""
    for decision in _entries(code, law):
        is_verified = decision.text("verified") != "memory"
        if is_verified and _has_come(_beginning(decision), day):
            yield decision


def _entries(code: str, law: str) -> Iterator[Word]:
    for word in _ended_instruments(law):
        if word.text("country") == code:
            yield word
    places = vocabulary.words(LISTS[law])
    if code in places:
        yield places[code]
    elif "EEA" in places and _is_in_eea(code):
        yield places["EEA"]


def _ended_instruments(law: str) -> Iterator[Word]:
    for word in vocabulary.words("dead_instruments").values():
        if word.text("regime") == law:
            yield word


def _beginning(decision: Word) -> str:
    return decision.text("adopted") or decision.text("in_force")


def _end(decision: Word, day: str) -> str:
    """The day a decision ended, where it carries nothing on *day* any more."""
    ended = decision.text("ended")
    if ended and _has_come(ended, day):
        return ended
    expires = decision.text("expires")
    is_over = bool(expires) and expires < day
    return expires if is_over else ""


def _ended(decision: Word, day: str) -> str:
    how = "struck_down" if decision.text("ended") else "expired"
    named = _named(decision)
    case = decision.text("case")
    verified = decision.text("verified")
    end = _printed(_end(decision, day))
    return translate(f"adequacy.{how}", decision=named, day=end, case=case, verified=verified)


def _standing(decision: Word, day: str) -> str:
    """A decision that stood on *day*, with no fact that is later than the day."""
    is_renewed = _has_come(decision.text("renewed"), day)
    parts = [_dated(decision, is_renewed)]
    expires = decision.text("expires")
    if expires and is_renewed:
        parts.append(translate("adequacy.until", day=_printed(expires)))
    scope = decision.text("scope" if is_renewed else "scope_before")
    if scope:
        parts.append(translate("adequacy.scope", scope=scope))
    challenged = decision.text("challenged")
    if challenged and _has_come(challenged, day):
        case = decision.text("challenge")
        parts.append(translate("adequacy.challenge", case=case))
    verified = decision.text("verified")
    return translate("adequacy.verified", words=enumerated(parts), verified=verified)


def _dated(decision: Word, is_renewed: bool) -> str:
    named = _named(decision)
    adopted = decision.text("adopted")
    in_force = decision.text("in_force")
    if adopted:
        named = translate("adequacy.adopted", decision=named, day=_printed(adopted))
    elif in_force:
        named = translate("adequacy.in_force", decision=named, day=_printed(in_force))
    else:
        named = translate("adequacy.undated", decision=named)
    amended = decision.text("amended_by")
    if not (amended and is_renewed):
        return named
    renewed = _printed(decision.text("renewed"))
    return translate("adequacy.amended", decision=named, amended_by=amended, day=renewed)


def _named(decision: Word) -> str:
    instrument = decision.text("instrument")
    return joined((decision.label, instrument)) if instrument else decision.text("decision")


def _printed(day: str) -> str:
    return day_text(date.fromisoformat(day))
