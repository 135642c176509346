"""Packs by somebody who can rewrite everything and make every fingerprint fit: what they cannot say without a fault."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from packs import failed, files_of, forged, lines_of, resealed, verified, zipped
from repositories import commit, git, repository_of
from ropa import __version__
from support import SHOP, Ran, project_of, ropa

pytestmark = pytest.mark.needs("git", "pango")

PROJECT = "data/project/"
SALES = f"{PROJECT}records/shop/activities/sales.yaml"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop in a repository, packed beside it as shop.zip."""
    root = repository_of(tmp_path_factory.mktemp("forging") / "shop", {".gitignore": "output\n"})
    assert ropa(root, "pack", "--output", str(root.parent / "shop.zip")).status == 0
    return root


@pytest.fixture(scope="module")
def genuine(shop: Path) -> bytes:
    """The pack as it was made."""
    return (shop.parent / "shop.zip").read_bytes()


def predicate(data: bytes) -> dict[str, Any]:
    """What a pack says of itself."""
    said: dict[str, Any] = json.loads(files_of(data)["manifest.json"])["predicate"]
    return said


def claiming(data: bytes, **claim: object) -> bytes:
    """The pack *data* with another claim of a commit, its README made to fit as far as a day goes."""
    files, said = files_of(data), predicate(data)["git"]
    day = str(claim.get("committed", said["committed"])).encode()
    files["README.txt"] = files["README.txt"].replace(said["committed"].encode(), day)
    return resealed(files, git={**said, **claim})


def test_a_pack_taken_apart_and_put_together_is_the_same(genuine: bytes) -> None:
    """The forger of these tests makes what the tool makes: what is found is the forgery, not the forger's hand."""
    assert resealed(files_of(genuine)) == genuine


def test_the_genuine_pack_has_no_fault(shop: Path, genuine: bytes, tmp_path: Path) -> None:
    """With a repository and a new drawing nothing but the signature is left open."""
    ran = verified(tmp_path, genuine, "--repository", str(shop), "--redraw")

    assert (ran.status, failed(ran), lines_of(ran, "not proven")) == (
        0,
        [],
        ["who made it: there is no signature"],
    )


REWRITTEN: Mapping[str, tuple[Callable[[bytes], bytes], list[str]]] = {
    "README.txt": (
        lambda text: text.replace(b"manifest.json", b"any file"),
        ["README.txt: not what the records give"],
    ),
    "data/check.txt": (
        lambda text: b"nothing found, and approved\n",
        ["data/check.txt: not what the records give"],
    ),
    "data/check.json": (
        lambda text: b'{"diagnostics": [], "approved": true}\n',
        ["data/check.json: not what the records give"],
    ),
    "data/sources.json": (
        lambda text: b'{"sources": {"policy": {"sha256": "0"}}}\n',
        ["data/sources.json: not what the records give"],
    ),
    "bag-info.txt": (
        lambda text: text + b"Contact-Name: the authority\n",
        ["bag-info.txt: not what the other files give", "bag-info.txt: not what the records give"],
    ),
    "bagit.txt": (
        lambda text: text.replace(b"1.0", b"0.9"),
        ["bagit.txt: not what the other files give", "bagit.txt: not what the records give"],
    ),
}


@pytest.mark.parametrize("name", REWRITTEN)
def test_a_rewritten_file_is_named(genuine: bytes, tmp_path: Path, name: str) -> None:
    """Check results, README, sources and the bag's own files are made again from the records, and compared."""
    change, said = REWRITTEN[name]

    ran = verified(tmp_path, forged(genuine, name, change))

    assert (ran.status, failed(ran)) == (1, said)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Record approved by the authority"),
        ("organization", "Corner Shop Holding"),
        ("kept_by", "reconstruction"),
        ("findings", {"error": 0, "warning": 3, "info": 0}),
    ],
)
def test_what_the_manifest_says_of_the_records_is_compared(
    genuine: bytes, tmp_path: Path, field: str, value: object
) -> None:
    """Title, organization, whose record it is and what a check found stand in the records."""
    ran = verified(tmp_path, resealed(files_of(genuine), **{field: value}))

    assert (ran.status, failed(ran)[-1]) == (1, f"manifest.json: {field}: not what the records say")


def test_title_and_readme_rewritten_alike_are_found_out(genuine: bytes, tmp_path: Path) -> None:
    """Files that agree with one another may still not agree with the records."""
    files, new = files_of(genuine), b"Record approved by the authority"
    for name in ("README.txt", "bag-info.txt"):
        files[name] = files[name].replace(
            b"Record of processing activities of Corner Shop Ltd", new
        )

    ran = verified(tmp_path, resealed(files, title=new.decode()))

    assert (ran.status, failed(ran)) == (
        1,
        [
            "manifest.json: title: not what the records say",
            "README.txt: not what the records give",
            "bag-info.txt: not what the records give",
        ],
    )


ADDED = {
    f"{PROJECT}records/kiosk/register.yaml": "no part of the register shop",
    f"{PROJECT}records/kiosk/activities/sales.yaml": "no part of the register shop",
    f"{PROJECT}house/appendix.html.jinja": "no part of the register shop",
    f"{PROJECT}notes.txt": "no part of the register shop",
    f"{PROJECT}.git/config": "no part of the register shop",
    "data/documents/opinion.pdf": "no pack has such a file",
    "data/approval.txt": "no pack has such a file",
    "fetch.txt": "no pack has such a file",
    "tagmanifest-md5.txt": "no pack has such a file",
    "SIGNED-BY-THE-AUTHORITY": "no pack has such a file",
}


@pytest.mark.parametrize("name", ADDED)
def test_a_file_that_the_tool_would_not_write_is_named(
    genuine: bytes, tmp_path: Path, name: str
) -> None:
    """A second register, a stray template, an opinion: what rides along lends itself the name of the rest."""
    ran = verified(tmp_path, resealed({**files_of(genuine), name: b"x: y\n"}))

    assert (ran.status, failed(ran)) == (1, [f"{name}: {ADDED[name]}"])


@pytest.mark.parametrize(
    "name",
    ["README.txt", "data/check.txt", "data/documents/ccpa.csv", "data/documents/appendix.pdf"],
)
def test_a_file_that_every_pack_has_is_missed(genuine: bytes, tmp_path: Path, name: str) -> None:
    """Left out and out of the manifest too."""
    files = {other: data for other, data in files_of(genuine).items() if other != name}

    ran = verified(tmp_path, resealed(files))

    assert (ran.status, failed(ran)[-1]) == (1, f"{name}: every pack has it, and this one does not")


def test_records_with_errors_are_no_pack(tmp_path: Path, genuine: bytes) -> None:
    """`ropa pack` refuses them, so they did not come from it."""
    broken = f"{PROJECT}records/shop/activities/more.yaml"
    files = {**files_of(genuine), broken: b"id: [\n"}
    root = project_of(tmp_path / "again", {"records/shop/activities/more.yaml": "id: [\n"})
    revision = revision_of(root)

    ran = verified(tmp_path, resealed(files, revision=revision))

    assert ran.status == 1
    assert "the records have errors, so no pack is made of them: 1" in failed(ran)


def revision_of(root: Path) -> str:
    from ropa.loader import load
    from ropa.project import find

    return load(find(root)).registers[0].revision


NONSENSE: Mapping[str, tuple[Callable[[dict[str, Any]], None], str]] = {
    "no day": (lambda said: said.update(as_of="2026-02-30"), "predicate.as_of"),
    "a sentence for a day": (
        lambda said: said.update(as_of="yesterday (approved)"),
        "predicate.as_of",
    ),
    "days in other digits": (lambda said: said.update(as_of="２０２６-01-31"), "predicate.as_of"),
    "fewer than none": (lambda said: said["findings"].update(error=-1), "predicate.findings.error"),
    "a truth for a number": (
        lambda said: said["findings"].update(error=True),
        "predicate.findings.error",
    ),
    "a text for a number": (
        lambda said: said["findings"].update(error="0"),
        "predicate.findings.error",
    ),
    "half a finding": (lambda said: said["findings"].update(info=0.5), "predicate.findings.info"),
    "a severity more": (
        lambda said: said["findings"].update(approved=1),
        "predicate.findings.approved",
    ),
    "no list": (lambda said: said.update(findings=[]), "predicate.findings"),
    "an unheard-of keeper": (lambda said: said.update(kept_by="authority"), "predicate.kept_by"),
    "a register elsewhere": (lambda said: said.update(register="../shop"), "predicate.register"),
    "a revision in words": (lambda said: said.update(revision="approved"), "predicate.revision"),
    "another tool": (lambda said: said["tool"].update(name="rope"), "predicate.tool.name"),
    "a command for a version": (
        lambda said: said["tool"].update(version="1; rm -r ~"),
        "predicate.tool.version",
    ),
    "a branch for a commit": (
        lambda said: said["git"].update(commit="main"),
        "predicate.git.commit",
    ),
    "an option for a commit": (
        lambda said: said["git"].update(commit="--output=x"),
        "predicate.git.commit",
    ),
    "a note for a day": (
        lambda said: said["git"].update(committed="2019-01-01 (approved)"),
        "predicate.git.committed",
    ),
    "a folder above": (lambda said: said["git"].update(folder="../"), "predicate.git.folder"),
    "a folder without end": (
        lambda said: said["git"].update(folder="shop"),
        "predicate.git.folder",
    ),
    "a state of its own": (
        lambda said: said["git"].update(state="approved"),
        "predicate.git.state",
    ),
    "dirty in nothing": (lambda said: said["git"].update(state="dirty"), "predicate.git"),
    "clean but for": (lambda said: said["git"].update(differences=["ropa.yaml"]), "predicate.git"),
    "a key more": (lambda said: said.update(approved="yes"), "predicate.approved"),
    "a key like a terminal's": (lambda said: said.update({"\x1b[2J": "yes"}), "predicate.…"),
    "half a character": (lambda said: said.update(title="\ud800"), "it is no JSON"),
}


@pytest.mark.parametrize("way", NONSENSE)
def test_nonsense_in_the_manifest_is_named(genuine: bytes, tmp_path: Path, way: str) -> None:
    """Every value has a type, and what has not is a fault with its place, never a traceback."""
    change, place = NONSENSE[way]
    files = files_of(genuine)
    manifest = json.loads(files["manifest.json"])
    change(manifest["predicate"])
    files["manifest.json"] = (
        json.dumps(manifest, indent=2, ensure_ascii=way == "half a character") + "\n"
    ).encode()

    ran = verified(tmp_path, zipped(files))

    assert (ran.status, ran.err) == (1, "")
    assert failed(ran) == [f"manifest.json: edited, or not one that this version reads: {place}"]


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"null", b"7", b"\xff", b'"x"', b"{}", b'{"a": NaN}', b"9" * 5000]
)
def test_a_manifest_of_another_kind_is_named(genuine: bytes, tmp_path: Path, text: bytes) -> None:
    """Whatever stands in its place."""
    ran = verified(tmp_path, zipped({**files_of(genuine), "manifest.json": text}))

    assert (ran.status, ran.err, len(failed(ran))) == (1, "", 1)
    assert failed(ran)[0].startswith("manifest.json: edited, or not one that this version reads: ")


@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-31", "2108-01-01", "9999-12-31"])
def test_a_day_no_document_can_be_drawn_of_is_named(
    genuine: bytes, tmp_path: Path, day: str
) -> None:
    """Before clocks began, and after archives end."""
    ran = verified(tmp_path, resealed(files_of(genuine), as_of=day), "--redraw")

    assert (ran.status, ran.err, failed(ran)[0]) == (
        1,
        "",
        "bag-info.txt: not what the other files give",
    )


def test_a_folder_of_another_name_is_named(genuine: bytes, tmp_path: Path) -> None:
    """What it unpacks to is the first thing a reader sees."""
    ran = verified(tmp_path, zipped(files_of(genuine), "approved-2019-01-01"))

    assert (ran.status, failed(ran)) == (
        1,
        ["approved-2019-01-01: the folder of this pack is called shop-2026-01-31"],
    )


# Git


def test_a_day_is_that_of_the_repository(shop: Path, genuine: bytes, tmp_path: Path) -> None:
    """A manifest that says another is at fault, and the proven line says what git says."""
    id = git(shop, "rev-parse", "HEAD")

    ran = verified(tmp_path, claiming(genuine, committed="2019-01-01"), "--repository", str(shop))
    alone = verified(tmp_path, claiming(genuine, committed="2019-01-01"))

    assert (ran.status, failed(ran)) == (
        1,
        [f"the pack says that commit {id} is of 2019-01-01, and the repository says 2025-01-31"],
    )
    assert (
        f"all 3 files below project/ are those of commit {id} of 2025-01-31 in this repository"
        in lines_of(ran, "proven")
    )
    assert "2019-01-01" not in alone.out


def test_an_author_is_that_of_the_repository_and_harmless(tmp_path: Path) -> None:
    """A name can hold whatever its owner typed."""
    root = repository_of(tmp_path / "shop", {".gitignore": "output\n"})
    git(
        root,
        "commit",
        "--quiet",
        "--allow-empty",
        "--message",
        "x",
        "--author",
        "B.\x1b[2J \u202eAuthor <b@shop.example>",
    )
    git(root, "branch", "later")

    assert lines_of(packed_and_verified(tmp_path, root), "proven")[-1] == (
        "this repository names \"'B.\\x1b[2J \\u202eAuthor'\" as author of that commit, and holds it on later, main, with the project in ./"
    )


def packed_and_verified(tmp_path: Path, root: Path, *arguments: str) -> Ran:
    """What is said of a pack of *root* beside its own repository."""
    assert ropa(root, "pack", "--output", str(tmp_path / "own.zip")).status == 0
    return ropa(
        tmp_path, "verify", str(tmp_path / "own.zip"), "--repository", str(root), *arguments
    )


def test_a_commit_on_no_branch_is_said(tmp_path: Path) -> None:
    """Anybody who can write an object into a repository can write a commit; a branch is what others see."""
    root = repository_of(tmp_path / "shop", {".gitignore": "output\n"})
    git(root, "checkout", "--quiet", "--detach")
    id = commit(
        root,
        {
            "records/shop/activities/sales.yaml": "id: sales\nname: Other\nrole: {controller: stated}\n"
        },
        "2025-02-01",
    )
    assert ropa(root, "pack", "--output", str(tmp_path / "own.zip")).status == 0
    git(root, "checkout", "--quiet", "main")

    ran = ropa(tmp_path, "verify", str(tmp_path / "own.zip"), "--repository", str(root))

    assert (
        f"all 3 files below project/ are those of commit {id} of 2025-02-01 in this repository"
        in lines_of(ran, "proven")
    )
    assert (
        'that the commit was ever on a branch: none in this repository holds it (author "A. Author", project in ./)'
        in lines_of(ran, "not proven")
    )


def test_a_decoy_beside_the_register_is_not_taken_for_it(tmp_path: Path) -> None:
    """The same commit holds another project with a register of that name: an example, a test, a draft."""
    decoy = {f"decoy/{name}": text.replace("till", "tilt") for name, text in SHOP.items()}
    root = repository_of(tmp_path / "shop", {".gitignore": "output\n", **decoy})
    assert ropa(root / "decoy", "pack", "--output", str(tmp_path / "decoy.zip")).status == 0

    def said(folder: Path) -> Ran:
        return ropa(tmp_path, "verify", str(tmp_path / "decoy.zip"), "--repository", str(folder))

    at_top, at_decoy = said(root), said(root / "decoy")

    assert (at_top.status, failed(at_top)) == (
        1,
        [
            "the records are those of the folder decoy/ of that commit, and the register shop at hand is in ./; --repository names the folder meant"
        ],
    )
    assert (at_decoy.status, lines_of(at_decoy, "proven")[-1]) == (
        0,
        'this repository names "A. Author" as author of that commit, and holds it on main, with the project in decoy/',
    )
    assert (
        "that no other register is meant: a register is called shop here too: records/shop/register.yaml"
        in lines_of(at_decoy, "not proven")
    )


@pytest.mark.parametrize(
    "settings", ["", "records: r\n"], ids=["the same settings", "other settings"]
)
def test_a_decoy_in_a_commit_without_the_register_is_not_taken_for_it(
    tmp_path: Path, settings: str
) -> None:
    """A branch can hold the decoy alone, and a decoy can call its folders what it likes."""
    root = repository_of(tmp_path / "shop", {".gitignore": "output\n"})
    git(root, "checkout", "--quiet", "-b", "side")
    git(root, "rm", "-r", "--quiet", "records", "ropa.yaml")
    records = "r" if settings else "records"
    for name, text in SHOP.items():
        path = root / "decoy" / name.replace("records/", f"{records}/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(settings or text if name == "ropa.yaml" else text)
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "x")
    assert ropa(root / "decoy", "pack", "--output", str(tmp_path / "decoy.zip")).status == 0
    git(root, "checkout", "--quiet", "main")

    ran = ropa(tmp_path, "verify", str(tmp_path / "decoy.zip"), "--repository", str(root))

    assert (ran.status, failed(ran)) == (
        1,
        [
            "the records are those of the folder decoy/ of that commit, and the register shop at hand is in ./; --repository names the folder meant"
        ],
    )


def test_an_author_says_nothing_of_a_line_but_a_name(tmp_path: Path) -> None:
    """What the author typed stands in quotes, and cannot end them."""
    root = project_of(tmp_path / "shop", {".gitignore": "output\n"})
    git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "add", "--all")
    git(
        root,
        "commit",
        "--quiet",
        "--message",
        "x",
        "--author",
        'Ann" as author, checked "by the board <a@shop.example>',
    )

    assert lines_of(packed_and_verified(tmp_path, root), "proven")[-1] == (
        "this repository names \"Ann' as author, checked 'by the board\" as author of that commit, and holds it on main, with the project in ./"
    )


def test_a_record_that_a_commit_holds_as_a_link_is_another(tmp_path: Path) -> None:
    """A link has the bytes of where it leads, and is not the file."""
    root = repository_of(tmp_path / "shop", {".gitignore": "output\n"})
    name = "records/shop/activities/sales.yaml"
    blob = git(root, "rev-parse", f"HEAD:{name}")
    git(root, "update-index", "--cacheinfo", f"120000,{blob},{name}")
    git(root, "commit", "--quiet", "--message", "x")
    id = git(root, "rev-parse", "HEAD")
    assert ropa(root, "pack", "--output", str(tmp_path / "link.zip")).status == 0
    claimed = claiming(
        (tmp_path / "link.zip").read_bytes(), commit=id, state="clean", differences=[]
    )

    ran = verified(tmp_path, claimed, "--repository", str(root))

    assert (ran.status, failed(ran)[-1]) == (1, f"these files are not those of commit {id}: {name}")


def test_a_pack_hidden_behind_a_pdf_is_not_taken_for_an_appendix(
    genuine: bytes, tmp_path: Path
) -> None:
    """A PDF is read from its head and an archive from its end, so that one file can be both."""
    appendix = files_of(genuine)["data/documents/appendix.pdf"]
    as_zip = verified(tmp_path, appendix + genuine)
    as_pdf = verified(tmp_path, genuine, name="shop.pdf")

    assert (as_zip.status, failed(as_zip)[0]) == (
        1,
        "it begins as a PDF and is called shop.zip, so that another program may open it as something else; call it .pdf and verify it again",
    )
    assert (as_pdf.status, failed(as_pdf)) == (
        1,
        [
            "it is no PDF and is called shop.pdf, so that another program may open it as one; call it .zip and verify it again"
        ],
    )


def test_a_claim_of_another_folder_is_found_out(shop: Path, genuine: bytes, tmp_path: Path) -> None:
    """Files of one folder are not those of another."""
    id = git(shop, "rev-parse", "HEAD")

    ran = verified(tmp_path, claiming(genuine, folder="legal/"), "--repository", str(shop))

    assert (ran.status, failed(ran)[0]) == (
        1,
        f"these files are not those of commit {id}: records/shop/activities/sales.yaml, records/shop/register.yaml, ropa.yaml",
    )


@pytest.mark.parametrize(
    ("claimed", "names"),
    [(["ropa.yaml"], "none"), (["records/shop/nothing.yaml"], "none")],
)
def test_differences_are_those_that_there_are(
    shop: Path, genuine: bytes, tmp_path: Path, claimed: list[str], names: str
) -> None:
    """Who calls a pack dirty in one file must not hide another behind it."""
    id = git(shop, "rev-parse", "HEAD")
    claim = {"state": "dirty", "differences": claimed}

    ran = verified(tmp_path, claiming(genuine, **claim), "--repository", str(shop))

    assert (ran.status, failed(ran)[-1]) == (
        1,
        f"the pack misstates which of its files differ from commit {id}; those that do: {names}",
    )


# Templates of the pack's own


def test_own_templates_are_not_run_and_what_they_shaped_is_named(tmp_path: Path) -> None:
    """A picture for the cover is data and is drawn; a template is a program of somebody else's."""
    page = "{{ document.title }}\n" * 3
    root = project_of(
        tmp_path / "shop", {"templates/ccpa-fragment.html.jinja": page, "templates/notes.txt": "x"}
    )
    assert ropa(root, "pack", "--output", str(tmp_path / "own.zip")).status == 0
    data = (tmp_path / "own.zip").read_bytes()
    endless = "{% for x in range(99999) %}{% for y in range(99999) %}{% endfor %}{% endfor %}"

    honest = verified(tmp_path, data, "--redraw")
    hostile = verified(
        tmp_path,
        forged(data, f"{PROJECT}templates/ccpa-fragment.html.jinja", lambda _: endless.encode()),
        "--redraw",
    )

    assert (honest.status, failed(honest)) == (0, [])
    assert (
        "drawn anew from the records, these are the same to the byte: appendix.pdf, ccpa.csv, ccpa.docx, ccpa.html, ccpa.md, register.json, register.xlsx"
        in lines_of(honest, "proven")
    )
    assert lines_of(honest, "not proven")[:2] == [
        "what these are for, among the pack’s templates: notes.txt; none of ropa’s documents reads them",
        "that these say what the records say: ccpa-fragment.html; the pack’s own templates shaped them (ccpa-fragment.html.jinja), and those are not run",
    ]
    assert lines_of(hostile, "not proven") == lines_of(honest, "not proven")


def test_a_document_that_own_templates_do_not_touch_is_compared(
    genuine: bytes, tmp_path: Path
) -> None:
    """A template brought along for one document is no cover for a forgery of another."""
    files = {**files_of(genuine), f"{PROJECT}templates/page.css": b"body {}\n"}
    files["data/documents/ccpa-fragment.html"] = b"<p>We collect nothing.</p>\n"

    ran = verified(tmp_path, resealed(files), "--redraw")

    assert (ran.status, failed(ran)) == (
        1,
        ["data/documents/ccpa-fragment.html: not what the records give"],
    )


def test_the_templates_of_each_document_are_those_it_is_drawn_from(genuine: bytes) -> None:
    """Or a template of the pack's own would shape a document that is said to be compared."""
    from jinja2 import meta

    from ropa.packing.contents import TEMPLATES
    from ropa.templates import environment

    env = environment(None)
    assert env.loader is not None
    documents = [
        name.removeprefix("data/documents/") for name in files_of(genuine) if "/documents/" in name
    ]
    assert sorted(TEMPLATES) == documents
    for names in TEMPLATES.values():
        sources = [env.loader.get_source(env, name)[0] for name in sorted(names)]
        assert {
            other for text in sources for other in meta.find_referenced_templates(env.parse(text))
        } <= set(names)


@pytest.mark.parametrize(
    "name",
    [
        "appendix.css.jinja",
        "appendix.html.jinja",
        "ccpa-fragment.html.jinja",
        "ccpa-tables.html.jinja",
        "ccpa.html.jinja",
        "page.css",
    ],
)
def test_a_template_changes_no_document_but_those_it_is_named_for(
    tmp_path: Path, genuine: bytes, name: str
) -> None:
    """Each template is broken in turn: what is drawn without it is drawn all the same."""
    from ropa.packing.contents import TEMPLATES

    root = project_of(tmp_path / "shop", {f"templates/{name}": "\xff".encode("latin-1")})
    formats = {
        "pdf": ["appendix.pdf"],
        "ccpa": ["ccpa.html", "ccpa-fragment.html"],
        "xlsx": ["register.xlsx"],
        "json": ["register.json"],
    }

    broken = {format for format in formats if ropa(root, "render", "--format", format).status}

    assert broken == {
        format
        for format, names in formats.items()
        if any(name in TEMPLATES[document] for document in names)
    }


# Other versions


def test_a_pack_of_another_version_is_not_compared_and_fails_unless_asked(
    genuine: bytes, tmp_path: Path
) -> None:
    """Nobody must take the proof that a pack is whole for one that its documents are true."""
    tool = {"name": "ropa", "version": "99.1"}
    files = files_of(genuine)
    files["bag-info.txt"] = files["bag-info.txt"].replace(
        f"ropa {__version__}".encode(), b"ropa 99.1"
    )
    files["data/documents/ccpa.csv"] = b"nothing\n"
    said = (
        "no document was compared with the records, nor what the pack says of them: "
        f"it was made by ropa 99.1, and this is {__version__}; "
        "ropa 99.1 compares them, and --any-version goes on without"
    )

    ran = verified(tmp_path, resealed(files, tool=tool), "--redraw")
    asked = verified(tmp_path, resealed(files, tool=tool), "--redraw", "--any-version")

    assert (ran.status, failed(ran)) == (1, [said])
    assert (asked.status, failed(asked), said in lines_of(asked, "not proven")) == (0, [], True)


# Names


def test_names_that_are_not_ascii_come_back(tmp_path: Path) -> None:
    """A picture called in the words of its owner is packed under a name that every system unpacks, and found again."""
    picture = png()
    root = project_of(
        tmp_path / "shop",
        {
            "templates/Läden – grün=1.png": picture,
            "records/shop/register.yaml": SHOP["records/shop/register.yaml"]
            + "document: {logo: Läden – grün=1.png}\n",
        },
    )
    assert ropa(root, "pack", "--output", str(tmp_path / "own.zip")).status == 0
    data = (tmp_path / "own.zip").read_bytes()

    ran = verified(tmp_path, data, "--redraw")

    assert (
        files_of(data)[f"{PROJECT}templates/L=C3=A4den=20=E2=80=93=20gr=C3=BCn=3D1.png"] == picture
    )
    assert (ran.status, failed(ran)) == (0, [])
    assert "the same to the byte: appendix.pdf, " in ran.out


def png() -> bytes:
    """A small picture."""
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (4, 4), "green").save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "name",
    ["=2E=2E/x", "x=2", "x=41", "a=5C..=5Cb", "a=00", "a=3Ab", "a b", "ä", "%2E%2E", "=c3=a4"],
)
def test_a_name_that_no_file_is_packed_under_is_named(
    genuine: bytes, tmp_path: Path, name: str
) -> None:
    """A name has one form, and none that leads out of its folder once it is read."""
    name = f"{PROJECT}{name}"

    ran = verified(tmp_path, resealed({**files_of(genuine), name: b"x"}))

    assert (ran.status, failed(ran)) == (1, [f"{name}: no file is packed under such a name"])


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a:b.css", "a pack takes no backslash, colon or '..' in a name; rename it"),
        ("a\\b.css", "a pack takes no backslash, colon or '..' in a name; rename it"),
        ("ж" * 60, "its name is too long; rename it"),
    ],
)
def test_a_name_that_cannot_be_unpacked_everywhere_is_refused(
    tmp_path: Path, name: str, why: str
) -> None:
    """In one line, before anything is written."""
    root = project_of(tmp_path / "shop", {})
    (root / "templates").mkdir()
    (root / "templates" / name).write_text("x")

    ran = ropa(root, "pack", "--output", str(tmp_path / "x.zip"))

    assert ran == Ran(2, "", f"ropa: {f'templates/{name}'!r} cannot be packed: {why}\n")
    assert not (tmp_path / "x.zip").exists()


def test_no_value_of_a_verdict_is_printed_as_it_is() -> None:
    """What a stranger or a program of this machine says cannot act on a terminal."""
    from ropa.packing.statement import failed, unproven

    unjudged = unproven("stamp_unjudged", why=OSError("\x1b[2J"))
    differing = failed("git_differs", commit="0", names=("a\nb", "c"))

    assert unjudged.text == "when it existed: '\\x1b[2J'"
    assert differing.text == "these files are not those of commit 0: 'a\\nb', c"
