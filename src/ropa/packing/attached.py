"""The files a PDF carries, and all in it that acts or hides: read with suspicion, and nothing of it is run.

An appendix has links within itself, two files that are attached, and no action. What it has is listed here, and what
is not on the list counts, in whatever object it stands: a reader of PDF may find its way to any.
"""

import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ropa.packing.archive import shown
from ropa.vocabulary import say

LARGEST = 100_000_000
"""Bytes of all files a PDF carries, unpacked."""

MOST_STREAMS = 200_000
"""Streams of a PDF; a page has one or two."""

MOST_UNPACKED = 300_000_000
"""Bytes of all that is packed in a PDF: the library unpacks some of it before anybody can ask."""


def _keys(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TRAILER = _keys("/DecodeParms /Filter /ID /Index /Info /Length /Root /RopaSeal /Size /Type /W")
_ROOT = _keys(
    "/AF /Lang /MarkInfo /Metadata /Names /Outlines /OutputIntents /Pages /StructTreeRoot /Type /ViewerPreferences"
)
_NAMES = _keys("/Dests /EmbeddedFiles")
_LINK = _keys("/A /BS /Contents /Dest /F /P /Rect /StructParent /Subtype /Type")
_SPEC = _keys("/AFRelationship /Desc /EF /F /Type /UF")
_STREAM = _keys("/Filter /Length /Params /Subtype /Type")

_ACTING = _keys(
    "/AA /AcroForm /Collection /JS /JavaScript /Launch /OPI /OpenAction /PA /Perms /Ref"
    " /RichMediaContent /RichMediaExecute /RichMediaSettings /URI /XFA"
)
"""Keys under which something acts, leads to other files, or decides what a reader opens first."""

_ACTIONS = _keys(
    "/GoTo /GoTo3DView /GoToDp /GoToE /GoToR /Hide /ImportData /JavaScript /Launch /Movie /Named"
    " /Rendition /ResetForm /RichMediaExecute /SetOCGState /Sound /SubmitForm /Thread /Trans /URI"
)
"""Kinds of action. ISO 32000-2, 12.6.4."""


@dataclass(frozen=True, slots=True)
class Carried:
    """The files of a PDF by name, the names of all, what is wrong, and where its links out lead."""

    files: Mapping[str, bytes]
    names: frozenset[str] = frozenset()
    faults: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


Unread = Literal["pdf_unreadable", "pdf_grows"]


@dataclass
class _Seen:
    """What a walk over all objects meets."""

    entries: list[Any] = field(default_factory=list)
    streams: int = 0
    lists: int = 0
    acts: set[str] = field(default_factory=set)
    annotations: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)


def carried(data: bytes) -> Carried | Unread:
    """What the PDF *data* carries and does, or why it is not read.

    A name that stands twice is left out: nobody could say which of the two a reader opens.
    """
    import pikepdf

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    if _grows(data):
        return "pdf_grows"
    try:
        with pikepdf.open(
            io.BytesIO(data), suppress_warnings=True, attempt_recovery=False
        ) as document:
            seen = _walked(document)
            contents, faults = _entries(seen.entries)
            faults += _shape(document, data, seen)
            if document.get_warnings():
                return "pdf_unreadable"
    except Exception:  # a damaged file makes the library raise whatever it stumbles over
        return "pdf_unreadable"
    files = {name: versions[0] for name, versions in contents.items() if len(versions) == 1}
    links = tuple(sorted(seen.links))
    return Carried(files, frozenset(contents), tuple(dict.fromkeys(faults)), links)


def _grows(data: bytes) -> bool:
    """Whether the streams in *data*, also those packed twice, hold more than is unpacked.

    An appendix is packed in no other way that grows.
    """
    room = MOST_UNPACKED
    for count, start in enumerate(_STREAMS.finditer(data)):
        packed = _unpacked(data, start.end(), room)
        while packed and room >= 0:
            room -= len(packed)
            packed = _unpacked(packed, 0, room)
        if room < 0 or count > MOST_STREAMS:
            return True
    return b"LZWDecode" in data


_STREAMS = re.compile(rb"stream\r?\n")


def _unpacked(data: bytes, start: int, most: int) -> bytes:
    """What *data* unpacks to from *start* on, cut off soon after *most* bytes; empty where it is not packed."""
    packer, out, size, step = zlib.decompressobj(), bytearray(), 0, 1 << 10
    try:
        while not packer.eof and size <= most:
            part = packer.unconsumed_tail or data[start : start + step]
            if not part:
                break
            start += 0 if packer.unconsumed_tail else step
            out += packer.decompress(part, 1 << 20)
            size, step = len(out), min(2 * step, 1 << 20)
    except zlib.error:
        return b""
    return bytes(out)


def _walked(document: Any) -> _Seen:
    import pikepdf

    seen = _Seen()
    waiting = [document.trailer, *document.objects]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
            _look(thing, seen)
            inside = [part for _, part in thing.items()]
        elif isinstance(thing, pikepdf.Array):
            inside = list(thing)
        else:
            continue
        waiting += [part for part in inside if not getattr(part, "is_indirect", True)]
    return seen


def _look(thing: Any, seen: _Seen) -> None:
    """Note what the dictionary or stream *thing* holds that acts, is attached, or leads out."""
    keys = set(thing.keys())
    kind = str(thing.get("/S", ""))
    if _is_link_out(thing, keys):
        seen.links.add(shown(str(thing["/URI"])))
    else:
        seen.acts |= keys & _ACTING
        seen.acts |= {kind} & _ACTIONS
    if "/A" in keys and not _is_attribute_or_link(thing["/A"]):
        seen.acts.add("/A")
    if "/EF" in keys:
        seen.entries.append(thing)
    if "/FS" in keys or _is_outside(thing, keys):
        seen.annotations.add("/FS")
    seen.streams += str(thing.get("/Type", "")) == "/EmbeddedFile"
    seen.lists += "/AF" in keys
    if str(thing.get("/Type", "")) == "/Annot":
        seen.annotations |= set(_odd_annotation(thing))
    for annotation in _list(thing.get("/Annots")):
        seen.annotations |= set(_odd_annotation(annotation))


def _is_link_out(thing: Any, keys: set[str]) -> bool:
    """Whether *thing* is an action that opens an address, and does nothing else."""
    return str(thing.get("/S", "")) == "/URI" and keys <= {"/S", "/URI", "/Type"} and "/URI" in keys


def _is_attribute_or_link(value: Any) -> bool:
    """Whether what stands under ``/A`` tells how a table is read, or is a link that is counted by itself."""
    import pikepdf

    parts = _list(value) if isinstance(value, pikepdf.Array) else [value]
    return all(
        isinstance(part, pikepdf.Dictionary)
        and (_is_link_out(part, set(part.keys())) or ("/O" in part and "/S" not in part))
        for part in parts
    )


def _is_outside(thing: Any, keys: set[str]) -> bool:
    """Whether *thing* is a stream whose bytes stand in another file."""
    import pikepdf

    return isinstance(thing, pikepdf.Stream) and bool(keys & {"/F", "/FFilter", "/FDecodeParms"})


def _odd_annotation(annotation: Any) -> Iterator[str]:
    kind = str(annotation.get("/Subtype", "?"))
    if kind != "/Link":
        yield kind
    elif odd := set(annotation.keys()) - _LINK:
        yield f"/Link {min(odd)}"


def _list(value: Any) -> list[Any]:
    import pikepdf

    return list(value) if isinstance(value, pikepdf.Array) else []


def _entries(entries: list[Any]) -> tuple[dict[str, list[bytes]], list[str]]:
    """All that is attached under each name, and what is wrong with how it is attached."""
    contents: dict[str, list[bytes]] = {}
    faults, room = [], LARGEST
    for entry in entries:
        name = shown(str(entry.get("/UF", entry.get("/F", "?"))))
        if fault := _odd_entry(entry):
            faults.append(say(f"verify.{fault}", name=name))
        for stream in _distinct(entry.EF):
            data = _content(stream, room)
            room -= len(data)
            contents.setdefault(name, []).append(data)
    for name, versions in contents.items():
        if len(versions) > 1:
            differ = "pdf_differ" if len(set(versions)) > 1 else "pdf_twice"
            faults.append(say(f"verify.{differ}", name=name, n=len(versions)))
    return contents, faults


def _odd_entry(entry: Any) -> str:
    import pikepdf

    names = {str(entry.get(key, "")) for key in ("/F", "/UF")}
    if len(names) > 1:
        return "pdf_names"
    is_plain = isinstance(entry, pikepdf.Dictionary) and set(entry.keys()) == _SPEC
    if not is_plain or set(entry.EF.keys()) != {"/F", "/UF"}:
        return "pdf_entry"
    streams = _distinct(entry.EF)
    is_usual = len(streams) == 1 and set(streams[0].keys()) <= _STREAM
    packed = str(streams[0].get("/Filter", "/FlateDecode"))
    return "" if is_usual and packed == "/FlateDecode" else "pdf_entry"


def _distinct(versions: Any) -> list[Any]:
    """The streams of an entry, each of them once."""
    by_place = {stream.objgen: stream for _, stream in versions.items()}
    return list(by_place.values())


def _content(stream: Any, most: int) -> bytes:
    """What *stream* holds. Raises ValueError where it holds more than *most* bytes."""
    raw: bytes = stream.read_raw_bytes()
    is_packed = str(stream.get("/Filter", "")) == "/FlateDecode" and "/DecodeParms" not in stream
    data = zlib.decompressobj().decompress(raw, most + 1) if is_packed else raw
    if len(data) > most:
        raise ValueError("more than is read")
    return data


def _shape(document: Any, data: bytes, seen: _Seen) -> Iterator[str]:
    """What in the whole of a PDF is not as an appendix has it."""
    if (
        not data.endswith(b"%%EOF\n")
        or set(document.trailer.keys()) - _TRAILER
        or document.is_encrypted
    ):
        yield say("verify.pdf_appended")
    names = document.Root.get("/Names", {})
    for key in sorted({*document.Root.keys()} - _ROOT | {*names.keys()} - _NAMES | seen.acts):
        yield say("verify.pdf_acts", kind=shown(key))
    for kind in sorted(seen.annotations):
        yield say("verify.pdf_annotation", kind=shown(kind))
    listed = _list(document.Root.get("/AF"))
    tree = names.get("/EmbeddedFiles", {})
    pairs = _list(tree.get("/Names")) if set(tree.keys()) == {"/Names"} else []
    called = [str(name) for name in pairs[::2]] == [
        str(spec.get("/UF", "")) for spec in pairs[1::2]
    ]
    groups = [
        Counter(spec.objgen for spec in specs) for specs in (listed, pairs[1::2], seen.entries)
    ]
    is_one = groups[0] == groups[1] == groups[2] and seen.streams == len(pairs[1::2])
    if not called or not is_one or seen.lists > 1:
        yield say("verify.pdf_listed")
