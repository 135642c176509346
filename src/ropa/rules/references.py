"""Rules about names that point at nothing, or at two things."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ropa import vocabulary
from ropa.diagnostics import Severity
from ropa.model.claim import EXCLUDING, Many
from ropa.model.register_record import Recipient
from ropa.register import Path, Register, ResolvedClaim, fields, replaceable
from ropa.register.traverse import Place, claims, lists, parts
from ropa.rule import Finding, rule


@dataclass
class _Hints:
    """What may help with names nobody knows; the nearest known one is looked for only for the first fifty."""

    left: int = 50

    def help(self, name: str, known: Iterable[str], otherwise: str) -> str:
        """The known name most like *name*, or else what is to be done."""
        self.left -= 1
        near = vocabulary.nearest(name, known) if self.left >= 0 else ""
        return f"did you mean '{near}'?" if near else otherwise


def _citations(register: Register) -> Iterator[tuple[Place, Path, str]]:
    """Every name of a passage that is cited, with the path where it stands."""
    for place, claim in claims(register):
        for name in claim.cites:
            yield place, (*place.path, "from"), name
    for key, tension in register.record.tensions.items():
        for index, name in enumerate(tension.between):
            yield (
                Place(register.file, ("tensions", key), tension),
                ("tensions", key, "between", index),
                name,
            )


@rule(Severity.ERROR)
def unknown_passage(register: Register) -> Iterator[Finding]:
    """A claim cites a passage that no source of the register has.

    A citation is the name of a passage in `sources/<id>.yaml`, the same as `<id>/name`, or the id of a statement.
    Name the passage there, or correct the citation:

        retention: {vague: As long as needed, from: retention-rule}
    """
    hints = _Hints()
    known = register.passages
    for place, path, name in _citations(register):
        if name not in known:
            yield Finding(
                place.file,
                path,
                f"no source has a passage '{name}'",
                hints.help(name, known, "name it under 'passages:' in a file below sources/"),
            )


@rule(Severity.ERROR)
def ambiguous_passage(register: Register) -> Iterator[Finding]:
    """A claim cites a name that passages of two sources carry.

    Write the source's id before it, as in `from: policy/retention-rule`.
    """
    for place, path, name in _citations(register):
        found = register.passages.get(name, ())
        if len(found) > 1:
            sources = [*found[:3], *([f"{len(found) - 3} more"] if len(found) > 3 else [])]
            message = f"'{name}' is a passage of {' and of '.join(sources)}"
            yield Finding(place.file, path, message, f"write '{found[0]}/{name}'")


@rule(Severity.ERROR)
def unknown_recipient(register: Register) -> Iterator[Finding]:
    """A recipient is neither in `recipients.yaml` nor a category of the vocabulary.

    A named vendor has an entry in the register's `recipients.yaml`; a category is a word of the vocabulary
    (`ropa explain recipient-categories` lists them) or one the register adds under `vocabulary:`.
    """
    hints = _Hints()
    known = {
        *register.recipients,
        *vocabulary.names("recipient_categories"),
        *register.record.vocabulary.recipient_categories,
    }
    for place, key in _list_keys(register, "recipients"):
        if key not in known:
            yield Finding(
                place.file,
                (*place.path, key),
                f"'{key}' is not a recipient of this register",
                hints.help(key, known, f"add '{key}:' to recipients.yaml"),
                on_key=True,
            )
    for place in parts(register):
        named = getattr(place.part, "example_of", None) or getattr(place.part, "operated_by", None)
        if named and named not in known:
            field = "example_of" if getattr(place.part, "example_of", None) else "operated_by"
            yield Finding(
                place.file,
                (*place.path, field),
                f"'{named}' is not a recipient of this register",
                hints.help(named, known, f"add '{named}:' to recipients.yaml"),
            )
        if (
            isinstance(place.part, Recipient)
            and place.part.category
            and place.part.category not in known
        ):
            yield Finding(
                place.file,
                (*place.path, "category"),
                f"'{place.part.category}' is not a category of recipients",
                hints.help(
                    place.part.category, known, "`ropa explain recipient-categories` lists them"
                ),
            )


@rule(Severity.ERROR, "GDPR Art. 30(2)(a)")
def unknown_controller(register: Register) -> Iterator[Finding]:
    """An activity acts for a controller that is not in `controllers.yaml`.

    Art. 30(2)(a) asks for each controller on whose behalf a processor acts. Name it, or the kind of controller and
    where their list is kept, in the register's `controllers.yaml`, and refer to it by its key.
    """
    hints = _Hints()
    for place, key in _list_keys(register, "controllers"):
        if key not in register.controllers:
            yield Finding(
                place.file,
                (*place.path, key),
                f"'{key}' is not in controllers.yaml",
                hints.help(key, register.controllers, f"add '{key}:' to controllers.yaml"),
                on_key=True,
            )


@rule(Severity.ERROR)
def unknown_activity(register: Register) -> Iterator[Finding]:
    """A general statement or a tension names an activity that does not exist."""
    hints = _Hints()
    for place in parts(register):
        for index, name in enumerate(getattr(place.part, "activities", ())):
            if name not in register.by_id:
                yield Finding(
                    place.file,
                    (*place.path, "activities", index),
                    f"there is no activity '{name}'",
                    hints.help(name, register.by_id, "write its id as the file is called"),
                )


@rule(Severity.ERROR)
def unknown_item(register: Register) -> Iterator[Finding]:
    """A part of an activity refers to an item the activity does not have.

    `data:`, `purposes:` and `subjects:` inside an item refer to keys of the same activity's `personal_data`, `purposes`
    and `data_subjects`, its own or inherited; `controllers:` to those it acts for. Inside a general statement they
    refer to items of at least one of the activities it reaches.
    """
    hints = _Hints()
    for (file, path, question, key), candidates in _referred(register).items():
        if not any(key in known for known in candidates):
            known = {name for names in candidates for name in names} if hints.left > 0 else ()
            yield Finding(
                file,
                path,
                f"'{key}' is not among the {question.replace('_', ' ')} of this activity"
                if path[0] != "general"
                else f"'{key}' is not among the {question.replace('_', ' ')} of any activity this reaches",
                hints.help(key, known, f"add '{key}:' under '{question}:'"),
            )


_REFER = {
    "data": "personal_data",
    "purposes": "purposes",
    "subjects": "data_subjects",
    "controllers": "controllers",
}


def _referred(register: Register) -> dict[tuple[str, Path, str, str], list[set[str]]]:
    """Each reference to an item, by its place: the keys it could mean, in each activity it stands for."""
    found: dict[tuple[str, Path, str, str], list[set[str]]] = {}
    for activity in register.activities:
        referring = [answer for name in _REFERRING for answer in activity.answers[name]]
        for field, question in _REFER.items():
            known = {answer.key for answer in activity.items(question)}
            for answer, index, key in _references(referring, field):
                place = (answer.file, (*answer.path, field, index), question, key)
                found.setdefault(place, []).append(known)
    return found


_REFERRING = ("collected_from", "recipients", "personal_data", "processing")


def _references(
    answers: Sequence[ResolvedClaim], field: str
) -> Iterator[tuple[ResolvedClaim, int, str]]:
    for answer in answers:
        refers = getattr(answer.claim, field, ())
        for index, key in enumerate(refers if isinstance(refers, tuple) else ()):
            yield answer, index, key


@rule(Severity.ERROR)
def unknown_word(register: Register) -> Iterator[Finding]:
    """A key is not a word of its vocabulary list.

    Data items, data subjects, origins, measures and categories of processing come from the vocabulary, so that Excel,
    diffs and California's categories can hold on to them. Take the nearest word, or add your own in `register.yaml`:

        vocabulary:
          personal_data:
            badge-photo: {label: photograph on a badge, ccpa: [A, H]}
    """
    hints = _Hints()
    for place, many in lists(register):
        if not many.words or many.closed or many.words == "recipient_categories":
            continue
        own = getattr(register.record.vocabulary, many.words, {})
        for key in many.items:
            if register.word(many.words, key) is None:
                known = (*vocabulary.names(many.words), *own) if hints.left > 0 else ()
                yield Finding(
                    place.file,
                    (*place.path, key),
                    f"'{key}' is not a word for {many.words.replace('_', ' ')}",
                    hints.help(
                        key, known, f"add it to register.yaml under 'vocabulary: {many.words}:'"
                    ),
                    on_key=True,
                )


@rule(Severity.ERROR)
def unknown_question(register: Register) -> Iterator[Finding]:
    """`silent_on` names something that is not a question.

    The questions are the fields of an activity, such as `retention`; `ropa explain questions` lists them.
    """
    hints = _Hints()
    known = {*fields(), *vocabulary.questions(), *_REGISTER_QUESTIONS}
    for index, name in enumerate(register.record.silent_on):
        if name not in known:
            yield Finding(
                register.file,
                ("silent_on", index),
                f"'{name}' is not a question",
                hints.help(name, known, "`ropa explain questions` lists them"),
            )


_REGISTER_QUESTIONS = (
    "representatives",
    "dpo",
    "regimes",
    "rights",
    "opt_outs",
    "declared",
    "establishments",
)


@rule(Severity.ERROR)
def contradictory_list(register: Register) -> Iterator[Finding]:
    """A list says there is none, and holds items.

    Delete the `none:`, or the items. Where the source itself contradicts itself, keep what it lists and record the two
    passages under `tensions:` in `register.yaml`.
    """
    for place, many in lists(register):
        if many.items and many.rest is not None and many.rest.state in EXCLUDING:
            yield Finding(
                place.file,
                place.path,
                f"the list says '{many.rest.state}' and holds {next(iter(many.items))}",
                "delete the one or the other",
            )


def _list_keys(register: Register, name: str) -> Iterator[tuple[Place, str]]:
    for place, many in lists(register):
        if place.path and place.path[-1] == name and isinstance(many, Many):
            for key in many.items:
                yield place, key


@rule(Severity.ERROR)
def replaces_nothing(register: Register) -> Iterator[Finding]:
    """A list stands in place of a general statement that does not reach its activity.

    `replaces:` names the statement in `register.yaml`, a slash, and the item's key there; the statement alone for
    what it says of the list as a whole. What it names must reach the activity, or the correction meets nothing:

        security:
          access-control: {text: Only the owner has a key.}
          replaces: [whole-shop/access-control]
    """
    hints = _Hints()
    for activity in register.activities:
        record = activity.record
        for question in fields():
            own = getattr(record.activity, question)
            if isinstance(own, Many) and own.replaces:
                known = set(replaceable(activity, question))
                for place, name in enumerate(own.replaces):
                    if name not in known:
                        path = (question, "replaces", place)
                        message = f"no general statement '{name}' reaches this list"
                        yield Finding(
                            record.file,
                            path,
                            message,
                            hints.help(name, known, "delete it, or name what it replaces"),
                        )
