"""The files a PDF carries, and all in it that acts or hides: nothing of it is believed or run.

An appendix has links within itself, two files that are attached, and no action. What it has is
listed here, and what is not on the list counts, in whatever object it stands: a reader of PDF may
find its way to any.
"""

import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from ropa.packing.names import Files
from ropa.packing.statement import Verdict, Verdicts, failed, printable

LARGEST = 100_000_000
"""Bytes of all files a PDF carries, unpacked."""

MOST_STREAMS = 200_000
"""Streams of a PDF; a page has one or two."""

MOST_UNPACKED = 300_000_000
"""Bytes of all that is packed in a PDF: the library unpacks some of it before anybody can ask."""

_LARGEST_STEP = 1 << 20
"""Bytes that are packed, or unpacked, at a time."""

_STREAM_STARTS = re.compile(rb"stream\r?\n")


def _keys(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TRAILER = _keys("/DecodeParms /Filter /ID /Index /Info /Length /Root /RopaSeal /Size /Type /W")
_ROOT = _keys(
    "/AF /Lang /MarkInfo /Metadata /Names /Outlines /OutputIntents /Pages /StructTreeRoot /Type"
    " /ViewerPreferences"
)
_NAMES = _keys("/Dests /EmbeddedFiles")
_LINK = _keys("/A /BS /Contents /Dest /F /P /Rect /StructParent /Subtype /Type")
_SPEC = _keys("/AFRelationship /Desc /EF /F /Type /UF")
_STREAM = _keys("/Filter /Length /Params /Subtype /Type")
_LINK_OUT = _keys("/S /Type /URI")
_OUTSIDE = _keys("/F /FDecodeParms /FFilter")
"""Keys of a stream whose bytes stand in another file."""

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

    files: Files = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    faults: tuple[Verdict, ...] = ()
    links: tuple[str, ...] = ()
    is_read: bool = True
    """Whether it could be read at all; where not, the one fault says why."""


@dataclass
class _Inventory:
    """What a walk over all objects of a PDF meets."""

    entries: list[Any] = field(default_factory=list)
    streams: int = 0
    lists: int = 0
    actions: set[str] = field(default_factory=set)
    annotations: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)

    def note(self, node: Any) -> None:
        """Note what the dictionary or stream *node* holds that acts, is attached, or leads out."""
        keys = set(node.keys())
        kind = str(node.get("/Type", ""))
        self._note_actions(node, keys)
        self._note_files(node, keys)
        self.streams += kind == "/EmbeddedFile"
        self.lists += "/AF" in keys
        annotations = [node] if kind == "/Annot" else []
        for annotation in [*annotations, *_parts(node.get("/Annots"))]:
            self.annotations.update(_odd_annotation(annotation))

    def _note_files(self, node: Any, keys: set[str]) -> None:
        if "/EF" in keys:
            self.entries.append(node)
        is_stream = isinstance(node, pikepdf.Stream)
        if "/FS" in keys or (is_stream and keys & _OUTSIDE):
            self.annotations.add("/FS")

    def _note_actions(self, node: Any, keys: set[str]) -> None:
        if _is_link_out(node, keys):
            self.links.add(printable(str(node["/URI"])))
        else:
            self.actions |= keys & _ACTING
            self.actions |= {str(node.get("/S", ""))} & _ACTIONS
        if "/A" in keys and not _is_attribute_or_link(node["/A"]):
            self.actions.add("/A")


def carried(data: bytes) -> Carried:
    """What the PDF *data* carries and does, or why it is not read.

    A name that stands twice is left out: nobody could say which of the two a reader opens.
    """
    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)
    if _grows(data):
        return _unread("pdf_grows")
    source = io.BytesIO(data)
    try:
        with pikepdf.open(source, suppress_warnings=True, attempt_recovery=False) as document:
            contents = _carried(document, data)
            if document.get_warnings():
                return _unread("pdf_unreadable")
    except Exception:  # a damaged file makes the library raise whatever it stumbles over
        return _unread("pdf_unreadable")
    return contents


def _unread(fault: str) -> Carried:
    return Carried(faults=(failed(fault),), is_read=False)


def _carried(document: Any, data: bytes) -> Carried:
    """What the *document*, which was read from *data*, carries and does."""
    inventory = _walked(document)
    contents = _contents(inventory.entries)
    single = [name for name, versions in contents.items() if len(versions) == 1]
    files = {name: contents[name][0] for name in single}
    faults = [*_odd_entries(inventory.entries)]
    faults += _ambiguities(contents)
    faults += _odd_shapes(document, data, inventory)
    distinct = tuple(dict.fromkeys(faults))
    links = tuple(sorted(inventory.links))
    return Carried(files, frozenset(contents), distinct, links)


def _grows(data: bytes) -> bool:
    """Whether the streams in *data*, also those packed twice, hold more than is unpacked.

    An appendix is packed in no other way that grows.
    """
    room = MOST_UNPACKED
    for count, start in enumerate(_STREAM_STARTS.finditer(data)):
        unpacked = _unpacked(data, start.end(), room)
        while unpacked and room >= 0:
            room -= len(unpacked)
            unpacked = _unpacked(unpacked, 0, room)
        if room < 0 or count > MOST_STREAMS:
            return True
    return b"LZWDecode" in data


def _unpacked(data: bytes, start: int, most: int) -> bytes:
    """What *data* from *start* on unpacks to, about *most* bytes of it; empty if not packed."""
    unpacker = zlib.decompressobj()
    unpacked = bytearray()
    # The first step is small: most streams are, and the rest of a step is copied for nothing.
    step = 1 << 10
    try:
        while not unpacker.eof and len(unpacked) <= most:
            packed = unpacker.unconsumed_tail
            if not packed:
                packed = data[start : start + step]
                start += step
                step = min(2 * step, _LARGEST_STEP)
            if not packed:
                break
            unpacked += unpacker.decompress(packed, _LARGEST_STEP)
    except zlib.error:
        return b""
    return bytes(unpacked)


def _walked(document: Any) -> _Inventory:
    inventory = _Inventory()
    waiting = [document.trailer, *document.objects]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (pikepdf.Dictionary, pikepdf.Stream)):
            inventory.note(node)
            parts = [part for _, part in node.items()]
        else:
            parts = _parts(node)
        # an indirect object is among the document's own
        waiting += [part for part in parts if not getattr(part, "is_indirect", True)]
    return inventory


def _parts(value: Any) -> list[Any]:
    return list(value) if isinstance(value, pikepdf.Array) else []


def _is_link_out(node: Any, keys: Iterable[str]) -> bool:
    """Whether *node* is an action that opens an address, and does nothing else."""
    kind = str(node.get("/S", ""))
    return kind == "/URI" and "/URI" in keys and _LINK_OUT.issuperset(keys)


def _is_attribute_or_link(value: Any) -> bool:
    """Whether ``/A`` holds how a table is read, or a link, which is counted by itself."""
    is_list = isinstance(value, pikepdf.Array)
    nodes = _parts(value) if is_list else [value]
    for node in nodes:
        if not isinstance(node, pikepdf.Dictionary):
            return False
        is_attribute = "/O" in node and "/S" not in node
        if not is_attribute and not _is_link_out(node, node.keys()):
            return False
    return True


def _odd_annotation(annotation: Any) -> Iterator[str]:
    kind = str(annotation.get("/Subtype", "?"))
    odd_keys = annotation.keys() - _LINK
    if kind != "/Link":
        yield kind
    elif odd_keys:
        yield f"/Link {min(odd_keys)}"


def _name(entry: Any) -> str:
    return printable(str(entry.get("/UF", entry.get("/F", "?"))))


def _contents(entries: list[Any]) -> dict[str, list[bytes]]:
    """All that is attached under each name."""
    contents: dict[str, list[bytes]] = {}
    room = LARGEST
    for entry in entries:
        for stream in _streams(entry):
            data = _content(stream, room)
            room -= len(data)
            contents.setdefault(_name(entry), []).append(data)
    return contents


def _content(stream: Any, most: int) -> bytes:
    """What *stream* holds. Raises ValueError where it holds more than *most* bytes."""
    data: bytes = stream.read_raw_bytes()
    if str(stream.get("/Filter", "")) == "/FlateDecode" and "/DecodeParms" not in stream:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(data, most + 1)
    if len(data) > most:
        raise ValueError("more than is read")
    return data


def _streams(entry: Any) -> list[Any]:
    """The streams of an entry, each of them once."""
    streams = {stream.objgen: stream for _, stream in entry.EF.items()}
    return list(streams.values())


def _odd_entries(entries: list[Any]) -> Verdicts:
    """What is wrong with how files are attached."""
    for entry in entries:
        names = {str(entry.get(key, "")) for key in ("/F", "/UF")}
        if len(names) > 1:
            yield failed("pdf_names", name=_name(entry))
        elif not _is_plain(entry):
            yield failed("pdf_entry", name=_name(entry))


def _is_plain(entry: Any) -> bool:
    """Whether a file is attached as an appendix has it: one packed stream, under both keys."""
    if not isinstance(entry, pikepdf.Dictionary) or set(entry.keys()) != _SPEC:
        return False
    streams = _streams(entry)
    keys = set(entry.EF.keys())
    if keys != {"/F", "/UF"} or len(streams) != 1:
        return False
    [stream] = streams
    packing = str(stream.get("/Filter", "/FlateDecode"))
    return packing == "/FlateDecode" and _STREAM.issuperset(stream.keys())


def _ambiguities(contents: Mapping[str, list[bytes]]) -> Verdicts:
    """Names under which several files are attached."""
    for name, versions in contents.items():
        if len(versions) > 1:
            key = "pdf_differ" if len(set(versions)) > 1 else "pdf_twice"
            yield failed(key, name=name, n=len(versions))


def _odd_shapes(document: Any, data: bytes, inventory: _Inventory) -> Verdicts:
    """What in the whole of a PDF is not as an appendix has it."""
    has_odd_key = not _TRAILER.issuperset(document.trailer.keys())
    if has_odd_key or document.is_encrypted or not data.endswith(b"%%EOF\n"):
        yield failed("pdf_appended")
    root = document.Root
    names = root.get("/Names", {})
    odd_keys = set(root.keys()) - _ROOT
    odd_keys |= set(names.keys()) - _NAMES
    yield from _acting(inventory, odd_keys)
    associated = _parts(root.get("/AF"))
    tree = names.get("/EmbeddedFiles", {})
    if not _is_listed(associated, tree, inventory):
        yield failed("pdf_listed")


def _acting(inventory: _Inventory, odd_keys: set[str]) -> Verdicts:
    """What in a PDF acts or may act, and annotations that an appendix has none of."""
    for action in sorted(inventory.actions | odd_keys):
        yield failed("pdf_acts", kind=action)
    for kind in sorted(inventory.annotations):
        yield failed("pdf_annotation", kind=kind)


def _is_listed(associated: list[Any], tree: Any, inventory: _Inventory) -> bool:
    """Whether the lists of what is attached agree: *associated*, by name in the *tree*, and met."""
    has_only_names = set(tree.keys()) == {"/Names"}
    pairs = _parts(tree.get("/Names")) if has_only_names else []
    entries = pairs[1::2]
    names = [str(entry.get("/UF", "")) for entry in entries]
    is_named = names == [str(name) for name in pairs[::2]]
    objects = _objects(entries)
    is_same = objects == _objects(associated) == _objects(inventory.entries)
    is_counted = inventory.streams == len(entries) and inventory.lists <= 1
    return is_named and is_same and is_counted


def _objects(entries: Iterable[Any]) -> Counter[tuple[int, int]]:
    return Counter(entry.objgen for entry in entries)
