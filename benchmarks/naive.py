"""A script of an afternoon: every file through PyYAML's safe loader, a row each, into one sheet.

python benchmarks/naive.py PROJECT WORKBOOK
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import openpyxl
import yaml

COLUMNS = (
    "name",
    "description",
    "role",
    "purposes",
    "data_subjects",
    "personal_data",
    "retention",
    "recipients",
)


def rows(folder: Path) -> list[list[str]]:
    """One row for each activity below *folder*."""
    table = []
    for path in sorted(folder.glob("records/*/activities/*.yaml")):
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        table.append([in_words(record.get(column, "")) for column in COLUMNS])
    return table


def in_words(value: Any) -> str:
    """A value as the text of a cell."""
    if isinstance(value, dict):
        return "\n".join(f"{key}: {in_words(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(in_words, value))
    return str(value)


def main(project: Path, workbook: Path) -> None:
    """Write the activities of *project* to *workbook*."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(COLUMNS)
    for row in rows(project):
        sheet.append(row)
    book.save(workbook)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
