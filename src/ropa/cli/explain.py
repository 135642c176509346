"""``ropa explain``."""

from collections.abc import Iterator

import click

from ropa import vocabulary
from ropa.cli.arguments import did_you_mean, offered
from ropa.errors import UsageError
from ropa.terminal import Styled, echo
from ropa.vocabulary import Word, translate

LISTS = (
    "art30",
    "lawful_bases",
    "art_9",
    "art_10",
    "mechanisms",
    "adequacy",
    "adequacy_uk",
    "adequacy_ch",
    "dead_instruments",
    "eea",
    "applicable_laws",
    "ccpa_categories",
    "ccpa_sensitive",
    "ccpa_purposes",
    "ccpa_terms",
    "ccpa_policy",
    "ccpa_links",
    "ccpa_handling",
    "ccpa_signals",
    "personal_data",
    "data_subjects",
    "recipient_categories",
    "recipient_kinds",
    "roles",
    "origins",
    "measures",
    "measure_headings",
    "assessment_status",
    "use_limits",
    "processing",
    "rights",
    "representatives",
    "retention_actions",
    "out_of_scope",
    "fields",
)


def _complete(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    return offered(_names(), incomplete)


@click.command("explain")
@click.argument("name", shell_complete=_complete)
@click.pass_context
def explain_(ctx: click.Context, name: str) -> None:
    """Explain NAME: a rule, a field, a state, a word of the law, or a whole list of words.

    Lists are written with hyphens, such as personal-data or lawful-bases.
    """
    lines = list(_explanations(name.strip()))
    if not lines:
        hint = did_you_mean(name, _names())
        raise UsageError(translate("refusal.no_word", name=name, hint=hint))
    for line in lines[:-1]:  # each explanation ends with an empty one
        echo(line)


Line = str | Styled


def _explanations(name: str) -> Iterator[Line]:
    yield from _rule(name)
    yield from _state(name)
    yield from _field(name.replace("-", "_"))
    yield from _list(name.replace("-", "_"))
    for list_name in LISTS:
        word = vocabulary.word(list_name, name)
        if word is not None:
            yield from _word(word)


def _rule(name: str) -> Iterator[Line]:
    from ropa.rules import BY_NAME

    if name in BY_NAME:
        rule = BY_NAME[name]
        yield Styled(f"rule {rule.name}", bold=True)
        article = f", {rule.article}" if rule.article else ""
        yield f"severity {rule.severity}{article}"
        yield from ("", *rule.manual.splitlines(), "")


def _state(name: str) -> Iterator[Line]:
    from ropa.model.claim import State

    if name in set(State):
        yield Styled(f"state {name}", bold=True)
        printed = translate(f"state.{name}")
        yield f"{translate(f'legend.{name}')} Printed as “{printed}”."
        yield ""


def _field(name: str) -> Iterator[Line]:
    from ropa.model.activity import Activity
    from ropa.model.register_record import RegisterRecord

    for holder, model in (("an activity", Activity), ("register.yaml", RegisterRecord)):
        for key, info in model.model_fields.items():
            if name in (key, info.alias):
                yield Styled(f"field {name} of {holder}", bold=True)
                yield info.description or ""
                yield ""


def _list(name: str) -> Iterator[Line]:
    if name in LISTS:
        title = name.replace("_", "-")
        yield Styled(f"list {title}", bold=True)
        entries = vocabulary.words(name).values()
        width = max(len(entry.name) for entry in entries)
        for entry in entries:
            article = f" ({entry.article})" if entry.article else ""
            yield f"{entry.name:{width}}  {entry.label}{article}"
        yield ""


def _word(word: Word) -> Iterator[Line]:
    list_name = word.list.replace("_", "-")
    yield Styled(f"{word.name}, a word of {list_name}", bold=True)
    for fact in word.facts:
        if fact not in _OF_PAPER:
            label = fact.replace("_", " ")
            yield f"{label}: {word.text(fact)}"
    yield ""


_OF_PAPER = frozenset(
    ("asks", "column", "derived", "drawn", "example", "hidden", "joins", "kind", "of")
) | frozenset(("register", "registers", "says", "sheet", "width"))
"""Facts that say where and how wide a field stands on paper, which are not for who asks."""


def _names() -> set[str]:
    from ropa.model.activity import Activity
    from ropa.model.claim import State
    from ropa.rules import BY_NAME

    names = {*BY_NAME, *map(str, State), *Activity.model_fields}
    for list_name in LISTS:
        names.add(list_name.replace("_", "-"))
        names.update(vocabulary.names(list_name))
    return names
