"""What a YAML file holds: plain values, and the places where its keys and values were written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ropa.diagnostics import Span
from ropa.reader.composer import Composer
from ropa.reader.plain import Path_, Plain, split_lines


@dataclass(frozen=True)
class Text:
    """A YAML file as read: its values, and the places of its keys and values.

    Places are looked up where somebody asks for one: in a sound file nobody does.
    """

    file: str
    text: str = field(default="", repr=False)
    value: Plain = ""
    data: bytes = b""
    """The bytes the text was read from; none where the file is not read."""

    @cached_property
    def lines(self) -> Sequence[str]:
        """The lines, as YAML counts them."""
        return split_lines(self.text)

    @property
    def values(self) -> Mapping[Path_, Span]:
        """Where each value was written, by its path."""
        return self._composed.values

    @property
    def keys(self) -> Mapping[Path_, Span]:
        """Where each key was written, by the path that it ends."""
        return self._composed.keys

    @cached_property
    def _composed(self) -> Composer:
        composer = Composer(self.file, self.lines)
        if self.text:
            composer.compose(self.text)
        return composer

    def span(self, path: Sequence[str | int]) -> Span:
        """Where the value at *path* was written.

        That is the place of its key where the value begins on a line below, or where only an
        ancestor was written: a missing key has no place of its own.
        """
        written = self._written(path)
        value = self.values.get(written, Span(self.file))
        key = self.keys.get(written, value)
        is_on_line = written == tuple(path) and value.line == key.line
        return value if is_on_line else key

    def key_span(self, path: Sequence[str | int]) -> Span:
        """Where the key at the end of *path* was written, or what :meth:`span` finds."""
        written = self._written(path)
        return self.keys.get(written) or self.span(path)

    def _written(self, path: Sequence[str | int]) -> Path_:
        # pydantic adds steps that are not in the file, such as the tag of a union, so walk only
        # those that exist.
        written: Path_ = ()
        for step in path:
            written = self.below(written, step) or written
        return written

    def below(self, path: Path_, step: str | int) -> Path_ | None:
        """The path one *step* below the written *path*; None where nothing is written there.

        In a list of keys a key leads to the element that is this key.
        """
        if (*path, step) in self.values:
            return (*path, step)
        place = self._elements.get((path, step))
        return None if place is None else (*path, place)

    @cached_property
    def _elements(self) -> Mapping[tuple[Path_, str | int], int]:
        """The place of each text in each list, by the path of the list and the text."""
        return dict(reversed(list(_elements(self._composed.value, ()))))


def _elements(value: Plain, path: Path_) -> Iterator[tuple[tuple[Path_, str | int], int]]:
    """The texts that stand in lists in *value*, as they come, with the place of each."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _elements(below, (*path, key))
    elif isinstance(value, list):
        for place, below in enumerate(value):
            if isinstance(below, str):
                yield (path, below), place
            else:
                yield from _elements(below, (*path, place))
