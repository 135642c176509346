"""Records of an older schema, made to say the same in the words of this one.

Nothing but those words is touched: comments, order, quoting and line ends stay.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path

from ropa.diagnostics import Diagnostic, Severity, Span, problem
from ropa.history.git import repository
from ropa.loader import REGISTER_FILE, SCHEMA, files_of, load
from ropa.project import Project
from ropa.reader import Text, parse
from ropa.reading import Reading
from ropa.rewriting import rewrite
from ropa.rewriting.keys import with_renamed_keys


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line that says something else, without the blanks around it."""

    place: Span
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Migration:
    """What migrating one register comes to: new *files* by name, or what stands in the way."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    lines: tuple[ChangedLine, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    texts: Mapping[str, Text] = field(default_factory=dict)
    """What was read, by file."""


def migrate(project: Project, name: str) -> Migration:
    """What makes the register *name* one of this schema; nothing where it is one already."""
    reading = Reading(project)
    folder = project.records / name
    if not _is_older(reading.text(folder / REGISTER_FILE)):
        return Migration()
    new_texts = dict(_new_texts(reading, folder))
    lines = tuple(_changed_lines(reading.texts, new_texts))
    files = {file: text.encode() for file, text in new_texts.items()}
    problems = _errors(reading.diagnostics)
    problems = problems or tuple(_uncommitted(project, reading.texts, lines))
    problems = problems or _errors_with(project, name, files)
    if problems:
        return Migration(problems=problems, texts=reading.texts)
    return Migration(files, lines, texts=reading.texts)


def _is_older(text: Text | None) -> bool:
    value = text.value if text else None
    version = str(value.get("schema")) if isinstance(value, dict) else ""
    return version.isdecimal() and int(version) < SCHEMA


def _new_texts(reading: Reading, folder: Path) -> Iterator[tuple[str, str]]:
    """The text of each file in *folder* that is to change."""
    for path, model, by_key in files_of(reading, folder):
        text = reading.text(path)
        if text is None:
            continue
        old_words = text.data.decode()
        new_words = with_renamed_keys(old_words, model, by_key=by_key)
        if path.name == REGISTER_FILE:
            new_words = _with_version(new_words)
        if new_words != old_words:
            yield text.file, new_words


def _with_version(words: str) -> str:
    """The text of a register's own file with the number of this schema."""
    plain = words.removeprefix("\ufeff").replace("\r\n", "\n")
    fields = parse(plain, "")[0].value
    assert isinstance(fields, dict)
    return rewrite(words, {**fields, "schema": str(SCHEMA)})


def _changed_lines(
    texts: Mapping[str, Text], new_texts: Mapping[str, str]
) -> Iterator[ChangedLine]:
    for file, new_text in new_texts.items():
        old_lines = texts[file].data.decode().splitlines()
        pairs = zip(old_lines, new_text.splitlines(), strict=True)
        for number, (old, new) in enumerate(pairs, start=1):
            if old != new:
                yield ChangedLine(Span(file, number), old.strip(), new.strip())


def _uncommitted(
    project: Project, texts: Mapping[str, Text], lines: tuple[ChangedLine, ...]
) -> Iterator[Diagnostic]:
    """Lines to change that are not committed: git could not tell one change from the other."""
    committed = _committed(project)
    if committed is None:
        return
    files = dict.fromkeys(line.place.file for line in lines)
    own_lines = {}
    for file in files:
        before = committed.get(file, b"")
        own_lines[file] = _new_lines(before, texts[file].data)
    for line in lines:
        if line.place.line in own_lines[line.place.file]:
            yield problem(line.place, "uncommitted-change")


def _committed(project: Project) -> Mapping[str, bytes] | None:
    """The records as they were last committed, by file; None where there is no commit."""
    home = repository(project.root)
    head = home.head if home else None
    if home is None or head is None:
        return None
    prefix = home.prefix
    entries = home.entries(head, f"{prefix}{project.settings.records}")
    contents = home.contents(entries)
    return {entry.path.removeprefix(prefix): data for entry, data in contents}


def _new_lines(old: bytes, new: bytes) -> set[int]:
    """Numbers of the lines of *new* that are not those of *old*."""
    new_lines = new.splitlines()
    matcher = SequenceMatcher(None, old.splitlines(), new_lines, autojunk=False)
    numbers = set(range(1, len(new_lines) + 1))
    for block in matcher.get_matching_blocks():
        first = block.b + 1
        numbers.difference_update(range(first, first + block.size))
    return numbers


def _errors_with(project: Project, name: str, files: Mapping[str, bytes]) -> tuple[Diagnostic, ...]:
    """What would keep a copy of the register with *files* in it from being read."""
    home = project.name(project.records / name)
    with tempfile.TemporaryDirectory(prefix="ropa-") as folder:
        root = Path(folder).resolve()
        shutil.copytree(project.root / home, root / home, symlinks=True)
        for file, data in files.items():
            (root / file).write_bytes(data)
        copy = replace(project, root=root)
        return _errors(load(copy, [name]).diagnostics)


def _errors(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(found for found in diagnostics if found.severity is Severity.ERROR)
