"""``--fail-on``: the severity from which a finding makes a command fail."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from ropa.diagnostics import Diagnostic, Severity, worst
from ropa.net import has_failed

_Command = TypeVar("_Command", bound=Callable[..., Any])


def fail_on_option(default: str, help: str) -> Callable[[_Command], _Command]:
    """The lowest severity that makes a command fail."""
    severities = click.Choice(["error", "warning", "info", "never"])
    return click.option(
        "--fail-on",
        type=severities,
        default=default,
        show_default=True,
        help=help,
    )


def exit_status(findings: Sequence[Diagnostic], fail_on: str) -> int:
    """0, or 1 where one of *findings* is at least *fail_on*; 2 where the tool itself failed."""
    if has_failed(findings):
        return 2
    highest = worst(findings)
    if fail_on == "never" or highest is None:
        return 0
    return int(highest >= Severity[fail_on.upper()])
