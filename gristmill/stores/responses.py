"""What providers answered, as it came: reading it back. It is kept compressed, bounded, and for a while only."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gristmill.errors import NotFound
from gristmill.stores import batches, candidates, samples
from models import Response

JSON, TEXT = "application/json", "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """The bytes of an answer; `raw_bytes` is how long it was, of which the first part is here if `truncated`."""

    body: bytes
    media_type: str
    raw_bytes: int
    truncated: bool


def of_sample(session: Session, public_id: str) -> Raw:
    """Read the answer that a sample, or a refused candidate, was made of.

    Raises:
        NotFound: there is no such sample, or its answer is not kept any more.
    """
    if public_id.startswith(candidates.PREFIX):
        refused = candidates.find(session, public_id)
        return _read(session, refused.batch_pk, refused.attempt, public_id)
    sample = samples.find(session, public_id)
    return _read(session, sample.batch_pk, sample.attempt, public_id)


def of_attempt(session: Session, batch_id: str, number: int) -> Raw:
    """Read the answer to a batch's attempt, counted from 1.

    Raises:
        NotFound: there is no such batch, or no answer of this attempt.
    """
    batch = batches.find(session, batch_id)
    return _read(session, batch.id, number, f"attempt {number} of batch {batch_id}")


def _read(session: Session, batch_pk: int, attempt: int, whose: str) -> Raw:
    found = session.get(Response, (batch_pk, attempt))
    if found is None:
        raise NotFound(f"The provider's answer of {whose} is not kept: it never came, or its time is over.")
    body = zlib.decompress(found.body)
    media_type = JSON if _is_json(body) else TEXT
    return Raw(body=body, media_type=media_type, raw_bytes=found.raw_bytes, truncated=found.truncated)


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True
