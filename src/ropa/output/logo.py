"""The logo on a document: read from the templates, small, and nothing but a picture."""

from pathlib import Path

from ropa.errors import UsageError
from ropa.files import Refusal, Refused, read_below
from ropa.vocabulary import translate

ADDRESS = "ropa-logo:"
"""Where a template finds it."""

LARGEST = 2_000_000
"""Bytes."""

WIDEST = 4_000
"""Pixels on a side: a picture of a few bytes can claim billions."""

_MEDIA = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


def read(templates: Path | None, name: str) -> bytes | None:
    """The picture *name* among *templates*, or None where none is named.

    Raises UsageError where it cannot be shown.
    """
    if not name:
        return None
    missing = Refused(Refusal.MISSING, "")
    data = read_below(templates, name, LARGEST) if templates else missing
    if isinstance(data, Refused):
        if data.kind in (Refusal.MISSING, Refusal.OUTSIDE):
            raise UsageError(translate("drawing_fault.logo_missing", name=name))
        raise _faulty(name, data.why)
    if fault := _fault(data):
        raise _faulty(name, fault)
    return data


def _faulty(name: str, why: str) -> UsageError:
    return UsageError(translate("drawing_fault.logo_fault", name=name, why=why))


def media(data: bytes) -> str:
    """The media type of the picture *data*; empty where it is none that can be shown."""
    return next((kind for start, kind in _MEDIA if data.startswith(start)), "")


def _fault(data: bytes) -> str:
    import io
    import warnings

    if not media(data):
        return translate("drawing_fault.logo_format")
    from PIL import Image, ImageFile

    # The PDF library, once imported, makes this one fill up pictures that were cut off.
    forgiving, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library warns of what is refused below
            picture = Image.open(io.BytesIO(data))
            if max(picture.size) > WIDEST:
                return translate("drawing_fault.logo_size", pixels=WIDEST)
            if picture.mode == "CMYK":
                return translate("drawing_fault.logo_print")
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        return translate("drawing_fault.logo_damaged", why=error)
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = forgiving
    return ""
