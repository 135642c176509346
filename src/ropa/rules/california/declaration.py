"""How rules speak of what an organization declares: where it stands, who can correct it."""

from collections.abc import Iterable

from ropa.register import Path, Register
from ropa.rule import Finding

MOST_NAMES = 5
"""Names a message lists before it counts the rest."""

HELP_IN_RECONSTRUCTION = (
    "correct the record where it misreads its source; "
    "else the difference is the source's and stands as found"
)
"""Nobody but the organization can correct what it declares."""


def declaration_finding(
    register: Register, path: Path, message: str, advice: str, on_key: bool = True
) -> Finding:
    """A finding about the declaration, with *advice* for an organization's own register."""
    help = HELP_IN_RECONSTRUCTION if register.is_reconstruction else advice
    return Finding(register.file, path, message, help, on_key=on_key)


def declaration_path(register: Register) -> Path:
    """The place of the declaration, or of what is written nearest to it."""
    if register.record.declared is not None:
        return ("declared",)
    return ("regimes",) if register.record.regimes is not None else ("title",)


def enumerate_few(names: Iterable[str]) -> str:
    """The first of *names*, each once, and how many more there are."""
    distinct = list(dict.fromkeys(names))
    words = ", ".join(distinct[:MOST_NAMES])
    rest = len(distinct) - MOST_NAMES
    return f"{words} and {rest} more" if rest > 0 else words


def recipient_name(register: Register, key: str) -> str:
    """A recipient by its name, or by the label of its category."""
    entry = register.recipients.get(key)
    return (entry.name or key) if entry else register.label("recipient_categories", key)
