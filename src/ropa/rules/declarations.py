"""What the rules about California share.

How a declaration is named in a finding, and where it stands.
"""

from collections.abc import Iterable

from ropa import california, vocabulary
from ropa.register import Path, Register

CPRA = "cpra-amendments"

MOST_NAMES = 5
"""Names a message lists before it counts the rest."""

MISREAD = (
    "correct the record where it misreads its source; "
    "else the difference is the source's and stands as found"
)


def named(names: Iterable[str]) -> str:
    """Names in a message, each once; many are counted."""
    distinct = list(dict.fromkeys(names))
    hidden = len(distinct) - MOST_NAMES
    rest = f" and {hidden} more" if hidden > 0 else ""
    return ", ".join(distinct[:MOST_NAMES]) + rest


def remedy(register: Register, own: str) -> str:
    """What to type in an *own* register; nobody else can correct what an organization declares."""
    return MISREAD if register.is_reconstruction else own


def in_force(register: Register, regime: str) -> bool:
    """Whether a law of California applied on the register's day, as far as a day is named."""
    day = register.record.as_of
    begin = vocabulary.words("regimes")[regime].text("applies_from")
    return day is None or day.isoformat() >= begin


def declares(register: Register) -> bool:
    """Whether the register holds a published table of categories."""
    return any(True for _ in california.rows(california.declared(register)))


def place(register: Register, *path: str) -> Path:
    """The place of a declaration's field, or of the nearest thing that is written."""
    if register.record.declared is not None:
        return ("declared", *path)
    return ("regimes",) if register.record.regimes is not None else ("title",)
