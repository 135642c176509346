"""The source that corrections rest on: who says so, and when."""

from dataclasses import dataclass
from datetime import date

from ropa.importer.scalars import flow
from ropa.model.source import SourceKind
from ropa.register import Register
from ropa.vocabulary import say


@dataclass
class StatementSource:
    """A statement by a function on a day, made once for every correction of one import."""

    register: Register
    by: str
    on: date | None
    is_used: bool = False

    def cite(self) -> str:
        """The name by which a claim rests on the statement; from then on the statement is needed."""
        self.is_used = True
        return self.name

    @property
    def name(self) -> str:
        """The id of the source: that of an earlier import by the same function on the same day, else a new one."""
        base = f"statement-{self.on.isoformat()}" if self.on else "statement"
        number = 1
        while True:
            name = base if number == 1 else f"{base}-{number}"
            there = self.register.sources.get(name)
            if there is None or (there.kind is SourceKind.STATEMENT and there.by == self.by):
                return name
            number += 1

    @property
    def is_there(self) -> bool:
        """Whether the register holds it already."""
        return self.name in self.register.sources

    def text(self, schema: str) -> str:
        """The file of the source."""
        day = self.on.isoformat() if self.on else ""
        return "".join(
            (
                f"# yaml-language-server: $schema={schema}\n",
                f"title: {flow(say('import.title', on=day))}\n",
                f"kind: {SourceKind.STATEMENT}\n",
                f"by: {flow(self.by or say('import.unnamed'))}\n",
                f"about: {flow(say('import.about'))}\n",
                f"dates: {{stated: {{date: {day}}}}}\n" if day else "",
            )
        )
