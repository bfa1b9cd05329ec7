"""Batches that their clients drive, one sample a request, on a real server process and a provider over HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.product import PATIENCE_S, Answer, Product, wait_until
from tests.scripted_provider import ScriptedProvider

CLIENTS = 4
HANG = {"kind": "hang"}


def settings_for(provider: ScriptedProvider, **changes: Any) -> dict[str, Any]:
    return {
        "provider": "openai_compatible",
        "base_url": provider.base_url,
        "model": "scripted-1",
        "requests_per_minute": 0,
        "tokens_per_minute": 0,
        **changes,
    }


@pytest.fixture(scope="module")
def server(scripted_process: ScriptedProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with Product(tmp_path_factory.mktemp("client-driven"), **settings_for(scripted_process)) as product:
        yield ready(product)


@pytest.fixture
def mill(server: Product, scripted: ScriptedProvider) -> Product:
    """The shared server; `scripted` has forgotten all of the last test."""
    return server


def ready(product: Product) -> Product:
    """Wait until the worker works; the server answers before that."""
    wait_until(lambda: "worker.ready" in product.log(), "the worker to be ready")
    return product


def begin(mill: Product, target_count: int, **wanted: Any) -> str:
    return mill.begin(target_count, drive="client", **wanted)


def draw(mill: Product, batch_id: str, **wanted: Any) -> Answer:
    return mill.post(f"/api/batch-jobs/{batch_id}/process-next", wanted or None)


def drawn(mill: Product, batch_id: str) -> Any:
    answer = draw(mill, batch_id)
    assert answer.status == 200, answer.body
    return answer.body


def fill(mill: Product, batch_id: str) -> list[str]:
    """Draw as a client does until there is nothing left: again after a 503, at the end a 409; the sample ids."""
    found: list[str] = []
    never = threading.Event()
    for _ in range(round(PATIENCE_S / 0.05)):
        answer = draw(mill, batch_id)
        if answer.status == 409:
            return found
        if answer.status == 503:
            assert int(str(answer.headers["Retry-After"])) >= 1
            never.wait(0.05)
            continue
        assert answer.status == 200, answer.body
        found.append(answer.body["sample"]["sample_id"])
    raise AssertionError(f"{batch_id} was never full")


def stored_ids(mill: Product, batch_id: str) -> list[str]:
    return [row["sample_id"] for row in mill.samples(batch_id)]


def test_batch_is_completed_when_one_client_draws_every_sample(mill: Product) -> None:
    batch_id = begin(mill, 3)
    assert mill.status_of(batch_id) == "queued"
    answers = [drawn(mill, batch_id) for _ in range(3)]
    assert [answer["progress"] for answer in answers] == [33.33, 66.67, 100.0]
    assert [answer["status"] for answer in answers] == ["running", "running", "completed"]
    assert [answer["remaining_items"] for answer in answers] == [1, 1, 0]
    assert [answer["samples_generated"] for answer in answers] == [1, 2, 3]
    ids = [answer["sample"]["sample_id"] for answer in answers]
    assert ids == stored_ids(mill, batch_id) == mill.parquet_ids(batch_id)
    assert answers[0]["sample"]["question"]
    refused = draw(mill, batch_id)
    assert (refused.status, refused.body["from"]) == (409, "completed")


def test_items_are_filled_in_turn_when_the_batch_has_several(mill: Product) -> None:
    items = [{"topic": "Tort - Negligence", "target_count": 2}, {"topic": "Contract Law - Terms", "target_count": 2}]
    answer = mill.post("/api/generate/batch/start", {"drive": "client", "items": items})
    batch_id = answer.body["batch_id"]
    answers = [drawn(mill, batch_id) for _ in range(4)]
    assert {one["sample"]["topic"] for one in answers[:2]} == {"Tort - Negligence", "Contract Law - Terms"}
    assert [one["remaining_items"] for one in answers] == [2, 2, 1, 0]


def test_no_slot_is_drawn_twice_when_several_clients_draw_at_once(mill: Product, scripted: ScriptedProvider) -> None:
    scripted.script(default={"kind": "ok", "latency_ms": 20})
    batch_id = begin(mill, 20)
    with ThreadPoolExecutor(CLIENTS) as clients:
        found = [name for names in clients.map(lambda _: fill(mill, batch_id), range(CLIENTS)) for name in names]
    assert len(found) == len(set(found)) == 20
    rows = mill.samples(batch_id)
    assert sorted(row["slot"] for row in rows) == list(range(20))
    assert sorted(found) == sorted(row["sample_id"] for row in rows)
    assert (mill.status_of(batch_id), len(mill.attempts(batch_id))) == ("completed", 20)
    assert scripted.stats()["by_status"] == {"200": 20}


def test_worker_leaves_the_batch_alone_when_a_client_drives_it(mill: Product) -> None:
    driven = begin(mill, 2)
    other = mill.begin(2)
    assert mill.ended(other)["status"] == "completed"
    assert (mill.status_of(driven), mill.samples(driven)) == ("queued", [])
    assert mill.batch(driven)["position"] is None


def test_request_is_refused_when_the_worker_drives_the_batch(mill: Product, scripted: ScriptedProvider) -> None:
    scripted.script(default=HANG)
    batch_id = mill.begin(2)
    waits = mill.begin(2)
    for refused in (draw(mill, batch_id), draw(mill, waits)):
        assert (refused.status, refused.body["to"]) == (409, "running")
        assert "driven by the worker" in refused.body["detail"]
    for one in (waits, batch_id):
        mill.stop(one)
        mill.ended(one)


def test_request_is_refused_when_the_batch_is_paused_and_goes_on_when_resumed(mill: Product) -> None:
    batch_id = begin(mill, 2)
    drawn(mill, batch_id)
    assert mill.post(f"/api/batches/{batch_id}/pause").status == 202
    assert mill.status_of(batch_id) == "paused"
    refused = draw(mill, batch_id)
    assert (refused.status, refused.body["from"]) == (409, "paused")
    assert mill.post(f"/api/batches/{batch_id}/resume").status == 202
    assert drawn(mill, batch_id)["status"] == "completed"


def test_batch_keeps_its_samples_and_draws_no_more_when_it_is_cancelled(mill: Product) -> None:
    batch_id = begin(mill, 5)
    sample = drawn(mill, batch_id)["sample"]
    answer = mill.post(f"/api/batch-jobs/{batch_id}/cancel")
    assert (answer.status, answer.body) == (
        202,
        {"success": True, "batch_id": batch_id, "status": "stopped", "position": None},
    )
    assert (draw(mill, batch_id).status, mill.post(f"/api/batch-jobs/{batch_id}/cancel").status) == (409, 409)
    assert stored_ids(mill, batch_id) == [sample["sample_id"]]


@pytest.mark.parametrize(("move", "status"), [("stop", "stopped"), ("pause", "paused")])
def test_draw_is_cut_off_and_no_more_is_called_when_the_batch_is_moved(
    mill: Product, scripted: ScriptedProvider, move: str, status: str
) -> None:
    scripted.script(default=HANG)
    batch_id = begin(mill, 2)
    with ThreadPoolExecutor(1) as pool:
        drawing = pool.submit(draw, mill, batch_id)
        wait_until(lambda: scripted.stats()["calls"] == 1, "the call to be out")
        assert mill.post(f"/api/batches/{batch_id}/{move}").body["status"] == status
        answer = drawing.result(PATIENCE_S)
    assert (answer.status, answer.body["type"]) == (502, "/problems/no-sample")
    assert "paused or stopped" in answer.body["detail"]
    assert (scripted.stats()["calls"], mill.status_of(batch_id)) == (1, status)


def test_next_batch_gets_nothing_of_a_draw_when_its_batch_was_deleted_meanwhile(
    mill: Product, scripted: ScriptedProvider
) -> None:
    scripted.script({"kind": "ok", "latency_ms": 1500})
    doomed = begin(mill, 3, topic="Tort Law")
    with ThreadPoolExecutor(1) as pool:
        drawing = pool.submit(draw, mill, doomed)
        wait_until(lambda: scripted.stats()["calls"] == 1, "the call to be out")
        mill.stop(doomed)
        assert mill.request("DELETE", f"/api/batches/{doomed}").status == 200
        other = begin(mill, 2, topic="Contract Law", model="scripted-2")
        assert {drawn(mill, other)["sample"]["model"] for _ in range(2)} == {"scripted-2"}
        assert drawing.result(PATIENCE_S).status in (404, 502)
    assert len(mill.samples(other)) == 2
    assert not (mill.data_dir / "batches" / doomed).exists()


def test_request_waits_no_longer_than_it_may_when_the_provider_always_asks_to_wait(
    mill: Product, scripted: ScriptedProvider
) -> None:
    scripted.script(default={"kind": "status", "status": 429, "retry_after": 1})
    answer = draw(mill, begin(mill, 1, model="busy-1"), max_wait_s=2)
    assert (answer.status, answer.body["type"]) == (503, "/problems/quota-used-up")
    assert int(answer.headers["Retry-After"]) >= 1
    assert scripted.stats()["calls"] <= 4


def test_batch_is_completed_when_its_target_is_lowered_to_what_it_has(mill: Product) -> None:
    batch_id = begin(mill, 5)
    drawn(mill, batch_id)
    answer = mill.request("PATCH", f"/api/batches/{batch_id}", body={"target_count": 1})
    assert (answer.status, answer.body["batch"]["status"]) == (200, "completed")


def test_unknown_batch_is_not_found_when_asked_for(mill: Product) -> None:
    assert draw(mill, "batch_1_00000000").status == 404
    assert mill.post("/api/batch-jobs/batch_1_00000000/cancel").status == 404


@pytest.mark.parametrize("wait", [-1, 301, "30", None])
def test_wrong_wait_is_refused_before_anything_is_drawn(
    mill: Product, scripted: ScriptedProvider, wait: object
) -> None:
    batch_id = begin(mill, 1)
    assert draw(mill, batch_id, max_wait_s=wait).status == 422
    assert scripted.stats()["by_status"] == {}


def test_refused_samples_are_drawn_again_within_the_request(mill: Product, scripted: ScriptedProvider) -> None:
    scripted.script({"kind": "too_short"}, {"kind": "refusal"})
    batch_id = begin(mill, 1)
    assert drawn(mill, batch_id)["status"] == "completed"
    assert [row["fate"] for row in mill.attempts(batch_id)] == ["rejected", "rejected", "kept"]


def test_answer_is_502_with_the_reason_when_no_sample_comes_of_it(mill: Product, scripted: ScriptedProvider) -> None:
    scripted.script(default={"kind": "too_short"})
    batch_id = begin(mill, 2)
    failed = draw(mill, batch_id)
    assert (failed.status, failed.body["type"]) == (502, "/problems/no-sample")
    scripted.script(default={"kind": "ok"})
    assert drawn(mill, batch_id)["samples_generated"] == 1


def test_batch_pauses_and_says_why_when_no_call_can_succeed(mill: Product, scripted: ScriptedProvider) -> None:
    scripted.script(default={"kind": "status", "status": 401})
    batch_id = begin(mill, 2)
    assert draw(mill, batch_id).status == 502
    shown = mill.batch(batch_id)
    assert (shown["status"], shown["pause_cause"]) == ("paused", "provider")


def test_client_goes_on_where_it_was_when_the_server_was_killed(tmp_path: Path, scripted: ScriptedProvider) -> None:
    with Product(tmp_path, **settings_for(scripted)) as product:
        batch_id = begin(ready(product), 6)
        before = [drawn(product, batch_id)["sample"]["sample_id"] for _ in range(3)]
        product.kill()
        product.start()
        after = fill(product, batch_id)
        assert [*before, *after] == stored_ids(product, batch_id)
        assert sorted(row["slot"] for row in product.samples(batch_id)) == list(range(6))
        assert product.parquet_ids(batch_id) == [*before, *after]


def test_answer_is_503_with_a_time_when_the_quota_needs_longer(tmp_path: Path, scripted: ScriptedProvider) -> None:
    with Product(tmp_path, **settings_for(scripted, requests_per_minute=2)) as product:
        batch_id = begin(ready(product), 5)
        drawn(product, batch_id)
        drawn(product, batch_id)
        refused = draw(product, batch_id, max_wait_s=0.5)
        assert (refused.status, refused.body["type"]) == (503, "/problems/quota-used-up")
        assert 1 <= int(str(refused.headers["Retry-After"])) <= 61
        assert len(product.attempts(batch_id)) == 2
        assert product.status_of(batch_id) == "running"
