"""Signatures of OpenPGP, as GPG judges them with the user's own keyring, which stays as it is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote

from ropa.packing.archive import shown
from ropa.packing.program import run
from ropa.packing.statement import Outcome, Verdict, statement

_OFFLINE = (
    "--no-auto-key-retrieve",
    "--no-auto-key-locate",
    "--no-auto-key-import",
    "--disable-dirmngr",
)

_FAILED: Mapping[str, str] = MappingProxyType(
    {
        "BADSIG": "signature_altered",
        "EXPSIG": "signature_expired",
        "EXPKEYSIG": "signature_key_expired",
        "REVKEYSIG": "signature_key_revoked",
    }
)
"""What GPG says of a signature that proves nothing, and what is said of it here."""

_VERDICTS = frozenset({*_FAILED, "GOODSIG", "ERRSIG"})

_STRONG = frozenset({"8", "9", "10", "11", "12", "14"})
"""The digests of OpenPGP that nobody can forge: SHA-2 and SHA-3."""

_BINARY = "00"
"""The class of a signature of bytes as they are."""

_NO_KEY = "9"
"""Why GPG cannot judge a signature whose key it does not have."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What GPG says of one signature: the words behind each status it gives."""

    said: Mapping[str, list[str]]

    @property
    def words(self) -> list[str]:
        """The statuses that judge: one of them, or GPG did not judge."""
        return sorted(_VERDICTS & self.said.keys())

    @property
    def key(self) -> str:
        """The whole fingerprint where the signature holds, else the number the signature names."""
        fingerprint = self.said.get("VALIDSIG", [""])[0]
        return shown(fingerprint or self.said[self.words[0]][0])


def judge_openpgp(data: bytes, signature: bytes, folder: Path) -> Verdict:
    """What the one *signature* proves of *data*; *folder* is for files of the judge's own."""
    trust = _trust(folder)
    verdict = _verdict(data, signature, folder, trust)
    if len(verdict.words) != 1:
        return statement(Outcome.FAILED, "signature_unreadable")
    [word] = verdict.words
    if word in _FAILED:
        return statement(Outcome.FAILED, _FAILED[word], key=verdict.key)
    if word == "GOODSIG":
        return _good(verdict, trust)
    if verdict.said["ERRSIG"][5:6] == [_NO_KEY]:
        return statement(Outcome.UNPROVEN, "signature_no_key", key=verdict.key)
    return statement(Outcome.FAILED, "signature_unreadable")


def _trust(folder: Path) -> tuple[str, ...]:
    """The user's own trust in a database of its own: GPG writes into the one it reads."""
    file = folder / "trust"
    database = ("--batch", *_OFFLINE, "--trust-model", "pgp", "--trustdb-name", str(file))
    if file.exists():
        return database
    owners = run(["gpg", "--batch", "--no-auto-check-trustdb", "--export-ownertrust"])
    run(["gpg", *database, "--import-ownertrust"], owners.stdout if owners.returncode == 0 else b"")
    return database


def _verdict(data: bytes, signature: bytes, folder: Path, trust: tuple[str, ...]) -> _Verdict:
    file, status = folder / "signature", folder / "status"
    file.write_bytes(signature)
    status.unlink(missing_ok=True)
    run(["gpg", *trust, "--status-file", str(status), "--verify", str(file), "-"], data)
    lines = status.read_bytes().decode("utf-8", "replace").split("\n") if status.exists() else []
    prefix = "[GNUPG:] "
    words = [line.removeprefix(prefix).split(" ") for line in lines if line.startswith(prefix)]
    said = {word: rest for word, *rest in words}
    is_single = [word for word, *_ in words].count("NEWSIG") == 1
    return _Verdict(said if is_single else {})


def _good(verdict: _Verdict, trust: tuple[str, ...]) -> Verdict:
    """A signature that holds: of whom, as far as the keyring vouches for it."""
    said, valid = verdict.said, verdict.said.get("VALIDSIG", [])
    if len(valid) < 10:
        return statement(Outcome.FAILED, "signature_unreadable")
    if valid[7] not in _STRONG:
        return statement(Outcome.FAILED, "signature_weak", key=verdict.key)
    if valid[8] != _BINARY:
        return statement(Outcome.FAILED, "signature_text", key=verdict.key)
    names = _vouched(valid[9], trust) if {"TRUST_FULLY", "TRUST_ULTIMATE"} & said.keys() else []
    if names:
        return statement(Outcome.PROVEN, "signature_good", who=shown(names[0]), key=verdict.key)
    claimed = unquote(" ".join(said["GOODSIG"][1:]))
    return statement(Outcome.UNPROVEN, "signature_unvouched", key=verdict.key, who=shown(claimed))


def _vouched(fingerprint: str, trust: tuple[str, ...]) -> list[str]:
    """The names of a key that are vouched for; trust in one says nothing of another beside it."""
    done = run(["gpg", *trust, "--with-colons", "--list-keys", fingerprint])
    rows = [line.split(b":") for line in done.stdout.split(b"\n")]
    if any(row[0] == b"pub" and b"D" in row[11] for row in rows):  # disabled by the user
        return []
    return [_unescaped(row[9]) for row in rows if row[0] == b"uid" and row[1] in (b"f", b"u")]


def _unescaped(name: bytes) -> str:
    plain = re.sub(rb"\\x([0-9a-fA-F]{2})", lambda code: bytes.fromhex(code[1].decode()), name)
    return plain.decode("utf-8", "replace")
