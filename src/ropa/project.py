"""Where we are: the project's root, its settings and paths, and the as-of date: the only clock."""

import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import ValidationError

from ropa.diagnostics import Span
from ropa.errors import UsageError
from ropa.files import is_below, is_of_git
from ropa.model.model import Model, Sentence
from ropa.reader import Text, read
from ropa.vocabulary import day_text, joined, translate

MARKER = "ropa.yaml"

LAST_DAY = date(2107, 12, 31)
"""The last that documents can bear: a ZIP archive counts its years in seven bits, from 1980."""


class Settings(Model):
    """What ``ropa.yaml`` may say: scope and output, never what counts as compliant."""

    records: Sentence = "records"
    output: Sentence = "output"
    templates: Sentence = "templates"
    paper: Sentence = "A4"


@dataclass(frozen=True, slots=True)
class Project:
    """A directory that holds ``ropa.yaml``, and what that file settles."""

    root: Path
    settings: Settings

    @property
    def records(self) -> Path:
        """Where the registers are."""
        return self.root / self.settings.records

    @property
    def output(self) -> Path:
        """Where documents go unless somebody says otherwise."""
        return self.root / self.settings.output

    @property
    def templates(self) -> Path:
        """Where the project's own templates are."""
        return self.root / self.settings.templates

    def name(self, path: Path) -> str:
        """*path* as diagnostics print it: below the root, with forward slashes."""
        return path.relative_to(self.root).as_posix()


def find(start: Path) -> Project:
    """The project *start* lies in. Raises UsageError where no directory above has ``ropa.yaml``."""
    for directory in (start.resolve(), *start.resolve().parents):
        if (directory / MARKER).is_file():
            return Project(directory, _settings(directory))
    raise UsageError(translate("project.missing", marker=MARKER))


def _settings(root: Path) -> Settings:
    text, diagnostics = read(root, MARKER)
    if diagnostics and diagnostics[0].rule != "empty-file":
        raise UsageError(str(diagnostics[0]))
    if text.value and not isinstance(text.value, dict):
        raise _refusal(text.span(()), "no_mapping", keys=joined(Settings.model_fields))
    try:
        settings = Settings.model_validate(text.value or {})
    except ValidationError as error:
        raise _invalid(error, text) from error
    _check_folders(root, settings, text)
    if settings.paper not in ("A4", "Letter"):
        raise _refusal(text.span(("paper",)), "paper", paper=settings.paper)
    return settings


def _check_folders(root: Path, settings: Settings, text: Text) -> None:
    """Refuse folders that lead out of the project, or into one another."""
    for key in ("records", "output", "templates"):
        folder = getattr(settings, key)
        place = text.span((key,))
        if not is_below(root, root / folder):
            raise _refusal(place, "outside", folder=folder)
        if is_of_git(root, root / folder):
            raise _refusal(place, "git", folder=folder, example=key)
    if is_below(root / settings.records, root / settings.output):
        raise _refusal(text.span(("output",)), "among_records", folder=settings.output)


def _invalid(error: ValidationError, text: Text) -> UsageError:
    fault = error.errors()[0]
    path = fault["loc"]
    key = str(path[0])
    if fault["type"] == "extra_forbidden":
        keys = joined(Settings.model_fields)
        return _refusal(text.key_span(path), "unknown", key=key, keys=keys)
    example = Settings.model_fields[key].default
    return _refusal(text.span(path), "no_text", key=key, example=example)


def _refusal(place: Span, case: str, **values: object) -> UsageError:
    return UsageError(f"{place}: {translate(f'setting.{case}', **values)}")


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day documents speak of; *guessed* where it is today's for want of a better one."""

    day: date
    guessed: bool = False


def as_of(option: date | None, registered: date | None, committed: date | None = None) -> AsOf:
    """The as-of date, from the first of its sources that names one.

    They are the command's *option*, SOURCE_DATE_EPOCH, the day *registered* as the register's own,
    the day the revision at hand was *committed*, and today (guessed). A revision comes after the
    register's own day, so that it is drawn today as it was drawn then. Raises UsageError where it
    is a day that the files of documents cannot bear.
    """
    day = option or _epoch() or registered or committed
    if day is None:
        return AsOf(datetime.now(UTC).date(), guessed=True)
    if day > LAST_DAY:
        raise UsageError(translate("as_of.beyond", day=day_text(day), last=day_text(LAST_DAY)))
    return AsOf(day)


def _epoch() -> date | None:
    """The day that SOURCE_DATE_EPOCH names, as all builds that can be repeated understand it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return None
    if not re.fullmatch("[0-9]{1,12}", epoch):
        raise UsageError(translate("as_of.no_epoch", epoch=epoch))
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(translate("as_of.late_epoch", epoch=epoch)) from error
