"""The California tables: what is declared beside what the records hold.

1798.130(a)(5), 11 CCR 7011(e), 7012(e). What the records imply is derived, for review; only what
is declared is for pasting.
"""

from ropa.documents.ccpa.comparison import categories, sensitive
from ropa.documents.ccpa.declared import declared, declared_sensitive
from ropa.documents.ccpa.elements import elements
from ropa.documents.ccpa.lists import disclosed, sold_or_shared
from ropa.documents.ccpa.notice import notice
from ropa.documents.ccpa.outside import service_provider, unpaired

__all__ = [
    "categories",
    "declared",
    "declared_sensitive",
    "disclosed",
    "elements",
    "notice",
    "sensitive",
    "service_provider",
    "sold_or_shared",
    "unpaired",
]
