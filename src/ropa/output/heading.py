"""The lines at the head of a document: what it is, whose, of which day and which revision."""

from ropa.documents.table import Document
from ropa.templates import iso_day_text
from ropa.vocabulary import translate


def title(document: Document) -> str:
    """What the document is, and whose."""
    return translate("page_line.title", title=document.title, organization=document.organization)


def dated(document: Document) -> str:
    """Its day and its revision."""
    day = iso_day_text(document.as_of)
    revision = document.revision
    return translate("page_line.dated_revision", dated=document.dated, day=day, revision=revision)
