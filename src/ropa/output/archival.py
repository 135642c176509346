"""One file that is PDF/A-3a and PDF/UA-1 at once, its data attached. ISO 19005-3, ISO 14289-1.

The PDF library marks a file for the one standard or the other; the second mark, with the schema
that PDF/A asks for, is added to the same metadata. A seal, the SHA-256 of the file with zeros in
the seal's place, shows a byte that changed.
"""

import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from ropa.vocabulary import translate


@dataclass(frozen=True, slots=True)
class AttachmentKind:
    """Its media type, and how it relates to the pages. ISO 19005-3, Annex E."""

    media: str
    relation: str


ATTACHMENTS: Mapping[str, AttachmentKind] = MappingProxyType(
    {
        "register.json": AttachmentKind("application/json", "/Data"),
        "register.xlsx": AttachmentKind(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "/Alternative"
        ),
    }
)
"""The files an appendix carries, by name."""

SEAL = "/RopaSeal"
"""Where the seal stands in the trailer, which is the one place of a file that is never packed."""

UNSEALED = b"0" * 64
"""What stands there while the file is hashed."""

_MARK = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag>\
</pdfaExtension:schemas></rdf:Description>"""


def archived(data: bytes, attached: Mapping[str, bytes], day: date) -> bytes:
    """The PDF/A *data* marked for PDF/UA-1 too, with the files *attached* and a seal.

    The same input gives the same bytes.
    """
    import pikepdf

    end = b"</rdf:RDF>"
    with pikepdf.open(io.BytesIO(data)) as document:
        metadata = document.Root.Metadata
        marked = metadata.read_bytes().replace(end, _MARK + end)
        metadata.write(marked)
        _attach(document, attached, day)
        document.trailer[SEAL] = pikepdf.String(UNSEALED.decode())
        stream = io.BytesIO()
        # Packed again by the library's own packer: that of Python differs between machines.
        document.save(stream, deterministic_id=True, min_version="1.7", recompress_flate=True)
    return sealed(stream.getvalue())


def _attach(document: Any, files: Mapping[str, bytes], day: date) -> None:
    import pikepdf

    stamp = f"D:{day:%Y%m%d}000000Z"
    associated = pikepdf.Array()
    dates = {"creation_date": stamp, "mod_date": stamp}
    for name, data in files.items():
        kind = ATTACHMENTS[name]
        suffix = name.rpartition(".")[2]
        words = {"filename": name, "description": translate(f"attachment.{suffix}")}
        media = kind.media
        file = pikepdf.AttachedFileSpec(document, data, mime_type=media, **words, **dates)
        file.obj.AFRelationship = pikepdf.Name(kind.relation)
        document.attachments[name] = file
        associated.append(document.attachments[name].obj)
    if files:
        document.Root.AF = associated


def sealed(data: bytes) -> bytes:
    """*data* with its seal in the place kept for it."""
    place = b"(%b)"
    head, unsealed, tail = data.rpartition(place % UNSEALED)
    assert unsealed, "a place is kept for the seal"
    return head + place % _seal(data) + tail


def seal_holds(data: bytes) -> bool | None:
    """Whether the seal in *data* is the one it was given; None for a PDF that has no seal."""
    matches = list(_SEALED.finditer(data))
    if not matches:
        return None
    start, end = matches[-1].span(1)
    unsealed = data[:start] + UNSEALED + data[end:]
    return _seal(unsealed) == data[start:end]


def _seal(unsealed: bytes) -> bytes:
    return hashlib.sha256(unsealed).hexdigest().encode()


_SEALED = re.compile(re.escape(SEAL.encode()) + rb" \(([0-9a-f]{64})\)")
