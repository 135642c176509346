"""A zip file that is the same on every machine, for the formats that are zip files."""

import io
import zipfile
from collections.abc import Iterable
from datetime import date


def stored(parts: Iterable[tuple[str, bytes]], day: date) -> bytes:
    """*parts*, names with data, as a zip file of *day*.

    They are stored, not packed: packing differs between machines.
    """
    stream = io.BytesIO()
    year = max(1980, day.year)  # no zip file is older
    stamp = (year, day.month, day.day, 0, 0, 0)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts:
            entry = zipfile.ZipInfo(name, stamp)
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            archive.writestr(entry, data)
    return stream.getvalue()
