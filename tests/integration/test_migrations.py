"""Databases of every age are brought up to date: nothing is lost, a dated copy is made, and models and schema agree."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Table

from gristmill.db import open_database
from gristmill.errors import ConfigError
from gristmill.migrate import bring_up_to_date, is_current
from gristmill.settings import Settings
from models import db

SEED_TABLE = """
CREATE TABLE batch_history (
    id INTEGER NOT NULL,
    batch_id VARCHAR(100),
    started_at VARCHAR(50),
    completed_at VARCHAR(50),
    model VARCHAR(100),
    topic_filter VARCHAR(200),
    difficulty_filter VARCHAR(50),
    reasoning_instruction TEXT,
    target_count INTEGER,
    samples_generated INTEGER,
    total_tokens INTEGER,
    status VARCHAR(20),
    errors TEXT,
    PRIMARY KEY (id),
    UNIQUE (batch_id)
)
"""
OLDER_TABLE = SEED_TABLE.replace("    batch_id VARCHAR(100),\n", "").replace(",\n    UNIQUE (batch_id)", "")
SEED_COLUMNS = re.findall(r"^    ([a-z_]+) ", SEED_TABLE, re.MULTILINE)
ISO_ID = "2025-10-08T09:30:00.123456"
NEW_ID = "batch_1728556800_a1b2c3d4"
MODEL = "llama-3.3-70b-versatile"
ONE_ERROR = '[{"error": "Rate limit", "time": "2025-10-08T09:31:00"}]'


def row(pk: int, batch_id: str | None, status: str | None, **more: Any) -> dict[str, Any]:
    known = {"started_at": f"2025-10-0{pk}T09:30:00", "model": MODEL, "target_count": 100, "samples_generated": 40}
    return {"id": pk, "batch_id": batch_id, "status": status, "total_tokens": 9000, "errors": "[]", **known, **more}


SEED_ROWS = [
    row(1, ISO_ID, "completed", completed_at="2025-10-01T10:30:00", topic_filter="Company Law - Directors Duties"),
    row(2, NEW_ID, "stopped", difficulty_filter="advanced", reasoning_instruction="Include step-by-step analysis"),
    row(3, "2025-10-09T09:30:00", "running", errors=ONE_ERROR),
    row(4, "2025-10-10T09:30:00", "running"),
    row(5, "batch_1728556805_a1b2c3d4", "done", target_count=None, samples_generated=None, total_tokens=None),
    row(6, "batch_1728556806_a1b2c3d4", "error", errors=None),
    row(7, "batch_1728556807_a1b2c3d4", None, errors="Rate limit hit"),
    row(8, "batch_1728556808_a1b2c3d4", "completed", errors='{"error": "Rate limit hit"}'),
    row(9, "batch_1728556809_a1b2c3d4", "completed", errors="null"),
]


def write(path: Path, table: str, rows: Sequence[dict[str, Any]]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(table)
        for one in rows:
            names, places = ", ".join(one), ", ".join("?" * len(one))
            connection.execute(f"INSERT INTO batch_history ({names}) VALUES ({places})", list(one.values()))


def read(path: Path, query: str = "SELECT * FROM batch_history ORDER BY id") -> list[dict[str, Any]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(found) for found in connection.execute(query)]


def migrate(settings: Settings) -> Path | None:
    database = open_database(settings.sqlalchemy_url)
    try:
        backup = bring_up_to_date(database, settings)
        assert is_current(database)
        return backup
    finally:
        database.close()


def _never_reuses_keys(table: Table) -> bool:
    """Say whether the models ask for keys that are never used again, which comparing the schemas does not look at."""
    return bool(table.dialect_options["sqlite"]["autoincrement"])


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out the tables of the full-text index, which no model describes."""
    return kind != "table" or not (name or "").startswith("samples_fts")


def differences(settings: Settings) -> list[Any]:
    database = open_database(settings.sqlalchemy_url)
    try:
        with database.engine.connect() as connection:
            options = {"compare_type": True, "compare_server_default": True, "include_name": _is_ours}
            context = MigrationContext.configure(connection, opts=options)
            return list(compare_metadata(context, db.metadata))
    finally:
        database.close()


@pytest.fixture
def seed(settings: Settings) -> Path:
    """A database as the first version made it, with every kind of row it could hold."""
    write(settings.database_path, SEED_TABLE, SEED_ROWS)
    return settings.database_path


@pytest.fixture
def older(settings: Settings) -> Path:
    """A database from before `batch_id`; two of its batches started in the same second, one never did."""
    starts = ["2025-10-01T09:30:00", "2025-10-02T09:30:00", "2025-10-02T09:30:00", None]
    rows = [row(pk, None, "completed", started_at=start) for pk, start in enumerate(starts, start=1)]
    for one in rows:
        del one["batch_id"]
    write(settings.database_path, OLDER_TABLE, rows)
    return settings.database_path


def test_models_and_schema_agree_when_the_database_is_new(settings: Settings) -> None:
    assert migrate(settings) is None
    assert differences(settings) == []


def test_models_and_schema_agree_when_the_database_was_the_seeds(seed: Path, settings: Settings) -> None:
    migrate(settings)
    assert differences(settings) == []


def test_models_and_schema_agree_when_the_database_was_older(older: Path, settings: Settings) -> None:
    migrate(settings)
    assert differences(settings) == []


def test_nothing_is_backed_up_when_the_file_is_empty(settings: Settings) -> None:
    settings.database_path.touch()
    assert migrate(settings) is None
    assert read(settings.database_path) == []


def test_every_row_keeps_its_seed_columns_when_adopted(seed: Path, settings: Settings) -> None:
    migrate(settings)
    untouched = [name for name in SEED_COLUMNS if name not in ("status", "errors")]
    before = [{name: one.get(name) for name in untouched} for one in SEED_ROWS]
    for name in ("target_count", "samples_generated", "total_tokens"):
        before[4][name] = 0
    assert [{name: one[name] for name in untouched} for one in read(seed)] == before


def test_statuses_become_ours_when_adopted(seed: Path, settings: Settings) -> None:
    migrate(settings)
    statuses = [one["status"] for one in read(seed)]
    assert statuses == [
        "completed",
        "stopped",
        "stopped",
        "stopped",
        "completed",
        "failed",
        "stopped",
        "completed",
        "completed",
    ]


def test_errors_are_always_json_when_adopted(seed: Path, settings: Settings) -> None:
    migrate(settings)
    errors = [json.loads(one["errors"]) for one in read(seed)]
    assert errors[2] == json.loads(ONE_ERROR)
    assert errors[3][0]["kind"] == "adopted"
    assert errors[4:6] == [[], []]
    assert errors[6] == [{"time": None, "kind": "adopted", "message": "Rate limit hit", "attempt": None}]
    assert errors[7][0]["message"] == '{"error": "Rate limit hit"}'
    assert errors[8] == []


def test_backup_is_dated_and_whole_when_the_database_had_tables(seed: Path, settings: Settings) -> None:
    backup = migrate(settings)
    assert backup is not None
    assert backup.parent == settings.data_dir / "backups"
    assert re.fullmatch(r"batches-\d{8}T\d{12}\.db", backup.name)
    names = ", ".join(SEED_COLUMNS)
    before = [{name: one.get(name) for name in SEED_COLUMNS} for one in SEED_ROWS]
    assert read(backup, f"SELECT {names} FROM batch_history ORDER BY id") == before


def test_nothing_changes_when_migrated_again(seed: Path, settings: Settings) -> None:
    migrate(settings)
    once = read(seed)
    assert migrate(settings) is None
    assert read(seed) == once
    assert len(list((settings.data_dir / "backups").iterdir())) == 1


def test_start_time_becomes_the_id_when_there_was_none(older: Path, settings: Settings) -> None:
    migrate(settings)
    ids = [one["batch_id"] for one in read(older)]
    assert ids == ["2025-10-01T09:30:00", "batch_legacy_2", "batch_legacy_3", "batch_legacy_4"]


def test_foreign_columns_and_tables_are_kept_when_adopted(settings: Settings) -> None:
    path = settings.database_path
    write(path, SEED_TABLE.replace("errors TEXT", "errors TEXT, owner TEXT"), [row(1, NEW_ID, "done", owner="Ann")])
    write(path, "CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine');", [])
    migrate(settings)
    assert read(path)[0]["owner"] == "Ann"
    assert read(path, "SELECT text FROM notes") == [{"text": "mine"}]


def test_second_batch_with_an_id_is_refused_when_adopted(seed: Path, settings: Settings) -> None:
    migrate(settings)
    with pytest.raises(sqlite3.IntegrityError):
        write(seed, "", [row(99, NEW_ID, "completed")])
    with pytest.raises(sqlite3.IntegrityError):
        write(seed, "", [row(98, "a", "running"), row(99, "b", "running")])


def test_start_is_refused_with_a_sentence_when_the_file_is_no_database(settings: Settings) -> None:
    settings.database_path.write_bytes(b"This is a letter to my aunt. " * 200)
    with pytest.raises(ConfigError, match=r"^The database .*batches\.db cannot be used: file is not a database\.$"):
        migrate(settings)
    assert settings.database_path.read_bytes().startswith(b"This is a letter")


def test_start_is_refused_with_a_sentence_when_the_database_is_newer(settings: Settings) -> None:
    migrate(settings)
    with closing(sqlite3.connect(settings.database_path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ConfigError, match="newer version"):
        migrate(settings)
    assert not (settings.data_dir / "backups").exists()


def test_start_is_refused_with_a_sentence_when_the_path_is_a_folder(settings: Settings) -> None:
    settings.database_path.mkdir()
    with pytest.raises(ConfigError, match="cannot be used"):
        migrate(settings)


def test_start_is_refused_with_a_sentence_when_the_folder_cannot_be_made(make_settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="cannot be used"):
        migrate(make_settings(database_url=f"sqlite:///{tmp_path}/file/batches.db"))


def test_old_database_is_untouched_when_its_migration_fails(settings: Settings) -> None:
    path = settings.database_path
    duplicates = [row(1, NEW_ID, "completed"), row(2, NEW_ID, "completed")]
    write(path, SEED_TABLE.replace(",\n    UNIQUE (batch_id)", ""), duplicates)
    before = read(path)
    with pytest.raises(ConfigError, match="cannot be used"):
        migrate(settings)
    assert read(path) == before
    assert len(list((settings.data_dir / "backups").iterdir())) == 1


@pytest.mark.parametrize(
    "table", sorted(table.name for table in db.metadata.tables.values() if _never_reuses_keys(table))
)
def test_keys_are_never_given_twice_after_the_last_migration(seed: Path, settings: Settings, table: str) -> None:
    migrate(settings)
    with closing(sqlite3.connect(seed)) as connection:
        (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    assert "AUTOINCREMENT" in sql
