"""One row an item: purposes, personal data, recipients, transfers, measures, gaps; what flat registers lose."""

from collections.abc import Callable

from ropa import vocabulary
from ropa.model.activity import Disclosure, Transfer
from ropa.model.claim import State
from ropa.model.part import countries
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.views.identity import facts_date, status_lines
from ropa.views.phrases import details, importer, label, labels, recipient, value
from ropa.views.table import Cell, Column, Table, Value, column, text
from ropa.vocabulary import say, spelled

Draw = Callable[[ResolvedClaim], Cell]


def recipients(register: Register) -> Table:
    """A row for each disclosure. GDPR Art. 30(1)(d)."""
    return _items_table(register, "recipients", RECIPIENTS)


def transfers(register: Register) -> Table:
    """A row for each transfer. GDPR Art. 30(1)(e), 30(2)(c)."""
    return _items_table(register, "transfers", TRANSFERS)


def security(register: Register) -> Table:
    """A row for each measure. GDPR Art. 30(1)(g), 30(2)(d)."""
    return _items_table(register, "security", SECURITY)


def _items_table(register: Register, question: str, columns: tuple[tuple[Column, Draw], ...]) -> Table:
    answers = (answer for activity in register.activities for answer in activity.answers[question])
    return Table(
        question,
        say(f"sheet.{question}_title"),
        tuple(column for column, _ in columns),
        tuple(tuple(draw(answer) for _, draw in columns) for answer in answers),
        lead=status_lines(register),
        empty=say(f"sheet.{question}_empty"),
    )


def _activity(answer: ResolvedClaim) -> Cell:
    return text(answer.activity.name)


def _role(answer: ResolvedClaim) -> Cell:
    return text(role_labels(answer.activity))


def role_labels(activity: ResolvedActivity) -> str:
    """The roles of an activity, joined."""
    roles = activity.record.activity.role.items
    return ", ".join(activity.register.label("roles", role) for role in roles)


def _key(answer: ResolvedClaim) -> Cell:
    return text(f"{answer.activity.id}/{answer.key}" if answer.key else answer.activity.id)


def _state(answer: ResolvedClaim) -> Cell:
    return Cell((Value(say(f"state.{answer.state}"), answer.state),))


def _reason(answer: ResolvedClaim) -> Cell:
    claim = answer.claim
    hedged = say("mark.hedged", word=claim.hedged) if claim.hedged else ""
    general = ""
    if answer.block:
        general = say("mark.general_people", people=answer.people) if answer.people else say("state.general")
    wording = claim.wording if claim.state is not State.VAGUE or answer.is_item else ""
    return text("; ".join(filter(None, (hedged, claim.when, wording, general))))


def _evidence(answer: ResolvedClaim) -> Cell:
    return text(", ".join(answer.claim.cites))


def _value(answer: ResolvedClaim) -> Cell:
    one = value(answer)
    return Cell((Value(one.text, one.state, (), one.cites),))


def _word(answer: ResolvedClaim) -> Cell:
    if answer.is_item:
        return Cell((Value(label(answer), answer.state, (), answer.claim.cites),))
    return _value(answer)


def _detail(answer: ResolvedClaim) -> Cell:
    return text(details(answer.register, answer.claim)) if answer.is_item else Cell()


def _nested(question: str, kind: type) -> Draw:
    """The item's answer to *question*, or what stands for the whole activity."""

    def draw(answer: ResolvedClaim) -> Cell:
        if not (answer.is_item and isinstance(answer.claim, kind)):
            return Cell()
        return Cell(tuple(map(value, answer.nested(question))))

    return draw


def _optional(question: str, kind: type) -> Draw:
    """The item's own answer to *question*; an empty cell where no question stands open."""

    def draw(answer: ResolvedClaim) -> Cell:
        return _nested(question, kind)(answer) if question in answer.own else Cell()

    return draw


def special(answer: ResolvedClaim) -> Cell:
    """What makes a data item special: GDPR Art. 9, Art. 10, Cal. Civ. Code 1798.140(ae)."""
    known = answer.register.word("personal_data", answer.key) if answer.is_item else None
    if known is None:
        return Cell()
    marks = [say("special.art_9", kind=known.text("art_9").replace("-", " "))] if known.text("art_9") else []
    marks += [say("special.art_10")] if known.text("art_10") == "true" else []
    marks += [
        vocabulary.words("ccpa_sensitive")[slug].label
        for slug in known.many("sensitive")
        if slug in vocabulary.words("ccpa_sensitive")
    ]
    return text("\n".join(marks))


def recipient_category(answer: ResolvedClaim) -> Cell:
    """The category a named recipient belongs to, or is an example of. GDPR Art. 30(1)(d)."""
    if not answer.is_item:
        return Cell()
    example = answer.claim.example_of if isinstance(answer.claim, Disclosure) else None
    own = answer.register.recipients.get(answer.key)
    category = example or (own.category if own else None)
    return text(recipient(answer.register, category) if category else "")


def _data(answer: ResolvedClaim) -> Cell:
    if not isinstance(answer.claim, Disclosure):
        return Cell()
    if not answer.claim.data:
        return Cell((Value(say("word.unpaired"), State.NOT_STATED),))
    return text(labels(answer.register, "personal_data", answer.claim.data))


def disclosed_for(answer: ResolvedClaim) -> Cell:
    """The purposes a disclosure serves, where a source pairs them."""
    claim = answer.claim
    if not isinstance(claim, Disclosure):
        return Cell()
    known = {purpose.key: purpose.claim for purpose in answer.activity.answers["purposes"]}
    named = [details(answer.register, known[key]) for key in claim.purposes if key in known]
    return text("\n".join(filter(None, (*named, claim.purpose))))


def _inquiry(answer: ResolvedClaim) -> Cell:
    return text(say("word.yes") if isinstance(answer.claim, Disclosure) and answer.claim.inquiry else "")


def _way(end: str) -> Draw:
    def draw(answer: ResolvedClaim) -> Cell:
        return text(importer(answer.register, getattr(answer.claim, end, "")))

    return draw


def _what(answer: ResolvedClaim) -> Cell:
    claim = answer.claim
    if isinstance(claim, Transfer):
        return text(claim.text or spelled(answer.key))
    return _value(answer)


def _destination(answer: ResolvedClaim) -> Cell:
    return Cell((destination(answer),)) if isinstance(answer.claim, Transfer) else Cell()


def unsaid(register: Register) -> Value:
    """The state of a detail nobody wrote: not stated by the documents of a reconstruction, else not recorded."""
    state = State.NOT_STATED if register.is_reconstruction else State.NOT_RECORDED
    return Value(say(f"state.{state}"), state)


def destination(answer: ResolvedClaim) -> Value:
    """Where a transfer goes: countries, an organization, or the state in their place. GDPR Art. 30(1)(e)."""
    claim = answer.claim
    if not isinstance(claim, Transfer):
        return Value(say(f"state.{answer.state}"), answer.state)
    named = [*(countries()[code] for code in claim.countries), *filter(None, (claim.organization,))]
    if claim.destination is not None:
        [open_end] = map(value, answer.own["destination"])
        words = ", ".join((*named, str(open_end))) if named else open_end.text
        return Value(words, open_end.state, () if named else open_end.marks, open_end.cites)
    if not named:
        return unsaid(answer.register)
    return Value(", ".join(named), State.STATED)


def adequacy_note(answer: ResolvedClaim) -> Cell:
    """What the vocabulary knows of adequacy decisions for a transfer's countries. GDPR Art. 45."""
    claim = answer.claim
    day = facts_date(answer.register)
    if not isinstance(claim, Transfer) or not claim.countries:
        return Cell()
    return text("\n".join(adequacy(code, day.isoformat() if day else "") for code in claim.countries))


def adequacy(code: str, day: str) -> str:
    """What the vocabulary knows of an adequacy decision for a country as of *day* (ISO 8601). GDPR Art. 45.

    A note of this tool, never the mechanism a record relies on.
    """
    country = countries()[code]
    if code in vocabulary.words("eea"):
        return say("adequacy.eea", country=country)
    found = vocabulary.word("adequacy", code)
    if found is None:
        return say("adequacy.none", country=country)
    adopted, expires = found.text("adopted"), found.text("expires")
    verified = found.text("verified")
    if day and adopted > day:
        return say("adequacy.later", country=country, decision=found.text("decision"), day=adopted, verified=verified)
    if day and expires and expires < day:
        return say("adequacy.expired", country=country, decision=found.text("decision"), day=expires, verified=verified)
    before = "_before" if day and day < found.text("renewed") else ""
    return say(
        "adequacy.stands",
        country=country,
        decision=found.text(f"decision{before}"),
        day=adopted,
        scope=found.text(f"scope{before}"),
        verified=verified,
    )


_TAIL: tuple[tuple[Column, Draw], ...] = (
    (column("state", "", 16), _state),
    (column("reason", "", 30), _reason),
    (column("evidence", "", 26), _evidence),
    (column("key", "", 30), _key),
)

RECIPIENTS: tuple[tuple[Column, Draw], ...] = (
    (column("activity", "", 26), _activity),
    (column("role", "", 14), _role),
    (column("recipient", "GDPR Art. 30(1)(d)", 30), _word),
    (column("category", "", 24), recipient_category),
    (column("kind", "GDPR Art. 4(7)-(10)", 28), _optional("kind", Disclosure)),
    (column("detail", "", 38), _detail),
    (column("data", "", 30), _data),
    (column("for", "", 34), disclosed_for),
    (column("sale", "Cal. Civ. Code 1798.140", 20), _nested("sale", Disclosure)),
    (column("sharing", "Cal. Civ. Code 1798.140", 20), _nested("sharing", Disclosure)),
    (column("contract", "GDPR Art. 28(3)", 18), _optional("contract", Disclosure)),
    (column("inquiry", "GDPR Art. 4(9)", 12), _inquiry),
    *_TAIL,
)

TRANSFERS: tuple[tuple[Column, Draw], ...] = (
    (column("activity", "", 26), _activity),
    (column("role", "", 14), _role),
    (column("transfer", "GDPR Art. 30(1)(e), 30(2)(c)", 38), _what),
    (column("exporter", "", 22), _way("exporter")),
    (column("importer", "", 24), _way("importer")),
    (column("destination", "GDPR Art. 30(1)(e)", 28), _destination),
    (column("mechanism", "GDPR Art. 45, 46, 49", 38), _nested("mechanism", Transfer)),
    (column("safeguards", "GDPR Art. 49(1)", 26), _optional("safeguards", Transfer)),
    (column("adequacy", "GDPR Art. 45(3)", 36), adequacy_note),
    *_TAIL,
)

SECURITY: tuple[tuple[Column, Draw], ...] = (
    (column("activity", "", 26), _activity),
    (column("role", "", 14), _role),
    (column("measure", "GDPR Art. 30(1)(g), 30(2)(d)", 48), _word),
    (column("detail", "", 50), _detail),
    *_TAIL,
)
