"""``ropa schema``."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from ropa.cli.arguments import joined
from ropa.files import Refused, read_below
from ropa.reader import LARGEST_FILE
from ropa.schema import MODELS, schemas
from ropa.terminal import echo, echo_document
from ropa.writer import write


@click.command("schema")
@click.argument("names", nargs=-1, metavar="[KIND]...")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to; without it one is printed.",
)
@click.option(
    "--check", is_flag=True, help="Write nothing; fail where a schema in the folder is not current."
)
@click.pass_context
def schema_(ctx: click.Context, names: tuple[str, ...], output: Path | None, check: bool) -> None:
    """Write the JSON Schemas that editors use to complete, explain and check records.

    A record names its schema in its first line:
    `# yaml-language-server: $schema=../../../schema/activity.json`.
    """
    texts = _texts(names)
    if output is None:
        if len(texts) != 1:
            kinds = joined(list(MODELS))
            raise click.UsageError(f"name one of {kinds}, or a folder with --output")
        echo_document("".join(texts.values()))
    elif check:
        stale = [file for file, text in texts.items() if _text_of(output / file) != text]
        for file in stale:
            echo(f"{output / file}: not current; `ropa schema --output {output}` rewrites it")
        ctx.exit(1 if stale else 0)
    else:
        files = {file: text.encode() for file, text in texts.items()}
        write(output, files, below=output)
        echo(f"{output}: {joined(list(files))}")


def _texts(names: Sequence[str]) -> Mapping[str, str]:
    """The schemas of that name by file; all of them where none is named."""
    for name in names:
        if name not in MODELS:
            kinds = joined(list(MODELS))
            raise click.UsageError(f"there is no schema '{name}'; there are {kinds}")
    files = {f"{name}.json" for name in names or MODELS}
    return {file: text for file, text in schemas().items() if file in files}


def _text_of(path: Path) -> str:
    data = read_below(path.parent, path.name, LARGEST_FILE)
    return "" if isinstance(data, Refused) else data.decode("utf-8", "replace")
