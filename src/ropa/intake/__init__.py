"""A register that lived in a spreadsheet, taken into records for the first time.

Row by row, nothing dropped unsaid.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ropa.corrections import Imported, refused
from ropa.corrections.dry_run import tried
from ropa.corrections.report import Entry, Kind, Problem
from ropa.corrections.workbook import opened
from ropa.intake.activities import Activities
from ropa.intake.context import ImportContext
from ropa.intake.files import activity, register_files
from ropa.intake.rows import read
from ropa.loader import Loaded
from ropa.model.layout import Layout
from ropa.project import Project
from ropa.register import Register
from ropa.rewriting import NotRewritten
from ropa.vocabulary import translate

__all__ = ["Target", "take_in"]


@dataclass(frozen=True)
class Target:
    """The register that takes the rows.

    *head* is the text of ``register.yaml`` where the register is not on disk yet: then that file
    is to be written too.
    """

    project: Project
    loaded: Loaded
    register: Register
    head: str = ""

    @property
    def home(self) -> str:
        """The folder of the register, below the project."""
        return self.register.file.rpartition("/")[0]


def take_in(target: Target, workbook: Path, layout: Layout) -> Imported:
    """What the rows of *workbook*, in the columns of *layout*, become in *target*.

    Writes nothing.
    """
    sheets = opened(workbook)
    if isinstance(sheets, Problem):
        return refused([sheets])
    titles = list(sheets)
    content = read(sheets, layout)
    del sheets  # a large list is not kept beside its rows, nor its rows beside their records
    if content.problems:
        return refused(content.problems)
    activities = Activities(ImportContext(target.register), target.home)
    for row in content.rows:
        activities.add(row)
    content.rows.clear()
    if activities.problems:
        return refused(activities.problems)
    try:
        files = _files(target, activities)
    except NotRewritten as error:
        problem = Problem("", "", f"{target.home}: {error}")
        return refused([problem])
    unsorted = [*content.entries, *_entries(activities)]
    entries = _sorted(unsorted, titles)
    return tried(target.project, target.loaded, target.register, files, entries)


def _files(target: Target, activities: Activities) -> dict[str, bytes]:
    """The files to write, by name: none where no row became an activity."""
    files = {draft.file: activity(draft) for draft in activities.finished()}
    if not files:
        return {}
    if target.head:
        files[target.register.file] = target.head.encode()
    texts = _texts(target)
    files.update(register_files(activities.context, target.home, texts))
    return files


def _texts(target: Target) -> dict[str, str]:
    """The texts of the register's own files, by name."""
    file = target.register.file
    home = target.home
    texts = {file: target.head} if target.head else {}
    for name in (file, f"{home}/recipients.yaml", f"{home}/controllers.yaml"):
        if name in target.loaded.texts:
            texts[name] = target.loaded.texts[name].data.decode()
    return texts


def _entries(activities: Activities) -> Iterator[Entry]:
    """What is told of rows and cells, and of what the register gets beside activities."""
    yield from activities.entries
    for draft in activities.drafts.values():
        yield from draft.entries
    yield from _new_words(activities)
    for kind, parties in activities.context.parties.items():
        file = f"{activities.home}/{kind}.yaml"
        for key, party in parties.items():
            message = translate("first.entry", name=party["name"])
            yield Entry(Kind.ADDED, "", "", message, file, key)


def _new_words(activities: Activities) -> Iterator[Entry]:
    file = f"{activities.home}/register.yaml"
    for name, words in activities.context.words.items():
        for key, word in words.items():
            message = translate("first.word", label=word["label"])
            path = f"vocabulary › {name} › {key}"
            yield Entry(Kind.ADDED, "", "", message, file, path)


def _sorted(entries: list[Entry], sheets: list[str]) -> tuple[Entry, ...]:
    """*entries* by sheet, row and column; what belongs to no cell last."""
    orders = {sheet: order for order, sheet in enumerate(sheets)}

    def place(entry: Entry) -> tuple[int, int, int, str]:
        letters = entry.cell.rstrip("0123456789")
        digits = entry.cell.removeprefix(letters)
        order = orders.get(entry.sheet, len(orders))
        return order, int(digits or 0), len(letters), letters

    return tuple(sorted(entries, key=place))
