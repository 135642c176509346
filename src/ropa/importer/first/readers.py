"""What takes the cell of each word of a layout into a record.

By the kind of its field, or in a way of its own.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from ropa.fields.codecs import UnreadableCell, lines, read
from ropa.fields.names import names_in
from ropa.fields.table import Field, at, item_model, model_field
from ropa.importer.drafts import bare_text
from ropa.importer.first import lists, parts_of_items, periods, purposes, transfers
from ropa.importer.first.cells import items, marked
from ropa.importer.first.cells import lines as bare_lines
from ropa.importer.first.draft import DraftActivity, brief, details, several
from ropa.importer.first.ground import ImportContext
from ropa.importer.first.rows import ListCell, ListRow
from ropa.layouts import folded
from ropa.model.activity import Activity, ReferenceClaim
from ropa.model.claim import CITING, TEXTS, WORDS
from ropa.model.layout import RowPer
from ropa.model.slug import slug
from ropa.vocabulary import layout_label, layout_words, translate

Reader = Callable[[ImportContext, DraftActivity, ListCell, ListRow], None]

ADDRESS = re.compile(r"(https?://|www\.|file:|\\\\)\S+$", re.IGNORECASE)

OF_PURPOSE = frozenset({"purposes", "lawful_basis", "interests", "art_9", "art_10", "lia"})
"""What a row says of its own purpose, even in the words of the row before."""

YES_OR_NO = frozenset({"yes", "no", "y", "n", "true", "false"})

FIRST = ("id", "name")
"""What is read before any other field, since it tells which rows are one activity."""


def take(ground: ImportContext, draft: DraftActivity, row: ListRow) -> None:
    """Take every cell of *row* into the activity, questions before what is asked of their items."""
    draft.anew("purposes")
    parts = [part for key, cell in row.cells.items() for part in _parts(row, key, cell)]
    order = list(layout_words())
    for word, cell in sorted(parts, key=lambda part: order.index(part[0])):
        if word in FIRST or not cell.words.strip() or _is_absent(cell.words):
            continue
        words = (row.role, word, cell.words)
        if words in draft.seen and word not in OF_PURPOSE:
            draft.ignored(cell, word, translate("first.same"))
            continue
        draft.seen.add(words)
        _take_soundly(ground, draft, cell, word, row)
    for cell in row.others:
        draft.noted(cell, "", translate("first.unknown"))


def _take_soundly(
    ground: ImportContext, draft: DraftActivity, cell: ListCell, word: str, row: ListRow
) -> None:
    """Take *cell*.

    Where the record could not be read with it, keep its words in the notes instead.
    """
    before, added = draft.before(), ground.added()
    reader(word)(ground, draft, cell, row)
    if len(draft.entries) == before.entries:
        draft.left_open(cell, word, translate("first.open", words=brief(cell.words)))
    try:
        Activity.model_validate(draft.changed_since(before))
    except ValidationError:
        draft.go_back(before)
        ground.keep(added)
        draft.noted(cell, word, translate("first.unsound"))


def _parts(row: ListRow, key: str, cell: ListCell) -> list[tuple[str, ListCell]]:
    """A cell for each word of its column.

    Lines go to the word whose name stands before them, others to the first.
    """
    words = row.layout.columns[key].field
    if len(words) == 1:
        return [(words[0], cell)]
    by_label = {folded(layout_label(word)): word for word in words}
    parts: dict[str, list[str]] = {word: [] for word in words}
    for line in cell.words.splitlines():
        head, colon, rest = line.partition(": ")
        word = by_label.get(folded(head), "") if colon else ""
        parts[word or words[0]].append(rest if word else line)
    return [(word, replace(cell, words="\n".join(part))) for word, part in parts.items()]


def _is_absent(words: str) -> bool:
    """Whether *words* are what a rendered workbook prints where nothing of the record stands."""
    return words.strip() in (translate("layout.no_field"), translate("layout.left_out"))


def reader(word: str) -> Reader:
    """What takes the cells of a *word* of layouts."""
    return OF_THEIR_OWN.get(word) or _by_kind(at(word))


def _by_kind(field: Field) -> Reader:
    """What takes the cells of *field* by the kind of its values."""
    if field.is_derived:
        return _derived(field.path)
    if parts := field.row.many("of"):
        return _detail(at(parts[0]))
    if "." in field.path:
        return parts_of_items.reader(field) if at(field.question).kind == "set" else _detail(field)
    if field.kind == "set":
        return _listed(field.path)
    if field.kind in ("claim", "sentence"):
        return _claim(field.path)
    return _plain(field)


def _listed(question: str) -> Reader:
    return lambda ground, draft, cell, row: lists.listed(ground, draft, cell, question)


def _grounds(question: str) -> Reader:
    return lambda ground, draft, cell, row: purposes.grounds(ground, draft, cell, question)


def _of_cell(take_cell: Callable[[ImportContext, DraftActivity, ListCell], None]) -> Reader:
    return lambda ground, draft, cell, row: take_cell(ground, draft, cell)


def _purposes(ground: ImportContext, draft: DraftActivity, cell: ListCell, row: ListRow) -> None:
    purposes.purposes(ground, draft, cell, row.layout.one_row_per is RowPer.PURPOSE)


def _claim(field: str) -> Reader:
    """A claim in words, or a document kept elsewhere."""
    info = model_field(field)
    kind = item_model(info.annotation) if info else None
    is_document = kind is not None and issubclass(kind, ReferenceClaim)
    return _document(field) if is_document else _text(field)


def _text(field: str) -> Reader:
    """A claim in words."""

    def take_text(
        ground: ImportContext, draft: DraftActivity, cell: ListCell, row: ListRow
    ) -> None:
        item = marked(" ".join(bare_lines(cell.words)))
        if item.is_state:
            if not draft.state(cell, field, item):
                draft.noted(cell, field, translate("first.differs"))
            return
        claim = details(item, item.text)
        is_word = item.text in (*WORDS, *TEXTS, *CITING)
        is_bare = set(claim) == {"text"} and not is_word
        can_be_bare = is_bare and bare_text(Activity, field) == "text"
        draft.once(cell, field, item.text if can_be_bare else claim, brief(item.text))

    return take_text


def _document(field: str) -> Reader:
    """A document kept elsewhere: an address says where, other words what it is called."""

    def take_document(
        ground: ImportContext, draft: DraftActivity, cell: ListCell, row: ListRow
    ) -> None:
        item = marked(" ".join(bare_lines(cell.words)))
        if item.is_state:
            if not draft.state(cell, field, item):
                draft.noted(cell, field, translate("first.differs"))
        elif item.text.casefold().rstrip(".") in YES_OR_NO:
            draft.noted(cell, field, translate("first.yes_or_no"))
        else:
            name = "location" if ADDRESS.match(item.text) else "title"
            draft.once(cell, field, details(item, item.text, name), brief(item.text))

    return take_document


def _assessment(ground: ImportContext, draft: DraftActivity, cell: ListCell, row: ListRow) -> None:
    """The impact assessment as a whole; what its own columns say is not said twice.

    GDPR Art. 35.
    """
    details_of_row = " ".join(row.says(field) for field in ("dpia_status", "dpia_reference"))
    columns = folded(details_of_row)
    item = marked(" ".join(bare_lines(cell.words)))
    parts = [folded(part) for part in item.text.split(",")]
    if not item.is_state and columns and all(part in columns for part in parts):
        draft.ignored(cell, "dpia", translate("first.same"))
    else:
        _document("dpia")(ground, draft, cell, row)


def _detail(field: Field) -> Reader:
    """One detail of a claim."""
    question, name = field.question, field.name

    def take_detail(
        ground: ImportContext, draft: DraftActivity, cell: ListCell, row: ListRow
    ) -> None:
        item = marked(" ".join(bare_lines(cell.words)))
        before = draft.value.get(question, {})
        if item.is_state:
            message = translate("first.open", words=brief(cell.words))
            draft.left_open(cell, f"{question} › {name}", message)
        elif isinstance(before, str) and before in WORDS:
            draft.noted(cell, f"{question} › {name}", translate("first.differs"))
        else:
            is_address = name == "title" and ADDRESS.match(item.text)
            detail = "location" if is_address else name
            claim: dict[str, Any] = {"text": before} if isinstance(before, str) else dict(before)
            _put_detail(ground, draft, cell, (question, detail, claim), item.text)

    return take_detail


def _put_detail(
    ground: ImportContext,
    draft: DraftActivity,
    cell: ListCell,
    place: tuple[str, str, dict[str, Any]],
    words: str,
) -> None:
    question, detail, claim = place
    try:
        value = read(ground.register, at(f"{question}.{detail}"), words)
    except UnreadableCell as error:
        draft.noted(cell, f"{question} › {detail}", str(error))
        return
    if claim.setdefault(detail, value) == value:
        draft.value[question] = claim
        draft.imported(cell, f"{question} › {detail}", brief(words))
    else:
        draft.noted(cell, f"{question} › {detail}", translate("first.differs"))


def _plain(field: Field) -> Reader:
    """A field that is no claim: words, a day, or where the activity stands."""

    def take_plain(
        ground: ImportContext, draft: DraftActivity, cell: ListCell, row: ListRow
    ) -> None:
        item = marked(" ".join(bare_lines(cell.words)))
        if item.is_state:
            draft.left_open(cell, field.path, translate("first.open", words=brief(cell.words)))
            return
        try:
            value = read(ground.register, field, item.text)
        except UnreadableCell as error:
            draft.noted(cell, field.path, str(error))
            return
        draft.once(cell, field.path, value, brief(str(value)))

    return take_plain


def _tags(ground: ImportContext, draft: DraftActivity, cell: ListCell, row: ListRow) -> None:
    new = [slug(part) for item in items(cell.words) for part in item.text.split(",")]
    tags = list(dict.fromkeys(filter(None, (*draft.value.get("tags", []), *new))))
    if tags:
        draft.value["tags"] = tags
        draft.imported(cell, "tags", several(tags))


def _notes(ground: ImportContext, draft: DraftActivity, cell: ListCell, row: ListRow) -> None:
    item = marked(" ".join(bare_lines(cell.words)))
    if not item.is_state:
        draft.notes.append(item.text)
        draft.imported(cell, "notes", brief(item.text))


def _role(ground: ImportContext, draft: DraftActivity, cell: ListCell, row: ListRow) -> None:
    """The role, where the sheet says more of it than which register it is.

    GDPR Art. 4(7), 4(8), 26, 28.
    """
    known = names_in(ground.register, "roles")
    roles = {folded(words): key for key, label in known.items() for words in (key, label)}
    for part in lines(re.sub("[,;]", "\n", cell.words)):
        key = roles.get(folded(part), "")
        if key:
            draft.items("role")[key] = "stated"
            draft.imported(cell, "role", key)
        elif folded(part):
            draft.noted(cell, "role", translate("first.no_word", list="roles"), part)


def _derived(word: str) -> Reader:
    """What follows from other fields, or no field holds: kept in words, where it is words."""
    message = "first.no_field" if word == "no_field" else "first.derived"

    def take_derived(
        ground: ImportContext, draft: DraftActivity, cell: ListCell, row: ListRow
    ) -> None:
        if cell.words.rstrip().endswith(f"[{translate('ccpa.derived')}]"):
            draft.ignored(cell, word, translate("first.derived"))
        elif all(item.is_state for item in items(cell.words)):
            draft.left_open(cell, word, translate("first.open", words=brief(cell.words)))
        else:
            draft.noted(cell, "", translate(message))

    return take_derived


OF_THEIR_OWN: Mapping[str, Reader] = MappingProxyType(
    {
        "role": _role,
        "tags": _tags,
        "notes": _notes,
        "joint_controllers": _of_cell(lists.joint_controllers),
        "controllers": _of_cell(lists.controllers),
        "purposes": _purposes,
        "lawful_basis": _grounds("lawful_basis"),
        "art_9": _grounds("art_9"),
        "art_10": _grounds("art_10"),
        "interests": _of_cell(purposes.interests),
        "lia": _of_cell(purposes.assessment),
        "retention": _of_cell(periods.retention),
        "recipients_by_kind": _of_cell(lists.recipients_by_kind),
        "recipient_contracts": _of_cell(lists.contracts),
        "transfers": _of_cell(transfers.destinations),
        "destinations": _of_cell(transfers.destinations),
        "mechanism": _of_cell(transfers.safeguards),
        "safeguards": _of_cell(transfers.safeguards),
        "tia": _derived("tia"),
        "dpia": _assessment,
    }
)
"""Words whose cells people fill in ways that their kind does not tell."""
