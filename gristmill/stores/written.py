"""One outcome as the rows that it becomes: an attempt always, a sample or a rejected candidate, a raw response.

Plain mappings for `stores.bulk`, written out before the write lock is taken; numbers count from 0 within their group.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import Any

from gristmill.ids import new_sample_id
from gristmill.outcome import Outcome

# Level, method, window bits, memory level. To get zlib's usual 256 KB of memory ready costs more than to compress a
# short answer with it: measured on 1 KB 56 us, and 13 us with a small window; on 6 KB 86 and 71 us; as short both ways.
_DEFLATE = (1, zlib.DEFLATED, 13, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who generates a batch's samples: goes onto every row."""

    provider: str
    model: str
    model_sha256: str | None
    demo: bool


def attempt_row(batch_pk: int, author: Author, number: int, outcome: Outcome) -> dict[str, Any]:
    """Write the row of `attempts`."""
    return {
        "batch_pk": batch_pk,
        "item_pk": outcome.item_pk,
        "number": number,
        "slot": outcome.slot,
        "provider": outcome.provider or author.provider,
        "model": outcome.model or author.model,
        "started_at": outcome.started_at,
        "latency_ms": outcome.latency_ms,
        "prompt_tokens": outcome.usage.prompt_tokens,
        "completion_tokens": outcome.usage.completion_tokens,
        "cached_tokens": outcome.usage.cached_tokens,
        "cost_usd": outcome.cost_usd,
        "fate": outcome.fate.value,
        "reason": outcome.reason,
        "message": outcome.message,
        "http_status": outcome.http_status,
        "prompt_hash": outcome.prompt_hash,
        "seed": outcome.seed,
        "purpose": outcome.purpose.value,
    }


def sample_row(
    batch_pk: int, author: Author, number: int, ordinal: int, outcome: Outcome, created_at: str
) -> dict[str, Any]:
    """Write the row of `samples`; its own tokens and cost, and the judge's beside them."""
    judgement = outcome.judgement
    return {
        "sample_id": new_sample_id(),
        "batch_pk": batch_pk,
        "item_pk": outcome.item_pk,
        "slot": outcome.slot,
        "ordinal": ordinal,
        "attempt": number,
        "topic": outcome.topic,
        "difficulty": outcome.difficulty,
        "content": json.dumps(outcome.content, ensure_ascii=False),
        "content_hash": outcome.content_hash,
        "provider": author.provider,
        "model": author.model,
        "model_sha256": author.model_sha256,
        "prompt_hash": outcome.prompt_hash,
        "seed": outcome.seed,
        "prompt_tokens": outcome.usage.prompt_tokens,
        "completion_tokens": outcome.usage.completion_tokens,
        "cached_tokens": outcome.usage.cached_tokens,
        "cost_usd": outcome.cost_usd,
        "judge_tokens": judgement.tokens if judgement else 0,
        "judge_cost_usd": judgement.cost_usd if judgement else None,
        "latency_ms": outcome.latency_ms,
        "demo": author.demo,
        "created_at": created_at,
        "template": outcome.template,
        "template_version": outcome.template_version,
        "source_ref": outcome.source_ref,
        "score": outcome.score,
        "scores": _scores(outcome),
        "findings": _findings(outcome),
        "signature": outcome.signature,
    }


def rejection_row(batch_pk: int, number: int, outcome: Outcome, created_at: str) -> dict[str, Any]:
    """Write the row of `rejections`: the candidate as far as it could be read, and why it was refused."""
    content = None if outcome.content is None else json.dumps(outcome.content, ensure_ascii=False)
    return {
        "batch_pk": batch_pk,
        "item_pk": outcome.item_pk,
        "attempt": number,
        "slot": outcome.slot,
        "topic": outcome.topic,
        "difficulty": outcome.difficulty,
        "template": outcome.template,
        "template_version": outcome.template_version,
        "content": content,
        "reason": outcome.reason,
        "findings": _findings(outcome),
        "score": outcome.score,
        "scores": _scores(outcome),
        "created_at": created_at,
    }


def response_row(batch_pk: int, number: int, raw: bytes, *, keep_bytes: int) -> dict[str, Any]:
    """Write the row of `responses`: the first `keep_bytes` of the answer, compressed."""
    return {
        "batch_pk": batch_pk,
        "attempt": number,
        "body": _compressed(raw[:keep_bytes]),
        "raw_bytes": len(raw),
        "truncated": len(raw) > keep_bytes,
    }


def _compressed(body: bytes) -> bytes:
    deflate = zlib.compressobj(*_DEFLATE)
    return deflate.compress(body) + deflate.flush()


def preview(row: dict[str, Any]) -> dict[str, Any]:
    """Show a stored sample as the live state does: the content beside its topic and difficulty."""
    shown = {key: row[key] for key in ("sample_id", "topic", "difficulty", "demo", "created_at")}
    return {**json.loads(row["content"]), **shown}


def _scores(outcome: Outcome) -> str | None:
    return json.dumps(dict(outcome.judgement.scores)) if outcome.judgement else None


def _findings(outcome: Outcome) -> str:
    if not outcome.findings:
        return "[]"
    shown = [{"check": one.check, "reason": one.reason, "message": one.message} for one in outcome.findings]
    return json.dumps(shown, ensure_ascii=False)
