"""What every document says around what it shows: whose, of which day, and on which paper."""

from dataclasses import replace
from datetime import date

from ropa.documents import cover
from ropa.documents.identity import status_lines
from ropa.documents.table import Document, Facts
from ropa.register import Register
from ropa.vocabulary import language, translate


def framed(register: Register, as_of: date, name: str, facts: Facts = ()) -> Document:
    """The document *name* of *register* with its cover, and nothing in it yet.

    On the cover stand *facts*, or else everybody who is named and what the document is.
    """
    record = register.record
    title = translate(f"document.{name}")
    organization = record.organization.name
    day = as_of.isoformat()
    document = Document(name, title, organization, language(), day, register.revision)
    settings = {"logo": record.document.logo, "watermark": record.document.watermark}
    front = facts or cover.cover(register, as_of)
    status = status_lines(register)
    dated = cover.dated(register)
    return replace(document, status=status, cover=front, settings=settings, dated=dated)
