"""Templates, sources, reviews, versions, rejected candidates, raw responses, full-text search, enrichment, exports."""

import sqlalchemy as sa
from alembic import op

from models import NAMING

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FIRST_TEMPLATE = "Legal Q&A"  # the only one that there was, in its first version

# What is searched: every text of a sample's content, in the order of its fields.
_TEXTS = "(SELECT group_concat(atom, char(10)) FROM json_tree({row}.content) WHERE type = 'text')"
_SEARCH = (
    # Without a copy of the texts: rows are found by it and read from `samples`.
    "CREATE VIRTUAL TABLE samples_fts USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2')",
    f"INSERT INTO samples_fts(rowid, text) SELECT samples.id, {_TEXTS.format(row='samples')} FROM samples",
    "CREATE TRIGGER samples_fts_added AFTER INSERT ON samples BEGIN"
    f" INSERT INTO samples_fts(rowid, text) VALUES (new.id, {_TEXTS.format(row='new')}); END",
    "CREATE TRIGGER samples_fts_removed AFTER DELETE ON samples BEGIN"
    f" INSERT INTO samples_fts(samples_fts, rowid, text) VALUES ('delete', old.id, {_TEXTS.format(row='old')}); END",
    "CREATE TRIGGER samples_fts_changed AFTER UPDATE OF content ON samples BEGIN"
    f" INSERT INTO samples_fts(samples_fts, rowid, text) VALUES ('delete', old.id, {_TEXTS.format(row='old')});"
    f" INSERT INTO samples_fts(rowid, text) VALUES (new.id, {_TEXTS.format(row='new')}); END",
)


def upgrade() -> None:
    _extend_batches()
    _extend_items()
    _extend_samples()
    _extend_attempts()
    _create_what_hangs_on_samples()
    _create_templates_and_sources()
    _create_enrichments_and_exports()
    for statement in _SEARCH:
        op.execute(statement)


def _extend_batches() -> None:
    zero, empty = sa.text("0"), sa.text("'{}'")
    for column in (
        sa.Column("kind", sa.String(12), nullable=False, server_default=sa.text("'generation'")),
        sa.Column("template_version", sa.Integer()),
        sa.Column("parameters", sa.Text(), nullable=False, server_default=empty),
        sa.Column("judge", sa.Text()),
        sa.Column("enrichment", sa.Text()),
        sa.Column("enrich_after", sa.Text()),
        sa.Column("parent_pk", sa.Integer()),
        sa.Column("reason_counts", sa.Text(), nullable=False, server_default=empty),
        sa.Column("price", sa.Text()),
        sa.Column("cached_tokens", sa.Integer(), nullable=False, server_default=zero),
        sa.Column("judge_tokens", sa.Integer(), nullable=False, server_default=zero),
        sa.Column("judge_cost_usd", sa.Double()),
    ):
        op.add_column("batch_history", column)
    op.execute(f"UPDATE batch_history SET template_version = 1 WHERE template = '{FIRST_TEMPLATE}'")
    with op.batch_alter_table(
        "batch_history", naming_convention=NAMING, table_kwargs={"sqlite_autoincrement": True}
    ) as table:
        table.create_foreign_key(
            "fk_batch_history_parent_pk_batch_history", "batch_history", ["parent_pk"], ["id"], ondelete="SET NULL"
        )
    op.create_index("ix_batch_history_parent_pk", "batch_history", ["parent_pk"])


def _extend_items() -> None:
    op.add_column("items", sa.Column("template_version", sa.Integer(), nullable=False, server_default=sa.text("1")))
    op.add_column("items", sa.Column("cost_usd", sa.Double()))
    op.create_index("ix_items_template", "items", ["template"])


def _extend_samples() -> None:
    zero, one, none = sa.text("0"), sa.text("1"), sa.text("''")
    for column in (
        sa.Column("template", sa.String(100), nullable=False, server_default=none),
        sa.Column("template_version", sa.Integer(), nullable=False, server_default=one),
        sa.Column("source_ref", sa.String(60)),
        sa.Column("cached_tokens", sa.Integer(), nullable=False, server_default=zero),
        sa.Column("judge_tokens", sa.Integer(), nullable=False, server_default=zero),
        sa.Column("judge_cost_usd", sa.Double()),
        sa.Column("score", sa.Double()),
        sa.Column("scores", sa.Text()),
        sa.Column("findings", sa.Text(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("signature", sa.LargeBinary()),
        sa.Column("revision", sa.Integer(), nullable=False, server_default=one),
        sa.Column("version", sa.Integer(), nullable=False, server_default=one),
        sa.Column("origin", sa.String(12), nullable=False, server_default=sa.text("'generated'")),
        sa.Column("edited_at", sa.String(50)),
        sa.Column("edited_by", sa.String(100)),
        sa.Column("review", sa.String(10), nullable=False, server_default=sa.text("'pending'")),
        sa.Column("review_reason", sa.String(200)),
        sa.Column("reviewed_at", sa.String(50)),
        sa.Column("reviewed_by", sa.String(100)),
    ):
        op.add_column("samples", column)
    op.execute(
        "UPDATE samples SET template = (SELECT coalesce(items.template, '') FROM items WHERE items.id = item_pk)"
    )
    with op.batch_alter_table(
        "samples", naming_convention=NAMING, table_kwargs={"sqlite_autoincrement": True}
    ) as table:
        table.create_check_constraint("review", "review IN ('pending', 'approved', 'rejected')")
    listed = ["id", "review", "difficulty", "template", "demo", "origin", "score", "batch_pk", "topic"]
    op.create_index("ix_samples_listed", "samples", listed)
    op.create_index("ix_samples_topic", "samples", ["topic"])
    op.create_index("ix_samples_score", "samples", ["score"])
    op.create_index("ix_samples_touched", "samples", ["origin"], sqlite_where=sa.text("origin <> 'generated'"))
    op.create_index(
        "ix_samples_refused",
        "samples",
        ["template", "template_version", "review_reason"],
        sqlite_where=sa.text("review = 'rejected'"),
    )


def _extend_attempts() -> None:
    op.add_column("attempts", sa.Column("purpose", sa.String(10), nullable=False, server_default=sa.text("'generate'")))
    with op.batch_alter_table("attempts", naming_convention=NAMING) as table:
        table.drop_constraint("ck_attempts_fate", type_="check")
        table.create_check_constraint("fate", "fate IN ('kept', 'rejected', 'failed', 'cancelled', 'judged')")


def _belongs_to(table: str, parent: str, column: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{parent}"
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name, ondelete="CASCADE")


def _create_what_hangs_on_samples() -> None:
    op.create_table(
        "sample_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample_pk", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(12), nullable=False),
        sa.Column("edited_at", sa.String(50)),
        sa.Column("edited_by", sa.String(100)),
        sa.PrimaryKeyConstraint("id", name="pk_sample_versions"),
        _belongs_to("sample_versions", "samples", "sample_pk"),
        sa.UniqueConstraint("sample_pk", "version", name="uq_sample_versions_sample_pk_version"),
    )
    op.create_table(
        "rejections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_pk", sa.Integer(), nullable=False),
        sa.Column("item_pk", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(200), nullable=False),
        sa.Column("difficulty", sa.String(50), nullable=False),
        sa.Column("template", sa.String(100), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text()),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("score", sa.Double()),
        sa.Column("scores", sa.Text()),
        sa.Column("created_at", sa.String(50), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rejections"),
        _belongs_to("rejections", "batch_history", "batch_pk"),
        _belongs_to("rejections", "items", "item_pk"),
        sa.UniqueConstraint("batch_pk", "attempt", name="uq_rejections_batch_pk_attempt"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rejections_item_pk", "rejections", ["item_pk"])
    op.create_table(
        "responses",
        sa.Column("batch_pk", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("raw_bytes", sa.Integer(), nullable=False),
        sa.Column("truncated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("batch_pk", "attempt", name="pk_responses"),
        _belongs_to("responses", "batch_history", "batch_pk"),
    )
    op.create_table(
        "stale_segments",
        sa.Column("batch_pk", sa.Integer(), nullable=False),
        sa.Column("segment", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("batch_pk", "segment", name="pk_stale_segments"),
        _belongs_to("stale_segments", "batch_history", "batch_pk"),
    )


def _create_templates_and_sources() -> None:
    op.create_table(
        "templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.String(100), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("built_in", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(50), nullable=False),
        sa.Column("updated_at", sa.String(50), nullable=False),
        sa.Column("deleted_at", sa.String(50)),
        sa.PrimaryKeyConstraint("id", name="pk_templates"),
        sa.UniqueConstraint("template_id", name="uq_templates_template_id"),
        sa.UniqueConstraint("name", name="uq_templates_name"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "template_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template_pk", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.String(64), nullable=False),
        sa.Column("built_in", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(50), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_template_versions"),
        _belongs_to("template_versions", "templates", "template_pk"),
        sa.UniqueConstraint("template_pk", "version", name="uq_template_versions_template_pk_version"),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("media", sa.String(10), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("options", sa.Text(), nullable=False, server_default=sa.text("'{}'")),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("chunk_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(50), nullable=False),
        sa.Column("deleted_at", sa.String(50)),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sa.UniqueConstraint("source_id", name="uq_sources_source_id"),
        sa.CheckConstraint("purpose IN ('seed', 'benchmark')", name="ck_sources_purpose"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "source_chunks",
        sa.Column("source_pk", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(300)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text()),
        sa.PrimaryKeyConstraint("source_pk", "number", name="pk_source_chunks"),
        _belongs_to("source_chunks", "sources", "source_pk"),
    )


def _create_enrichments_and_exports() -> None:
    op.create_table(
        "enrichment_targets",
        sa.Column("batch_pk", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("sample_pk", sa.Integer(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(12)),
        sa.PrimaryKeyConstraint("batch_pk", "slot", name="pk_enrichment_targets"),
        _belongs_to("enrichment_targets", "batch_history", "batch_pk"),
        _belongs_to("enrichment_targets", "samples", "sample_pk"),
    )
    op.create_index("ix_enrichment_targets_sample_pk", "enrichment_targets", ["sample_pk"])
    op.create_table(
        "exports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("export_id", sa.String(40), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("format", sa.String(20), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.Integer()),
        sa.Column("sha256", sa.String(64)),
        sa.Column("summary", sa.Text()),
        sa.Column("error", sa.Text()),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(50), nullable=False),
        sa.Column("started_at", sa.String(50)),
        sa.Column("completed_at", sa.String(50)),
        sa.Column("push", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_exports"),
        sa.UniqueConstraint("export_id", name="uq_exports_export_id"),
        sa.CheckConstraint(
            "status IN ('queued', 'running', 'completed', 'failed', 'cancelled')", name="ck_exports_status"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_exports_status", "exports", ["status", "id"])


def downgrade() -> None:
    raise NotImplementedError("restore the dated backup instead")
