"""Detached signatures with the user's own key: SSH as git signs with it, or GPG.

No key is made, kept or read here.
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ropa.errors import RopaError, UsageError
from ropa.packing.archive import shown
from ropa.packing.detached import LARGEST, MOST, Detached, detached
from ropa.packing.openpgp import judge_openpgp
from ropa.packing.program import SIGNING, last_line, run
from ropa.packing.statement import Outcome, Verdict, statement

NAMESPACE = "ropa-pack"
"""What an SSH signature is for, so that one made for a commit or a login proves nothing here."""


@dataclass(frozen=True, slots=True)
class Signers:
    """Whose SSH signatures to believe and whose not, in the files ``ssh-keygen`` reads."""

    allowed: Path | None = None
    revoked: Path | None = None


def sign_ssh(data: bytes, key: Path) -> bytes:
    """*data* signed with the SSH key in the file *key*, or the agent's key of that public file."""
    words = ["-q", "-Y", "sign", "-f", str(key.absolute()), "-n", NAMESPACE]
    return _signed(["ssh-keygen", *words], data)


def sign_gpg(data: bytes, key: str) -> bytes:
    """*data* signed with the GPG key that *key* names."""
    words = ["--armor", "--no-textmode", "--local-user", key, "--output", "-", "--detach-sign"]
    return _signed(["gpg", *words], data)


def _signed(words: list[str], data: bytes) -> bytes:
    done = run(words, data, SIGNING)
    if done.returncode or not done.stdout:
        raise UsageError(f"{words[0]} did not sign: {last_line(done.stderr)}")
    return done.stdout


def judge(data: bytes, signature: bytes, signers: Signers) -> Iterator[Verdict]:
    """What each signature in the file *signature* proves of *data*; of SSH, by *signers*."""
    each = detached(signature) if len(signature) <= LARGEST else None
    if each is None:
        yield statement(Outcome.FAILED, "signature_other")
    elif len(each) > MOST:
        yield statement(Outcome.FAILED, "signature_many", n=len(each), most=MOST)
    else:
        with tempfile.TemporaryDirectory(prefix="ropa-") as folder:
            yield from (_judged(data, part, signers, Path(folder)) for part in each)


def _judged(data: bytes, signature: Detached, signers: Signers, folder: Path) -> Verdict:
    try:
        if signature.is_ssh:
            return _ssh(data, signature.data, signers, folder)
        return judge_openpgp(data, signature.data, folder)
    except RopaError as error:
        return statement(Outcome.UNPROVEN, "signature_unjudged", why=error)


def _ssh(data: bytes, signature: bytes, signers: Signers, folder: Path) -> Verdict:
    file = folder / "signature"
    file.write_bytes(signature)
    about = ["-n", NAMESPACE, "-s", str(file)]
    checked = run(["ssh-keygen", "-Y", "check-novalidate", *about], data)
    if checked.returncode:
        why = shown(last_line(checked.stderr or checked.stdout))
        return statement(Outcome.FAILED, "signature_bad", why=why)
    key = last_line(checked.stdout).rpartition(" with ")[2]
    if signers.allowed is None:
        return statement(Outcome.UNPROVEN, "signature_unknown", key=key)
    names = _allowed(data, about, signers.allowed, folder)
    if not names:
        return statement(Outcome.FAILED, "signature_not_allowed", key=key)
    about += ["-r", str(signers.revoked.absolute())] if signers.revoked else []
    who = " or ".join(map(shown, names))
    if signers.revoked and not _allowed(data, about, signers.allowed, folder):
        return statement(Outcome.FAILED, "signature_revoked", who=who, key=key)
    return statement(Outcome.PROVEN, "signature_good", who=who, key=key)


def _allowed(data: bytes, about: list[str], allowed: Path, folder: Path) -> list[str]:
    """Everybody whose signature the file *allowed* says it can be."""
    names: dict[str, None] = {}
    line_file = folder / "allowed"
    for line in allowed.read_bytes().splitlines():
        # each line by itself: ssh-keygen finds only the first that names the key, be it expired
        line_file.write_bytes(line + b"\n")
        here = [*about, "-f", str(line_file)]
        principals = run(["ssh-keygen", "-Y", "find-principals", *here]).stdout.splitlines()
        # A name after an exclamation mark is one that the line leaves out.
        listed = (who for who in map(os.fsdecode, principals) if not who.startswith("!"))
        names |= {who: None for who in listed if _verifies(data, who, here)}
    return [*names]


def _verifies(data: bytes, who: str, about: list[str]) -> bool:
    return run(["ssh-keygen", "-Y", "verify", "-I", who, *about], data).returncode == 0
