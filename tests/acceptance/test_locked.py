"""A database that another process has locked: requests wait or are told to come again, and nothing is lost."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.acceptance.audit import assert_settled, events_of
from tests.acceptance.product import BATCH, Answer, Product, wait_until
from tests.scripted_provider import ScriptedProvider

LOCKED_S = 12.0  # longer than a writer waits (5 s), and than a run that is to end waits (8 s)
CLIENTS = 5
HOPELESS = "A topic that no answer fits"
ITEMS = [{"target_count": 150}, {"target_count": 2, "topic": HOPELESS}]


@pytest.fixture
def provider() -> Iterator[ScriptedProvider]:
    with ScriptedProvider(latency_ms=60) as started:
        yield started


@pytest.fixture
def product(tmp_path: Path, provider: ScriptedProvider) -> Iterator[Product]:
    with Product(
        tmp_path,
        provider="openai_compatible",
        base_url=provider.base_url,
        model="scripted",
        requests_per_minute=0,
        tokens_per_minute=0,
        max_concurrency=4,
        max_rejections_in_a_row=3,
    ) as started:
        yield started


@contextmanager
def locked(product: Product) -> Iterator[None]:
    """Hold the write lock, as a backup tool or a forgotten shell would."""
    with closing(sqlite3.connect(product.database_path, timeout=30, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


def assert_answered_or_told_to_wait(answers: list[Answer], *, expected: int) -> None:
    assert {answer.status for answer in answers} <= {expected, 503}
    assert all(answer.headers["Retry-After"] for answer in answers if answer.status == 503)


@pytest.mark.slow
def test_nothing_is_lost_and_requests_wait_or_are_told_to_when_another_process_locks_the_database(
    product: Product, provider: ScriptedProvider
) -> None:
    provider.script(rules={HOPELESS: {"kind": "refusal"}})
    batch_id = product.begin(None, items=ITEMS)
    waiting = product.begin(2)
    wait_until(lambda: len(product.samples(batch_id)) >= 20, "a running batch")
    with ThreadPoolExecutor(2 * CLIENTS) as clients:
        with locked(product):
            starts = [clients.submit(product.post, f"{BATCH}/start", {"target_count": 2}) for _ in range(CLIENTS)]
            pause = clients.submit(product.post, f"/api/batches/{waiting}/pause")
            reads = [product.get(f"{BATCH}/{name}").status for name in ("status", "history") for _ in range(10)]
            held = len(product.samples(batch_id))
            threading.Event().wait(LOCKED_S)
            assert len(product.samples(batch_id)) == held
        started, paused = [start.result() for start in starts], pause.result()
    assert reads == [200] * 20
    assert_answered_or_told_to_wait([*started, paused], expected=202)
    if paused.status == 202:
        assert product.post(f"/api/batches/{waiting}/resume").status == 202
    promised = [answer.body["batch_id"] for answer in started if answer.status == 202]
    ends = [product.ended(one)["status"] for one in (batch_id, waiting, *promised)]
    assert ends == ["failed", *["completed"] * (1 + len(promised))]
    assert len(product.rows("SELECT id FROM batch_history")) == len(ends)
    assert_everything_paid_for_is_there(product, provider, [batch_id, waiting, *promised])
    assert product.batch(batch_id)["completed_with_errors"] is True


@pytest.mark.slow
def test_what_is_paid_for_is_kept_when_the_database_is_locked_while_a_batch_pauses(
    product: Product, provider: ScriptedProvider
) -> None:
    provider.script(default={"kind": "ok", "latency_ms": 150})
    batch_id = product.begin(60)
    wait_until(lambda: len(product.samples(batch_id)) >= 5, "a running batch")
    assert product.post(f"/api/batches/{batch_id}/pause").status == 202
    with locked(product):
        threading.Event().wait(LOCKED_S)
    wait_until(lambda: product.status_of(batch_id) == "paused", f"{batch_id} to be paused")
    assert product.post(f"/api/batches/{batch_id}/resume").status == 202
    assert product.ended(batch_id)["status"] == "completed"
    assert_everything_paid_for_is_there(product, provider, [batch_id])


@pytest.mark.slow
def test_batch_starts_late_when_the_database_is_locked_as_it_is_claimed(
    product: Product, provider: ScriptedProvider
) -> None:
    first = product.begin(3)
    product.ended(first)
    second = product.begin(3)
    with locked(product):
        threading.Event().wait(LOCKED_S)
    assert product.ended(second)["status"] == "completed"
    assert "batch.failed" not in events_of(product, second)
    assert_everything_paid_for_is_there(product, provider, [first, second])


def assert_everything_paid_for_is_there(product: Product, provider: ScriptedProvider, batch_ids: list[str]) -> None:
    for batch_id in batch_ids:
        assert_settled(product, batch_id)
    assert provider.stats()["calls"] == sum(len(product.attempts(batch_id)) for batch_id in batch_ids)
