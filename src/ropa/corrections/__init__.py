"""A workbook that came back, into the records it was made of: what was changed, nothing else."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ropa import documents
from ropa.corrections.compare import Comparison, compare
from ropa.corrections.dry_run import tried
from ropa.corrections.grid import Grids
from ropa.corrections.places import name_of
from ropa.corrections.plan import Plan
from ropa.corrections.report import Imported, Problem, problem, refused
from ropa.corrections.sheets import Returned, returned_sheets, structure
from ropa.corrections.statement import StatementSource
from ropa.corrections.workbook import opened
from ropa.documents.row_identity import FORMAT, content
from ropa.documents.table import Document, Table
from ropa.errors import UsageError
from ropa.loader import Loaded
from ropa.project import Project
from ropa.register import Register
from ropa.register.select import PUBLIC, narrowed
from ropa.rewriting import NotRewritten, rewrite
from ropa.terminal import quoted
from ropa.vocabulary import language, languages, translate, writing

__all__ = [
    "Correction",
    "Imported",
    "Problem",
    "about",
    "bring_back",
    "language_of",
    "opened",
    "refused",
    "where",
]


Facts = Mapping[str, str]
"""What the sheet About says of a workbook, by label."""


@dataclass(frozen=True, slots=True)
class Correction:
    """Who corrects and when, and whether comments are written into notes."""

    by: str = ""
    on: date | None = None
    notes: bool = False


def language_of(sheets: Grids) -> str:
    """The language in whose words the sheets of a workbook are titled; English where none is."""
    for tag in languages():
        with writing(tag):
            if translate("sheet.about") in sheets:
                return tag
    return language()


def about(sheets: Grids) -> Facts | Problem:
    """What the sheet About says of the workbook; texts of one label are joined."""
    title = translate("sheet.about")
    if title not in sheets:
        return problem("sheet_gone", "no_render", title)
    texts = sheets[title].texts
    facts: defaultdict[str, str] = defaultdict(str)
    for (row, column), label in texts.items():
        if column == 1:
            facts[label] += texts.get((row, 2), "")
    version = quoted(_fact(facts, "format"))
    if version != FORMAT:
        cell = where(sheets, "format")
        return problem("format", "render", title, cell, version=version, expected=FORMAT)
    return facts


def _fact(facts: Facts, name: str) -> str:
    return facts.get(translate(f"about.{name}"), "")


def where(sheets: Grids, name: str) -> str:
    """The cell of the sheet About that says the fact *name*; empty where none does."""
    label = translate(f"about.{name}")
    grid = sheets[translate("sheet.about")]
    for (row, column), words in grid.texts.items():
        if column == 1 and words == label:
            return name_of((row, 2))
    return ""


def bring_back(
    project: Project, loaded: Loaded, register: Register, sheets: Grids, correction: Correction
) -> Imported:
    """What was changed in *sheets*, put into the records of *register*. Writes nothing."""
    facts = about(sheets)
    if isinstance(facts, Problem):
        return refused([facts])
    document = _document(register, sheets, facts)
    if isinstance(document, Problem):
        return refused([document])
    if not _is_today(register, facts):
        document = _as_sent(document, sheets)
    problems = list(structure(sheets, document))
    if not problems:
        problems += _stale(register, document, facts)
    if problems:
        return refused(problems)
    comparison = _comparison(register, returned_sheets(sheets, document), facts)
    if comparison.problems:
        return refused(comparison.problems)
    plan = _plan(loaded, comparison, correction)
    return _imported(project, loaded, plan)


def _document(register: Register, sheets: Grids, facts: Facts) -> Document | Problem:
    """What the workbook would be today: of its day, and of its part of *register*."""
    title = translate("sheet.about")
    try:
        day = date.fromisoformat(_fact(facts, "as_of"))
    except ValueError:
        return problem("as_of", "render", title)
    part = _fact(facts, "part").split()
    selection = [word for word in part if word != PUBLIC]
    try:
        selected = narrowed(register, selection, PUBLIC in part)
    except UsageError as error:
        return Problem(title, where(sheets, "part"), quoted(str(error), 200))
    return documents.workbook(selected, day)


def _as_sent(document: Document, sheets: Grids) -> Document:
    """*document* without the occasional sheets that the records had nothing for at that time."""
    tables = [table for table in document.tables if _is_expected(table, sheets)]
    return replace(document, tables=tuple(tables))


def _is_expected(table: Table, sheets: Grids) -> bool:
    """Whether *table* was sent, or would be missed."""
    title = translate(f"sheet.{table.name}")
    return title in sheets or not table.is_occasional


def _stale(register: Register, document: Document, facts: Facts) -> Iterator[Problem]:
    """The workbook of today's records that is not what this version makes of them."""
    if _is_today(register, facts) and _fact(facts, "content") != content(document):
        yield problem("other_version", sheet=translate("sheet.about"))


def _is_today(register: Register, facts: Facts) -> bool:
    """Whether the records still are those the workbook was made of."""
    return _fact(facts, "revision") == register.revision


def _comparison(register: Register, returned: Returned, facts: Facts) -> Comparison:
    """What was changed, with what is told of the shape of the sheets before it."""
    hashes: dict[str, str] = {}
    for sheet in returned.sheets:
        label = translate("about.rows", sheet=sheet.title)
        hashes[sheet.title] = facts.get(label, "")
    comparison = compare(register, returned.sheets, hashes, _is_today(register, facts))
    comparison.problems[:0] = returned.problems
    comparison.entries[:0] = returned.entries
    return comparison


def _plan(loaded: Loaded, comparison: Comparison, correction: Correction) -> Plan:
    """What was changed as drafts of records, corrected by whom the *correction* names."""
    register = comparison.register
    statement = StatementSource(register, correction.by, correction.on)
    plan = Plan(register, loaded.texts, statement)
    plan.take(comparison)
    if correction.notes:
        plan.add_notes()
    return plan


def _imported(project: Project, loaded: Loaded, plan: Plan) -> Imported:
    """The texts of a plan's drafts, tried out before anything is written."""
    try:
        files = dict(_texts(loaded, plan))
    except NotRewritten as error:
        return refused([Problem("", "", str(error))])
    files |= _statement_file(plan, files)
    entries = tuple(plan.entries)
    outcome = tried(project, loaded, plan.register, files, entries)
    return replace(outcome, needs_statement=plan.statement.is_used)


def _texts(loaded: Loaded, plan: Plan) -> Iterator[tuple[str, bytes]]:
    """The files that change. Raises NotRewritten where one cannot."""
    for draft in plan.drafts.values():
        name = draft.record.file
        new_text = plan.new_texts.get(name)
        text = new_text or loaded.texts[name].data.decode("utf-8")
        try:
            changed = rewrite(text, draft.value)
        except NotRewritten as error:
            raise NotRewritten(f"{name}: {error}") from error
        if changed != text or name in plan.new_texts:
            yield name, changed.encode()


def _statement_file(plan: Plan, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The source that *files* cite, where the register has it not yet."""
    statement = plan.statement
    id = statement.name.encode()
    is_cited = any(id in data for data in files.values())
    if statement.is_registered or not is_cited:
        return {}
    home = plan.register.file.rpartition("/")[0]
    folder = f"{home}/sources"
    schema = "../" * len(folder.split("/")) + "schema/source.json"
    file = f"{folder}/{statement.name}.yaml"
    return {file: statement.text(schema).encode()}
