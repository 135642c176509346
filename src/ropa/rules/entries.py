"""Rules about what is written once, in the entries of vendors and systems."""

from collections.abc import Iterator, Mapping, Sequence

from ropa.diagnostics import Severity
from ropa.fields.names import name as item_name
from ropa.register import Path, Register, ResolvedActivity, in_entries
from ropa.register.resolution import TERMS
from ropa.rule import Finding, finding, rule
from ropa.vocabulary import joined


@rule(Severity.ERROR, "GDPR Art. 28(4)")
def sub_processor_of_itself(register: Register) -> Iterator[Finding]:
    """A vendor is, through others, a sub-processor of itself.

    `sub_processors:` in `recipients.yaml` leads from a vendor to those it engages, tier by tier. A
    circle has no tiers: one of its entries engages another than it says.
    """
    engaged = {key: _engaged(register, key) for key in register.recipients}
    for key in register.recipients:
        circle = _circle(engaged, key)
        if circle and key == min(circle):
            path: Path = (key, "sub_processors", circle[0])
            names = joined(circle)
            file = register.files["recipients"]
            yield finding("sub-processor-of-itself", file, path, name=key, names=names)


def _engaged(register: Register, key: str) -> Sequence[str]:
    sub_processors = register.recipients[key].sub_processors
    return tuple(sub_processors.items) if sub_processors else ()


def _circle(engaged: Mapping[str, Sequence[str]], start: str) -> tuple[str, ...]:
    """The shortest way from *start* back to it; empty where there is none."""
    ways: list[tuple[str, ...]] = [(name,) for name in engaged[start]]
    seen = {start}
    for way in ways:
        last = way[-1]
        if last == start:
            return way
        if last not in seen:
            seen.add(last)
            engaged_by_last = engaged.get(last, ())
            ways += [(*way, name) for name in engaged_by_last]
    return ()


@rule(Severity.ERROR, "GDPR Art. 30(1)(e)")
def denied_and_inherited(register: Register) -> Iterator[Finding]:
    """An activity denies what the entry of a vendor or system that it names says.

    Whoever names a vendor in `recipients:` takes over what `recipients.yaml` says of it, its
    transfers and its locations; whoever names a system, the vendor who operates it. Where the
    activity uses it otherwise, it says so item by item:

        transfers:
          replaces: [cloud-host/support]
    """
    for activity in register.activities:
        for question in ("recipients", "transfers", "locations"):
            yield from _denied(activity, question)


def _denied(activity: ResolvedActivity, question: str) -> Iterator[Finding]:
    register = activity.register
    answers = activity.answers[question]
    if any(answer.is_inherited or answer.is_item or not answer.state.denies for answer in answers):
        return
    for claim in in_entries(activity, question):
        list_name, _, key = claim.entry.partition("/")
        values = {"activity": activity.id, "question": question, "key": claim.key}
        name = item_name(register, list_name, key)
        path: Path = (question,)
        file = activity.record.file
        yield finding("denied-and-inherited", file, path, name=name, entry=key, **values)


@rule(Severity.INFO)
def entry_overridden(register: Register) -> Iterator[Finding]:
    """An activity says otherwise of a vendor than the vendor's entry.

    What the activity says holds for it. Where it is meant, nothing is to be done; where the entry
    was corrected since, delete what the activity says:

        recipients:
          cloud-host: {kind: {independent-controller: stated}}
    """
    for record in register.records:
        recipients = record.activity.recipients
        for key, disclosure in recipients.items.items() if recipients else ():
            for field in TERMS:
                entry = register.recipients.get(key)
                if getattr(entry, field, None) and getattr(disclosure, field):
                    name = item_name(register, "recipients", key)
                    path: Path = ("recipients", key, field)
                    values = {"field": field, "name": name}
                    yield finding("entry-overridden", record.file, path, **values)
