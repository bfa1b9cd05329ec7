"""What is answered about a batch in figures: its time, its money, its failures, and a series to draw."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from gristmill.lifecycle import Purpose
from gristmill.schemas import Query


class AnalyticsQuery(Query):
    """How fine the series is."""

    points: int = Field(120, ge=10, le=500, description="The most buckets that the series may have.")


class SeriesBucket(BaseModel):
    """The calls that began within one bucket, and what became of them."""

    at: str = Field(description="When it begins.")
    accepted: int
    rejected: int
    failed: int = Field(description="As the batch counts them: a judge's calls and those that met a 429 are not in it.")
    calls: int = Field(description="All calls, judges' and cut-off ones included.")
    tokens: int = Field(description="Of all calls.")
    cost_usd: float | None = Field(description="Of all calls, in US dollars; null: no call of the batch has a price.")


class Series(BaseModel):
    """Gapless buckets over wall time, from the first call to the last."""

    bucket_s: int = Field(description="Seconds of each bucket; a round number.")
    start_at: str | None = Field(description="When the first bucket begins; null: there is none.")
    end_at: str | None = Field(description="When the last bucket ends.")
    buckets: list[SeriesBucket]


class FailureGroup(BaseModel):
    """Calls that gave nothing, of one kind."""

    reason: str = Field(description="As one word.", examples=["rate_limited"])
    fate: Literal["failed", "rejected"] = Field(description="`failed`: no useful answer; `rejected`: checks said no.")
    purpose: Purpose = Field(description="Whether it was a generator's call or a judge's.")
    count: int
    http_status: int | None = Field(description="null: there was no answer.")
    last_at: str = Field(description="When the newest of them began.")
    last_message: str | None = Field(description="What that one said, as a sentence.")


class RejectionCount(BaseModel):
    """How many answers were refused for one reason."""

    reason: str
    count: int


class ScoreHistogram(BaseModel):
    """The scores of a batch's samples."""

    scored: int = Field(description="Samples that have a score.")
    mean: float | None
    buckets: list[int] = Field(
        min_length=10, max_length=10, description="Samples with a score in [0, 0.1), [0.1, 0.2) and so on to [0.9, 1]."
    )


class Latencies(BaseModel):
    """Milliseconds within which so many of the generator's answered calls were answered."""

    p50: int
    p90: int
    p99: int


class MinuteLimits(BaseModel):
    """The settings' limits a minute for the batch's provider; null: none."""

    requests_per_minute: int | None
    tokens_per_minute: int | None


class Analytics(BaseModel):
    """A batch in figures. What retention has deleted is not in the times, the series, the failures and latencies."""

    success: Literal[True] = True
    batch_id: str
    active_s: float = Field(
        description="Seconds from the first call to the last answer, without those while it was paused or stopped."
    )
    waiting_s: float = Field(description="Of these, seconds in which no call was out.")
    rate_per_minute: float | None = Field(description="Accepted samples per active minute.")
    cost_per_accepted_usd: float | None = Field(description="US dollars per accepted sample, all calls included.")
    tokens_per_accepted: float | None = Field(description="Tokens per accepted sample, all calls included.")
    duplicates: int = Field(description="Answers that were refused as the same as, or nearly the same as, a sample.")
    series: Series
    failures: list[FailureGroup] = Field(description="Most frequent first; at most 100 kinds.")
    rejections: list[RejectionCount] = Field(description="Most frequent first.")
    scores: ScoreHistogram
    latency_ms: Latencies | None = Field(description="null: no call was answered.")
    limits: MinuteLimits
