"""Signatures beside a pack: each is judged by itself, and none says more than its own key can."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from support import Ran, program, project_of, ropa
from verifying import UNSIGNED, does, pack_of, verdict

pytestmark = pytest.mark.needs("pango")

OTHER = (
    "failed: the signature file holds something else than detached signatures, or none: "
    "what that says is not said of this file"
)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack_of(tmp_path_factory.mktemp("signatures"))


@pytest.fixture
def file(pack: Path, tmp_path: Path) -> Path:
    """A pack of this test's own, to lay signatures beside."""
    return Path(shutil.copy(pack, tmp_path / "shop.zip"))


# OpenPGP

GPG = ("gpg", "--batch", "--quiet", "--yes", "--passphrase", "", "--pinentry-mode", "loopback")
DPO, OLD, GONE, PART, CFO = (
    f"{name}@shop.example" for name in ("dpo", "old", "gone", "part", "cfo")
)
BOSS = "Boss\u2028[GNUPG:] TRUST_ULTIMATE 0 pgp\u2028 <boss@shop.example>"


@dataclass
class Ring:
    """A keyring of the reader: whom they trust, and the keys of strangers they hold."""

    home: Path
    keys: dict[str, str] = field(default_factory=dict)

    def gpg(self, *words: str, data: bytes = b"") -> bytes:
        return does(*GPG, "--homedir", self.home, *words, data=data)

    def make(self, name: str, *words: str, until: str = "never") -> str:
        self.gpg(*words, "--quick-generate-key", name, "ed25519", "cert,sign", until)
        listed = self.gpg("--with-colons", "--list-keys", f"={name}").decode()
        self.keys[name] = re.findall(r"^fpr:+([0-9A-F]+):", listed, re.MULTILINE)[0]
        return self.keys[name]

    def sign(self, name: str, data: bytes, *words: str) -> bytes:
        return self.gpg(
            "--local-user",
            f"{self.keys[name]}!",
            *words,
            "--output",
            "-",
            "--detach-sign",
            data=data,
        )

    def revoke(self, name: str) -> None:
        """As the holder does with the certificate that was made beside the key."""
        certificate = (self.home / "openpgp-revocs.d" / f"{self.keys[name]}.rev").read_text()
        self.gpg("--import", data=certificate.replace("\n:-----", "\n-----").encode())

    def take(self, other: Ring, name: str) -> None:
        self.gpg("--import", data=other.gpg("--export", other.keys[name]))
        self.keys[name] = other.keys[name]


@pytest.fixture(scope="module")
def rings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ring, Ring]]:
    """The reader's keyring, and the strangers' with the keys the reader holds and does not trust."""
    homes = [tmp_path_factory.mktemp("gpg"), tmp_path_factory.mktemp("gpg")]
    for home in homes:
        home.chmod(0o700)
    reader, strangers = map(Ring, homes)
    try:
        for name in (DPO, GONE):
            reader.make(name)
        reader.make(OLD, "--faked-system-time", "20200101T000000!", until="1y")
        for name in (PART, CFO):
            strangers.make(name)
        strangers.make("mallory@shop.example")
        strangers.gpg("--quick-add-uid", strangers.keys["mallory@shop.example"], BOSS)
        for name in (CFO, "mallory@shop.example"):
            reader.take(strangers, name)
        yield reader, strangers
    finally:
        for home in homes:
            end_agent(home)


def end_agent(home: Path) -> None:
    subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=False)


@pytest.fixture
def ring(
    rings: tuple[Ring, Ring], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Ring]:
    """A copy of the reader's keyring, in the environment alone."""
    home = tmp_path / "g"
    shutil.copytree(rings[0].home, home, ignore=shutil.ignore_patterns("S.*", "*.lock", ".#*"))
    monkeypatch.setenv("GNUPGHOME", str(home))
    yield Ring(home, dict(rings[0].keys))
    end_agent(home)


def beside(file: Path, *signatures: bytes) -> tuple[int, list[str]]:
    Path(f"{file}.asc").write_bytes(b"".join(signatures))
    return verdict(file)


def good(ring: Ring, name: str = DPO) -> str:
    return f"proven: signed by {name}, with {ring.keys[name]}"


def unvouched(key: str, name: str) -> str:
    return (
        f"not proven: who made it: the signature is sound and made with {key}, "
        f"which calls itself “{name}”; your keyring does not vouch for that"
    )


def altered(key: str) -> str:
    return f"failed: the signature is not one of this file: one of both was altered; it names the key {key[-16:]}"


@pytest.mark.needs("gpg")
def test_a_pack_signed_with_gpg_says_who_signed(ring: Ring, tmp_path: Path) -> None:
    """A key in the user's own keyring, believed as far as the keyring trusts it, however the user likes to sign."""
    (ring.home / "gpg.conf").write_text("textmode\ncomment From the shop\nemit-version\n")
    root, file = project_of(tmp_path / "shop", {}), tmp_path / "shop.zip"

    ran = ropa(root, "pack", "--output", str(file), "--sign-gpg", DPO)

    assert ran == Ran(0, f"{file}\n{file}.asc\n", "")
    assert verdict(file) == (0, [good(ring)])


@pytest.mark.needs("gpg")
@pytest.mark.parametrize("shape", ["binary", "armor", "windows", "spaced"])
def test_every_honest_shape_of_a_signature_is_read(ring: Ring, file: Path, shape: str) -> None:
    """With the line ends of another system, or blank lines around."""
    signature = ring.sign(DPO, file.read_bytes(), *(() if shape == "binary" else ("--armor",)))
    if shape == "windows":
        signature = signature.replace(b"\n", b"\r\n")
    if shape == "spaced":
        signature = b"\n\n" + signature + b"\n\n"

    assert beside(file, signature) == (0, [good(ring)])


@pytest.mark.needs("gpg")
def test_a_signature_of_other_bytes_has_failed(ring: Ring, file: Path) -> None:
    """Or a file of another signature: one of both was changed."""
    assert beside(file, ring.sign(DPO, b"another pack")) == (1, [altered(ring.keys[DPO])])


@pytest.mark.needs("gpg")
def test_a_revoked_key_proves_nothing_however_trusted_it_is(ring: Ring, file: Path) -> None:
    """It is the holder who says that somebody else may have the key."""
    signature = ring.sign(GONE, file.read_bytes())
    assert beside(file, signature) == (0, [good(ring, GONE)])

    ring.revoke(GONE)

    assert beside(file, signature) == (
        1,
        [f"failed: signed with {ring.keys[GONE]}, which was revoked"],
    )


@pytest.mark.needs("gpg")
@pytest.mark.parametrize("what", ["revoked", "expired"])
def test_a_subkey_is_judged_for_itself(ring: Ring, file: Path, what: str) -> None:
    """The key above it may be as good as ever."""
    words = ("--faked-system-time", "20200101T000000!") if what == "expired" else ()
    primary = ring.make(CFO + ".example", *words)
    ring.gpg(
        *words,
        "--quick-add-key",
        primary,
        "ed25519",
        "sign",
        "1y" if what == "expired" else "never",
    )
    listed = ring.gpg("--with-colons", "--list-keys", primary).decode()
    subkey = re.findall(r"^fpr:+([0-9A-F]+):", listed, re.MULTILINE)[1]
    ring.keys["subkey"] = subkey
    signature = ring.sign("subkey", file.read_bytes(), *words)
    if what == "revoked":
        edit = b"key 1\nrevkey\ny\n0\n\ny\nsave\n"
        ring.gpg("--no-batch", "--no-tty", "--command-fd", "0", "--edit-key", primary, data=edit)

    said = "was revoked" if what == "revoked" else "has expired"
    assert beside(file, signature) == (1, [f"failed: signed with {subkey}, which {said}"])
    assert beside(file, ring.sign(DPO, file.read_bytes()))[0] == 0


@pytest.mark.needs("gpg")
def test_an_expired_key_and_an_expired_signature_have_failed(ring: Ring, file: Path) -> None:
    """Whoever signed set an end to it."""
    then = ("--faked-system-time", "20200601T000000!")
    by_old = ring.sign(OLD, file.read_bytes(), *then)
    ring.make(PART, "--faked-system-time", "20200101T000000!")
    for_a_day = ring.sign(PART, file.read_bytes(), *then, "--default-sig-expire", "1d")

    assert beside(file, by_old) == (1, [f"failed: signed with {ring.keys[OLD]}, which has expired"])
    assert beside(file, for_a_day) == (
        1,
        [
            f"failed: signed with {ring.keys[PART]}, for a time that is over: the signature has expired"
        ],
    )


@pytest.mark.needs("gpg")
@pytest.mark.parametrize("armor", [(), ("--armor",)], ids=["binary", "armor"])
@pytest.mark.parametrize("first", [True, False], ids=["trusted first", "stranger first"])
def test_of_two_signatures_each_is_told(
    rings: tuple[Ring, Ring], ring: Ring, file: Path, armor: tuple[str, ...], first: bool
) -> None:
    """A stranger's name never stands on the line of a trusted key, in whatever order and over whatever digest."""
    trusted = ring.sign(DPO, file.read_bytes(), *armor)
    strange = rings[1].sign(CFO, file.read_bytes(), *armor, "--digest-algo", "SHA512")

    assert beside(file, *((trusted, strange) if first else (strange, trusted))) == (
        0,
        [good(ring), unvouched(ring.keys[CFO], CFO)],
    )


@pytest.mark.needs("gpg")
def test_a_bad_signature_is_told_beside_a_good_one(
    rings: tuple[Ring, Ring], ring: Ring, file: Path
) -> None:
    """Neither covers the other."""
    trusted, bad = ring.sign(DPO, file.read_bytes()), rings[1].sign(CFO, b"another pack")
    unknown = rings[1].sign(PART, file.read_bytes())

    assert beside(file, trusted, bad, unknown) == (
        1,
        [
            good(ring),
            f"not proven: who made it: the key {rings[1].keys[PART][-16:]} is not in your keyring",
            altered(ring.keys[CFO]),
        ],
    )


@pytest.mark.needs("gpg")
def test_two_signatures_in_one_block_are_two(ring: Ring, file: Path) -> None:
    """GPG checks only the first where their kinds differ."""
    ring.keys["both"] = ring.keys[GONE]
    both = ring.gpg(
        "--local-user",
        DPO,
        "--local-user",
        GONE,
        "--armor",
        "--output",
        "-",
        "--detach-sign",
        data=file.read_bytes(),
    )

    assert beside(file, both) == (0, [good(ring), good(ring, GONE)])


@pytest.mark.needs("gpg")
def test_a_name_is_proven_only_where_it_is_vouched_for(
    rings: tuple[Ring, Ring], ring: Ring, file: Path
) -> None:
    """A certified key can have further names nobody certified, and one that looks like GPG's own words."""
    signature = rings[1].sign("mallory@shop.example", file.read_bytes())
    key = ring.keys["mallory@shop.example"]
    assert beside(file, signature) == (0, [unvouched(key, ascii(BOSS))])

    ring.gpg("--quick-sign-key", key, "mallory@shop.example")

    assert beside(file, signature) == (0, [good(ring, "mallory@shop.example")])


@pytest.mark.needs("gpg")
def test_trust_that_is_not_full_is_none(rings: tuple[Ring, Ring], ring: Ring, file: Path) -> None:
    """Marginal, undefined, never, disabled: nobody vouches."""
    signature = rings[1].sign(CFO, file.read_bytes())
    key = ring.keys[CFO]
    for level in (2, 3, 4, 5, 128 + 6):
        ring.gpg("--import-ownertrust", data=f"{key}:{level}:\n".encode())
        assert beside(file, signature) == (0, [unvouched(key, CFO)]), level

    ring.gpg("--import-ownertrust", data=f"{ring.make('half@shop.example')}:4:\n".encode())
    ring.gpg("--local-user", "half@shop.example", "--quick-sign-key", key, CFO)
    assert beside(file, signature) == (0, [unvouched(key, CFO)])

    ring.gpg("--import-ownertrust", data=f"{key}:6:\n".encode())
    assert beside(file, signature) == (0, [good(ring, CFO)])


@pytest.mark.needs("gpg")
def test_a_digest_that_can_be_forged_proves_nothing(ring: Ring, file: Path) -> None:
    """Two files of one SHA-1 can be made for some money, and one of them be shown to the signer."""
    weak = [
        ring.sign(DPO, file.read_bytes(), "--digest-algo", name) for name in ("SHA1", "RIPEMD160")
    ]

    said = f"failed: signed with {ring.keys[DPO]} by a digest that can be forged; nobody can say that it was this file that was signed"
    assert beside(file, *weak) == (1, [said, said])


@pytest.mark.needs("gpg")
def test_a_signature_of_text_is_none_of_an_archive(ring: Ring, file: Path) -> None:
    """Line ends are no part of what it signs, so that another archive can carry it."""
    file.write_bytes(b"hello\n")
    signature = ring.sign(DPO, file.read_bytes(), "--textmode")
    file.write_bytes(b"hello\r\n")

    assert beside(file, signature) == (
        1,
        [
            f"failed: signed with {ring.keys[DPO]} as text, so that the line ends in the file may be others than those that were signed"
        ],
    )


def armored(kind: str, data: bytes) -> bytes:
    import base64

    return f"-----BEGIN PGP {kind}-----\n\n{base64.encodebytes(data).decode()}-----END PGP {kind}-----\n".encode()


STRANGE: Mapping[str, Callable[[Ring, bytes], bytes]] = {
    "empty": lambda ring, data: b"",
    "words": lambda ring, data: b"signed: the DPO\n",
    "clear-signed": lambda ring, data: ring.gpg(
        "--local-user", DPO, "--clear-sign", data=b"I like this pack.\n"
    ),
    "signed message": lambda ring, data: ring.gpg("--local-user", DPO, "--sign", data=data),
    "signed message in armor": lambda ring, data: ring.gpg(
        "--local-user", DPO, "--armor", "--sign", data=data
    ),
    "signed message that says it is a signature": lambda ring, data: armored(
        "SIGNATURE", ring.gpg("--local-user", DPO, "--compress-algo", "none", "--sign", data=data)
    ),
    "encrypted message": lambda ring, data: ring.gpg(
        "--passphrase", "x", "--armor", "--symmetric", data=data
    ),
    "the public key": lambda ring, data: ring.gpg("--armor", "--export", DPO),
    "a key behind the signature": lambda ring, data: (
        ring.sign(DPO, data) + ring.gpg("--export", DPO)
    ),
    "text before": lambda ring, data: b"Approved by the board.\n" + ring.sign(DPO, data, "--armor"),
    "text behind": lambda ring, data: ring.sign(DPO, data, "--armor") + b"Approved by the board.\n",
    "text between": lambda ring, data: b"and".join([ring.sign(DPO, data, "--armor")] * 2),
    "cut off": lambda ring, data: ring.sign(DPO, data)[:-5],
    "cut off in armor": lambda ring, data: ring.sign(DPO, data, "--armor")[:-40],
    "too large": lambda ring, data: ring.sign(DPO, data, "--armor") + b"\n" * 1_000_000,
    "dashes": lambda ring, data: b"-----BEGIN PGP SIGNATURE-----" + b"-" * 900_000,
    "lengths": lambda ring, data: b"\xc2\xff\xff\xff\xff\xff",
    "of unknown length": lambda ring, data: b"\xc2\xe0" + b"\0" * 40,
}


@pytest.mark.needs("gpg")
@pytest.mark.parametrize("kind", STRANGE)
def test_what_is_no_detached_signature_is_refused_whole(ring: Ring, file: Path, kind: str) -> None:
    """A message signs its own text, and words around a signature are signed by nobody."""
    assert beside(file, STRANGE[kind](ring, file.read_bytes())) == (1, [OTHER])
    assert beside(file, ring.sign(DPO, file.read_bytes())) == (0, [good(ring)])


@pytest.mark.needs("gpg")
def test_a_heap_of_signatures_is_not_judged(ring: Ring, file: Path) -> None:
    """Each takes a second, and a stranger can add thousands."""
    signature = ring.sign(DPO, file.read_bytes())

    assert beside(file, *[signature] * 20) == (0, [good(ring)] * 20)
    assert beside(file, *[signature] * 21) == (
        1,
        [
            "failed: the signature file holds 21 signatures, of which none was judged; the most is 20"
        ],
    )


@pytest.mark.needs("gpg")
def test_a_signature_gpg_cannot_judge_has_failed(ring: Ring, file: Path) -> None:
    """It gives no verdict of an unknown version, algorithm or digest."""
    signature = ring.sign(DPO, file.read_bytes())
    strange = []
    for place in (2, 4, 5):
        changed = bytearray(signature)
        changed[place] = 99
        strange.append(bytes(changed))

    said = "failed: gpg cannot judge the signature: it is damaged, or of a kind that this gpg does not know"
    assert beside(file, *strange) == (1, [said] * 3)


@pytest.mark.needs("gpg")
def test_a_keyring_is_read_and_not_written(ring: Ring, file: Path) -> None:
    """Nor is a key fetched or taken from a signature, whatever the user's own settings allow."""
    signature = ring.sign(DPO, file.read_bytes(), "--include-key-block")
    (ring.home / "gpg.conf").write_text(
        "trust-model tofu+pgp\nauto-key-retrieve\nauto-key-import\n"
    )
    before = contents(ring.home)

    assert beside(file, signature) == (0, [good(ring)])
    assert contents(ring.home) == before


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.needs("gpg")
def test_an_empty_keyring_knows_nobody(
    ring: Ring, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The auditor's first run, before they have the sender's key."""
    signature = ring.sign(DPO, file.read_bytes())
    (file.parent / "e").mkdir(mode=0o700)
    monkeypatch.setenv("GNUPGHOME", str(file.parent / "e"))

    assert beside(file, signature) == (
        0,
        [f"not proven: who made it: the key {ring.keys[DPO][-16:]} is not in your keyring"],
    )


@pytest.mark.needs("gpg")
@pytest.mark.parametrize(
    ("key", "why"),
    [("--version", "No secret key"), ("-h", "No secret key"), ("", "Invalid user ID")],
)
def test_a_key_is_a_name_and_never_an_option(
    ring: Ring, tmp_path: Path, key: str, why: str
) -> None:
    """What begins with a dash is looked up like any other name."""
    root = project_of(tmp_path / "shop", {})

    ran = ropa(root, "pack", "--output", str(tmp_path / "s.zip"), f"--sign-gpg={key}")

    assert ran == Ran(2, "", f"ropa: gpg did not sign: gpg: signing failed: {why}\n")
    assert not (tmp_path / "s.zip").exists()


@pytest.mark.needs("gpg")
def test_without_gpg_the_rest_is_still_told(ring: Ring, file: Path) -> None:
    """An auditor who lacks a program learns which, and everything else."""
    Path(f"{file}.asc").write_bytes(ring.sign(DPO, file.read_bytes()))

    ran = program(file.parent, "verify", str(file), PATH="")

    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == (
        "not proven: who made it: gpg is missing on this machine; the package is gnupg"
    )
    assert ran.out.startswith("proven: ")


# SSH


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of SSH keys: the officer's, a stranger's, an authority's, and one the authority certified."""
    folder = tmp_path_factory.mktemp("ssh")
    for name in ("dpo", "stranger", "authority", "staff"):
        does("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", folder / name)
    words = ["-I", "staff", "-n", "staff@shop.example,board@shop.example"]
    does("ssh-keygen", "-q", "-s", folder / "authority", *words, folder / "staff.pub")
    return folder


def ssh_signed(key: Path, data: bytes, namespace: str = "ropa-pack") -> bytes:
    return does("ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", namespace, data=data)


def public(key: Path) -> str:
    return " ".join(Path(f"{key}.pub").read_text().split()[:2])


def fingerprint(key: Path) -> str:
    return f"ED25519 key {does('ssh-keygen', '-lf', key).decode().split()[1]}"


def ssh_verdict(
    file: Path, signature: bytes, allowed: str = "", revoked: str = ""
) -> tuple[int, list[str]]:
    Path(f"{file}.sig").write_bytes(signature)
    options = []
    for option, text in (("allowed", allowed), ("revoked", revoked)):
        if text:
            (file.parent / option).write_text(text)
            options += [f"--{option}-signers", str(file.parent / option)]
    return verdict(file, *options)


def not_allowed(key: Path) -> str:
    return (
        f"failed: signed with {fingerprint(key)}, which the file of allowed signers does not hold "
        "for this purpose, or not for this day"
    )


@pytest.mark.needs("ssh-keygen")
def test_a_pack_signed_with_ssh_says_who_signed(keys: Path, tmp_path: Path) -> None:
    """The user's own key, as git signs commits with it; believed where the file of allowed signers names it."""
    root, file, key = project_of(tmp_path / "shop", {}), tmp_path / "shop.zip", keys / "dpo"
    ran = ropa(root, "pack", "--output", str(file), "--sign-ssh", str(key))
    signature = Path(f"{file}.sig").read_bytes()
    named = f'dpo@shop.example namespaces="ropa-pack" {public(key)}\n'

    assert ran == Ran(0, f"{file}\n{file}.sig\n", "")
    assert ssh_verdict(file, signature) == (
        0,
        [f"not proven: who made it: the signature is sound and made with {fingerprint(key)}, of which nothing here says whose it is"],
    )  # fmt: skip
    assert ssh_verdict(file, signature, named) == (
        0,
        [f"proven: signed by dpo@shop.example, with {fingerprint(key)}"],
    )
    assert ssh_verdict(file, signature.replace(b"\n", b"\r\n"), named)[0] == 0


ALLOWED = {
    "another key": ("dpo@shop.example {stranger}\n", []),
    "another purpose": ('dpo@shop.example namespaces="git,file" {dpo}\n', []),
    "until 2020": ('dpo@shop.example valid-before="20200101" {dpo}\n', []),
    "from 2200 on": ('dpo@shop.example valid-after="22000101" {dpo}\n', []),
    "nobody": ("# nobody yet\n", []),
    "several names": (
        "dpo@shop.example,board@shop.example {dpo}\n",
        ["dpo@shop.example", "board@shop.example"],
    ),
    "some over": (
        'old@shop.example valid-before="20200101" {dpo}\ngit@shop.example namespaces="git" {dpo}\ndpo@shop.example {dpo}\n',
        ["dpo@shop.example"],
    ),
    "twice": ("dpo@shop.example {dpo}\ndpo@shop.example {dpo}\n", ["dpo@shop.example"]),
    "like an option": ("-n {dpo}\n", ["-n"]),
    "one left out": ("!board@shop.example,*@shop.example {dpo}\n", ["*@shop.example"]),
    "with spaces": ('"The officer" {dpo}\n', ["The officer"]),
    "like a terminal": ('"dpo\u202e" {dpo}\n', ["'dpo\\u202e'"]),
}


@pytest.mark.needs("ssh-keygen")
@pytest.mark.parametrize("case", ALLOWED)
def test_only_who_is_allowed_today_for_this_purpose_is_named(
    keys: Path, file: Path, case: str
) -> None:
    """Everybody the key belongs to is named, since nobody can say which of them it was."""
    allowed, names = ALLOWED[case]
    written = allowed.format(dpo=public(keys / "dpo"), stranger=public(keys / "stranger"))

    status, said = ssh_verdict(file, ssh_signed(keys / "dpo", file.read_bytes()), written)

    good = f"proven: signed by {' or '.join(names)}, with {fingerprint(keys / 'dpo')}"
    assert (status, said) == ((0, [good]) if names else (1, [not_allowed(keys / "dpo")]))


@pytest.mark.needs("ssh-keygen")
def test_a_certified_key_is_as_good_as_its_authority(keys: Path, file: Path) -> None:
    """For the names in its certificate that the authority may vouch for."""
    signature = ssh_signed(keys / "staff-cert.pub", file.read_bytes())
    key = fingerprint(keys / "staff").replace("ED25519", "ED25519-CERT")
    authority, stranger = public(keys / "authority"), public(keys / "stranger")

    assert ssh_verdict(file, signature, f"*@shop.example cert-authority {authority}\n") == (
        0,
        [f"proven: signed by staff@shop.example or board@shop.example, with {key}"],
    )
    for allowed in (
        f"*@shop.example cert-authority {stranger}\n",
        f"*@bank.example cert-authority {authority}\n",
    ):
        assert ssh_verdict(file, signature, allowed) == (
            1,
            [not_allowed(keys / "staff").replace("ED25519", "ED25519-CERT")],
        )


@pytest.mark.needs("ssh-keygen")
def test_a_revoked_ssh_key_proves_nothing(keys: Path, file: Path) -> None:
    """A file of allowed signers names a key for years; the list of those revoked takes it back."""
    signature, key = ssh_signed(keys / "dpo", file.read_bytes()), fingerprint(keys / "dpo")
    allowed = f"dpo@shop.example {public(keys / 'dpo')}\n"

    assert ssh_verdict(file, signature, allowed, public(keys / "stranger"))[0] == 0
    assert ssh_verdict(file, signature, allowed, public(keys / "dpo")) == (
        1,
        [f"failed: signed with {key} of dpo@shop.example, which the file of revoked signers holds, or it cannot be read as one"],
    )  # fmt: skip
    assert ssh_verdict(file, signature, allowed, "nobody")[0] == 1


def test_revoked_without_allowed_is_said(file: Path) -> None:
    """Who believes nobody has nobody to believe no longer."""
    ran = ropa(file.parent, "verify", str(file), "--revoked-signers", str(file))

    assert ran == Ran(2, "", "ropa: --revoked-signers takes from --allowed-signers; name both\n")


@pytest.mark.needs("ssh-keygen")
def test_of_two_ssh_signatures_each_is_told(keys: Path, file: Path) -> None:
    """ssh-keygen reads only the first."""
    good, strange = (ssh_signed(keys / name, file.read_bytes()) for name in ("dpo", "stranger"))
    allowed = f"dpo@shop.example {public(keys / 'dpo')}\n"

    for signature in (good + strange, strange + good):
        assert ssh_verdict(file, signature, allowed) == (
            1,
            [
                f"proven: signed by dpo@shop.example, with {fingerprint(keys / 'dpo')}",
                not_allowed(keys / "stranger"),
            ],
        )


BAD_SSH: Mapping[str, tuple[Callable[[Path, bytes], bytes], str]] = {
    "other bytes": (
        lambda key, data: ssh_signed(key, b"another pack"),
        "failed: the signature is not one of this file: Signature verification failed: incorrect signature",
    ),
    "for git": (
        lambda key, data: ssh_signed(key, data, "git"),
        "failed: the signature is not one of this file: Couldn't verify signature: namespace does not match",
    ),
    "text before": (lambda key, data: b"Approved\n" + ssh_signed(key, data), OTHER),
    "text behind": (lambda key, data: ssh_signed(key, data) + b"Approved\n", OTHER),
    "no end": (lambda key, data: ssh_signed(key, data)[:-30], OTHER),
    "the key": (lambda key, data: Path(f"{key}.pub").read_bytes(), OTHER),
}


@pytest.mark.needs("ssh-keygen")
@pytest.mark.parametrize("kind", BAD_SSH)
def test_what_is_no_ssh_signature_of_this_file_has_failed(
    keys: Path, file: Path, kind: str
) -> None:
    """Whoever is allowed: it is not this that they signed."""
    make, said = BAD_SSH[kind]
    allowed = f"dpo@shop.example {public(keys / 'dpo')}\n"

    assert ssh_verdict(file, make(keys / "dpo", file.read_bytes()), allowed) == (1, [said])


@pytest.mark.needs("ssh-keygen")
def test_a_key_that_cannot_sign_is_one_line_and_nothing_is_written(tmp_path: Path) -> None:
    """Half a delivery would be taken for a whole one."""
    (tmp_path / "nokey").write_text("no key")
    root = project_of(tmp_path / "shop", {})

    ran = ropa(
        root, "pack", "--output", str(tmp_path / "s.zip"), "--sign-ssh", str(tmp_path / "nokey")
    )

    assert (ran.status, ran.err.count("\n"), (tmp_path / "s.zip").exists()) == (2, 1, False)
    assert ran.err.startswith("ropa: ssh-keygen did not sign: ")


@pytest.mark.needs("gpg", "ssh-keygen")
def test_both_signatures_beside_a_pack_are_told(keys: Path, ring: Ring, file: Path) -> None:
    """FILE.sig does not hide FILE.asc."""
    Path(f"{file}.asc").write_bytes(ring.sign(DPO, b"another pack"))
    allowed = f"dpo@shop.example {public(keys / 'dpo')}\n"

    assert ssh_verdict(file, ssh_signed(keys / "dpo", file.read_bytes()), allowed) == (
        1,
        [
            f"proven: signed by dpo@shop.example, with {fingerprint(keys / 'dpo')}",
            altered(ring.keys[DPO]),
        ],
    )


def test_a_pack_without_a_signature_says_so(file: Path) -> None:
    """Nobody is named."""
    assert verdict(file) == (0, [UNSIGNED])
