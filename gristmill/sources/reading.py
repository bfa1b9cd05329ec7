"""Reads one uploaded file as chunks, whatever its kind, as a stream; refuses it with a sentence at the first fault.

Opens nothing by a name from outside, and holds neither the file nor its chunks in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

from gristmill.chunking import MAX_HEADING, Chunk, Piece, cut, markdown_pieces, page_pieces, plain_pieces
from gristmill.sources.archive import members
from gristmill.sources.faults import label_of, refused
from gristmill.sources.kinds import TABLES, check_content, media_of
from gristmill.sources.parquet_rows import parquet_rows
from gristmill.sources.pdf import pdf_pages
from gristmill.sources.tables import Row, csv_rows, json_rows, jsonl_rows, row_chunks
from gristmill.sources.text import check_utf8, lines

MAX_CHUNKS: Final = 1_000_000

_PIECES: Final[Mapping[str, Callable[[BinaryIO], Iterator[Piece]]]] = {
    "md": lambda file: markdown_pieces(lines(file)),
    "txt": lambda file: plain_pieces(lines(file)),
}
_ROWS: Final[Mapping[str, Callable[[BinaryIO, str], Iterator[Row]]]] = {
    "csv": csv_rows,
    "jsonl": jsonl_rows,
    "json": json_rows,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a file is to be read; sizes in characters, `max_bytes` for what an archive or a Parquet file unpacks to."""

    text_field: str | None
    chunk_chars: int
    overlap_chars: int
    max_bytes: int


def read_chunks(file: BinaryIO, name: str, reading: Reading) -> Iterator[Chunk]:
    """Yield the chunks of a file whose name tells its kind.

    Raises:
        InvalidRequest: with pointer `/file` (or `/text_field`), the file's name and what is wrong.
    """
    label = label_of(name)
    count = chars = 0
    for chunk in _read(file, name, reading):
        count += 1
        chars += len(chunk.text)
        if count > MAX_CHUNKS:
            raise refused(label, f"has more than {MAX_CHUNKS:,} rows or chunks")
        if chars > reading.max_bytes:
            raise refused(label, f"unpacks to more than {reading.max_bytes // 2**20:,} million characters")
        yield chunk
    if not count:
        raise refused(label, "holds no text (a scanned PDF needs text recognition first)")


def _read(file: BinaryIO, name: str, reading: Reading) -> Iterator[Chunk]:
    label = label_of(name)
    media = media_of(name, label)
    check_content(file, media, label)
    if media == "zip":
        for member in members(file, label, max_bytes=reading.max_bytes):
            for chunk in _read(member.file, member.name, reading):
                yield _within(chunk, label_of(member.name))
    elif media in TABLES:
        yield from row_chunks(_rows(file, media, label, reading), label, text_field=reading.text_field)
    else:
        pieces = _pieces(file, media, label)
        yield from cut(pieces, chunk_chars=reading.chunk_chars, overlap_chars=reading.overlap_chars)


def _rows(file: BinaryIO, media: str, label: str, reading: Reading) -> Iterator[Row]:
    if media == "parquet":
        return parquet_rows(file, label, max_bytes=reading.max_bytes, max_rows=MAX_CHUNKS)
    check_utf8(file, label)
    return _ROWS[media](file, label)


def _pieces(file: BinaryIO, media: str, label: str) -> Iterator[Piece]:
    if media == "pdf":
        return page_pieces(pdf_pages(file, label))
    check_utf8(file, label)
    return _PIECES[media](file)


def _within(chunk: Chunk, label: str) -> Chunk:
    """Say of a member's chunk which file it is from."""
    return replace(chunk, heading=f"{label} > {chunk.heading}"[:MAX_HEADING] if chunk.heading else label)
