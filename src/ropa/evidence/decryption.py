"""An encrypted PDF as a plain one: in a child, since qpdf unpacks without a bound of its own."""

import subprocess
import sys

from ropa.evidence.unreadable import Unreadable, broken, unreadable
from ropa.vocabulary import translate

MOST_SECONDS = 60
"""Time for one document; a hundred pages take less than one."""

_CHILD = """
import io, sys

try:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, OSError, ValueError):
    pass  # a system without these limits; the parent still keeps the time

import pikepdf

try:
    with pikepdf.open(io.BytesIO(sys.stdin.buffer.read())) as document:
        plain = io.BytesIO()
        document.save(plain, encryption=False, static_id=True, compress_streams=False,
                      stream_decode_level=pikepdf.StreamDecodeLevel.none,
                      object_stream_mode=pikepdf.ObjectStreamMode.disable)
except pikepdf.PasswordError:
    sys.exit(3)
sys.stdout.buffer.write(plain.getvalue())
"""


def decrypted(data: bytes) -> bytes | Unreadable:
    """The PDF *data* without the encryption that the empty password undoes."""
    try:
        child = subprocess.run(
            [sys.executable, "-I", "-c", _CHILD],
            input=data,
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return broken("pdf", translate("unreadable.not_in_time", seconds=MOST_SECONDS))
    if child.returncode == _LOCKED:
        return unreadable("locked")
    if child.returncode:
        return broken("pdf", translate("unreadable.not_decrypted"))
    return child.stdout


_LOCKED = 3
