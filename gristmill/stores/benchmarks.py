"""The texts of benchmark sources: what samples must not repeat. Reads in order of rows, and never writes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Source, SourceChunk

ROWS_PER_PART = 500


def current(session: Session) -> tuple[int, ...]:
    """List the keys of the benchmark sources that are not deleted: equal lists mean equal texts."""
    wanted = select(Source.id).where(Source.purpose == "benchmark", Source.deleted_at.is_(None)).order_by(Source.id)
    return tuple(session.scalars(wanted))


def texts(session: Session, source_pks: Sequence[int], *, words: int) -> Iterator[str]:
    """Read all texts; each passage with the last `words` - 1 words of the one before it, each field of a row alone."""
    for source_pk in source_pks:
        before = ""
        rows = session.execute(
            select(SourceChunk.text, SourceChunk.fields)
            .where(SourceChunk.source_pk == source_pk)
            .order_by(SourceChunk.number)
            .execution_options(yield_per=ROWS_PER_PART)
        )
        for text, fields in rows:
            if fields is None:
                yield f"{before} {text}"
                before = " ".join(text.split()[-(words - 1) :]) if words > 1 else ""
            else:
                yield from _strings(json.loads(fields))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
