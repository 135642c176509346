"""The text of a PDF, page by page, with a bound on everything that a small file can make large."""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Any, NamedTuple

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import LimitReachedError
from pypdf.generic import DictionaryObject, IndirectObject, PdfObject, StreamObject

from ropa.evidence.decryption import decrypted
from ropa.evidence.unreadable import Unreadable, broken, unreadable
from ropa.vocabulary import number_text, translate

MOST_PAGES = 5_000
"""Pages of a document."""

MOST_UNPACKED = 20_000_000
"""Bytes of one part of a document, unpacked."""

MOST_DRAWN = 40_000_000
"""Bytes of all that is drawn, each time it is, unpacked, and ten for each piece of text."""

MOST_LETTERS = 1_500_000
"""Letters that the fonts of a page know, in all of their tables; twenty fonts of every letter."""


def read_pdf(data: bytes) -> str | Unreadable:
    """The text of the PDF *data*; what opens without a password is not taken for a secret."""
    if b"/Encrypt" in data:
        plain = decrypted(data)
        if isinstance(plain, Unreadable):
            return plain
        data = plain
    try:
        with apply_configuration(_LIMITS), _listening() as omissions:
            text = "\n".join(_pages(data, omissions))
    except _TooMuch as error:
        return unreadable("too_large", why=error)
    # The library reads what is well formed. What is not breaks it in places that nobody can list,
    # and since nothing is amiss but the document, the document is what is spoken of. Memory is
    # bounded above, and no fault of it.
    except Exception as error:
        if isinstance(error, MemoryError):
            raise
        return broken("pdf", error)
    if text.strip() and not text.strip("\N{REPLACEMENT CHARACTER} \n"):
        return unreadable("no_character")
    return text


_LIMITS = Configuration(
    page_tree_maximum_entries=MOST_PAGES,
    array_based_stream_maximum_output_length=MOST_UNPACKED,
    brotli_maximum_output_length=MOST_UNPACKED,
    jbig2_maximum_output_length=MOST_UNPACKED,
    lzw_maximum_output_length=MOST_UNPACKED,
    run_length_maximum_output_length=MOST_UNPACKED,
    zlib_maximum_output_length=MOST_UNPACKED,
    zlib_maximum_recovery_input_length=1_000_000,
    stream_decoding_work_maximum_length=2 * MOST_UNPACKED,
)


def _pages(data: bytes, omissions: list[str]) -> Iterator[str]:
    reader, drawing = _Reader(data), _Drawing()
    for number, page in enumerate(reader.pages, start=1):
        reader.spend(drawing.page(page))
        yield page.extract_text()
        if omissions:
            why = omissions[0]
            raise ValueError(translate("unreadable.page", number=number, why=why))


class _Reader(PdfReader):
    """A reader that counts what is unpacked: each part has a bound, and so have all of them."""

    def __init__(self, data: bytes) -> None:
        self._spent = 0
        self._packed: set[int] = set()
        super().__init__(BytesIO(data))

    def get_object(self, indirect_reference: int | IndirectObject) -> PdfObject | None:
        """The object referred to; a stream that other objects are packed in is counted once."""
        target = super().get_object(indirect_reference)
        if not isinstance(target, StreamObject) or target.get("/Type") != "/ObjStm":
            return target
        if id(target) not in self._packed:
            self._packed.add(id(target))
            self.spend(len(target.get_data()))
        return target

    def spend(self, size: int) -> None:
        """Count *size* bytes. Raises _TooMuch, and again each time, where they are too many."""
        self._spent += size
        if self._spent > MOST_DRAWN:
            most = number_text(MOST_DRAWN)
            raise _TooMuch(translate("unreadable.drawn", most=most, cost=_COST_OF_PIECE))


class _TooMuch(LimitReachedError):
    """More is unpacked or drawn than is read of any document."""


class _Work(NamedTuple):
    """What it takes to draw something: bytes to read, and letters that its fonts know."""

    size: int = 0
    letters: int = 0

    def times(self, count: int) -> "_Work":
        """The same, *count* times."""
        return _Work(self.size * count, self.letters * count)


def _sum(works: Iterable[_Work]) -> _Work:
    size = letters = 0
    for work in works:
        size += work.size
        letters += work.letters
    return _Work(size, letters)


class _Font(NamedTuple):
    """What a font takes, and how many times as long it makes the text that is written in it."""

    work: _Work = _Work()
    width: int = 1


class _Drawing:
    """What it takes to draw pages: a form, with its fonts, is read as many times as it is drawn."""

    def __init__(self) -> None:
        self._forms: dict[int, _Work] = {}
        self._fonts: dict[int, _Font] = {}

    def page(self, page: DictionaryObject) -> int:
        """Bytes of *page* and all that it draws. Raises _TooMuch for too many letters of fonts."""
        contents = _resolved(page.get("/Contents"))
        parts = contents if isinstance(contents, list) else [contents]
        streams = [_resolved(part) for part in parts]
        data = [stream.get_data() for stream in streams if isinstance(stream, StreamObject)]
        work = self._work(b"\n".join(data), _dictionary(page, "/Resources"))
        if work.letters > MOST_LETTERS:
            raise _TooMuch(translate("unreadable.letters", most=number_text(MOST_LETTERS)))
        return work.size + _COST_OF_LETTER * work.letters

    def _work(self, data: bytes, resources: DictionaryObject) -> _Work:
        """What it takes to draw *data*, with the forms and fonts of its *resources*."""
        members = _members(resources, "/Font").values()
        fonts = [*map(self._font, members)]
        widest = max((font.width for font in fonts), default=1)
        text = _work(data).times(widest)
        works = [text, *self._form_works(data, resources)]
        works += [font.work for font in fonts]
        return _sum(works)

    def _form_works(self, data: bytes, resources: DictionaryObject) -> list[_Work]:
        """What each form takes that *data* draws."""
        xobjects = _members(resources, "/XObject")
        forms = {name: self._form(xobject) for name, xobject in xobjects.items()}
        if not forms:
            return []
        names = [_name(written) for written in _DRAW.findall(data)]
        # A name that this does not recognize may be that of the largest form.
        unrecognized = data.count(b"Do") - len(names)
        works = [forms.get(name, _Work()) for name in names]
        return [*works, max(forms.values()).times(unrecognized)]

    def _form(self, xobject: DictionaryObject) -> _Work:
        if not isinstance(xobject, StreamObject) or xobject.get("/Subtype") != "/Form":
            return _Work()
        key = id(xobject)
        if key not in self._forms:
            self._forms[key] = _Work()  # one that draws itself is drawn once
            resources = _dictionary(xobject, "/Resources")
            self._forms[key] = self._work(xobject.get_data(), resources)
        return self._forms[key]

    def _font(self, font: DictionaryObject) -> _Font:
        if id(font) not in self._fonts:
            self._fonts[id(font)] = _font(font)
        return self._fonts[id(font)]


def _work(data: bytes) -> _Work:
    """What it takes to read *data*: letters in pieces of their own take longer than sentences."""
    pieces = sum(map(data.count, _PIECES))
    return _Work(len(data) + _COST_OF_PIECE * pieces)


_PIECES = (b"(", b"<", b"Td", b"TD")
"""Where a piece of text begins, or moves to another place."""

_COST_OF_PIECE = 10
"""Bytes of a sentence that can be read in the time in which a piece of text is begun."""


_DRAW = re.compile(rb"/([^\s/\[\]<>(){}%]++)\s++Do\b")


_ESCAPE = re.compile(rb"#([0-9a-fA-F]{2})")


def _name(written: bytes) -> str:
    """The name that is *written* in a page, as the library gives it."""
    plain = _ESCAPE.sub(lambda match: bytes.fromhex(match.group(1).decode()), written)
    return "/" + plain.decode("latin-1")


def _resolved(value: PdfObject | None) -> Any:
    """What *value* is or refers to."""
    return None if value is None else value.get_object()


def _dictionary(holder: DictionaryObject, key: str) -> DictionaryObject:
    """The dictionary *key* of *holder*, or of what it inherits from; an empty one without it."""
    value = _resolved(holder.get(key))
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def _members(resources: DictionaryObject, key: str) -> Mapping[str, DictionaryObject]:
    """The dictionaries in the dictionary *key* of *resources*, by name."""
    members = {}
    for name, value in _dictionary(resources, key).items():
        member = value.get_object()
        if isinstance(member, DictionaryObject):
            members[str(name)] = member
    return members


def _font(font: DictionaryObject) -> _Font:
    table = _resolved(font.get("/ToUnicode"))
    if not isinstance(table, StreamObject):
        return _Font()
    data = table.get_data()
    strings = re.findall(rb"<[^<>]*+>", data)
    longest = max(map(len, strings), default=0)
    ranges = re.findall(rb"beginbfrange(.*?)endbfrange", data, re.DOTALL)
    work = _Work(len(data), sum(map(_letters, ranges)))
    return _Font(work, max(1, longest // _LONG_LETTER))


def _letters(ranges: bytes) -> int:
    """How many letters *ranges* of a table stand for."""
    ends = re.findall(rb"<([0-9a-fA-F]{1,8})>\s*<([0-9a-fA-F]{1,8})>\s*[<\[]", ranges)
    letters = 0
    for first, last in ends:
        letters += max(0, int(last, 16) - int(first, 16))
    return letters


_COST_OF_LETTER = 4
"""Bytes of a page that can be read in the time in which one letter is entered into a table."""

_LONG_LETTER = 34
"""Hexadecimal digits of what one character of a font stands for, with room for eight letters."""


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What the library warns of having left out; it would print that, with the document's bytes."""
    listener = _Listener()
    logger = logging.getLogger("pypdf")
    propagates, logger.propagate = logger.propagate, False
    logger.addHandler(listener)
    try:
        yield listener.omissions
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagates


class _Listener(logging.Handler):
    """Keeps what is said about parts of a page that are not in its text."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.omissions: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep *record* where it tells that something is left out."""
        if record.name == "pypdf.filters" or str(record.msg).startswith(_LEFT_OUT):
            self.omissions.append(record.getMessage())


_LEFT_OUT = ("Impossible to decode XFormObject", "Exceeded ")
