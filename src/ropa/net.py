"""The last net: what nobody foresaw is told of the file or rule at hand, and the run goes on."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from ropa.diagnostics import Diagnostic, Span, problem
from ropa.errors import RopaError

RULE = "internal-error"


@contextmanager
def net(
    place: Span | Callable[[], Span],
    task: str | Callable[[], str],
    tell: Callable[[Diagnostic], None],
) -> Iterator[None]:
    """*tell* of an exception nobody foresaw, at *place*; *task* says what the tool was about.

    What can be called is called only where there is something to tell. Off where ROPA_DEBUG is
    set: then the exception goes through.
    """
    try:
        yield
    except RopaError:
        raise
    except Exception as error:
        if os.environ.get("ROPA_DEBUG"):
            raise
        words = task if isinstance(task, str) else task()
        span = place if isinstance(place, Span) else place()
        tell(problem(span, RULE, task=words, kind=type(error).__name__))


def has_failed(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether the tool itself failed somewhere: then the command could not do all its work."""
    return any(diagnostic.rule == RULE for diagnostic in diagnostics)
