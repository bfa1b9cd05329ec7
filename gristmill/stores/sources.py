"""Sources and their chunks: what people gave for samples to be grounded in, or not to repeat.

A source is seen only while `deleted_at` is empty. Chunks are added and taken away in parts, so that no transaction is
long; a `chunk_count` of 0 marks a source of which only a part may be there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from gristmill.chunking import Chunk, Passage
from gristmill.errors import FieldFault, InvalidRequest, NotFound
from gristmill.ids import new_source_id
from models import BatchHistory, Source, SourceChunk

SEED, BENCHMARK = "seed", "benchmark"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSource:
    """What is known of a file before its chunks are stored; `options` say how it was read."""

    name: str
    purpose: str
    media: str
    sha256: str
    options: Mapping[str, Any]
    size_bytes: int


def get(session: Session, source_id: str) -> Source:
    """Get a source for showing.

    Raises:
        NotFound: there is none of this id, or it was deleted.
    """
    source = session.scalar(select(Source).where(Source.source_id == source_id, Source.deleted_at.is_(None)))
    if source is None:
        raise NotFound(f"There is no source {source_id[:100]}.")
    return source


def find(session: Session, source_id: str) -> Source:
    """Find the source that a start names; call it in the transaction that stores the batch, so that it cannot go.

    Raises:
        InvalidRequest: pointer `/source_id`: there is none of this id, it was deleted, or it is a benchmark.
    """
    source = session.scalar(select(Source).where(Source.source_id == source_id, Source.deleted_at.is_(None)))
    if source is None:
        raise _wrong_source(f"there is no source {source_id[:100]}")
    if source.purpose != SEED:
        raise _wrong_source(f"{source_id} is a benchmark: samples may not be made from it")
    return source


def chunk_count(session: Session, source_id: str) -> int:
    """Count the chunks of a source that a batch has, whether it was deleted since or not; 0 if it is not there."""
    return session.scalar(select(Source.chunk_count).where(Source.source_id == source_id)) or 0


def chunk(session: Session, source_id: str, number: int) -> Passage:
    """Read one chunk (from 0) as a prompt gets it, also of a source that was deleted after its batch was started.

    Raises:
        NotFound: there is no such chunk.
    """
    columns = (Source.name, SourceChunk.heading, SourceChunk.text, SourceChunk.fields)
    query = select(*columns).join(SourceChunk, SourceChunk.source_pk == Source.id)
    row = session.execute(query.where(Source.source_id == source_id, SourceChunk.number == number)).one_or_none()
    if row is None:
        raise NotFound(f"Source {source_id} has no chunk {number}.")
    title = f"{row.name}: {row.heading}" if row.heading else row.name
    return Passage(title, row.text, json.loads(row.fields) if row.fields is not None else None)


def page(session: Session, *, purpose: str | None, limit: int, offset: int) -> tuple[list[Source], int]:
    """List sources, newest first, and count them all."""
    conditions = [Source.deleted_at.is_(None)] + ([Source.purpose == purpose] if purpose else [])
    total = session.scalar(select(func.count()).select_from(Source).where(*conditions)) or 0
    query = select(Source).where(*conditions).order_by(Source.id.desc()).limit(limit).offset(offset)
    return list(session.scalars(query)), total


def chunks(session: Session, source: Source, *, limit: int, offset: int = 0) -> list[dict[str, Any]]:
    """List chunks in order, as JSON."""
    query = select(SourceChunk).where(SourceChunk.source_pk == source.id, SourceChunk.number >= offset)
    return [
        {
            "number": row.number,
            "heading": row.heading,
            "text": row.text,
            "fields": json.loads(row.fields) if row.fields is not None else None,
        }
        for row in session.scalars(query.order_by(SourceChunk.number).limit(limit))
    ]


def same(session: Session, new: NewSource) -> Source | None:
    """Find the source that the same file was read into in the same way, if there is one to be seen."""
    query = select(Source).where(
        Source.sha256 == new.sha256,
        Source.purpose == new.purpose,
        Source.media == new.media,
        Source.options == _options(new),
        Source.deleted_at.is_(None),
    )
    return session.scalar(query.order_by(Source.id).limit(1))


def begin(session: Session, new: NewSource, *, at: str) -> int:
    """Add a source that nobody sees yet, and give its key."""
    source = Source(
        source_id=new_source_id(),
        name=new.name,
        purpose=new.purpose,
        media=new.media,
        sha256=new.sha256,
        options=_options(new),
        size_bytes=new.size_bytes,
        chunk_count=0,
        created_at=at,
        deleted_at=at,
    )
    session.add(source)
    session.flush()
    return source.id


def add_chunks(session: Session, source_pk: int, part: Sequence[Chunk], *, first: int) -> None:
    """Add some of its chunks, numbered from `first`."""
    rows = [
        {
            "source_pk": source_pk,
            "number": number,
            "heading": chunk.heading,
            "text": chunk.text,
            "fields": json.dumps(chunk.fields, ensure_ascii=False) if chunk.fields is not None else None,
        }
        for number, chunk in enumerate(part, first)
    ]
    session.execute(insert(SourceChunk), rows)


def show(session: Session, source_pk: int, *, count: int) -> Source:
    """Let a source be seen, now that all of its chunks are there."""
    source = session.get_one(Source, source_pk)
    source.chunk_count, source.deleted_at = count, None
    return source


def hide(session: Session, source: Source, *, at: str) -> bool:
    """Delete a source for those to come; True if its chunks may go, because no batch was started with it.

    An ended batch counts, too: it can be tried again.
    """
    source.deleted_at = at
    is_used = func.json_extract(BatchHistory.parameters, "$.source_id") == source.source_id
    if session.scalar(select(BatchHistory.id).where(is_used).limit(1)) is not None:
        return False
    source.chunk_count = 0
    return True


def remove_part(session: Session, source_pk: int, *, limit: int) -> bool:
    """Take away up to `limit` chunks of a source that may go, then the source itself; False when nothing is left."""
    own = SourceChunk.source_pk == source_pk
    last = session.scalar(select(func.max(SourceChunk.number)).where(own))
    if last is None:
        session.execute(delete(Source).where(Source.id == source_pk, Source.chunk_count == 0))
        return False
    session.execute(delete(SourceChunk).where(own, SourceChunk.number > last - limit))
    return True


def leftovers(session: Session, *, before: str) -> list[int]:
    """List the sources of which only a part is there, begun before that time (ISO 8601)."""
    query = select(Source.id).where(Source.chunk_count == 0, Source.created_at < before)
    return list(session.scalars(query.where(Source.deleted_at.is_not(None))))


def as_json(source: Source) -> dict[str, Any]:
    """Show a source, without its chunks."""
    names = ("source_id", "name", "purpose", "media", "sha256", "size_bytes", "chunk_count", "created_at")
    return {**{name: getattr(source, name) for name in names}, "options": json.loads(source.options)}


def _options(new: NewSource) -> str:
    return json.dumps(new.options, sort_keys=True)


def _wrong_source(detail: str) -> InvalidRequest:
    return InvalidRequest(f"source_id: {detail}", faults=[FieldFault("/source_id", detail)])
