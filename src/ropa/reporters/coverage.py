"""Coverage of documents to text, JSON and a page that stands alone; ``COVERAGE_REPORTERS`` by name."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from ropa.evidence.coverage import Coverage, CoverageStatus, CoveredStatement
from ropa.reader import CONTROL
from ropa.terminal import json_text, named, visible
from ropa.vocabulary import word


def text(found: Sequence[Coverage]) -> str:
    """For each source: counts, statements that stand open, and statements set aside that want a second reader."""
    return "\n".join(visible(line) for one in found for line in _lines(one)) + "\n"


def _lines(one: Coverage) -> Iterator[str]:
    cited, aside, open_ = (one.count(standing) for standing in CoverageStatus)
    yield f"{one.register}/{one.source}: {_percent(one)} of {len(one.statements)} statements accounted for"
    yield f"  {cited} cited, {aside} set aside, {open_} open"
    for why, count in sorted(
        Counter(s.why for s in one.statements if s.standing is CoverageStatus.SET_ASIDE).items()
    ):
        yield f"    {count:4} {_label(why)}"
    for statement in one.statements:
        if statement.standing is CoverageStatus.OPEN:
            yield f"  open, line {statement.line}: {_short(statement)}"
    if one.second_reading:
        yield f"  for a second reader, {len(one.second_reading)} set aside that hold words of the vocabulary:"
    for statement in one.second_reading:
        why = f"{_label(statement.why)}; {', '.join(statement.words[:4])}"
        yield f"    line {statement.line} ({why}): {_short(statement)}"


def _percent(one: Coverage) -> str:
    # Never rounded up to a hundred.
    return f"{int(one.percent * 10) / 10:.1f} %"


def _label(why: str) -> str:
    found = word("set_aside", why)
    return found.label if found else why


def _short(statement: CoveredStatement) -> str:
    words = statement.text.split()
    return " ".join(words[:14]) + (" …" if len(words) > 14 else "")


def as_json(found: Sequence[Coverage]) -> str:
    """Every statement with its standing, passages and claims."""
    entries = [{
        "register": one.register, "source": one.source, "title": one.title, "statements": len(one.statements),
        **{str(standing): one.count(standing) for standing in CoverageStatus}, "percent": round(one.percent, 2),
        "second_reading": [index for index, s in enumerate(one.statements) if s.wants_second_reading],
        "list": [{"line": s.line, "text": s.text, "standing": str(s.standing), "passages": list(s.passages),
                  "claims": list(s.claims), "why": s.why, "words": list(s.words)} for s in one.statements],
    } for one in found]  # fmt: skip
    return json_text({"coverage": entries})


def html(found: Sequence[Coverage]) -> str:
    """The documents with each statement tinted by how it is accounted for, and the claims it feeds beside it.

    A control or an override in a document is printed as its number, as on a terminal.
    """
    from markupsafe import Markup

    from ropa.templates import fill, read

    style, script = Markup(read(None, "coverage.css")), Markup(read(None, "coverage.js"))
    given = {"found": found, "style": style, "script": script, "label": _label, "percent": _percent}
    return CONTROL.sub(named, fill(None, "coverage.html.jinja", **given))


COVERAGE_REPORTERS: Mapping[str, Callable[[Sequence[Coverage]], str]] = MappingProxyType(
    {"text": text, "json": as_json, "html": html}
)
