"""The page that says what can be written in each file, made from the schemas of the model."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

from ropa import vocabulary
from ropa.cli.explain import LISTS
from ropa.model.activity import ControllerReferences, Disclosures
from ropa.model.claim import COMMON, STATE_KEYS, Claim, ClaimList, State
from ropa.model.location import Locations
from ropa.model.model import PERIOD, REFERENCE, SLUG
from ropa.model.register_record import OwnVocabulary
from ropa.register import ENTRIES
from ropa.schema import schemas
from ropa.vocabulary import translate

KEYS_OF_CLAIMS = (*COMMON, *map(str, STATE_KEYS))
"""Keys that every claim can have; told once."""

FILES: Mapping[str, str] = MappingProxyType(
    {
        "register": "register.yaml",
        "activity": "activities/ID.yaml",
        "recipients": "recipients.yaml",
        "controllers": "controllers.yaml",
        "systems": "systems.yaml",
        "people": "people.yaml",
        "source": "sources/ID.yaml",
        "layout": "templates/layouts/NAME.yaml",
    }
)

Schema = Mapping[str, Any]


STATES = """\
## The states of a claim

A value is never just empty: \
it stands in one of nine states, and no two of them are ever printed alike. `PASSAGE` is
the name of a passage in a file below `sources/`, or the id of a source that is a statement.

| state | how it is written | how it is printed | what it means |
|---|---|---|---|
"""

SPELLING: Mapping[State, str] = MappingProxyType(
    {
        State.STATED: "`stated`, or `PASSAGE`, or `[PASSAGE, PASSAGE]`, or a mapping of details",
        State.GENERAL: "once, under `general:` in `register.yaml`; "
        "activities inherit what they leave out",
        State.VAGUE: "`{vague: THE WORDING, from: PASSAGE}`",
        State.INFERRED: "`{inferred: WHY, from: PASSAGE}`",
        State.NONE: "`none`, or `{none: PASSAGE}`",
        State.NOT_STATED: "`not-stated`, "
        "or by naming the question under `not_addressed:` in `register.yaml`",
        State.NOT_RECORDED: "`not-recorded`, or by writing nothing at all",
        State.LOST: "`lost`, or `{lost: PASSAGE}`",
        State.NOT_APPLICABLE: "`{not-applicable: WHY}`",
    }
)

FORMS = """
Answered are *stated*, *general*, *none* and *not-applicable*. \
Open are *vague*, *lost*, *not-stated* and
*not-recorded*. *Inferred* is counted apart.

Each of these can be written where a claim can stand:

```yaml
retention: not-stated                       # a word
retention: retention-rule                   # a passage
retention: [retention-rule, deletion-rule]  # several passages
retention:                                  # a mapping of details
  period: P6Y
  after: the end of the contract
  from: retention-rule
```

An organization that writes its own record need not cite anything: \
it leaves `from` out, writes lists as their keys or
`stated` where there is no more to say, \
and names under `confirmed_by:` in `register.yaml` who answers for the whole.
A reconstruction cites a passage for every claim that is stated, vague, none or lost.

Every claim can have these keys beside its own:

| key | meaning |
|---|---|
"""

LISTS_OF_CLAIMS = """
## Lists

Every item of a list has a key. The key is the identity of the item: \
rows, differences and references hold on to it. It is
either a word of the vocabulary, or a key of your own in lower-case words joined by hyphens. \
Where there is no more to
say of its items, a list is their keys:

```yaml
data_subjects: [customers, employees]
personal_data:
  - name
  - email
```

Each of these is *stated* and cites nothing. \
Where there is more to say of one, or a passage to cite, the list is a
mapping, and `stated` follows the keys that need no more. \
One of the states can stand beside the items of a mapping, or
in place of a list; it then speaks of the list as a whole, \
or of what the list holds beyond its items.

```yaml
recipients:
  payroll: {kind: [processor], data: [name, salary]}
  tax-authorities: stated
  vague: Other parties as needed
```

What an activity lists is added to what it inherits from general statements; \
`only: true` among the items stops that.

Where a source names several items without choosing, `alternatives: true` among them says so:

```yaml
lawful_basis: {alternatives: true, consent: stated, legitimate-interests: stated}
```

`retention` is a list of rules whose keys are your own. \
The fields of a rule that stand among them, or alone,
are the rule for the rest; \
it replaces that of a general statement, while the others are added to it:

```yaml
retention:
  tickets: {period: P2Y, after: the ticket is closed, data: [email]}
  cctv: {period: PT72H, action: delete}
  period: P10Y
```
"""


INTRODUCTION = """\
What can be written in each file of a register. \
An editor with a YAML language server shows the same,
because both come from the model. Keys marked *internal* are for readers inside the
organization.
"""


def page(generated: str) -> str:
    """docs/record-reference.md: every file, field and form; *generated* says what writes it."""
    schema_of = {name: json.loads(text) for name, text in schemas().items()}
    models: dict[str, Schema] = {}
    files = []
    for kind, file in FILES.items():
        schema = schema_of[f"{kind}.json"]
        models = schema.get("$defs", {}) | models
        files.append(f"## {file}\n\n{_intro(kind, schema)}{_fields(schema, kind)}")
    claim = models.pop("Claim")
    sections = [
        "# Record reference\n\n" + generated,
        INTRODUCTION,
        STATES + _state_rows() + FORMS + _common_rows(claim) + LISTS_OF_CLAIMS,
        *files,
        "## Parts\n\nWhat the fields above hold, in alphabetical order.\n",
    ]
    for name, schema in sorted(models.items()):
        sections.append(f"### {_title(name)}\n\n{_part(name, schema)}")
    return "\n".join(sections)


def _state_rows() -> str:
    rows = []
    for state in State:
        printed = "the value" if state is State.STATED else translate(f"state.{state}")
        rows.append(
            f"| {state} | {SPELLING[state]} | {printed} | {translate(f'legend.{state}')} |\n"
        )
    return "".join(rows)


def _common_rows(claim: Schema) -> str:
    entries = _form(claim)["properties"]
    return "".join(
        f"| `{key}` | {_line(entries[key]['description'])} |\n" for key in KEYS_OF_CLAIMS
    )


def _intro(kind: str, schema: Schema) -> str:
    text = _line(schema["description"])
    entries = {
        "recipients": " A mapping: each key names a recipient.",
        "controllers": " A mapping: each key names a controller, or a kind of controller.",
        "systems": " A mapping: each key names a system.",
        "people": " A mapping: each key names a function or a person.",
    }
    return f"{text}{entries.get(kind, '')}\n\n"


def _fields(schema: Schema, kind: str = "") -> str:
    form = _form(schema)
    if kind in ENTRIES:
        [entry] = form["patternProperties"].values()
        return f"Each entry is a {_link(_target(entry))}.\n"
    required = form.get("required", [])
    is_claim = "not-applicable" in form["properties"]
    keys = [key for key in form["properties"] if not is_claim or key not in KEYS_OF_CLAIMS]
    if not keys:
        return "No keys beyond those of every claim.\n"
    rows = ["| key | holds | meaning |\n|---|---|---|\n"]
    for key in sorted(keys, key=lambda key: key not in required):
        entry = form["properties"][key]
        mark = "**Required:** " if key in required else ""
        rows.append(f"| `{key}` | {_holds(entry)} | {mark}{_line(entry['description'])} |\n")
    return "".join(rows)


def _part(name: str, schema: Schema) -> str:
    text = _line(schema.get("description", "")) + "\n\n"
    form = _form(schema)
    many = subclasses(ClaimList).get(name)
    if many is not None:
        item = form["additionalProperties"] or next(iter(form["properties"].values()))
        return text + _keys(many) + f" Each item: {_holds(item)}.\n"
    if "enum" in schema:
        return text + "One of " + _words(schema["enum"]) + ".\n"
    if isinstance(form.get("additionalProperties"), Mapping):
        return text + _holds(form) + ".\n"
    if name == "General":
        scope = {"properties": {"applies_to": schema["properties"]["applies_to"]}}
        return (
            f"{text}{_fields({**schema, **scope})}\n"
            "Beside it, every question an activity answers, from `purposes` to `lia`.\n"
        )
    claim = subclasses(Claim).get(name)
    bare = f"A bare text stands for `{claim.bare_text}`.\n\n" if claim and claim.bare_text else ""
    return text + bare + _fields(schema)


def _keys(many: type[ClaimList[Any]]) -> str:
    """Which keys a list takes."""
    if not many.words:
        keys = {
            Locations: "country codes, `eea`, or your own",
            ControllerReferences: "those of `controllers.yaml`",
        }
        return f"A list. Keys: {keys.get(many, 'your own')}."
    sources = [f"words of {_list_link(many.words)}"]
    if many is Disclosures:
        sources.insert(0, "those of `recipients.yaml`")
    if many.words in OwnVocabulary.model_fields:
        sources.append("words the register adds under `vocabulary:`")
    return f"A list. Keys: {', or '.join(sources)}."


def _list_link(name: str) -> str:
    heading = name.replace("_", "-")
    return f"[{heading}](vocabulary.md#{heading})"


def _form(schema: Schema) -> Schema:
    """The form of a schema that is a mapping of keys."""
    for form in schema.get("anyOf", [schema]):
        if "properties" in form or "patternProperties" in form:
            return cast(Schema, form)
    return schema


def _holds(schema: Schema) -> str:
    """What a field holds, in a few words."""
    if "$ref" in schema:
        return _link(_target(schema))
    if "anyOf" in schema:
        return _alternatives(schema["anyOf"])
    if "enum" in schema:
        return _choice(schema["enum"])
    if schema.get("type") == "array":
        return f"list of: {_holds(schema['items'])}"
    if schema.get("type") == "object":
        return _mapping(schema)
    pattern = schema.get("pattern", schema.get("format", ""))
    return _PLAIN.get(pattern) or _PLAIN_TYPES.get(str(schema.get("type")), "text")


def _alternatives(forms: Sequence[Schema]) -> str:
    """What a field holds that can be written in several forms."""
    first, *others = forms
    if others == [{"type": "array", "items": first}]:
        return f"{_holds(first)}; or a list of them"
    return " or ".join(map(_holds, forms))


def _mapping(schema: Schema) -> str:
    """What a mapping holds, under which keys."""
    by_pattern = list(schema.get("patternProperties", {}).values())
    entry = by_pattern[0] if by_pattern else schema.get("additionalProperties")
    if entry:
        key = "date" if schema.get("propertyNames", {}).get("format") == "date" else "key"
        return f"mapping of {key} to: {_holds(entry)}"
    entries = schema["properties"]
    return f"mapping of {_words(entries)} to: {_holds(next(iter(entries.values())))}"


_PLAIN = MappingProxyType({SLUG: "key", REFERENCE: "passage", PERIOD: "period", "date": "date"})
_PLAIN_TYPES = MappingProxyType({"boolean": "`true` or `false`", "integer": "number"})


def _choice(values: Sequence[Any]) -> str:
    """One of *values*; where they are a list of the vocabulary, its name."""
    if "ZW" in values:
        return "country code"
    if "".join(values) == "ABCDEFGHIJK":
        return "letter from A to K"
    for name in LISTS:
        if list(vocabulary.names(name)) == values:
            return f"word of {_list_link(name)}"
    return _words(values)


def _words(values: Sequence[Any] | Mapping[str, Any]) -> str:
    return ", ".join(f"`{value}`" for value in values)


def _target(schema: Schema) -> str:
    return str(schema["$ref"]).rpartition("/")[2]


def _link(name: str) -> str:
    if name == "Claim":
        return "claim"
    title = _title(name)
    anchor = title.lower().replace(" ", "-")
    return f"[{title[0].lower()}{title[1:]}](#{anchor})"


def _title(name: str) -> str:
    """The name of a class as a heading: ``Article9Conditions`` is "Article 9 conditions"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])", " ", name).capitalize()


def _line(text: str) -> str:
    return " ".join(text.replace("``", "`").replace("|", "\\|").split())


def subclasses(base: type[Any]) -> dict[str, type[Any]]:
    """*base* and everything derived from it, by name."""
    classes = {base.__name__: base}
    for child in base.__subclasses__():
        classes |= subclasses(child)
    return classes
