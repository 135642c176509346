"""Names that refer to something, and what is found of those that name nothing."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from ropa import vocabulary
from ropa.diagnostics import did_you_mean
from ropa.register import Path
from ropa.rule import Finding, finding


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that refers to something, where it stands, and whether it is a key there."""

    file: str
    path: Path
    name: str
    is_key: bool = False

    def finding(self, case: str, /, **values: str) -> Finding:
        """What is found of the name."""
        at_value = finding(case, self.file, self.path, name=self.name, **values)
        return replace(at_value, on_key=self.is_key)


@dataclass
class Hints:
    """What may help with names nobody knows.

    The nearest known one is looked for only for the first fifty.
    """

    remaining: int = 50

    def finding(
        self, case: str, reference: Reference, names: Iterable[str], /, **values: str
    ) -> Finding:
        """That none of *names* is the one that *reference* has, and which is most like it."""
        unknown = reference.finding(case, **values)
        self.remaining -= 1
        nearest = vocabulary.nearest(reference.name, names) if self.remaining >= 0 else ""
        return replace(unknown, help=did_you_mean(nearest) or unknown.help)


def unknown(
    case: str, references: Iterable[Reference], names: Collection[str]
) -> Iterator[Finding]:
    """A finding for each of *references* whose name is not among the *names* there are."""
    hints = Hints()
    for reference in references:
        if reference.name not in names:
            yield hints.finding(case, reference, names)
