"""Time stamps of RFC 3161: the request for a file, and what an authority's answer proves of it."""

import hashlib
import re
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ropa.errors import RopaError, UsageError
from ropa.history.program import Done, run
from ropa.packing.manifest import sha256
from ropa.packing.program import product, text
from ropa.packing.statement import Verdict, failed, proven, unproven
from ropa.vocabulary import day_text, translate

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

    @property
    def at_moment(self) -> tuple[str, str]:
        """What has openssl judge as of the moment of the stamp."""
        return ("-attime", str(int(self.moment.timestamp())))

    @property
    def moment_text(self) -> str:
        """When the file was stamped, as it is printed."""
        day = day_text(self.moment.date())
        return translate("verify.moment", day=day, clock=f"{self.moment:%H:%M:%S}")


def request(data: bytes) -> bytes:
    """The request to stamp *data*: its SHA-256 and nothing else, the same whenever it is made."""
    done = _openssl("-query", "-digest", sha256(data), "-sha256", "-no_nonce", "-cert")
    return product(done, "openssl")


def judge_stamp(data: bytes, answer: bytes, authorities: Path | None) -> Verdict:
    """What the *answer* proves of *data*, where a certificate in *authorities* vouches for it."""
    trusted = authorities.read_bytes() if authorities else b""
    if authorities and _CERTIFICATE not in trusted:
        raise UsageError(translate("verify.no_certificate", file=authorities))
    with tempfile.TemporaryDirectory(prefix="ropa-") as folder:
        try:
            stamp = _read(data, answer, trusted, Path(folder))
            return stamp if isinstance(stamp, Verdict) else _judged(stamp, authorities)
        except RopaError as error:
            return unproven("stamp_unjudged", why=error)


def _read(data: bytes, answer: bytes, trusted: bytes, folder: Path) -> _Stamp | Verdict:
    """The stamp in *answer*, or why it holds none that could prove anything."""
    file = folder / "answer.tsr"
    token = folder / "token.der"
    file.write_bytes(answer[:LARGEST])
    refusal = _refusal(answer, file)
    if refusal:
        return refusal
    _openssl("-reply", "-in", str(file), "-token_out", "-out", str(token))
    signed = _signed_words(token)
    algorithm = _DIGEST.search(signed)
    moment = _moment(signed)
    if algorithm is None or moment is None:
        return failed("stamp_damaged")
    if algorithm[1] not in _DIGESTS:
        return failed("stamp_weak", digest=algorithm[1])
    certificates = _certificates(token) + trusted
    if _CERTIFICATE not in certificates:
        return unproven("stamp_bare")
    certificate_file = folder / "certificates.pem"
    certificate_file.write_bytes(certificates)
    digest = hashlib.new(algorithm[1], data).hexdigest()
    return _Stamp(file, certificate_file, digest, moment)


def _signed_words(token: Path) -> str:
    """What the *token* says; the words of the status around it are signed by nobody."""
    done = _openssl("-reply", "-in", str(token), "-token_in", "-token_out", "-text")
    return text(done.stdout)


def _refusal(answer: bytes, file: Path) -> Verdict | None:
    """Why the *answer*, which is in *file* too, grants no stamp."""
    status = _openssl("-reply", "-in", str(file), "-text")
    if status.returncode or not _fills(answer):
        return failed("stamp_damaged")
    is_granted = _GRANTED.match(text(status.stdout))
    return None if is_granted else failed("stamp_refused")


def _certificates(token: Path) -> bytes:
    """Those that the *token* carries, as PEM."""
    words = ["openssl", "pkcs7", "-inform", "DER", "-in", str(token), "-print_certs"]
    return run(words).stdout + b"\n"


def _judged(stamp: _Stamp, authorities: Path | None) -> Verdict:
    """Whether the stamp is unaltered and of the file; then, whether anybody vouches for it."""
    done = _verified(stamp, stamp.certificates, *stamp.at_moment)
    if done.returncode:
        is_other = b"imprint mismatch" in done.stderr
        return failed("stamp_other" if is_other else "stamp_damaged")
    if authorities is None:
        return unproven("stamp_unvouched", day=stamp.moment_text)
    return _vouched(stamp, authorities)


def _vouched(stamp: _Stamp, authorities: Path) -> Verdict:
    """Whether a certificate in *authorities* vouches for the *stamp*."""
    day = stamp.moment_text
    if _verified(stamp, authorities).returncode == 0:
        return proven("stamp_good", day=day, authorities=authorities.name)
    if _verified(stamp, authorities, *stamp.at_moment).returncode == 0:
        return unproven("stamp_expired", day=day)
    return failed("stamp_not_allowed", authorities=authorities.name)


def _verified(stamp: _Stamp, anchors: Path, *options: str) -> Done:
    """What openssl says of *stamp* where the certificates in *anchors* are believed."""
    about = ["-digest", stamp.digest, "-in", str(stamp.answer)]
    about += ["-untrusted", str(stamp.certificates)]
    about += ["-CAfile", str(anchors.absolute()), "-partial_chain"]
    return _openssl("-verify", *about, *options)


def _openssl(*words: str) -> Done:
    return run(["openssl", "ts", *words])


def _moment(token: str) -> datetime | None:
    """When the *token* says that the file was stamped."""
    stamped = _STAMPED.search(token)
    if stamped is None:
        return None
    month, day, clock, year = stamped.groups()
    try:
        written = f"{month} {day} {clock} {year} +0000"
        return datetime.strptime(written, "%b %d %H:%M:%S %Y %z")
    except ValueError:
        return None


def _fills(answer: bytes) -> bool:
    """Whether the answer ends where its first bytes say; openssl does not look behind."""
    if not 2 <= len(answer) <= LARGEST:
        return False
    width = answer[1] & 0x7F if answer[1] & 0x80 else 0
    start = 2 + width
    length = int.from_bytes(answer[2:start]) if width else answer[1]
    return len(answer) == start + length
