"""Run slots instead of one running row, priorities, pauses, the current batch, keys of get-or-create, and items."""

import sqlalchemy as sa
from alembic import op

from models import NAMING

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("uq_batch_history_one_running", "batch_history")
    op.drop_index("ix_batch_history_status_rank", "batch_history")
    _add_columns()
    op.execute("UPDATE batch_history SET run_slot = 0 WHERE status = 'running'")
    _add_rules()
    _create_items()
    _give_every_batch_one_item()
    _tie_to_items()


def _add_columns() -> None:
    zero = sa.text("0")
    for column in (
        sa.Column("name", sa.String(200)),
        sa.Column("notes", sa.Text()),
        sa.Column("drive", sa.String(10), nullable=False, server_default=sa.text("'worker'")),
        sa.Column("priority", sa.Integer(), nullable=False, server_default=zero),
        sa.Column("run_slot", sa.Integer()),
        sa.Column("is_current", sa.Boolean(), nullable=False, server_default=zero),
        sa.Column("pause_requested", sa.Boolean(), nullable=False, server_default=zero),
        sa.Column("pause_cause", sa.String(20)),
        sa.Column("pause_reason", sa.Text()),
        sa.Column("completed_with_errors", sa.Boolean(), nullable=False, server_default=zero),
        sa.Column("plan_version", sa.Integer(), nullable=False, server_default=zero),
        sa.Column("rate_per_minute", sa.Double()),
        sa.Column("batch_date", sa.String(10)),
        sa.Column("batch_number", sa.Integer()),
        sa.Column("idempotency_key", sa.String(200)),
        sa.Column("request_hash", sa.String(64)),
    ):
        op.add_column("batch_history", column)


def _add_rules() -> None:
    with op.batch_alter_table(
        "batch_history", recreate="always", naming_convention=NAMING, table_kwargs={"sqlite_autoincrement": True}
    ) as table:
        table.create_unique_constraint("uq_batch_history_run_slot", ["run_slot"])
        table.create_unique_constraint("uq_batch_history_batch_date_batch_number", ["batch_date", "batch_number"])
        table.create_unique_constraint("uq_batch_history_idempotency_key", ["idempotency_key"])
        table.create_check_constraint("run_slot", "(run_slot IS NOT NULL) = (status = 'running' AND drive = 'worker')")
    op.create_index(
        "uq_batch_history_current", "batch_history", ["is_current"], unique=True, sqlite_where=sa.text("is_current = 1")
    )
    op.create_index("ix_batch_history_queue", "batch_history", ["status", "drive", "rank"])
    op.create_index("ix_batch_history_status", "batch_history", ["status"])
    op.create_index(
        "ix_batch_history_rate", "batch_history", ["provider", "model"], sqlite_where=sa.text("rate_per_minute > 0")
    )


def _create_items() -> None:
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_pk", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200)),
        sa.Column("topic", sa.String(200)),
        sa.Column("difficulty", sa.String(50)),
        sa.Column("template", sa.String(100)),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("target_count", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("end_reason", sa.Text()),
        sa.Column("accepted_count", sa.Integer(), nullable=False),
        sa.Column("rejected_count", sa.Integer(), nullable=False),
        sa.Column("failed_count", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("total_tokens", sa.Integer(), nullable=False),
        sa.Column("drawn_before", sa.Integer(), nullable=False),
        sa.Column("errors", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.ForeignKeyConstraint(
            ["batch_pk"], ["batch_history.id"], name="fk_items_batch_pk_batch_history", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("batch_pk", "number", name="uq_items_batch_pk_number"),
        sa.CheckConstraint("status IN ('pending', 'completed', 'failed')", name="ck_items_status"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_items_batch_pk_status", "items", ["batch_pk", "status"])


def _give_every_batch_one_item() -> None:
    """What a batch was until now is its only item."""
    op.execute(
        "INSERT INTO items (batch_pk, number, topic, difficulty, template, parameters, seed, target_count, status,"
        " end_reason, accepted_count, rejected_count, failed_count, attempts, total_tokens, drawn_before, errors)"
        " SELECT id, 1, topic_filter, difficulty_filter, template, '{}', coalesce(seed, 0), coalesce(target_count, 0),"
        " CASE WHEN status IN ('completed', 'failed') THEN status ELSE 'pending' END,"
        " CASE WHEN status = 'failed' THEN end_reason END, coalesce(samples_generated, 0), rejected_count,"
        " failed_count, attempts, coalesce(total_tokens, 0), 0, coalesce(errors, '[]') FROM batch_history"
    )


def _tie_to_items() -> None:
    for name in ("samples", "attempts"):
        op.add_column(name, sa.Column("item_pk", sa.Integer()))
        op.execute(f"UPDATE {name} SET item_pk = (SELECT id FROM items WHERE items.batch_pk = {name}.batch_pk)")
    with op.batch_alter_table("samples", recreate="always", naming_convention=NAMING) as table:
        table.alter_column("item_pk", existing_type=sa.Integer(), nullable=False)
        table.drop_constraint("uq_samples_batch_pk_slot", type_="unique")
        table.create_unique_constraint("uq_samples_item_pk_slot", ["item_pk", "slot"])
        table.create_foreign_key("fk_samples_item_pk_items", "items", ["item_pk"], ["id"], ondelete="CASCADE")
    with op.batch_alter_table("attempts", recreate="always", naming_convention=NAMING) as table:
        table.alter_column("item_pk", existing_type=sa.Integer(), nullable=False)
        table.create_foreign_key("fk_attempts_item_pk_items", "items", ["item_pk"], ["id"], ondelete="CASCADE")
    op.create_index("ix_attempts_item_pk", "attempts", ["item_pk"])


def downgrade() -> None:
    raise NotImplementedError("restore the dated backup instead")
