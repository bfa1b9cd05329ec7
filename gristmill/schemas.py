"""What a client may send and what it gets back: JSON bodies and queries as frozen values, all faults at once.

Unknown fields are refused, numbers are not guessed from text, every text is bounded. The OpenAPI
page is made from here. What start and PATCH take is in `order_schemas`, what is answered
about batches in `batch_schemas`.
"""

from __future__ import annotations

import functools
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from gristmill.lifecycle import STATUS_ALIASES, BatchStatus, parse_status

MAX_TARGET_COUNT = 1_000_000
MAX_PAGE = 1000
MAX_OFFSET = 2**53

STATUS_WORDS: list[JsonValue] = [*map(str, BatchStatus), *STATUS_ALIASES]
_STATUS_WORD = "|".join(map(str, STATUS_WORDS))

Difficulty = Literal["basic", "intermediate", "advanced"]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[^\x00-\x1f\x7f]*$")]


def _split_statuses(value: object) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list | tuple):
        raise ValueError("must be statuses")
    return tuple(sorted({parse_status(word.strip()).value for text in texts for word in str(text).split(",")}))


def fault_at(*places: tuple[str, str]) -> ValidationError:
    """Make what a validator raises when fields do not go together: (field of the model, detail) of each fault."""
    return ValidationError.from_exception_data(
        "together",
        [
            {"type": PydanticCustomError("together", "{detail}", {"detail": detail}), "loc": (field,), "input": None}
            for field, detail in places
        ],
    )


def demand_range(score_min: float | None, score_max: float | None) -> None:
    """Refuse bounds of the score between which there is nothing."""
    if score_min is not None and score_max is not None and score_min > score_max:
        raise fault_at(("score_min", "must not be above score_max"))


class CachedSchemaModel(BaseModel):
    """A model whose JSON schema is made once; flask-openapi3 asks for it on every request with a query."""

    @classmethod
    @functools.cache
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:  # type: ignore[override]
        return super().model_json_schema(*args, **kwargs)


class Part(CachedSchemaModel):
    """An object inside of a body."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Body(Part):
    @model_validator(mode="before")
    @classmethod
    def _no_body_is_an_empty_one(cls, value: object) -> object:
        return {} if value is None else value


class Query(CachedSchemaModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StopBatch(Body):
    """Ask a batch to stop; without `batch_id` the running one."""

    model_config = ConfigDict(openapi_extra={"required": False})  # type: ignore[typeddict-unknown-key]
    batch_id: Annotated[Line, Field(max_length=100)] | None = Field(None, examples=["batch_1728556800_a1b2c3d4"])


class NoFields(Body):
    """Nothing to say: no body, or an empty object."""

    model_config = ConfigDict(openapi_extra={"required": False})  # type: ignore[typeddict-unknown-key]


class ChooseCurrent(Body):
    """Name the batch to watch."""

    batch_id: Annotated[Line, Field(max_length=100)] = Field(examples=["batch_1728556800_a1b2c3d4"])


class BatchPath(CachedSchemaModel):
    batch_id: str = Field(description="The batch's public id, as start returned it.")


class ItemPath(BatchPath):
    item: int = Field(ge=1, le=MAX_PAGE, description="The item's number, from 1.")


class CurrentQuery(Query):
    batch_id: str | None = Field(None, max_length=100, description="Show this batch instead.")


class BatchFilter(Query):
    """Which batches to list, whatever the page."""

    offset: int = Field(0, ge=0, le=MAX_OFFSET, description="Rows to pass over.")
    model: str | None = Field(None, max_length=100, description="Only this model.")
    topic: str | None = Field(None, max_length=200, description="Only topics that contain this.")
    q: str | None = Field(
        None,
        max_length=200,
        description="Only batches whose id, name, notes, topic, model or instruction contains this.",
    )


HistorySort = Literal[
    "-id", "id", "-started_at", "started_at", "-samples_generated", "samples_generated", "-target_count", "target_count"
]
BatchSort = Literal[
    HistorySort,
    "-created_at",
    "created_at",
    "-name",
    "name",
    "-status",
    "status",
    "-priority",
    "priority",
    "-total_tokens",
    "total_tokens",
    "-completed_at",
    "completed_at",
]


class HistoryQuery(BatchFilter):
    """Which batches to list; without any parameter the newest 1,000."""

    limit: int = Field(MAX_PAGE, ge=1, le=MAX_PAGE, description="Rows of this page.")
    status: Annotated[str, BeforeValidator(parse_status)] | None = Field(
        None,
        description="Only this status (`done` and `error` are read as `completed` and `failed`).",
        json_schema_extra={"enum": STATUS_WORDS},
    )
    sort: HistorySort = Field("-id", description="Order; `-` means largest or newest first.")
    format: Literal["json", "csv"] = Field(
        "json", description="`csv`: a table to download, of all batches that match unless `limit` is given."
    )


class BatchesQuery(BatchFilter):
    """Which batches to list; without any parameter the newest 100."""

    limit: int = Field(100, ge=1, le=MAX_PAGE, description="Rows of this page.")
    status: Annotated[tuple[str, ...], BeforeValidator(_split_statuses)] = Field(
        (),
        description="Only these statuses: repeated, or one list with commas.",
        json_schema_extra={"items": {"type": "string", "pattern": f"^({_STATUS_WORD})(,({_STATUS_WORD}))*$"}},
    )
    sort: BatchSort = Field("-id", description="Order; `-` means largest or newest first.")


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
    storage: Literal["ok", "low"] = Field(description="`low`: batches pause until there is more space on the disk.")
    provider: str


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


MAX_TAIL = 10_000  # lines of a log


class EventsQuery(Query):
    """Which events of a batch to list."""

    after_id: int = Field(0, ge=0, le=MAX_OFFSET, description="Only events with a larger id.")
    limit: int = Field(MAX_PAGE, ge=1, le=MAX_PAGE, description="Rows of this page.")
    kind: str | None = Field(None, max_length=40, description="Only this kind: `batch.started`, say.")


class LogQuery(Query):
    """How much of a batch's log to show."""

    tail: int = Field(200, ge=1, le=MAX_TAIL, description="Lines to begin with: the last ones.")
    follow: bool = Field(False, description="Keep the answer open and add lines until the batch has ended.")


class EventView(BaseModel):
    """One appended fact."""

    id: int = Field(description="Rises over all batches.")
    at: str
    kind: str = Field(examples=["batch.started"])
    data: dict[str, Any]


class EventsPage(BaseModel):
    success: Literal[True] = True
    events: list[EventView]
    count: int = Field(description="Rows in this answer.")
    next_after_id: int = Field(description="`after_id` of the next page; the same again when nothing is new.")
