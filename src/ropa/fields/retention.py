"""A rule of retention in words, as "6 years from the end of the tax year (§ 147 AO), then deleted".

And such words read back.
"""

from collections.abc import Iterator

from ropa.fields.codecs import CODECS, UnreadableCell, word, words_of
from ropa.fields.marks import apart
from ropa.fields.names import names
from ropa.fields.table import Field, at, said_by
from ropa.model.personal_data import Retention
from ropa.reader import Plain
from ropa.register import Records
from ropa.vocabulary import heard, translate, unstopped

HOLDS_FOR = ("purposes", "data", "data_subjects", "countries", "establishments")
"""Fields that say what a rule holds for; one whose words begin like another's comes first."""

Rule = dict[str, Plain]
"""A rule as a record writes it."""


def words(register: Records, rule: Retention) -> str:
    """A rule in words; empty where it says nothing of its own."""
    scope = [_holds_for(register, rule, name) for name in HOLDS_FOR if getattr(rule, name)]
    return translate("joiner.phrases").join(filter(None, (_duty(register, rule), *scope)))


def _duty(register: Records, rule: Retention) -> str:
    """How long, by which law, and what happens then."""
    term = _term(register, rule)
    if law := unstopped(rule.law):
        key = "retention.law" if term else "retention.law_alone"
        term = translate(key, term=term, law=law)
    if not rule.action:
        return term
    action = _shown(register, "action", rule.action)
    return translate("retention.action", term=term, action=action) if term else action


def _term(register: Records, rule: Retention) -> str:
    """How long: a period and the event it runs from, and the event that ends it."""
    term = _shown(register, "period", rule.period) if rule.period else ""
    if after := unstopped(rule.after):
        term = translate(_joint(term, after), period=term, after=after)
    if until := unstopped(rule.until):
        key = "retention.term_until" if term else "retention.until"
        term = translate(key, term=term, until=until)
    return term


def _joint(period: str, after: str) -> str:
    """What joins a period with its beginning: "from the sale", but "after the ticket is closed"."""
    if not period:
        return "retention.after"
    verbs = translate("retention.verbs").split()
    is_clause = not {*verbs}.isdisjoint(after.split())
    return "retention.period_after_clause" if is_clause else "retention.period_after"


def _shown(register: Records, name: str, value: object) -> str:
    field = at(f"retention.{name}")
    return CODECS[field.kind].show(register, field, value)


def _holds_for(register: Records, rule: Retention, name: str) -> str:
    shown = _shown(register, name, getattr(rule, name)).replace("\n", translate("joiner.list"))
    return at(f"retention.{name}").row.text("says").format(words=shown)


def read(register: Records, line: str) -> Rule:
    """The rule that *line* says, the inverse of :func:`words`; nothing where it says another."""
    joiner = translate("joiner.phrases")
    parts = line.split(joiner)
    scope: Rule = {}
    while parts and (held := _read_scope(register, parts[-1])):
        scope = {**held, **scope}
        parts.pop()
    duty = _read_duty(register, joiner.join(parts)) if parts else {}
    return {**duty, **scope} if duty or not parts else {}


def _read_scope(register: Records, part: str) -> Rule:
    """What a rule holds for, where *part* says that; nothing where it says anything else."""
    for name in HOLDS_FOR:
        field = at(f"retention.{name}")
        scope = said_by(field, part)
        keys = _keys(register, field, scope) if scope else []
        if keys:
            return {name: [*keys]}
    return {}


def _keys(register: Records, field: Field, said: str) -> list[str]:
    """The words of a list that *said* joins; none where one of them is unknown."""
    try:
        return words_of(register, field, [*_labels(register, field, said)])
    except UnreadableCell:
        return []


def _labels(register: Records, field: Field, said: str) -> Iterator[str]:
    """The labels that *said* joins, of which one may hold what joins them."""
    joiner = translate("joiner.list")
    known = {label.casefold() for label in names(register, field).values()}
    label = ""
    for piece in said.split(joiner):
        pieces = filter(None, (label, piece))
        label = joiner.join(pieces)
        if label.casefold() in known:
            yield label
            label = ""
    if label:
        yield label


def _read_duty(register: Records, duty: str) -> Rule:
    if action := _read_action(register, duty):
        return {"action": action}
    said = heard("retention.action", duty)
    action = _read_action(register, said["action"]) if said else ""
    term = said["term"] if said and action else duty
    rule = _read_law(register, term)
    return {**rule, "action": action} if rule and action else rule


def _read_action(register: Records, label: str) -> str:
    try:
        return word(register, at("retention.action"), label)
    except UnreadableCell:
        return ""


def _read_law(register: Records, duty: str) -> Rule:
    if alone := heard("retention.law_alone", duty):
        return {"law": alone["law"]}
    term, law = apart(duty, "()")
    rule = _read_term(register, term)
    return {**rule, "law": law} if rule and law else rule


def _read_term(register: Records, term: str) -> Rule:
    if alone := heard("retention.until", term):
        return {"until": alone["until"]}
    said = heard("retention.term_until", term)
    rule = _read_beginning(register, said["term"] if said else term)
    return {**rule, "until": said["until"]} if rule and said else rule


def _read_beginning(register: Records, term: str) -> Rule:
    if alone := heard("retention.after", term):
        return {"after": alone["after"]}
    for key in ("period_after", "period_after_clause"):
        joint = translate(f"retention.{key}", period="", after="")
        length, _, after = term.partition(joint)
        if period := _read_period(register, length):
            return {"period": period, "after": after} if after else {"period": period}
    return {}


def _read_period(register: Records, length: str) -> Plain:
    try:
        return CODECS["period"].read(register, at("retention.period"), length)
    except UnreadableCell:
        return ""
