"""Detached signatures with the user's own key: SSH as git signs with it, or GPG.

No key is made, kept or read here.
"""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ropa.errors import RopaError
from ropa.history.program import Done, run
from ropa.packing.detached import LARGEST, MOST, Detached, detached
from ropa.packing.openpgp import judge_openpgp
from ropa.packing.program import SIGNING, last_line, product
from ropa.packing.statement import Verdict, Verdicts, failed, listed, proven, unproven

NAMESPACE = "ropa-pack"
"""What an SSH signature is for, so that one made for a commit or a login proves nothing here."""


@dataclass(frozen=True, slots=True)
class Signers:
    """Whose SSH signatures to believe and whose not, in the files ``ssh-keygen`` reads."""

    allowed: Path | None = None
    revoked: Path | None = None


def sign_ssh(data: bytes, key: Path) -> bytes:
    """*data* signed with the SSH key in the file *key*, or the agent's key of that public file."""
    file = str(key.absolute())
    words = ["-q", "-Y", "sign", "-f", file, "-n", NAMESPACE]
    return product(run(["ssh-keygen", *words], data, SIGNING), "ssh-keygen")


def sign_gpg(data: bytes, key: str) -> bytes:
    """*data* signed with the GPG key that *key* names."""
    words = ["--armor", "--no-textmode", "--local-user", key, "--output", "-", "--detach-sign"]
    return product(run(["gpg", *words], data, SIGNING), "gpg")


def judge(data: bytes, file: bytes, signers: Signers) -> Verdicts:
    """What each signature in *file* proves of *data*; of SSH, by *signers*."""
    signatures = detached(file) if len(file) <= LARGEST else None
    if signatures is None:
        yield failed("signature_other")
    elif len(signatures) > MOST:
        yield failed("signature_many", n=len(signatures), most=MOST)
    else:
        with tempfile.TemporaryDirectory(prefix="ropa-") as folder:
            for signature in signatures:
                yield _judged(data, signature, signers, Path(folder))


def _judged(data: bytes, signature: Detached, signers: Signers, folder: Path) -> Verdict:
    try:
        if not signature.is_ssh:
            return judge_openpgp(data, signature.data, folder)
        file = folder / "signature"
        file.write_bytes(signature.data)
        return _Ssh(data, file, signers).verdict()
    except RopaError as error:
        return unproven("signature_unjudged", why=error)


@dataclass(frozen=True, slots=True)
class _Ssh:
    """One SSH signature: what it is said to sign, the *file* it is in, and whom to believe."""

    data: bytes
    file: Path
    signers: Signers

    def verdict(self) -> Verdict:
        """What the signature proves."""
        done = self._keygen("check-novalidate")
        if done.returncode:
            return failed("signature_bad", why=last_line(done.stderr or done.stdout))
        key = last_line(done.stdout).rpartition(" with ")[2]
        if self.signers.allowed is None:
            return unproven("signature_unknown", key=key)
        return self._by_signers(key, self.signers.allowed)

    def _by_signers(self, key: str, allowed: Path) -> Verdict:
        """What the sound signature with *key* proves, by the files of signers."""
        names = self._names(allowed)
        if not names:
            return failed("signature_not_allowed", key=key)
        who = listed(names, "verify.or")
        if self.signers.revoked:
            revoked = ["-r", str(self.signers.revoked.absolute())]
            if not self._names(allowed, revoked):
                return failed("signature_revoked", who=who, key=key)
        return proven("signature_good", who=who, key=key)

    def _names(self, allowed: Path, options: Sequence[str] = ()) -> list[str]:
        """Everybody whose signature the file *allowed* says it can be."""
        names = []
        line_file = self.file.with_name("allowed")
        # each line by itself: ssh-keygen finds only the first that names the key, be it expired
        for line in allowed.read_bytes().splitlines():
            line_file.write_bytes(line + b"\n")
            line_options = [*options, "-f", str(line_file)]
            principals = self._keygen("find-principals", *line_options).stdout.splitlines()
            for name in map(os.fsdecode, principals):
                # A name after an exclamation mark is one that the line leaves out.
                if not name.startswith("!") and self._is_by(name, line_options):
                    names.append(name)
        return list(dict.fromkeys(names))

    def _is_by(self, name: str, options: Sequence[str]) -> bool:
        return self._keygen("verify", "-I", name, *options).returncode == 0

    def _keygen(self, step: str, *options: str) -> Done:
        words = ["-Y", step, "-n", NAMESPACE, "-s", str(self.file), *options]
        return run(["ssh-keygen", *words], self.data)
