"""``register.json``: everything, resolved, for machines."""

import json
from collections.abc import Mapping

from ropa.renderers import Request
from ropa.views.machine import register_json


def render(request: Request) -> Mapping[str, bytes]:
    """The register as one JSON file, UTF-8, two spaces of indentation."""
    data = register_json(request.register, request.as_of, request.documents)
    return {"register.json": (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()}
