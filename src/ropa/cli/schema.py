"""``ropa schema``."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from ropa.cli.arguments import enumerated
from ropa.files import read_below
from ropa.reader import LARGEST_FILE
from ropa.schema import MODELS, schemas
from ropa.terminal import echo, echo_document
from ropa.vocabulary import translate
from ropa.writer import write

KINDS = click.argument("names", nargs=-1, metavar="[KIND]...")
OUTPUT = click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to; without it one is printed.",
)
CHECK = click.option(
    "--check", is_flag=True, help="Write nothing; fail where a schema in the folder is not current."
)


@click.command("schema")
@KINDS
@OUTPUT
@CHECK
@click.pass_context
def schema_(ctx: click.Context, names: tuple[str, ...], output: Path | None, check: bool) -> None:
    """Write the JSON Schemas that editors use to complete, explain and check records.

    A record names its schema in its first line:
    `# yaml-language-server: $schema=../../../schema/activity.json`.
    """
    texts = _texts(names)
    if output is None:
        if len(texts) != 1:
            kinds = enumerated(MODELS)
            raise click.UsageError(translate("refusal.which_schema", kinds=kinds))
        echo_document("".join(texts.values()))
    elif check:
        stale = list(_stale(output, texts))
        for path in stale:
            echo(translate("command.not_current", file=path, folder=output))
        ctx.exit(1 if stale else 0)
    else:
        files = {file: text.encode() for file, text in texts.items()}
        write(output, files, below=output)
        echo(translate("command.written", folder=output, files=enumerated(files)))


def _texts(names: Sequence[str]) -> Mapping[str, str]:
    """The schemas of that name by file; all of them where none is named."""
    for name in names:
        if name not in MODELS:
            kinds = enumerated(MODELS)
            raise click.UsageError(translate("refusal.no_schema", name=name, kinds=kinds))
    texts = schemas()
    files = [f"{name}.json" for name in MODELS if not names or name in names]
    return {file: texts[file] for file in files}


def _stale(folder: Path, texts: Mapping[str, str]) -> Iterator[Path]:
    """The files of *texts* that say something else in *folder*, or are not there."""
    for file, text in texts.items():
        if read_below(folder, file, LARGEST_FILE) != text.encode():
            yield folder / file
