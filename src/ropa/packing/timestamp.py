"""Time stamps of RFC 3161: the request for a file, and what an authority's answer proves of it."""

import hashlib
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ropa.errors import RopaError, UsageError
from ropa.packing.archive import shown
from ropa.packing.program import Done, last_line, run
from ropa.packing.statement import Outcome, Verdict, statement

LARGEST = 1_000_000
"""Bytes of an answer that is read."""

_DIGESTS = ("sha256", "sha384", "sha512")
"""The digests nobody can forge, of those that authorities stamp."""

_CERTIFICATE = b"CERTIFICATE-----"

_DIGEST = re.compile(r"^Hash Algorithm: (\S+)$", re.MULTILINE)
_STAMPED = re.compile(
    r"^Time stamp: (\w{3}) +(\d\d?) (\d\d:\d\d:\d\d)(?:\.\d+)? (\d{4}) GMT$",
    re.MULTILINE,
)
_GRANTED = re.compile(r"\A\s*Status info:\s*Status: Granted")


@dataclass(frozen=True, slots=True)
class _Stamp:
    """An authority's answer in a folder of its own, and what the token in it says."""

    answer: Path
    certificates: Path
    """Those the answer carries, which vouch for nobody, and those of the authorities."""
    digest: str
    """Of the file that was stamped, by the algorithm the token names."""
    moment: datetime


def request(data: bytes) -> bytes:
    """The request to stamp *data*: its SHA-256 and nothing else, the same whenever it is made."""
    fingerprint = ["-digest", hashlib.sha256(data).hexdigest(), "-sha256"]
    done = _openssl("-query", *fingerprint, "-no_nonce", "-cert")
    if done.returncode or not done.stdout:
        raise UsageError(f"openssl wrote no time-stamp request: {last_line(done.stderr)}")
    return done.stdout


def judge_stamp(data: bytes, answer: bytes, authorities: Path | None) -> Verdict:
    """What the *answer* proves of *data*, where a certificate in *authorities* vouches for it."""
    known = authorities.read_bytes() if authorities else b""
    if authorities and _CERTIFICATE not in known:
        raise UsageError(
            f"{authorities}: there is no certificate in it as PEM; "
            "`openssl x509 -inform DER -in FILE -out FILE.pem` writes one as PEM"
        )
    with tempfile.TemporaryDirectory(prefix="ropa-") as folder:
        try:
            read = _read(data, answer, known, Path(folder))
            return read if isinstance(read, Verdict) else _judged(read, authorities)
        except RopaError as error:
            return statement(Outcome.UNPROVEN, "stamp_unjudged", why=error)


def _read(data: bytes, answer: bytes, known: bytes, folder: Path) -> _Stamp | Verdict:
    """The stamp in *answer*, or why it holds none that could prove anything."""
    file = folder / "answer.tsr"
    file.write_bytes(answer[:LARGEST])
    reply = ["-reply", "-in", str(file)]
    status = _openssl(*reply, "-text")
    if status.returncode or not _fills(answer):
        return statement(Outcome.FAILED, "stamp_damaged")
    if not _GRANTED.match(_text(status)):
        return statement(Outcome.FAILED, "stamp_refused")
    token, certificates = folder / "token.der", folder / "certificates.pem"
    _openssl(*reply, "-token_out", "-out", str(token))
    carried = run(["openssl", "pkcs7", "-inform", "DER", "-in", str(token), "-print_certs"])
    certificates.write_bytes(carried.stdout + b"\n" + known)
    # of the token alone: the words of the status around it are signed by nobody
    says = _text(_openssl("-reply", "-in", str(token), "-token_in", "-token_out", "-text"))
    algorithm, stamped = _DIGEST.search(says), _STAMPED.search(says)
    moment = _moment(stamped) if stamped else None
    if algorithm is None or moment is None:
        return statement(Outcome.FAILED, "stamp_damaged")
    if algorithm[1] not in _DIGESTS:
        return statement(Outcome.FAILED, "stamp_weak", digest=shown(algorithm[1]))
    if _CERTIFICATE not in certificates.read_bytes():
        return statement(Outcome.UNPROVEN, "stamp_bare")
    return _Stamp(file, certificates, hashlib.new(algorithm[1], data).hexdigest(), moment)


def _judged(stamp: _Stamp, authorities: Path | None) -> Verdict:
    """Whether the stamp is whole and of the file; then, whether anybody vouches for who made it."""
    then = ["-attime", str(int(stamp.moment.timestamp()))]
    day = f"{stamp.moment:%Y-%m-%d %H:%M:%S} UTC"
    whole = _verified(stamp, stamp.certificates, then)
    if whole.returncode:
        is_other = b"imprint mismatch" in whole.stderr
        return statement(Outcome.FAILED, "stamp_other" if is_other else "stamp_damaged")
    if authorities is None:
        return statement(Outcome.UNPROVEN, "stamp_unvouched", day=day)
    if _verified(stamp, authorities).returncode == 0:
        return statement(Outcome.PROVEN, "stamp_good", day=day, authorities=shown(authorities.name))
    if _verified(stamp, authorities, then).returncode == 0:
        return statement(Outcome.UNPROVEN, "stamp_expired", day=day)
    return statement(Outcome.FAILED, "stamp_not_allowed", authorities=shown(authorities.name))


def _verified(stamp: _Stamp, anchors: Path, then: Sequence[str] = ()) -> Done:
    """What openssl says of *stamp* where the certificates in *anchors* are believed."""
    believed = ["-CAfile", str(anchors.absolute()), "-partial_chain"]
    about = ["-digest", stamp.digest, "-in", str(stamp.answer)]
    about += ["-untrusted", str(stamp.certificates)]
    return _openssl("-verify", *about, *believed, *then)


def _openssl(*words: str) -> Done:
    return run(["openssl", "ts", *words])


def _text(done: Done) -> str:
    return done.stdout.decode("utf-8", "replace")


def _moment(stamped: re.Match[str]) -> datetime | None:
    month, day, clock, year = stamped.groups()
    try:
        return datetime.strptime(f"{month} {day} {clock} {year} +0000", "%b %d %H:%M:%S %Y %z")
    except ValueError:
        return None


def _fills(answer: bytes) -> bool:
    """Whether the answer ends where its first bytes say; openssl does not look behind."""
    if len(answer) < 2 or len(answer) > LARGEST:
        return False
    width = answer[1] & 0x7F if answer[1] & 0x80 else 0
    length = int.from_bytes(answer[2 : 2 + width]) if width else answer[1]
    return len(answer) == 2 + width + length
