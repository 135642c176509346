"""One run over files: what they hold, what keeps them from being read, what does not belong."""

import os
import re
import shlex
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ropa.diagnostics import Diagnostic, Severity, Span, problem, worst
from ropa.net import net
from ropa.project import Project
from ropa.reader import CONTROL, MOST_PROBLEMS, Text, read
from ropa.turns import JOURNAL, is_taken, is_trace
from ropa.validation_messages import explain, kind_of
from ropa.vocabulary import translate

M = TypeVar("M", bound=BaseModel)

_UNPRINTABLE = re.compile(f"{CONTROL.pattern}|[\t\n\r\x85\u2028\u2029]")


@dataclass
class Reading:
    """Texts and diagnostics gathered on the way."""

    project: Project
    texts: dict[str, Text] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _problems: Counter[str] = field(default_factory=Counter)

    def add(self, span: Span, rule: str, case: str = "", /, **values: object) -> None:
        """Tell of an error at *span*, as :func:`problem` words it."""
        self._report([problem(span, rule, case, **values)])

    def text(self, path: Path) -> Text | None:
        """The text of the file at *path*; None where a diagnostic says why it is not to be used."""
        name = self.project.name(path)
        self.texts[name] = Text(name)
        problems: list[Diagnostic] = []
        with net(Span(name), partial(translate, "tool_task.file"), problems.append):
            self.texts[name], diagnostics = read(self.project.root, name)
            problems += diagnostics
        self.diagnostics += problems
        return None if worst(problems) is Severity.ERROR else self.texts[name]

    def record(self, path: Path, model: type[M]) -> M | None:
        """The record in the file at *path*; None where diagnostics say why there is none."""
        text = self.text(path)
        return None if text is None else self.model(text, text.value, model)

    def model(self, text: Text, value: Any, model: type[M], path: tuple[str, ...] = ()) -> M | None:
        """The record that *value* is, which stands at *path* in *text*."""
        if not isinstance(value, dict):
            self.add(text.span(path), "wrong-type", "record", kind=kind_of(value))
            return None
        task = partial(translate, "tool_task.record")
        with net(partial(text.span, path), task, self.diagnostics.append):
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
                rule = "too-many-problems"
                last = problem(diagnostic.span, rule, "untold", most=MOST_PROBLEMS)
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
            self.add(Span(visible), "not-a-record", "unprintable-name")
        elif stat.S_ISLNK(mode):
            self.add(place, "symbolic-link")
        elif not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            self.add(place, "not-a-record", "no-file")
        else:
            return False
        return True

    def stray(self, path: Path) -> None:
        """Tell that *path* is no record."""
        name = self.project.name(path)
        if is_trace(path.name):
            self._trace(path)
        elif path.is_dir():
            self.add(Span(name), "not-a-record", "folder")
        elif path.suffix == ".yml":
            command = shlex.join(("git", "mv", name, f"{name[:-4]}.yaml"))
            self.add(Span(name), "not-a-record", "yml", command=command)
        else:
            self.add(Span(name), "not-a-record")

    def _trace(self, path: Path) -> None:
        """Tell what a writer left when it was killed; nothing of one that is at work."""
        if is_taken(path.parent) or not os.path.lexists(path):
            return
        span = Span(self.project.name(path))
        if path.name == JOURNAL:
            self.add(span, "unfinished-write")
        else:
            draft = problem(span, "unfinished-write", "draft")
            self.diagnostics.append(replace(draft, severity=Severity.WARNING))
