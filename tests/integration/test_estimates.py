"""The queue as it is shown: order, pages, and when each batch would start and end at the measured rates."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from gristmill.clock import iso
from gristmill.lifecycle import BatchStatus, Drive
from gristmill.live import LiveBatch
from gristmill.services import Services
from gristmill.stores import batches
from gristmill.stores.estimates import Entry, Window, page
from models import BatchHistory
from tests.makers import add_batch, claim
from tests.rows import plans

NOW = 1_800_000_000.0
MINUTE = 60.0


def look(services: Services, *, max_running: int = 1, limit: int = 100, offset: int = 0) -> tuple[list[Entry], int]:
    window = Window(limit=limit, offset=offset, max_running=max_running, now=NOW)
    with services.database.read() as session:
        return page(session, services.board, window)


def minutes(services: Services, **options: Any) -> list[tuple[float | None, float | None]]:
    """Say in minutes from now when each waiting batch starts and ends."""
    entries, _ = look(services, **options)
    times = [(entry.start_at, entry.end_at) for entry in entries if entry.position]
    return [(_minutes(start), _minutes(end)) for start, end in times]


def _minutes(at: float | None) -> float | None:
    return None if at is None else round((at - NOW) / MINUTE, 3)


def runs(services: Services, rate: float, eta_s: float | None, *, max_running: int = 1, **order: Any) -> BatchHistory:
    """Add a batch and have it run at a rate."""
    add_batch(services, **order)
    batch = claim(services, max_running=max_running)
    services.board.post(LiveBatch(batch_id=batch.batch_id, rate_per_minute=rate, eta_s=eta_s))
    return batch


def ran(services: Services, rate: float, **order: Any) -> None:
    """Make a batch that has ended after it ran at a rate."""
    batch = add_batch(services, **order)
    with services.database.write() as session:
        row = session.get_one(BatchHistory, batch.id)
        row.rate_per_minute = rate
        batches.end(session, services.log, row, BatchStatus.STOPPED, reason="enough")


def test_running_batches_come_first_and_waiting_ones_in_order_when_listed(services: Services) -> None:
    rows = [add_batch(services, priority=priority) for priority in (9, 0, 5)]
    claim(services)
    entries, total = look(services)
    assert [(entry.row.batch_id, entry.position) for entry in entries] == [
        (rows[0].batch_id, 0),
        (rows[2].batch_id, 1),
        (rows[1].batch_id, 2),
    ]
    assert total == 3


def test_client_driven_and_ended_batches_are_left_out_when_listed(services: Services) -> None:
    add_batch(services, drive=Drive.CLIENT)
    ran(services, 10.0)
    waits = add_batch(services)
    entries, total = look(services)
    assert ([entry.row.batch_id for entry in entries], total) == ([waits.batch_id], 1)


@pytest.mark.parametrize("offset", [0, 1, 3, 6, 7])
def test_page_holds_what_a_list_would_when_the_offset_moves(services: Services, offset: int) -> None:
    for _ in range(7):
        add_batch(services, model="m")
    ran(services, 10.0, model="m")
    claim(services)
    whole, _ = look(services)
    part, total = look(services, limit=3, offset=offset)
    assert part == whole[offset : offset + 3]
    assert total == len(whole) == 7


def test_times_add_up_when_batches_run_one_after_the_other(services: Services) -> None:
    runs(services, 20.0, 3 * MINUTE, target_count=100)
    for target in (40, 60):
        add_batch(services, target_count=target)
    assert minutes(services) == [(3.0, 5.0), (5.0, 8.0)]


def test_running_batch_tells_its_own_end_and_start_when_listed(services: Services) -> None:
    batch = runs(services, 20.0, 3 * MINUTE)
    (entry,), _ = look(services)
    assert (entry.position, entry.rate_per_minute, entry.end_at) == (0, 20.0, NOW + 3 * MINUTE)
    assert entry.as_json()["estimated_start_at"] == batch.started_at


def test_rate_of_the_newest_run_counts_when_no_batch_of_the_model_runs(services: Services) -> None:
    ran(services, 99.0)
    ran(services, 10.0)
    ran(services, 77.0, model="another")
    ran(services, 55.0, provider="groq")
    add_batch(services, target_count=40)
    assert minutes(services) == [(0.0, 4.0)]


def test_measured_rate_counts_when_the_running_batch_has_none_yet(services: Services) -> None:
    ran(services, 10.0)
    runs(services, 0.0, None, target_count=20)
    add_batch(services, target_count=40)
    entries, _ = look(services)
    assert (entries[0].rate_per_minute, entries[0].end_at) == (None, NOW + 2 * MINUTE)
    assert minutes(services) == [(2.0, 6.0)]


def test_nothing_is_estimated_behind_a_batch_without_a_rate(services: Services) -> None:
    ran(services, 10.0, model="known")
    add_batch(services, model="unknown")
    add_batch(services, model="known", target_count=10)
    assert minutes(services) == [(0.0, None), (None, None)]


def test_other_slot_goes_on_when_one_has_no_estimate(services: Services) -> None:
    ran(services, 10.0, model="known")
    add_batch(services, model="unknown")
    add_batch(services, model="known", target_count=10)
    add_batch(services, model="known", target_count=20)
    assert minutes(services, max_running=2) == [(0.0, None), (0.0, 1.0), (1.0, 3.0)]


def test_first_free_slot_is_taken_when_several_batches_run(services: Services) -> None:
    runs(services, 10.0, 8 * MINUTE, max_running=2, model="a")
    runs(services, 10.0, 2 * MINUTE, max_running=2, model="b")
    add_batch(services, model="b", target_count=10)
    add_batch(services, model="b", target_count=10)
    assert minutes(services, max_running=2) == [(2.0, 3.0), (3.0, 4.0)]


def test_quota_is_shared_when_batches_of_one_model_would_run_together(services: Services) -> None:
    runs(services, 12.0, 10 * MINUTE, max_running=2)
    runs(services, 8.0, 2 * MINUTE, max_running=2)
    add_batch(services, target_count=10)
    entries, _ = look(services, max_running=2)
    assert (entries[2].rate_per_minute, minutes(services, max_running=2)) == (10.0, [(2.0, 3.0)])


def test_quota_is_not_shared_when_the_batches_beside_use_another_model(services: Services) -> None:
    runs(services, 12.0, 10 * MINUTE, max_running=2, model="a")
    ran(services, 20.0, model="b")
    add_batch(services, target_count=40, model="b")
    assert minutes(services, max_running=2) == [(0.0, 2.0)]


def test_turn_comes_after_all_but_the_allowed_have_ended_when_the_setting_was_lowered(services: Services) -> None:
    for eta_s in (MINUTE, 2 * MINUTE):
        runs(services, 10.0, eta_s, max_running=2)
    add_batch(services, target_count=10)
    assert minutes(services, max_running=1) == [(2.0, 2.5)]


def test_first_burst_does_not_count_when_the_quota_allows_less_for_long(services: Services) -> None:
    batch = runs(services, 200.0, MINUTE)
    live = LiveBatch(batch_id=batch.batch_id, rate_per_minute=200.0, sustained_per_minute=5.0, eta_s=MINUTE)
    services.board.post(live)
    add_batch(services, target_count=10)
    assert minutes(services) == [(1.0, 3.0)]


def test_rows_are_found_by_an_index_when_the_queue_is_long(services: Services) -> None:
    for _ in range(3):
        add_batch(services)
    found = plans(services.database, lambda: look(services))
    assert len(found) >= 4
    assert not [plan for plan in found if "SCAN" in plan or "TEMP B-TREE" in plan]


def test_queue_answers_as_documented_when_asked_over_http(services: Services, client: FlaskClient) -> None:
    batch = add_batch(services, name="Night run", priority=3, target_count=40)
    with services.database.write() as session:
        session.execute(update(BatchHistory).values(samples_generated=10))
    ran(services, 10.0)
    answer = client.get("/api/queue?limit=1").get_json()
    (entry,) = answer["queue"]
    assert {key: answer[key] for key in ("success", "count", "total", "max_running")} == {
        "success": True,
        "count": 1,
        "total": 1,
        "max_running": 1,
    }
    start, end = entry.pop("estimated_start_at"), entry.pop("estimated_end_at")
    assert entry == {
        "batch_id": batch.batch_id,
        "name": "Night run",
        "status": "queued",
        "position": 1,
        "priority": 3,
        "target_count": 40,
        "samples_generated": 10,
        "remaining": 30,
        "rate_per_minute": 10.0,
    }
    assert iso(NOW)[-6:] == start[-6:] == end[-6:] == "+00:00"


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "offset=-1", "page=2"])
def test_wrong_query_is_refused_when_the_queue_is_asked_for(client: FlaskClient, query: str) -> None:
    assert client.get(f"/api/queue?{query}").status_code == 422
