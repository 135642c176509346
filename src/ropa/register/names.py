"""What is printed for the key of an item."""

from collections.abc import Mapping

from ropa.model.lists import list_of
from ropa.register.records import Records
from ropa.register.resolved import ResolvedClaim
from ropa.vocabulary import countries, humanize, phrases, translate

UNNAMED = ("", "purposes", "transfers", "opt_outs")
"""Questions whose keys only identify an item and are not printed with it."""


def label(answer: ResolvedClaim) -> str:
    """What is printed for the key of an item; empty where the key only identifies."""
    return name(answer.register, answer.question, answer.key)


def name(register: Records, question: str, key: str) -> str:
    """What is printed for the *key* of an item; empty where the key only identifies."""
    if not key:
        return ""
    if question == "recipients" and key in register.recipients:
        return register.recipients[key].name or humanize(key)
    if question == "sub_processors":
        return name(register, "recipients", key)
    if question in ("systems", "retention") and key in register.systems:
        return register.systems[key].name or humanize(key)
    if question == "controllers" and key in register.controllers:
        return _controller(register, key)
    if question == "locations":
        return places().get(key) or humanize(key)
    if words := list_of(question):
        return register.label(words, key)
    return "" if question in UNNAMED else humanize(key)


def _controller(register: Records, key: str) -> str:
    entry = register.controllers[key]
    name = entry.name or entry.text or humanize(key)
    place = entry.list_kept_at
    list_kept = translate("controller.list", place=place) if place else ""
    return phrases(name, entry.address, entry.email, entry.telephone, entry.website, list_kept)


def places() -> Mapping[str, str]:
    """The names of places where data are, by key."""
    return {"eea": translate("location.eea"), **countries()}
