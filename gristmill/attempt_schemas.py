"""What a client may ask of a batch's attempts, and what it gets back."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from gristmill.lifecycle import Purpose
from gristmill.outcome import Fate
from gristmill.schemas import MAX_OFFSET, MAX_PAGE, Query


class AttemptsQuery(Query):
    """Which attempts of a batch to list; without any parameter the first 100."""

    after: int = Field(0, ge=0, le=MAX_OFFSET, description="Only attempts with a larger number.")
    limit: int = Field(100, ge=1, le=MAX_PAGE, description="Rows of this page.")
    fate: Fate | None = Field(None, description="Only those that ended so.")
    purpose: Purpose | None = Field(None, description="Only calls of a generator, or of a judge.")
    reason: str | None = Field(None, min_length=1, max_length=100, description="Only those with this `reason`.")


class AttemptView(BaseModel):
    """One provider call: what it was for, what it used, and how it ended."""

    number: int = Field(description="Within its batch, from 1.")
    item: int
    slot: int = Field(description="The place within its item that it was to fill, from 0.")
    purpose: Purpose
    provider: str
    model: str
    fate: Fate
    reason: str | None = Field(description="Why it gave no sample, as one word.")
    message: str | None = Field(description="The same as a sentence.")
    http_status: int | None
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int = Field(description="The part of the prompt tokens that came from the provider's cache.")
    cost_usd: float | None = Field(description="US dollars; null: no price is known.")
    latency_ms: int
    started_at: str
    has_raw: bool = Field(description="The provider's answer is kept: see the route `.../attempts/{number}/raw`.")


class AttemptsPage(BaseModel):
    success: Literal[True] = True
    attempts: list[AttemptView]
    count: int = Field(description="Rows in this answer.")
    next_after: int = Field(description="`after` of the next page; the same again when nothing is new.")
