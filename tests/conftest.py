"""Which tests can run on this machine.

A test that needs more than Python says so, `@pytest.mark.needs("libreoffice")`, and is skipped where it is missing,
with the line that would install it. Where ROPA_REQUIRE_ALL is set, as in CI, whatever is skipped has failed.

Where several processes run the tests, those of one file share one of them, and so do those that need one register: what they
need is made once. tests/README.md tells of both.

A test marked `sources` reads the published source documents, which are no part of the repository. It is left out
unless ROPA_SOURCES names their directory.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import os
import shutil
import signal
from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

import hypothesis
import pytest

import pango
from groups import group
from shared import RUN, folder_of_the_run
from verapdf import verapdf

NODE_MODULES = Path(__file__).parent / "node" / "node_modules"
REQUIRE_ALL = bool(os.environ.get("ROPA_REQUIRE_ALL"))

# Two busy cores are no reason to fail, and neither is the luck of the draw in CI.
hypothesis.settings.register_profile("ropa", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("ropa")


Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


class Tool(NamedTuple):
    """Something a test can need: whether it is here, and what brings it."""

    is_here: Callable[[], bool]
    remedy: str


def program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def terminal() -> bool:
    """Whether a pseudo-terminal can be opened; Windows and bare chroots have none."""
    try:
        import pty

        for end in pty.openpty():
            os.close(end)
    except (ImportError, OSError):
        return False
    return True


def node_module(file: str) -> Callable[[], bool]:
    return lambda: bool(shutil.which("node")) and (NODE_MODULES / file).is_file()


TOOLS: Mapping[str, Tool] = MappingProxyType(
    {
        "axe-core": Tool(node_module("axe-core/axe.min.js"), "npm ci --prefix tests/node"),
        "bagit": Tool(lambda: importlib.util.find_spec("bagit") is not None, "pip install bagit"),
        "chromium": Tool(program("chromium"), "apt-get install chromium"),
        "git": Tool(program("git"), "apt-get install git"),
        "gpg": Tool(program("gpg"), "apt-get install gnupg"),
        "java": Tool(program("java"), "apt-get install default-jdk-headless"),
        "libreoffice": Tool(
            program("soffice"), "apt-get install libreoffice-calc-nogui libreoffice-writer-nogui"
        ),
        "node": Tool(program("node"), "apt-get install nodejs npm"),
        "openssl": Tool(program("openssl"), "apt-get install openssl"),
        "pango": Tool(pango.is_here, pango.by_hand()),
        "pdftoppm": Tool(program("pdftoppm"), "apt-get install poppler-utils"),
        "playwright-core": Tool(
            node_module("playwright-core/index.js"), "npm ci --prefix tests/node"
        ),
        "terminal": Tool(terminal, "mount -t devpts devpts /dev/pts"),
        "sha256sum": Tool(program("sha256sum"), "apt-get install coreutils"),
        "ssh-keygen": Tool(program("ssh-keygen"), "apt-get install openssh-client"),
        "unzip": Tool(program("unzip"), "apt-get install unzip"),
        "verapdf": Tool(verapdf.is_ready, "python tools/verapdf/verapdf.py --set-up"),
        "yaml-language-server": Tool(
            node_module("yaml-language-server/bin/yaml-language-server"),
            "npm ci --prefix tests/node",
        ),
    }
)


@functools.cache
def is_here(tool: str) -> bool:
    return TOOLS[tool].is_here()


@pytest.fixture(scope="session")
def sources() -> Path:
    """The directory of the published source documents."""
    return Path(os.environ["ROPA_SOURCES"]).resolve()


def pytest_configure(config: pytest.Config) -> None:
    os.environ["ROPA_DEBUG"] = "1"  # what nobody foresaw fails the test, and is no diagnostic
    if RUN not in os.environ:  # a worker of pytest-xdist has it from who started it
        opened = contextlib.ExitStack()
        opened.enter_context(folder_of_the_run())
        config.add_cleanup(opened.close)
        # Hundreds of programs are started, and each would compile the tool again.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            # So a script starts what runs in the background, and the programs that tests stop inherit it.
            signal.signal(signal.SIGINT, signal.default_int_handler)
    config.option.loadscopereorder = False  # which would put first what has most tests
    named = os.environ.get("ROPA_SOURCES")
    if named and not Path(named).is_dir():
        raise pytest.UsageError(f"ROPA_SOURCES names no directory: {named}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        group(items)
    for item in items:
        unknown = sorted(set(tools_needed(item)) - TOOLS.keys())
        if unknown:
            raise pytest.UsageError(
                f"{item.nodeid} needs {unknown[0]}, which tests/conftest.py does not know"
            )
    absent = [
        item
        for item in items
        if item.get_closest_marker("sources") and not os.environ.get("ROPA_SOURCES")
    ]
    if absent:
        config.hook.pytest_deselected(items=absent)
        items[:] = [item for item in items if item not in absent]


def tools_needed(item: pytest.Item) -> list[str]:
    return [tool for marker in item.iter_markers("needs") for tool in marker.args]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for tool in tools_needed(item):
        if not is_here(tool):
            pytest.skip(f"{tool} is not installed: {TOOLS[tool].remedy}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return required(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    return required(report)


def required(report: Report) -> Report:
    """The same report; but a skip is a failure where nothing may be skipped."""
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.longrepr = (
            f"{reason.removeprefix('Skipped: ')} (ROPA_REQUIRE_ALL is set: nothing may be skipped)"
        )
    return report
