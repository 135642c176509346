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
from textwrap import dedent
from types import MappingProxyType
from typing import Any

import click

import record_reference
from ropa import vocabulary
from ropa.cli import ropa
from ropa.cli.explain import LISTS
from ropa.model.claim import ClaimList
from ropa.model.register_record import OwnVocabulary
from ropa.rule import Rule
from ropa.rules import EVIDENCE_RULES, RULES

DOCS = Path(__file__).resolve().parent.parent / "docs"
GENERATED = "<!-- Written by tools/docs.py from the code; `make docs` writes it anew. -->\n"
WIDTH = 90
"""Columns of the help texts, whatever the terminal."""

# Commands


COMMANDS_INTRO = """\
What `ropa COMMAND --help` prints. \
Results go to stdout, progress and problems to stderr.

| exit status | meaning |
|---|---|
| 0 | all is well |
| 1 | something was found at or above the severity asked for |
| 2 | the command could not do its work: \
a wrong argument, a program or a right that is missing |

The exit status does not depend on the output format.
"""


def commands() -> str:
    """docs/cli.md: the help of every command, as it is printed."""
    helps = [f"## {name}\n\n```text\n{text}\n```\n" for name, text in _helps(ropa, None, "ropa")]
    return "\n".join(["# Commands\n\n" + GENERATED, COMMANDS_INTRO, *helps])


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
        for child_name in command.list_commands(context):
            child = command.get_command(context, child_name)
            if child is not None:
                yield from _helps(child, context, child_name)


# Rules


RULES_INTRO = """\
A rule is a named question. \
What it finds is printed with the place, the severity and the name in brackets, and
`ropa explain NAME` prints the same text as this page.

An *error* means that the record is malformed, contradicts itself or contradicts its evidence. \
A *warning* means that
the law asks and the record does not answer. \
An *info* is good practice. A true record of a vague policy has warnings
and no errors. `ropa check` exits with 1 from the severity that `--fail-on` names; \
the default is error.

A file that cannot be read as a record is an error as well, \
under names such as `not-a-record`, `yaml-syntax`,
`unknown-key`, `missing-key` or `wrong-value`: \
the message says what is written and what to write instead. No rule is
asked of such a file until it can be read, and no file below `records/` is passed over in silence.
"""


def rules() -> str:
    """docs/rules.md: the manual of every rule."""
    return "\n".join(
        [
            "# Rules\n\n" + GENERATED,
            RULES_INTRO,
            _rules("Asked of every register", RULES),
            _rules("Asked where the documents are at hand", EVIDENCE_RULES),
        ]
    )


def _rules(title: str, group: Sequence[Rule[Any]]) -> str:
    by_name = sorted(group, key=lambda rule: rule.name)
    return f"## {title}\n\n" + "\n".join(map(_rule, by_name))


def _rule(rule: Rule[Any]) -> str:
    severity = str(rule.severity).capitalize()
    article = f", {rule.article}" if rule.article else ""
    return f"### {rule.name}\n\n*{severity}{article}.*\n\n{_markdown(rule.manual)}\n"


def _markdown(manual: str) -> str:
    """A manual with its indented examples fenced as YAML."""
    blocks = []
    for block in re.split(r"\n\n+", manual):
        is_example = block.startswith("    ")
        blocks.append(f"```yaml\n{dedent(block)}\n```" if is_example else block)
    return "\n\n".join(blocks)


# Vocabulary


VOCABULARY_INTRO = """\
The words a record is made of, in lists. \
`ropa explain LIST` prints a list with all its words, `ropa explain WORD` what
is known of one word.

Each entry of law says how it was verified: \
*primary* means that the text of the law was read, *secondary* that a page
of an authority or a law firm was read, \
*memory* that it was written from memory and not looked up, *mixed* that only
part of it was read. \
The mapping of personal data to California's categories and to the terms of the Data Privacy
Vocabulary (DPV 2.3) is editorial: \
no authority made it, and a record can override it with a reason. None of it is legal
advice.

Where a list is closed, no other word can be written; \
where the register can add its own, they stand under `vocabulary:`
in `register.yaml`:

```yaml
vocabulary:
  personal_data:
    loyalty-stamps: {label: stamps on a loyalty card, ccpa: [D]}
```
"""


def lists() -> str:
    """docs/vocabulary.md: the lists, how long they are and how they were verified."""
    sections = map(_list, sorted(LISTS))
    return "\n".join(["# Vocabulary\n\n" + GENERATED, VOCABULARY_INTRO, *sections])


def _list(name: str) -> str:
    entries = vocabulary.words(name).values()
    facts = [f"{len(entries)} entries"]
    lists_of_claims = record_reference.subclasses(ClaimList).values()
    if any(many.closed and many.words == name for many in lists_of_claims):
        facts.append("closed")
    if name in OwnVocabulary.model_fields:
        facts.append("the register can add its own")
    count = Counter(entry.text("verified") for entry in entries)
    levels = [level for level in ("primary", "secondary", "mixed", "memory") if count[level]]
    if levels:
        facts.append("verified: " + ", ".join(f"{count[level]} {level}" for level in levels))
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
    names = []
    for name, page in PAGES.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != page():
            names.append(name)
    return names


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 current or written, 1 not current (with ``--check``), 2 wrong arguments."""
    if set(arguments) - {"--check"}:
        print("usage: python tools/docs.py [--check]", file=sys.stderr)
        return 2
    stale_pages = stale()
    if "--check" in arguments:
        for name in stale_pages:
            print(f"docs/{name}: not current; `make docs` writes it anew")
        return 1 if stale_pages else 0
    for name in stale_pages:
        (DOCS / name).write_text(PAGES[name](), encoding="utf-8", newline="\n")
        print(f"docs/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
