"""The fonts of the PDF: from packages, not from the machine, so that pages are equal everywhere.

IBM Plex Sans draws what most records hold. A face for another script is loaded only where a page
has a character that the faces before it lack. A character no face has is printed as its code, for
no reader can tell one empty box from the next. ISO 19005-3, 6.2.11.8.

The faces for Chinese, Japanese and Korean are an extra. A page that may need them is not drawn
without them: it would have other bytes than where they are.
"""

import os
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from ropa.errors import MissingPartError
from ropa.vocabulary import translate

SCHEME = "ropa-font:"
"""Scheme of the only addresses a style sheet may name, such as ``ropa-font:regular``."""

ISOLATED = Path(__file__).with_name("fonts.conf")
"""A configuration that knows no font of the machine."""


@dataclass(frozen=True, slots=True)
class Face:
    """A packaged font (SIL Open Font License): its name, its family in style sheets, its file."""

    name: str
    family: str
    file: Path
    style: str = "normal"
    weight: str = "100 900"

    @property
    def address(self) -> str:
        """Where a style sheet finds it."""
        return f"{SCHEME}{self.name}"


_SCRIPTS = (
    "Hebrew",
    "Armenian",
    "Georgian",
    "Ethiopic",
    "Devanagari",
    "Bengali",
    "Gurmukhi",
    "Gujarati",
    "Oriya",
    "Tamil",
    "Telugu",
    "Kannada",
    "Malayalam",
    "Sinhala",
    "Thai",
    "Lao",
    "Myanmar",
    "Khmer",
    "Symbols",
)
_NOTO = ("NotoSans", *(f"NotoSans{script}" for script in _SCRIPTS))
_HAN = ("NotoSansSC", "NotoSansKR", "NotoSansJP", "NotoSansTC")


@cache
def faces() -> Mapping[str, Face]:
    """Every packaged face by its name, in the order in which a character is looked for."""
    sans = _folder("fontpkg_ibm_plex_sans", "files") / "IBMPlexSans[wdth,wght].ttf"
    italic = sans.with_name("IBMPlexSans-Italic[wdth,wght].ttf")
    # Noto Sans Arabic builds letters from parts, and a reader gets other letters back.
    arabic = _folder("fontpkg_ibm_plex_sans_arabic", "files") / "IBMPlexSansArabic-Regular.ttf"
    bold = arabic.with_name("IBMPlexSansArabic-Bold.ttf")
    noto = _folder("manimgx_fonts")
    ordered = [
        Face("regular", "Plex", sans, weight="100 700"),
        Face("italic", "Plex", italic, "italic", "100 700"),
        Face("arabic", "Plex Arabic", arabic, weight="400"),
        Face("arabic-bold", "Plex Arabic", bold, weight="700"),
    ]
    ordered += [Face(name, name, noto / f"{name}[wght].ttf") for name in _NOTO]
    # The layout engine asks for the family "emoji" by itself where it meets one.
    ordered += [Face("NotoEmoji", "emoji", noto / "NotoEmoji[wght].ttf")]
    if _has_cjk():
        han = _folder("justmytype_intl_cjk", "fonts", "ofl")
        for name in _HAN:
            folder = han / name.lower()
            ordered.append(Face(name, name, folder / f"{name}[wght].ttf"))
    return MappingProxyType({face.name: face for face in ordered})


def _has_cjk() -> bool:
    return find_spec("justmytype_intl_cjk") is not None


def _folder(package: str, *below: str) -> Path:
    spec = find_spec(package)
    assert spec and spec.origin, f"{package} is a dependency"
    return Path(spec.origin).parent.joinpath(*below)


@cache
def _characters(name: str) -> frozenset[int]:
    """Code points the face *name* has a glyph for, and the layout engine a use."""
    from fontTools.ttLib import TTFont

    with TTFont(faces()[name].file, lazy=True) as font:
        return frozenset(font.getBestCmap()) - _BREAKS


def drawable(page: str) -> tuple[str, tuple[Face, ...]]:
    """*page* with the code in place of each character no face can draw, and the faces it needs.

    Raises MissingPartError where a face for one of its characters is an extra and not installed.
    """
    letters = set(_INVISIBLE.sub("", page))
    missing = set(map(ord, letters))
    missing -= _characters("regular")
    needed = ["regular", "italic"]
    for name in _order(missing):
        if not missing:
            break
        covered = missing & _characters(name)
        missing -= covered
        if covered:
            needed += ("arabic", "arabic-bold") if name == "arabic" else (name,)
    if not _has_cjk():
        _refuse_cjk("".join(map(chr, sorted(missing))))
    codes = {code: f"[U+{code:04X}]" for code in missing}
    needed_faces = tuple(faces()[name] for name in needed)
    return page.translate(codes), needed_faces


def _refuse_cjk(missing: str) -> None:
    if character := CJK_TEXT.search(missing):
        sign = character.group()
        code = f"U+{ord(sign):04X}"
        raise MissingPartError(translate("drawing_fault.no_font", sign=sign, code=code))


CJK_TEXT = re.compile(
    "[\u1100-\u11ff\u21b8-\u2bff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uffef\U0001f200-\U0001f2ff\U00020000-\U0003ffff]"
)
"""Blocks with every character that only the faces of the extra draw, and some that none does."""


def _order(characters: set[int]) -> Iterator[str]:
    """Faces beside Plex in the order they are tried; Japanese shapes first where there are kana."""
    for name in faces():
        if name not in ("regular", "italic", "arabic-bold", *_HAN):
            yield name
    has_kana = any(0x3040 <= code <= 0x30FF for code in characters)
    han = [name for name in _HAN if name in faces()]
    yield from sorted(han, key=lambda name: has_kana and name != "NotoSansJP")


_BREAKS = {0x2028, 0x2029}
"""Separators of lines and paragraphs, which the layout engine does not survive."""


_INVISIBLE = re.compile(
    "[\t\n\r\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ufe00-\ufe0f\ufeff"
    "\U000e0020-\U000e007f]"
)
"""What only steers other characters: line ends, joiners, marks of direction, variants, flags."""


def declarations(needed: Sequence[Face]) -> str:
    """The ``@font-face`` rules of *needed*."""
    return "".join(map(_declaration, needed))


def _declaration(face: Face) -> str:
    source = f'font-family: "{face.family}"; src: url("{face.address}"); '
    style = f"font-style: {face.style}; font-weight: {face.weight}"
    return f"@font-face {{ {source}{style} }}\n"


@contextmanager
def surroundings(name: str, value: str) -> Iterator[None]:
    """Let libraries see *value* in the variable *name* of this process's environment."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]
        if before is not None:
            os.environ[name] = before


@contextmanager
def isolated() -> Iterator[None]:
    """Hide the machine's fonts from the layout engine."""
    with surroundings("FONTCONFIG_FILE", str(ISOLATED)), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
