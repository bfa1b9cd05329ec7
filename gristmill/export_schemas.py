"""What is asked and answered about exports: which samples, in which format, and how they are split.

Shapes and bounds only; whether a sample fits a format is judged by `gristmill.exports`.
"""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from gristmill.lifecycle import Origin, Review
from gristmill.schemas import (
    MAX_OFFSET,
    MAX_PAGE,
    Body,
    CachedSchemaModel,
    Difficulty,
    Line,
    Part,
    Query,
    demand_range,
    fault_at,
)

MAX_IDS = 10_000  # of batches or of samples in one request; a filter chooses any number
MAX_SHARD_ROWS = 10_000_000
MAX_FIELDS = 200
SPLITS = ("train", "validation", "test")

FormatName = Literal["openai_chat", "sharegpt", "alpaca", "dpo", "jsonl", "csv", "parquet", "batch_zip"]
Reviewed = Literal["approved", "not_rejected", "any"]
Id = Annotated[Line, Field(max_length=100)]
FieldName = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Score = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class SampleChoice(Part):
    """Which samples; the names are those of GET /api/samples."""

    batch_id: Id | None = None
    template: Annotated[Line, Field(max_length=120)] | None = Field(
        None, description="Its name or id, or `name@version`."
    )
    kind: Annotated[Line, Field(max_length=20)] | None = Field(None, description="Of their template.")
    topic: Annotated[Line, Field(max_length=200)] | None = Field(None, description="Exactly this topic.")
    topic_contains: Annotated[Line, Field(max_length=200)] | None = None
    difficulty: Difficulty | None = None
    review: Annotated[Review, Field(strict=False)] | None = None
    score_min: Score | None = None
    score_max: Score | None = None
    q: Annotated[Line, Field(max_length=200)] | None = Field(None, description="Samples whose text holds these words.")
    origin: Annotated[Origin, Field(strict=False)] | None = None
    demo: bool | None = None

    @model_validator(mode="after")
    def _leave_scores_between(self) -> SampleChoice:
        demand_range(self.score_min, self.score_max)
        return self


class Split(Part):
    """Shares of the samples; they sum up to 1. The same seed and the same samples give the same split."""

    train: Share = 0.9
    validation: Share = 0.05
    test: Share = 0.05
    seed: int = Field(0, ge=0, lt=2**31)

    @model_validator(mode="before")
    @classmethod
    def _leave_nothing_to_what_is_not_named(cls, value: object) -> object:
        if isinstance(value, dict) and any(name in value for name in SPLITS):
            return {**dict.fromkeys(SPLITS, 0.0), **value}
        return value

    @model_validator(mode="after")
    def _sum_up(self) -> Split:
        if not math.isclose(self.train + self.validation + self.test, 1.0, abs_tol=1e-6):
            raise ValueError("train, validation and test must sum up to 1")
        return self

    @property
    def shares(self) -> dict[str, float]:
        return {name: getattr(self, name) for name in SPLITS if getattr(self, name) > 0}


class StartExport(Body):
    """Choose samples by `batch_ids`, `ids` or `filter` (all that are given must hold) and say how to write them."""

    format: FormatName
    batch_ids: list[Id] | None = Field(None, min_length=1, max_length=MAX_IDS)
    ids: list[Id] | None = Field(None, min_length=1, max_length=MAX_IDS, description="Samples by their ids.")
    filter: SampleChoice | None = None
    split: Split | None = Field(None, description="Left out: one file, `train`.")
    fields: list[FieldName] | dict[FieldName, FieldName] | None = Field(
        None,
        description="Columns in their order, or new names for fields: {column: field}. For chat formats the fields"
        " that fill `user`, `assistant` and `system`; for alpaca `instruction`, `input`, `output`; for dpo `prompt`,"
        " `chosen`, `rejected`.",
    )
    include_demo: bool = Field(False, description="Also samples of the demo model, which are not for training.")
    review: Reviewed | None = Field(None, description="Left out: GRISTMILL_EXPORT_REVIEW; for batch_zip `any`.")
    shard_rows: int | None = Field(
        None, ge=1, le=MAX_SHARD_ROWS, description="Rows of a file. Left out: 100,000 for Parquet, else no bound."
    )
    system_prompt: Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=r"^[^\x00]*$")] | None = (
        Field(None, description="Put in front of every conversation (openai_chat, sharegpt, alpaca, dpo).")
    )
    language: Annotated[str, StringConstraints(pattern="^[a-z]{2,3}$")] = Field(
        "en", description="Of the texts (ISO 639), for the dataset card."
    )

    @model_validator(mode="after")
    def _bound_fields(self) -> StartExport:
        if self.fields is not None and not 1 <= len(self.fields) <= MAX_FIELDS:
            raise fault_at(("fields", f"must name 1 to {MAX_FIELDS} fields"))
        if isinstance(self.fields, list) and len(set(self.fields)) != len(self.fields):
            raise fault_at(("fields", "must name each field once"))
        return self


class PushExport(Body):
    """Where on the Hugging Face Hub the export goes."""

    repo_id: str = Field(
        max_length=96,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?$",
        description="`name` or `owner/name` of a dataset; made if there is none.",
    )
    private: bool = True


class ExportPath(CachedSchemaModel):
    export_id: str = Field(description="The export's public id, as start returned it.")


class ExportFilePath(ExportPath):
    name: str = Field(description="A file's name, as the export's `files` lists it.")


class ExportsQuery(Query):
    """Which exports to list, newest first."""

    limit: int = Field(100, ge=1, le=MAX_PAGE, description="Rows of this page.")
    offset: int = Field(0, ge=0, le=MAX_OFFSET, description="Rows to pass over.")


class ExportStarted(BaseModel):
    success: Literal[True] = True
    export_id: str
    status: str
    total: int = Field(description="Samples that will be written, as far as can be told now.")


class ExportFile(BaseModel):
    name: str
    split: str | None
    rows: int | None
    bytes: int
    sha256: str


class ExportTotals(BaseModel):
    """Rows by what they are; empty until the export is completed."""

    model_config = ConfigDict(extra="allow")
    rows: int = 0
    by_split: dict[str, int] = {}
    by_template: dict[str, int] = {}
    by_review: dict[str, int] = {}
    by_provider: dict[str, int] = {}
    by_model: dict[str, int] = {}
    by_topic: dict[str, int] = {}
    by_difficulty: dict[str, int] = {}


class ExportView(BaseModel):
    """One export. `files`, `counts` and `left_out` are there once it is completed."""

    model_config = ConfigDict(extra="allow")
    export_id: str
    status: str = Field(description="`queued`, `running`, `completed`, `failed` or `cancelled`.")
    format: str
    done: int
    total: int
    size_bytes: int | None
    sha256: str | None
    error: str | None
    created_at: str
    started_at: str | None
    completed_at: str | None
    request: dict[str, Any]
    files: list[ExportFile]
    cancelling: bool
    progress: float = Field(description="0 to 1.")
    counts: ExportTotals
    left_out: dict[str, int] = Field(description="Chosen samples that stayed behind, by reason.")
    push: dict[str, Any] | None = Field(description="Where it was pushed to, and how that went.")


class OneExport(BaseModel):
    success: Literal[True] = True
    export: ExportView


class ExportsPage(BaseModel):
    success: Literal[True] = True
    exports: list[ExportView]
    count: int
    total: int


class ExportCount(BaseModel):
    """What an export would hold, and what it would leave out."""

    success: Literal[True] = True
    total: int
    by_template: dict[str, int]
    by_review: dict[str, int]
    by_split: dict[str, int]
    split_is_exact: bool = Field(description="False: more samples than are grouped for a dry run; expected sizes.")
    left_out: dict[str, int] = Field(description="How many of the chosen samples, by reason.")


class ExportDeleted(BaseModel):
    success: Literal[True] = True
    export_id: str
    deleted: Literal[True] = True
