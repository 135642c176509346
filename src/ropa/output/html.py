"""A document's tables as HTML: a page with its style inside, and a fragment; neither fetches."""

from markupsafe import Markup

from ropa.documents.table import Document
from ropa.output.child import Drawing
from ropa.templates import OwnTemplates, fill, read


def _page(overrides: OwnTemplates | None, document: Document) -> bytes:
    style = Markup(read(overrides, "page.css"))
    return fill(overrides, "ccpa.html.jinja", document=document, style=style).encode()


def _fragment(overrides: OwnTemplates | None, document: Document) -> bytes:
    return fill(overrides, "ccpa-fragment.html.jinja", document=document).encode()


PAGE = Drawing(_page, ("ccpa.html.jinja", "ccpa-tables.html.jinja", "page.css"))
"""A page that stands alone."""

FRAGMENT = Drawing(_fragment, ("ccpa-fragment.html.jinja", "ccpa-tables.html.jinja"))
"""Markup for another page: headings from the third level on, no style, no id it may have."""
