"""What stands across the activities in an audit appendix: document control and the schedule of retention."""

from collections.abc import Iterator

from ropa.model.register_record import Controller, Recipient
from ropa.register import Register, ResolvedActivity, ResolvedClaim
from ropa.views.cover import short
from ropa.views.identity import contact_cell
from ropa.views.lines import joined
from ropa.views.phrases import label, value
from ropa.views.table import Cell, Section, Table, column, text
from ropa.vocabulary import say


def control(register: Register, as_of: str) -> Section:
    """Which edition this is, who prepared and approved it, and what came before."""
    shown = {say(f"cover.{key}") for key in ("version", "prepared_by", "approved_by", "confidentiality")}
    shown |= {say(f"cover.{key}") for key in ("as_of", "revision", "vouched_by", "kept_by")}
    facts = tuple((label, "", cell) for label, cell in short(register, as_of) if label in shown)
    return Section("control", say("report.control"), facts=facts, tables=(_history(register), _approvals(register)))


def _history(register: Register) -> Table:
    editions = register.record.document.history
    rows = tuple(
        (text(version), text(edition.on.isoformat()), text(edition.by), text(edition.text))
        for version, edition in editions.items()
    )
    columns = (column("version"), column("day"), column("by"), column("change"))
    return Table("history", say("report.history"), columns, rows, empty=say("report.history_empty"))


def _approvals(register: Register) -> Table:
    rows = tuple(
        (text(str(day)), text(approval.by), text(approval.facts)) for day, approval in register.record.approvals.items()
    )
    columns = (column("day"), column("by"), column("facts"))
    return Table("approvals", say("report.approvals"), columns, rows, empty=say("report.approvals_empty"))


def parties(register: Register) -> Iterator[Table]:
    """Recipients and controllers that are named, with what is known of each. GDPR Art. 30(1)(d), 30(2)(a)."""
    for kind, entries in (("recipients", register.recipients), ("controllers", register.controllers)):
        columns = (column("party"), column("category"), column("detail"), column("contact"), column("passages"))
        rows = tuple(_party(register, entry) for entry in entries.values())
        if rows:
            yield Table(f"named_{kind}", say(f"report.named_{kind}"), columns, rows)


def _party(register: Register, entry: Recipient | Controller) -> tuple[Cell, ...]:
    kind = register.label("recipient_categories", entry.category or "") if isinstance(entry, Recipient) else ""
    details = [entry.text] if entry.name and entry.text else []
    if isinstance(entry, Controller):
        for label, said in (("representative", entry.representative), ("dpo", entry.dpo)):
            details += [f"{say(f'report.{label}')}: {one}" for one in contact_cell(said).values] if said else []
        details += [say("controller.list", place=entry.list_kept_at)] if entry.list_kept_at else []
    reach = Cell(tuple(one for one in contact_cell(entry).values if one.text != entry.name))
    return text(entry.name or entry.text), text(kind), text("\n".join(details)), reach, text("\n".join(entry.cites))


def retention(register: Register) -> Table:
    """How long what is kept: data with a period of their own, then the activity's others. GDPR Art. 30(1)(f)."""
    rows = tuple(row for activity in register.activities for row in _periods(activity))
    columns = (column("activity"), column("item"), column("retention", "GDPR Art. 30(1)(f)"), column("passages"))
    return Table("retention", say("report.retention"), columns, rows, empty=say("sheet.personal_data_empty"))


def _periods(activity: ResolvedActivity) -> Iterator[tuple[Cell, ...]]:
    items = activity.items("personal_data")
    own = [item for item in items if "retention" in item.own]
    for item in own:
        yield _row(activity, label(item) or item.key, item.own["retention"])
    whole = activity.answers["retention"]
    if (activity.record.is_controller and len(own) < len(items)) or any(answer.path for answer in whole) or not items:
        yield _row(activity, say("word.others") if own else say("word.all"), whole)


def _row(activity: ResolvedActivity, what: str, periods: tuple[ResolvedClaim, ...]) -> tuple[Cell, ...]:
    one = joined(list(map(value, periods)))
    return text(activity.name), text(what), Cell((one,)), text("\n".join(one.cites))
