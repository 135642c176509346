"""Time stamps of RFC 3161 beside a pack: the day printed is an authority's, and only where it is vouched for."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from ropa.errors import UsageError
from ropa.history.program import run
from support import Ran, program, project_of, ropa
from verifying import UNSIGNED, does, pack_of, verdict

pytestmark = pytest.mark.needs("openssl", "pango")

DAMAGED = "failed: the time stamp does not hold: it is damaged, or its certificate is none for time stamps of that moment"
OTHER = "failed: the time stamp is not one of this file"
REFUSED = "failed: the authority refused the time stamp"

SETTINGS = dedent("""\
    [ca]
    default_ca = authority
    [authority]
    new_certs_dir = .
    database = index
    serial = serial
    default_md = sha256
    policy = policy
    unique_subject = no
    [policy]
    commonName = supplied
    [req]
    distinguished_name = name
    [name]
    [root]
    basicConstraints = critical,CA:true
    keyUsage = critical,keyCertSign
    [stamps]
    extendedKeyUsage = critical,timeStamping
    keyUsage = critical,digitalSignature
    [letters]
    extendedKeyUsage = emailProtection
    [tsa]
    serial = stamps
    default_policy = 1.2.3.4.1
    signer_digest = sha256
    digests = sha256, sha384, sha512
    """)


class Authority:
    """Somebody who stamps, and who vouches for them: ``root.pem``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "settings").write_text(SETTINGS)
        (folder / "index").write_text("")
        (folder / "serial").write_text("01\n")
        self.certify("root", "root", "-selfsign", since="20190101000000Z")
        self.certify("tsa", "stamps")
        self.certify("old", "stamps", since="20200101000000Z", until="20210101000000Z")
        self.certify("mail", "letters")

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    def openssl(self, *words: str, data: bytes = b"") -> bytes:
        return does("openssl", *words, data=data, at=self.folder)

    def certify(
        self,
        name: str,
        purpose: str,
        *words: str,
        since: str = "20250101000000Z",
        until: str = "20900101000000Z",
    ) -> None:
        key = [
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-keyout",
            f"{name}.key",
        ]
        self.openssl(
            "req", "-config", "settings", "-new", "-subj", f"/CN={name}", *key, "-out", "csr"
        )
        by = ["-keyfile", "root.key", *(words or ("-cert", "root.pem"))]
        span = ["-startdate", since, "-enddate", until, "-batch", "-notext"]
        about = ["-config", "settings", "-extensions", purpose, "-in", "csr", "-out", f"{name}.pem"]
        self.openssl("ca", *by, *span, *about)

    def answer(self, query: bytes) -> bytes:
        """As an authority answers on the network."""
        (self.folder / "query").write_bytes(query)
        by = ["-config", "settings", "-section", "tsa", "-signer", "tsa.pem", "-inkey", "tsa.key"]
        return self.openssl("ts", "-reply", *by, "-queryfile", "query")

    def token(
        self, data: bytes, moment: str = "20200601120000Z", digest: str = "sha256", by: str = "old"
    ) -> bytes:
        """A token of any moment, which an authority with a false clock could give."""
        info = dedent(f"""\
            asn1 = SEQUENCE:info
            [info]
            version = INTEGER:1
            policy = OID:1.2.3.4.1
            imprint = SEQUENCE:imprint
            serial = INTEGER:7
            moment = GENERALIZEDTIME:20200601120000Z
            [imprint]
            algorithm = SEQUENCE:algorithm
            hash = FORMAT:HEX,OCTETSTRING:{hashlib.new(digest, data).hexdigest()}
            [algorithm]
            name = OID:{digest}
            none = NULL
            """)
        (self.folder / "info").write_text(info)
        self.openssl("asn1parse", "-genconf", "info", "-noout", "-out", "info.der")
        encoded = (self.folder / "info.der").read_bytes()
        (self.folder / "info.der").write_bytes(encoded.replace(b"20200601120000Z", moment.encode()))
        kind = [
            "-econtent_type",
            "1.2.840.113549.1.9.16.1.4",
            "-nodetach",
            "-binary",
            "-cades",
            "-nosmimecap",
        ]
        signer = ["-signer", f"{by}.pem", "-inkey", f"{by}.key", "-md", "sha256"]
        return self.openssl("cms", "-sign", "-in", "info.der", "-outform", "DER", *kind, *signer)


def der(kind: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    size = len(body)
    length = bytes([size]) if size < 128 else bytes([130]) + size.to_bytes(2)
    return bytes([kind]) + length + body


def answered(token: bytes, status: int = 0, words: bytes = b"") -> bytes:
    """The answer that brings *token*, with a status and words that nobody signs."""
    text = der(0x30, der(0x0C, words)) if words else b""
    return der(0x30, der(0x30, der(2, bytes([status])), text), token)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Who calls themselves by the same names."""
    return Authority(tmp_path_factory.mktemp("stranger"))


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack_of(tmp_path_factory.mktemp("timestamps"))


@pytest.fixture
def file(pack: Path, tmp_path: Path) -> Path:
    """A pack of this test's own, to lay an answer beside."""
    return Path(shutil.copy(pack, tmp_path / "shop.zip"))


def query(data: bytes, *words: str) -> bytes:
    return does(
        "openssl", "ts", "-query", "-digest", hashlib.sha256(data).hexdigest(), "-sha256", *words
    )


def beside(file: Path, answer: bytes, believed: Path | None) -> tuple[int, list[str]]:
    Path(f"{file}.tsr").write_bytes(answer)
    options = ("--timestamp-authority", str(believed)) if believed else ()
    status, lines = verdict(file, *options)
    return status, [line for line in lines if line != UNSIGNED]


def existed(day: str) -> str:
    return f"proven: it existed at {day}: so says a time stamp that root.pem vouches for"


def unvouched(day: str) -> str:
    return (
        f"not proven: when it existed: a time stamp says {day}, and nothing here says whose it is; "
        "--timestamp-authority names whom to believe"
    )


def stamped(lines: list[str]) -> str:
    """The moment in the one line that has it, which the machine's clock chose."""
    [line] = lines
    [moment] = re.findall(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", line)
    return str(moment)


def test_a_request_says_the_digest_and_nothing_else(tmp_path: Path) -> None:
    """No nonce and no clock, so the same pack gives the same request; and the authority learns nothing else."""
    root, file = project_of(tmp_path / "shop", {}), tmp_path / "shop.zip"

    ran = ropa(root, "pack", "--output", str(file), "--timestamp-request")

    assert ran == Ran(0, f"{file}\n{file}.tsq\n", "")
    request = Path(f"{file}.tsq").read_bytes()
    assert request.hex() == (
        "30390201013031300d060960864801650304020105000420"
        + hashlib.sha256(file.read_bytes()).hexdigest()
        + "0101ff"
    )


def test_an_answer_proves_the_day_where_its_authority_is_believed(
    authority: Authority, tmp_path: Path
) -> None:
    """From the request that was written to the line that is proven."""
    root, file = project_of(tmp_path / "shop", {}), tmp_path / "shop.zip"
    assert ropa(root, "pack", "--output", str(file), "--timestamp-request").status == 0
    answer = authority.answer(Path(f"{file}.tsq").read_bytes())

    status, lines = beside(file, answer, authority.root)

    assert (status, lines) == (0, [existed(stamped(lines))])
    assert beside(file, answer, None) == (0, [unvouched(stamped(lines))])
    assert beside(file, answer, authority.folder / "tsa.pem")[1] == [
        existed(stamped(lines)).replace("root.pem", "tsa.pem")
    ]


@pytest.mark.parametrize("words", [("-cert",), ("-no_nonce", "-cert")], ids=["nonce", "plain"])
@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_a_request_of_the_users_own_serves_as_well(
    authority: Authority, file: Path, digest: str, words: tuple[str, ...]
) -> None:
    """Authorities tell people to write it in several ways."""
    own = does("openssl", "ts", "-query", "-data", file, f"-{digest}", *words)

    status, lines = beside(file, authority.answer(own), authority.root)

    assert (status, lines) == (0, [existed(stamped(lines))])


def test_an_answer_without_certificates_needs_the_authoritys(
    authority: Authority, file: Path
) -> None:
    """As it comes where the request did not ask for them; its day is not read before somebody vouches for it."""
    answer = authority.answer(query(file.read_bytes()))

    status, lines = beside(file, answer, authority.folder / "tsa.pem")

    assert (status, lines) == (0, [existed(stamped(lines)).replace("root.pem", "tsa.pem")])
    assert beside(file, answer, None) == (
        0,
        [
            "not proven: when it existed: the time stamp holds no certificate; --timestamp-authority names one",
        ],
    )


def test_an_authority_nobody_believes_proves_nothing(
    authority: Authority, stranger: Authority, file: Path
) -> None:
    """Anybody can make one, with the same names."""
    answer = stranger.answer(query(file.read_bytes(), "-cert"))

    assert beside(file, answer, authority.root) == (
        1,
        ["failed: no certificate in root.pem vouches for the time stamp"],
    )
    assert beside(file, answer, stranger.root)[0] == 0


def test_a_certificate_that_has_expired_since_proves_less(authority: Authority, file: Path) -> None:
    """Its key may have been left lying about since; but nobody has altered anything."""
    answer = answered(authority.token(file.read_bytes()))

    assert beside(file, answer, authority.root) == (
        0,
        [
            "not proven: when it existed: a time stamp says 2020-06-01 12:00:00 UTC, and the certificate that vouches for it has expired since"
        ],
    )
    assert beside(file, answer, None) == (0, [unvouched("2020-06-01 12:00:00 UTC")])


FALSE: Mapping[str, tuple[Callable[[Authority, bytes], bytes], str]] = {
    "of another file": (lambda tsa, data: tsa.answer(query(b"another", "-cert")), OTHER),
    "of another file, by hand": (lambda tsa, data: answered(tsa.token(b"another")), OTHER),
    "before the certificate": (
        lambda tsa, data: answered(tsa.token(data, "20190601120000Z")),
        DAMAGED,
    ),
    "behind the certificate": (
        lambda tsa, data: answered(tsa.token(data, "20220601120000Z")),
        DAMAGED,
    ),
    "no day": (lambda tsa, data: answered(tsa.token(data, "20201332120000Z")), DAMAGED),
    "another purpose": (
        lambda tsa, data: answered(tsa.token(data, "20260101120000Z", by="mail")),
        DAMAGED,
    ),
    "sha1": (
        lambda tsa, data: answered(tsa.token(data, digest="sha1")),
        "failed: the time stamp is of a digest that can be forged: sha1",
    ),
    "md5": (
        lambda tsa, data: answered(tsa.token(data, digest="md5")),
        "failed: the time stamp is of a digest that can be forged: md5",
    ),
    "a moment changed": (
        lambda tsa, data: answered(tsa.token(data).replace(b"20200601120000Z", b"20200501120000Z")),
        DAMAGED,
    ),
    "refused": (
        lambda tsa, data: tsa.answer(
            does("openssl", "ts", "-query", "-data", "/dev/null", "-sha1")
        ),
        REFUSED,
    ),
    "refused, with a token": (lambda tsa, data: answered(tsa.token(data), status=2), DAMAGED),
    "refused, in words that look granted": (
        lambda tsa, data: answered(
            b"", status=2, words=b"Status: Granted.\nTime stamp: Jan  1 00:00:00 2001 GMT"
        ),
        REFUSED,
    ),
    "granted, no token": (lambda tsa, data: answered(b""), DAMAGED),
    "the token alone": (lambda tsa, data: tsa.token(data), DAMAGED),
    "the request": (lambda tsa, data: query(data, "-cert"), DAMAGED),
    "empty": (lambda tsa, data: b"", DAMAGED),
    "words": (lambda tsa, data: b"stamped on 2019-01-01\n", DAMAGED),
    "cut off": (lambda tsa, data: tsa.answer(query(data, "-cert"))[:-1], DAMAGED),
    "more behind": (lambda tsa, data: tsa.answer(query(data, "-cert")) * 2, DAMAGED),
    "a byte": (lambda tsa, data: flipped(tsa.answer(query(data, "-cert"))), DAMAGED),
    "too large": (lambda tsa, data: tsa.answer(query(data, "-cert")) + b"\0" * 1_000_000, DAMAGED),
    "lengths": (lambda tsa, data: b"\x30\x84\xff\xff\xff\xff", DAMAGED),
}


def flipped(answer: bytes) -> bytes:
    """The last byte is one of the authority's signature."""
    return answer[:-1] + bytes([answer[-1] ^ 1])


@pytest.mark.parametrize("way", FALSE)
@pytest.mark.parametrize("is_believed", [True, False], ids=["believed", "nobody believed"])
def test_a_false_stamp_has_failed_whoever_is_believed(
    authority: Authority, file: Path, way: str, is_believed: bool
) -> None:
    """And its day is not printed."""
    make, said = FALSE[way]

    answer = make(authority, file.read_bytes())

    assert beside(file, answer, authority.root if is_believed else None) == (1, [said])


def test_words_nobody_signed_give_no_day(authority: Authority, file: Path) -> None:
    """What stands around the token is whatever the sender likes."""
    words = b"\nTST info:\nHash Algorithm: sha1\nTime stamp: Jan  1 00:00:00 2001 GMT\n"
    answer = answered(authority.token(file.read_bytes()), status=1, words=words)

    assert beside(file, answer, None) == (0, [unvouched("2020-06-01 12:00:00 UTC")])


def test_a_stamp_that_is_missed_is_said(authority: Authority, file: Path) -> None:
    """Who names an authority asks for a stamp."""
    status, lines = verdict(file, "--timestamp-authority", str(authority.root))

    assert (status, lines) == (
        0,
        ["not proven: when it existed: there is no time stamp", UNSIGNED][::-1],
    )


def test_certificates_in_another_form_are_named(authority: Authority, file: Path) -> None:
    """Some authorities offer theirs as DER."""
    certificates = file.parent / "root.cer"
    certificates.write_bytes(does("openssl", "x509", "-in", authority.root, "-outform", "DER"))
    Path(f"{file}.tsr").write_bytes(authority.answer(query(file.read_bytes(), "-cert")))

    ran = ropa(file.parent, "verify", str(file), "--timestamp-authority", str(certificates))

    assert ran == Ran(
        2,
        "",
        f"ropa: {certificates}: there is no certificate in it as PEM; "
        "`openssl x509 -inform DER -in FILE -out FILE.pem` writes one as PEM\n",
    )


def test_without_openssl_the_rest_is_still_told(authority: Authority, file: Path) -> None:
    """An auditor who lacks a program learns which, and everything else."""
    Path(f"{file}.tsr").write_bytes(authority.answer(query(file.read_bytes(), "-cert")))

    ran = program(file.parent, "verify", str(file), PATH="")

    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == (
        "not proven: when it existed: openssl is missing on this machine; the package is openssl"
    )
    assert ran.out.startswith("proven: ")


def test_a_program_that_does_not_end_is_ended() -> None:
    """Nothing a stranger sends may hold up a verification for ever."""
    with pytest.raises(UsageError, match=r"^openssl did not end within 1 seconds$"):
        run(["openssl", "speed", "-seconds", "30", "sha256"], seconds=1)
