"""``ropa verify``."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ropa.cli.arguments import FILE, FOLDER, directory, format_option
from ropa.errors import RopaError, UsageError
from ropa.packing.statement import Outcome, Verdict, failed, unproven
from ropa.terminal import echo, echo_lines, json_text
from ropa.vocabulary import number_text, translate

if TYPE_CHECKING:
    from ropa.packing.recomputed import VerifyOptions
    from ropa.packing.signature import Signers

LARGEST = 1_000_000_000
"""Bytes of a file that is read."""

PROOF = click.argument("file", type=FILE, metavar="FILE.zip|appendix.pdf")
REPOSITORY = click.option(
    "--repository",
    type=FOLDER,
    help="Git repository to compare the records with.  [default: the one at hand]",
)
REDRAW = click.option(
    "--redraw",
    is_flag=True,
    help="Draw every document anew with ropa's own templates, and compare.",
)
ANY_VERSION = click.option(
    "--any-version",
    is_flag=True,
    help="Do not fail for a pack of another version of ropa, of which no document is compared.",
)
SIGNATURE = click.option(
    "--signature",
    type=FILE,
    help="Detached signature.  [default: FILE.sig and FILE.asc beside it]",
)
ALLOWED_SIGNERS = click.option(
    "--allowed-signers",
    type=FILE,
    help="Whose SSH signatures to believe, as git's file of that name.",
)
REVOKED_SIGNERS = click.option(
    "--revoked-signers",
    type=FILE,
    help="SSH keys to believe no longer, one a line or as `ssh-keygen -k`.",
)
TIMESTAMP = click.option(
    "--timestamp",
    type=FILE,
    help="Answer of a time-stamp authority.  [default: FILE.tsr beside it]",
)
AUTHORITY = click.option(
    "--timestamp-authority",
    type=FILE,
    help="Certificates (PEM) of the authorities to believe.",
)


@click.command("verify")
@PROOF
@REPOSITORY
@REDRAW
@ANY_VERSION
@SIGNATURE
@ALLOWED_SIGNERS
@REVOKED_SIGNERS
@TIMESTAMP
@AUTHORITY
@format_option(("text", "json"))
@click.pass_context
def verify_(
    ctx: click.Context,
    file: Path,
    repository: Path | None,
    redraw: bool,
    any_version: bool,
    signature: Path | None,
    allowed_signers: Path | None,
    revoked_signers: Path | None,
    timestamp: Path | None,
    timestamp_authority: Path | None,
    format_: str,
) -> None:
    """Say what a pack or an appendix proves, and what it does not.

    Nothing it says is believed, nothing is fetched, and no template in it is run.

    Exits with 0 if nothing has failed, 1 if something has, 2 if it could not run.
    """
    from ropa.packing.recomputed import VerifyOptions

    data = _read(file)
    options = VerifyOptions(redraw, any_version)
    verdicts = [*_wrong_ending(file, data)]
    verdicts += _verified(data, repository or directory(ctx), options)
    signers = _signers(allowed_signers, revoked_signers)
    verdicts += _signed(file, data, signature, signers)
    verdicts += _stamped(file, data, timestamp, timestamp_authority)
    if format_ == "json":
        echo_lines(_json(file.name, verdicts))
    else:
        for line in _lines(verdicts):
            echo(line)
    has_failed = any(verdict.has_failed for verdict in verdicts)
    ctx.exit(1 if has_failed else 0)


def _json(file: str, verdicts: Iterable[Verdict]) -> str:
    statements = []
    for verdict in verdicts:
        statements.append({"outcome": str(verdict.outcome), "text": verdict.text})
    return json_text({"file": file, "statements": statements})


def _lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """The verdicts by outcome, in the order of outcomes."""
    for outcome in Outcome:
        heading = translate(f"verify.{outcome}")
        for verdict in verdicts:
            if verdict.outcome is outcome:
                yield translate("command.verdict", outcome=heading, text=verdict.text)


def _read(file: Path) -> bytes:
    with file.open("rb") as opened:
        data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise UsageError(translate("refusal.too_large", file=file, bytes=number_text(LARGEST)))
    return data


def _wrong_ending(file: Path, data: bytes) -> Iterator[Verdict]:
    """A name that opens the file as the other kind.

    One file can be a PDF at its head and an archive at its end.
    """
    is_pdf = data.startswith(_PDF)
    is_called_pdf = file.suffix.lower() == ".pdf"
    if is_pdf is not is_called_pdf:
        yield failed("pdf_misnamed" if is_pdf else "pack_misnamed", name=file.name)


_PDF = b"%PDF-"


def _verified(data: bytes, repository_folder: Path, options: "VerifyOptions") -> Iterator[Verdict]:
    from ropa.history import repository
    from ropa.packing.appendix import verify_appendix
    from ropa.packing.verify import verify_pack

    if data.startswith(_PDF):
        yield from verify_appendix(data)
        yield unproven("pdf_alone")
        return
    home = None
    with suppress(RopaError):
        home = repository(repository_folder)
    yield from verify_pack(data, home, options)


def _signers(allowed: Path | None, revoked: Path | None) -> "Signers":
    from ropa.packing.signature import Signers

    if revoked and not allowed:
        raise UsageError(translate("refusal.revoked_alone"))
    return Signers(allowed, revoked)


def _signed(
    file: Path, data: bytes, signature: Path | None, signers: "Signers"
) -> Iterator[Verdict]:
    from ropa.packing.signature import judge

    beside = _beside(file, ".sig", ".asc")
    signatures = [signature] if signature else [*beside]
    for path in signatures:
        yield from judge(data, _read(path), signers)
    if not signatures:
        yield unproven("unsigned")


def _beside(file: Path, *endings: str) -> Iterator[Path]:
    """Files called as *file* with one of *endings* behind it."""
    for ending in endings:
        path = file.with_name(f"{file.name}{ending}")
        if path.is_file():
            yield path


def _stamped(
    file: Path, data: bytes, timestamp: Path | None, authorities: Path | None
) -> Iterator[Verdict]:
    from ropa.packing.timestamp import judge_stamp

    answer = timestamp or file.with_name(f"{file.name}.tsr")
    if answer.is_file():
        yield judge_stamp(data, _read(answer), authorities)
    elif authorities:
        yield unproven("unstamped")
