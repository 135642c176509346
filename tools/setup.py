"""Makes .venv: `python -m venv`, then pip with the locks, ropa itself, and Pango.

    python tools/setup.py          what `ropa` needs to run
    python tools/setup.py --dev    also what its tests need

Silent when nothing has changed. What it does can be typed by hand just as well:

    python -m venv .venv
    .venv/bin/pip install --require-hashes -r requirements.lock
    .venv/bin/pip install --no-deps --no-build-isolation --editable .
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import debian
import pango

if TYPE_CHECKING:
    from collections.abc import Sequence

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
READY = VENV / "ready"
RUN, DEV, CJK = (
    ROOT / name for name in ("requirements.lock", "requirements-dev.lock", "requirements-cjk.lock")
)

CJK_TEXT = re.compile(
    "[\u1100-\u11ff\u21b8-\u2bff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff"
    "\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uffef\U0001f200-\U0001f2ff\U00020000-\U0003ffff]"
)
"""What may need the fonts of `ropa[cjk]`: Chinese, Japanese, Korean, and rare symbols."""


class SetupError(Exception):
    """Set-up cannot go on; the message is one line for the person at the keyboard."""


def say(message: str) -> None:
    print(f"setup: {message}", file=sys.stderr, flush=True)


def wanted_locks(dev: bool) -> list[Path]:
    if dev:
        return [RUN, CJK, DEV]
    records = sorted((ROOT / "records").rglob("*.yaml"))
    needs_cjk = any(CJK_TEXT.search(path.read_text("utf-8", "replace")) for path in records)
    return [RUN, CJK] if needs_cjk else [RUN]


def fingerprint(lock: Path) -> str:
    """Equal for two runs that would install the same from *lock* in the same place."""
    machine = f"{sys.base_prefix} {platform.python_version()} {ROOT}"
    parts = [lock.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), machine.encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def installed_fingerprints() -> set[str]:
    """What earlier set-ups have installed to the end; nothing where .venv cannot be used."""
    return set(READY.read_text("ascii").split()) if READY.exists() and PYTHON.exists() else set()


def make_environment() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        package = "python{}.{}-venv".format(*sys.version_info)
        debian.install(package)
        importlib.invalidate_caches()
        if importlib.util.find_spec("ensurepip") is None:
            raise SetupError(f"this Python comes without pip: `{debian.by_hand(package)}`")
    say(f"making .venv with Python {platform.python_version()}")
    run(sys.executable, "-m", "venv", "--clear", VENV)


def run(*command: str | Path) -> None:
    if subprocess.run(command, check=False).returncode:
        raise SetupError(f"could not finish; the reason is above: {' '.join(map(str, command))}")


def pip_install(*arguments: str | Path) -> None:
    quiet = ("--disable-pip-version-check", "--quiet")
    # Python compiles what is imported; all of it would take a third more time and room.
    run(PYTHON, "-m", "pip", *quiet, "install", "--no-compile", *arguments)


def install(locks: Sequence[Path]) -> None:
    """Install what *locks* name, unless an earlier set-up has."""
    installed = installed_fingerprints()
    missing = [lock for lock in locks if fingerprint(lock) not in installed]
    if not missing:
        return
    if fingerprint(RUN) not in installed:
        make_environment()
        installed, missing = set(), list(locks)
    # An interrupted run leaves no such file, so the next one starts afresh.
    READY.unlink(missing_ok=True)
    say(f"installing the packages named in {', '.join(lock.name for lock in missing)}")
    pip_install("--require-hashes", *(word for lock in missing for word in ("-r", lock)))
    if RUN in missing:
        pip_install("--no-deps", "--no-build-isolation", "--editable", ROOT)
    READY.write_text("\n".join(sorted({*installed, *map(fingerprint, missing)})), "ascii")


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 ready, 2 could not be made ready, 130 interrupted."""
    if set(arguments) - {"--dev"}:
        print("usage: python tools/setup.py [--dev]", file=sys.stderr)
        return 2
    try:
        install(wanted_locks("--dev" in arguments))
        pango.provide(say)
    except KeyboardInterrupt:
        return 130
    except (SetupError, OSError) as error:
        say(str(error))
        return 2
    return 0


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        say(f"Python 3.11 or newer is needed, this is {platform.python_version()}")
        sys.exit(2)
    sys.exit(main(sys.argv[1:]))
