"""The California tables: what is declared beside what the records hold.

1798.130(a)(5), 11 CCR 7011(e), 7012(e). What the records imply is derived, for review; only what
is declared is for pasting.
"""

from ropa.views.ccpa.comparison import categories, sensitive
from ropa.views.ccpa.declared import declared, declared_sensitive
from ropa.views.ccpa.elements import elements
from ropa.views.ccpa.lists import disclosed, sold_or_shared
from ropa.views.ccpa.notice import notice
from ropa.views.ccpa.outside import service_provider, unpaired

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
