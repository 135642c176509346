"""What an appendix proves, alone and in a pack."""

import json
import re
from collections.abc import Iterator, Mapping

from ropa.packing.attached import Carried, Unread, carried
from ropa.packing.contents import DOCUMENTS
from ropa.packing.manifest import sha256
from ropa.packing.statement import Outcome, Verdict, failed, proven
from ropa.renderers.archival import ATTACHMENTS, seal_holds
from ropa.views.machine import FORMAT

APPENDIX = f"{DOCUMENTS}appendix.pdf"

_REGISTER = "register.json"


def verify_appendix(data: bytes) -> Iterator[Verdict]:
    """Everything that can be said of the appendix *data* on its own."""
    contents = carried(data)
    yield from _judged(data, contents)
    if isinstance(contents, Carried) and contents.links and _is_ours(data, contents):
        yield failed("pdf_links", links=", ".join(contents.links))


def beside_pack(files: Mapping[str, bytes]) -> Iterator[Verdict]:
    """The appendix among the *files* of a pack, and whether it carries the pack's own data."""
    data = files.get(APPENDIX)
    if data is None:
        return
    contents = carried(data)
    for verdict in _judged(data, contents):
        if verdict.outcome is Outcome.FAILED:
            yield verdict
    attached = contents.files if isinstance(contents, Carried) else {}
    differing = [name for name in ATTACHMENTS if attached.get(name) != files.get(DOCUMENTS + name)]
    if not differing:
        yield proven("attachments_same", names=", ".join(ATTACHMENTS))
    for name in differing:
        if name in attached:
            yield failed("attachment_differs", name=name)


def links_of(data: bytes) -> tuple[str, ...]:
    """Where the links of the appendix *data* lead that lead out of it."""
    contents = carried(data)
    return contents.links if isinstance(contents, Carried) else ()


def _judged(data: bytes, contents: Carried | Unread) -> Iterator[Verdict]:
    """What the appendix *data* is, with these *contents*."""
    is_whole = seal_holds(data)
    if not isinstance(contents, Carried):
        if is_whole is False:
            yield failed("pdf_broken")
        yield failed(contents)
        return
    origin = _origin(contents)
    # a seal that is missing is one that was taken away, where the data is ours
    if is_whole is False or (is_whole is None and origin):
        yield failed("pdf_broken")
    yield from _foreign(contents)
    if not _is_ours(data, contents):
        return
    yield from contents.faults
    yield from _misattached(contents)
    if is_whole and origin and not contents.faults:
        yield proven("pdf_sealed", sha256=sha256(data))
        yield proven("pdf_carries", names=", ".join(sorted(contents.files)), **origin)


def _foreign(contents: Carried) -> Iterator[Verdict]:
    """That no register.json of ropa is attached; where several are, others say so."""
    is_ambiguous = _REGISTER in contents.names and _REGISTER not in contents.files
    if not contents.names:
        yield failed("pdf_bare")
    elif not is_ambiguous and _origin(contents) is None:
        yield failed("pdf_foreign")


def _misattached(contents: Carried) -> Iterator[Verdict]:
    """What is attached and should not be, and what should be and is not."""
    for name in sorted(contents.names - ATTACHMENTS.keys()):
        yield failed("pdf_more", name=name)
    for name in ATTACHMENTS:
        if contents.names and name not in contents.names:
            yield failed("pdf_lacks", name=name)


def _is_ours(data: bytes, contents: Carried) -> bool:
    return seal_holds(data) is not None or _origin(contents) is not None


def _origin(contents: Carried) -> dict[str, str] | None:
    """Day and revision of the register that is attached; None where it is not ours."""
    try:
        register = json.loads(contents.files.get(_REGISTER, b"").decode())
    except (ValueError, RecursionError):
        return None
    if not isinstance(register, dict) or register.get("format") != FORMAT:
        return None
    origin = {key: str(register.get(key)) for key in ("as_of", "revision")}
    is_day = re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", origin["as_of"])
    is_revision = re.fullmatch("[0-9a-f]{12}", origin["revision"])
    return origin if is_day and is_revision else None
