"""A declared answer that only cites: printed in the words of its passages, or by where they are."""

from collections.abc import Iterable, Iterator

from ropa.california import grouped
from ropa.fields.names import label
from ropa.fields.values import Value
from ropa.fields.wording import details, value
from ropa.model.claim import State
from ropa.model.lists import list_of
from ropa.model.source import SourceKind
from ropa.register import Records, ResolvedClaim
from ropa.vocabulary import joined, translate


def declared_value(answer: ResolvedClaim) -> Value:
    """The printed value of *answer*, in the organization's own words where it has none itself."""
    printed, register = value(answer), answer.register
    if not _only_cites(answer):
        return printed
    places = [*_places(register, answer.claim.cites)]
    words = [register.excerpts[place] for place in places if place in register.excerpts]
    unread = [place for place in places if place not in register.excerpts]
    lines = [line.rstrip(".") for line in (*words, *_references(register, unread))]
    parts = (label(answer), translate("joiner.phrases").join(lines))
    return printed.saying(translate("joiner.label").join(filter(None, parts)))


def _only_cites(answer: ResolvedClaim) -> bool:
    """Whether only passages word what *answer* states; an author's own key does not."""
    claim, register = answer.claim, answer.register
    is_cited = answer.state is State.STATED and bool(claim.cites)
    if not is_cited or details(register, claim):
        return False
    words = list_of(answer.question)
    is_word = bool(words) and register.word(words, answer.key) is not None
    is_recipient = answer.key in register.recipients
    return not (is_word or is_recipient)


def _places(register: Records, names: Iterable[str]) -> Iterator[str]:
    """Passages by their *names*, each as ``source/name``; a statement by its id alone."""
    for name in names:
        for source in register.passages.get(name, ()):
            is_whole = name == source
            yield source if is_whole else f"{source}/{name.removeprefix(f'{source}/')}"


def _references(register: Records, places: Iterable[str]) -> Iterator[str]:
    """In which sources passages stand, and under which names."""
    parted = map(_parted, places)
    names_by_source = grouped((source, name) for source, _, name in parted)
    for key, names in names_by_source.items():
        source = register.sources[key]
        if source.kind is SourceKind.STATEMENT:
            yield translate("ccpa.in_statement", title=source.title)
        else:
            count, passages = len(names), joined(names)
            yield translate("ccpa.in_passages", n=count, title=source.title, names=passages)


def _parted(place: str) -> tuple[str, str, str]:
    return place.partition("/")
