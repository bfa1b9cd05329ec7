"""What survives: kill -9 at any moment, SIGTERM and Ctrl-C, and what the quota remembers over a restart."""

from __future__ import annotations

import random
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.audit import assert_settled, assert_sound, events_of, items_of
from tests.acceptance.product import EventStream, Product, wait_until
from tests.scripted_provider import ScriptedProvider

CONCURRENCY = 4
TARGET = 500
ITEMS = [{"name": f"part {number}", "target_count": TARGET // 5} for number in range(5)]
KILLS = 12  # 50 have been done by hand; these fit into a minute
CALLS_A_LIFE = 25
Make = Callable[..., Product]


@pytest.fixture
def provider() -> Iterator[ScriptedProvider]:
    with ScriptedProvider(latency_ms=100) as started:
        yield started


@pytest.fixture
def make(tmp_path: Path, provider: ScriptedProvider) -> Make:
    """Make a product that is not started yet, on the test's folder."""

    def product(**settings: Any) -> Product:
        told: dict[str, Any] = {"requests_per_minute": 0, "tokens_per_minute": 0, "max_concurrency": CONCURRENCY}
        told |= {"provider": "openai_compatible", "base_url": provider.base_url, "model": "scripted"}
        return Product(tmp_path, **{**told, **settings})

    return product


def let_run(provider: ScriptedProvider, *, calls: int) -> None:
    """Wait until that many more calls have arrived at the provider than now."""
    goal = provider.stats()["calls"] + calls
    wait_until(lambda: provider.stats()["calls"] >= goal, f"{calls} more calls")


@pytest.mark.slow
def test_nothing_is_lost_or_doubled_when_killed_at_random_moments(make: Make, provider: ScriptedProvider) -> None:
    seed = random.randrange(2**31)
    moments = random.Random(seed)
    print(f"seed of the moments: {seed}")  # shown by pytest when the test fails
    with make() as server:
        batch_id = server.begin(None, items=ITEMS)
        let_run(provider, calls=10)
        server.kill()
    worker = make(program="batch_worker.py", name="worker")
    with worker:
        for number in range(1, KILLS):
            live_for_a_while(worker, provider, moments)
            worker.kill()
            assert worker.status_of(batch_id) in ("running", "queued")
            if number % 5 == 0:
                assert_sound(worker, batch_id)
            worker.launch()
        provider.script(default={"kind": "ok", "latency_ms": 10})
        wait_until(lambda: worker.status_of(batch_id) == "completed", f"the end; the log:\n{worker.log()[-4000:]}")
        assert_settled(worker, batch_id)
        assert [item["accepted_count"] for item in items_of(worker, batch_id)] == [TARGET // len(ITEMS)] * len(ITEMS)
    stats, stored = provider.stats(), len(worker.attempts(batch_id))
    cut_off, unstored = stats["calls"] - stats["ok"], stats["ok"] - stored
    print(f"{KILLS} kills: {cut_off} calls cut off in flight, {unstored} answers within the commit under way")
    assert 0 <= cut_off <= KILLS * CONCURRENCY
    assert 0 <= unstored <= KILLS * CONCURRENCY
    assert 1 <= events_of(worker, batch_id).count("batch.recovered") <= KILLS


def live_for_a_while(worker: Product, provider: ScriptedProvider, moments: random.Random) -> None:
    """Let a worker that was just launched get as far as chance has it: into its start, or into the batch."""
    if moments.random() < 0.25:
        threading.Event().wait(moments.uniform(0, 2))
        return
    let_run(provider, calls=moments.randint(1, CALLS_A_LIFE))
    threading.Event().wait(moments.uniform(0, 0.15))


def test_killed_batch_goes_on_first_and_mends_its_files_when_others_wait(
    make: Make, provider: ScriptedProvider
) -> None:
    with make() as product:
        first, second = product.begin(40), product.begin(1)
        wait_until(lambda: product.parquet_ids(first), "a first checkpoint")
        product.kill()
        for file in product.data_dir.glob("batches/*/segment-*"):
            file.write_bytes(file.read_bytes()[:100])
        assert (product.status_of(first), product.status_of(second)) == ("running", "queued")
        product.start()
        ends = [product.ended(batch_id) for batch_id in (first, second)]
        assert product.parquet_ids(first) == [row["sample_id"] for row in product.samples(first)]
    assert [end["status"] for end in ends] == ["completed", "completed"]
    assert ends[0]["completed_at"] <= ends[1]["started_at"]


def test_files_of_an_ended_batch_are_mended_at_the_next_start_when_they_were_left_behind(make: Make) -> None:
    with make() as product:
        batch_id = product.begin(12)
        product.ended(batch_id)
        product.kill()
        (product.data_dir / "batches" / batch_id / "segment-00000.parquet").unlink()
        with closing(sqlite3.connect(product.database_path)) as connection, connection:
            connection.execute("UPDATE batch_history SET checkpointed_count = 0")
        product.start()
        wanted = [row["sample_id"] for row in product.samples(batch_id)]
        wait_until(lambda: product.parquet_ids(batch_id) == wanted, "the files of the ended batch")
        assert len(wanted) == 12 and product.status_of(batch_id) == "completed"


def test_batch_fails_with_the_folder_named_when_its_files_cannot_be_written(make: Make) -> None:
    with make() as product:
        folder = product.data_dir / "batches"
        folder.rmdir()
        folder.write_text("in the way")
        ended = product.ended(product.begin(3))
    assert ended["status"] == "failed"
    assert str(folder) in ended["end_reason"] and "cannot be written" in ended["end_reason"]


def read_to_the_end(streams: list[EventStream]) -> list[list[str | None]]:
    """Read every stream to the server's clean end; a stream that was broken off fails here."""
    return [[event.type for event in stream] for stream in streams]


@pytest.mark.parametrize(("number", "group"), [(signal.SIGTERM, False), (signal.SIGINT, True)])
def test_batch_goes_to_the_head_of_the_queue_when_the_server_is_told_to_end(
    make: Make, provider: ScriptedProvider, number: int, group: bool
) -> None:
    with make() as product:
        streams = [product.stream() for _ in range(5)]
        first, second = product.begin(30), product.begin(2)
        let_run(provider, calls=6)
        product.signal(number, group=group)
        seen = read_to_the_end(streams)
        assert product.wait() == 0
        queue = product.rows("SELECT batch_id FROM batch_history WHERE status = 'queued' ORDER BY rank")
        assert [row["batch_id"] for row in queue] == [first, second]
        assert all("snapshot" in types for types in seen)
        assert product.parquet_ids(first) == [row["sample_id"] for row in product.samples(first)]
        assert_sound(product, first)
        product.start()
        assert [product.ended(batch_id)["status"] for batch_id in (first, second)] == ["completed", "completed"]
        assert len(product.samples(first)) == 30


def test_server_ends_by_itself_when_told_to_while_the_provider_hangs(make: Make, provider: ScriptedProvider) -> None:
    provider.script(default={"kind": "hang"})
    with make() as product:
        batch_id = product.begin(10)
        let_run(provider, calls=CONCURRENCY)
        product.signal(signal.SIGTERM)
        assert product.wait() == 0
        assert [row["fate"] for row in product.attempts(batch_id)] == ["cancelled"] * CONCURRENCY
    assert product.status_of(batch_id) == "queued"
    assert wait_until(lambda: provider.stats()["aborted"] == CONCURRENCY, "the provider to notice")


def test_calls_of_the_last_minute_count_when_the_server_was_restarted(tmp_path: Path) -> None:
    with (
        ScriptedProvider(rpm=5) as provider,
        Product(
            tmp_path, provider="openai_compatible", base_url=provider.base_url, model="m", requests_per_minute=5
        ) as product,
    ):
        batch_id = product.begin(10)
        for number in (signal.SIGTERM, signal.SIGKILL):
            assert waiting_quota(product)["used"] == 5
            product.signal(number, group=True)
            product.wait()
            product.kill()
            product.start()
        assert waiting_quota(product) == {"used": 5, "limit": 5}
        product.stop()
        assert product.ended(batch_id)["status"] == "stopped"
        assert len(product.samples(batch_id)) == 5
        stats = provider.stats()
    assert (stats["calls"], stats["rejected_429"]) == (5, 0)


def waiting_quota(product: Product) -> Any:
    """Wait until the running batch waits for its request budget, and give that budget."""

    def look() -> Any:
        quota = product.status()["quota"]
        return quota if quota and quota["why"] == "requests per minute" else None

    return wait_until(look, "the batch to wait for its requests per minute")["per_minute"]["requests"]
