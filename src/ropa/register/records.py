"""What the files of a register say, and what can be asked of them as they stand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ropa import vocabulary
from ropa.model.claim import Claim, ClaimList
from ropa.model.contact import Controller
from ropa.model.person import Person
from ropa.model.recipient import Recipient
from ropa.model.register_record import KeptBy, RegisterRecord
from ropa.model.shared_statement import SharedStatement
from ropa.model.source import Source
from ropa.model.system import System
from ropa.register.record import Path, Record
from ropa.register.traverse import Place, below
from ropa.vocabulary import Word

ENTRIES = ("recipients", "controllers", "systems", "people")
"""What is written once, by key, in a file of its own."""


@dataclass(frozen=True)
class Records:
    """What the files of a register say, before anything is inherited."""

    name: str
    file: str
    record: RegisterRecord
    records: tuple[Record, ...] = ()
    recipients: Mapping[str, Recipient] = field(default_factory=dict)
    controllers: Mapping[str, Controller] = field(default_factory=dict)
    systems: Mapping[str, System] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    """The file each of :data:`ENTRIES` and of ``sources/<id>`` was read from."""
    locks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Locked fingerprints of passages by source and name; ``sha256`` names the document's own."""
    revision: str = ""
    part: tuple[str, ...] = ()
    """What the records were selected by, if by anything; ``public`` without internal fields."""
    excerpts: Mapping[str, str] = field(default_factory=dict)
    """Words of passages by ``source/name``, where the documents are at hand."""
    undated: bool = False
    """Whether nobody stated the day of documents: they say "rendered on" it, not "as of"."""

    @property
    def is_reconstruction(self) -> bool:
        """Whether somebody other than the organization drew it from documents."""
        return self.record.kept_by is KeptBy.RECONSTRUCTION

    @cached_property
    def by_id(self) -> Mapping[str, Record]:
        """Records by the id of their activity."""
        return {record.activity.id: record for record in self.records}

    @cached_property
    def passages(self) -> Mapping[str, tuple[str, ...]]:
        """For each name a citation may use, the sources it is found in."""
        holders: defaultdict[str, list[str]] = defaultdict(list)
        for source_id, source in self.sources.items():
            holders[source_id].append(source_id)
            for name in source.passages:
                holders[name].append(source_id)
                holders[f"{source_id}/{name}"] = [source_id]
        return {name: tuple(sources) for name, sources in holders.items()}

    @cached_property
    def parts(self) -> tuple[Place, ...]:
        """Every part of every record, outermost first, in the order of files and keys."""
        return tuple(self._parts())

    def _parts(self) -> Iterator[Place]:
        yield from below(self.file, (), self.record)
        for name in ENTRIES:
            for key, entry in self.entries(name).items():
                yield from below(self.files[name], (key,), entry)
        for record in self.records:
            yield from below(record.file, (), record.activity)

    def entries(self, name: str) -> Mapping[str, Claim]:
        """What is written once under the *name* of :data:`ENTRIES`, by key."""
        entries: Mapping[str, Claim] = getattr(self, name)
        return entries

    @cached_property
    def claims(self) -> tuple[tuple[Place, Claim], ...]:
        """Every claim with its place."""
        return tuple((place, place.part) for place in self.parts if isinstance(place.part, Claim))

    @cached_property
    def lists(self) -> tuple[tuple[Place, ClaimList[Any]], ...]:
        """Every list of claims with its place."""
        parts = ((place, place.part) for place in self.parts)
        return tuple((place, part) for place, part in parts if isinstance(part, ClaimList))

    def citations(self) -> Iterator[tuple[str, Path, str]]:
        """Every name of a passage that is cited: the file, the path of the claim, the name."""
        for place, claim in self.claims:
            for name in claim.cites:
                yield place.file, place.path, name
        for key, inconsistency in self.record.inconsistencies.items():
            for name in inconsistency.between:
                yield self.file, ("inconsistencies", key), name

    @cached_property
    def _ids_named(self) -> Mapping[str, frozenset[str]]:
        """Ids of the activities each general statement names."""
        general = self.record.register_wide.items()
        return {name: frozenset(statement.applies_to.activities) for name, statement in general}

    def word(self, list_name: str, name: str) -> Word | None:
        """The word *name*, from the register's own vocabulary first, then from the common one."""
        own_words = getattr(self.record.vocabulary, list_name, {})
        if name not in own_words:
            return vocabulary.word(list_name, name)
        facts = {key: value for key, value in own_words[name].model_dump().items() if value}
        return Word(list_name, name, facts)

    def names(self, list_name: str) -> tuple[str, ...]:
        """The words of a list: the common ones, then the register's own."""
        own_words = getattr(self.record.vocabulary, list_name, {})
        return (*vocabulary.names(list_name), *own_words)

    def label(self, list_name: str, name: str) -> str:
        """What is printed for the word *name*; the word itself where no list knows it."""
        word = self.word(list_name, name)
        return word.label if word else name.replace("-", " ")

    def name_of_establishment(self, key: str) -> str:
        """What the place of business *key* is called."""
        places = self.record.organization.establishments
        place = places.items.get(key) if places else None
        return (place.name if place else "") or vocabulary.humanize(key)

    def own_field(self, key: str) -> str:
        """What is printed before the values of the register's own field *key*."""
        own_fields = self.record.own_fields
        return own_fields[key].label if key in own_fields else vocabulary.humanize(key)

    def names_of_people(self, owners: Iterable[str]) -> tuple[str, ...]:
        """What *owners* are called: people by name, and others by the words that stand there."""
        return tuple(map(self._name_of_person, owners))

    def _name_of_person(self, owner: str) -> str:
        if owner in self.people:
            return self.people[owner].name or vocabulary.humanize(owner)
        return owner

    def shared_statements(self, record: Record) -> Iterator[tuple[str, SharedStatement]]:
        """The general statements that apply to *record*, in the order written."""
        activity = record.activity
        for name, statement in self.record.register_wide.items():
            roles = statement.applies_to.role
            has_role = not roles or any(role in activity.role.items for role in roles)
            ids = self._ids_named[name]
            if has_role and (not ids or activity.id in ids):
                yield name, statement
