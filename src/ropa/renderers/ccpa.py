"""The California tables as Markdown, HTML and CSV."""

from collections.abc import Mapping

from ropa import views
from ropa.renderers import Request, csv, html, markdown


def render(request: Request) -> Mapping[str, bytes]:
    """``ccpa.md``, ``ccpa.html`` and ``ccpa.csv``, all of the same view."""
    document = views.ccpa_tables(request.register, request.as_of)
    return {
        "ccpa.md": markdown.draw(document).encode(),
        "ccpa.html": html.draw(document, request.templates).encode(),
        "ccpa.csv": csv.draw(document).encode(),
    }
