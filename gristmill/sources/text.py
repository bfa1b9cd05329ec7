"""Reads files of text: UTF-8 only, with or without a byte order mark, line by line and never as a whole."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

from gristmill.sources.faults import refused

BLOCK_BYTES: Final = 64 * 1024
PART_CHARS: Final = 4096  # a longer line comes in parts, so that a file without line ends needs no more memory


def check_utf8(file: BinaryIO, label: str) -> None:
    """Refuse a file that is not UTF-8, naming the byte (from 0); leaves the file at its beginning."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    offset = 0
    file.seek(0)
    while True:
        block = file.read(BLOCK_BYTES)
        held = len(decoder.getstate()[0])  # bytes of a character that the last block left unfinished
        try:
            decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            raise refused(label, f"is not UTF-8: see byte {offset - held + error.start}") from None
        if (nul := block.find(0)) >= 0:
            raise refused(label, f"is no text: byte {offset + nul} is zero (save it as UTF-8, not as UTF-16)")
        offset += len(block)
        if not block:
            break
    file.seek(0)


@contextmanager
def opened(file: BinaryIO, *, newline: str | None = None) -> Iterator[io.TextIOWrapper]:
    """Read a checked file as text; it stays open, and `newline` is as for `open`."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline=newline)
    try:
        yield text
    finally:
        if not file.closed:  # a reader that was left early is ended when nobody knows it any more
            text.detach()


def lines(file: BinaryIO) -> Iterator[str]:
    """Yield the lines with their ends, which become line feeds."""
    with opened(file) as text:
        while line := text.readline(PART_CHARS):
            yield line
