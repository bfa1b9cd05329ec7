"""Reads the text of PDF files, page by page. Text only: a scan without a text layer has none."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from gristmill.sources.faults import refused

MAX_PAGES: Final = 5000

# What pypdf raises on damaged files besides its own failures, as it follows whatever the file says.
_DAMAGE: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def pdf_pages(file: BinaryIO, label: str) -> Iterator[str]:
    """Yield the text of each page; pypdf bounds what a page may unpack to.

    Raises:
        InvalidRequest: it is encrypted, damaged, or has too many pages.
    """
    from pypdf import PdfReader  # costs a third of a second when cold
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(file, strict=False)
        if reader.is_encrypted:
            raise refused(label, "is encrypted: save a copy without a password")
        if len(reader.pages) > MAX_PAGES:
            raise refused(label, f"has {len(reader.pages):,} pages: at most {MAX_PAGES:,} are allowed")
        for page in reader.pages:
            yield _clean(page.extract_text())
    except (PyPdfError, DependencyError, *_DAMAGE) as error:
        raise refused(label, f"is a damaged PDF: {str(error)[:200] or type(error).__name__}") from None


def _clean(text: str) -> str:
    """Take out what no database can store; fonts without a proper map give such characters."""
    return text.encode("utf-8", "ignore").decode().replace("\x00", "")
