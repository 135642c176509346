"""Makes .venv: the locked packages, ropa itself, and Pango where a package manager may be asked.

Needs nothing but Python's standard library: no pip, no ensurepip. `make` runs it; by hand it is

    python tools/setup.py          what `ropa` needs to run
    python tools/setup.py --dev    also what its tests need

Silent when nothing has changed. An interrupted run leaves no `ready` file, so the next one starts
afresh.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import json
import os
import platform
import re
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import package_index
import pango

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
VENV = ROOT / ".venv"
READY = VENV / "ready"
LOG = VENV / "setup.log"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
PIP_INSTALL = (
    *("-I", "-m", "pip", "install"),
    *("--no-warn-script-location", "--progress-bar", "off"),
)
NO_SPACE = "no space left on the disk"
# What pip says in many lines, and what it comes to.
PIP_FAILURES = (
    ("No space left on device", NO_SPACE),
    (
        "DO NOT MATCH THE HASHES",
        "a package differs from its hash in requirements.lock; it was not installed",
    ),
    (
        "CERTIFICATE_VERIFY",
        "the package index has a certificate not trusted here: PIP_CERT can name its issuer's",
    ),
    (
        "NewConn|NameResol|Max retries|timed out|ProxyError",
        "the package index does not answer: is the network up?",
    ),
    (
        "ResolutionImpossible|In --require-hashes",
        "requirements.lock does not fit pyproject.toml: run `make lock`",
    ),
)


class SetupError(Exception):
    """Set-up cannot go on; the message is one line for the person at the keyboard."""


def translate(message: str) -> None:
    print(f"setup: {message}", file=sys.stderr, flush=True)


# What to install


def project_facts() -> dict[str, Any]:
    """The parts of pyproject.toml that decide what is installed."""
    import tomllib

    with (ROOT / "pyproject.toml").open("rb") as file:
        table = tomllib.load(file)
    return {
        "project": table["project"],
        "groups": table["dependency-groups"],
        "build": [table["build-system"], table["tool"]["hatch"]["build"]],
    }


def requirements(facts: dict[str, Any], dev: bool) -> list[str]:
    groups = facts["groups"]
    test_tools = groups["dev"] if dev else []
    return [*facts["project"]["dependencies"], *groups["setup"], *test_tools]


def fingerprint(facts: dict[str, Any]) -> str:
    """Equal for two runs that would make the same .venv in the same place."""
    machine = [sys.platform, platform.machine(), sys.version_info[:2], sys.base_prefix, str(ROOT)]
    parts = [
        LOCK.read_bytes(),
        Path(__file__).read_bytes(),
        json.dumps([facts, machine], sort_keys=True).encode(),
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def ready_for(key: str) -> str:
    """What an earlier set-up for *key* has installed: `run`, `dev`, or nothing.

    It is `half` where installing `dev` was cut short.
    """
    try:
        ready_key, _, extent = READY.read_text("ascii").strip().partition(" ")
    except (OSError, UnicodeDecodeError):
        return ""
    return extent if ready_key == key and PYTHON.exists() else ""


def mark_ready(key: str, extent: str) -> None:
    draft = READY.with_suffix(".new")
    draft.write_text(f"{key} {extent}\n", "ascii")
    draft.replace(READY)


def locked_pip() -> tuple[str, frozenset[str]]:
    """The version of pip in the lock, and the hashes its files may have."""
    entry = re.search(r"^pip==(\S+)((?:.*\\\n)+.*)", LOCK.read_text("utf-8"), re.MULTILINE)
    if entry is None:
        raise SetupError("requirements.lock has no line for pip: run `make lock`")
    return entry[1], frozenset(re.findall(r"sha256:(\w+)", entry[2]))


# Installing


def make_environment() -> None:
    import venv

    version, hashes = locked_pip()
    # Before anything is removed, so that a machine without network keeps what it has.
    wheel = package_index.fetch("pip", f"pip-{version}-py3-none-any.whl", hashes)
    translate(f"making .venv with Python {platform.python_version()}")
    venv.EnvBuilder(clear=True, symlinks=not WINDOWS, with_pip=False).create(VENV)
    bases = {"base": str(VENV), "platbase": str(VENV)}
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        archive.extractall(sysconfig.get_path("purelib", "venv", bases))


def run_pip(*arguments: str, hashes: bool) -> None:
    environment = dict(os.environ)
    for name in ("PYTHONPATH", "PYTHONHOME"):
        environment.pop(name, None)
    # Settings for other purposes would send the packages elsewhere or ask questions.
    environment |= {
        "PIP_USER": "0",
        "PIP_NO_INPUT": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
        "PIP_REQUIRE_HASHES": "1" if hashes else "0",
    }
    command = [str(PYTHON), *PIP_INSTALL, *arguments]
    # pip inherits the lock of `alone`, and holds on to it should this process be killed.
    process = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        close_fds=False,
        check=False,
    )
    if process.returncode:
        raise SetupError(pip_failure(process.stdout.decode("utf-8", "replace")))


def pip_failure(output: str) -> str:
    """One line for what pip said in many."""
    for pattern, reason in PIP_FAILURES:
        if re.search(pattern, output):
            return reason
    LOG.write_text(output, "utf-8")
    # An exception in a build names the cause; a line that starts with "error" only says that
    # there was one.
    exceptions = re.findall(r"^ *(\w+Error: .*)", output, re.MULTILINE)
    errors = re.findall(r"^error.*", output, re.MULTILINE | re.IGNORECASE)
    [*_, cause] = exceptions or errors or ["no reason given"]
    return f"pip failed ({cause}); all it said is in {LOG.relative_to(ROOT)}"


def install(facts: dict[str, Any], key: str, dev: bool) -> None:
    installed = ready_for(key)
    if installed == "dev" or (installed and not dev):
        return
    if installed == "run":
        translate("installing the tools of the tests named in requirements.lock")
        mark_ready(key, "half")
        install_locked(requirements(facts, dev))
    else:
        make_environment()
        translate("installing the packages named in requirements.lock")
        install_locked(requirements(facts, dev))
        run_pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT), hashes=False)
    mark_ready(key, "dev" if dev else "run")


def install_locked(names: Sequence[str]) -> None:
    run_pip("--constraint", str(LOCK), *names, hashes=True)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two set-ups at once take turns, where the system can say so."""
    if WINDOWS:
        yield
        return
    import fcntl

    folder = os.open(ROOT, os.O_RDONLY)
    os.set_inheritable(folder, True)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


# The command


def explain(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return NO_SPACE
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    if isinstance(error, ModuleNotFoundError):
        return (
            f"this Python lacks its module '{error.name}': "
            "install the whole of Python (Debian: python3)"
        )
    return " ".join(str(error).split()) or type(error).__name__


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 ready, 2 could not be made ready, 130 interrupted."""
    if set(arguments) - {"--dev"}:
        print("usage: python tools/setup.py [--dev]", file=sys.stderr)
        return 2
    try:
        facts = project_facts()
        with alone():
            install(facts, fingerprint(facts), "--dev" in arguments)
            pango.provide(translate)
    except KeyboardInterrupt:
        translate("interrupted; run it again to start afresh")
        return 130
    except Exception as error:
        # Whatever it is, a person who only wants a document gets one line and no traceback.
        translate(explain(error))
        return 2
    return 0


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        translate(
            f"Python 3.11 or newer is needed, this is {platform.python_version()}: {sys.executable}"
        )
        sys.exit(2)
    sys.exit(main(sys.argv[1:]))
