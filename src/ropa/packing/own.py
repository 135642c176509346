"""The templates a pack brings along: which of its documents they shaped. None of them is run."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from ropa.output.logo import media
from ropa.packing.contents import TEMPLATES
from ropa.packing.names import Files
from ropa.project import Project
from ropa.register import Register
from ropa.templates import packaged


@dataclass(frozen=True, slots=True)
class PackedTemplates:
    """Templates of a pack that stand in the place of the tool's, and files beside them."""

    names: tuple[str, ...]
    unread: tuple[str, ...]
    """Files that none of the tool's own templates reads."""
    pictures: Files
    """Pictures among them, which are shown and not run."""

    def shapes(self, document: str) -> bool:
        """Whether *document* may be drawn in another way than the tool draws it."""
        return not set(self.names).isdisjoint(TEMPLATES[document])


def own_templates(project: Project, register: Register, records: Files) -> PackedTemplates:
    """What is among the *records* of *project* that shapes the documents of *register*."""
    names, unread, pictures = [], [], {}
    for name, data in _brought(project, records):
        is_template = name in _TEMPLATES
        if not is_template and media(data):
            pictures[name] = data
        if _is_packaged(name, data):
            continue
        if is_template:
            names.append(name)
        elif name != register.record.document.logo:
            unread.append(name)
    return PackedTemplates(tuple(names), tuple(unread), pictures)


_TEMPLATES = frozenset(chain.from_iterable(TEMPLATES.values()))


def _brought(project: Project, records: Files) -> Iterator[tuple[str, bytes]]:
    """What stands in the templates' folder of *project*, by its path there."""
    folder = f"{project.name(project.templates)}/"
    for path in sorted(records):
        if path.startswith(folder):
            yield path.removeprefix(folder), records[path]


def write_files(files: Files, folder: Path) -> None:
    """Write each of *files* at its path below *folder*."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _is_packaged(name: str, data: bytes) -> bool:
    path = packaged("templates") / name
    return path.is_file() and path.read_bytes() == data
