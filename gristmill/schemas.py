"""What a client may send and what it gets back: JSON bodies and queries as frozen values, all faults at once.

Unknown fields are refused, numbers are not guessed from text, every text is bounded. The OpenAPI
page is made from here.
"""

from __future__ import annotations

import functools
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from gristmill.lifecycle import parse_status

MAX_TARGET_COUNT = 1_000_000
MAX_PAGE = 1000
MAX_OFFSET = 2**53

Difficulty = Literal["basic", "intermediate", "advanced"]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[^\x00-\x1f\x7f]*$")]


class CachedSchemaModel(BaseModel):
    """A model whose JSON schema is made once; flask-openapi3 asks for it on every request with a query."""

    @classmethod
    @functools.cache
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:  # type: ignore[override]
        return super().model_json_schema(*args, **kwargs)


class Body(CachedSchemaModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _no_body_is_an_empty_one(cls, value: object) -> object:
        return {} if value is None else value


class Query(CachedSchemaModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StartBatch(Body):
    """Ask for a batch; everything but `target_count` may be left out."""

    target_count: int = Field(ge=1, le=MAX_TARGET_COUNT, description="Samples to accept.", examples=[2200])
    model: Annotated[Line, Field(max_length=100)] | None = Field(
        None, description="Model of the provider; default: the provider's own.", examples=["llama-3.3-70b-versatile"]
    )
    topic: Annotated[Line, Field(max_length=200)] | None = Field(
        None,
        description="Topic of every sample; left out, topics are drawn evenly from the built-in taxonomy of UK law.",
        examples=["Company Law - Directors Duties"],
    )
    difficulty: Difficulty | None = Field(
        None, description="Difficulty of every sample; left out, all are drawn evenly.", examples=["advanced"]
    )
    reasoning_instruction: (
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=r"^[^\x00]*$")]
        | None
    ) = Field(None, description="How the reasoning is to be written.", examples=["Include step-by-step analysis"])
    provider: Literal["groq", "openai_compatible", "embedded"] | None = Field(
        None, description="Who generates; default: the provider of the settings."
    )
    temperature: float | None = Field(None, ge=0, le=2, description="Sampling temperature; default: the template's.")
    seed: int | None = Field(None, ge=0, lt=2**31, description="Seed of the plan and of the calls; default: drawn.")


class StopBatch(Body):
    """Ask a batch to stop; without `batch_id` the running one."""

    model_config = ConfigDict(openapi_extra={"required": False})  # type: ignore[typeddict-unknown-key]
    batch_id: Annotated[Line, Field(max_length=100)] | None = Field(None, examples=["batch_1728556800_a1b2c3d4"])


class BatchPath(CachedSchemaModel):
    batch_id: str = Field(description="The batch's public id, as start returned it.")


HistorySort = Literal[
    "-id", "id", "-started_at", "started_at", "-samples_generated", "samples_generated", "-target_count", "target_count"
]


class HistoryQuery(Query):
    """Which batches to list; without any parameter the newest 1,000."""

    limit: int = Field(MAX_PAGE, ge=1, le=MAX_PAGE, description="Rows of this page.")
    offset: int = Field(0, ge=0, le=MAX_OFFSET, description="Rows to pass over.")
    status: Annotated[str, BeforeValidator(parse_status)] | None = Field(
        None,
        description="Only this status (`done` and `error` are read as `completed` and `failed`).",
        json_schema_extra={"enum": ["queued", "running", "completed", "stopped", "failed", "done", "error"]},
    )
    model: str | None = Field(None, max_length=100, description="Only this model.")
    topic: str | None = Field(None, max_length=200, description="Only topics that contain this.")
    q: str | None = Field(
        None, max_length=200, description="Only batches whose id, topic, model or instruction contains this."
    )
    sort: HistorySort = Field("-id", description="Order; `-` means largest or newest first.")


class SamplesQuery(Query):
    """Which samples of a batch to list."""

    limit: int = Field(100, ge=1, le=MAX_PAGE, description="Rows of this page.")
    offset: int = Field(0, ge=0, le=MAX_OFFSET, description="Rows to pass over.")
    topic: str | None = Field(None, max_length=200, description="Only topics that contain this.")
    difficulty: str | None = Field(None, max_length=50, description="Only this difficulty.")
    q: str | None = Field(None, max_length=200, description="Only samples whose text contains this.")


class StreamQuery(Query):
    """What to follow."""

    batch_id: str | None = Field(None, max_length=100, description="Only news of this batch.")
    last_event_id: int | None = Field(
        None, ge=0, le=MAX_OFFSET, description="As the Last-Event-ID header, for clients that cannot set one."
    )


class Problem(BaseModel):
    """Every failure, RFC 9457 (`application/problem+json`)."""

    type: str = Field(examples=["/problems/invalid-request"])
    title: str
    status: int
    detail: str
    instance: str
    success: Literal[False] = False
    errors: list[dict[str, str]] = Field([], description="One entry per wrong field: pointer and detail.")


class Health(BaseModel):
    success: Literal[True] = True
    status: Literal["ok", "degraded"]
    version: str
    worker: Literal["running", "idle", "absent"]
    database: Literal["ok", "busy", "unreachable"]
    provider: str


class Started(BaseModel):
    success: Literal[True] = True
    batch_id: str
    status: str
    position: int = Field(description="Place in the queue: 1 is next; 0 is running.")
    demo: bool = Field(description="True: its samples show the pipeline and must not be trained on.")
    notice: str | None = Field(description="What to know about this batch, if anything.")


class Stopping(BaseModel):
    success: Literal[True] = True
    batch_id: str
    status: str = Field(description="`stopped` at once for a queued batch, `stopping` for the running one.")


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
    status: str
    errors: list[Any]
    progress: float = Field(ge=0, description="Accepted samples divided by the target: 0 to 1.")


class History(BaseModel):
    success: Literal[True] = True
    batches: list[BatchView]
    count: int = Field(description="Rows in this answer.")
    total: int = Field(description="Rows that match, on all pages.")


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
    errors: list[Any]
    started_at: str | None
    rate_per_minute: float
    eta_s: float | None
    quota: dict[str, Any] | None


class SampleView(BaseModel):
    model_config = ConfigDict(extra="allow")
    sample_id: str
    batch_id: str
    topic: str
    difficulty: str
    provider: str
    model: str
    demo: bool
    created_at: str


class SamplesPage(BaseModel):
    success: Literal[True] = True
    samples: list[SampleView]
    count: int
    total: int
