"""A copy of the tool that speaks more languages than it comes with: those that ``tools/pseudo.py`` makes of English."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pseudo
from ropa import vocabulary
from ropa.vocabulary.language import catalogue
from support import ROOT

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "en-XA", "ar-XB"
WORD = re.compile(r"[A-Za-z]{3,}")


def copy_of_the_tool(folder: Path) -> Path:
    """The sources in *folder*, with both pseudo-languages."""
    for name in ("src", "templates", "schema"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for tag in (LEFT_TO_RIGHT, RIGHT_TO_LEFT):
        pseudo.write(tag, folder / "src/ropa/vocabulary/languages" / tag)
    return folder


def ropa_of(tool: Path, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What the command line of *tool* says in the project at *root*."""
    return subprocess.run(
        [sys.executable, "-m", "ropa", "-C", str(root), *arguments],
        env={"PYTHONPATH": str(tool / "src"), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@cache
def words_of_ours() -> frozenset[str]:
    """Every word, in lower case, of the English texts and labels."""
    texts = [str(text) for text in catalogue("en").values()]
    for file in sorted((ROOT / "src/ropa/vocabulary/data").glob("*.yaml")):
        for word in vocabulary.words(file.stem).values():
            texts += [word.text(fact) for fact in pseudo.PRINTED]
    bare = (pseudo.PLACE.sub(" ", text) for text in texts)
    return frozenset(word.lower() for text in bare for word in WORD.findall(text))


@cache
def words_of_citations() -> frozenset[str]:
    """Every word of an article, which is cited as it is in whatever language."""
    citations: list[str] = []
    for file in sorted((ROOT / "src/ropa/vocabulary/data").glob("*.yaml")):
        for word in vocabulary.words(file.stem).values():
            citations += [word.article, word.text("processor")]
    citations.append("11 CCR 7011")
    return frozenset(word.lower() for text in citations for word in WORD.findall(text))


@cache
def names() -> re.Pattern[str]:
    """The names of countries, which are not ours, and of formats, as typed."""
    countries = "|".join(map(re.escape, vocabulary.countries().values()))
    return re.compile(rf"\b(?:{countries})\b|ropa-[a-z]+/1|^default$")


def english(printed: str, record: str) -> list[str]:
    """The words of ours that *printed* still has in English, beside those of *record*."""
    bare = names().sub(" ", printed)
    return sorted({word.lower() for word in WORD.findall(bare)} & words_beside(record))


@cache
def words_beside(record: str) -> frozenset[str]:
    """The words of ours that nothing but a text of ours has a reason to print."""
    known = words_of_citations() | {word.lower() for word in WORD.findall(record)}
    return words_of_ours() - known
