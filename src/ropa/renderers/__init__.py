"""Documents to bytes; ``RENDERERS`` by format. Each is imported only when it is asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from ropa.diagnostics import Diagnostic
from ropa.evidence import Evidence
from ropa.layouts import Drawn
from ropa.register import Register


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be drawn: a register as of a day, with the project's own templates and paper."""

    register: Register
    as_of: date
    templates: Path | None = None
    paper: str = "A4"
    documents: Evidence | None = None
    """The documents, where their passages are to be printed."""
    layout: Drawn | None = None
    """The layout of the workbook, where it is not its own; no other format depends on it."""
    findings: tuple[Diagnostic, ...] = ()
    """What a check of the register finds, for a document that says so."""


Renderer = Callable[[Request], Mapping[str, bytes]]
"""Draws the files of one format: bytes by file name."""


def renderer(format: str) -> Renderer:
    """The renderer of *format*, which is a key of :data:`RENDERERS`."""
    module: Renderer = import_module(f"ropa.renderers.{RENDERERS[format]}").render
    return module


RENDERERS: Mapping[str, str] = MappingProxyType(
    {
        "xlsx": "xlsx",
        "pdf": "pdf",
        "ccpa": "ccpa",
        "json": "json",
    }
)
