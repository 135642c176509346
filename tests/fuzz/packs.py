"""``verify``: real packs and appendices, changed inside and made to look whole again."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from random import Random

from fuzz.case import Case, Maker
from fuzz.mutate import bytes_of, likely, one_of
from fuzz.packages import package_of, parts_of
from fuzz.portable import PDF, unpacked
from repositories import repository_of
from support import ropa

_SEAL = re.compile(rb"/RopaSeal \(([0-9a-f]{64})\)")

SIGNATURES = (
    b"-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n",
    b"-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n",
    b"",
    b"\x88\x75\x04\0",
)


def cases(work: Path) -> Maker:
    """Changed packs and appendices; what they are changed from is made once, in *work*."""
    root = repository_of(work / "shop", {".gitignore": "output\n"}, "2025-01-31")
    assert ropa(root, "pack", "--output", str(work / "shop.zip")).status == 0
    parts = parts_of((work / "shop.zip").read_bytes())
    whole = next(data for name, data in sorted(parts.items()) if name.endswith("appendix.pdf"))
    repository = {
        f"repository/{path.relative_to(root).as_posix()}": path.read_bytes()
        for path in sorted((root / ".git").rglob("*"))
        if path.is_file()
        and "hooks" not in path.parts
        and path.name != "index"  # which knows the clock
    }
    light = {**parts, **{name: whole[:2000] for name in parts if name.endswith("appendix.pdf")}}
    files = ("whole", parts), ("light", light)
    return _Packs(dict(files), (whole, unpacked(whole)), repository).case


class _Packs:
    """A pack, the same with next to no appendix, the appendix as it is and unpacked, and the repository of both."""

    def __init__(
        self,
        packs: Mapping[str, Mapping[str, bytes]],
        appendices: tuple[bytes, bytes],
        repository: Mapping[str, bytes],
    ) -> None:
        self.packs, self.appendices, self.repository = packs, appendices, repository

    def case(self, chance: Random) -> Case:
        if likely(chance, 25):
            data = one_of(chance, PDF)(chance, one_of(chance, self.appendices))
            return self._verify(
                chance, "appendix.pdf", pdf_sealed(data) if likely(chance, 60) else data
            )
        return self._verify(chance, "shop.zip", self._pack(chance))

    def _pack(self, chance: Random) -> bytes:
        before = self.packs["whole" if likely(chance, 15) else "light"]
        texts = {
            name: data
            for name, data in before.items()
            if not name.endswith((".pdf", ".xlsx", ".docx"))
        }
        after = parts_of_safely(package_of(chance, texts, zipfile.ZIP_STORED))
        if after is None:
            return bytes_of(chance, package_of(chance, texts, zipfile.ZIP_STORED))
        gone = texts.keys() - after.keys()
        whole = {**{name: data for name, data in before.items() if name not in gone}, **after}
        if likely(chance, 70):
            whole = resealed(self.packs["whole"], whole)
        return (
            written(whole) if likely(chance, 80) else package_of(chance, whole, zipfile.ZIP_STORED)
        )

    def _verify(self, chance: Random, name: str, data: bytes) -> Case:
        files, more = {name: data}, ["--format", "json"] if likely(chance, 20) else []
        if likely(chance, 25):
            files |= self.repository
            more += ["--repository", "repository"]
        if likely(chance, 4):
            files[f"{name}.{one_of(chance, ('sig', 'asc'))}"] = bytes_of(
                chance, one_of(chance, SIGNATURES)
            )
        return Case(files, (("verify", name, *more),))


def parts_of_safely(data: bytes) -> dict[str, bytes] | None:
    """The parts of an archive that may be broken; None where it is."""
    try:
        return parts_of(data)
    except (
        zipfile.BadZipFile,
        OSError,
        RuntimeError,
        NotImplementedError,
        ValueError,
        EOFError,
        UnicodeError,
    ):
        return None
    except Exception:  # zlib and lzma have errors of their own
        return None


def written(parts: Mapping[str, bytes]) -> bytes:
    """An archive as ropa writes it, its parts in the order of *parts*."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)
    return out.getvalue()


def resealed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> dict[str, bytes]:
    """*after* with every fingerprint of a changed file put right, wherever it stands."""
    parts = dict(after)
    told: dict[str, str] = {}
    for _ in range(4):
        moves = {
            _sum(before[name]): _sum(parts[name])
            for name in before
            if name in parts and before[name] != parts[name]
        }
        new = {old: sum for old, sum in moves.items() if told.get(old) != sum}
        if not new:
            return parts
        for name, data in parts.items():
            if name.endswith((".json", ".txt")):
                parts[name] = _put_right(
                    data, {told.get(old, old): sum for old, sum in new.items()}
                )
        told |= new
    return parts


def _put_right(data: bytes, sums: Mapping[str, str]) -> bytes:
    for old, new in sums.items():
        data = data.replace(old.encode(), new.encode())
    return data


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def pdf_sealed(data: bytes) -> bytes:
    """The PDF *data* with the seal it would have been given."""
    places = list(_SEAL.finditer(data))
    if not places:
        return data
    start, end = places[-1].span(1)
    sum = hashlib.sha256(data[:start] + b"0" * 64 + data[end:]).hexdigest()
    return data[:start] + sum.encode() + data[end:]
