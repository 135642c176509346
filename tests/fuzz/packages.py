"""Zip archives changed inside their parts, and as archives."""

from __future__ import annotations

import html
import io
import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from random import Random

from fuzz.markup import MARKUP
from fuzz.mutate import Change, bytes_of, changed, likely, one_of, some, word
from fuzz.trees import JSON, YAML

BY_ENDING: Mapping[str, Sequence[Change]] = {
    **dict.fromkeys(("xml", "rels", "vml", "html"), MARKUP),
    **dict.fromkeys(("yaml", "lock"), YAML),
    "json": JSON,
    "": (bytes_of,),
}

NAMES: Sequence[str] = (
    *(
        "../x",
        "/x",
        "a/../../x",
        "..\\x",
        "C:\\x",
        "x\0y",
        "\x1b[31m",
        "\u202ex",
        "",
        ".",
        "x/",
        "word/vbaProject.bin",
        "xl/externalLinks/a.xml",
    ),
    *(
        "xl/embeddings/a.bin",
        "customXml/item1.xml",
        "a" * 300,
        "fetch.txt",
        "bagit.txt",
        "project/../../x",
        "project/records/.git/x",
        "é",
    ),
)


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of the archive *data*, in its order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive_of(
    chance: Random, parts: Mapping[str, bytes], packed: int = zipfile.ZIP_STORED
) -> bytes:
    """An archive of *parts*; now and then with something in it that no program would write."""
    names = list(parts)
    if likely(chance, 8):
        names.append(one_of(chance, names))  # twice
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", packed) as archive:
        warnings.simplefilter("ignore")
        for name in names:
            entry = zipfile.ZipInfo(name or "x", (1980, 1, 1, 0, 0, 0))
            entry.compress_type = packed
            if likely(chance, 1):
                entry.external_attr = one_of(chance, (0o120777, 0o040755, 0o010644)) << 16
            if likely(chance, 1):
                entry.compress_type = one_of(
                    chance, (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
                )
            archive.writestr(entry, parts[name])
        if likely(chance, 2):
            archive.comment = word(chance).encode("utf-8", "replace")[:60_000]
    return out.getvalue()


def renamed(chance: Random, parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """A part is gone, has another name, stands under a second name, or holds what another does."""
    after = dict(parts)
    name, turn = one_of(chance, sorted(after)), chance.randrange(4)
    new = one_of(chance, NAMES) if likely(chance, 60) else word(chance)[:200].replace("\0", "")
    if turn == 0:
        del after[name]
    elif turn == 1:
        after[new] = after.pop(name)
    elif turn == 2:
        after[new] = after[name]
    else:
        after[name] = after[one_of(chance, sorted(after))]
    return after or {"x": b""}


def headed(chance: Random, data: bytes) -> bytes:
    """The archive's own records changed: sizes, flags, ways of packing, counts."""
    places = [place for mark in (b"PK\1\2", b"PK\3\4", b"PK\5\6") for place in _places(data, mark)]
    if not places:
        return bytes_of(chance, data)
    place = one_of(chance, places) + 4 + chance.randrange(40)
    size = one_of(chance, (1, 2, 4))
    new = one_of(
        chance, (b"\xff" * size, b"\0" * size, bytes(chance.randrange(256) for _ in range(size)))
    )
    return data[:place] + new + data[place + size :]


def _places(data: bytes, mark: bytes) -> list[int]:
    found, place = [], data.find(mark)
    while place >= 0:
        found.append(place)
        place = data.find(mark, place + 1)
    return found


_CELL = re.compile(rb'(<c r="[A-Z]+[0-9]+"[^>]*?)(?: t="[a-zA-Z]+")?>(.*?)</c>', re.DOTALL)

CELLS: Sequence[str] = (
    *(
        "none",
        "stated",
        "not stated",
        "unclear",
        "yes",
        "no",
        "n/a",
        "-",
        "2026-02-30",
        "P6Y",
        "6 years after the sale",
        "US; India",
    ),
    *(
        "Art. 6(1)(b)",
        "consent; contract",
        "a: b\nc: d",
        "• one\n• two",
        "new-key",
        "Sales",
        "selling",
        "name (qualified: may)",
        "[A] [B]",
    ),
    *(
        "_x001B_[2J",
        "_xD800_",
        "_x202E_",
        "_x000D_",
        "_x0000_",
        "\u202eabc",
        "\u2028",
        "=1+1",
        "controller; processor",
        "x " * 3000,
    ),
)
"""What people, and others, write into the cells of a register."""


def cells(chance: Random, parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """*parts* of a workbook with a few cells written over, as a person does who edits a sheet."""
    after = dict(parts)
    texts = [
        html.unescape(text)
        for text in re.findall(r">([^<>]+)</t>", parts.get("xl/sharedStrings.xml", b"").decode())
    ]
    sheets = sorted(name for name in parts if name.startswith("xl/worksheets/sheet"))
    for _ in some(chance, 5):
        name = one_of(chance, sheets)
        matches = list(_CELL.finditer(after[name]))
        if not matches:
            continue
        match = one_of(chance, matches)
        said = word(chance, CELLS) if likely(chance, 60) or not texts else one_of(chance, texts)
        safe = html.escape(_UNFIT.sub(lambda found: f"_x{ord(found.group()):04X}_", said))
        cell = (
            match.group(1)
            + b' t="inlineStr"><is><t xml:space="preserve">'
            + safe.encode()
            + b"</t></is></c>"
        )
        after[name] = after[name][: match.start()] + cell + after[name][match.end() :]
    return after


_UNFIT = re.compile("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot hold, which a workbook writes as an escape."""


def package_of(
    chance: Random, parts: Mapping[str, bytes], packed: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """An archive of *parts* with a few changes, most of them inside the parts."""
    after = changed(chance, parts, BY_ENDING) if likely(chance, 90) else dict(parts)
    if likely(chance, 15):
        after = renamed(chance, after)
    data = archive_of(chance, after, packed)
    if likely(chance, 10):
        data = headed(chance, data)
    return bytes_of(chance, data) if likely(chance, 4) else data


def changed_book(chance: Random, parts: Mapping[str, bytes]) -> bytes:
    """A workbook of *parts* that somebody edited, or that somebody or something broke."""
    if likely(chance, 50):
        return archive_of(chance, cells(chance, parts), zipfile.ZIP_DEFLATED)
    return package_of(chance, cells(chance, parts) if likely(chance, 20) else parts)
