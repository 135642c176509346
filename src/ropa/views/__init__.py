"""What each document shows, format-free: the narrow waist between registers and bytes."""

from ropa.views.audit import appendix
from ropa.views.book import in_layout, workbook
from ropa.views.machine import register_json
from ropa.views.pasting import ccpa_disclosure, ccpa_tables

__all__ = ["appendix", "ccpa_disclosure", "ccpa_tables", "in_layout", "register_json", "workbook"]
