"""One run over files: what they hold, what keeps them from being read, what does not belong."""

import os
import re
import shlex
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ropa.diagnostics import Diagnostic, Severity, Span, error_at
from ropa.net import net
from ropa.project import Project
from ropa.reader import CONTROL, MOST_PROBLEMS, Text, read
from ropa.turns import JOURNAL, is_taken, is_trace
from ropa.validation_messages import explain, kind_of

M = TypeVar("M", bound=BaseModel)

_UNPRINTABLE = re.compile(f"{CONTROL.pattern}|[\t\n\r\x85\u2028\u2029]")

_RECORD_FILES = (
    "records are register.yaml, recipients.yaml, controllers.yaml, activities/*.yaml, "
    "sources/*.yaml"
)


@dataclass
class Reading:
    """Texts and diagnostics gathered on the way."""

    project: Project
    texts: dict[str, Text] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _problems: Counter[str] = field(default_factory=Counter)

    def add(self, span: Span, rule: str, message: str, help: str = "") -> None:
        """Tell of an error at *span*."""
        self._report([error_at(span, rule, message, help)])

    def text(self, path: Path) -> Text | None:
        """The text of the file at *path*; None where a diagnostic says why it is not to be used."""
        name = self.project.name(path)
        self.texts[name] = Text(name)
        problems: list[Diagnostic] = []
        with net(Span(name), "while it read this file", problems.append):
            self.texts[name], diagnostics = read(self.project.root, name)
            problems += diagnostics
        self.diagnostics += problems
        is_usable = all(problem.severity is not Severity.ERROR for problem in problems)
        return self.texts[name] if is_usable else None

    def record(self, path: Path, model: type[M]) -> M | None:
        """The record in the file at *path*; None where diagnostics say why there is none."""
        text = self.text(path)
        return None if text is None else self.model(text, text.value, model)

    def model(self, text: Text, value: Any, model: type[M], path: tuple[str, ...] = ()) -> M | None:
        """The record that *value* is, which stands at *path* in *text*."""
        if not isinstance(value, dict):
            message = f"a record is a mapping of keys, not {kind_of(value)}"
            self.add(text.span(path), "wrong-type", message, "write 'key: value', one per line")
            return None
        with net(text.span(path), "while it read this record", self.diagnostics.append):
            try:
                return model.model_validate(value)
            except ValidationError as error:
                self._report(explain(error, text, model, path))
        return None

    def _report(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Tell the first *diagnostics* of each file, and once that there are more."""
        for diagnostic in diagnostics:
            file = diagnostic.span.file
            self._problems[file] += 1
            if self._problems[file] <= MOST_PROBLEMS:
                self.diagnostics.append(diagnostic)
                continue
            if self._problems[file] == MOST_PROBLEMS + 1:
                message = (
                    f"the file has more than {MOST_PROBLEMS} problems; the others are not told"
                )
                help = "resolve those first"
                last = error_at(diagnostic.span, "too-many-problems", message, help)
                self.diagnostics.append(last)
            return

    def entries(self, folder: Path) -> Iterator[Path]:
        """What is in *folder*, sorted, without what is never followed or opened: that is told."""
        for path in sorted(folder.iterdir(), key=lambda path: path.name):
            if not self._refuses(path):
                yield path

    def _refuses(self, path: Path) -> bool:
        """Whether *path* is never followed or opened: a link, a device, a pipe."""
        mode = path.lstat().st_mode
        place = Span(self.project.name(path))
        if _UNPRINTABLE.search(path.name):
            visible = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", place.file)
            message = "the name holds characters that cannot be printed"
            self.add(Span(visible), "not-a-record", message, "rename it")
        elif stat.S_ISLNK(mode):
            message, help = "a symbolic link is not followed", "put the file itself here"
            self.add(place, "symbolic-link", message, help)
        elif not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            self.add(place, "not-a-record", "this is neither a file nor a folder", "delete it")
        else:
            return False
        return True

    def stray(self, path: Path) -> None:
        """Tell that *path* is no record."""
        name = self.project.name(path)
        if is_trace(path.name):
            self._trace(path)
        elif path.is_dir():
            message = "nothing is read from this folder"
            help = "a register holds the folders activities and sources"
            self.add(Span(name), "not-a-record", message, help)
        elif path.suffix == ".yml":
            message = "'.yml' is not read; a record ends in '.yaml'"
            help = shlex.join(("git", "mv", name, f"{name[:-4]}.yaml"))
            self.add(Span(name), "not-a-record", message, help)
        else:
            self.add(Span(name), "not-a-record", "this file is not a record", _RECORD_FILES)

    def _trace(self, path: Path) -> None:
        """Tell what a writer left when it was killed; nothing of one that is at work."""
        if is_taken(path.parent) or not os.path.lexists(path):
            return
        span = Span(self.project.name(path))
        if path.name == JOURNAL:
            message = "a command was stopped while it exchanged files: some are new, some are not"
            help = "run that command again: it begins by putting back what stood here"
            self.add(span, "unfinished-write", message, help)
        else:
            message = "a command was stopped before this file was in its place"
            help = "delete it; the next command that writes here does"
            diagnostic = Diagnostic(span, "unfinished-write", Severity.WARNING, message, help)
            self.diagnostics.append(diagnostic)
