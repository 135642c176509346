"""Writes the pages of the manual that say what the code says: records, commands, rules, vocabulary.

    python tools/docs.py            write them into docs/
    python tools/docs.py --check    write nothing; exit with 1 where a page is not current

The pages depend on nothing but the code: not on the terminal, the clock or the machine.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

import record_reference
from ropa import vocabulary
from ropa.cli import ropa
from ropa.cli.explain import LISTS
from ropa.model.claim import Many
from ropa.model.register_record import OwnVocabulary
from ropa.rule import Rule
from ropa.rules import EVIDENCE_RULES, RULES

DOCS = Path(__file__).resolve().parent.parent / "docs"
GENERATED = "<!-- Written by tools/docs.py from the code; `make docs` writes it anew. -->\n"
WIDTH = 90
"""Columns of the help texts, whatever the terminal."""

# Commands


def commands() -> str:
    """docs/cli.md: the help of every command, as it is printed."""
    intro = (
        "What `ropa COMMAND --help` prints. Results go to stdout, progress and problems to stderr.\n\n"
        "| exit status | meaning |\n|---|---|\n"
        "| 0 | all is well |\n"
        "| 1 | something was found at or above the severity asked for |\n"
        "| 2 | the command could not do its work: a wrong argument, a program or a right that is missing |\n\n"
        "The exit status does not depend on the output format.\n"
    )
    shown = [f"## {name}\n\n```text\n{text}\n```\n" for name, text in _helps(ropa, None, "ropa")]
    return "\n".join(["# Commands\n\n" + GENERATED, intro, *shown])


def _helps(
    command: click.Command, parent: click.Context | None, name: str
) -> Iterator[tuple[str, str]]:
    context = click.Context(
        command,
        parent=parent,
        info_name=name,
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        help_option_names=["-h", "--help"],
    )
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None:
                yield from _helps(found, context, child)


# Rules


RULES_INTRO = """\
A rule is a named question. What it finds is printed with the place, the severity and the name in brackets, and
`ropa explain NAME` prints the same text as this page.

An *error* means that the record is malformed, contradicts itself or contradicts its evidence. A *warning* means that
the law asks and the record does not answer. An *info* is good practice. A true record of a vague policy has warnings
and no errors. `ropa check` exits with 1 from the severity that `--fail-on` names; the default is error.

A file that cannot be read as a record is an error as well, under names such as `not-a-record`, `yaml-syntax`,
`unknown-key`, `missing-key` or `wrong-value`: the message says what is written and what to write instead. No rule is
asked of such a file until it can be read, and no file below `records/` is passed over in silence.
"""


def rules() -> str:
    """docs/rules.md: the manual of every rule."""
    groups: tuple[tuple[str, Sequence[Rule[Any]]], ...] = (
        ("Asked of every register", RULES),
        ("Asked where the documents are at hand", EVIDENCE_RULES),
    )
    sections = [
        f"## {title}\n\n"
        + "\n".join(_rule(rule) for rule in sorted(group, key=lambda rule: rule.name))
        for title, group in groups
    ]
    return "\n".join(["# Rules\n\n" + GENERATED, RULES_INTRO, *sections])


def _rule(rule: Rule[Any]) -> str:
    article = f", {rule.article}" if rule.article else ""
    return f"### {rule.name}\n\n*{str(rule.severity).capitalize()}{article}.*\n\n{_markdown(rule.manual)}\n"


def _markdown(manual: str) -> str:
    """A manual with its indented examples fenced as YAML."""
    blocks = re.split(r"\n\n+", manual)
    fenced = []
    for block in blocks:
        if block.startswith("    "):
            lines = "\n".join(line[4:] for line in block.split("\n"))
            fenced.append(f"```yaml\n{lines}\n```")
        else:
            fenced.append(block)
    return "\n\n".join(fenced)


# Vocabulary


VOCABULARY_INTRO = """\
The words a record is made of, in lists. `ropa explain LIST` prints a list with all its words, `ropa explain WORD` what
is known of one word.

Each entry of law says how it was verified: *primary* means that the text of the law was read, *secondary* that a page
of an authority or a law firm was read, *memory* that it was written from memory and not looked up, *mixed* that only
part of it was read. The mapping of personal data to California's categories and to the terms of the Data Privacy
Vocabulary (DPV 2.3) is editorial: no authority made it, and a record can override it with a reason. None of it is legal
advice.

Where a list is closed, no other word can be written; where the register can add its own, they stand under `vocabulary:`
in `register.yaml`:

```yaml
vocabulary:
  personal_data:
    loyalty-stamps: {label: stamps on a loyalty card, ccpa: [D]}
```

"""


def lists() -> str:
    """docs/vocabulary.md: the lists, how long they are and how they were verified."""
    return "\n".join(
        [
            "# Vocabulary\n\n" + GENERATED,
            VOCABULARY_INTRO.rstrip("\n") + "\n",
            *(_list(name) for name in sorted(LISTS)),
        ]
    )


def _list(name: str) -> str:
    entries = vocabulary.words(name).values()
    levels = Counter(entry.text("verified") for entry in entries)
    stated = [
        f"{levels[level]} {level}"
        for level in ("primary", "secondary", "mixed", "memory")
        if levels[level]
    ]
    many = next(
        (many for many in record_reference.subclasses(Many).values() if many.words == name), None
    )
    facts = [
        f"{len(entries)} entries",
        *(["closed"] if many and many.closed else []),
        *(["the register can add its own"] if name in OwnVocabulary.model_fields else []),
        *([f"verified: {', '.join(stated)}"] if stated else []),
    ]
    return f"## {name.replace('_', '-')}\n\n{_about(name)}\n\n*{'; '.join(facts)}.*\n"


def _about(name: str) -> str:
    """The first paragraph of the comment at the head of a list."""
    text = (files("ropa.vocabulary") / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    paragraph = []
    for line in text.split("\n"):
        if not line.startswith("# ") or line.startswith("#   "):
            break
        paragraph.append(line[2:])
    return "\n".join(paragraph)


# Writing


PAGES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "record-reference.md": lambda: record_reference.page(GENERATED),
        "cli.md": commands,
        "rules.md": rules,
        "vocabulary.md": lists,
    }
)


def stale(folder: Path = DOCS) -> list[str]:
    """Names of the generated pages in *folder* that are missing or not what the code says."""
    return [
        name
        for name, page in PAGES.items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != page()
    ]


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 all pages are current, 1 some are not (with ``--check``), 2 for wrong arguments."""
    if set(arguments) - {"--check"}:
        print("usage: python tools/docs.py [--check]", file=sys.stderr)
        return 2
    behind = stale()
    if "--check" in arguments:
        for name in behind:
            print(f"docs/{name}: not current; `make docs` writes it anew")
        return 1 if behind else 0
    for name in behind:
        (DOCS / name).write_text(PAGES[name](), encoding="utf-8", newline="\n")
        print(f"docs/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
