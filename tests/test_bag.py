"""A pack is a BagIt bag with an in-toto Statement: an auditor checks it with what they have, offline."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from packs import files_of, sha256, zipped
from repositories import repository_of
from support import Ran, ropa

pytestmark = pytest.mark.needs("git", "pango")


@pytest.fixture(scope="module")
def genuine(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A pack of the shop, with a picture that has a name of its own language."""
    root = repository_of(
        tmp_path_factory.mktemp("bagging") / "shop",
        {".gitignore": "output\n", "templates/Grüße aus.css": "x"},
    )
    assert ropa(root, "pack", "--output", str(root.parent / "shop.zip")).status == 0
    return (root.parent / "shop.zip").read_bytes()


def unpacked(tmp_path: Path, data: bytes) -> Path:
    """The folder that ``unzip`` makes of a pack."""
    (tmp_path / "shop.zip").write_bytes(data)
    subprocess.run(["unzip", "-q", "shop.zip"], cwd=tmp_path, check=True)
    [folder] = (path for path in tmp_path.iterdir() if path.is_dir())
    return folder


def summed(folder: Path) -> Ran:
    """What ``sha256sum`` says of a bag."""
    words = [
        "sha256sum",
        "--check",
        "--strict",
        "--quiet",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
    ]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    return Ran(done.returncode, done.stdout, done.stderr)


def bagged(folder: Path) -> Ran:
    """What the BagIt tool of the Library of Congress says of a bag."""
    words = [sys.executable, "-m", "bagit", "--validate", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return Ran(done.returncode, done.stdout, done.stderr.splitlines()[-1].partition(" - ")[2])


def altered(name: str) -> Callable[[Path], None]:
    """Changes one byte of a file."""

    def change(folder: Path) -> None:
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])

    return change


@pytest.mark.needs("unzip", "sha256sum")
def test_common_tools_check_a_pack(tmp_path: Path, genuine: bytes) -> None:
    """Nothing but unzip and sha256sum, and nothing is fetched."""
    assert summed(unpacked(tmp_path, genuine)) == Ran(0, "", "")


@pytest.mark.needs("unzip", "sha256sum")
@pytest.mark.parametrize(
    "name", ["data/documents/register.json", "README.txt", "manifest.json", "bag-info.txt"]
)
def test_common_tools_find_a_changed_byte(tmp_path: Path, genuine: bytes, name: str) -> None:
    """In the payload as in the files about it."""
    folder = unpacked(tmp_path, genuine)
    altered(name)(folder)

    ran = summed(folder)

    assert (ran.status, ran.out) == (1, f"{name}: FAILED\n")


@pytest.mark.needs("unzip", "bagit")
def test_a_bagit_tool_takes_a_pack(tmp_path: Path, genuine: bytes) -> None:
    """Version 1.0, every file listed, every size as it is said."""
    folder = unpacked(tmp_path, genuine)

    assert bagged(folder) == Ran(0, "", f"INFO - {folder} is valid")


@pytest.mark.needs("unzip", "bagit")
@pytest.mark.parametrize(
    "change",
    [
        altered("data/documents/register.json"),
        altered("README.txt"),
        lambda folder: (folder / "data/more.txt").write_text("x"),
        lambda folder: (folder / "data/check.txt").unlink(),
    ],
    ids=["payload", "tag", "added", "removed"],
)
def test_a_bagit_tool_finds_what_was_altered(
    tmp_path: Path, genuine: bytes, change: Callable[[Path], None]
) -> None:
    """One changed byte is enough, and so is a file too many."""
    folder = unpacked(tmp_path, genuine)
    change(folder)

    ran = bagged(folder)

    assert ran.status == 1 and f"{folder} is invalid: " in ran.err


def test_a_pack_begins_with_a_word_to_its_reader(genuine: bytes) -> None:
    """What comes first in a list is read first, and it says how to check the rest without ropa."""
    with zipfile.ZipFile(io.BytesIO(genuine)) as archive:
        names = archive.namelist()
        readme = archive.read(names[0]).decode()

    assert names[0] == "shop-2026-01-31/README.txt" and names[1:] == sorted(names[1:])
    assert "sha256sum -c manifest-sha256.txt\n    sha256sum -c tagmanifest-sha256.txt\n" in readme
    assert all(name.isascii() for name in names) and "shop-2026-01-31/fetch.txt" not in names
    assert max(map(len, readme.splitlines())) <= 120


def test_a_bag_knows_no_clock(genuine: bytes) -> None:
    """What the bag says of itself is of the register alone."""
    files = files_of(genuine)
    payload = [data for name, data in files.items() if name.startswith("data/")]
    revision = json.loads(files["manifest.json"])["predicate"]["revision"]

    assert files["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert files["bag-info.txt"].decode().splitlines() == [
        "Source-Organization: Corner Shop Ltd",
        "External-Description: Record of processing activities of Corner Shop Ltd",
        f"External-Identifier: shop-2026-01-31 {revision}",
        f"Payload-Oxum: {sum(map(len, payload))}.{len(payload)}",
        "Bag-Software-Agent: ropa 0.1.0",
    ]


def test_the_manifest_has_the_shape_of_an_in_toto_statement(genuine: bytes) -> None:
    """So that an attestation can be made of it as it is."""
    files = files_of(genuine)
    statement = json.loads(files["manifest.json"])

    assert list(statement) == ["_type", "subject", "predicateType", "predicate"]
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert statement["predicateType"] == "tag:ropa.example,2026:pack/1"
    assert [(subject["name"], subject["digest"]) for subject in statement["subject"]] == [
        (name, {"sha256": sha256(files[name])})
        for name in sorted(files)
        if name not in ("manifest.json", "tagmanifest-sha256.txt")
    ]


def test_the_same_register_gives_the_same_bytes(genuine: bytes) -> None:
    """An archive of the same files, in the same order, by other hands."""
    assert zipped(files_of(genuine)) == genuine
