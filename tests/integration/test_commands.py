"""The commands of api_server.py, as processes of their own: settings, migrate, rebuild."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from api_server import main
from gristmill.errors import ConfigError, GristmillError
from gristmill.lifecycle import BatchStatus
from gristmill.parquet import batch_dir, segment_rows
from gristmill.services import Services
from gristmill.stores import batches
from models import BatchHistory
from tests.makers import add_batch, claim, kept, store

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("api_server.py", "batch_worker.py", "models.py", "gristmill", "migrations")
KEY = "gsk_0123456789abcdef0123"


def run(*arguments: str, settings: Mapping[str, str], project: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run one command with these settings and none of the caller's."""
    command = [sys.executable, str(project / "api_server.py"), *arguments]
    return subprocess.run(
        command, env={**os.environ, **settings}, cwd=project, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The product's files alone, so that a test may write a `.env` beside them."""
    copy = tmp_path / "checkout"
    copy.mkdir()
    for name in PRODUCT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy / name)
    return copy


def test_settings_show_value_and_source_and_mask_secrets(checkout: Path) -> None:
    (checkout / ".env").write_text(f"GROQ_API_KEY={KEY}\nGRISTMILL_PORT=6001\nGRISTMILL_THREADS=64\n")
    shown = run("settings", project=checkout, settings={"GRISTMILL_THREADS": "32", "GRISTMILL_API_TOKEN": "t" * 20})
    assert shown.returncode == 0, shown.stderr
    assert KEY not in shown.stdout
    assert "t" * 20 not in shown.stdout
    rows = {line.split()[0]: " ".join(line.split()) for line in shown.stdout.splitlines()}
    assert rows["GROQ_API_KEY"].startswith("GROQ_API_KEY **** (.env)")
    assert rows["GRISTMILL_API_TOKEN"].startswith("GRISTMILL_API_TOKEN **** (environment)")
    assert rows["GRISTMILL_PORT"].startswith("GRISTMILL_PORT 6001 (.env)")
    assert rows["GRISTMILL_THREADS"].startswith("GRISTMILL_THREADS 32 (environment)")
    assert rows["GRISTMILL_HOST"].startswith("GRISTMILL_HOST 127.0.0.1 (default)")
    assert rows["GRISTMILL_MODEL"].startswith("GRISTMILL_MODEL - (default)")


def test_start_is_refused_with_one_sentence_when_others_could_reach_it_without_a_token() -> None:
    refused = run(settings={"GRISTMILL_HOST": "0.0.0.0"})
    assert refused.returncode == 2
    assert refused.stderr.startswith("GRISTMILL_HOST is 0.0.0.0, which other machines can reach: set GRISTMILL_API_TOK")
    assert refused.stderr.count("\n") == 1
    assert refused.stdout == ""


def test_migrate_adopts_a_database_and_names_the_backup(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE batch_history (id INTEGER PRIMARY KEY, batch_id VARCHAR(100) UNIQUE)")
        connection.execute("INSERT INTO batch_history (batch_id) VALUES ('2025-10-08T09:30:00')")
    settings = {"GRISTMILL_DATABASE_URL": f"sqlite:///{path}", "GRISTMILL_DATA_DIR": str(tmp_path / "data")}
    done = run("migrate", settings=settings)
    (backup,) = (tmp_path / "data" / "backups").iterdir()
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"The database {path} is up to date. Backup: {backup}\n"


def test_rebuild_writes_lost_files_anew_but_not_those_of_the_running_batch(services: Services) -> None:
    done, running = add_batch(services, target_count=12), add_batch(services)
    store(services, done, *(kept(slot) for slot in range(12)))
    claim(services)
    with services.database.write() as session:
        batches.end(session, services.log, batches.find(session, done.batch_id), BatchStatus.COMPLETED, reason=None)
    claim(services)
    store(services, running, kept(0))
    settings, data = services.settings, services.settings.data_dir
    named = {"GRISTMILL_DATABASE_URL": settings.sqlalchemy_url, "GRISTMILL_DATA_DIR": str(data)}
    assert services.worker_lock.acquire()  # as the worker that runs the second batch does
    rebuilt = run("rebuild", settings=named)
    services.worker_lock.release()
    folder = batch_dir(data, done.batch_id)
    left_alone = f"{running.batch_id}: left alone, because it is running and its worker keeps its files."
    assert rebuilt.stdout.splitlines() == [left_alone, f"{done.batch_id}: 12 samples in 1 segments at {folder}"]
    assert segment_rows(folder) == {0: 12}
    assert not batch_dir(data, running.batch_id).exists()


def refusal(monkeypatch: pytest.MonkeyPatch, services: Services, *arguments: str) -> str:
    """Run a command in this process and give the sentence it is refused with."""
    monkeypatch.setenv("GRISTMILL_DATABASE_URL", services.settings.sqlalchemy_url)
    monkeypatch.setenv("GRISTMILL_DATA_DIR", str(services.settings.data_dir))
    result = CliRunner().invoke(main, list(arguments))
    assert isinstance(result.exception, GristmillError), result.exception
    return str(result.exception)


def test_rebuild_is_refused_when_the_batch_is_unknown(monkeypatch: pytest.MonkeyPatch, services: Services) -> None:
    assert refusal(monkeypatch, services, "rebuild", "batch_1_0") == "There is no batch 'batch_1_0'."


def test_rebuild_is_refused_when_the_batch_has_no_samples_of_ours(
    monkeypatch: pytest.MonkeyPatch, services: Services
) -> None:
    with services.database.write() as session:
        session.add(BatchHistory(batch_id="2025-10-08T09:30:00", status="completed", samples_generated=10))
    assert "comes from an older version" in refusal(monkeypatch, services, "rebuild", "2025-10-08T09:30:00")


def test_rebuild_is_refused_when_the_file_is_no_database(
    monkeypatch: pytest.MonkeyPatch, services: Services, tmp_path: Path
) -> None:
    monkeypatch.setenv("GRISTMILL_DATABASE_URL", f"sqlite:///{tmp_path}/letter.db")
    (tmp_path / "letter.db").write_text("Dear aunt, " * 500)
    result = CliRunner().invoke(main, ["rebuild"])
    assert isinstance(result.exception, ConfigError)


def test_nothing_is_rebuilt_when_there_is_no_database_yet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GRISTMILL_DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    monkeypatch.setenv("GRISTMILL_DATA_DIR", str(tmp_path / "data"))
    result = CliRunner().invoke(main, ["rebuild"])
    assert (result.exit_code, "segments at" in result.output) == (0, False)
