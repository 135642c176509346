"""Whether WeasyPrint's libraries are here, and how this machine gets them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import debian

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# What WeasyPrint opens, by the names it has on Linux, macOS and Windows.
LIBRARIES = (
    ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
)
WINDOWS_LIBRARY_FOLDERS = (
    r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin"
)
DEBIAN_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
# The first of these programs that the machine has tells how Pango is installed there.
BY_HAND = (
    ("dnf", "dnf install pango harfbuzz"),
    ("apk", "apk add so:libpango-1.0.so.0 so:libpangoft2-1.0.so.0 so:libharfbuzz-subset.so.0"),
    ("zypper", "zypper install libpango-1_0-0 libharfbuzz-subset0"),
    ("pacman", "pacman -S pango harfbuzz"),
)


def loads(names: Sequence[str]) -> bool:
    for name in names:
        with contextlib.suppress(OSError):
            ctypes.CDLL(name)
            return True
    return False


def is_here() -> bool:
    if sys.platform == "win32":
        folders = os.environ.get("WEASYPRINT_DLL_DIRECTORIES", WINDOWS_LIBRARY_FOLDERS)
        for folder in folders.split(";"):
            with contextlib.suppress(OSError):
                os.add_dll_directory(folder)
    return all(loads(names) for names in LIBRARIES)


def by_hand() -> str:
    if sys.platform == "win32":
        return "in an MSYS2 shell, `pacman -S mingw-w64-ucrt-x86_64-pango`"
    if sys.platform == "darwin":
        for folder in ("/opt/homebrew/lib", "/usr/local/lib"):
            if Path(folder, LIBRARIES[0][1]).exists():
                return f"`export DYLD_FALLBACK_LIBRARY_PATH={folder}`"
        return "`brew install pango`"
    if shutil.which("apt-get"):
        return f"`{debian.by_hand(*DEBIAN_PACKAGES)}`"
    sudo = "" if debian.is_root() else "sudo "
    for program, command in BY_HAND:
        if shutil.which(program):
            return f"`{sudo}{command}`"
    return "install Pango and HarfBuzz with the system's package manager"


def provide(say: Callable[[str], None]) -> None:
    """Install Pango if it is missing and nobody has to be asked; else *say* how it is installed."""
    if is_here():
        return
    if shutil.which("apt-get") and debian.administrator() is not None:
        say("installing Pango, which draws the text of PDF files, with apt-get")
        debian.install(*DEBIAN_PACKAGES)
    if not is_here():
        say(f"PDF files cannot be drawn without Pango: {by_hand()}")
