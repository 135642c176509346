"""What imports the cell of each word of a layout into a record.

By the kind of its field, or in a way of its own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from pydantic import ValidationError

from ropa.corrections.drafts import bare_text, model_of
from ropa.fields import codecs
from ropa.fields.marks import apart
from ropa.fields.names import names_in
from ropa.fields.table import Field, at
from ropa.intake import grounds, lists, periods, purposes, transfers
from ropa.intake.cell_import import CellImport, Reader, brief
from ropa.intake.cells import Named, items, one_item
from ropa.intake.context import ImportContext
from ropa.intake.draft import DraftActivity, PlainClaim, details
from ropa.intake.item_fields import item_field
from ropa.intake.list_sheet import ListCell, ListRow
from ropa.intake.spellings import spellings
from ropa.layouts import folded
from ropa.model.activity import Activity, ReferenceClaim
from ropa.model.claim import CITING, TEXTS, WORDS
from ropa.model.slug import slug
from ropa.vocabulary import humanize, joined, layout_label, layout_words, translate

ADDRESS = re.compile(r"(https?://|www\.|file:|\\\\)\S+$", re.IGNORECASE)

OF_PURPOSE = frozenset({"purposes", "lawful_basis", "interests", "art_9", "art_10", "lia"})
"""What a row says of its own purpose, even in the words of the row before."""

FIRST = ("id", "name")
"""What is read before any other field, since it tells which rows are one activity."""


def take(context: ImportContext, draft: DraftActivity, row: ListRow) -> None:
    """Import every cell of *row*, questions before what is asked of their items."""
    draft.start_row("purposes")
    order = list(layout_words())
    parts: list[tuple[str, ListCell]] = []
    for key in row.cells:
        parts += _parts(row, key)
    parts.sort(key=lambda part: order.index(part[0]))
    for word, source in parts:
        if word not in FIRST and not _is_absent(source.words):
            _take_new(CellImport(context, draft, row, source, word))
    for source in row.others:
        CellImport(context, draft, row, source, "").noted("first.unknown")


def _take_new(cell: CellImport) -> None:
    """Import *cell*, unless a row before said the same."""
    seen = cell.draft.seen
    words = (cell.row.role, cell.field, cell.words)
    if words in seen and cell.field not in OF_PURPOSE:
        cell.ignored("first.repeated")
    else:
        seen.add(words)
        _take_soundly(cell)


def _take_soundly(cell: CellImport) -> None:
    """Import *cell*.

    Where the record could not be read with it, keep its words in the notes instead.
    """
    context = cell.context
    draft = cell.draft
    before = draft.snapshot()
    counts = context.count_added()
    reader(cell.field)(cell)
    if len(draft.entries) == before.entries:
        cell.left_open()
    try:
        Activity.model_validate(draft.changed_since(before))
    except ValidationError:
        draft.go_back(before)
        context.take_back(counts)
        cell.noted("first.unsound")


def _parts(row: ListRow, key: str) -> Iterator[tuple[str, ListCell]]:
    """The cell of a column for each of its words.

    Lines go to the word whose name stands before them, others to the first.
    """
    words = row.layout.columns[key].field
    cell = row.cells[key]
    if len(words) == 1:
        yield words[0], cell
        return
    lines: dict[str, list[str]] = {word: [] for word in words}
    for line in cell.words.splitlines():
        word, text = _word_before(words, line)
        lines[word].append(text)
    for word, texts in lines.items():
        yield word, replace(cell, words="\n".join(texts))


def _word_before(words: Sequence[str], line: str) -> Named:
    """The word whose name stands before a line, with the rest of it; else the first of *words*."""
    head, colon, rest = line.partition(": ")
    for word in reversed(words) if colon else ():
        if folded(layout_label(word)) == folded(head):
            return Named(word, rest)
    return Named(words[0], line)


def _is_absent(words: str) -> bool:
    """Whether *words* are none, or what a rendered workbook prints for nothing of the record."""
    return words.strip() in ("", translate("layout.no_field"), translate("layout.left_out"))


def reader(word: str) -> Reader:
    """What imports the cells of a *word* of layouts."""
    return OF_THEIR_OWN.get(word) or _by_kind(at(word))


def _by_kind(field: Field) -> Reader:
    """What imports the cells of *field* by the kind of its values."""
    if field.is_derived:
        return _derived
    if field.row.many("of"):
        return _detail
    if "." in field.path:
        return item_field if at(field.question).kind == "set" else _detail
    if field.kind == "set":
        return lists.listed
    if field.kind in ("claim", "sentence"):
        return _document if _is_document(field.path) else _text
    return _plain


def _is_document(path: str) -> bool:
    model = model_of(path)
    return model is not None and issubclass(model, ReferenceClaim)


def _text(cell: CellImport) -> None:
    """A claim in words."""
    item = one_item(cell.words)
    if item.is_state:
        cell.write_state(item)
        return
    claim = details(item, item.text)
    reserved = (*WORDS, *TEXTS, *CITING)
    is_bare = set(claim) == {"text"} and item.text not in reserved
    can_be_bare = is_bare and bare_text(cell.field) == "text"
    cell.write(item.text if can_be_bare else claim, brief(item.text))


def _document(cell: CellImport) -> None:
    """A document kept elsewhere: an address says where, other words what it is called."""
    item = one_item(cell.words)
    if item.is_state:
        cell.write_state(item)
    elif item.text.casefold().rstrip(".") in spellings("yes_or_no"):
        cell.noted("first.yes_or_no")
    else:
        name = "location" if ADDRESS.match(item.text) else "title"
        claim = details(item, item.text, name)
        cell.write(claim, brief(item.text))


def _assessment(cell: CellImport) -> None:
    """The impact assessment as a whole; what its own columns say is not said twice.

    GDPR Art. 35.
    """
    of_columns = map(cell.row.says, ("dpia_status", "dpia_reference"))
    columns = folded(" ".join(of_columns))
    item = one_item(cell.words)
    parts = map(folded, item.text.split(","))
    is_repeated = columns and all(part in columns for part in parts)
    if is_repeated and not item.is_state:
        cell.ignored("first.repeated")
    else:
        _document(cell)


def _detail(cell: CellImport) -> None:
    """One detail of a claim."""
    field = at(cell.field)
    if parts := field.row.many("of"):
        field = at(parts[0])
    item = one_item(cell.words)
    cell = cell.under(field.question, field.name)
    if item.is_state:
        cell.left_open()
    elif cell.draft.value.get(field.question) in WORDS:
        cell.noted("first.differs")
    else:
        is_address = field.name == "title" and ADDRESS.match(item.text)
        _put_detail(cell, field.question, "location" if is_address else field.name, item.text)


def _put_detail(cell: CellImport, question: str, name: str, words: str) -> None:
    cell = cell.under(question, name)
    field = at(f"{question}.{name}")
    value = cell.read(field, words)
    if value is None:
        return
    before = cell.draft.value.get(question, {})
    claim: PlainClaim = {"text": before} if isinstance(before, str) else dict(before)
    if claim.setdefault(name, value) == value:
        cell.draft.value[question] = claim
        cell.imported(brief(words))
    else:
        cell.noted("first.differs")


def _plain(cell: CellImport) -> None:
    """A field that is no claim: words, a day, or where the activity stands."""
    item = one_item(cell.words)
    if item.is_state:
        cell.left_open()
        return
    value = cell.read(at(cell.field), item.text)
    if value is not None:
        summary = joined(map(str, value)) if isinstance(value, list) else str(value)
        cell.write(value, brief(summary))


def _tags(cell: CellImport) -> None:
    record = cell.draft.value
    tags = [*record.get("tags", [])]
    for item in items(cell.words):
        tags += map(slug, item.text.split(","))
    if keys := list(dict.fromkeys(filter(None, tags))):
        record["tags"] = keys
        cell.imported_keys(keys)


def _notes(cell: CellImport) -> None:
    item = one_item(cell.words)
    if not item.is_state:
        cell.draft.notes.append(item.text)
        cell.imported(brief(item.text))


def _role(cell: CellImport) -> None:
    """The role, where the sheet says more of it than which register it is.

    GDPR Art. 4(7), 4(8), 26, 28.
    """
    roles: dict[str, str] = {}
    for key, label in names_in(cell.context.register, "roles").items():
        roles |= {folded(key): key, folded(label): key}
    for part in codecs.lines(re.sub("[,;]", "\n", cell.words)):
        key = roles.get(folded(part), "")
        if key:
            cell.draft.items("role")[key] = "stated"
            cell.imported(key)
        elif folded(part):
            cell.noted("first.no_word", part, list=humanize("roles"))


def _derived(cell: CellImport) -> None:
    """What follows from other fields, or no field holds: kept in words, where it is words."""
    _, marks = apart(cell.words.rstrip())
    if marks == translate("ccpa.derived"):
        cell.ignored("first.derived")
    elif all(item.is_state for item in items(cell.words)):
        cell.left_open()
    else:
        message = "first.no_field" if cell.field == "no_field" else "first.derived"
        cell.under("").noted(message)


OF_THEIR_OWN: Mapping[str, Reader] = MappingProxyType(
    {
        **lists.READERS,
        **purposes.READERS,
        **grounds.READERS,
        **transfers.READERS,
        "retention": periods.retention,
        "role": _role,
        "tags": _tags,
        "notes": _notes,
        "tia": _derived,
        "dpia": _assessment,
    }
)
"""Words whose cells people fill in ways that their kind does not tell."""
