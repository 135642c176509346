"""A document's tables as one HTML page: accessible table markup, a style sheet inside, nothing fetched."""

from pathlib import Path

from markupsafe import Markup

from ropa.templates import fill, read
from ropa.views.table import Document


def draw(document: Document, templates: Path | None) -> str:
    """*document* as a page that stands alone."""
    style = Markup(read(templates, "page.css"))
    return fill(templates, "ccpa.html.jinja", document=document, style=style)
