"""Every table, constraint and index. Knows SQLAlchemy and the lifecycle, nothing else.

`*_pk` columns are integers that foreign keys point to; `*_id` columns are the strings people see. Times are ISO 8601
text in UTC with offset, except `Attempt.started_at`, which is Unix seconds because limits are computed from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from gristmill.lifecycle import BatchKind, BatchStatus, Drive, ExportStatus, ItemStatus, Origin, Purpose, Review

NAMING = {  # so that Alembic can name, and so alter, every constraint on SQLite
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base  # the type checker cannot follow the class that Flask-SQLAlchemy makes at run time
else:
    Model = db.Model


class BatchHistory(Model):
    """One batch: what was asked, where it stands, what it has cost. The first 13 columns are the seed's own.

    `samples_generated` counts accepted samples and `total_tokens` all tokens paid for, refused samples' included;
    both are raised in the transaction that stores the rows they count, so they always equal them. Every counter is the
    sum of the items' counters. `errors` is a JSON array of the latest 100 `{time, kind, message, attempt, item}`.

    `run_slot` (0 to max_running_batches - 1) is held while the worker runs the batch; that it is unique is what "at
    most N running" means. `rank` orders the queue and has gaps; places are computed from it.
    """

    __tablename__ = "batch_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Nullable as in the seed, but never null: made so by the migrations and kept so by the stores.
    batch_id: Mapped[str] = mapped_column(String(100), nullable=True)
    started_at: Mapped[str | None] = mapped_column(String(50))
    completed_at: Mapped[str | None] = mapped_column(String(50))
    model: Mapped[str | None] = mapped_column(String(100))
    topic_filter: Mapped[str | None] = mapped_column(String(200))
    difficulty_filter: Mapped[str | None] = mapped_column(String(50))
    reasoning_instruction: Mapped[str | None] = mapped_column(Text)
    target_count: Mapped[int] = mapped_column(default=0, nullable=True)
    samples_generated: Mapped[int] = mapped_column(default=0, nullable=True)
    total_tokens: Mapped[int] = mapped_column(default=0, nullable=True)
    status: Mapped[str] = mapped_column(String(20), nullable=True, default=BatchStatus.QUEUED.value)
    errors: Mapped[str] = mapped_column(Text, nullable=True, default="[]")

    provider: Mapped[str | None] = mapped_column(String(50))
    template: Mapped[str | None] = mapped_column(String(100))
    temperature: Mapped[float | None]
    seed: Mapped[int | None]
    created_at: Mapped[str | None] = mapped_column(String(50))
    rank: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    stop_requested: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    end_reason: Mapped[str | None] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    rejected_count: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    failed_count: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    cost_usd: Mapped[float | None]
    checkpointed_count: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    demo: Mapped[bool] = mapped_column(default=False, server_default=text("0"))

    name: Mapped[str | None] = mapped_column(String(200))
    notes: Mapped[str | None] = mapped_column(Text)
    drive: Mapped[str] = mapped_column(String(10), default=Drive.WORKER.value, server_default=text("'worker'"))
    priority: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    run_slot: Mapped[int | None]
    is_current: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    pause_requested: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    pause_cause: Mapped[str | None] = mapped_column(String(20))
    pause_reason: Mapped[str | None] = mapped_column(Text)
    completed_with_errors: Mapped[bool] = mapped_column(default=False, server_default=text("0"))
    plan_version: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # raised when targets change
    rate_per_minute: Mapped[float | None]  # accepted samples, as measured at the end of the last run
    batch_date: Mapped[str | None] = mapped_column(String(10))
    batch_number: Mapped[int | None]
    idempotency_key: Mapped[str | None] = mapped_column(String(200))
    request_hash: Mapped[str | None] = mapped_column(String(64))

    kind: Mapped[str] = mapped_column(
        String(12), default=BatchKind.GENERATION.value, server_default=text("'generation'")
    )
    template_version: Mapped[int | None]
    parameters: Mapped[str] = mapped_column(Text, default="{}", server_default=text("'{}'"))
    judge: Mapped[str | None] = mapped_column(Text)
    enrichment: Mapped[str | None] = mapped_column(Text)
    enrich_after: Mapped[str | None] = mapped_column(Text)
    parent_pk: Mapped[int | None] = mapped_column(ForeignKey("batch_history.id", ondelete="SET NULL"), index=True)
    reason_counts: Mapped[str] = mapped_column(Text, default="{}", server_default=text("'{}'"))
    price: Mapped[str | None] = mapped_column(Text)
    cached_tokens: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    judge_tokens: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    judge_cost_usd: Mapped[float | None]

    __table_args__ = (
        UniqueConstraint("batch_id"),
        UniqueConstraint("run_slot"),
        UniqueConstraint("batch_date", "batch_number"),
        UniqueConstraint("idempotency_key"),
        CheckConstraint("(run_slot IS NOT NULL) = (status = 'running' AND drive = 'worker')", name="run_slot"),
        Index("uq_batch_history_current", "is_current", unique=True, sqlite_where=text("is_current = 1")),
        # Not partial: with bound parameters SQLite cannot see that a partial index applies.
        Index("ix_batch_history_queue", "status", "drive", "rank"),
        Index("ix_batch_history_status", "status"),  # with the row's id behind it: a status' newest are its end
        Index("ix_batch_history_model", "model"),
        # The newest measured rate of a provider and model: what waiting batches are estimated by.
        Index("ix_batch_history_rate", "provider", "model", sqlite_where=text("rate_per_minute > 0")),
        {"sqlite_autoincrement": True},
    )


class Item(Model):
    """One planned part of a batch, with its own target and counters; every batch has at least one.

    `parameters` is a JSON object that overrides the batch's own (`reasoning_instruction`, `temperature`);
    `drawn_before` counts the draws that the ceilings no longer count, because the item was retried since.
    """

    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_pk: Mapped[int] = mapped_column(ForeignKey("batch_history.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str | None] = mapped_column(String(200))
    topic: Mapped[str | None] = mapped_column(String(200))
    difficulty: Mapped[str | None] = mapped_column(String(50))
    template: Mapped[str | None] = mapped_column(String(100))
    parameters: Mapped[str] = mapped_column(Text, default="{}")
    seed: Mapped[int]
    target_count: Mapped[int]
    status: Mapped[str] = mapped_column(String(20), default=ItemStatus.PENDING.value)
    end_reason: Mapped[str | None] = mapped_column(Text)
    accepted_count: Mapped[int] = mapped_column(default=0)
    rejected_count: Mapped[int] = mapped_column(default=0)
    failed_count: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    total_tokens: Mapped[int] = mapped_column(default=0)
    drawn_before: Mapped[int] = mapped_column(default=0)
    errors: Mapped[str] = mapped_column(Text, default="[]")
    template_version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    cost_usd: Mapped[float | None]

    __table_args__ = (
        UniqueConstraint("batch_pk", "number"),
        CheckConstraint("status IN ('pending', 'completed', 'failed')", name="status"),
        Index("ix_items_batch_pk_status", "batch_pk", "status"),  # lists count items by status
        Index("ix_items_template", "template"),  # estimates read the newest items of a template
        {"sqlite_autoincrement": True},
    )


class Sample(Model):
    """One accepted training example with its provenance.

    `slot` is its planned place in its item, `ordinal` its order of arrival in the batch (gapless from 0: its row in the
    Parquet files). `content` is a JSON object of the template's own fields, and of what enrichments added.

    `score` (0 to 1) and `findings` (JSON array of `{check, reason, message}`) are the machine's opinion, `scores` (JSON
    object) the judge's by criterion, `review` a person's. `version` counts contents, `revision` every change (it is the
    ETag). `source_ref` names the chunk it is grounded in (`src_...#12`), `signature` finds near-duplicates.
    Full-text search goes by `samples_fts`, which triggers keep.
    """

    __tablename__ = "samples"

    id: Mapped[int] = mapped_column(primary_key=True)
    sample_id: Mapped[str] = mapped_column(String(40))
    batch_pk: Mapped[int] = mapped_column(ForeignKey("batch_history.id", ondelete="CASCADE"))
    item_pk: Mapped[int] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"))
    slot: Mapped[int]
    ordinal: Mapped[int]
    attempt: Mapped[int]
    topic: Mapped[str] = mapped_column(String(200))
    difficulty: Mapped[str] = mapped_column(String(50))
    content: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    provider: Mapped[str] = mapped_column(String(50))
    model: Mapped[str] = mapped_column(String(100))
    model_sha256: Mapped[str | None] = mapped_column(String(64))
    prompt_hash: Mapped[str] = mapped_column(String(64))
    seed: Mapped[int]
    prompt_tokens: Mapped[int]
    completion_tokens: Mapped[int]
    cost_usd: Mapped[float | None]
    latency_ms: Mapped[int]
    demo: Mapped[bool]
    created_at: Mapped[str] = mapped_column(String(50))
    template: Mapped[str] = mapped_column(String(100), default="", server_default=text("''"))
    template_version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    source_ref: Mapped[str | None] = mapped_column(String(60))
    cached_tokens: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    judge_tokens: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    judge_cost_usd: Mapped[float | None]
    score: Mapped[float | None]
    scores: Mapped[str | None] = mapped_column(Text)
    findings: Mapped[str] = mapped_column(Text, default="[]", server_default=text("'[]'"))
    signature: Mapped[bytes | None] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    origin: Mapped[str] = mapped_column(String(12), default=Origin.GENERATED.value, server_default=text("'generated'"))
    edited_at: Mapped[str | None] = mapped_column(String(50))
    edited_by: Mapped[str | None] = mapped_column(String(100))
    review: Mapped[str] = mapped_column(String(10), default=Review.PENDING.value, server_default=text("'pending'"))
    review_reason: Mapped[str | None] = mapped_column(String(200))
    reviewed_at: Mapped[str | None] = mapped_column(String(50))
    reviewed_by: Mapped[str | None] = mapped_column(String(100))

    __table_args__ = (
        UniqueConstraint("sample_id"),
        UniqueConstraint("item_pk", "slot"),
        UniqueConstraint("batch_pk", "ordinal"),
        UniqueConstraint("batch_pk", "content_hash"),
        CheckConstraint("review IN ('pending', 'approved', 'rejected')", name="review"),
        # Holds all that lists are filtered by, newest last: a list of any filters reads this and not the rows, which
        # are ten times as long. What is stored comes to its end, so it costs little.
        Index(
            "ix_samples_listed",
            "id",
            "review",
            "difficulty",
            "template",
            "demo",
            "origin",
            "score",
            "batch_pk",
            "topic",
        ),
        Index("ix_samples_topic", "topic"),
        Index("ix_samples_score", "score"),
        Index("ix_samples_touched", "origin", sqlite_where=text("origin <> 'generated'")),
        Index(
            "ix_samples_refused",
            "template",
            "template_version",
            "review_reason",
            sqlite_where=text("review = 'rejected'"),
        ),
        # Lists, the full-text index and enrichments go by the key: it must never mean another sample.
        {"sqlite_autoincrement": True},
    )


class SampleVersion(Model):
    """A content that a sample had before it was edited or enriched, and who had made it (`origin`, `edited_by`)."""

    __tablename__ = "sample_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    sample_pk: Mapped[int] = mapped_column(ForeignKey("samples.id", ondelete="CASCADE"))
    version: Mapped[int]
    content: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(12))
    edited_at: Mapped[str | None] = mapped_column(String(50))
    edited_by: Mapped[str | None] = mapped_column(String(100))

    __table_args__ = (UniqueConstraint("sample_pk", "version"),)


class Rejection(Model):
    """A candidate that the checks or the judge refused, kept for a while for people to look at; never exported.

    `content` is a JSON object where the reply could be read as one; `findings` as in `Sample`.
    """

    __tablename__ = "rejections"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_pk: Mapped[int] = mapped_column(ForeignKey("batch_history.id", ondelete="CASCADE"))
    item_pk: Mapped[int] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"), index=True)
    attempt: Mapped[int]
    slot: Mapped[int]
    topic: Mapped[str] = mapped_column(String(200))
    difficulty: Mapped[str] = mapped_column(String(50))
    template: Mapped[str] = mapped_column(String(100))
    template_version: Mapped[int]
    content: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(40))
    findings: Mapped[str] = mapped_column(Text, default="[]")
    score: Mapped[float | None]
    scores: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[str] = mapped_column(String(50))

    __table_args__ = (UniqueConstraint("batch_pk", "attempt"), {"sqlite_autoincrement": True})


class Response(Model):
    """What a provider answered to one attempt, as it came: zlib-compressed bytes, `raw_bytes` long before that.

    `truncated` says that only the first part was kept.
    """

    __tablename__ = "responses"

    batch_pk: Mapped[int] = mapped_column(ForeignKey("batch_history.id", ondelete="CASCADE"), primary_key=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    raw_bytes: Mapped[int]
    truncated: Mapped[bool]


class StaleSegment(Model):
    """A Parquet segment whose rows have changed since it was written; `mark` rises with every change."""

    __tablename__ = "stale_segments"

    batch_pk: Mapped[int] = mapped_column(ForeignKey("batch_history.id", ondelete="CASCADE"), primary_key=True)
    segment: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[int] = mapped_column(default=1)


class Attempt(Model):
    """One provider call: what it used and how it ended. `started_at` is Unix seconds."""

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_pk: Mapped[int] = mapped_column(ForeignKey("batch_history.id", ondelete="CASCADE"))
    item_pk: Mapped[int] = mapped_column(ForeignKey("items.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    slot: Mapped[int]
    provider: Mapped[str] = mapped_column(String(50))
    model: Mapped[str] = mapped_column(String(100))
    started_at: Mapped[float]
    latency_ms: Mapped[int]
    prompt_tokens: Mapped[int]
    completion_tokens: Mapped[int]
    cached_tokens: Mapped[int]
    cost_usd: Mapped[float | None]
    fate: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(40))
    message: Mapped[str | None] = mapped_column(String(400))
    http_status: Mapped[int | None]
    prompt_hash: Mapped[str] = mapped_column(String(64))
    seed: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(10), default=Purpose.GENERATE.value, server_default=text("'generate'"))

    __table_args__ = (
        UniqueConstraint("batch_pk", "number"),
        CheckConstraint("fate IN ('kept', 'rejected', 'failed', 'cancelled', 'judged')", name="fate"),
        Index("ix_attempts_provider_model_started_at", "provider", "model", "started_at"),
    )


class Event(Model):
    """One appended fact, named noun.past (`batch.queued`); `data` is a JSON object without prompts or secrets."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_pk: Mapped[int | None] = mapped_column(ForeignKey("batch_history.id", ondelete="CASCADE"), index=True)
    at: Mapped[str] = mapped_column(String(50))
    kind: Mapped[str] = mapped_column(String(40))
    data: Mapped[str] = mapped_column(Text, default="{}")


class Template(Model):
    """A kind of sample by its name; what it says is in its versions. `template_id` is the name as a slug."""

    __tablename__ = "templates"

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]  # the newest
    built_in: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[str] = mapped_column(String(50))
    updated_at: Mapped[str] = mapped_column(String(50))
    deleted_at: Mapped[str | None] = mapped_column(String(50))

    __table_args__ = (UniqueConstraint("template_id"), UniqueConstraint("name"), {"sqlite_autoincrement": True})


class TemplateVersion(Model):
    """One version of a template, never changed: `body` is the JSON object of its definition."""

    __tablename__ = "template_versions"

    id: Mapped[int] = mapped_column(primary_key=True)
    template_pk: Mapped[int] = mapped_column(ForeignKey("templates.id", ondelete="CASCADE"))
    version: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    body_hash: Mapped[str] = mapped_column(String(64))
    built_in: Mapped[bool] = mapped_column(default=False)  # it came with the product, and not from a person
    created_at: Mapped[str] = mapped_column(String(50))

    __table_args__ = (UniqueConstraint("template_pk", "version"),)


class Source(Model):
    """A document or table that people gave: what samples are grounded in (`seed`) or must not repeat (`benchmark`).

    `sha256` is the file's, `options` (JSON object) how it was read. One with `deleted_at` is for batches that have it
    already; with a `chunk_count` of 0 besides, it is still being stored, or being taken away.
    """

    __tablename__ = "sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(String(10))
    media: Mapped[str] = mapped_column(String(10))
    sha256: Mapped[str] = mapped_column(String(64))
    options: Mapped[str] = mapped_column(Text, default="{}", server_default=text("'{}'"))
    size_bytes: Mapped[int]
    chunk_count: Mapped[int]
    created_at: Mapped[str] = mapped_column(String(50))
    deleted_at: Mapped[str | None] = mapped_column(String(50))

    __table_args__ = (
        UniqueConstraint("source_id"),
        CheckConstraint("purpose IN ('seed', 'benchmark')", name="purpose"),
        {"sqlite_autoincrement": True},
    )


class SourceChunk(Model):
    """One part of a source, numbered from 0: a passage (`heading` says where it stood), or a row as JSON `fields`."""

    __tablename__ = "source_chunks"

    source_pk: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    heading: Mapped[str | None] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    fields: Mapped[str | None] = mapped_column(Text)


class EnrichmentTarget(Model):
    """The sample that a slot of an enrichment batch works on; `base_version` is its version when that was ordered."""

    __tablename__ = "enrichment_targets"

    batch_pk: Mapped[int] = mapped_column(ForeignKey("batch_history.id", ondelete="CASCADE"), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True)
    sample_pk: Mapped[int] = mapped_column(ForeignKey("samples.id", ondelete="CASCADE"), index=True)
    base_version: Mapped[int]
    result: Mapped[str | None] = mapped_column(String(12))  # null until done, then `applied` or `kept`


class Export(Model):
    """One export: what was asked (`request`, JSON), how far it is, and its archive (`summary`: JSON of its files)."""

    __tablename__ = "exports"

    id: Mapped[int] = mapped_column(primary_key=True)
    export_id: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(20), default=ExportStatus.QUEUED.value)
    format: Mapped[str] = mapped_column(String(20))
    request: Mapped[str] = mapped_column(Text)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    size_bytes: Mapped[int | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    summary: Mapped[str | None] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(Text)
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[str] = mapped_column(String(50))
    started_at: Mapped[str | None] = mapped_column(String(50))
    completed_at: Mapped[str | None] = mapped_column(String(50))
    push: Mapped[str | None] = mapped_column(Text)  # JSON: where it was pushed to, and how that went

    __table_args__ = (
        UniqueConstraint("export_id"),
        CheckConstraint("status IN ('queued', 'running', 'completed', 'failed', 'cancelled')", name="status"),
        Index("ix_exports_status", "status", "id"),
        {"sqlite_autoincrement": True},
    )


class Preset(Model):
    """A saved order for the next batch: `body` is the JSON object that a start takes, with what was given alone.

    `name_key` is the name without regard to case, in any script: by it names are unique and sorted.
    """

    __tablename__ = "presets"

    id: Mapped[int] = mapped_column(primary_key=True)
    preset_id: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(String(300))  # case folding may triple a letter
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[str] = mapped_column(String(50))
    updated_at: Mapped[str] = mapped_column(String(50))

    __table_args__ = (UniqueConstraint("preset_id"), UniqueConstraint("name_key"), {"sqlite_autoincrement": True})
