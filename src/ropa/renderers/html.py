"""A document's tables as HTML: a page with a style sheet inside, and a fragment without; nothing fetched by either."""

from pathlib import Path

from markupsafe import Markup

from ropa.templates import fill, read
from ropa.views.table import Document


def draw(document: Document, templates: Path | None) -> str:
    """*document* as a page that stands alone."""
    style = Markup(read(templates, "page.css"))
    return fill(templates, "ccpa.html.jinja", document=document, style=style)


def fragment(document: Document, templates: Path | None) -> str:
    """*document* as markup for another page: headings from the third level, no style, no id a page may have already."""
    return fill(templates, "ccpa-fragment.html.jinja", document=document)
