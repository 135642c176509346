"""A workbook that came back, into the records it was made of: exactly what was changed in it, and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ropa import views
from ropa.errors import UsageError
from ropa.importer.compare import compare
from ropa.importer.grid import Grid
from ropa.importer.plan import Plan
from ropa.importer.report import Entry, Kind, Problem, listed, quoted
from ropa.importer.rewrite import NotRewritten, rewrite
from ropa.importer.sheets import sent, structure
from ropa.importer.statement import StatementSource
from ropa.importer.trial import new_errors
from ropa.importer.workbook import opened
from ropa.loader import Loaded
from ropa.project import Project
from ropa.register import Register
from ropa.register.select import PUBLIC, narrowed
from ropa.views.binding import FORMAT, content
from ropa.vocabulary import say

__all__ = ["Entry", "Imported", "Kind", "Problem", "about", "bring_back", "opened", "where"]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import would write, by file below the project, and what it tells of every cell."""

    files: Mapping[str, bytes]
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    needs_statement: bool = False
    expected: Mapping[str, bytes | None] = field(default_factory=dict)
    """What each of *files* held when it was read, None for one that is new: else somebody else was quicker."""


def about(sheets: Mapping[str, Grid]) -> Mapping[str, str] | Problem:
    """What the sheet About says of the workbook, by label; texts of one label are joined."""
    title = say("sheet.about")
    if title not in sheets:
        help = "import the workbook that `ropa render` wrote, or name its layout with --template"
        return Problem(title, "", "the sheet is gone or was renamed", help)
    values: dict[str, list[str]] = {}
    grid = sheets[title]
    labels = [(row, words) for (row, column), words in grid.texts.items() if column == 1]
    for row, label in labels:
        values.setdefault(label, []).append(grid.texts.get((row, 2), ""))
    found = {label: "".join(words) for label, words in values.items() if any(words)}
    made = quoted(found.get(say("about.format"), ""))
    if made != FORMAT:
        return Problem(
            title,
            where(sheets, "format"),
            f"the workbook is of format '{made}', this tool's is '{FORMAT}'",
            "render it anew",
        )
    return found


def where(sheets: Mapping[str, Grid], name: str) -> str:
    """The cell of the sheet About that says the fact *name*; empty where none does."""
    texts = sheets[say("sheet.about")].texts
    label = say(f"about.{name}")
    return next(
        (
            f"B{row}"
            for (row, column), words in sorted(texts.items())
            if column == 1 and words == label
        ),
        "",
    )


def bring_back(
    project: Project,
    loaded: Loaded,
    register: Register,
    sheets: Mapping[str, Grid],
    by: str = "",
    on: date | None = None,
    notes: bool = False,
) -> Imported:
    """Compare *sheets* with *register*, and put what was changed into the texts of its records. Writes nothing."""
    facts = about(sheets)
    if isinstance(facts, Problem):
        return Imported({}, (), (facts,))
    try:
        day = date.fromisoformat(facts.get(say("about.as_of"), ""))
    except ValueError:
        return Imported(
            {},
            (),
            (Problem(say("sheet.about"), "", "the as-of date was changed", "render it anew"),),
        )
    part = facts.get(say("about.part"), "").split()
    try:
        shown = narrowed(register, [one for one in part if one != PUBLIC], PUBLIC in part)
    except UsageError as error:
        return Imported(
            {}, (), (Problem(say("sheet.about"), where(sheets, "part"), quoted(str(error), 200)),)
        )
    document = views.workbook(shown, day)
    problems = list(structure(sheets, document))
    is_today = facts.get(say("about.revision")) == register.revision
    if not problems and is_today and facts.get(say("about.content")) != content(document):
        help = "render it anew with this version"
        problems.append(
            Problem(
                say("sheet.about"), "", "the workbook was made by another version of ropa", help
            )
        )
    if problems:
        return Imported({}, (), listed(problems))
    came, shape, beside = sent(sheets, document)
    marks = {one.title: facts.get(say("about.rows", sheet=one.title), "") for one in came}
    compared = compare(register, came, marks, is_today)
    problems = [*shape, *compared.problems]
    if problems:
        return Imported({}, (), listed(problems))
    compared.entries[:0] = beside
    plan = Plan(register, loaded.texts, StatementSource(register, by, on))
    plan.take(compared)
    if notes:
        plan.add_notes()
    return _written(project, loaded, plan)


def _written(project: Project, loaded: Loaded, plan: Plan) -> Imported:
    """The texts of a plan's drafts, tried out before anything is written."""
    files: dict[str, bytes] = {}
    register = plan.register
    for draft in plan.drafts.values():
        file = draft.record.file
        text = plan.made.get(file) or loaded.texts[file].data.decode("utf-8")
        try:
            new = rewrite(text, draft.value)
        except NotRewritten as error:
            return Imported({}, (), (Problem("", "", f"{file}: {error}"),))
        if new != text or file in plan.made:
            files[file] = new.encode()
    statement = plan.statement
    is_cited = any(statement.name.encode() in data for data in files.values())
    if is_cited and not statement.is_there:
        folder = f"{register.file.rpartition('/')[0]}/sources"
        schema = "../" * len(folder.split("/")) + "schema/source.json"
        files[f"{folder}/{statement.name}.yaml"] = statement.text(schema).encode()
    entries = tuple(plan.entries)
    problems = listed(new_errors(project, loaded, register, files, entries)) if files else ()
    return Imported(
        {} if problems else files, entries, problems, statement.is_used, held(loaded, files)
    )


def held(loaded: Loaded, files: Iterable[str]) -> Mapping[str, bytes | None]:
    """What each of *files* held when it was read; None for one that was not there."""
    return {name: loaded.texts[name].data if name in loaded.texts else None for name in files}
