"""``ropa pack``."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from ropa.cli import drawing
from ropa.cli.arguments import AT, DAY, FILE, complete_register, directory, is_quiet, warn
from ropa.errors import UsageError
from ropa.history import standing
from ropa.net import has_failed
from ropa.project import find
from ropa.terminal import echo
from ropa.vocabulary import translate
from ropa.writer import write

OUTPUT = click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.zip",
    help="File to write.  [default: REGISTER-DAY.zip in the project's output]",
)
SIGN_SSH = click.option(
    "--sign-ssh",
    type=FILE,
    metavar="KEYFILE",
    help="Sign with this SSH key, as git does: FILE.zip.sig.",
)
SIGN_GPG = click.option("--sign-gpg", metavar="KEY", help="Sign with this GPG key: FILE.zip.asc.")
TIMESTAMP = click.option(
    "--timestamp-request",
    is_flag=True,
    help="Write what to ask a time-stamp authority: FILE.zip.tsq.",
)


@click.command("pack")
@click.argument("register", required=False, shell_complete=complete_register)
@AT
@DAY
@OUTPUT
@SIGN_SSH
@SIGN_GPG
@TIMESTAMP
@click.pass_context
def pack_(
    ctx: click.Context,
    register: str | None,
    at: str | None,
    day: date | None,
    output: Path | None,
    sign_ssh: Path | None,
    sign_gpg: str | None,
    timestamp_request: bool,
) -> None:
    """Pack a register for somebody who is to trust nobody: documents, records, check result and
    fingerprints.

    The same register gives the same bytes. `ropa verify` says what a pack proves.

    Templates and style sheets in the project's templates' folder are run, in a child with limits
    of time and memory: look at them before you draw somebody else's project.

    Exits with 0 if it was written, 1 if the register has errors, 2 if it could not be written.
    """
    from ropa.packing.contents import Checked
    from ropa.packing.pack import pack

    project = find(directory(ctx))
    with standing(project, at, [register] if register else []) as snapshot:
        loaded = snapshot.loaded
        if errors := drawing.report_errors(loaded):
            warn(translate("command.not_packed"))
            ctx.exit(2 if has_failed(errors) else 1)
        subject, *others = loaded.registers
        if others:
            raise UsageError(translate("refusal.which_packed"))
        request = drawing.request(ctx, snapshot, subject, day)
        findings = sorted({*loaded.diagnostics, *request.findings})
        checked = Checked(request.register, findings, loaded.texts)
        data = pack(snapshot, request, checked)
    name = f"{subject.name}-{request.as_of}.zip"
    file = output or project.output / name
    files = {file.name: data}
    for ending, proof in _proofs(data, sign_ssh, sign_gpg, timestamp_request):
        files[f"{file.name}{ending}"] = proof
    root = file.parent if output else project.root
    paths = write(file.parent, files, below=root)
    if not is_quiet(ctx):
        for path in paths:
            echo(str(drawing.as_typed(path)))


def _proofs(
    data: bytes, ssh_key: Path | None, gpg_key: str | None, has_request: bool
) -> Iterator[tuple[str, bytes]]:
    """The files that lie beside a pack: the ending of each, and what is in it."""
    from ropa.packing import signature, timestamp

    if ssh_key:
        yield ".sig", signature.sign_ssh(data, ssh_key)
    if gpg_key is not None:
        yield ".asc", signature.sign_gpg(data, gpg_key)
    if has_request:
        yield ".tsq", timestamp.request(data)
