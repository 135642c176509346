"""The files a PDF carries, read with suspicion."""

import io
import logging

LARGEST = 100_000_000
"""Bytes of all files a PDF carries, unpacked."""


def attachments(data: bytes) -> dict[str, bytes] | None:
    """The files that the PDF *data* carries, by name; None where it cannot be read as a PDF.

    A name that stands twice is left out: nobody could say which of the two a reader opens.
    """
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        found: dict[str, bytes] = {}
        for name, versions in PdfReader(io.BytesIO(data)).attachments.items():
            if len(versions) == 1:
                found[str(name)] = versions[0]
            if sum(map(len, found.values())) > LARGEST:
                return None
    except Exception:  # a damaged file makes the library raise whatever it stumbles over
        return None
    return found
