"""Appendices by somebody who can rewrite a PDF and seal it again: what they cannot put into one without a fault."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from packs import failed, files_of, lines_of, resealed, verified
from registers import rendered
from ropa.output.archival import SEAL, UNSEALED, sealed
from support import project_of, ropa, surroundings

pytestmark = pytest.mark.needs("pango")

APPENDIX = "data/documents/appendix.pdf"
Dictionary, Array, Name, String = pikepdf.Dictionary, pikepdf.Array, pikepdf.Name, pikepdf.String
Change = Callable[[Any], None]


@pytest.fixture(scope="module")
def genuine(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A pack of the shop, outside git."""
    root = project_of(tmp_path_factory.mktemp("forging") / "shop", {})
    assert ropa(root, "pack", "--output", str(root.parent / "shop.zip")).status == 0
    return (root.parent / "shop.zip").read_bytes()


def forged_pdf(data: bytes, change: Change) -> bytes:
    """The PDF *data* after a *change*, its seal made to fit."""
    with pikepdf.open(io.BytesIO(data)) as document:
        change(document)
        document.trailer[SEAL] = String(UNSEALED.decode())
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return sealed(out.getvalue())


def of_pack(data: bytes, change: Change) -> bytes:
    """The pack *data* with a *change* of its appendix, and every fingerprint made to fit."""
    files = files_of(data)
    return resealed({**files, APPENDIX: forged_pdf(files[APPENDIX], change)})


def attached(document: Any, name: str, data: bytes) -> Any:
    """A file like those of an appendix, an object of *document*."""
    stream = document.make_stream(data, Type=Name.EmbeddedFile, Subtype=Name("/application/json"))
    entry = Dictionary(
        Type=Name.Filespec,
        F=String(name),
        UF=String(name),
        EF=Dictionary(F=stream, UF=stream),
        Desc=String("x"),
        AFRelationship=Name.Data,
    )
    return document.make_indirect(entry)


def in_names(name: str, key: str) -> Change:
    """Attaches another file called *name* in the tree of names, under *key*."""

    def change(document: Any) -> None:
        document.Root.Names.EmbeddedFiles.Names.extend(
            [String(key), attached(document, name, b"{}")]
        )

    return change


def in_list(name: str) -> Change:
    """Attaches another file called *name* in the list of associated files alone."""
    return lambda document: document.Root.AF.append(attached(document, name, b"{}"))


def on_page(name: str) -> Change:
    """Attaches another file called *name* to a page."""

    def change(document: Any) -> None:
        document.pages[0].obj.AF = Array([attached(document, name, b"{}")])

    return change


def lost(name: str) -> Change:
    """Leaves another file called *name* among the objects of an array that no reader asks for."""

    def change(document: Any) -> None:
        document.Root.MarkInfo.Left = Array([attached(document, name, b"{}")])

    return change


def annotated(annotation: Callable[[Any], Mapping[str, Any]]) -> Change:
    """Puts an annotation on the first page."""

    def change(document: Any) -> None:
        here = {"/Type": Name.Annot, "/Rect": Array([0, 0, 10, 10]), **annotation(document)}
        document.pages[0].obj.Annots = Array([document.make_indirect(Dictionary(here))])

    return change


def acting(kind: str, **more: Any) -> Any:
    """An action."""
    return Dictionary({"/S": Name(f"/{kind}"), **{f"/{key}": value for key, value in more.items()}})


def at_root(**more: Any) -> Change:
    """Sets keys of the catalog."""

    def change(document: Any) -> None:
        for key, value in more.items():
            document.Root[f"/{key}"] = value

    return change


def linked(action: Any) -> Change:
    """A link with an action."""
    return annotated(lambda _: {"/Subtype": Name.Link, "/A": action})


def two_contents(document: Any) -> None:
    """The first entry says one thing to readers of /F and another to readers of /UF."""
    other = document.make_stream(b"{}", Type=Name.EmbeddedFile, Subtype=Name("/application/json"))
    document.Root.AF[0].EF.UF = other


def two_names(document: Any) -> None:
    document.Root.AF[0].F = String("approval.json")


def under_another_key(document: Any) -> None:
    document.Root.Names.EmbeddedFiles.Names[0] = String("approval.json")


def on_the_outline(document: Any) -> None:
    document.Root.Outlines.First.A = acting("Launch", F=String("cmd.exe"))


def with_a_chain(document: Any) -> None:
    step = acting(
        "URI", URI=String("https://shop.example"), Next=acting("JavaScript", JS=String("x"))
    )
    linked(step)(document)


def hidden_script(document: Any) -> None:
    document.Root.Names.JavaScript = Dictionary(
        Names=Array([String("x"), acting("JavaScript", JS=String("x"))])
    )


def on_a_page(document: Any) -> None:
    document.pages[0].obj.AA = Dictionary(O=acting("Named", N=Name.NextPage))


def content_elsewhere(document: Any) -> None:
    stream = document.make_stream(b"")
    stream.F = String("/etc/passwd")
    document.pages[0].obj.Contents = stream


def disguised(document: Any) -> None:
    """An annotation that calls itself a part of the structure."""
    entry = attached(document, "evil.exe", b"x")
    note = Dictionary(
        Type=Name.StructElem, Subtype=Name.FileAttachment, FS=entry, Rect=Array([0, 0, 9, 9])
    )
    document.pages[0].obj.Annots = Array([document.make_indirect(note)])


MORE = "register.json: is attached to the PDF 2 times, and these differ"
LISTED = "the PDF lists what is attached to it in another way than an appendix does"
EVIL = "evil.exe: is attached to the PDF, and no appendix has it"


def acts(*kinds: str) -> list[str]:
    return [f"the PDF acts on its reader, which no appendix does: {kind}" for kind in kinds]


FORGED: Mapping[str, tuple[Change, list[str]]] = {
    "a namesake in the tree": (in_names("register.json", "register.json"), [MORE, LISTED]),
    "a namesake in the list": (in_list("register.json"), [MORE, LISTED]),
    "a namesake on a page": (on_page("register.json"), [MORE, LISTED]),
    "a namesake nowhere": (lost("register.json"), [MORE, LISTED]),
    "a namesake in a note": (
        annotated(lambda document: {"/Subtype": Name.FileAttachment, "/FS": attached(document, "register.json", b"{}")}),
        [
            MORE,
            "the PDF has an annotation that no appendix has: /FS",
            "the PDF has an annotation that no appendix has: /FileAttachment",
            LISTED,
        ],
    ),
    "a program in the tree": (in_names("evil.exe", "evil.exe"), [LISTED, EVIL]),
    "a program in the list": (in_list("evil.exe"), [LISTED, EVIL]),
    "a program on a page": (on_page("evil.exe"), [LISTED, EVIL]),
    "a program in disguise": (
        disguised,
        [
            "the PDF has an annotation that no appendix has: /FS",
            "the PDF has an annotation that no appendix has: /FileAttachment",
            LISTED,
            EVIL,
        ],
    ),
    "two contents in one": (
        two_contents,
        ["register.json: is attached to the PDF in another way than an appendix has it", MORE, LISTED],
    ),
    "two names for one": (two_names, ["register.json: is attached to the PDF under two names"]),
    "another key": (under_another_key, [LISTED]),
    "a script to open with": (at_root(OpenAction=acting("JavaScript", JS=String("x"))), acts("/JS", "/JavaScript", "/OpenAction")),
    "a page to open with": (at_root(OpenAction=acting("GoTo", D=String("x"))), acts("/GoTo", "/OpenAction")),
    "a script by name": (hidden_script, acts("/JS", "/JavaScript")),
    "an action of the document": (at_root(AA=Dictionary(WC=acting("JavaScript", JS=String("x")))), acts("/AA", "/JS", "/JavaScript")),
    "an action of a page": (on_a_page, acts("/AA", "/Named")),
    "a program behind an outline": (on_the_outline, acts("/A", "/Launch")),
    "a program behind a link": (linked(acting("Launch", F=String("cmd.exe"))), acts("/A", "/Launch")),
    "a form behind a link": (linked(acting("SubmitForm", F=String("https://x.example"))), acts("/A", "/SubmitForm")),
    "another file behind a link": (linked(acting("GoToR", F=String("x.pdf"), D=Array([0]))), acts("/A", "/GoToR")),
    "a script behind an address": (with_a_chain, acts("/A", "/JS", "/JavaScript", "/URI")),
    "a form": (at_root(AcroForm=Dictionary(Fields=Array([]))), acts("/AcroForm")),
    "a portfolio": (at_root(Collection=Dictionary(View=Name.D)), acts("/Collection")),
    "layers": (at_root(OCProperties=Dictionary(OCGs=Array([]))), acts("/OCProperties")),
    "a film": (
        annotated(lambda _: {"/Subtype": Name.RichMedia, "/RichMediaContent": Dictionary()}),
        [*acts("/RichMediaContent"), "the PDF has an annotation that no appendix has: /RichMedia"],
    ),
    "a note": (annotated(lambda _: {"/Subtype": Name.Text}), ["the PDF has an annotation that no appendix has: /Text"]),
    "a stamp over a page": (
        annotated(lambda _: {"/Subtype": Name.Link, "/AP": Dictionary()}),
        ["the PDF has an annotation that no appendix has: /Link /AP"],
    ),
    "a page from another file": (content_elsewhere, ["the PDF has an annotation that no appendix has: /FS"]),
    "a link out of it": (
        linked(acting("URI", URI=String("https://phishing.example"))),
        ["the PDF has links that lead out of it, which ropa’s own templates write none of: https://phishing.example"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", FORGED)
def test_what_no_appendix_has_is_named(genuine: bytes, tmp_path: Path, way: str) -> None:
    """In a pack and alone, whatever object it stands in, with every fingerprint and the seal made to fit."""
    change, said = FORGED[way]
    data = of_pack(genuine, change)

    ran = verified(tmp_path, data)
    alone = verified(tmp_path, files_of(data)[APPENDIX], name="appendix.pdf")

    assert (ran.status, sorted(failed(ran))) == (1, sorted(said))
    assert (alone.status, sorted(failed(alone))) == (1, sorted(said))


@pytest.mark.parametrize("name", ["example-bakery", "callminer-2023"])
def test_an_appendix_as_it_was_drawn_has_no_fault(tmp_path: Path, name: str) -> None:
    """Links within, an outline, tables with their headers, and the two files it carries."""
    ran = verified(tmp_path, rendered(name)["appendix.pdf"], name="appendix.pdf")

    assert (ran.status, failed(ran), len(lines_of(ran, "proven"))) == (0, [], 2)


def test_a_forger_who_changes_nothing_is_not_found_out(genuine: bytes, tmp_path: Path) -> None:
    """What the tests above find is the forgery, not that the file was saved again."""
    ran = verified(tmp_path, of_pack(genuine, lambda document: None))

    assert (ran.status, failed(ran)) == (0, [])


def test_what_was_written_behind_a_pdf_is_named(genuine: bytes, tmp_path: Path) -> None:
    """An addition at the end, as PDF allows it, replaces what was sealed before."""
    pdf = files_of(genuine)[APPENDIX]
    start = re.findall(rb"startxref\n(\d+)", pdf)[-1]
    addition = (
        b"\nxref\n0 0\ntrailer\n<< /Size 1 /Root 1 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            start,
            len(pdf) + 1,
        )
    )

    ran = verified(tmp_path, resealed({**files_of(genuine), APPENDIX: pdf + addition}))

    assert (ran.status, failed(ran)[0]) == (
        1,
        "the seal does not hold: the PDF was changed after it was made",
    )


def test_a_pdf_that_was_encrypted_is_named(genuine: bytes, tmp_path: Path) -> None:
    """Also where no password is asked for."""
    with pikepdf.open(io.BytesIO(files_of(genuine)[APPENDIX])) as document:
        out = io.BytesIO()
        document.save(out, encryption=pikepdf.Encryption(owner="x", user=""))

    ran = verified(tmp_path, out.getvalue(), name="appendix.pdf")

    assert "something was added to the PDF after it was made, or it was encrypted" in failed(ran)


def test_an_attachment_that_grows_without_end_is_not_unpacked(
    genuine: bytes, tmp_path: Path
) -> None:
    """A file of 200 KB that claims to hold 200 MB."""
    import zlib

    def change(document: Any) -> None:
        packed = zlib.compress(b"\0" * 200_000_000, 9)
        entry = attached(document, "evil.exe", b"")
        entry.EF.F.write(packed, filter=Name.FlateDecode)
        document.Root.AF.append(entry)

    ran = verified(tmp_path, of_pack(genuine, change))

    assert (ran.status, failed(ran)[0]) == (1, "it cannot be read as a PDF")


def packed_objects(layers: int) -> bytes:
    """A PDF of a few KB whose one packed object comes with 600 MB of blanks."""
    import zlib

    packer = zlib.compressobj(9)
    body = packer.compress(b"9 0 << >>")
    body += b"".join(packer.compress(b" " * 1_000_000) for _ in range(600)) + packer.flush()
    for _ in range(layers - 1):
        body = zlib.compress(body, 9)
    filters = b"/FlateDecode " * layers
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Type /ObjStm /N 1 /First 4 /Filter [%s] /Length %d >>\nstream\n%s\nendstream"
        % (filters, len(body), body),
    )
    out, rows = b"%PDF-1.7\n", b"\0" * 5 + b"\xff"
    for number, text in enumerate(objects, start=1):
        rows += b"\1" + len(out).to_bytes(4, "big") + b"\0"
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    rows += (
        b"\1"
        + len(out).to_bytes(4, "big")
        + b"\0"
        + b"\0" * 24
        + b"\2"
        + (3).to_bytes(4, "big")
        + b"\0"
    )
    about = b"<< /Type /XRef /Size 10 /W [1 4 1] /Root 1 0 R /Length %d >>" % len(rows)
    return out + b"4 0 obj\n%s\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        about,
        rows,
        len(out),
    )


@pytest.mark.parametrize("layers", [1, 2])
def test_objects_that_grow_without_end_are_not_unpacked(tmp_path: Path, layers: int) -> None:
    """The library would unpack them before anybody can ask how large they are."""
    import resource

    data = packed_objects(layers)
    assert len(data) < 1_000_000
    (tmp_path / "appendix.pdf").write_bytes(data)
    words = [sys.executable, "-m", "ropa", "verify", str(tmp_path / "appendix.pdf")]
    done = subprocess.run(
        words,
        env=surroundings(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (1_100_000_000,) * 2),
    )

    assert (done.returncode, done.stderr) == (1, "")
    assert (
        done.stdout.splitlines()[-1]
        == "failed: the PDF was not read, since it unpacks to more than any appendix"
    )


@contextmanager
def own_page(tmp_path: Path) -> Iterator[Path]:
    """The shop with a template of its own whose pages have a link out of them."""
    from ropa.templates import packaged

    page = (packaged("templates") / "appendix.html.jinja").read_text()
    page = page.replace("</body>", '<p><a href="https://shop.example">Our shop</a></p></body>')
    yield project_of(tmp_path / "shop", {"templates/appendix.html.jinja": page})


def test_a_link_out_of_an_own_template_is_named_and_no_fault(tmp_path: Path) -> None:
    """An organization may put its address on its document; whoever reads it is told where it leads."""
    with own_page(tmp_path) as root:
        assert ropa(root, "pack", "--output", str(tmp_path / "own.zip")).status == 0

    ran = verified(tmp_path, (tmp_path / "own.zip").read_bytes(), "--redraw")

    assert (ran.status, failed(ran)) == (0, [])
    assert lines_of(ran, "not proven")[:2] == [
        "the PDF has links that lead out of it, which ropa’s own templates write none of: https://shop.example",
        "that these say what the records say: appendix.pdf; the pack’s own templates shaped them (appendix.html.jinja), and those are not run",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"as_of": "2026-01-31"', b'"as_of": "2019-01-01 (approved by the authority)"'),
        (b'"revision": "', b'"revision": "approved '),
        (b'"format": "ropa-register/1"', b'"format": ["ropa-register/1"]'),
    ],
)
def test_no_proven_line_prints_what_an_attachment_says(
    genuine: bytes, tmp_path: Path, old: bytes, new: bytes
) -> None:
    """A day is a day and a revision a revision, or it is not our data."""
    data = files_of(genuine)["data/documents/register.json"].replace(old, new, 1)

    def change(document: Any) -> None:
        document.Root.AF[0].EF.F.write(data)

    ran = verified(tmp_path, forged_pdf(files_of(genuine)[APPENDIX], change), name="appendix.pdf")

    assert (ran.status, lines_of(ran, "proven")) == (1, [])
    assert (
        failed(ran)[0]
        == "another tool’s PDF, or an altered one: no register.json of ropa is attached"
    )
