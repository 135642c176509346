"""What an appendix proves, alone and in a pack."""

import json
import re
from collections.abc import Iterator, Mapping

from ropa.packing.attached import Carried, Unread, carried
from ropa.packing.contents import DOCUMENTS
from ropa.packing.manifest import sha256
from ropa.packing.statement import Outcome, Verdict, statement
from ropa.renderers.archival import ATTACHMENTS, seal_holds
from ropa.views.machine import FORMAT

APPENDIX = f"{DOCUMENTS}appendix.pdf"

PROVEN, FAILED = Outcome.PROVEN, Outcome.FAILED


def verify_appendix(data: bytes) -> Iterator[Verdict]:
    """Everything that can be said of the appendix *data* on its own."""
    found = carried(data)
    yield from _said(data, found)
    if isinstance(found, Carried) and found.links and _is_ours(data, found):
        yield statement(FAILED, "pdf_links", links=", ".join(found.links))


def beside_pack(files: Mapping[str, bytes]) -> Iterator[Verdict]:
    """The appendix among the *files* of a pack, and whether it carries the pack's own data."""
    if APPENDIX not in files:
        return
    found = carried(files[APPENDIX])
    faults = [one for one in _said(files[APPENDIX], found) if one.outcome is FAILED]
    yield from faults
    inside = found.files if isinstance(found, Carried) else {}
    same = [name for name in ATTACHMENTS if inside.get(name) == files.get(f"{DOCUMENTS}{name}")]
    if len(same) == len(ATTACHMENTS):
        yield statement(PROVEN, "attachments_same", names=", ".join(ATTACHMENTS))
    for name in ATTACHMENTS:
        if name not in same and name in inside:
            yield statement(FAILED, "attachment_differs", name=name)


def links_of(data: bytes) -> tuple[str, ...]:
    """Where the links of the appendix *data* lead that lead out of it."""
    found = carried(data)
    return found.links if isinstance(found, Carried) else ()


def _said(data: bytes, found: Carried | Unread) -> Iterator[Verdict]:
    holds = seal_holds(data)
    if not isinstance(found, Carried):
        if holds is False:
            yield statement(FAILED, "pdf_broken")
        yield statement(FAILED, found)
        return
    if holds is False or (holds is None and _register_in(found.files)):
        yield statement(FAILED, "pdf_broken")
    if not found.names:
        yield statement(FAILED, "pdf_bare")
    elif _is_foreign(found):
        yield statement(FAILED, "pdf_foreign")
    if not _is_ours(data, found):
        return
    yield from (Verdict(FAILED, fault) for fault in found.faults)
    yield from _attached(found)
    if holds and not found.faults and (about := _register_in(found.files)):
        yield statement(PROVEN, "pdf_sealed", sha256=sha256(data))
        names = ", ".join(sorted(found.files))
        yield statement(PROVEN, "pdf_carries", names=names, **about)


def _attached(found: Carried) -> Iterator[Verdict]:
    """What is attached and should not be, and what should be and is not."""
    for name in sorted(found.names - ATTACHMENTS.keys()):
        yield statement(FAILED, "pdf_more", name=name)
    for name in ATTACHMENTS:
        if found.names and name not in found.names:
            yield statement(FAILED, "pdf_lacks", name=name)


def _is_foreign(found: Carried) -> bool:
    """Whether no register.json of ropa is attached; where several are, others say so."""
    name = "register.json"
    return name not in found.names or (name in found.files and not _register_in(found.files))


def _is_ours(data: bytes, found: Carried) -> bool:
    return seal_holds(data) is not None or _register_in(found.files) is not None


def _register_in(files: Mapping[str, bytes]) -> dict[str, str] | None:
    """Day and revision of ``register.json`` among *files*; None where it is not ours."""
    try:
        data = json.loads(files.get("register.json", b"").decode())
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        return None
    about = {key: str(data.get(key)) for key in ("as_of", "revision")}
    is_typed = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", about["as_of"])
    return about if is_typed and re.fullmatch("[0-9a-f]{12}", about["revision"]) else None
