"""Plain values as JSON, for machines."""

import json
from typing import Any


def render(data: dict[str, Any]) -> bytes:
    """*data* as one JSON file, UTF-8, two spaces of indentation."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
