"""What somebody sees who edits a record: the language server of YAML editors, driven as an editor drives it."""

from __future__ import annotations

import contextlib
import itertools
import json
import queue
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import NODE_MODULES
from support import BAKERY, ROOT, project_of, ropa
from test_schema import kind_of

pytestmark = pytest.mark.needs("yaml-language-server")

SERVER = NODE_MODULES / "yaml-language-server/bin/yaml-language-server"
CURSOR = "▮"
LONGEST_WAIT = 60
SETTINGS = {
    "yaml": {
        "validate": True,
        "hover": True,
        "completion": True,
        "hoverSchemaSource": False,
        "schemaStore": {"enable": False},
        "schemas": {
            (ROOT / f"schema/{kind}.json").as_uri(): [f"/configured/{kind}-*.yaml"]
            for kind in ("register",)
        },
    }
}
"""What an editor answers when the server asks for its settings; nothing is fetched from anywhere."""

ACTIVITY = """\
# yaml-language-server: $schema=../../../schema/activity.json
id: payroll
name: Payroll
role: {controller: stated}
"""


class Editor:
    """A client of the language server: opens texts, waits for diagnostics, asks for completions and hovers."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            ["node", str(SERVER), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.numbers = itertools.count(1)
        self.names = itertools.count(1)
        threading.Thread(target=self._listen, daemon=True).start()
        capabilities = {
            "workspace": {"configuration": True},
            "textDocument": {"hover": {"contentFormat": ["markdown"]}, "completion": {}},
        }
        self.request(
            "initialize",
            processId=None,
            rootUri=None,
            workspaceFolders=None,
            capabilities=capabilities,
        )
        self.notify("initialized")

    def close(self) -> None:
        """Ask the server to end, as an editor does when its last window closes."""
        with contextlib.suppress(OSError):
            self.request("shutdown")
            self.notify("exit")
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                stream.close()

    def open(self, text: str, uri: str = "") -> str:
        """Open *text* as a record of a register beside the others; returns its address."""
        uri = (
            uri or (ROOT / f"records/a-register/activities/record-{next(self.names)}.yaml").as_uri()
        )
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.notify("textDocument/didOpen", textDocument=document)
        return uri

    def problems(self, uri: str) -> list[str]:
        """The diagnostics of an open text, each as line:column and message."""
        while uri not in self.diagnostics:
            self._take()
        return [
            f"{found['range']['start']['line'] + 1}:{found['range']['start']['character'] + 1}: {found['message']}"
            for found in self.diagnostics[uri]
        ]

    def completions(self, text: str) -> dict[str, str]:
        """What is offered where *text* has its cursor, with its explanation."""
        found = self._ask("textDocument/completion", text)
        return {item["label"]: item.get("documentation", "") for item in found["items"]}

    def hover(self, text: str) -> str:
        """What is shown over the word in which *text* has its cursor."""
        found = self._ask("textDocument/hover", text)
        return str(found["contents"]["value"]) if found else ""

    def _ask(self, method: str, text: str) -> Any:
        before, _, after = text.partition(CURSOR)
        uri = self.open(before + after)
        position = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        return self.request(method, textDocument={"uri": uri}, position=position)

    def request(self, method: str, **parameters: Any) -> Any:
        """Send a request and return its result."""
        number = next(self.numbers)
        self._send(id=number, method=method, params=parameters)
        while (answer := self._take()).get("id") != number or "method" in answer:
            pass
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def notify(self, method: str, **parameters: Any) -> None:
        """Send a message that has no answer."""
        self._send(method=method, params=parameters)

    def _take(self) -> dict[str, Any]:
        """The next message of the server; its questions are answered on the way."""
        message = self.messages.get(timeout=LONGEST_WAIT)
        assert message is not None, "the language server ended"
        method, parameters = message.get("method"), message.get("params", {})
        if method == "textDocument/publishDiagnostics":
            self.diagnostics[parameters["uri"]] = parameters["diagnostics"]
        elif method == "workspace/configuration":
            self._send(
                id=message["id"],
                result=[SETTINGS.get(item["section"]) for item in parameters["items"]],
            )
        elif method and "id" in message:
            self._send(id=message["id"], result=None)
        return message

    def _send(self, **message: Any) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))
        self.process.stdin.flush()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with contextlib.suppress(ValueError):  # the stream was closed
            while line := self.process.stdout.readline():
                name, _, value = line.partition(b":")
                if name == b"Content-Length":
                    while self.process.stdout.readline().strip():
                        pass
                    self.messages.put(json.loads(self.process.stdout.read(int(value))))
        self.messages.put(None)


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    """One editor for all tests of this file; it takes a second to start."""
    opened = Editor()
    yield opened
    opened.close()


# Completion


def test_offers_the_fields_of_an_activity_with_their_articles(editor: Editor) -> None:
    """The person who types `pur` does not know the field's name and need not look it up."""
    offered = editor.completions(f"{ACTIVITY}pur{CURSOR}\n")

    assert offered["purposes"] == "purposes, each with its lawful bases. GDPR Art. 30(1)(b)"
    assert "role" not in offered  # it is written already


@pytest.mark.parametrize(
    ("text", "word", "meaning"),
    [
        ("lawful_basis:\n  leg▮", "legitimate-interests", "legitimate interests, Art. 6(1)(f)"),
        ("lawful_basis: [leg▮]", "legitimate-interests", "legitimate interests, Art. 6(1)(f)"),
        (
            "purposes:\n  pay-wages:\n    text: Pay wages.\n    lawful_basis:\n      ▮",
            "legal-obligation",
            "legal obligation, Art. 6(1)(c)",
        ),
        ("purposes:\n  pay-wages:\n    ▮", "lawful_basis", "lawful bases. GDPR Art. 6(1)"),
        ("personal_data:\n  bus▮", "business-email", "business email address – California A"),
        (
            "personal_data:\n  name: stated\n  bus▮",
            "business-email",
            "business email address – California A",
        ),
        (
            "personal_data:\n  salary:\n    ▮",
            "retention",
            "how long this category is kept. GDPR Art. 30(1)(f)",
        ),
        ("data_subjects:\n  ▮", "employees", "employees"),
        (
            "retention:\n  ▮",
            "period",
            "ISO 8601 duration, such as P10Y, P18M or PT72H; or no-limit",
        ),
        ("recipients:\n  payroll:\n    kind:\n      ▮", "processor", "processor – GDPR Art. 4(8)"),
        ("recipients:\n  payroll:\n    contract:\n      ▮", "party", "with whom, for a contract"),
        ("transfers:\n  group:\n    countries: [▮]", "US", "United States"),
        ("locations:\n  ▮", "NO", "Norway"),
    ],
)
def test_offers_what_can_be_written_here(
    editor: Editor, text: str, word: str, meaning: str
) -> None:
    """Every level of a record is completed, not the first alone."""
    assert editor.completions(f"{ACTIVITY}{text}\n").get(word) == meaning


@pytest.mark.parametrize(
    "text", ["retention: ▮", "personal_data:\n  name: ▮", "purposes: {pay: {lawful_basis: ▮}}"]
)
def test_offers_the_words_for_a_state_with_what_they_mean(editor: Editor, text: str) -> None:
    """Two states never collapse into one, so the words are told apart where they are chosen."""
    offered = editor.completions(f"{ACTIVITY}{text}\n")

    assert offered["not-stated"] == "The sources were read for it and do not speak to it."
    assert offered["not-recorded"] == "Nobody has answered yet."


# Hover


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "trans▮fers:\n  group: {countries: [US]}",
            "transfers to third countries. GDPR Art. 30(1)(e)",
        ),
        (
            "lawful_basis:\n  legal-obli▮gation: {law: Tax law}",
            "legal obligation, Art. 6(1)(c)",
        ),
        (
            "personal_data:\n  salary: {reten▮tion: {period: P6Y}}",
            "how long this category is kept. GDPR Art. 30(1)(f)",
        ),
        ("personal_data: [na▮me, email]", "name – California A, B"),
        ("lawful_basis:\n  - legal-obli▮gation", "legal obligation, Art. 6(1)(c)"),
        ("locations: [I▮E]", "Ireland"),
        (
            "own▮er: head of staff",
            "who answers for it: by key of people.yaml, or in words (internal)",
        ),
        (
            "retention: {vag▮ue: As long as needed.}",
            "A source speaks to it without a usable value; its wording is printed in other words. "
            "Write the wording, in your own words.",
        ),
    ],
)
def test_explains_a_key(editor: Editor, text: str, shown: str) -> None:
    """What a field asks for, and which article asks, is one movement of the mouse away."""
    assert editor.hover(f"{ACTIVITY}{text}\n") == shown


def test_explains_a_key_before_the_words_it_can_hold(editor: Editor) -> None:
    """A word for a state has a meaning of its own, and the field keeps the first line."""
    shown = editor.hover(f"{ACTIVITY}trans{CURSOR}fers: not-stated\n")

    assert shown.splitlines() == [
        "transfers to third countries. GDPR Art. 30(1)(e)",
        "",
        "Allowed Values:",
        "",
        "* `not-stated`: The sources were read for it and do not speak to it.",
        "* `none`: A source says there is none.",
        "* `not-recorded`: Nobody has answered yet.",
        "* `lost`: The source announces it and then it is missing.",
    ]


# Diagnostics


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("purpse: none", "5:1: Property purpse is not allowed."),
        (
            "retention: {periode: P1Y}",
            "5:22: neither a passage nor a word for a state; put the text under a key of its own",
        ),
        ("retention: {backups: {periode: P1Y}}", "5:23: Property periode is not allowed."),
        (
            "purposes:\n  pay-wages:\n    text: Pay wages.\n    lawful_bases: none",
            "8:5: Property lawful_bases is not allowed.",
        ),
        ("lawful_basis: {consents: stated}", "5:16: Property consents is not allowed."),
        (
            "retention: {period: 10 years}",
            "5:21: not a period; write years as P10Y, months as P18M, days as P30D, hours as PT72H, or no-limit",
        ),
        (
            "transfers: {group: {countries: [NO, UK]}}",
            "5:37: not an ISO 3166-1 country code; the United Kingdom is GB, Greece is GR",
        ),
        (
            "data_subjects: {employees: Everybody who works here.}",
            "5:28: neither a passage nor a word for a state; put the text under a key of its own",
        ),
        ("purposes:", "5:10: Incorrect type. Expected one of array, object."),
        ("purposes: []", "5:11: Array has too few items. Expected 1 or more."),
        ("personal_data: [name, name]", "5:16: Array has duplicate items."),
        ("personal_data: [name, {email: stated}]", '5:23: Incorrect type. Expected "string".'),
        (
            "personal_data: [The name]",
            "5:17: not a key; write lower-case words joined by hyphens",
        ),
    ],
)
def test_flags_what_cannot_be_read(editor: Editor, text: str, problem: str) -> None:
    """The mistake is under the cursor while it is made, not in a build half an hour later."""
    assert editor.problems(editor.open(f"{ACTIVITY}{text}\n")) == [problem]


@pytest.mark.parametrize(
    "text",
    [
        "retention: {period: P1Y, after: 2020}",
        "volume: 100",
        "transfers: {group: {countries: [NO], mechanism: {standard-contractual-clauses: stated}}}",
        "profiling: The till proposes offers.",
        "lawful_basis: {vague: Several., from: who-we-are, qualified: may}",
        "personal_data: {a-word-of-our-own: {from: [who-we-are, policy/the-till]}}",
        "active_from: 2026-01-31",
        "personal_data: [name, a-word-of-our-own]\npurposes: [pay-wages]",
        "lawful_basis:\n  - consent",
    ],
)
def test_leaves_alone_what_can_be_read(editor: Editor, text: str) -> None:
    """`ropa` keeps every value as text: a number is none to it, and NO is Norway."""
    assert editor.problems(editor.open(f"{ACTIVITY}{text}\n")) == []


def test_finds_nothing_in_the_records_of_the_project(editor: Editor) -> None:
    """A false alarm teaches people to look away."""
    paths = sorted((ROOT / "records").glob("**/*.yaml"))

    opened = {path: editor.open(path.read_text(encoding="utf-8"), path.as_uri()) for path in paths}

    assert {
        path.relative_to(ROOT).as_posix(): found
        for path in paths
        if (found := editor.problems(opened[path]))
    } == {}


def test_finds_nothing_in_an_organizations_own_record(editor: Editor) -> None:
    """The bakery's records name no schema; the editor's settings, or this line, can."""
    problems = {}
    for path in sorted((BAKERY / "records").glob("**/*.yaml")):
        modeline = (
            f"# yaml-language-server: $schema={(ROOT / 'schema' / kind_of(path)).as_uri()}.json\n"
        )
        problems[path.name] = editor.problems(
            editor.open(modeline + path.read_text(encoding="utf-8"))
        )

    assert {name: found for name, found in problems.items() if found} == {}


def test_takes_the_schema_from_the_settings_of_the_editor(editor: Editor) -> None:
    """Who wants no line about editors in a record can tell the editor instead."""
    uri = editor.open("schema: 2\ntitel: Record\n", "file:///configured/register-1.yaml")

    assert "2:1: Property titel is not allowed." in editor.problems(uri)


def test_what_ropa_writes_is_complete_for_an_editor(editor: Editor, tmp_path: Path) -> None:
    """`ropa init`, `ropa new` and `ropa schema` fit together: the line they write leads to a schema."""
    root = project_of(tmp_path / "project", {})
    for command in (
        ["init", "bakery", "--as-of", "2026-01-31"],
        ["new", "activity", "payroll", "--register", "bakery"],
        ["new", "activity", "hosting", "--register", "bakery", "--role", "processor"],
        ["schema", "--output", str(root / "schema")],
    ):
        assert ropa(root, *command).status == 0
    written = sorted((root / "records/bakery").glob("**/*.yaml"))

    problems = {
        path.name: editor.problems(editor.open(path.read_text("utf-8"), path.as_uri()))
        for path in written
    }

    assert problems == {"hosting.yaml": [], "payroll.yaml": [], "register.yaml": []}
