"""The appendix as PDF/A-3a and PDF/UA-1: drawn from a template, its fonts inside, nothing fetched."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

from ropa import views
from ropa.errors import MissingPartError
from ropa.renderers import Request, archival, fonts, json, logo, pictures, xlsx
from ropa.renderers.child import Drawing
from ropa.renderers.widths import widths
from ropa.templates import OwnTemplates, fill
from ropa.views.table import Document

PANGO_HELP = "install Pango, for instance with: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

MOST_FONTS = 100
"""Fonts that style sheets of one document may ask for; there are some thirty."""


def render(request: Request) -> Mapping[str, bytes]:
    """``appendix.pdf``. Raises MissingPartError where the machine lacks Pango."""
    document = views.appendix(request.register, request.as_of, request.documents, request.findings)
    attached = {**json.render(request), **xlsx.render(replace(request, layout=None))}
    page = Page(request.paper, request.as_of, attached)
    return {"appendix.pdf": APPENDIX.of(request.templates, document, page)}


@dataclass(frozen=True, slots=True)
class Page:
    """What a PDF is beside its document: its paper, the day inside it, and the files it carries."""

    paper: str
    as_of: date
    attached: Mapping[str, bytes]


def _appendix(own: OwnTemplates | None, document: Document, page: Page) -> bytes:
    picture = logo.read(own.folder if own else None, document.settings["logo"])
    given = {"document": document, "paper": page.paper}
    html = fill(own, "appendix.html.jinja", **given, draw=_picture, widths=widths)
    styles = fill(own, "appendix.css.jinja", **given)
    return draw(html, styles, page.as_of, page.attached, picture)


def _picture(picture: object) -> Markup:
    """What a template draws a picture with: a plain function, which leads to no class."""
    return pictures.draw(picture)


APPENDIX = Drawing(_appendix, ("appendix.html.jinja", "appendix.css.jinja"))


def draw(
    page: str,
    styles: str,
    as_of: date,
    attached: Mapping[str, bytes] = MappingProxyType({}),
    picture: bytes | None = None,
) -> bytes:
    """The HTML *page* with *styles* as PDF, files *attached*; dates inside are *as_of* at midnight UTC.

    The *picture* is the one a page may show beside those drawn in it, as ``ropa-logo:``.
    """
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    page, needed = fonts.drawable(page)
    asked = {"url_fetcher": _fetcher(picture), "base_url": f"{fonts.SCHEME}none"}
    with _clock(as_of), _quiet(), _no_collection(), fonts.isolated():
        known = FontConfiguration()
        sheet = weasyprint.CSS(
            string=fonts.declarations(needed) + styles, font_config=known, **asked
        )
        html = weasyprint.HTML(string=_breakable(page), **asked)
        data: bytes = html.write_pdf(
            stylesheets=[sheet], font_config=known, pdf_variant="pdf/a-3a", pdf_tags=True
        )
    return archival.archived(data, attached, as_of)


_LETTER = "(?:&[#0-9A-Za-z]+;|[^\\s&<>])"
_NUMBERED = re.compile(r'(?<=">)(\d+\.) ')
_SHOWN = re.compile(">[^<>]{1000,}<")
_LONG_WORD = re.compile(f"{_LETTER}{{1000,}}")
_STRETCH = re.compile(f"{_LETTER}{{1,64}}")
_PIECE = re.compile(f"{_LETTER}{{4}}(?![\u0300-\u036f\u200d\ufe00-\ufe0f])")


def _breakable(page: str) -> str:
    """*page* with numbers that stay with their items, and words of a thousand letters and more in stretches with places
    to break.

    Laid out as one, a word of 100,000 letters takes an hour.
    """
    head, body, rest = page.partition("<body")
    rest = _NUMBERED.sub("\\1\N{NO-BREAK SPACE}", rest)
    return head + body + _SHOWN.sub(lambda shown: _LONG_WORD.sub(_stretched, shown.group()), rest)


def _stretched(word: re.Match[str]) -> str:
    return _STRETCH.sub(
        lambda stretch: (
            "<span>" + _PIECE.sub("\\g<0>\N{ZERO WIDTH SPACE}", stretch.group()) + "</span>"
        ),
        word.group(),
    )


@cache
def _weasyprint() -> Any:
    try:
        with fonts.isolated():
            import weasyprint
    except OSError as error:
        raise MissingPartError(f"Pango is missing on this machine; {PANGO_HELP}") from error
    return weasyprint


def _fetcher(picture: bytes | None) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """Answers for the packaged fonts and the logo and refuses everything else: no file, no network."""

        left = MOST_FONTS

        def fetch(self, url: str, headers: Any = None) -> Any:
            face = fonts.faces().get(url.removeprefix(fonts.SCHEME))
            if face is not None and url.startswith(fonts.SCHEME) and self.left > 0:
                self.left -= 1  # each answer becomes a file on the disk
                return URLFetcherResponse(url, face.file.read_bytes(), {"Content-Type": "font/ttf"})
            if picture and url == logo.ADDRESS:
                return URLFetcherResponse(url, picture, {"Content-Type": logo.media(picture)})
            raise ValueError("nothing is fetched")

    return Fetcher()


@contextmanager
def _clock(as_of: date) -> Iterator[None]:
    """Let the PDF library see *as_of* in place of the clock."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(
        int(datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC).timestamp())
    )
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector from walking a page tree that is all alive: a third of the time."""
    import gc

    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries' own log off the user's screen."""
    import logging

    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools", "fontTools.subset")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
