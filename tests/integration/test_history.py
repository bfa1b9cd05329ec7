"""History and status: the seed's columns, live numbers, filters, order and pages."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_openapi3 import OpenAPI
from sqlalchemy.event import listen, remove

from gristmill.lifecycle import BatchStatus
from gristmill.live import LiveBatch
from gristmill.services import Services
from gristmill.stores import batches
from gristmill.stores.items import ItemOrder
from models import BatchHistory
from tests.conftest import MakeApp
from tests.makers import add_batch, claim, kept, rejected, store

HISTORY, STATUS = "/api/generate/batch/history", "/api/generate/batch/status"
SEED_COLUMNS = {
    "id",
    "batch_id",
    "started_at",
    "completed_at",
    "model",
    "topic_filter",
    "difficulty_filter",
    "reasoning_instruction",
    "target_count",
    "samples_generated",
    "total_tokens",
    "status",
    "errors",
}
QUOTA = {"requests": {"used": 3, "limit": 25}, "tokens": {"used": 300, "limit": 5500}, "waiting_s": 1.5}


def get(client: FlaskClient, path: str = HISTORY, **query: Any) -> Any:
    answer = client.get(path, query_string=query)
    assert answer.status_code == 200
    return answer.json


def targets(client: FlaskClient, **query: Any) -> list[int]:
    """List the batches found by their targets, which tests use as names."""
    return [batch["target_count"] for batch in get(client, **query)["batches"]]


def end(services: Services, batch: BatchHistory, status: BatchStatus) -> None:
    with services.database.write() as session:
        batches.end(session, services.log, session.get_one(BatchHistory, batch.id), status, reason="Enough.")


def post_live(services: Services, batch: BatchHistory) -> None:
    sample = {"question": "Q?", "topic": "Tort Law"}
    live = LiveBatch(
        batch_id=batch.batch_id, current_sample=sample, rate_per_minute=24.0, eta_s=15.0, quota=QUOTA, in_flight=2
    )
    services.board.post(live)


@pytest.fixture(scope="module")
def varied_app(make_shared_app: MakeApp) -> OpenAPI:
    """One completed, one failed, one running and two queued batches, with targets 1 to 5 in order of age."""
    app = make_shared_app()
    services: Services = app.extensions["gristmill"]
    add_batch(services, target_count=1, topic="Company Law - Directors Duties", model="alpha")
    end(services, claim(services), BatchStatus.COMPLETED)
    add_batch(services, target_count=2, topic="100% liability_cap", model="beta")
    end(services, claim(services), BatchStatus.FAILED)
    running = add_batch(services, target_count=3, reasoning_instruction="Cite the Companies Act", model="beta")
    claim(services)
    store(services, running, kept(0))
    add_batch(services, target_count=4, topic="Liability at sea", model="Alpha", name="Named by a person")
    add_batch(services, target_count=5, topic=None, model="alpha", notes="Noted for later")
    return app


@pytest.fixture
def varied(varied_app: OpenAPI) -> FlaskClient:
    return varied_app.test_client()


def test_answer_is_the_seeds_when_there_is_nothing(client: FlaskClient) -> None:
    answer = get(client)
    assert (answer["success"], answer["batches"], answer["count"]) == (True, [], 0)


def test_every_seed_column_is_there_and_newest_come_first(varied: FlaskClient) -> None:
    answer = get(varied)
    assert answer["count"] == answer["total"] == len(answer["batches"]) == 5
    assert all(set(batch) >= SEED_COLUMNS for batch in answer["batches"])
    assert [batch["target_count"] for batch in answer["batches"]] == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "completed"}, [1]),
        ({"status": "done"}, [1]),
        ({"status": "failed"}, [2]),
        ({"status": "error"}, [2]),
        ({"status": "running"}, [3]),
        ({"status": "queued"}, [5, 4]),
        ({"status": "stopped"}, []),
        ({"model": "alpha"}, [5, 1]),
        ({"model": "alph"}, []),
        ({"topic": "LIABILITY"}, [4, 2]),
        ({"topic": "100%"}, [2]),
        ({"topic": "liability_"}, [2]),
        ({"topic": "%"}, [2]),
        ({"q": "companies act"}, [3]),
        ({"q": "beta"}, [3, 2]),
        ({"q": "directors"}, [1]),
        ({"q": "batch_"}, [5, 4, 3, 2, 1]),
        ({"q": "beta", "status": "failed"}, [2]),
        ({"q": "NAMED"}, [4]),
        ({"q": "noted"}, [5]),
        ({"status": "paused"}, []),
    ],
)
def test_batches_are_found_when_they_match(varied: FlaskClient, query: dict[str, str], found: list[int]) -> None:
    assert targets(varied, **query) == found
    assert get(varied, **query)["total"] == len(found)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("id", [1, 2, 3, 4, 5]),
        ("-id", [5, 4, 3, 2, 1]),
        ("target_count", [1, 2, 3, 4, 5]),
        ("-target_count", [5, 4, 3, 2, 1]),
        ("-samples_generated", [3, 5, 4, 2, 1]),
        ("samples_generated", [5, 4, 2, 1, 3]),
    ],
)
def test_batches_are_sorted_when_asked(varied: FlaskClient, sort: str, order: list[int]) -> None:
    assert targets(varied, sort=sort) == order


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "queued,failed"}, [5, 4, 2]),
        ({"status": ["queued", "error"]}, [5, 4, 2]),
        ({"status": "done, error,failed"}, [2, 1]),
        ({"sort": "status"}, [1, 2, 5, 4, 3]),
        ({"sort": "-name"}, [4, 5, 3, 2, 1]),
        ({"sort": "-total_tokens"}, [3, 5, 4, 2, 1]),
        ({"sort": "priority"}, [5, 4, 3, 2, 1]),
        ({"sort": "created_at", "limit": 1}, [1]),
        ({"sort": "-completed_at", "status": "completed,queued"}, [1, 5, 4]),
        ({"limit": 2, "offset": 1}, [4, 3]),
    ],
)
def test_list_finds_and_sorts_as_history_does_and_more(
    varied: FlaskClient, query: dict[str, Any], found: list[int]
) -> None:
    answer = get(varied, "/api/batches", **query)
    assert [batch["target_count"] for batch in answer["batches"]] == found
    assert answer["count"] == len(found)


def test_list_has_the_newest_100_and_counts_all_when_nothing_is_asked(client: FlaskClient, services: Services) -> None:
    for target in range(1, 103):
        add_batch(services, target_count=target)
    answer = get(client, "/api/batches")
    assert (answer["count"], answer["total"]) == (100, 102)
    assert [batch["position"] for batch in answer["batches"][:3]] == [102, 101, 100]


@pytest.mark.parametrize("sort", ["started_at", "-started_at"])
def test_batches_are_sorted_by_start_when_asked(varied: FlaskClient, sort: str) -> None:
    starts = [batch["started_at"] or "" for batch in get(varied, sort=sort)["batches"]]
    assert starts == sorted(starts, reverse=sort.startswith("-"))


def test_pages_join_without_gap_or_double_when_read_one_by_one(varied: FlaskClient) -> None:
    pages = [get(varied, limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [page["count"] for page in pages] == [2, 2, 1, 0]
    assert {page["total"] for page in pages} == {5}
    assert [batch["target_count"] for page in pages for batch in page["batches"]] == [5, 4, 3, 2, 1]


def test_places_in_the_queue_are_shown(varied: FlaskClient) -> None:
    assert [batch["position"] for batch in get(varied)["batches"]] == [2, 1, 0, None, None]


def test_running_batch_has_its_live_numbers(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    claim(services)
    store(services, batch, kept(0), rejected(1))
    post_live(services, batch)
    shown = get(client)["batches"][0]
    assert (shown["status"], shown["samples_generated"], shown["total_tokens"]) == ("running", 1, 200)
    assert (shown["rate_per_minute"], shown["eta_s"], shown["quota"], shown["in_flight"]) == (24.0, 15.0, QUOTA, 2)
    assert shown["current_sample"]["question"] == "Q?"


def test_running_batch_is_there_when_the_board_knows_nothing(client: FlaskClient, services: Services) -> None:
    add_batch(services)
    claim(services)
    shown = get(client)["batches"][0]
    assert (shown["status"], shown["rate_per_minute"], shown["eta_s"]) == ("running", 0.0, None)


def test_progress_is_generated_by_target_and_never_the_target(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services, target_count=8)
    store(services, batch, kept(0), kept(1))
    shown = get(client)["batches"][0]
    assert (shown["progress"], shown["samples_generated"], shown["target_count"]) == (0.25, 2, 8)


def test_one_batch_is_shown_with_its_items_and_counts(client: FlaskClient, services: Services) -> None:
    planned = (ItemOrder(target_count=1, name="first"), ItemOrder(target_count=3))
    batch = add_batch(services, items=planned, name="Two parts", batch_date="2026-01-31", batch_number=2)
    store(services, batch, kept(0), rejected(1))
    shown = get(client, f"/api/batches/{batch.batch_id}")["batch"]
    assert shown["item_counts"] == {"items": 2, "completed": 1, "failed": 0}
    assert [(item["name"], item["status"]) for item in shown["items"]] == [("first", "completed"), (None, "pending")]
    assert (shown["name"], shown["batch_date"], shown["batch_number"]) == ("Two parts", "2026-01-31", 2)
    assert (shown["acceptance_rate"], shown["drive"], shown["current"], shown["pausing"]) == (
        0.5,
        "worker",
        False,
        False,
    )


def test_acceptance_rate_is_null_when_nothing_was_judged(client: FlaskClient, services: Services) -> None:
    add_batch(services)
    assert get(client)["batches"][0]["acceptance_rate"] is None


def test_reason_is_shown_when_a_batch_is_paused(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    with services.database.write() as session:
        batches.request_pause(session, services.log, session.get_one(BatchHistory, batch.id))
    shown = get(client, status="paused")["batches"][0]
    assert (shown["pause_cause"], shown["pause_reason"]) == ("person", "Paused by a person.")
    assert shown["position"] is None


def statements_of(services: Services, client: FlaskClient, **query: Any) -> list[tuple[str, Any]]:
    """List what the database was asked for one page of the list."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    listen(services.database.engine, "before_cursor_execute", note)
    get(client, "/api/batches", **query)
    remove(services.database.engine, "before_cursor_execute", note)
    return asked


def test_page_costs_as_many_statements_whatever_its_size(client: FlaskClient, services: Services) -> None:
    for _ in range(20):
        add_batch(services)
    for_two = statements_of(services, client, limit=2)
    assert 0 < len(statements_of(services, client, limit=20)) == len(for_two) <= 7


@pytest.mark.parametrize("query", [{}, {"status": "queued"}, {"limit": 5, "offset": 100}])
def test_default_order_is_read_from_an_index(client: FlaskClient, services: Services, query: dict[str, Any]) -> None:
    page = next(one for one in statements_of(services, client, **query) if "ORDER BY batch_history.id DESC" in one[0])
    with services.database.read() as session:
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {page[0]}", page[1]).all()
    assert plan
    assert not [row for row in plan if "TEMP B-TREE" in str(row)]


def test_wish_to_stop_is_shown_when_a_batch_is_stopping(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    claim(services)
    with services.database.write() as session:
        batches.request_stop(session, services.log, session.get_one(BatchHistory, batch.id))
    assert get(client)["batches"][0]["stopping"] is True


def test_errors_are_objects_when_shown(client: FlaskClient, services: Services) -> None:
    store(services, add_batch(services), rejected(0))
    (error,) = get(client)["batches"][0]["errors"]
    assert (error["kind"], error["message"], error["attempt"]) == ("too_short", "Short.", 1)


def test_files_are_named_only_when_a_batch_was_made_here(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    adopted = BatchHistory(batch_id="2025-10-08T09:30:00", status="completed", target_count=0)
    with services.database.write() as session:
        session.add(adopted)
    shown = {row["batch_id"]: row for row in get(client)["batches"]}
    assert shown[adopted.batch_id]["data_path"] is None
    assert shown[adopted.batch_id]["progress"] == 0.0
    assert shown[batch.batch_id]["data_path"] == str(services.settings.data_dir / "batches" / batch.batch_id)


def test_status_is_idle_when_there_never_was_a_batch(client: FlaskClient) -> None:
    status = get(client, STATUS)
    assert (status["success"], status["running"], status["batch_id"]) == (True, False, None)
    assert (status["progress"], status["errors"], status["quota"]) == (0.0, [], None)


def test_status_is_the_running_batchs_when_one_runs(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services, target_count=4)
    claim(services)
    store(services, batch, kept(0))
    post_live(services, batch)
    status = get(client, STATUS)
    assert (status["running"], status["batch_id"], status["model"]) == (True, batch.batch_id, "scripted-1")
    assert (status["samples_generated"], status["target_count"], status["progress"]) == (1, 4, 0.25)
    assert (status["total_tokens"], status["rate_per_minute"], status["eta_s"]) == (100, 24.0, 15.0)
    assert (status["quota"], status["current_sample"]["topic"]) == (QUOTA, "Tort Law")
    assert status["started_at"] is not None


def test_status_is_the_last_started_batchs_when_none_runs(client: FlaskClient, services: Services) -> None:
    for target in (2, 3, 4):
        add_batch(services, target_count=target)
    for _ in range(2):
        end(services, claim(services), BatchStatus.STOPPED)
    status = get(client, STATUS)
    assert (status["running"], status["target_count"], status["status"]) == (False, 3, "stopped")
    assert status["end_reason"] == "Enough."


def test_status_is_the_current_batchs_when_several_run(client: FlaskClient, services: Services) -> None:
    running = [add_batch(services, target_count=target) for target in (2, 3)]
    claim(services)
    claim(services, max_running=2)
    assert get(client, STATUS)["target_count"] == 3
    client.put("/api/batches/current", json={"batch_id": running[0].batch_id})
    status = get(client, STATUS)
    assert (status["running"], status["target_count"]) == (True, 2)
    assert status["running_batches"] == [batch.batch_id for batch in running]


def test_status_is_the_newest_running_batchs_when_the_current_one_is_another(
    client: FlaskClient, services: Services
) -> None:
    add_batch(services, target_count=2), add_batch(services, target_count=3)
    claim(services)
    claim(services, max_running=2)
    client.put("/api/batches/current", json={"batch_id": add_batch(services).batch_id})
    assert get(client, STATUS)["target_count"] == 3
