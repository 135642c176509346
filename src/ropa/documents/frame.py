"""What every document says around what it shows: whose, of which day, and on which paper."""

from datetime import date

from ropa.documents import cover
from ropa.documents.identity import status_lines
from ropa.documents.table import Document, Facts
from ropa.register import Register
from ropa.vocabulary import language, translate


def framed(register: Register, as_of: date, name: str, facts: Facts) -> Document:
    """The document *name* of *register*, with *facts* on its cover, and nothing in it yet."""
    settings = register.record.document
    return Document(
        name,
        title=translate(f"document.{name}"),
        organization=register.record.organization.name,
        language=language(),
        as_of=as_of.isoformat(),
        revision=register.revision,
        status=status_lines(register),
        cover=facts,
        settings={"logo": settings.logo, "watermark": settings.watermark},
        dated=cover.dated(register),
    )
