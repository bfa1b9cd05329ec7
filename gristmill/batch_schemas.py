"""What is answered about batches and their items, for the OpenAPI page; the values come from the stores as they are."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from gristmill.lifecycle import BatchStatus


class Started(BaseModel):
    success: Literal[True] = True
    batch_id: str
    status: str
    position: int | None = Field(description="Place in the queue: 1 is next; 0 is running; null is in no queue.")
    items: int = Field(description="Parts it is planned as.")
    created: bool = Field(description="False: the same was asked before, and this is the batch that was made then.")
    resumed: bool = Field(description="True: that batch was paused, stopped or failed, and goes on.")
    demo: bool = Field(description="True: its samples show the pipeline and must not be trained on.")
    notice: str | None = Field(description="What to know about this batch, if anything.")


class Stopping(BaseModel):
    success: Literal[True] = True
    batch_id: str
    status: str = Field(description="`stopped` at once for a queued batch, `stopping` for the running one.")


class Moved(BaseModel):
    success: Literal[True] = True
    batch_id: str
    status: str = Field(description="As it is now; `pausing` or `stopping` while the worker has yet to obey.")
    position: int | None = Field(description="Place in the queue: 1 is next; 0 is running; null is in no queue.")


class ErrorView(BaseModel):
    """Why an attempt gave no sample."""

    time: str
    kind: str = Field(description="One word; of a refused candidate its reason.")
    message: str
    attempt: int | None = None
    item: int | None = None


class SlotCounts(BaseModel):
    accepted: int
    unfilled: int
    open: int


class ItemView(BaseModel):
    """One item: what it asks for, its counters, and the fate of each of its slots (they sum up to its target)."""

    item: int
    name: str | None
    topic: str | None
    difficulty: str | None
    template: str | None
    parameters: dict[str, Any]
    status: str = Field(description="`pending`, `running`, `completed`, `failed`, or `stopped` with its batch.")
    progress: float = Field(description="0 to 100 %.")
    target_count: int
    accepted_count: int
    rejected_count: int
    failed_count: int
    attempts: int
    total_tokens: int
    slots: SlotCounts
    end_reason: str | None
    errors: list[ErrorView]
    template_version: int
    cost_usd: float | None = Field(description="US dollars, the judge's included; null: no price is known.")


class ItemsPage(BaseModel):
    success: Literal[True] = True
    items: list[ItemView]
    count: int


class Cost(BaseModel):
    """US dollars; null where no price is known."""

    generation_usd: float | None
    judge_usd: float | None
    enrichment_usd: float | None = Field(description="Of all enrichments that follow the batch.")
    total_usd: float | None


class Tokens(BaseModel):
    """Tokens of the batch's own calls; `cached` is the part of them that came from the provider's cache."""

    generation: int
    judge: int
    cached: int
    total: int


class ReasonCount(BaseModel):
    reason: str
    count: int


class Budget(BaseModel):
    used: int
    limit: int | None = Field(description="Null: there is none.")


class Budgets(BaseModel):
    requests: Budget
    tokens: Budget


class QuotaView(BaseModel):
    """What counts now against each limit of a provider and model."""

    per_minute: Budgets
    per_day: Budgets
    waiting_s: float = Field(description="Until the next call may go.")
    why: str | None = Field(description="What it waits for.")
    estimate_tokens: int = Field(description="What the next call is expected to use.")


class ItemCounts(BaseModel):
    items: int
    completed: int
    failed: int


class BatchView(BaseModel):
    """One batch as history lists it: its row merged with the live state."""

    model_config = ConfigDict(extra="allow")
    id: int
    batch_id: str | None
    started_at: str | None
    completed_at: str | None
    model: str | None
    topic_filter: str | None
    difficulty_filter: str | None
    reasoning_instruction: str | None
    target_count: int
    samples_generated: int
    total_tokens: int
    status: BatchStatus
    errors: list[ErrorView]
    provider: str | None
    template: str | None
    temperature: float | None
    seed: int | None
    created_at: str | None
    end_reason: str | None = Field(description="Why it was stopped or has failed, in a sentence.")
    attempts: int = Field(description="Provider calls so far.")
    rejected_count: int
    failed_count: int
    checkpointed_count: int = Field(description="Samples that are in its Parquet files.")
    demo: bool = Field(description="Its samples show the pipeline and must not be trained on.")
    cost_usd: float | None
    cached_tokens: int
    judge_tokens: int
    data_path: str | None
    current_sample: dict[str, Any] | None = Field(description="The sample accepted last, flat; null unless it is live.")
    rate_per_minute: float
    eta_s: float | None
    quota: QuotaView | None
    in_flight: int = Field(description="Calls that are out.")
    progress: float = Field(ge=0, description="Accepted samples divided by the target: 0 to 1.")
    position: int | None
    name: str | None
    notes: str | None
    drive: str
    priority: int
    current: bool = Field(description="The batch to watch.")
    pausing: bool
    stopping: bool
    pause_cause: str | None = Field(description="`person`, `provider` or `storage`, while it is paused.")
    pause_reason: str | None
    completed_with_errors: bool = Field(description="It failed, but some of its items reached their targets.")
    batch_date: str | None
    batch_number: int | None
    item_counts: ItemCounts
    acceptance_rate: float | None = Field(description="Accepted divided by judged samples; null when there are none.")
    kind: str = Field(description="`generation` or `enrichment`.")
    stage: str = Field(description="`generating`, `validating`, `enriching` or `done`.")
    template_version: int | None
    parameters: dict[str, Any]
    enrichment: dict[str, Any] | None = Field(description="What an enrichment does to its samples.")
    enrich_after: dict[str, Any] | None = Field(description="The enrichment that starts when the batch completes.")
    judge: dict[str, Any] | bool | None = Field(description="As the start said; null: as the template says.")
    reason_counts: dict[str, int] = Field(description="Refused candidates by reason.")
    top_reasons: list[ReasonCount] = Field(description="The five most frequent.")
    cost: Cost
    tokens: Tokens
    price: dict[str, Any] | None = Field(description="The prices of its last run, and where they come from.")


class Follower(BaseModel):
    """An enrichment that follows a batch."""

    batch_id: str
    status: str = Field(description="As it is now: that of a follower that has failed is `failed`.")


class BatchWithItems(BatchView):
    items: list[ItemView]
    parent: str | None = Field(description="The batch that an enrichment follows.")
    enrichments: list[Follower] = Field(description="The enrichments that follow the batch.")


class OneBatch(BaseModel):
    success: Literal[True] = True
    batch: BatchWithItems


class Current(BaseModel):
    success: Literal[True] = True
    batch: BatchView
    chosen_by: Literal["query", "flag", "running", "incomplete", "newest"] = Field(
        description="The rule that chose it: asked for, flagged, running, the newest incomplete, or the newest."
    )


class Totals(BaseModel):
    target: int
    accepted: int
    rejected: int
    failed: int


class Conversation(BaseModel):
    """Where a batch that a client drives stands."""

    success: Literal[True] = True
    status: str
    progress: float = Field(description="0 to 100 %.")
    totals: Totals
    remaining_items: int = Field(description="Items that still want samples.")
    items: list[ItemView]


class History(BaseModel):
    success: Literal[True] = True
    batches: list[BatchView]
    count: int = Field(description="Rows in this answer.")
    total: int = Field(description="Rows that match, on all pages.")


class HistoryOrTable(History):
    model_config = ConfigDict(openapi_extra={"content": {"text/csv": {"schema": {"type": "string"}}}})  # type: ignore[typeddict-unknown-key]


class Status(BaseModel):
    """The live state; without a running batch `running` is false and the numbers are those of the last one."""

    model_config = ConfigDict(extra="allow")
    success: Literal[True] = True
    running: bool
    batch_id: str | None
    model: str | None
    samples_generated: int
    target_count: int
    progress: float
    current_sample: dict[str, Any] | None
    total_tokens: int
    errors: list[ErrorView]
    started_at: str | None
    rate_per_minute: float
    eta_s: float | None
    quota: QuotaView | None
    running_batches: list[str] = Field(description="All that the worker runs, by their slots.")
