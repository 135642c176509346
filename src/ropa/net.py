"""The last net: what nobody foresaw is told of the file or rule at hand, and the run goes on."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from ropa.diagnostics import Diagnostic, Span, error_at
from ropa.errors import RopaError

RULE = "internal-error"


@contextmanager
def net(span: Span, task: str, tell: Callable[[Diagnostic], None]) -> Iterator[None]:
    """*tell* of an exception nobody foresaw, at *span*; *task* says what the tool was about.

    Off where ROPA_DEBUG is set: then the exception goes through.
    """
    try:
        yield
    except RopaError:
        raise
    except Exception as error:
        if os.environ.get("ROPA_DEBUG"):
            raise
        kind = type(error).__name__
        message = f"the tool failed {task}: {kind}; that is its own fault, not the record's"
        help = "report it with this file, or the least of it that still brings this line"
        tell(error_at(span, RULE, message, help))


def has_failed(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether the tool itself failed somewhere: then the command could not do all its work."""
    return any(diagnostic.rule == RULE for diagnostic in diagnostics)
