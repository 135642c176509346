"""A register that lived in a spreadsheet, taken into records for the first time.

Row by row, nothing dropped unsaid.
"""

from dataclasses import dataclass
from pathlib import Path

from ropa.importer import Imported, held
from ropa.importer.dry_run import new_errors
from ropa.importer.first.activities import Activities
from ropa.importer.first.files import activity, beside
from ropa.importer.first.ground import ImportContext
from ropa.importer.first.rows import read
from ropa.importer.report import Entry, Kind, Problem, listed
from ropa.importer.rewrite import NotRewritten
from ropa.importer.workbook import opened
from ropa.loader import Loaded
from ropa.model.layout import Layout
from ropa.project import Project
from ropa.register import Register
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


def take_in(target: Target, workbook: Path, layout: Layout) -> Imported:
    """What the rows of *workbook*, in the columns of *layout*, become in *target*.

    Writes nothing.
    """
    register = target.register
    sheets = opened(workbook)
    if isinstance(sheets, Problem):
        return Imported({}, (), (sheets,))
    titles, found = list(sheets), read(sheets, layout)
    del sheets  # a large list is not kept beside its rows, nor its rows beside their records
    if found.problems:
        return Imported({}, (), listed(found.problems))
    home = register.file.rpartition("/")[0]
    ground = ImportContext(register)
    activities = Activities(ground, home)
    for row in found.rows:
        activities.add(row)
    found.rows.clear()
    if activities.problems:
        return Imported({}, (), listed(activities.problems))
    try:
        files = _files(target, ground, activities)
    except NotRewritten as error:
        return Imported({}, (), (Problem("", "", f"{home}: {error}"),))
    told = [entry for one in activities.drafts.values() for entry in one.entries]
    entries = _sorted([*found.entries, *activities.entries, *told, *_added(ground, home)], titles)
    faulty = _faulty(target, files, entries)
    return Imported({} if faulty else files, entries, faulty, expected=held(target.loaded, files))


def _faulty(
    target: Target, files: dict[str, bytes], entries: tuple[Entry, ...]
) -> tuple[Problem, ...]:
    """What would be an error once *files* were written."""
    if not files:
        return ()
    register = target.register
    return listed(new_errors(target.project, target.loaded, register, files, entries))


def _files(target: Target, ground: ImportContext, activities: Activities) -> dict[str, bytes]:
    """The files to write, by name: none where no row became an activity."""
    file = target.register.file
    home = file.rpartition("/")[0]
    files = {one.file: activity(one) for one in activities.finished()}
    if not files:
        return {}
    there = [file, f"{home}/recipients.yaml", f"{home}/controllers.yaml"]
    read_texts = target.loaded.texts
    texts = {name: read_texts[name].data.decode() for name in there if name in read_texts}
    if target.head:
        texts[file], files[file] = target.head, target.head.encode()
    return {**files, **dict(beside(ground, home, texts))}


def _added(ground: ImportContext, home: str) -> list[Entry]:
    """What the register gets beside activities."""
    entries = []
    for name, words in ground.words.items():
        for key, word in words.items():
            said = translate("first.word", label=word["label"])
            entries.append(
                Entry(
                    Kind.ADDED,
                    "",
                    "",
                    said,
                    f"{home}/register.yaml",
                    f"vocabulary › {name} › {key}",
                )
            )
    for kind, added in (("recipients", ground.recipients), ("controllers", ground.controllers)):
        for key, entry in added.items():
            entries.append(
                Entry(
                    Kind.ADDED,
                    "",
                    "",
                    translate("first.entry", name=entry["name"]),
                    f"{home}/{kind}.yaml",
                    key,
                )
            )
    return entries


def _sorted(entries: list[Entry], sheets: list[str]) -> tuple[Entry, ...]:
    """*entries* by sheet, row and column; what belongs to no cell last."""

    orders = {sheet: order for order, sheet in enumerate(sheets)}

    def place(entry: Entry) -> tuple[int, int, int, str]:
        letters = entry.cell.rstrip("0123456789")
        digits = entry.cell[len(letters) :]
        return orders.get(entry.sheet, len(orders)), int(digits or 0), len(letters), letters

    return tuple(sorted(entries, key=place))
