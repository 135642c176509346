"""The appendix as PDF/A-3a and PDF/UA-1: from a template, its fonts inside, nothing fetched."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from markupsafe import Markup

from ropa.documents.table import Document
from ropa.errors import MissingPartError
from ropa.output import archival, fonts, logo, pictures
from ropa.output.child import Drawing
from ropa.output.widths import widths
from ropa.templates import OwnTemplates, fill
from ropa.vocabulary import translate

MOST_FONTS = 100
"""Fonts that style sheets of one document may ask for; there are some thirty."""


def _appendix(overrides: OwnTemplates | None, document: Document) -> bytes:
    folder = overrides.folder if overrides else None
    picture = logo.read(folder, document.settings["logo"])
    values = {"document": document, "paper": document.paper}
    html = fill(overrides, "appendix.html.jinja", **values, draw=_picture, widths=widths)
    styles = fill(overrides, "appendix.css.jinja", **values)
    as_of = date.fromisoformat(document.as_of)
    data = draw(Page(html, styles, as_of, picture))
    return archival.archived(data, document.attachments, as_of)


def _picture(picture: object) -> Markup:
    """What a template draws a picture with: a plain function, which leads to no class."""
    return pictures.draw(picture)


APPENDIX = Drawing(_appendix, ("appendix.html.jinja", "appendix.css.jinja"))
"""The appendix with what it carries. Raises MissingPartError where the machine lacks Pango."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is laid out: markup and styles, the day inside it, and the picture it may show.

    It shows the picture as ``ropa-logo:``, beside those that are drawn in the markup.
    """

    html: str
    styles: str
    as_of: date
    picture: bytes | None = None


def draw(page: Page) -> bytes:
    """*page* as PDF/A; dates inside are its day at midnight UTC."""
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    html, faces = fonts.drawable(page.html)
    styles = fonts.declarations(faces) + page.styles
    fetcher = _fetcher(page.picture)
    addresses = {"url_fetcher": fetcher, "base_url": f"{fonts.SCHEME}none"}
    with _clock(page.as_of), _quiet(), _no_collection(), fonts.isolated(), _scratch():
        font_config = FontConfiguration()
        sheet = weasyprint.CSS(string=styles, font_config=font_config, **addresses)
        markup = weasyprint.HTML(string=_breakable(html), **addresses)
        data: bytes = markup.write_pdf(
            stylesheets=[sheet], font_config=font_config, pdf_variant="pdf/a-3a", pdf_tags=True
        )
    return data


_LETTER = "(?:&[#0-9A-Za-z]+;|[^\\s&<>])"
_NUMBERED = re.compile(r'(?<=">)(\d+\.) ')
_TEXT = re.compile(">[^<>]{1000,}<")
_LONG_WORD = re.compile(f"{_LETTER}{{1000,}}")
_STRETCH = re.compile(f"{_LETTER}{{1,64}}")
_PIECE = re.compile(f"{_LETTER}{{4}}(?![\u0300-\u036f\u200d\ufe00-\ufe0f])")


def _breakable(page: str) -> str:
    """*page* with numbers that stay with their items, and places to break in very long words.

    Laid out as one, a word of 100,000 letters takes an hour: it is put in stretches.
    """
    head, body, content = page.partition("<body")
    content = _NUMBERED.sub("\\1\N{NO-BREAK SPACE}", content)
    content = _TEXT.sub(_bounded, content)
    return head + body + content


def _bounded(text: re.Match[str]) -> str:
    return _LONG_WORD.sub(_stretches, text.group())


def _stretches(word: re.Match[str]) -> str:
    return _STRETCH.sub(_stretch, word.group())


def _stretch(letters: re.Match[str]) -> str:
    pieces = _PIECE.sub("\\g<0>\N{ZERO WIDTH SPACE}", letters.group())
    return f"<span>{pieces}</span>"


@cache
def _weasyprint() -> Any:
    try:
        with fonts.isolated():
            import weasyprint
    except OSError as error:
        raise MissingPartError(translate("drawing_fault.no_pango")) from error
    return weasyprint


def _fetcher(picture: bytes | None) -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    addresses = {face.address: face for face in fonts.faces().values()}

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """Answers for the packaged fonts and the logo, and for no file and no network."""

        answers_left = MOST_FONTS

        def fetch(self, url: str, headers: Any = None) -> Any:
            if picture and url == logo.ADDRESS:
                return self.answer(url, picture, logo.media(picture))
            if url in addresses and self.answers_left > 0:
                self.answers_left -= 1  # each becomes a file on the disk
                return self.answer(url, addresses[url].file.read_bytes(), "font/ttf")
            raise ValueError("nothing is fetched")

        @staticmethod
        def answer(url: str, data: bytes, media: str) -> Any:
            return URLFetcherResponse(url, data, {"Content-Type": media})

    return Fetcher()


def _clock(as_of: date) -> AbstractContextManager[None]:
    """Let the PDF library see *as_of* in place of the clock."""
    midnight = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    seconds = int(midnight.timestamp())
    return fonts.surroundings("SOURCE_DATE_EPOCH", str(seconds))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector from walking a page tree that is all alive.

    That is a third of the time.
    """
    import gc

    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _scratch() -> Iterator[None]:
    """Take away the fonts that the layout engine writes to the disk.

    It leaves that to the garbage collector, which does not come by before the command ends.
    """
    usual = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="ropa-", ignore_cleanup_errors=True) as folder:
        tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = usual


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries' own log off the user's screen."""
    import logging

    names = ("weasyprint", "fontTools", "fontTools.subset")
    loggers = list(map(logging.getLogger, names))
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
