"""Health and the checks before a start: worker, database, port, disk."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from gristmill import __version__
from gristmill.errors import ConfigError
from gristmill.lock import WorkerLock
from gristmill.server import check_port, check_space
from gristmill.services import Services
from tests.conftest import MakeApp, MakeSettings
from tests.makers import add_batch, claim


def health(client: FlaskClient) -> Any:
    answer = client.get("/api/health")
    assert answer.status_code == 200
    return answer.json


@pytest.fixture
def taken_port() -> Iterator[int]:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_health_is_degraded_when_no_worker_is_there(client: FlaskClient) -> None:
    assert health(client) == {
        "success": True,
        "status": "degraded",
        "version": __version__,
        "worker": "absent",
        "database": "ok",
        "storage": "ok",
        "provider": "embedded",
    }


def test_worker_is_idle_then_running_when_it_claims_a_batch(client: FlaskClient, services: Services) -> None:
    services.board.set_worker_alive(True)
    add_batch(services)
    assert (health(client)["status"], health(client)["worker"]) == ("ok", "idle")
    claim(services)
    assert health(client)["worker"] == "running"


def test_worker_is_there_when_it_is_another_process(client: FlaskClient, services: Services) -> None:
    other = WorkerLock(services.settings.database_path)
    assert other.acquire()
    assert health(client)["worker"] == "idle"
    other.release()
    assert health(client)["worker"] == "absent"


def test_probe_leaves_the_right_to_work_free(services: Services) -> None:
    assert not services.worker_lock.is_held()
    assert services.worker_lock.acquire()
    assert services.worker_lock.is_held()
    assert not WorkerLock(services.settings.database_path).acquire()
    services.worker_lock.release()


def test_database_is_unreachable_when_its_tables_are_gone(client: FlaskClient, services: Services) -> None:
    with services.database.write() as session:
        session.execute(text("ALTER TABLE batch_history RENAME TO hidden"))
    assert (health(client)["status"], health(client)["database"]) == ("degraded", "unreachable")


def test_default_provider_is_groq_when_there_is_a_key_and_the_key_is_not_shown(make_app: MakeApp) -> None:
    client = make_app(groq_api_key="gsk_0123456789abcdef").test_client()
    assert health(client)["provider"] == "groq"
    for path in ("/", "/api/health", "/openapi/openapi.json"):
        assert "gsk_0123456789abcdef" not in client.get(path).text


def test_start_is_refused_with_a_way_out_when_the_port_is_taken(taken_port: int) -> None:
    with pytest.raises(ConfigError) as refused:
        check_port("127.0.0.1", taken_port)
    assert f"Port {taken_port} on 127.0.0.1 cannot be used" in str(refused.value)
    assert "GRISTMILL_PORT=" in str(refused.value)
    assert refused.value.exit_code not in (0, 1)


def test_start_is_refused_when_the_data_folder_cannot_be_made(make_settings: MakeSettings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match=r"The data folder .* cannot be used"):
        check_space(make_settings(data_dir=tmp_path / "file" / "data"))


def test_data_folder_is_made_when_it_is_missing(make_settings: MakeSettings, tmp_path: Path) -> None:
    check_space(make_settings(data_dir=tmp_path / "new" / "data"))
    assert (tmp_path / "new" / "data").is_dir()
