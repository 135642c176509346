"""What every document says around what it shows: whose, of which day, and on which paper."""

from ropa.fields.values import Cell
from ropa.register import Register
from ropa.views import cover
from ropa.views.identity import status_lines
from ropa.views.table import Document
from ropa.vocabulary import translate

Facts = tuple[tuple[str, Cell], ...]
"""Labels and values of a cover."""


def framed(register: Register, day: str, name: str, facts: Facts) -> Document:
    """The document *name* of *register*, with *facts* on its cover, and nothing in it yet."""
    settings = register.record.document
    return Document(
        name,
        translate(f"document.{name}"),
        register.record.organization.name,
        "en",
        day,
        register.revision,
        status_lines(register),
        facts,
        settings={"logo": settings.logo, "watermark": settings.watermark},
        dated=cover.dated(register),
    )
