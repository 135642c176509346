"""Signatures of OpenPGP, as GPG judges them with the user's own keyring, which stays as it is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote

from ropa.history.program import run
from ropa.packing.program import text
from ropa.packing.statement import Verdict, failed, proven, unproven

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

_ESCAPED = re.compile(rb"\\x([0-9a-fA-F]{2})")
"""A byte of a name that GPG does not print as it is."""

_VERDICTS = frozenset({*_FAILED, "GOODSIG", "ERRSIG"})

_STRONG = frozenset({"8", "9", "10", "11", "12", "14"})
"""The digests of OpenPGP that nobody can forge: SHA-2 and SHA-3."""

_BINARY = "00"
"""The class of a signature of bytes as they are."""

_NO_KEY = "9"
"""Why GPG cannot judge a signature whose key it does not have."""

_STATUS = "[GNUPG:] "
"""What begins a line in which GPG says how it judged."""


@dataclass(frozen=True, slots=True)
class _Status:
    """What GPG says of one signature: the words behind each status it gives."""

    words: Mapping[str, list[str]]

    @property
    def judgements(self) -> list[str]:
        """The statuses that judge: one of them, or GPG did not judge."""
        return sorted(_VERDICTS & self.words.keys())

    @property
    def validity(self) -> list[str]:
        """Fingerprint, digest, class and more of a signature that holds."""
        return self.words.get("VALIDSIG", [])

    @property
    def key(self) -> str:
        """The whole fingerprint where the signature holds, else the number the signature names."""
        fingerprint, *_ = self.validity or [""]
        return fingerprint or self.words[self.judgements[0]][0]


def judge_openpgp(data: bytes, signature: bytes, folder: Path) -> Verdict:
    """What the one *signature* proves of *data*; *folder* is for files of the judge's own."""
    trust = _trust(folder)
    status = _status(data, signature, folder, trust)
    if len(status.judgements) != 1:
        return failed("signature_unreadable")
    [judgement] = status.judgements
    if judgement in _FAILED:
        return failed(_FAILED[judgement], key=status.key)
    if judgement == "GOODSIG":
        return _good(status, trust)
    if status.words["ERRSIG"][5:6] == [_NO_KEY]:
        return unproven("signature_no_key", key=status.key)
    return failed("signature_unreadable")


def _trust(folder: Path) -> tuple[str, ...]:
    """The user's own trust in a database of its own: GPG writes into the one it reads."""
    file = folder / "trust"
    database = ("--batch", *_OFFLINE, "--trust-model", "pgp", "--trustdb-name", str(file))
    if not file.exists():
        done = run(["gpg", "--batch", "--no-auto-check-trustdb", "--export-ownertrust"])
        owners = b"" if done.returncode else done.stdout
        run(["gpg", *database, "--import-ownertrust"], owners)
    return database


def _status(data: bytes, signature: bytes, folder: Path, trust: tuple[str, ...]) -> _Status:
    signature_file = folder / "signature"
    status_file = folder / "status"
    signature_file.write_bytes(signature)
    status_file.write_bytes(b"")
    options = [*trust, "--status-file", str(status_file)]
    run(["gpg", *options, "--verify", str(signature_file), "-"], data)
    return _parsed(text(status_file.read_bytes()))


def _parsed(log: str) -> _Status:
    """The statuses in *log*; none where GPG met no signature, or several."""
    words = {}
    signatures = 0
    for line in log.split("\n"):
        if line.startswith(_STATUS):
            name, *values = line.removeprefix(_STATUS).split(" ")
            words[name] = values
            signatures += name == "NEWSIG"
    return _Status(words if signatures == 1 else {})


def _good(status: _Status, trust: tuple[str, ...]) -> Verdict:
    """A signature that holds: of whom, as far as the keyring vouches for it."""
    if len(status.validity) < 10:
        return failed("signature_unreadable")
    digest, kind, primary_key = status.validity[7:10]
    if digest not in _STRONG:
        return failed("signature_weak", key=status.key)
    if kind != _BINARY:
        return failed("signature_text", key=status.key)
    is_vouched = not {"TRUST_FULLY", "TRUST_ULTIMATE"}.isdisjoint(status.words)
    names = _vouched(primary_key, trust) if is_vouched else []
    if names:
        return proven("signature_good", who=names[0], key=status.key)
    claimed = unquote(" ".join(status.words["GOODSIG"][1:]))
    return unproven("signature_unvouched", key=status.key, who=claimed)


def _vouched(fingerprint: str, trust: tuple[str, ...]) -> list[str]:
    """The names of a key that are vouched for; trust in one says nothing of another beside it."""
    done = run(["gpg", *trust, "--with-colons", "--list-keys", fingerprint])
    names = []
    for line in done.stdout.split(b"\n"):
        kind, *fields = line.split(b":")
        if kind == b"pub" and b"D" in fields[10]:  # disabled by the user
            return []
        if kind == b"uid" and fields[0] in (b"f", b"u"):
            names.append(_unescaped(fields[8]))
    return names


def _unescaped(name: bytes) -> str:
    return text(_ESCAPED.sub(lambda code: bytes.fromhex(code[1].decode()), name))
