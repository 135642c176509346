"""What each document shows, format-free: the narrow waist between registers and bytes."""

from ropa.documents.audit import appendix
from ropa.documents.book import in_layout, workbook
from ropa.documents.machine import register_json
from ropa.documents.pasting import ccpa_disclosure, ccpa_tables

__all__ = ["appendix", "ccpa_disclosure", "ccpa_tables", "in_layout", "register_json", "workbook"]
