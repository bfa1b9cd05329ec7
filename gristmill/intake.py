"""Taking in a source: a file is read to its end before the first row is written, and seen once the last one is.

The chunks wait in a temporary file meanwhile, so that a bad line at the end costs nothing and memory stays small. They
are written in short transactions under a source that nobody sees; a crash leaves such a one for `tidy`.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import BinaryIO, Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from gristmill.chunking import Chunk
from gristmill.clock import iso
from gristmill.errors import BodyTooLarge, FieldFault, GristmillError, InvalidRequest, StorageFull
from gristmill.services import Services
from gristmill.sources.faults import FILE_FIELD, label_of
from gristmill.sources.kinds import TABLES, media_of
from gristmill.sources.reading import Reading, read_chunks
from gristmill.storage import is_full
from gristmill.stores import sources
from models import Source

CHUNKS_PER_TRANSACTION: Final = 500  # of up to 20,000 characters
ROWS_PER_REMOVAL: Final = 5000
LEFT_BEHIND_S: Final = 600.0  # no file takes as long to store, so an older half is one that a crash left
UNPACKED_TIMES: Final = 10  # what an upload may unpack to, in sizes of the largest upload
_BLOCK_BYTES: Final = 2**20

logger = structlog.get_logger("gristmill.intake")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it was sent: its content, what it was called, and how it is to be read (sizes in characters)."""

    file: BinaryIO
    file_name: str
    name: str | None
    purpose: str
    text_field: str | None
    chunk_chars: int
    overlap_chars: int


def take_in(services: Services, upload: Upload) -> tuple[Source, bool]:
    """Store an uploaded file as a source.

    Returns:
        The source, and whether it is new: the same file, read in the same way for the same purpose, is kept once.

    Raises:
        InvalidRequest: it cannot be read; BodyTooLarge: it is too large; StorageFull: there is no space for it.
    """
    new = _look_at(upload, max_bytes=services.settings.max_upload_mb * 2**20)
    with services.database.read() as session:
        found = sources.same(session, new)
    if found is not None:
        return found, False
    reading = Reading(
        text_field=upload.text_field,
        chunk_chars=upload.chunk_chars,
        overlap_chars=upload.overlap_chars,
        max_bytes=UNPACKED_TIMES * services.settings.max_upload_mb * 2**20,
    )
    try:
        with tempfile.TemporaryFile() as spool:
            count = _spool(read_chunks(upload.file, upload.file_name, reading), spool)
            if services.storage.shortage():
                raise StorageFull("The disk is nearly full: free some space, then send the file again.")
            return _store(services, new, spool, count)
    except OSError as error:
        if is_full(error):
            raise StorageFull("There is no space left for temporary files: free some, then try again.") from None
        raise


def forget(services: Services, source_id: str) -> bool:
    """Delete a source; True if its chunks went too, False if they stay for the batches that have them.

    Raises:
        NotFound: there is no such source.
    """
    with services.database.write() as session:
        source = sources.get(session, source_id)
        may_go = sources.hide(session, source, at=iso(services.clock.time()))
    if may_go:
        _remove(services, source.id)
    return may_go


def tidy(services: Services) -> int:
    """Take away what a crash left of sources that were being stored or deleted; how many there were."""
    with services.database.read() as session:
        left = sources.leftovers(session, before=iso(services.clock.time() - LEFT_BEHIND_S))
    for source_pk in left:
        _remove(services, source_pk)
        logger.warning("sources.half_removed", source_pk=source_pk)
    return len(left)


def _look_at(upload: Upload, *, max_bytes: int) -> sources.NewSource:
    label = label_of(upload.file_name)
    media = media_of(upload.file_name, label)
    size_bytes = upload.file.seek(0, 2)
    if size_bytes > max_bytes:
        what = f"has {size_bytes / 2**20:.1f} MB: at most {max_bytes // 2**20} MB are allowed (GRISTMILL_MAX_UPLOAD_MB)"
        raise BodyTooLarge(f"{label} {what}.", faults=[FieldFault(FILE_FIELD, what)])
    if upload.text_field is not None and media not in TABLES and media != "zip":
        what = "is for tables (.csv, .jsonl, .json, .parquet)"
        raise InvalidRequest(f"text_field {what}.", faults=[FieldFault("/text_field", what)])
    is_cut = media not in TABLES
    return sources.NewSource(
        name=upload.name or label,
        purpose=upload.purpose,
        media=media,
        sha256=_sha256(upload.file),
        options={
            **({"text_field": upload.text_field} if upload.text_field is not None else {}),
            **({"chunk_chars": upload.chunk_chars, "overlap_chars": upload.overlap_chars} if is_cut else {}),
        },
        size_bytes=size_bytes,
    )


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while block := file.read(_BLOCK_BYTES):
        digest.update(block)
    return digest.hexdigest()


def _spool(chunks: Iterator[Chunk], spool: BinaryIO) -> int:
    """Read the file to its end; how many chunks it has."""
    count = 0
    for chunk in chunks:
        spool.write(json.dumps([chunk.text, chunk.heading, chunk.fields]).encode() + b"\n")
        count += 1
    spool.seek(0)
    return count


def _store(services: Services, new: sources.NewSource, spool: BinaryIO, count: int) -> tuple[Source, bool]:
    with services.database.write() as session:
        source_pk = sources.begin(session, new, at=iso(services.clock.time()))
    with ExitStack() as undo:
        undo.callback(_try_to_remove, services, source_pk)
        _store_chunks(services, source_pk, (Chunk(*json.loads(line)) for line in spool))
        with services.database.write() as session:
            found = sources.same(session, new)  # somebody may have sent the same file meanwhile
            if found is not None:
                return found, False
            source = sources.show(session, source_pk, count=count)
        undo.pop_all()
    return source, True


def _store_chunks(services: Services, source_pk: int, chunks: Iterator[Chunk]) -> None:
    first = 0
    while part := list(itertools.islice(chunks, CHUNKS_PER_TRANSACTION)):
        with services.database.write() as session:
            sources.add_chunks(session, source_pk, part, first=first)
        first += len(part)


def _try_to_remove(services: Services, source_pk: int) -> None:
    """Take back what was written; what cannot be taken back now, on a full disk say, is left for `tidy`."""
    try:
        _remove(services, source_pk)
    except (SQLAlchemyError, GristmillError) as error:
        logger.warning("sources.half_left", source_pk=source_pk, error=str(error)[:300])


def _remove(services: Services, source_pk: int) -> None:
    is_left = True
    while is_left:
        with services.database.write() as session:
            is_left = sources.remove_part(session, source_pk, limit=ROWS_PER_REMOVAL)
