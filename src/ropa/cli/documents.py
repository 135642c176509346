"""The documents of a register that cannot be read, as commands name them."""

from ropa.evidence import Evidence, SourceDocument
from ropa.vocabulary import translate


def unreadable_documents(evidence: Evidence) -> list[str]:
    """A line for each document that cannot be read."""
    register = evidence.register
    lines: list[str] = []
    for key, document in evidence.documents.items():
        if not isinstance(document, SourceDocument):
            names = {"register": register.name, "source": key, "file": register.sources[key].file}
            lines.append(translate("command.unreadable", **names, why=document.why))
    return lines
