"""What an appendix proves, alone and in a pack."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ropa.documents.machine import FORMAT
from ropa.output.archival import ATTACHMENTS, seal_holds
from ropa.packing.attached import Carried, carried
from ropa.packing.contents import DOCUMENTS
from ropa.packing.manifest import sha256
from ropa.packing.names import Files
from ropa.packing.statement import Verdicts, failed, proven

APPENDIX = f"{DOCUMENTS}appendix.pdf"

_REGISTER = "register.json"


@dataclass(frozen=True, slots=True)
class _Appendix:
    """A PDF, what it carries, and what tells whether it is an appendix."""

    data: bytes
    contents: Carried
    holds: bool | None
    """Whether the seal holds; None where there is none."""
    origin: Mapping[str, str] | None
    """Day and revision of the register that is attached; None where it is not ours."""

    @property
    def is_ours(self) -> bool:
        """Whether anything of it comes from this tool."""
        return self.holds is not None or self.origin is not None


def verify_appendix(data: bytes) -> Verdicts:
    """Everything that can be said of the appendix *data* on its own."""
    appendix = _read(data)
    yield from _judged(appendix)
    links = appendix.contents.links
    if links and appendix.is_ours:
        yield failed("pdf_links", links=links)


def beside_pack(files: Files) -> Verdicts:
    """The appendix among the *files* of a pack, and whether it carries the pack's own data."""
    if APPENDIX not in files:
        return
    appendix = _read(files[APPENDIX])
    for verdict in _judged(appendix):
        if verdict.has_failed:
            yield verdict
    yield from _compared(appendix.contents.files, files)


def _compared(attached: Files, files: Files) -> Verdicts:
    """The files that are *attached* beside those of the pack."""
    are_same = True
    for name in ATTACHMENTS:
        packed = files.get(DOCUMENTS + name)
        if attached.get(name) == packed:
            continue
        are_same = False
        if name in attached:
            yield failed("attachment_differs", name=name)
    if are_same:
        yield proven("attachments_same", names=tuple(ATTACHMENTS))


def _read(data: bytes) -> _Appendix:
    contents = carried(data)
    return _Appendix(data, contents, seal_holds(data), _origin(contents))


def _judged(appendix: _Appendix) -> Verdicts:
    """What the *appendix* is, its links apart."""
    contents = appendix.contents
    origin = appendix.origin
    # a seal that is missing is one that was taken away, where the data is ours
    if appendix.holds is False or (appendix.holds is None and origin):
        yield failed("pdf_broken")
    if not contents.is_read:
        yield from contents.faults
        return
    yield from _foreign(contents, origin)
    if not appendix.is_ours:
        return
    yield from contents.faults
    yield from _misattached(contents)
    if appendix.holds and origin and not contents.faults:
        yield proven("pdf_sealed", sha256=sha256(appendix.data))
        yield proven("pdf_carries", names=sorted(contents.files), **origin)


def _foreign(contents: Carried, origin: Mapping[str, str] | None) -> Verdicts:
    """That no register.json of ropa is attached; where several are, others say so."""
    is_ambiguous = _REGISTER in contents.names and _REGISTER not in contents.files
    if not contents.names:
        yield failed("pdf_bare")
    elif origin is None and not is_ambiguous:
        yield failed("pdf_foreign")


def _misattached(contents: Carried) -> Verdicts:
    """What is attached and should not be, and what should be and is not."""
    for name in sorted(contents.names - ATTACHMENTS.keys()):
        yield failed("pdf_more", name=name)
    for name in ATTACHMENTS:
        if contents.names and name not in contents.names:
            yield failed("pdf_lacks", name=name)


def _origin(contents: Carried) -> dict[str, str] | None:
    """Day and revision of the register that is attached; None where it is not ours."""
    try:
        data = contents.files.get(_REGISTER, b"")
        register = json.loads(data.decode())
    except (ValueError, RecursionError):
        return None
    if not isinstance(register, dict) or register.get("format") != FORMAT:
        return None
    origin = {key: str(register.get(key)) for key in _ORIGIN}
    forms = _ORIGIN.values()
    is_whole = all(map(re.fullmatch, forms, origin.values()))
    return origin if is_whole else None


_ORIGIN: Mapping[str, str] = MappingProxyType(
    {"as_of": "[0-9]{4}-[0-9]{2}-[0-9]{2}", "revision": "[0-9a-f]{12}"}
)
"""What an attached register says of where it is from, and how that is written."""
