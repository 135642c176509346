"""Diagnostics to text for people and machines; ``REPORTERS`` by name."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from ropa.diagnostics import Diagnostic
from ropa.reader import Text
from ropa.reporters import json, text

Reporter = Callable[[Sequence[Diagnostic], Mapping[str, Text]], str]

REPORTERS: Mapping[str, Reporter] = MappingProxyType({"text": text.report, "json": json.report})
