"""The YAML files that come with the tool: its lists of words, and the texts of its languages."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def read(file: Path) -> Mapping[str, Any]:
    """What *file* says, every scalar as text."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    entries: Mapping[str, Any] = yaml.load(file.read_text("utf-8"), Loader=loader)
    return entries
