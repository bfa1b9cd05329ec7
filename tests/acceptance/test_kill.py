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

from tests.acceptance.product import EventStream, Product, wait_until
from tests.scripted_provider import ScriptedProvider

CONCURRENCY = 4
KILLS = 10
TARGET = 60
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


def assert_whole_after_a_kill(product: Product, batch_id: str) -> None:
    """Without repair and before any restart: a sound database, and files that hold rows of it in their order."""
    assert product.rows("PRAGMA integrity_check")[0][0] == "ok"
    committed = [row["sample_id"] for row in product.samples(batch_id)]
    filed = product.parquet_ids(batch_id)
    assert filed == committed[: len(filed)]


def assert_counters_equal_the_rows(product: Product, batch_id: str) -> None:
    batch = product.rows("SELECT * FROM batch_history WHERE batch_id = ?", batch_id)[0]
    attempts, samples = product.attempts(batch_id), product.samples(batch_id)
    fates = [row["fate"] for row in attempts]
    assert batch["samples_generated"] == len(samples) == fates.count("kept")
    assert (batch["attempts"], batch["rejected_count"]) == (len(attempts), fates.count("rejected"))
    assert batch["total_tokens"] == sum(row["prompt_tokens"] + row["completion_tokens"] for row in attempts)
    assert [row["number"] for row in attempts] == list(range(1, len(attempts) + 1))
    assert [row["ordinal"] for row in samples] == list(range(len(samples)))


@pytest.mark.slow
def test_nothing_is_lost_or_doubled_when_killed_at_ten_random_moments(make: Make, provider: ScriptedProvider) -> None:
    product = make()
    seed = random.randrange(2**31)
    moments = random.Random(seed)
    print(f"seed of the moments: {seed}")  # shown by pytest when the test fails
    with product:
        batch_id = product.begin(TARGET)
        for _ in range(KILLS):
            let_run(provider, calls=moments.randint(1, 5))
            threading.Event().wait(moments.uniform(0, 0.15))
            product.kill()
            assert_whole_after_a_kill(product, batch_id)
            product.start()
        shown = product.ended(batch_id)
        slots = [row["slot"] for row in product.samples(batch_id)]
        assert (shown["status"], sorted(slots)) == ("completed", list(range(TARGET)))
        assert product.parquet_ids(batch_id) == [row["sample_id"] for row in product.samples(batch_id)]
        assert_counters_equal_the_rows(product, batch_id)
        # A kill costs the calls in flight, and the answers whose commit was under way.
        assert provider.stats()["calls"] <= shown["attempts"] + KILLS * 2 * CONCURRENCY
    recovered = product.rows("SELECT count(*) FROM events WHERE kind = 'batch.requeued'")[0][0]
    assert 1 <= recovered <= KILLS
    assert product.rows("PRAGMA integrity_check")[0][0] == "ok"


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
        assert_counters_equal_the_rows(product, first)
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
