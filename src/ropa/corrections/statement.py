"""The source that corrections rest on: who says so, and when."""

from dataclasses import dataclass
from datetime import date
from itertools import count

from ropa.model.source import Source, SourceKind
from ropa.register import Register
from ropa.rewriting.scalars import flow
from ropa.vocabulary import day_text, translate


@dataclass
class StatementSource:
    """A statement by a function on a day, made once for every correction of one import."""

    register: Register
    by: str
    on: date | None
    is_used: bool = False

    def cite(self) -> str:
        """The name a claim cites the statement by; from then on the statement is needed."""
        self.is_used = True
        return self.name

    @property
    def name(self) -> str:
        """The id of the source: that of an earlier import by the same function on the same day,
        else a new one.
        """
        base = f"statement-{self.on.isoformat()}" if self.on else "statement"
        name = base
        for number in count(2):
            source = self.register.sources.get(name)
            if source is None or self._is_by_same(source):
                break
            name = f"{base}-{number}"
        return name

    def _is_by_same(self, source: Source) -> bool:
        return source.kind is SourceKind.STATEMENT and source.by == self.by

    @property
    def is_registered(self) -> bool:
        """Whether the register holds it already."""
        return self.name in self.register.sources

    def text(self, schema: str) -> str:
        """The file of the source."""
        day = day_text(self.on) if self.on else ""
        title = translate("import.title", on=day)
        by = self.by or translate("import.unnamed")
        about = translate("import.about")
        lines = [
            f"# yaml-language-server: $schema={schema}",
            f"title: {flow(title)}",
            f"kind: {SourceKind.STATEMENT}",
            f"by: {flow(by)}",
            f"about: {flow(about)}",
        ]
        if self.on:
            lines.append(f"dates: {{stated: {{date: {self.on.isoformat()}}}}}")
        return "".join(f"{line}\n" for line in lines)
