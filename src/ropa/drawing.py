"""What each format shows: a document is chosen here, and its renderer makes bytes of it."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from ropa import documents
from ropa.diagnostics import Diagnostic
from ropa.documents.table import Document
from ropa.evidence import Evidence
from ropa.layouts import NamedLayout
from ropa.output import csv, html, json, markdown
from ropa.register import Register
from ropa.vocabulary import preferred, writing

WORKBOOK, DATA = "register.xlsx", "register.json"
"""Files of their own, which the appendix carries too."""


@dataclass(frozen=True)
class Request:
    """What is to be drawn: a register as of a day, with the project's own templates and paper."""

    register: Register
    as_of: date
    templates: Path | None = None
    paper: str = "A4"
    documents: Evidence | None = None
    """The documents, where their passages are to be printed."""
    layout: NamedLayout | None = None
    """The layout of the workbook, where it is not its own; no other format depends on it."""
    findings: tuple[Diagnostic, ...] = ()
    """What a check of the register finds, for a document that says so."""

    @cached_property
    def workbook(self) -> bytes:
        """The workbook in its own columns, drawn once for all that need it."""
        from ropa.output import xlsx

        document = documents.workbook(self.register, self.as_of, self.documents)
        return xlsx.render(self.on_paper(document))

    @cached_property
    def data(self) -> bytes:
        """The register for machines, drawn once for all that need it."""
        return json.render(documents.register_json(self.register, self.as_of, self.documents))

    def on_paper(self, document: Document) -> Document:
        """*document* on the paper asked for."""
        return replace(document, paper=self.paper)


def draw(format: str, request: Request) -> Mapping[str, bytes]:
    """The files of *format*, a key of :data:`FORMATS`, by name, in the register's language."""
    with writing_of(request.register):
        return FORMATS[format](request)


def writing_of(register: Register) -> AbstractContextManager[None]:
    """Everything written inside is in the language of *register*, unless one was chosen for all."""
    return writing(preferred(register.record.document.language or ""))


def _workbook(request: Request) -> Mapping[str, bytes]:
    """``register.xlsx``, or ``register-NAME.xlsx`` in the layout asked for."""
    if request.layout is None:
        return {WORKBOOK: request.workbook}
    from ropa.output import xlsx

    name, layout = request.layout.name, request.layout.layout
    document = documents.in_layout(request.register, request.as_of, layout, name)
    return {f"register-{name}.xlsx": xlsx.render(request.on_paper(document))}


def _appendix(request: Request) -> Mapping[str, bytes]:
    """``appendix.pdf``, which carries data and workbook."""
    from ropa.output import pdf

    evidence, findings = request.documents, request.findings
    document = documents.appendix(request.register, request.as_of, evidence, findings)
    attachments = {DATA: request.data, WORKBOOK: request.workbook}
    document = replace(request.on_paper(document), attachments=attachments)
    return {"appendix.pdf": pdf.APPENDIX.of(request.templates, document)}


def _california(request: Request) -> Mapping[str, bytes]:
    """California's tables for review; the fragment is for pasting, and holds nothing derived."""
    from ropa.output import docx

    tables = request.on_paper(documents.ccpa_tables(request.register, request.as_of))
    disclosure = documents.ccpa_disclosure(request.register, request.as_of)
    files = {"ccpa.md": markdown.render(tables)}
    files["ccpa.html"] = html.PAGE.of(request.templates, tables)
    files["ccpa-fragment.html"] = html.FRAGMENT.of(request.templates, disclosure)
    files["ccpa.csv"] = csv.render(tables)
    files["ccpa.docx"] = docx.render(tables)
    return files


def _data(request: Request) -> Mapping[str, bytes]:
    """``register.json``."""
    return {DATA: request.data}


Draw = Callable[[Request], Mapping[str, bytes]]

FORMATS: Mapping[str, Draw] = MappingProxyType(
    {"xlsx": _workbook, "pdf": _appendix, "ccpa": _california, "json": _data}
)
"""How the files of each format are drawn."""


def california_tables(
    register: Register, format: str, templates: Path | None, is_derived: bool
) -> str:
    """California's tables, one of :data:`TABLE_FORMATS`, with what the records imply or without."""
    choose = documents.ccpa_tables if is_derived else documents.ccpa_disclosure
    as_of = register.record.as_of
    assert as_of is not None, "the 12 months end on a day"
    with writing_of(register):
        document = choose(register, as_of)
        if format == "html":
            return html.FRAGMENT.of(templates, document).decode()
        render = csv.render if format == "csv" else markdown.render
        return render(document).decode()


TABLE_FORMATS = ("markdown", "html", "csv")
"""How tables are printed; HTML is a fragment."""
