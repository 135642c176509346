"""Names of files in a pack: plain ASCII, whatever the files of a project are called.

Every other byte of a name is written as ``=`` and two digits. The percent sign would be the usual
mark, but BagIt escapes it once more in its manifests, and `sha256sum -c` would then look for
another file.
"""

import re
from collections.abc import Mapping
from typing import TypeAlias

from ropa.errors import UsageError
from ropa.vocabulary import translate

Files: TypeAlias = Mapping[str, bytes]
"""Files by their name, or by their path below some folder."""

LONGEST = 255
"""Letters of one step of a path that every file system takes."""

_ODD = re.compile(rb"[^A-Za-z0-9._/-]")
_WRITTEN = re.compile(rb"=([0-9A-F]{2})")


def leads_out(name: str) -> bool:
    """Whether some system would unpack the file *name* elsewhere than below the folder at hand."""
    is_climbing = not {"", ".", ".."}.isdisjoint(name.split("/"))
    return is_climbing or not {"\\", ":", "\0"}.isdisjoint(name)


def encoded(name: str) -> str:
    """The path *name* as a pack calls it. Raises UsageError where some system cannot unpack it."""
    if leads_out(name):
        raise UsageError(translate("pack.leads_out", name=repr(name)))
    data = name.encode("utf-8", "surrogateescape")
    text = _ODD.sub(lambda odd: b"=%02X" % ord(odd[0]), data).decode("ascii")
    longest = max(map(len, text.split("/")))
    if longest > LONGEST:
        raise UsageError(translate("pack.too_long", name=repr(name)))
    return text


def decoded(name: str) -> str | None:
    """The path that is called *name* in a pack; None where no path is."""
    written = name.encode("utf-8", "replace")
    data = _WRITTEN.sub(lambda byte: bytes.fromhex(byte[1].decode()), written)
    path = data.decode("utf-8", "surrogateescape")
    try:
        return path if encoded(path) == name else None
    except UsageError:
        return None
