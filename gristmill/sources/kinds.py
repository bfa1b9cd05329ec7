"""What kind of file it is: by the ending of its name, and whether its first bytes agree."""

from __future__ import annotations

from typing import BinaryIO, Final

from gristmill.sources.faults import refused

MEDIA: Final = {  # by ending
    "csv": "csv",
    "tsv": "csv",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "json": "json",
    "parquet": "parquet",
    "md": "md",
    "markdown": "md",
    "txt": "txt",
    "text": "txt",
    "pdf": "pdf",
    "zip": "zip",
}
TABLES: Final = frozenset({"csv", "jsonl", "json", "parquet"})
SHOWN: Final = ".csv, .jsonl, .json, .parquet, .md, .txt, .pdf or a .zip of these"
# Apache Parquet's format page; PDF 32000-1:2008, 7.5.2; PKWARE's APPNOTE 6.3.10, 4.3.7 and 4.3.16 (an empty archive).
_MAGIC: Final = {b"PAR1": "parquet", b"%PDF": "pdf", b"PK\x03\x04": "zip", b"PK\x05\x06": "zip"}
_NAMES: Final = {"parquet": "a Parquet file", "pdf": "a PDF", "zip": "a ZIP archive"}
_PDF_HEAD_BYTES: Final = 1024  # other bytes may stand before a PDF's header, as readers tolerate


def media_of(name: str, label: str) -> str:
    """Tell a file's kind from its name."""
    _, dot, ending = name.rpartition(".")
    media = MEDIA.get(ending.lower()) if dot else None
    if media is None:
        raise refused(label, f"is of no kind that can be read: the name must end in {SHOWN}")
    return media


def check_content(file: BinaryIO, media: str, label: str) -> None:
    """Refuse a file whose content is not what its name says, or that has none; leaves the file at its beginning."""
    file.seek(0)
    head = file.read(_PDF_HEAD_BYTES)
    if not head:
        raise refused(label, "is empty")
    found = _MAGIC.get(head[:4])
    if media == "pdf" and found is None and b"%PDF" in head:
        found = "pdf"
    if found != (media if media in _NAMES else None):
        is_what = _NAMES.get(found or "", "something else")
        raise refused(label, f"is not what its name says: .{media} was expected, and its content is {is_what}")
    if media == "parquet":
        file.seek(-4, 2)
        if file.read(4) != b"PAR1":
            raise refused(label, "is a Parquet file without its end: it was cut off")
    file.seek(0)
