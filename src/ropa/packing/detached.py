"""The detached signatures in a file, one by one, so that none is judged by another's verdict.

A clear-signed, signed or encrypted message carries data of its own: it does not sign the file
beside it. So a file that holds anything but signatures is refused whole.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass

LARGEST = 1_000_000
"""Bytes of a signature file that is read."""

MOST = 20
"""Signatures of one file that are judged."""

_BLOCK = re.compile(
    rb"\s*-----BEGIN (SSH|PGP) SIGNATURE-----"
    rb"([^-]*(?:-(?!----)[^-]*)*)"
    rb"-----END \1 SIGNATURE-----\s*"
)
_ARMOR_HEADERS = re.compile(rb"[ \t]*\n(?:[A-Za-z]+: [^\n]*\n)*[ \t]*\n")
_CHECKSUM = re.compile(rb"\n=[A-Za-z0-9+/]{4}\s*$")
_SIGNATURE = 2
"""The number that begins a signature packet of OpenPGP."""


@dataclass(frozen=True, slots=True)
class Detached:
    """One signature: of SSH as text between its lines of dashes, of OpenPGP as a packet."""

    is_ssh: bool
    data: bytes


def detached(data: bytes) -> tuple[Detached, ...] | None:
    """The signatures in the file *data*, in order; None where it holds anything else, or none."""
    lines = data.replace(b"\r\n", b"\n")
    try:
        is_armored = lines.lstrip().startswith(b"-")
        signatures = tuple(_unarmored(lines) if is_armored else _packets(data))
    except (ValueError, IndexError):
        return None
    return signatures or None


def _unarmored(lines: bytes) -> Iterator[Detached]:
    """The signatures between lines of dashes, which fill the file."""
    start = 0
    while start < len(lines):
        block = _BLOCK.match(lines, start)
        if block is None:
            raise ValueError("something else")
        start = block.end()
        if block[1] == b"SSH":
            yield Detached(True, block[0].strip() + b"\n")
        else:
            yield from _packets(_bytes_of(block[2]))


def _bytes_of(armor: bytes) -> bytes:
    headers = _ARMOR_HEADERS.match(armor)
    if headers is None:
        raise ValueError("no armor")
    body = _CHECKSUM.sub(b"", armor[headers.end() :])
    try:
        return base64.b64decode(b"".join(body.split()), validate=True)
    except binascii.Error as error:
        raise ValueError("no armor") from error


def _packets(data: bytes) -> Iterator[Detached]:
    """The packets of *data*, each of them a signature. RFC 9580, 4.2."""
    while data:
        size = _size_of_packet(data)
        if size > len(data):
            raise ValueError("cut off")
        yield Detached(False, data[:size])
        data = data[size:]


def _size_of_packet(data: bytes) -> int:
    first = data[0]
    if first & 0xC0 == 0xC0:
        tag, header = first & 0x3F, _new_header(data)
    elif first & 0x80 and first & 3 != 3:
        start = 1 + (1 << (first & 3))
        length = int.from_bytes(data[1:start])
        tag, header = first >> 2 & 0xF, (start, length)
    else:
        raise ValueError("no packet")
    if tag != _SIGNATURE:
        raise ValueError("another packet")
    return sum(header)


def _new_header(data: bytes) -> tuple[int, int]:
    """How long the header of a packet is, and how long its body."""
    length = data[1]
    if length < 192:
        return 2, length
    if length < 224:
        return 3, (length - 192 << 8) + data[2] + 192
    if length == 255:
        return 6, int.from_bytes(data[2:6])
    raise ValueError("a packet of unknown length")
