"""A document's tables as HTML: a page with its style inside, and a fragment; neither fetches."""

from pathlib import Path

from markupsafe import Markup

from ropa.documents.table import Document
from ropa.output.child import Drawing
from ropa.templates import OwnTemplates, fill, read


def render(document: Document, templates: Path | None) -> bytes:
    """*document* as a page that stands alone."""
    return PAGE.of(templates, document)


def fragment(document: Document, templates: Path | None) -> bytes:
    """*document* as markup for another page.

    Headings begin at the third level; there is no style, and no id a page may have already.
    """
    return FRAGMENT.of(templates, document)


def _page(overrides: OwnTemplates | None, document: Document) -> bytes:
    style = Markup(read(overrides, "page.css"))
    return fill(overrides, "ccpa.html.jinja", document=document, style=style).encode()


def _fragment(overrides: OwnTemplates | None, document: Document) -> bytes:
    return fill(overrides, "ccpa-fragment.html.jinja", document=document).encode()


PAGE = Drawing(_page, ("ccpa.html.jinja", "ccpa-tables.html.jinja", "page.css"))
FRAGMENT = Drawing(_fragment, ("ccpa-fragment.html.jinja", "ccpa-tables.html.jinja"))
