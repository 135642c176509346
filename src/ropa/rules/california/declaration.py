"""How rules speak of what an organization declares: where it stands, who can correct it."""

from collections.abc import Iterable

from ropa.register import Path, Register
from ropa.rule import Finding
from ropa.vocabulary import joined, translate

MOST_NAMES = 5
"""Names a message lists before it counts the rest."""


def declaration_finding(
    register: Register, path: Path, message: str, advice: str, **values: str
) -> Finding:
    """A finding at the key of what is declared at *path*, with *advice* from the catalogue.

    Nobody but the organization can correct what it declares: a reconstruction has other advice.
    """
    case = "reconstruction" if register.is_reconstruction else advice
    help = translate(f"california_help.{case}", **values)
    return Finding(register.file, path, message, help, on_key=True)


def declaration_path(register: Register) -> Path:
    """The place of the declaration, or of what is written nearest to it."""
    if register.record.declared is not None:
        return ("declared",)
    return ("applicable_laws",) if register.record.applicable_laws is not None else ("title",)


def enumerate_few(names: Iterable[str]) -> str:
    """The first of *names*, each once, and how many more there are."""
    distinct = list(dict.fromkeys(names))
    words = joined(distinct[:MOST_NAMES])
    rest = len(distinct) - MOST_NAMES
    return translate("california_rule.and_more", words=words, n=rest) if rest > 0 else words


def recipient_name(register: Register, key: str) -> str:
    """A recipient by its name, or by the label of its category."""
    recipient = register.recipients.get(key)
    if recipient is None:
        return register.label("recipient_categories", key)
    return recipient.name or key
