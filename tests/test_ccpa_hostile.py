"""Texts of a record that look like something else stay texts, in the fragment and in the DOCX too."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from docx import Document

from californians import californian
from registers import register_of
from ropa.drawing import Request, draw

TEXTS = [
    "=1+1",
    "<script>alert(1)</script>",
    '"><img src="http://127.0.0.1:9/x.png" onerror=alert(1)>',
    "</td></table><w:p>x</w:p>",
    "{{ 7*7 }} {% include '/etc/passwd' %}",
    "| a | b \\| `code` **bold**",
    "R&amp;D &lt;b&gt;",
    "_x003D_1+1",
    "שלום 個人情報 👩🏽‍💻 \U0001fffe",
]


def drawn(root: Path, text: str) -> Mapping[str, bytes]:
    """The California files of a register whose declaration says *text* wherever it may."""
    quoted = json.dumps(text, ensure_ascii=False)
    written = californian()
    written["records/shop/register.yaml"] = re.sub(
        "Identifers|Names and numbers|Three years|Trade in contacts|Your choices|A code is sent|Support by others",
        lambda _: quoted,
        written["records/shop/register.yaml"] or "",
    )
    return draw("ccpa", Request(register_of(root, written), date(2026, 1, 31)))


class Markup(HTMLParser):
    """Tags and words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(f"{tag} {sorted(dict(attrs))}")

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("text", TEXTS)
def test_the_fragment_shows_the_text_as_itself(tmp_path: Path, text: str) -> None:
    """It is pasted into a page that others trust."""
    page = Markup(drawn(tmp_path / "hostile", text)["ccpa-fragment.html"].decode())
    plain = Markup(drawn(tmp_path / "plain", "plain")["ccpa-fragment.html"].decode())

    assert page.tags == plain.tags
    assert page.words.count(text) == plain.words.count("plain") > 5


@pytest.mark.parametrize("text", TEXTS)
def test_docx_shows_the_text_as_itself(tmp_path: Path, text: str) -> None:
    """No field, no link, no macro, nothing outside the file: text in records is text."""
    data = drawn(tmp_path, text)["ccpa.docx"]
    file = Document(io.BytesIO(data))
    words = "\n".join(
        cell.text for table in file.tables for row in table.rows for cell in row.cells
    )
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = parts.namelist()
        xml = parts.read("word/document.xml").decode()
        links = "".join(parts.read(name).decode() for name in names if name.endswith(".rels"))

    assert words.count(text) > 5
    assert not re.search("<w:(hyperlink|fldSimple|instrText|object)", xml)
    assert 'TargetMode="External"' not in links
    assert [name for name in names if "vba" in name.lower() or "embeddings" in name] == []
