"""What templates of a project draw: in a process of its own, with a limit of time and of memory.

Templates come with a clone, and a few lines of one can ask for more than a machine has. So a
document that a project's own templates, style sheets or logo have a part in is drawn as a whole in
a child. What it answers is bytes or a line of text; the parent reads nothing else of it.
"""

import os
import pickle
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ropa.documents.table import Document
from ropa.errors import MissingPartError, RopaError, UsageError
from ropa.output.limits import LARGEST, Limits, OutOfTimeError, computed_by_children
from ropa.templates import OwnTemplates, owned, place_of
from ropa.vocabulary import language, number_text, translate, writing

_ERRORS = {kind.__name__: kind for kind in (UsageError, MissingPartError)}
_DRAWN = "drawn"

_START = "import sys; sys.path[:] = sys.argv[1:]; from ropa.output.child import serve; serve()"


Work = Callable[[OwnTemplates | None, Document], bytes]
"""Draws a document with the project's own templates, or with none."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """One way to draw a document: the function that does it, and the templates it begins with.

    The function is found by its name in a child. It takes the project's own templates, or None
    where only those that come with the tool have a part in it, and the document.
    """

    work: Work
    names: tuple[str, ...]

    def of(self, templates: Path | None, document: Document, limits: Limits | None = None) -> bytes:
        """*document* drawn with what of *templates* has a part in it; UsageError beyond *limits*.

        The same bytes with a child and without.
        """
        overrides = owned(templates, self.names)
        subject = _subject(overrides, document.settings.get("logo", ""))
        if templates is None or not subject:
            return self.work(None, document)
        data = pickle.dumps(document)
        carried = map(len, document.attachments.values())  # and only that
        size = len(data) - sum(carried)
        task = _Task(self.work, OwnTemplates(templates), subject, language())
        limits = limits or Limits.of(size)
        return _in_child(data, task, limits.within_shell())


def _subject(overrides: Sequence[str], logo: str) -> str:
    """What of a project has a part in a document; empty where nothing has."""
    if overrides:
        names = translate("drawing_fault.with").join(filter(None, (*overrides, logo)))
        return translate("template_fault.template", name=names)
    if logo:
        return translate("drawing_fault.logo", name=logo)
    return ""


@dataclass(frozen=True, slots=True)
class _Task:
    """What a child is to do, and the language it writes.

    *subject* is what it says of a fault that has no better place.
    """

    work: Work
    overrides: OwnTemplates
    subject: str
    language: str


def _in_child(document: bytes, task: _Task, limits: Limits) -> bytes:
    with tempfile.TemporaryDirectory(prefix="ropa-", ignore_cleanup_errors=True) as folder:
        head = pickle.dumps((folder, limits))
        request = head + pickle.dumps(task) + document
        with tempfile.TemporaryFile(dir=folder) as answer:
            before = computed_by_children()
            status = _run(request, folder, answer, limits)
            is_spent = computed_by_children() - before >= limits.seconds
            answer.seek(0)
            data = answer.read(LARGEST + 1000)
    first_line, _, content = data.partition(b"\n")
    kind = first_line.decode(errors="replace")
    if kind == _DRAWN:
        return content
    if kind in _ERRORS:
        lines = _bounded(content.decode(errors="replace"))
        raise _ERRORS[kind](*lines)
    why = _why(status, is_spent, limits)
    raise UsageError(_stopped(task.subject, why))


def _stopped(place: str, why: str) -> str:
    """A line that says where drawing went beyond a limit, and what to do."""
    return translate("drawing_fault.stopped", place=place, why=why)


def _run(request: bytes, folder: str, answer: IO[bytes], limits: Limits) -> int | None:
    """Let a child answer *request*; its exit status, or None where the clock ran out."""
    with _started(folder, answer) as child:
        assert child.stdin is not None
        try:
            with suppress(BrokenPipeError):
                child.stdin.write(request)
                child.stdin.flush()  # and left open: where it closes, the child ends
            return child.wait(limits.by_the_clock)
        except subprocess.TimeoutExpired:
            return None


@contextmanager
def _started(folder: str, answer: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """A child that leaves nothing outside *folder*, and that does not outlive the block."""
    # Nothing is imported from the folder the user stands in, which may be a stranger's: -P.
    path = filter(None, sys.path)
    command = [sys.executable, "-P", "-c", _START, *path]
    surroundings = {**os.environ, "TMPDIR": folder, "TEMP": folder, "TMP": folder}
    log = None if os.environ.get("ROPA_DEBUG") else subprocess.DEVNULL
    pipe = subprocess.PIPE
    child = subprocess.Popen(
        command, stdin=pipe, stdout=answer, stderr=log, env=surroundings, start_new_session=True
    )
    try:
        yield child
    finally:
        _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    """End *child* with whatever it started."""
    if child.poll() is None:
        if sys.platform == "win32":
            child.kill()
        else:
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    assert child.stdin is not None
    with suppress(BrokenPipeError):  # it ended before it had read everything
        child.stdin.close()


def _why(status: int | None, is_spent: bool, limits: Limits) -> str:
    """What ended a child that gave no answer."""
    if status is None:
        return translate("drawing_fault.clock", seconds=limits.by_the_clock)
    if is_spent:
        return limits.time_is_up
    if status < 0:
        end = signal.Signals(-status).name
    else:
        end = translate("drawing_fault.status", n=status)
    return translate("drawing_fault.broke_off", end=end, memory=limits.memory)


_MOST_LINES, _MOST_LETTERS = 20, 500


def _bounded(text: str) -> list[str]:
    """The lines of a child's *text*: such as can be read, and not thousands of them."""
    lines = text.split("\n")
    bounded = list(map(_cut, lines[:_MOST_LINES]))
    others = len(lines) - _MOST_LINES
    if others > 0:
        count = number_text(others)
        bounded.append(translate("drawing_fault.more", count=count))
    return bounded


def _cut(line: str) -> str:
    return line if len(line) <= _MOST_LETTERS else f"{line[:_MOST_LETTERS]} …"


def serve() -> None:
    """Answer the request on standard input, and end the process. What a child runs."""
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    folder, limits = pickle.load(sys.stdin.buffer)
    limits.impose()
    task = pickle.load(sys.stdin.buffer)
    document = pickle.load(sys.stdin.buffer)
    _end_with_parent(folder)  # which reads what is left of standard input: nothing
    with writing(task.language):
        kind, data = _answered(task, document, limits)
    answer.write(kind.encode() + b"\n" + data)
    answer.flush()
    os._exit(0)


def _end_with_parent(folder: str) -> None:
    """End this process and take its *folder* away where nobody holds its standard input open."""
    import shutil
    import threading

    def wait() -> None:
        os.read(0, 1)
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _answered(task: _Task, document: Document, limits: Limits) -> tuple[str, bytes]:
    """The kind of the answer, and what was drawn or a line that says why not."""
    kind = UsageError.__name__
    try:
        data = task.work(task.overrides, document)
        if len(data) <= LARGEST:
            return _DRAWN, data
        why = translate("drawing_fault.large", bytes=number_text(LARGEST))
        message = _stopped(task.subject, why)
    except RopaError as error:
        if type(error).__name__ in _ERRORS:
            kind = type(error).__name__
        message = str(error)
    except (OutOfTimeError, MemoryError) as error:
        why = limits.lifted(error)
        message = _stopped(place_of(error, task.subject), why)
    except Exception as error:
        message = _fault(task.subject, error)
    return kind, message.encode(errors="replace")


def _fault(subject: str, error: Exception) -> str:
    """A line that says why the *subject* cannot be drawn, and where."""
    if os.environ.get("ROPA_DEBUG"):
        traceback.print_exception(error)
    place = place_of(error, subject)
    return translate("drawing_fault.cannot", place=place, why=_sentence(error))


def _sentence(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return translate("drawing_fault.nested")
    words = f"{type(error).__name__} {error}"
    return " ".join(words.split())
