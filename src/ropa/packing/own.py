"""The templates a pack brings along: which of its documents they shaped. None of them is run."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ropa.packing.contents import TEMPLATES
from ropa.project import Project
from ropa.register import Register
from ropa.renderers.logo import media
from ropa.templates import packaged


@dataclass(frozen=True, slots=True)
class Own:
    """Templates of a pack that stand in the place of the tool's, and files beside them."""

    templates: tuple[str, ...]
    unread: tuple[str, ...]
    """Files that none of the tool's own templates reads."""
    pictures: Mapping[str, bytes]
    """Pictures among them, which are shown and not run."""

    def shapes(self, document: str) -> bool:
        """Whether *document* may be drawn in another way than the tool draws it."""
        return bool(TEMPLATES[document] & set(self.templates))

    def written(self, folder: Path) -> Path | None:
        """*folder* with the pictures alone, to draw with; None where there are none."""
        for name, data in self.pictures.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return folder if self.pictures else None


def own_templates(project: Project, register: Register, records: Mapping[str, bytes]) -> Own:
    """What is among the *records* of *project* that shapes the documents of *register*."""
    start = f"{project.name(project.templates)}/"
    files = {
        name.removeprefix(start): records[name]
        for name in sorted(records)
        if name.startswith(start)
    }
    known = frozenset().union(*TEMPLATES.values())
    other = {name: data for name, data in files.items() if not _is_packaged(name, data)}
    logo = register.record.document.logo
    return Own(
        templates=tuple(name for name in other if name in known),
        unread=tuple(name for name in other if name not in known and name != logo),
        pictures={name: data for name, data in files.items() if name not in known and media(data)},
    )


def _is_packaged(name: str, data: bytes) -> bool:
    path = packaged("templates") / name
    return path.is_file() and path.read_bytes() == data
