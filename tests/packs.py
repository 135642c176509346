"""Packs taken apart and put together again, as somebody does who has every right but that to sign."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from support import Ran, ropa

README, MANIFEST = "README.txt", "manifest.json"
SUMS, TAG_SUMS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
Files = dict[str, bytes]


def files_of(data: bytes) -> Files:
    """The files of a pack by their names in its folder."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, bytes], folder: str = "shop-2026-01-31") -> bytes:
    """*files* in *folder* as one archive, in the way a pack is one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files, key=lambda name: (name != README, name)):
            entry = zipfile.ZipInfo(f"{folder}/{name}", (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, files[name])
    return out.getvalue()


def resealed(files: Files, **said: object) -> bytes:
    """A pack of *files* in which every fingerprint fits, and the manifest says what is *said*."""
    files = dict(files)
    manifest: dict[str, Any] = json.loads(files[MANIFEST])
    manifest["predicate"] |= said
    payload = {name: data for name, data in files.items() if name.startswith("data/")}
    size = f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}"
    about = files["bag-info.txt"].decode().split("\n")
    files["bag-info.txt"] = "\n".join(
        size if line.startswith("Payload-Oxum") else line for line in about
    ).encode()
    files[SUMS] = sums(payload)
    rest = {name: data for name, data in files.items() if name not in (MANIFEST, TAG_SUMS)}
    manifest["subject"] = [
        {"name": name, "digest": {"sha256": sha256(rest[name])}} for name in sorted(rest)
    ]
    files[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()
    files[TAG_SUMS] = sums(
        {name: data for name, data in files.items() if name[:5] != "data/" and name != TAG_SUMS}
    )
    return zipped(files, f"{manifest['predicate']['register']}-{manifest['predicate']['as_of']}")


def forged(data: bytes, name: str, change: Callable[[bytes], bytes], **said: object) -> bytes:
    """The pack *data* with its file *name* changed, and every fingerprint made to fit."""
    files = files_of(data)
    return resealed({**files, name: change(files[name])}, **said)


def sums(files: Mapping[str, bytes]) -> bytes:
    """What ``sha256sum`` prints of *files*."""
    return "".join(f"{sha256(files[name])}  {name}\n" for name in sorted(files)).encode()


def sha256(data: bytes) -> str:
    """The fingerprint of *data*."""
    return hashlib.sha256(data).hexdigest()


def verified(tmp_path: Path, data: bytes, *arguments: str, name: str = "shop.zip") -> Ran:
    """What ``ropa verify`` says of *data*, where no repository is at hand."""
    (tmp_path / name).write_bytes(data)
    return ropa(tmp_path, "verify", str(tmp_path / name), *arguments)


def lines_of(ran: Ran, outcome: str) -> list[str]:
    """The lines of a verification with one outcome."""
    return [
        line.partition(": ")[2] for line in ran.out.splitlines() if line.startswith(f"{outcome}: ")
    ]


def failed(ran: Ran) -> list[str]:
    """What has failed, line by line."""
    return lines_of(ran, "failed")
