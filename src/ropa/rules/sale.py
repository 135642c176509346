"""Rules about sale, sharing and recipients.

What is declared for California beside what the records name.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from ropa import california
from ropa.california import Disclosed, Side
from ropa.diagnostics import Severity
from ropa.model.claim import Claim, Many, State
from ropa.model.register_record import DeclaredCategory
from ropa.register import Path, Register
from ropa.rule import Finding, rule
from ropa.rules.declarations import CPRA, declares, in_force, named, place, remedy

QUESTIONS: Mapping[str, str] = MappingProxyType({"sold": "sale", "shared": "sharing"})
"""The question of a disclosure that a field of a declaration answers."""

UNNAMED = "third-parties"
"""The word for recipients of whom a source says no more than that they are others."""

PROVIDERS = frozenset({"service-providers", "contractors", "vendors", "processors"})
"""Words by which a list takes in everybody who acts on the organization's behalf."""


@rule(Severity.WARNING, "Cal. Civ. Code 1798.140(ad), (ah)")
def sale_denied_beside_sale(register: Register) -> Iterator[Finding]:
    """Sale or sharing is denied, and recipients or purposes in the records point to it.

    A sale is making data available to a third party for money or other valuable consideration;
    sharing is doing so for cross-context behavioral advertising, paid or not. Networks and
    partners for advertising, data brokers, and purposes such as custom audiences point to one of
    them. Whether it is one, somebody has to decide: where it is not, say on the disclosure why,
    with `sale: none` or `sharing: none`, or record the recipient as a service provider.
    """
    for field, question in QUESTIONS.items():
        answers = california.said(register, field)
        is_denied = any(answer.claim.state is State.NONE for answer in answers)
        signs = sorted(set(_signs(register, question))) if is_denied else ()
        if signs:
            what = "a sale" if question == "sale" else "sharing"
            message = f"'{field}' is denied, and these may be {what} in the statute's sense"
            help = "say on each disclosure whether it is, or correct the declaration"
            yield Finding(
                register.file,
                ("declared", field),
                f"{message}: {named(signs)}",
                remedy(register, help),
                on_key=True,
            )


def _signs(register: Register, question: str) -> Iterator[str]:
    """Names of the recipients, recorded or declared, that point to a sale or to sharing."""
    for disclosed in california.disclosures(register, register.record.as_of):
        if _points_to(register, disclosed, question):
            yield _name(register, disclosed.answer.key)
    for answer in california.said(register, "disclosed_to"):
        suggestion = california.suggests(register, answer.key, None, ())
        if answer.is_item and _answers(suggestion, question):
            yield register.label("recipient_categories", answer.key)


def _name(register: Register, key: str) -> str:
    """A recipient by its name, or by the label of its category."""
    entry = register.recipients.get(key)
    return (entry.name or key) if entry else register.label("recipient_categories", key)


def _points_to(register: Register, disclosed: Disclosed, question: str) -> bool:
    """Whether a disclosure is said to be, or may be, what *question* asks.

    A sale for advertising is not told apart.
    """
    claim = disclosed.claim
    for answer in disclosed.answer.own.get(question, ()):
        return answer.claim.state.asserts
    if california.side(claim) in (Side.PROVIDER, Side.INTERNAL):
        return False
    purposes = (*california.purposes_of(disclosed), *claim.purposes)
    key = disclosed.answer.key
    return _answers(california.suggests(register, key, claim.example_of, purposes), question)


def _answers(suggestion: str, question: str) -> bool:
    return suggestion == question or (suggestion == "sharing" and question == "sale")


@rule(Severity.WARNING, "Cal. Civ. Code 1798.140(ah)")
def sharing_not_addressed(register: Register) -> Iterator[Finding]:
    """A law of California applies, and whether data are shared for advertising is not declared.

    Since 2023-01-01 sharing stands beside sale as a fact of its own, and a denial of sale does
    not answer it. Where a source uses the word for disclosures of every kind, it does not answer
    it either.
    """
    is_asked = california.applies(register) or declares(register)
    if not in_force(register, CPRA) or not is_asked:
        return
    answers = [
        answer
        for path, row in _answering_rows(register)
        for answer in california.said(register, "shared", row, path)
    ]
    if answers and not any(answer.claim.state.is_open for answer in answers):
        return
    state = f"'{answers[0].claim.state}'" if answers else "not declared"
    help = "write 'declared: {shared: {none: PASSAGE, period: …}}', or what is shared"
    yield Finding(
        register.file,
        place(register, "shared") if answers else place(register),
        "whether personal information is shared for cross-context behavioural advertising is "
        + state,
        remedy(register, help),
        on_key=True,
    )


def _answering_rows(register: Register) -> list[tuple[Path, DeclaredCategory | None]]:
    """The declared table as a whole, or row by row where every row answers for itself."""
    rows = california.rows(california.declared(register))
    answering: list[tuple[Path, DeclaredCategory | None]] = [
        (path, row) for path, _, row in rows if row.shared
    ]
    is_of_rows = answering and not california.said(register, "shared")
    return answering if is_of_rows else [((), None)]


@rule(Severity.WARNING, "11 CCR 7011(e)(1)(I)")
def recipient_not_declared(register: Register) -> Iterator[Finding]:
    """Data go to a class of recipients that the declared list leaves out.

    The list names for each category the recipients it is disclosed to. A recipient counts under its
    own word, a wider one (a court is a government entity), the one it is an example of, or its
    `category:` in `recipients.yaml`; a recorded processor is among the service providers where the
    list names any. Recipients inside the organization, and third parties of whom no more is said,
    do not count.
    """
    listed = _listed(register)
    if not listed:
        return
    omitted: dict[str, list[Disclosed]] = {}
    for disclosed in california.disclosures(register, register.record.as_of):
        classes = california.classes(register, disclosed.answer.key, disclosed.claim.example_of)
        if not _is_listed(disclosed, classes, listed):
            omitted.setdefault(classes[0], []).append(disclosed)
    for key, disclosures in omitted.items():
        yield _omitted(register, key, disclosures)


def _listed(register: Register) -> frozenset[str]:
    """Every class of recipients that is declared, for the table or for a row."""
    declared = california.declared(register)
    lists: list[Many[Claim] | None] = [declared.disclosed_to, declared.sold_to]  # type: ignore[list-item]
    for _, _, row in california.rows(declared):
        lists += [row.disclosed_to, row.sold_to]  # type: ignore[list-item]
    return frozenset(key for many in lists if many is not None for key in many.items)


def _is_listed(disclosed: Disclosed, classes: Iterable[str], listed: frozenset[str]) -> bool:
    """Whether a declared list takes in a recipient of these classes, or need not name it."""
    side = california.side(disclosed.claim)
    if side is Side.INTERNAL or listed & {*classes, UNNAMED} or UNNAMED in classes:
        return True
    return side is Side.PROVIDER and bool(listed & PROVIDERS)


def _omitted(register: Register, key: str, disclosures: list[Disclosed]) -> Finding:
    letters = {letter for disclosed in disclosures for letter in california.letters_of(disclosed)}
    in_brackets = (f"({letter})" for letter in sorted(letters))
    data = named(in_brackets) if letters else "it is not stated which data"
    activities = named(disclosed.answer.activity.name for disclosed in disclosures)
    receives = _receives(disclosures)
    help = f"add '{key}:' to the declaration, or say what the recipient is with 'kind:'"
    return Finding(
        register.file,
        ("declared", "disclosed_to"),
        f"'{_name(register, key)}' {receives} data ({data}; {activities}) and is not in the list",
        remedy(register, help),
        on_key=True,
    )


def _receives(disclosures: list[Disclosed]) -> str:
    """What the records say of a recipient: that it receives data, or no more than that it may."""
    answers = [disclosed.answer for disclosed in disclosures]
    asserted = [answer for answer in answers if not (answer.claim.hedged or answer.claim.when)]
    if not asserted:
        return "may receive"
    is_inferred = all(answer.state is State.INFERRED for answer in asserted)
    return "receives (as the record infers)" if is_inferred else "receives"


@rule(Severity.WARNING, "11 CCR 7011(e)(1)(D)")
def denial_names_no_period(register: Register) -> Iterator[Finding]:
    """Sale or sharing is denied in the present tense, for no period.

    The statute asks whether there was any in the preceding 12 months; "we do not sell" does not say
    that. Where the source names a period, write it:

        sold: {none: no-sale, period: the preceding 12 months}
    """
    declared = california.declared(register)
    rows = [(path, row) for path, _, row in california.rows(declared)]
    for path, part in [(("declared",), declared), *rows]:
        for field in QUESTIONS:
            claim = getattr(part, field)
            if claim is not None and claim.state is State.NONE and not claim.period:
                message = f"'{field}' is denied without the period the denial is about"
                help = "add 'period:' where the source names one"
                yield Finding(register.file, (*path, field), message, help, on_key=True)
