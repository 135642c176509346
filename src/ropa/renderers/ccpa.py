"""The California tables as Markdown, HTML, CSV and DOCX: a page for review, a fragment for pasting."""

from collections.abc import Mapping

from ropa import views
from ropa.renderers import Request, csv, docx, html, markdown


def render(request: Request) -> Mapping[str, bytes]:
    """``ccpa.md``, ``.html``, ``.csv`` and ``.docx`` of all tables; ``ccpa-fragment.html`` of what is declared.

    The fragment is what is offered for pasting: it holds nothing that is derived.
    """
    document = views.ccpa_tables(request.register, request.as_of)
    declared = views.ccpa_disclosure(request.register, request.as_of)
    return {
        "ccpa.md": markdown.draw(document).encode(),
        "ccpa.html": html.draw(document, request.templates).encode(),
        "ccpa-fragment.html": html.fragment(declared, request.templates).encode(),
        "ccpa.csv": csv.draw(document).encode(),
        "ccpa.docx": docx.draw(document, request.as_of, request.paper),
    }
