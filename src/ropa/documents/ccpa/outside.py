"""What enters no category: disclosures that name no data, and data held for customers."""

from collections.abc import Iterator
from datetime import date

from ropa import california
from ropa.california import SALE, RecordedDisclosure, grouped
from ropa.documents.ccpa.cells import denial, listed, table
from ropa.documents.cells import state_cell
from ropa.documents.lines import activities
from ropa.documents.table import Row, Table
from ropa.fields.values import Cell, text
from ropa.fields.wording import value
from ropa.register import Register
from ropa.vocabulary import joined, translate


def unpaired(register: Register, as_of: date) -> Table:
    """Disclosures for which no source says which data: they enter no category."""
    rows = _unpaired_rows(register, as_of)
    return table(register, "ccpa_unpaired", rows, translate("ccpa.unpaired_lead"))


def _unpaired_rows(register: Register, as_of: date) -> Iterator[Row]:
    """A row for each disclosure as written, with all the activities that make it."""
    recorded = california.disclosures(register, as_of)
    unpaired = [disclosure for disclosure in recorded if not disclosure.claim.data]
    for disclosures in grouped(map(_with_place, unpaired)).values():
        names = dict.fromkeys(disclosure.activity.name for disclosure in disclosures)
        yield _unpaired_row(disclosures[0], activities(register, tuple(names)))


def _with_place(disclosure: RecordedDisclosure) -> tuple[object, RecordedDisclosure]:
    answer = disclosure.answer
    return (answer.file, answer.path), disclosure


def _unpaired_row(disclosure: RecordedDisclosure, makers: str) -> Row:
    recipient = Cell((value(disclosure.answer),))
    purposes = listed(disclosure.purposes)
    sale = [_sale_cell(disclosure, question) for question in SALE.values()]
    return (recipient, text(makers), text(purposes), *sale)


def _sale_cell(disclosure: RecordedDisclosure, question: str) -> Cell:
    answers = disclosure.answer.nested(question)
    return Cell(tuple(map(denial, answers)))


def service_provider(register: Register) -> Table:
    """Data held for customers, as a service provider: outside the other tables."""
    rows = _service_provider_rows(register)
    lead = translate("ccpa.service_provider_lead")
    return table(register, "ccpa_service_provider", rows, lead)


def _service_provider_rows(register: Register) -> Iterator[Row]:
    for activity in register.activities:
        if not activity.record.is_processor or activity.record.is_controller:
            continue
        for answer in activity.answers["personal_data"]:
            letters = california.letters(answer) if answer.is_item else ()
            item = Cell((value(answer),))
            state = state_cell(answer.state)
            categories = text(joined(letters))
            yield (text(activity.name), item, categories, state)
