"""What takes the cell of each field into a record: one reader for each word of layout-fields."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from ropa.importer.drafts import bare_text
from ropa.importer.first import lists, periods, purposes, transfers
from ropa.importer.first.cells import items, lines, marked
from ropa.importer.first.ground import ImportContext
from ropa.importer.first.made import Made, brief, details, several
from ropa.importer.first.rows import ListCell, ListRow
from ropa.importer.words import UnreadableCell, read
from ropa.layouts import folded
from ropa.model.activity import Activity
from ropa.model.claim import CITING, TEXTS, WORDS
from ropa.model.layout import RowPer
from ropa.model.slug import slug
from ropa.views.fields import names
from ropa.views.table import Field
from ropa.vocabulary import say, words

Reader = Callable[[ImportContext, Made, ListCell, ListRow], None]

ADDRESS = re.compile(r"(https?://|www\.|file:|\\\\)\S+$", re.IGNORECASE)

OF_PURPOSE = frozenset({"purposes", "lawful_basis", "interests", "art_9", "art_10", "lia"})
"""What a row says of its own purpose, even in the words of the row before."""

YES_OR_NO = frozenset({"yes", "no", "y", "n", "true", "false"})


def take(ground: ImportContext, made: Made, row: ListRow) -> None:
    """Take every cell of *row* into the activity, questions before what is asked of their items."""
    made.anew("purposes")
    cells = [
        (field, cell) for key, cell in row.cells.items() for field, cell in _fields(row, key, cell)
    ]
    order = list(words("layout_fields"))
    for field, cell in sorted(cells, key=lambda one: order.index(one[0])):
        said = (row.role, field, cell.words)
        if field not in FIELDS or not cell.words.strip() or _is_absent(cell.words):
            continue
        if said in made.seen and field not in OF_PURPOSE:
            made.ignored(cell, field, say("first.same"))
            continue
        made.seen.add(said)
        _soundly(ground, made, cell, field, row)
    for cell in row.others:
        made.kept(cell, "", say("first.unknown"))


def _soundly(ground: ImportContext, made: Made, cell: ListCell, field: str, row: ListRow) -> None:
    """Take *cell*; where the record could not be read with it, leave it as it was, and the words in its notes."""
    before, added = made.before(), ground.added()
    FIELDS[field](ground, made, cell, row)
    if len(made.entries) == before.entries:
        made.left_open(cell, field, say("first.open", words=brief(cell.words)))
    try:
        Activity.model_validate(made.changed_since(before))
    except ValidationError:
        made.go_back(before)
        ground.keep(added)
        made.kept(cell, field, say("first.unsound"))


def _fields(row: ListRow, key: str, cell: ListCell) -> list[tuple[str, ListCell]]:
    """A cell for each field of its column: lines go to the field whose name stands before them, others to the first."""
    fields = row.layout.columns[key].field
    if len(fields) == 1:
        return [(fields[0], cell)]
    known = {folded(words("layout_fields")[field].label): field for field in fields}
    said: dict[str, list[str]] = {field: [] for field in fields}
    for line in cell.words.splitlines():
        head, colon, rest = line.partition(": ")
        field = known.get(folded(head), "") if colon else ""
        said[field or fields[0]].append(rest if field else line)
    return [(field, replace(cell, words="\n".join(found))) for field, found in said.items()]


def _is_absent(said: str) -> bool:
    """Whether *said* is what a rendered workbook prints where nothing of the record stands."""
    return said.strip() in (say("layout.no_field"), say("layout.left_out"))


def _listed(question: str) -> Reader:
    return lambda ground, made, cell, row: lists.listed(ground, made, cell, question)


def _grounds(question: str) -> Reader:
    return lambda ground, made, cell, row: purposes.grounds(ground, made, cell, question)


def _of(reader: Callable[[ImportContext, Made, ListCell], None]) -> Reader:
    return lambda ground, made, cell, row: reader(ground, made, cell)


def _purposes(ground: ImportContext, made: Made, cell: ListCell, row: ListRow) -> None:
    purposes.purposes(ground, made, cell, row.layout.one_row_per is RowPer.PURPOSE)


def _text(field: str) -> Reader:
    """A claim in words."""

    def reader(ground: ImportContext, made: Made, cell: ListCell, row: ListRow) -> None:
        item = marked(" ".join(lines(cell.words)))
        if item.is_state:
            if not made.state(cell, field, item):
                made.kept(cell, field, say("first.differs"))
            return
        said = details(item, item.text)
        is_word = item.text in (*WORDS, *TEXTS, *CITING)
        is_bare = set(said) == {"text"} and not is_word and bare_text(Activity, field) == "text"
        made.once(cell, field, item.text if is_bare else said, brief(item.text))

    return reader


def _reference(field: str) -> Reader:
    """A document kept elsewhere: an address says where, other words what it is called."""

    def reader(ground: ImportContext, made: Made, cell: ListCell, row: ListRow) -> None:
        item = marked(" ".join(lines(cell.words)))
        if item.is_state:
            if not made.state(cell, field, item):
                made.kept(cell, field, say("first.differs"))
        elif item.text.casefold().rstrip(".") in YES_OR_NO:
            made.kept(cell, field, say("first.yes_or_no"))
        else:
            name = "location" if ADDRESS.match(item.text) else "title"
            made.once(cell, field, details(item, item.text, name), brief(item.text))

    return reader


def _assessment(ground: ImportContext, made: Made, cell: ListCell, row: ListRow) -> None:
    """The impact assessment as a whole; what its own columns say is not said twice. GDPR Art. 35."""
    beside = folded(" ".join(row.says(field) for field in ("dpia_status", "dpia_reference")))
    item = marked(" ".join(lines(cell.words)))
    parts = [folded(part) for part in item.text.split(",")]
    if not item.is_state and beside and all(part in beside for part in parts):
        made.ignored(cell, "dpia", say("first.same"))
    else:
        _reference("dpia")(ground, made, cell, row)


def _detail(field: str, name: str) -> Reader:
    """One detail of a claim."""

    def reader(ground: ImportContext, made: Made, cell: ListCell, row: ListRow) -> None:
        item = marked(" ".join(lines(cell.words)))
        there = made.value.get(field, {})
        if item.is_state:
            made.left_open(cell, f"{field} › {name}", say("first.open", words=brief(cell.words)))
        elif isinstance(there, str) and there in WORDS:
            made.kept(cell, f"{field} › {name}", say("first.differs"))
        else:
            claim: dict[str, Any] = {"text": there} if isinstance(there, str) else dict(there)
            where = "location" if name == "title" and ADDRESS.match(item.text) else name
            if claim.setdefault(where, item.text) == item.text:
                made.value[field] = claim
                made.took(cell, f"{field} › {where}", brief(item.text))
            else:
                made.kept(cell, f"{field} › {where}", say("first.differs"))

    return reader


def _plain(field: str) -> Reader:
    """A field that is no claim: words, a day, or where the activity stands."""
    kinds = {"status": "status", "active_from": "day", "active_until": "day"}

    def reader(ground: ImportContext, made: Made, cell: ListCell, row: ListRow) -> None:
        item = marked(" ".join(lines(cell.words)))
        if item.is_state:
            made.left_open(cell, field, say("first.open", words=brief(cell.words)))
            return
        try:
            said = read(ground.register, Field(kinds.get(field, "plain"), field), item.text)
        except UnreadableCell as error:
            made.kept(cell, field, str(error))
            return
        made.once(cell, field, said, brief(str(said)))

    return reader


def _tags(ground: ImportContext, made: Made, cell: ListCell, row: ListRow) -> None:
    found = [slug(part) for item in items(cell.words) for part in item.text.split(",")]
    if tags := list(dict.fromkeys(filter(None, (*made.value.get("tags", []), *found)))):
        made.value["tags"] = tags
        made.took(cell, "tags", several(tags))


def _notes(ground: ImportContext, made: Made, cell: ListCell, row: ListRow) -> None:
    item = marked(" ".join(lines(cell.words)))
    if not item.is_state:
        made.notes.append(item.text)
        made.took(cell, "notes", brief(item.text))


def _role(ground: ImportContext, made: Made, cell: ListCell, row: ListRow) -> None:
    """The role, where the sheet says more of it than which register it is. GDPR Art. 4(7), 4(8), 26, 28."""
    known = names(ground.register, Field("words", "role", "roles"))
    for part in re.split(r"[,;\n]", cell.words):
        asked = folded(part)
        key = next(
            (
                key
                for key, label in known.items()
                if asked and asked in (folded(key), folded(label))
            ),
            "",
        )
        if key:
            made.items("role")[key] = "stated"
            made.took(cell, "role", key)
        elif asked:
            made.kept(cell, "role", say("first.no_word", list="roles"), part)


def _derived(field: str) -> Reader:
    """What follows from other fields, or no field holds: kept in words, where it is words."""
    why = "first.no_field" if field == "no_field" else "first.derived"

    def reader(ground: ImportContext, made: Made, cell: ListCell, row: ListRow) -> None:
        if cell.words.rstrip().endswith(f"[{say('ccpa.derived')}]"):
            made.ignored(cell, field, say("first.derived"))
        elif all(item.is_state for item in items(cell.words)):
            made.left_open(cell, field, say("first.open", words=brief(cell.words)))
        else:
            made.kept(cell, "", say(why))

    return reader


FIELDS: Mapping[str, Reader] = MappingProxyType(
    {
        **{
            field: _text(field)
            for field in ("description", "function", "automated_decisions", "profiling", "minors")
        },
        **{
            field: _plain(field)
            for field in ("owner", "status", "active_from", "active_until", "volume")
        },
        **{
            field: _reference(field)
            for field in ("processing_contract", "retention_policy", "notice", "consent_record")
        },
        **{
            field: _listed(field)
            for field in ("data_subjects", "personal_data", "collected_from", "recipients")
        },
        **{field: _listed(field) for field in ("security", "locations", "systems", "processing")},
        **{field: _grounds(field) for field in ("lawful_basis", "art_9", "art_10")},
        **{
            field: _derived(field)
            for field in ("special_categories", "recipient_data", "tia", "rights", "reviews")
        },
        **{field: _derived(field) for field in ("controller_representatives", "no_field")},
        "role": _role,
        "tags": _tags,
        "notes": _notes,
        "joint_controllers": _of(lists.joint_controllers),
        "controllers": _of(lists.controllers),
        "purposes": _purposes,
        "interests": _of(purposes.interests),
        "lia": _of(purposes.assessment),
        "retention": _of(periods.retention),
        "recipients_by_kind": _of(lists.recipients_by_kind),
        "recipient_contracts": _of(lists.contracts),
        "transfers": _of(transfers.destinations),
        "destinations": _of(transfers.destinations),
        "mechanism": _of(transfers.safeguards),
        "safeguards": _of(transfers.safeguards),
        "automated_logic": _detail("automated_decisions", "logic"),
        "automated_ground": _detail("automated_decisions", "ground"),
        "dpia": _assessment,
        "dpia_status": _detail("dpia", "status"),
        "dpia_reference": _detail("dpia", "title"),
    }
)
"""The reader of each word of layout-fields; the name and the id of an activity are read before any other."""
