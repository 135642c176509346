"""The documents of a register that cannot be read, as commands name them."""

from collections.abc import Iterator

from ropa.evidence import Evidence, SourceDocument
from ropa.vocabulary import translate


def unreadable_documents(evidence: Evidence) -> Iterator[str]:
    """A line for each document that cannot be read."""
    register = evidence.register
    for key, document in evidence.documents.items():
        if not isinstance(document, SourceDocument):
            names = {"register": register.name, "source": key}
            file = register.sources[key].file
            yield translate("command.unreadable", **names, file=file, why=document.why)
