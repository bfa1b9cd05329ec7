"""The seed's table, wherever we start from: nothing, the seed's `create_all()`, or an older table without batch_id.

A missing table is made, missing columns are added, and rows are kept as they are; old ids stay what they were.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SEED_COLUMNS = (  # seed 000, "Database Schema"
    ("batch_id", sa.String(100)),
    ("started_at", sa.String(50)),
    ("completed_at", sa.String(50)),
    ("model", sa.String(100)),
    ("topic_filter", sa.String(200)),
    ("difficulty_filter", sa.String(50)),
    ("reasoning_instruction", sa.Text()),
    ("target_count", sa.Integer()),
    ("samples_generated", sa.Integer()),
    ("total_tokens", sa.Integer()),
    ("status", sa.String(20)),
    ("errors", sa.Text()),
)

TEXT_AS_ERROR = "json_array(json_object('time', NULL, 'kind', 'adopted', 'message', errors, 'attempt', NULL))"


def upgrade() -> None:
    inspector = sa.inspect(op.get_bind())
    if not inspector.has_table("batch_history"):
        op.create_table(
            "batch_history",
            sa.Column("id", sa.Integer(), primary_key=True),
            *(sa.Column(name, kind) for name, kind in SEED_COLUMNS),
        )
        return
    present = {column["name"] for column in inspector.get_columns("batch_history")}
    for name, kind in SEED_COLUMNS:
        if name not in present:
            op.add_column("batch_history", sa.Column(name, kind))
    op.execute(
        # ISO timestamps were the ids once; a row without any gets its start time if no other row has that id.
        "UPDATE batch_history SET batch_id = CASE"
        " WHEN started_at IS NOT NULL AND (SELECT count(*) FROM batch_history other"
        " WHERE other.started_at = batch_history.started_at OR other.batch_id = batch_history.started_at) = 1"
        " THEN started_at ELSE 'batch_legacy_' || id END WHERE batch_id IS NULL OR batch_id = ''"
    )
    op.execute("UPDATE batch_history SET target_count = 0 WHERE target_count IS NULL")
    op.execute("UPDATE batch_history SET samples_generated = 0 WHERE samples_generated IS NULL")
    op.execute("UPDATE batch_history SET total_tokens = 0 WHERE total_tokens IS NULL")
    op.execute(
        # Always a JSON array: other JSON or plain text becomes the message of one error.
        "UPDATE batch_history SET errors = CASE WHEN errors IS NULL OR trim(errors) IN ('', 'null') THEN '[]'"
        " WHEN json_valid(errors) THEN CASE json_type(errors) WHEN 'array' THEN errors ELSE "
        f"{TEXT_AS_ERROR} END ELSE {TEXT_AS_ERROR} END"
    )


def downgrade() -> None:
    raise NotImplementedError("restore the dated backup instead")
