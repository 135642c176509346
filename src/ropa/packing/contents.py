"""What stands in a pack beside the records.

Each file is a function of the records, so that a verifier makes it again.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from ropa import __version__
from ropa.diagnostics import Diagnostic
from ropa.packing import bag
from ropa.packing.manifest import About, Findings, GitOrigin, Tool, json_bytes
from ropa.reader import Text
from ropa.register import Register
from ropa.reporters import REPORTERS
from ropa.vocabulary import day_text, language, translate

PROJECT = "data/project/"
"""Where the records stand in a pack, as they stood in their project."""

DOCUMENTS = "data/documents/"
"""Where the documents stand in a pack."""

TEMPLATES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "appendix.pdf": ("appendix.html.jinja", "appendix.css.jinja"),
        "ccpa-fragment.html": ("ccpa-fragment.html.jinja", "ccpa-tables.html.jinja"),
        "ccpa.csv": (),
        "ccpa.docx": (),
        "ccpa.html": ("ccpa.html.jinja", "ccpa-tables.html.jinja", "page.css"),
        "ccpa.md": (),
        "register.json": (),
        "register.xlsx": (),
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
    text = REPORTERS["text"](checked.findings, checked.texts)
    json = REPORTERS["json"](checked.findings, checked.texts)
    return {
        "data/check.txt": text.encode(),
        "data/check.json": json.encode(),
        "data/sources.json": _sources(checked.register),
    }


def _sources(register: Register) -> bytes:
    """Title and fingerprints of each source: what a copy of the document is to be compared with."""
    sources = {}
    for key, source in register.sources.items():
        lock = register.locks.get(key, {})
        sha256 = lock.get("sha256")
        passages = {name: lock.get(name) for name in source.passages}
        sources[key] = {
            "title": source.title,
            "file": source.file,
            "sha256": sha256,
            "passages": passages,
        }
    return json_bytes({"sources": sources})


def about_of(checked: Checked, as_of: date, origin: GitOrigin | None) -> About:
    """What a pack says of the register *checked*, which is of *origin*."""
    register = checked.register
    record = register.record
    return About(
        tool=Tool(name="ropa", version=__version__),
        register_=register.name,
        title=record.title,
        organization=record.organization.name,
        kept_by=record.kept_by,
        as_of=as_of,
        undated=register.undated,
        language=language(),
        revision=register.revision,
        git=origin,
        findings=_counts(checked.findings),
    )


def _counts(findings: Sequence[Diagnostic]) -> Findings:
    counts = Counter(str(finding.severity) for finding in findings)
    fields = Findings.model_fields
    return Findings(**{name: counts[name] for name in fields})


def readme(about: About) -> bytes:
    """The word to the reader of a pack *about* which this is true."""
    day_kind = "rendered_on" if about.undated else "as_of"
    text = translate(
        "pack.readme",
        title=about.title,
        organization=about.organization,
        day=day_text(about.as_of),
        folder=bag.folder(about),
        dated=translate(f"cover.{day_kind}"),
        revision=about.revision,
        where=_where(about.git),
        kept_by=translate(f"kept_by.{about.kept_by}"),
        version=about.tool.version,
    )
    return text.encode()


def _where(origin: GitOrigin | None) -> str:
    """Where in git the records are, in words."""
    if origin is None:
        return translate("pack.no_git")
    day = day_text(origin.committed)
    return translate(
        f"pack.{origin.state}", commit=origin.commit, day=day, n=len(origin.differences)
    )
