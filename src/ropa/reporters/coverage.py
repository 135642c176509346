"""Coverage of documents to text, JSON and a page that stands alone, by name."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import compress
from types import MappingProxyType

from markupsafe import Markup

from ropa.evidence.coverage import Coverage, CoverageStatus, CoveredStatement
from ropa.reader import CONTROL
from ropa.templates import fill, read
from ropa.terminal import json_text, named, visible
from ropa.vocabulary import joined, translate, word

MOST_WORDS = 14
"""Words of a statement that are shown on its line."""


def text(coverages: Sequence[Coverage]) -> str:
    """For each source: counts, open statements, and what of those out of scope to read again."""
    lines: list[str] = []
    for coverage in coverages:
        lines += map(visible, _lines(coverage))
    return "\n".join(lines) + "\n"


def _lines(coverage: Coverage) -> Iterator[str]:
    name = f"{coverage.register}/{coverage.source}"
    total = len(coverage.statements)
    accounted = translate("coverage.of", percent=_percent(coverage), n=total)
    yield translate("coverage_text.source", name=name, accounted=accounted)
    counts = {}
    for status in CoverageStatus:
        key = str(status).replace("-", "_")
        counts[key] = coverage.count(status)
    yield "  " + translate("coverage_text.counts", **counts)
    yield from _reasons(coverage)
    for statement in coverage.statements:
        if statement.standing is CoverageStatus.OPEN:
            yield "  " + _line("open", statement)
    yield from _second_reading(coverage.second_reading)


def _second_reading(statements: Sequence[CoveredStatement]) -> Iterator[str]:
    if statements:
        yield "  " + translate("coverage_text.second_reading", n=len(statements))
    for statement in statements:
        reason = _label(statement.why)
        words = joined(statement.words[:4])
        yield "    " + _line("second", statement, reason=reason, words=words)


def _line(case: str, statement: CoveredStatement, **values: str) -> str:
    text = _short(statement)
    return translate(f"coverage_text.{case}", line=statement.line, text=text, **values)


def _reasons(coverage: Coverage) -> Iterator[str]:
    """For each reason how many statements are out of scope for it."""
    counts: Counter[str] = Counter()
    for statement in coverage.statements:
        if statement.standing is CoverageStatus.OUT_OF_SCOPE:
            counts[statement.why] += 1
    for reason, count in sorted(counts.items()):
        yield f"    {count:4} {_label(reason)}"


def _percent(coverage: Coverage) -> str:
    # Never rounded up to a hundred.
    return f"{int(coverage.percent * 10) / 10:.1f} %"


def _label(reason: str) -> str:
    entry = word("out_of_scope", reason)
    return entry.label if entry else reason


def _short(statement: CoveredStatement) -> str:
    words = statement.text.split()
    ellipsis = " …" if len(words) > MOST_WORDS else ""
    return " ".join(words[:MOST_WORDS]) + ellipsis


def as_json(coverages: Sequence[Coverage]) -> str:
    """Every statement with its standing, passages and claims."""
    entries = [_source_entry(coverage) for coverage in coverages]
    return json_text({"coverage": entries})


def _source_entry(coverage: Coverage) -> dict[str, object]:
    statements = coverage.statements
    names = ("register", "source", "title")
    entry = {name: getattr(coverage, name) for name in names}
    entry["statements"] = len(statements)
    entry |= {str(status): coverage.count(status) for status in CoverageStatus}
    entry["percent"] = round(coverage.percent, 2)
    places = range(len(statements))
    wanted = [statement.wants_second_reading for statement in statements]
    entry["second_reading"] = list(compress(places, wanted))
    entry["list"] = [_statement_entry(statement) for statement in statements]
    return entry


def _statement_entry(statement: CoveredStatement) -> dict[str, object]:
    names = ("line", "text", "standing", "passages", "claims", "why", "words")
    return {name: getattr(statement, name) for name in names}


def html(coverages: Sequence[Coverage]) -> str:
    """The documents, each statement tinted by how it is accounted for, beside the claims it feeds.

    A control or an override in a document is printed as its number, as on a terminal.
    """
    page = fill(
        None,
        "coverage.html.jinja",
        coverages=coverages,
        style=Markup(read(None, "coverage.css")),
        script=Markup(read(None, "coverage.js")),
        label=_label,
        percent=_percent,
    )
    return CONTROL.sub(named, page)


COVERAGE_REPORTERS: Mapping[str, Callable[[Sequence[Coverage]], str]] = MappingProxyType(
    {"text": text, "json": as_json, "html": html}
)
