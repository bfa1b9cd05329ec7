"""Tables as CSV that a spreadsheet can open without harm: no cell is ever read as a formula. Pure text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

# What spreadsheets take for the begin of a formula (OWASP, CSV Injection), the full-width forms included.
FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def cell(value: Any) -> Any:
    """Make a value a cell: null is empty, lists and objects are JSON, a text that could be a formula gets a `'`.

    Numbers and booleans stay what they are: a number cannot be a formula.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str):
        value = value.replace("\x00", "")
        return f"'{value}" if value.startswith(FORMULA_BEGINNINGS) else value
    return value


def lines(rows: Iterable[Sequence[Any]]) -> str:
    """Write rows as CSV (RFC 4180, CR LF); a cell with a comma, quote or line break is quoted."""
    out = io.StringIO()
    csv.writer(out).writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()
