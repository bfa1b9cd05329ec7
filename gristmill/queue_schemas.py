"""What is asked and answered about the queue, about deleting batches, and about batches that clients drive."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from gristmill.schemas import MAX_OFFSET, MAX_PAGE, Body, Query

MAX_WAIT_S = 300.0


class QueueQuery(Query):
    """Which part of the queue to show."""

    limit: int = Field(100, ge=1, le=MAX_PAGE, description="Rows of this page.")
    offset: int = Field(0, ge=0, le=MAX_OFFSET, description="Rows to pass over; the running batches come first.")


class QueueEntry(BaseModel):
    """One batch that runs or waits. Estimates come from the measured rate and are null where there is none."""

    batch_id: str
    name: str | None
    status: str
    position: int = Field(description="0 is running, 1 is next.")
    priority: int
    target_count: int
    samples_generated: int
    remaining: int = Field(description="Samples that are still missing.")
    estimated_start_at: str | None = Field(description="When its turn will come; when it came, for a running batch.")
    estimated_end_at: str | None
    rate_per_minute: float | None = Field(
        description="Samples a minute that it does now, or is expected to do beside the others of its model."
    )


class QueuePage(BaseModel):
    success: Literal[True] = True
    queue: list[QueueEntry]
    count: int = Field(description="Rows in this answer.")
    total: int = Field(description="Batches that run or wait.")
    max_running: int = Field(description="Batches that may run at the same time.")


class Deleted(BaseModel):
    success: Literal[True] = True
    batch_id: str
    deleted: Literal[True] = True


class ProcessNext(Body):
    """Ask for the next sample of a batch that its client drives."""

    model_config = ConfigDict(openapi_extra={"required": False})  # type: ignore[typeddict-unknown-key]
    max_wait_s: float = Field(
        30, ge=0, le=MAX_WAIT_S, description="Seconds to wait for quota at most; the provider's call comes on top."
    )


class NextSample(BaseModel):
    success: Literal[True] = True
    sample: dict[str, Any]
    progress: float = Field(description="0 to 100 %.")
    remaining_items: int = Field(description="Items that still want samples.")
    status: str
    samples_generated: int
    target_count: int
