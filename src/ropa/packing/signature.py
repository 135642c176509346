"""Detached signatures with the user's own key: SSH as git signs with it, or GPG. No key is made, kept or read here."""

import subprocess
import tempfile
from pathlib import Path

from ropa.errors import MissingPartError, UsageError
from ropa.packing.statement import Outcome, Statement, statement

NAMESPACE = "ropa-pack"
"""What an SSH signature is for, so that one made for a commit or a login proves nothing here."""

_OFFLINE = ("--no-auto-key-retrieve", "--no-auto-key-locate", "--disable-dirmngr")


def sign_ssh(data: bytes, key: Path) -> bytes:
    """*data* signed with the SSH key in the file *key*, or the agent's key of that public file."""
    return _signed(["ssh-keygen", "-q", "-Y", "sign", "-f", str(key.absolute()), "-n", NAMESPACE], data)


def sign_gpg(data: bytes, key: str) -> bytes:
    """*data* signed with the GPG key that *key* names."""
    return _signed(["gpg", "--armor", "--detach-sign", "--local-user", key, "--output", "-"], data)


def _signed(words: list[str], data: bytes) -> bytes:
    done = _run(words, data)
    if done.returncode or not done.stdout:
        raise UsageError(f"{words[0]} did not sign: {_last(done.stderr)}")
    return done.stdout


def judge(data: bytes, signature: bytes, signers: Path | None) -> Statement:
    """What *signature* proves of *data*. For SSH, the file *signers* says whom to believe, as it does for git."""
    with tempfile.TemporaryDirectory(prefix="ropa-") as folder:
        file = Path(folder) / "signature"
        file.write_bytes(signature)
        if signature.startswith(b"-----BEGIN SSH SIGNATURE-----"):
            return _ssh(data, file, signers)
        return _gpg(data, file)


def _ssh(data: bytes, file: Path, signers: Path | None) -> Statement:
    checked = _run(["ssh-keygen", "-Y", "check-novalidate", "-n", NAMESPACE, "-s", str(file)], data)
    if checked.returncode:
        return statement(Outcome.FAILED, "signature_bad", why=_last(checked.stderr or checked.stdout))
    key = checked.stdout.decode("utf-8", "replace").strip().rpartition(" with ")[2]
    if signers is None:
        return statement(Outcome.UNPROVEN, "signature_unknown", key=key)
    where = str(signers.absolute())
    named = _run(["ssh-keygen", "-Y", "find-principals", "-s", str(file), "-f", where], b"")
    for who in named.stdout.decode("utf-8", "replace").splitlines():
        words = ["ssh-keygen", "-Y", "verify", "-f", where, "-I", who, "-n", NAMESPACE, "-s", str(file)]
        if _run(words, data).returncode == 0:
            return statement(Outcome.PROVEN, "signature_good", who=who, key=key)
    return statement(Outcome.FAILED, "signature_not_allowed", key=key)


def _gpg(data: bytes, file: Path) -> Statement:
    done = _run(["gpg", "--batch", "--status-fd", "1", *_OFFLINE, "--verify", str(file), "-"], data)
    told: dict[str, str] = {}
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        word, _, rest = line.removeprefix("[GNUPG:] ").partition(" ")
        told[word] = rest
    key = told.get("VALIDSIG", "").partition(" ")[0]
    who = told.get("GOODSIG", "").partition(" ")[2]
    if done.returncode == 0 and key and {"TRUST_FULLY", "TRUST_ULTIMATE"} & told.keys():
        return statement(Outcome.PROVEN, "signature_good", who=who, key=key)
    if done.returncode == 0 and key:
        return statement(Outcome.UNPROVEN, "signature_unknown", key=f"{key} ({who})")
    if "NO_PUBKEY" in told:
        return statement(Outcome.UNPROVEN, "signature_no_key", key=told["NO_PUBKEY"])
    return statement(Outcome.FAILED, "signature_bad", why=_last(done.stderr))


def _run(words: list[str], data: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(words, input=data, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise MissingPartError(
            f"{words[0]} is missing on this machine; the package is openssh-client or gnupg"
        ) from error


def _last(told: bytes) -> str:
    lines = told.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it gave no reason"
