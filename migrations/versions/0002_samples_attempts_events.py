"""Named constraints, the queue's columns, and the tables of samples, attempts and events."""

import sqlalchemy as sa
from alembic import op

from models import NAMING

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ADOPTED = '[{"time": null, "kind": "adopted", "message": "Was running when an older version ended.", "attempt": null}]'


def upgrade() -> None:
    _adopt_statuses()
    _name_the_unique_id()
    _add_columns()
    op.create_index(
        "uq_batch_history_one_running",
        "batch_history",
        ["status"],
        unique=True,
        sqlite_where=sa.text("status = 'running'"),
    )
    op.create_index("ix_batch_history_status_rank", "batch_history", ["status", "rank"])
    op.create_index("ix_batch_history_model", "batch_history", ["model"])
    _create_samples()
    _create_attempts()
    _create_events()


def _adopt_statuses() -> None:
    """Nothing can be running before this start, and the seeds' words for two endings become ours."""
    op.execute("UPDATE batch_history SET status = 'completed' WHERE status = 'done'")
    op.execute("UPDATE batch_history SET status = 'failed' WHERE status = 'error'")
    op.execute(
        sa.text("UPDATE batch_history SET errors = :note WHERE status = 'running' AND errors = '[]'").bindparams(
            note=ADOPTED
        )
    )
    op.execute(
        "UPDATE batch_history SET status = 'stopped'"
        " WHERE status IS NULL OR status NOT IN ('completed', 'stopped', 'failed')"
    )


def _name_the_unique_id() -> None:
    """The seed's UNIQUE has no name, and Alembic cannot alter what has none."""
    unique = sa.inspect(op.get_bind()).get_unique_constraints("batch_history")
    name = "uq_batch_history_batch_id"
    with op.batch_alter_table("batch_history", recreate="always", naming_convention=NAMING) as table:
        if any(constraint["column_names"] == ["batch_id"] for constraint in unique):
            table.drop_constraint(name, type_="unique")
        table.create_unique_constraint(name, ["batch_id"])


def _add_columns() -> None:
    zero = sa.text("0")
    for column in (
        sa.Column("provider", sa.String(50)),
        sa.Column("template", sa.String(100)),
        sa.Column("temperature", sa.Double()),
        sa.Column("seed", sa.Integer()),
        sa.Column("created_at", sa.String(50)),
        sa.Column("rank", sa.Integer(), nullable=False, server_default=zero),
        sa.Column("stop_requested", sa.Boolean(), nullable=False, server_default=zero),
        sa.Column("end_reason", sa.Text()),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default=zero),
        sa.Column("rejected_count", sa.Integer(), nullable=False, server_default=zero),
        sa.Column("failed_count", sa.Integer(), nullable=False, server_default=zero),
        sa.Column("cost_usd", sa.Double()),
        sa.Column("checkpointed_count", sa.Integer(), nullable=False, server_default=zero),
        sa.Column("demo", sa.Boolean(), nullable=False, server_default=zero),
    ):
        op.add_column("batch_history", column)


def _create_samples() -> None:
    op.create_table(
        "samples",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.String(40), nullable=False),
        sa.Column("batch_pk", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(200), nullable=False),
        sa.Column("difficulty", sa.String(50), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("provider", sa.String(50), nullable=False),
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("model_sha256", sa.String(64)),
        sa.Column("prompt_hash", sa.String(64), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("prompt_tokens", sa.Integer(), nullable=False),
        sa.Column("completion_tokens", sa.Integer(), nullable=False),
        sa.Column("cost_usd", sa.Double()),
        sa.Column("latency_ms", sa.Integer(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(50), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_samples"),
        sa.ForeignKeyConstraint(
            ["batch_pk"], ["batch_history.id"], name="fk_samples_batch_pk_batch_history", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("sample_id", name="uq_samples_sample_id"),
        sa.UniqueConstraint("batch_pk", "slot", name="uq_samples_batch_pk_slot"),
        sa.UniqueConstraint("batch_pk", "ordinal", name="uq_samples_batch_pk_ordinal"),
        sa.UniqueConstraint("batch_pk", "content_hash", name="uq_samples_batch_pk_content_hash"),
    )


def _create_attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_pk", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(50), nullable=False),
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("started_at", sa.Double(), nullable=False),
        sa.Column("latency_ms", sa.Integer(), nullable=False),
        sa.Column("prompt_tokens", sa.Integer(), nullable=False),
        sa.Column("completion_tokens", sa.Integer(), nullable=False),
        sa.Column("cached_tokens", sa.Integer(), nullable=False),
        sa.Column("cost_usd", sa.Double()),
        sa.Column("fate", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(40)),
        sa.Column("message", sa.String(400)),
        sa.Column("http_status", sa.Integer()),
        sa.Column("prompt_hash", sa.String(64), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
        sa.ForeignKeyConstraint(
            ["batch_pk"], ["batch_history.id"], name="fk_attempts_batch_pk_batch_history", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("batch_pk", "number", name="uq_attempts_batch_pk_number"),
        sa.CheckConstraint("fate IN ('kept', 'rejected', 'failed', 'cancelled')", name="ck_attempts_fate"),
    )
    op.create_index("ix_attempts_provider_model_started_at", "attempts", ["provider", "model", "started_at"])


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_pk", sa.Integer()),
        sa.Column("at", sa.String(50), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sa.ForeignKeyConstraint(
            ["batch_pk"], ["batch_history.id"], name="fk_events_batch_pk_batch_history", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_events_batch_pk", "events", ["batch_pk"])


def downgrade() -> None:
    raise NotImplementedError("restore the dated backup instead")
