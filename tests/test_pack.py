"""`ropa pack` and `ropa verify`: what a recipient can prove without trusting the sender or the network."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from packs import failed, files_of, forged, lines_of, resealed, verified, zipped
from repositories import git, repository_of
from support import BAKERY, SHOP, Ran, project_of, ropa

pytestmark = pytest.mark.needs("git", "pango")

SALES = "data/project/records/shop/activities/sales.yaml"
PACKED = (
    "README.txt",
    "bag-info.txt",
    "bagit.txt",
    "data/check.json",
    "data/check.txt",
    "data/documents/appendix.pdf",
    "data/documents/register.json",
    "data/documents/register.xlsx",
    SALES,
    "data/project/records/shop/register.yaml",
    "data/project/ropa.yaml",
    "data/sources.json",
    "manifest-sha256.txt",
    "manifest.json",
    "tagmanifest-sha256.txt",
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop in a repository, packed beside it as shop.zip."""
    root = repository_of(tmp_path_factory.mktemp("packing") / "shop", {".gitignore": "output\n"})
    assert ropa(root, "pack", "--output", str(root.parent / "shop.zip")).status == 0
    return root


def packed(shop: Path) -> bytes:
    return (shop.parent / "shop.zip").read_bytes()


def test_a_pack_holds_everything_and_says_what_it_is(shop: Path) -> None:
    """Documents, data, records as they were, check result, fingerprints, manifest, and a word to the reader."""
    files = files_of(packed(shop))

    assert [name for name in files if "/ccpa" not in name] == list(PACKED)
    assert files[SALES] == (shop / SALES.removeprefix("data/project/")).read_bytes()
    assert json.loads(files["data/check.json"]) == {"diagnostics": []}
    assert files["data/check.txt"] == b"nothing found\n"
    assert files["README.txt"].startswith(
        b"Record of processing activities of Corner Shop Ltd\nCorner Shop Ltd\n"
    )
    manifest = json.loads(files["manifest.json"])
    about = manifest["predicate"]
    assert (about["register"], about["as_of"]) == ("shop", "2026-01-31")
    assert about["git"] == {
        "commit": git(shop, "rev-parse", "HEAD"), "committed": "2025-01-31", "folder": "", "state": "clean", "differences": []
    }  # fmt: skip
    listed = [subject["name"] for subject in manifest["subject"]]
    assert listed == sorted(files.keys() - {"manifest.json", "tagmanifest-sha256.txt"})


def test_two_clones_give_the_same_bytes(shop: Path, tmp_path: Path) -> None:
    """Whoever doubts a pack makes it again."""
    git(tmp_path, "clone", "--quiet", str(shop), "another checkout")
    clone = tmp_path / "another checkout"

    assert ropa(clone, "pack", "shop", "--output", str(tmp_path / "again.zip")).status == 0
    assert (tmp_path / "again.zip").read_bytes() == packed(shop)


@pytest.mark.parametrize(
    ("stated", "line"),
    [
        ("as_of: 2026-01-31\n", "that 2019-01-01 is the day: the register states 2026-01-31, and whoever packed it chose another"),
        ("", "that 2019-01-01 is the day: the register states none, and whoever packed it chose this one"),
    ],
    ids=["another", "none"],
)  # fmt: skip
def test_a_day_that_the_register_does_not_state_is_not_proven(
    tmp_path: Path, stated: str, line: str
) -> None:
    """A pack of any day can be made, and true to its own records."""
    root = repository_of(tmp_path / "shop", {".gitignore": "output\n"})
    register = root / "records" / "shop" / "register.yaml"
    text = register.read_text()
    assert "as_of: 2026-01-31\n" in text
    register.write_text(text.replace("as_of: 2026-01-31\n", stated))
    assert (
        ropa(root, "pack", "--as-of", "2019-01-01", "--output", str(tmp_path / "forged.zip")).status
        == 0
    )

    ran = verified(tmp_path, (tmp_path / "forged.zip").read_bytes())

    assert (ran.status, line in lines_of(ran, "not proven")) == (0, True)


def test_a_pack_proves_what_it_can_and_says_what_it_cannot(shop: Path, tmp_path: Path) -> None:
    """The reader of a verification must not take more from it than there is."""
    id = git(shop, "rev-parse", "HEAD")
    ran = verified(tmp_path, packed(shop))
    lines = [line.partition("SHA-256")[0] for line in ran.out.splitlines()]
    revision = json.loads(files_of(packed(shop))["manifest.json"])["predicate"]["revision"]

    assert ran.status == 0
    assert lines == [
        f"proven: all {len(files_of(packed(shop))) - 2} files are as the manifest says, and there are no others; ",
        "proven: the appendix carries the same register.json, register.xlsx as the pack",
        f"proven: the records are those of revision {revision}, which manifest.json names",
        "proven: these say what the records say, git apart: README.txt, bag-info.txt, data/check.json, data/check.txt, data/sources.json, manifest.json",
        "proven: drawn anew from the records, these are the same to the byte: register.json",
        "not proven: that these say what the records say: appendix.pdf, ccpa-fragment.html, ccpa.csv, ccpa.docx, ccpa.html, ccpa.md, register.xlsx; --redraw draws them anew and compares",
        f"not proven: that the records are those of commit {id}: there is no repository here; --repository names one",
        "not proven: who made it: there is no signature",
    ]


def test_a_repository_at_hand_and_a_new_drawing_prove_more(shop: Path, tmp_path: Path) -> None:
    """Then nothing is left open but who made it."""
    id = git(shop, "rev-parse", "HEAD")

    ran = verified(tmp_path, packed(shop), "--repository", str(shop), "--redraw")

    assert ran.status == 0
    assert (
        f"proven: all 3 files below project/ are those of commit {id} of 2025-01-31 in this repository\n"
        in ran.out
    )
    assert (
        'proven: this repository names "A. Author" as author of that commit, and holds it on main, with the project in ./\n'
        in ran.out
    )
    assert [line for line in ran.out.splitlines() if line.startswith("not proven")] == [
        "not proven: who made it: there is no signature"
    ]
    assert (
        json.loads(verified(tmp_path, packed(shop), "--format", "json").out)["statements"][0][
            "outcome"
        ]
        == "proven"
    )


def test_the_past_is_packed_as_it_was(shop: Path, tmp_path: Path) -> None:
    """The register of the sample date, from a work tree that has moved on."""
    git(tmp_path, "clone", "--quiet", str(shop), "clone")
    clone = tmp_path / "clone"
    (clone / "records/shop/activities/sales.yaml").write_text(
        "id: sales\nname: Later\nrole: {controller: stated}\n"
    )
    file = tmp_path / "then.zip"
    assert ropa(clone, "pack", "--at", "HEAD", "--output", str(file)).status == 0

    manifest = json.loads(files_of(file.read_bytes())["manifest.json"])["predicate"]

    assert (manifest["as_of"], manifest["git"]["state"]) == ("2026-01-31", "clean")
    assert files_of(file.read_bytes())[SALES] == files_of(packed(shop))[SALES]
    assert failed(verified(tmp_path, file.read_bytes(), "--repository", str(clone))) == []


def test_what_was_not_committed_is_named(shop: Path, tmp_path: Path) -> None:
    """A pack of a changed work tree must not pass for that of a commit."""
    git(tmp_path, "clone", "--quiet", str(shop), "clone")
    clone = tmp_path / "clone"
    (clone / "records/shop/activities/sales.yaml").write_text(
        "id: sales\nname: New\nrole: {controller: stated}\n"
    )
    (clone / "records/shop/activities/more.yaml").write_text(
        "id: more\nname: More\nrole: {controller: stated}\n"
    )
    assert ropa(clone, "pack", "--output", str(tmp_path / "dirty.zip")).status == 0
    data = (tmp_path / "dirty.zip").read_bytes()

    names = ["records/shop/activities/more.yaml", "records/shop/activities/sales.yaml"]
    assert json.loads(files_of(data)["manifest.json"])["predicate"]["git"]["differences"] == names
    assert (
        f"differed: {', '.join(names)}\n"
        in verified(tmp_path, data, "--repository", str(clone)).out
    )


def test_outside_git_a_pack_says_so(tmp_path: Path) -> None:
    """No commit is claimed where there is none."""
    root = project_of(tmp_path / "shop", {})
    assert ropa(root, "pack", "--output", str(tmp_path / "x.zip")).status == 0

    ran = verified(tmp_path, (tmp_path / "x.zip").read_bytes())

    assert ran.status == 0
    assert "not proven: when the records were written: the pack names no commit\n" in ran.out


def edited(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    files = files_of(data)
    return zipped({**files, name: change(files[name])})


def told(**changed: object) -> Callable[[bytes], bytes]:
    """Edits the manifest: what is *changed* is set, and everything else stays as it is."""

    def change(data: bytes) -> bytes:
        manifest = json.loads(data)
        manifest["predicate"] |= changed
        return json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n"

    return change


def without(data: bytes, *names: str) -> bytes:
    return zipped({name: found for name, found in files_of(data).items() if name not in names})


def renamed(data: bytes) -> bytes:
    files = files_of(data)
    return zipped({**without_check(files), "data/fine.txt": files["data/check.txt"]})


def without_check(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: found for name, found in files.items() if name != "data/check.txt"}


TAMPERED: Mapping[str, tuple[Callable[[bytes], bytes], list[str]]] = {
    "a byte": (
        lambda data: data.replace(b"Sales at the till\nrole", b"Sales at the tilt\nrole"),
        [f"shop-2026-01-31/{SALES}: damaged or changed", f"{SALES}: removed"],
    ),
    "a byte, repaired": (
        lambda data: edited(data, "data/check.txt", lambda text: text.replace(b"nothing", b"Nothing")),
        ["data/check.txt: changed", "manifest-sha256.txt: not what the other files give"],
    ),
    "the pages": (
        lambda data: edited(data, "data/documents/appendix.pdf", lambda pdf: pdf[:5000] + bytes([pdf[5000] ^ 1]) + pdf[5001:]),
        ["data/documents/appendix.pdf: changed", "manifest-sha256.txt: not what the other files give", "the seal does not hold: the PDF was changed after it was made"],
    ),
    "added": (lambda data: zipped({**files_of(data), "more.txt": b"x"}), ["more.txt: added; the manifest does not know it"]),
    "removed": (lambda data: without(data, "data/check.json"), ["data/check.json: removed"]),
    "renamed": (renamed, ["data/fine.txt: renamed; the manifest calls it data/check.txt"]),
    "manifest edited": (
        lambda data: edited(data, "manifest.json", told(title="Record of nobody")),
        ["bag-info.txt: not what the other files give", "tagmanifest-sha256.txt: not what the other files give"],
    ),
    "manifest spaced": (
        lambda data: edited(data, "manifest.json", lambda text: text + b"\n"),
        ["manifest.json: edited, or not one that this version reads: the way it is written"],
    ),
    "manifest nested": (
        lambda data: edited(data, "manifest.json", lambda text: b"[" * 100_000),
        ["manifest.json: edited, or not one that this version reads: it is no JSON"],
    ),
    "manifest gone": (lambda data: without(data, "manifest.json"), ["manifest.json: missing"]),
    "behind": (
        lambda data: data[:-2] + b"\4\0PACK",
        ["the archive is not as `ropa pack` writes it: something stands before, between or behind its files"],
    ),
    "before": (
        lambda data: b"#!/bin/sh\n" + data,
        ["the archive is not as `ropa pack` writes it: something stands before, between or behind its files"],
    ),
    "cut off": (lambda data: data[:-100_000], ["this is neither a pack nor an appendix: File is not a zip file"]),
    "no zip": (lambda data: b"hello", ["this is neither a pack nor an appendix: File is not a zip file"]),
}  # fmt: skip


@pytest.mark.parametrize("way", TAMPERED)
def test_every_tampering_is_named(shop: Path, tmp_path: Path, way: str) -> None:
    """Which file, and what became of it; exit 1."""
    tamper, said = TAMPERED[way]
    data = tamper(packed(shop))
    assert data != packed(shop)

    ran = verified(tmp_path, data)

    assert (ran.status, failed(ran)[: len(said)]) == (1, said)


def test_a_manifest_made_to_fit_is_found_out_by_the_records(shop: Path, tmp_path: Path) -> None:
    """Who changes a record, and every hash with it, has still not changed the documents."""
    revision = json.loads(files_of(packed(shop))["manifest.json"])["predicate"]["revision"]

    ran = verified(
        tmp_path, forged(packed(shop), SALES, lambda text: text.replace(b"till", b"tilt"))
    )

    assert (ran.status, failed(ran)) == (1, [f"the records are not those of revision {revision}"])


def test_data_made_to_fit_are_found_out_by_the_records(shop: Path, tmp_path: Path) -> None:
    """Nor can the data say something else than the records, or the appendix carry other data than the pack."""
    name = "data/documents/register.json"

    ran = verified(
        tmp_path, forged(packed(shop), name, lambda text: text.replace(b"till", b"tilt"))
    )

    assert (ran.status, failed(ran)) == (
        1,
        [
            "register.json: the appendix carries another one than the pack",
            "data/documents/register.json: not what the records give",
        ],
    )


def test_records_that_are_not_those_of_the_commit_are_named(shop: Path, tmp_path: Path) -> None:
    """The last word has the repository: it holds what was live."""
    git(tmp_path, "clone", "--quiet", str(shop), "clone")
    clone = tmp_path / "clone"
    (clone / "records/shop/activities/sales.yaml").write_text(
        "id: sales\nname: Forged\nrole: {controller: stated}\n"
    )
    assert ropa(clone, "pack", "--output", str(tmp_path / "dirty.zip")).status == 0
    files = files_of((tmp_path / "dirty.zip").read_bytes())
    claim = json.loads(files["manifest.json"])["predicate"]["git"] | {
        "state": "clean",
        "differences": [],
    }
    clean = resealed(files, git=claim)

    ran = verified(tmp_path, clean, "--repository", str(shop))

    id = git(shop, "rev-parse", "HEAD")
    assert failed(ran) == [
        "README.txt: not what the records give",
        f"these files are not those of commit {id}: records/shop/activities/sales.yaml",
    ]
    assert (
        "here does not hold it"
        in verified(
            tmp_path,
            clean,
            "--repository",
            str(repository_of(tmp_path / "other", day="2020-01-01")),
        ).out
    )


def single(
    name: str, content: bytes = b"x", *, kind: int = zipfile.ZIP_STORED, mode: int = 0o100644
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        entry.compress_type = kind
        archive.writestr(entry, content)
    return out.getvalue()


def twice(name: str) -> bytes:
    out = io.BytesIO()
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, b"one")
        archive.writestr(name, b"two")
    return out.getvalue()


HOSTILE: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "up": (lambda: single("../evil.yaml"), "../evil.yaml: the name leads out of the archive; it was not read"),
    "root": (lambda: single("/etc/cron.d/x"), "/etc/cron.d/x: the name leads out of the archive; it was not read"),
    "drive": (lambda: single("C:evil"), "C:evil: the name leads out of the archive; it was not read"),
    "backslash": (lambda: single("..\\evil"), "..\\evil: the name leads out of the archive; it was not read"),
    "escape": (lambda: single("a\x1b[2J/../b"), "'a\\x1b[2J/../b': the name leads out of the archive; it was not read"),
    "link": (lambda: single("link", b"/etc/passwd", mode=0o120777), "link: a link or a device, not a file; it was not read"),
    "twice": (lambda: twice("README.txt"), "README.txt: stands twice in the archive"),
    "bomb": (
        lambda: single("zeros", b"\0" * 50_000_000, kind=zipfile.ZIP_DEFLATED),
        "zeros: compressed or encrypted (n bytes that claim to be 50000000); a pack stores files as they are, so it was not read",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_archive_is_refused_unread(tmp_path: Path, kind: str) -> None:
    """No file outside, no growth, no link, nothing a terminal would obey."""
    made, said = HOSTILE[kind]
    before = sorted(tmp_path.rglob("*"))

    ran = verified(tmp_path, made())

    [line] = failed(ran)
    assert (ran.status, re.sub(r"\(\d+ bytes", "(n bytes", line)) == (1, said)
    assert sorted(tmp_path.rglob("*")) == [*before, tmp_path / "shop.zip"]


def test_an_appendix_alone_proves_that_it_is_whole(shop: Path, tmp_path: Path) -> None:
    """And says what it takes to prove more."""
    data = files_of(packed(shop))["data/documents/appendix.pdf"]

    ran = verified(tmp_path, data, name="appendix.pdf")
    broken = verified(
        tmp_path, data[:-3000] + bytes([data[-3000] ^ 1]) + data[-2999:], name="appendix.pdf"
    )

    assert ran.status == 0
    assert ran.out.splitlines()[0].startswith(
        "proven: the seal holds: no byte of the PDF has changed by accident; SHA-256: "
    )
    assert ran.out.splitlines()[1].startswith(
        "proven: it carries register.json, register.xlsx, as of 2026-01-31, revision "
    )
    assert (broken.status, failed(broken)[0]) == (
        1,
        "the seal does not hold: the PDF was changed after it was made",
    )


def foreign(*attached: str) -> bytes:
    """A PDF of another tool, with files attached."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    for name in attached:
        writer.add_attachment(name, b"{}")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (foreign(), "it has no attachments, so there is nothing to compare it with"),
        (
            foreign("invoice.xml"),
            "another tool’s PDF, or an altered one: no register.json of ropa is attached",
        ),
        (
            foreign("register.json"),
            "another tool’s PDF, or an altered one: no register.json of ropa is attached",
        ),
        (b"%PDF-1.7\nnonsense", "it cannot be read as a PDF"),
    ],
    ids=["bare", "invoice", "namesake", "nonsense"],
)
def test_a_pdf_that_is_not_ours_is_named(tmp_path: Path, data: bytes, said: str) -> None:
    """Nothing is proven of it, whatever it is called."""
    ran = verified(tmp_path, data, name="appendix.pdf")

    assert (ran.status, failed(ran)) == (1, [said])


def test_a_register_with_errors_is_not_packed(tmp_path: Path) -> None:
    """A pack must not leave out a record without a word."""
    root = project_of(tmp_path, {"records/shop/activities/sales.yaml": "id: sales\n"})

    ran = ropa(root, "pack", "--output", str(tmp_path / "x.zip"))

    assert (ran.status, ran.out, (tmp_path / "x.zip").exists()) == (1, "", False)
    assert ran.err.endswith("ropa: nothing was packed: there are errors\n")


def test_one_register_is_packed_at_a_time(tmp_path: Path) -> None:
    """A pack is of one organization."""
    two = {
        f"records/kiosk/{name.split('/', 2)[2]}": text
        for name, text in SHOP.items()
        if name.startswith("records/")
    }
    root = project_of(tmp_path, {**two})

    assert ropa(root, "pack") == Ran(2, "", "ropa: name the register; `ropa list` lists them\n")
    assert (
        ropa(root, "pack", "shoe").err
        == "ropa: there is no register 'shoe'; did you mean 'shop'?\n"
    )


def test_a_link_among_the_templates_is_not_packed(tmp_path: Path) -> None:
    """What it leads to is not part of the project."""
    root = project_of(tmp_path, {"templates/mine.css": ""})
    (root / "templates/passwd.css").symlink_to("/etc/passwd")

    assert (
        ropa(root, "pack").err
        == f"ropa: {root}/templates/passwd.css: a symbolic link cannot be packed; put the file itself there\n"
    )


def test_a_register_with_a_name_of_its_own_is_packed_where_output_is(tmp_path: Path) -> None:
    """Without --output the pack is named after register and day."""
    root = tmp_path / "bakery"
    shutil.copytree(BAKERY, root)

    ran = ropa(root, "pack")

    assert (ran.status, ran.out) == (0, f"{root}/output/example-bakery-2026-01-31.zip\n")
