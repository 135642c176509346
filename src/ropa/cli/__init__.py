"""The command line: one module a command, imported only when that command is called."""

import gc
import io
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from keyword import iskeyword
from types import MappingProxyType

import click

from ropa import __version__
from ropa.errors import RopaError
from ropa.terminal import echo, echo_lines, visible
from ropa.vocabulary import languages, translate, writing

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "init": "Begin a project, or a register in it.",
        "new": "Write a record to fill in.",
        "check": "Check registers and report every problem.",
        "render": "Write the documents of registers.",
        "pack": "Pack a register with all that proves it.",
        "verify": "Say what a pack or an appendix proves.",
        "ccpa": "Print the California tables, or where they and the records differ.",
        "import": "Take back what was changed in a workbook.",
        "migrate": "Rename in older registers what is called otherwise since.",
        "coverage": "List the statements of documents no record accounts for.",
        "lock": "Write a fingerprint of each passage.",
        "anchor": "Print the shortest anchor of a statement.",
        "list": "List registers, or the activities of one.",
        "show": "Show an activity as a reader sees it.",
        "explain": "Explain a rule, a field, a state or a word of the law.",
        "schema": "Write the JSON Schemas that editors use.",
    }
)


class _Commands(click.Group):
    """Knows its commands by name and imports one when it is called, so that help costs nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module_name = f"{name}_" if iskeyword(name) else name
        module = import_module(f"ropa.cli.{module_name}")
        command: click.Command = getattr(module, f"{name}_")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name and name not in COMMANDS and not name.startswith("-"):
            from ropa.cli.arguments import did_you_mean

            hint = did_you_mean(name, COMMANDS)
            ctx.fail(translate("refusal.no_command", name=name, hint=hint))
        return super().resolve_command(ctx, args)


QUIET = click.option("-q", "--quiet", is_flag=True, help="Print results and problems only.")
DIRECTORY = click.option(
    "-C",
    "--directory",
    type=click.Path(exists=True, file_okay=False),
    help="Work as if started there.",
)
VERSION = click.version_option(
    __version__, "--version", prog_name="ropa", message="%(prog)s %(version)s"
)
HELP = MappingProxyType({"help_option_names": ["-h", "--help"], "max_content_width": 100})


@click.group(cls=_Commands, context_settings={**HELP})
@VERSION
@QUIET
@DIRECTORY
@click.option(
    "--language",
    type=click.Choice(languages()),
    help="Language of documents and messages.  [default: the register's, else en]",
)
@click.pass_context
def ropa(ctx: click.Context, /, language: str | None, **_of_all_commands: object) -> None:
    """Keep a record of processing activities as YAML, check it, and render it.

    Exit status: 0 all is well, 1 something was found, 2 the command could not do its work.
    """
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    if language:
        ctx.with_resource(writing(language))


def main() -> None:
    """Run the command line; what goes wrong is one line on stderr and exit status 2."""
    _accept_every_letter()
    # What is read stays to the end, and of a thousand records that is 800,000 things: looking
    # through them for what does not stay took a third of the time.
    gc.set_threshold(1_000_000, 20, 100)
    try:
        status = ropa(standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        status = _fail(translate("command.stopped"))
    except click.ClickException as error:
        status = _refuse(error)
    except RopaError as error:
        status = _fail(*map(str, error.args))
    except BrokenPipeError:
        sys.stderr.close()
        status = 0
    except OSError as error:
        file = error.filename or translate("command.a_file")
        why = error.strerror or error
        status = _fail(translate("command.system_error", file=file, why=why))
    except Exception as error:
        if os.environ.get("ROPA_DEBUG"):
            raise
        words = f"{type(error).__name__}: {error}"
        fault = words.replace("\n", " ")
        status = _fail(translate("command.own_fault", fault=fault))
    gc.freeze()  # nothing is looked for that ends with the process
    sys.exit(status if isinstance(status, int) else 0)


def _accept_every_letter() -> None:
    """Print the number of a letter that the output's code page lacks, and go on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _fail(first: str, *others: str) -> int:
    for line in (f"ropa: {first}", *others):
        echo(line, err=True)
    return 2


def _refuse(error: click.ClickException) -> int:
    """Print how the command is called and why it was not; that sentence quotes what was typed."""
    page = io.StringIO()
    if isinstance(error, click.UsageError) and error.ctx is not None:
        # Or what was typed would be left out of the page where it looks like a colour.
        error.ctx.color = True
    error.show(page)
    why = error.format_message()
    text = page.getvalue().replace(why, visible(why))
    echo_lines(text, err=True)
    return 2
