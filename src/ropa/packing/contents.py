"""What stands in a pack beside the records: each file a function of the records, so that a verifier makes it again."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from ropa import __version__
from ropa.diagnostics import Diagnostic, Severity
from ropa.packing.manifest import About, Findings, GitOrigin, Tool
from ropa.reader import Text
from ropa.register import Register
from ropa.reporters import REPORTERS
from ropa.vocabulary import say

PROJECT = "data/project/"
"""Where the records stand in a pack, as they stood in their project."""

DOCUMENTS = "data/documents/"
"""Where the documents stand in a pack."""

_TABLES = "ccpa-tables.html.jinja"

TEMPLATES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "appendix.pdf": frozenset({"appendix.html.jinja", "appendix.css.jinja"}),
        "ccpa-fragment.html": frozenset({"ccpa-fragment.html.jinja", _TABLES}),
        "ccpa.csv": frozenset(),
        "ccpa.docx": frozenset(),
        "ccpa.html": frozenset({"ccpa.html.jinja", _TABLES, "page.css"}),
        "ccpa.md": frozenset(),
        "register.json": frozenset(),
        "register.xlsx": frozenset(),
    }
)
"""The documents of a pack, with the templates each is drawn from."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A register with what a check finds in it, and the texts that this points into."""

    register: Register
    findings: Sequence[Diagnostic]
    texts: Mapping[str, Text]


def results(checked: Checked) -> dict[str, bytes]:
    """What a check says of the records, and the fingerprints of the sources they rest on."""
    return {
        "data/check.txt": REPORTERS["text"](checked.findings, checked.texts).encode(),
        "data/check.json": REPORTERS["json"](checked.findings, checked.texts).encode(),
        "data/sources.json": _sources(checked.register),
    }


def _sources(register: Register) -> bytes:
    """Title and fingerprints of each source: what a copy of the document is to be compared with."""
    shown = {
        key: {
            "title": source.title,
            "file": source.file,
            "sha256": register.locks.get(key, {}).get("sha256"),
            "passages": {name: register.locks.get(key, {}).get(name) for name in source.passages},
        }
        for key, source in register.sources.items()
    }
    return (json.dumps({"sources": shown}, ensure_ascii=False, indent=2) + "\n").encode()


def about(checked: Checked, as_of: date, origin: GitOrigin | None) -> About:
    """What a pack says of the register *checked*, which is of *origin*."""
    register = checked.register
    return About(
        tool=Tool(name="ropa", version=__version__),
        register_=register.name,
        title=register.record.title,
        organization=register.record.organization.name,
        kept_by=register.record.kept_by,
        as_of=as_of,
        undated=register.undated,
        revision=register.revision,
        git=origin,
        findings=_counts(checked.findings),
    )


def _counts(findings: Sequence[Diagnostic]) -> Findings:
    counts = Counter(finding.severity for finding in findings)
    return Findings(
        error=counts[Severity.ERROR], warning=counts[Severity.WARNING], info=counts[Severity.INFO]
    )


def readme(said: About) -> bytes:
    """The word to the reader of a pack of which *said* is true."""
    if said.git is None:
        where = say("pack.no_git")
    else:
        origin = said.git
        count = len(origin.differences)
        where = say(f"pack.{origin.state}", commit=origin.commit, day=origin.committed, n=count)
    text = say(
        "pack.readme",
        title=said.title,
        organization=said.organization,
        as_of=said.as_of.isoformat(),
        dated=say("cover.rendered_on" if said.undated else "cover.as_of"),
        revision=said.revision,
        where=where,
        kept_by=say(f"kept_by.{said.kept_by}"),
        version=said.tool.version,
        register=said.register_,
    )
    return text.encode()
