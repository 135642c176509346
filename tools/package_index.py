"""Finds one file where pip would: with the same settings, certificates, proxy and credentials."""

from __future__ import annotations

import base64
import configparser
import contextlib
import hashlib
import http.client
import os
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

PUBLIC_INDEX = "https://pypi.org/simple"


class NotFetchedError(Exception):
    """The file could not be had; the message says in one line which and why."""


def pip_config_files() -> list[Path]:
    """The files pip reads its settings from, weakest first."""
    extra_file = os.environ.get("PIP_CONFIG_FILE")
    if extra_file == os.devnull:
        return []
    files = list(default_config_files(Path.home()))
    if extra_file:
        files.append(Path(extra_file))
    return files


def default_config_files(home: Path) -> Iterator[Path]:
    if sys.platform == "win32":
        yield Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData"), "pip/pip.ini")
        yield home / "pip/pip.ini"
        yield Path(os.environ.get("APPDATA", home), "pip/pip.ini")
        return
    user_file = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config", "pip/pip.conf")
    if sys.platform == "darwin":
        library = "Library/Application Support/pip/pip.conf"
        yield from (Path("/", library), home / ".pip/pip.conf", user_file, home / library)
        return
    for folder in (os.environ.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(os.pathsep):
        yield Path(folder, "pip/pip.conf")
    yield from (Path("/etc/pip.conf"), home / ".pip/pip.conf", user_file)


def pip_settings() -> dict[str, str]:
    """pip's settings, environment above files, as far as fetching one file needs them."""
    settings: dict[str, str] = {}
    for path in pip_config_files():
        parser = configparser.RawConfigParser()
        with contextlib.suppress(OSError, UnicodeDecodeError, configparser.Error):
            parser.read(path, "utf-8")
        for section in filter(parser.has_section, ("global", "install")):
            for key, value in parser.items(section):
                if value:
                    settings[key.replace("_", "-")] = value
    for name, value in os.environ.items():
        if name.startswith("PIP_") and value:
            settings[name[4:].lower().replace("_", "-")] = value
    return settings


def certificates(settings: dict[str, str]) -> ssl.SSLContext:
    """The certificates to trust: those of pip's settings or the environment, or the machine's."""
    environment = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    bundle = settings.get("cert") or environment
    if not bundle:
        return machine_certificates()
    path = Path(bundle)
    if not path.exists():
        raise NotFetchedError(
            f"no certificates at {bundle}, where pip's settings or the environment say they are"
        )
    if path.is_dir():
        return ssl.create_default_context(capath=bundle)
    return ssl.create_default_context(cafile=bundle)


def machine_certificates() -> ssl.SSLContext:
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    has_any = paths.cafile or (paths.capath and any(Path(paths.capath).iterdir()))
    if not has_any and sys.platform != "win32":
        # A machine without any certificate: the hash in the lock vouches for the file, and pip
        # brings certificates along.
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


class Fetcher:
    """Reads addresses the way pip would: same certificates, proxy and credentials."""

    def __init__(self, settings: dict[str, str]) -> None:
        handlers: list[urllib.request.BaseHandler] = [
            urllib.request.HTTPSHandler(context=certificates(settings))
        ]
        proxy = settings.get("proxy")
        if proxy:
            handlers.append(urllib.request.ProxyHandler({"http": proxy, "https": proxy}))
        self.opener = urllib.request.build_opener(*handlers)
        self.timeout = float(settings.get("timeout") or settings.get("default-timeout") or 15)

    def read(self, address: str) -> bytes:
        parts = urllib.parse.urlsplit(address)
        plain = parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="")
        request = urllib.request.Request(plain.geturl())
        if parts.username is not None:
            name = urllib.parse.unquote(parts.username)
            password = urllib.parse.unquote(parts.password or "")
            pair = base64.b64encode(f"{name}:{password}".encode()).decode()
            request.add_header("Authorization", f"Basic {pair}")
        with self.opener.open(request, timeout=self.timeout) as answer:
            content: bytes = answer.read()
        return content


class Links(HTMLParser):
    """The addresses a page of a package index links to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href")
        if tag == "a" and address:
            self.addresses.append(address)


def places(project: str, settings: dict[str, str]) -> list[str]:
    """Folders and pages that may have the files of *project*, in pip's order."""
    addresses = settings.get("find-links", "").split()
    if settings.get("no-index", "").lower() not in ("1", "true", "yes", "on"):
        indexes = [settings.get("index-url", PUBLIC_INDEX)]
        indexes += settings.get("extra-index-url", "").split()
        addresses += [f"{index.rstrip('/')}/{project}/" for index in indexes]
    return addresses


def copies(place: str, name: str, fetcher: Fetcher) -> Iterator[bytes]:
    """The contents of every file called *name* at *place*."""
    if place.startswith("file:"):
        place = urllib.request.url2pathname(place.removeprefix("file:"))
    if "://" not in place:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            yield Path(place, name).read_bytes()
        return
    page = fetcher.read(place).decode("utf-8", "replace")
    for link in Links(page).addresses:
        # A relative link keeps the credentials of the page it is on.
        address = urllib.parse.urljoin(place, link)
        path = urllib.parse.unquote(urllib.parse.urlsplit(address).path)
        if path.endswith(f"/{name}"):
            yield fetcher.read(address)


def unreachable(error: urllib.error.URLError) -> str:
    if isinstance(error.reason, ssl.SSLCertVerificationError):
        return "its certificate is not trusted here: PIP_CERT can name its issuer's"
    return f"{error.reason} (is the network up?)"


def fetch(project: str, name: str, hashes: Collection[str]) -> bytes:
    """The file *name* of *project*, if its SHA-256 is one of *hashes*."""
    settings = pip_settings()
    fetcher = Fetcher(settings)
    problem = "it is not there"
    for place in places(project, settings):
        try:
            for content in copies(place, name, fetcher):
                if hashlib.sha256(content).hexdigest() in hashes:
                    return content
                problem = "it is not the file whose hash was noted"
        except urllib.error.HTTPError as error:
            problem = f"the index answered {error.code} {error.reason}"
        except urllib.error.URLError as error:
            problem = unreachable(error)
        except (OSError, ValueError, http.client.HTTPException) as error:
            problem = str(error) or type(error).__name__
    raise NotFetchedError(f"cannot fetch {name} from the package index: {problem}")
