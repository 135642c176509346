"""Rules about California: what is declared beside what the records imply, and dates that cannot be."""

from collections.abc import Iterable, Iterator
from datetime import date

from ropa import california, vocabulary
from ropa.california import Disclosed, Side
from ropa.diagnostics import Severity
from ropa.model.claim import Claim, Many, State
from ropa.model.part import CCPA_LETTERS
from ropa.model.register_record import DeclaredCategory
from ropa.model.source import SourceKind
from ropa.register import Path, Register
from ropa.rule import Finding, rule

CPRA = "cpra-amendments"
SHOWN = 5
"""Names a message lists before it counts the rest."""


def _list(names: Iterable[str]) -> str:
    found = list(dict.fromkeys(names))
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return ", ".join(found[:SHOWN]) + more


def _remedy(register: Register, own: str) -> str:
    """What to type in an *own* register; nobody else can correct what an organization declares."""
    return DRAWN if register.is_reconstruction else own


DRAWN = "correct the record where it misreads its source; else the difference is the source's and stands as found"


def _in_force(register: Register, regime: str) -> bool:
    """Whether a law of California applied on the register's day, as far as a day is named."""
    day = register.record.as_of
    return day is None or day.isoformat() >= vocabulary.words("regimes")[regime].text(
        "applies_from"
    )


def _declares(register: Register) -> bool:
    return any(True for _ in california.rows(california.declared(register)))


def _place(register: Register, *path: str) -> Path:
    """The place of a declaration's field, or of the nearest thing that is written."""
    if register.record.declared is not None:
        return ("declared", *path)
    return ("regimes",) if register.record.regimes is not None else ("title",)


def _recorded(register: Register) -> dict[str, list[str]]:
    """Labels of the recorded items by category: (A)-(K), and kinds of sensitive information by their word."""
    found: dict[str, list[str]] = {}
    for one in california.held(register, register.record.as_of):
        label = register.label("personal_data", one.answer.key)
        kinds = california.sensitive_kinds(one.answer)
        for key in (*california.letters(one.answer), *kinds):
            found.setdefault(key, []).append(label)
    return found


@rule(Severity.WARNING, "Cal. Civ. Code 1798.130(a)(5)(B)")
def categories_not_declared(register: Register) -> Iterator[Finding]:
    """A law of California applies, and no table of categories is declared.

    A privacy policy lists the categories of personal information collected in the preceding 12 months, in the terms of
    Cal. Civ. Code 1798.140(v)(1)(A)-(K) and (ae). Write what is published under `declared:` in `register.yaml`:

        declared:
          categories:
            A: {label: Identifiers, collected: yes, from: table-of-categories}
    """
    found = _recorded(register)
    recorded = [letter for letter in CCPA_LETTERS if letter in found]
    if california.applies(register) and recorded and not _declares(register):
        yield Finding(
            register.file,
            _place(register),
            f"no table of categories is declared, and the records hold {_list(f'({letter})' for letter in recorded)}",
            _remedy(register, "write the published table under 'declared: categories:'"),
            on_key=True,
        )


@rule(Severity.WARNING, "Cal. Civ. Code 1798.130(a)(5)(B)")
def declared_but_not_recorded(register: Register) -> Iterator[Finding]:
    """A category is declared as collected, and no activity records an item of it.

    Either the declaration says too much, or a record is missing, or an item's categories differ from the vocabulary's.
    Activities that the organization carries out as a service provider do not count, nor do those that ended more than
    12 months before the register's day. Where an item falls into other categories than the vocabulary says:

        personal_data:
          event-badge: {ccpa: [A, H], ccpa_reason: The badge carries a photograph.}
    """
    recorded = _recorded(register)
    for path, letter, row in california.rows(california.declared(register)):
        if row.collected == "yes" and letter in CCPA_LETTERS and letter not in recorded:
            yield Finding(
                register.file,
                (*path, "collected"),
                f"({letter}) is declared as collected, and no activity records an item of it",
                _remedy(
                    register,
                    "record the item, give one 'ccpa:' of its own, or correct the declaration",
                ),
            )
    sensitive = california.declared(register).sensitive
    for key, row in (sensitive.items if sensitive else {}).items():
        if row.collected == "yes" and key not in recorded:
            yield Finding(
                register.file,
                ("declared", "sensitive", key, "collected"),
                f"'{key}' is declared as collected, and no activity records an item of it",
                _remedy(register, "record the item, or correct the declaration"),
            )


@rule(Severity.WARNING, "Cal. Civ. Code 1798.130(a)(5)(B)")
def recorded_but_not_declared(register: Register) -> Iterator[Finding]:
    """The records hold items of a category that is declared as not collected, or is not in the declared table.

    A wrong "no" in a public table is a false statement to consumers, and a category left out is an incomplete one. The
    mapping of items to categories is editorial: where it does not fit an item, give the item `ccpa:` of its own with
    `ccpa_reason:`; where it fits, the declaration is what has to change.
    """
    if not _declares(register):
        return
    declared = california.declared(register)
    rows = {letter: (path, row) for path, letter, row in california.rows(declared)}
    for key, items in _recorded(register).items():
        is_letter = key in CCPA_LETTERS
        kinds = declared.sensitive.items if declared.sensitive else {}
        named = f"({key})" if is_letter else f"sensitive information of the kind '{key}'"
        row = rows[key][1] if key in rows else kinds.get(key)
        if row is not None and row.collected == "yes":
            continue
        answer = (
            "is declared as not collected"
            if row is not None and row.collected == "no"
            else "is not listed"
        )
        where = ("categories", key, "collected") if is_letter else ("sensitive", key, "collected")
        path = ("declared", *where) if row is not None else ("declared", where[0])
        yield Finding(
            register.file,
            path,
            f"{named} {answer}, and the records hold {_list(items)}",
            _remedy(
                register,
                "correct the declaration, or give the items 'ccpa:' of their own with 'ccpa_reason:'",
            ),
            on_key=row is None,
        )


@rule(Severity.WARNING, "Cal. Civ. Code 1798.140(ad), (ah)")
def sale_denied_beside_sale(register: Register) -> Iterator[Finding]:
    """Sale or sharing is denied, and the records name recipients or purposes that point to it in the statute's sense.

    A sale is making data available to a third party for money or other valuable consideration; sharing is doing so for
    cross-context behavioral advertising, paid or not. Networks and partners for advertising, data brokers, and purposes
    such as custom audiences point to one of them. Whether it is one, somebody has to decide: where it is not, say on
    the disclosure why, with `sale: none` or `sharing: none`, or record the recipient as a service provider.
    """
    day = register.record.as_of
    for field, question in (("sold", "sale"), ("shared", "sharing")):
        denials = [a for a in california.said(register, field) if a.claim.state is State.NONE]
        if not denials:
            continue
        signs = {
            register.label("recipient_categories", one.answer.key)
            if one.answer.key not in register.recipients
            else register.recipients[one.answer.key].name or one.answer.key
            for one in california.disclosures(register, day)
            if _points_to(register, one, question)
        }
        signs |= {
            register.label("recipient_categories", key)
            for key in _declared_signs(register, question)
        }
        if signs:
            yield Finding(
                register.file,
                ("declared", field),
                f"'{field}' is denied, and these may be {'a sale' if question == 'sale' else 'sharing'} "
                f"in the statute's sense: {_list(sorted(signs))}",
                _remedy(
                    register, "say on each disclosure whether it is, or correct the declaration"
                ),
                on_key=True,
            )


def _points_to(register: Register, one: Disclosed, question: str) -> bool:
    """Whether a disclosure is said to be, or may be, what *question* asks; a sale for advertising is not told apart."""
    for own in one.answer.own.get(question, ()):
        return own.claim.state.asserts
    if california.side(one.claim) in (Side.PROVIDER, Side.INTERNAL):
        return False
    purposes = (*california.purposes_of(one), *one.claim.purposes)
    found = california.suggests(register, one.answer.key, one.claim.example_of, purposes)
    return found == question or (found == "sharing" and question == "sale")


def _declared_signs(register: Register, question: str) -> Iterator[str]:
    """Declared recipients that point to a sale or to sharing."""
    for answer in california.said(register, "disclosed_to"):
        if answer.is_item:
            found = california.suggests(register, answer.key, None, ())
            if found == question or (found == "sharing" and question == "sale"):
                yield answer.key


@rule(Severity.WARNING, "Cal. Civ. Code 1798.140(ah)")
def sharing_not_addressed(register: Register) -> Iterator[Finding]:
    """A law of California applies, and whether data are shared for cross-context advertising is not declared.

    Since 2023-01-01 sharing stands beside sale as a fact of its own, and a denial of sale does not answer it. Where a
    source uses the word for disclosures of every kind, it does not answer it either.
    """
    if not _in_force(register, CPRA) or not (california.applies(register) or _declares(register)):
        return
    answers = [
        answer
        for path, _, row in _tables(register)
        for answer in california.said(register, "shared", row, path)
    ]
    if not answers or any(answer.claim.state.is_open for answer in answers):
        is_written = bool(answers)
        yield Finding(
            register.file,
            _place(register, "shared") if is_written else _place(register),
            "whether personal information is shared for cross-context behavioural advertising is "
            + (f"'{answers[0].claim.state}'" if is_written else "not declared"),
            _remedy(
                register,
                "write 'declared: {shared: {none: PASSAGE, period: …}}', or what is shared",
            ),
            on_key=True,
        )


def _tables(register: Register) -> list[tuple[Path, str, DeclaredCategory | None]]:
    """The declared table as a whole, or row by row where every row answers for itself."""
    rows = [found for found in california.rows(california.declared(register)) if found[2].shared]
    return [*rows] if rows and not california.said(register, "shared") else [((), "", None)]


@rule(Severity.WARNING, "11 CCR 7011(e)(1)(I)")
def recipient_not_declared(register: Register) -> Iterator[Finding]:
    """Data go to a class of recipients that the declared list leaves out.

    The list names for each category the recipients it is disclosed to. A recipient counts under its own word, a wider
    one (a court is a government entity), the one it is an example of, or its `category:` in `recipients.yaml`; a
    recorded processor is among the service providers where the list names any. Recipients inside the organization, and
    third parties of whom no more is said, do not count.
    """
    listed = _listed(register)
    if not listed:
        return
    left: dict[str, list[Disclosed]] = {}
    for one in california.disclosures(register, register.record.as_of):
        known = california.classes(register, one.answer.key, one.claim.example_of)
        side = california.side(one.claim)
        is_provider = side is Side.PROVIDER and listed & PROVIDERS
        if (
            side is not Side.INTERNAL
            and not listed & {*known, UNNAMED}
            and UNNAMED not in known
            and not is_provider
        ):
            left.setdefault(known[0], []).append(one)
    for key, found in left.items():
        letters = [letter for one in found for letter in california.letters_of(one)]
        data = (
            _list(f"({letter})" for letter in sorted(set(letters)))
            if letters
            else "it is not stated which data"
        )
        yield Finding(
            register.file,
            ("declared", "disclosed_to"),
            f"'{key}' receives data ({data}; {_list(one.answer.activity.id for one in found)}) and is not in the list",
            _remedy(
                register,
                f"add '{key}:' to the declaration, or say what the recipient is with 'kind:'",
            ),
            on_key=True,
        )


UNNAMED = "third-parties"
"""The word for recipients of whom a source says no more than that they are others."""

PROVIDERS = frozenset({"service-providers", "contractors", "vendors", "processors"})
"""Words by which a list takes in everybody who acts on the organization's behalf."""


def _listed(register: Register) -> frozenset[str]:
    """Every class of recipients that is declared, for the table or for a row."""
    declared = california.declared(register)
    lists: list[Many[Claim] | None] = [declared.disclosed_to, declared.sold_to]  # type: ignore[list-item]
    for _, _, row in california.rows(declared):
        lists += [row.disclosed_to, row.sold_to]  # type: ignore[list-item]
    return frozenset(key for many in lists if many is not None for key in many.items)


@rule(Severity.WARNING, "Cal. Civ. Code 1798.100(a)(3)")
def retention_not_declared(register: Register) -> Iterator[Finding]:
    """A category is declared as collected without how long it is kept.

    The notice at collection says for each category how long it is kept, or by what criteria that is decided, since
    2023-01-01. Write it for the row, or for the whole table where the source does:

        declared:
          categories:
            A: {label: Identifiers, collected: yes, from: table, retention: {text: Three years, from: table}}
    """
    if not _in_force(register, CPRA):
        return
    rows = [
        found
        for found in california.rows(california.declared(register))
        if found[2].collected == "yes"
    ]
    open_ = [
        f"({letter})" if letter else path[-1]
        for path, letter, row in rows
        if all(
            answer.claim.state.is_open
            for answer in california.said(register, "retention", row, path)
        )
    ]
    if open_:
        yield Finding(
            register.file,
            ("declared", "retention"),
            f"no retention is declared for {', '.join(map(str, open_))}",
            _remedy(register, "write 'retention:' in each row, or for the whole table"),
            on_key=True,
        )


@rule(Severity.WARNING, "11 CCR 7011(e)(1)(D)")
def denial_names_no_period(register: Register) -> Iterator[Finding]:
    """Sale or sharing is denied in the present tense, for no period.

    The statute asks whether there was any in the preceding 12 months; "we do not sell" does not say that. Where the
    source names a period, write it:

        sold: {none: no-sale, period: the preceding 12 months}
    """
    found = california.declared(register)
    rows = [(("declared",), None), *((path, row) for path, _, row in california.rows(found))]
    for path, row in rows:
        for field in ("sold", "shared"):
            claim = getattr(found if row is None else row, field)
            if claim is not None and claim.state is State.NONE and not claim.period:
                yield Finding(
                    register.file,
                    (*path, field),
                    f"'{field}' is denied without the period the denial is about",
                    "add 'period:' where the source names one",
                    on_key=True,
                )


@rule(Severity.WARNING, "Cal. Civ. Code 1798.130(a)(5)")
def policy_older_than_12_months(register: Register) -> Iterator[Finding]:
    """What is declared was last updated more than 12 months before the register's day.

    The disclosures are updated at least once every 12 months. The date is `declared: updated:`; where there is none,
    the latest date on which a document of the register was changed or took effect. Without `as_of:` nothing is asked.
    """
    day = register.record.as_of
    if day is None or register.record.declared is None:
        return
    updated = register.record.declared.updated or _latest(register)
    if updated is not None and updated < california.months(day)[0]:
        yield Finding(
            register.file,
            _place(register, "updated") if register.record.declared.updated else _place(register),
            f"what is declared was last updated on {updated}, more than 12 months before {day}",
            _remedy(register, "update the declaration, and write its date under 'updated:'"),
            on_key=not register.record.declared.updated,
        )


def _latest(register: Register) -> date | None:
    dates = [
        entry.date
        for source in register.sources.values()
        if source.kind is SourceKind.DOCUMENT
        for kind, entry in source.dates.items()
        if entry.date is not None and kind != "captured"
    ]
    return max(dates, default=None)


@rule(Severity.ERROR)
def ends_before_it_begins(register: Register) -> Iterator[Finding]:
    """An activity ends before it begins.

    Correct `active_from:` or `active_until:`. Whether an activity falls into the 12 months that California asks about
    depends on both.
    """
    for record in register.records:
        begin, end = record.activity.active_from, record.activity.active_until
        if begin and end and end < begin:
            yield Finding(
                record.file,
                ("active_until",),
                f"it ends on {end}, before it begins on {begin}",
                "correct 'active_from:' or 'active_until:'",
            )


@rule(Severity.WARNING)
def as_of_before_every_activity(register: Register) -> Iterator[Finding]:
    """The register's day comes before every one of its activities began.

    Documents then speak of a day on which nothing that is recorded took place, and no category was collected in the 12
    months before. Correct `as_of:`, or the dates of the activities.
    """
    day = register.record.as_of
    begun = [record.activity.active_from for record in register.records]
    if day and begun and all(begin is not None and begin > day for begin in begun):
        yield Finding(
            register.file,
            ("as_of",),
            f"every activity begins after {day}, the first of them on {min(filter(None, begun))}",
            "correct 'as_of:', or 'active_from:' of the activities",
        )
