"""A disk that fills up while a batch runs: it pauses and says why, nothing is corrupt, and it goes on by itself.

Database, files and log lie on a small disk in memory of their own, which only somebody who may mount can have.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.acceptance.audit import assert_settled, assert_sound, events_of
from tests.acceptance.product import BATCH, ROOT, Answer, Product, wait_until
from tests.scripted_provider import ScriptedProvider

MIB = 2**20
DISK_MIB, RESERVE_MIB = 96, 8
TARGET = 200
STILL_S = 3.0  # far longer than from one call of a running batch to the next
ITEMS = [{"name": "half", "target_count": TARGET // 2}, {"name": "other half", "target_count": TARGET // 2}]


@pytest.fixture(scope="module")
def provider() -> Iterator[ScriptedProvider]:
    with ScriptedProvider(latency_ms=60) as started:
        yield started


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a small disk; whatever happens it is gone afterwards."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mounting, capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here: as root, or under `unshare -rm`, it can")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def product(disk: Path, provider: ScriptedProvider) -> Iterator[Product]:
    provider.reset()
    with Product(
        disk,
        provider="openai_compatible",
        base_url=provider.base_url,
        model="scripted",
        requests_per_minute=0,
        tokens_per_minute=0,
        max_concurrency=4,
        reserve_mb=RESERVE_MIB,
    ) as started:
        wait_until(lambda: (disk / ".batches.db.spare").exists(), "the spare space to be set aside")
        yield started


def fill(disk: Path, *, leave_mib: int) -> None:
    """Take all the space that is left but so much, as another program's file would."""
    leave = leave_mib * MIB
    with (disk / "ballast").open("ab") as ballast:
        # To the last page: others take space at the same time.
        for step in (MIB, 4096):
            with suppress(OSError):
                while shutil.disk_usage(disk).free >= leave + step:
                    wanted = shutil.disk_usage(disk).free - leave if step == MIB else step
                    os.posix_fallocate(ballast.fileno(), os.fstat(ballast.fileno()).st_size, wanted)


def begin(product: Product) -> str:
    batch_id = product.begin(None, items=ITEMS)
    wait_until(lambda: len(product.samples(batch_id)) >= 30, "a running batch")
    return batch_id


def assert_paused_for_space(product: Product, batch_id: str) -> None:
    wait_until(lambda: product.status_of(batch_id) == "paused", f"the pause; the log:\n{product.log()[-4000:]}")
    row = product.rows("SELECT * FROM batch_history WHERE batch_id = ?", batch_id)[0]
    assert (row["pause_cause"], row["run_slot"]) == ("storage", None)
    assert "disk is full" in row["pause_reason"]
    assert 30 <= row["samples_generated"] < TARGET
    assert_sound(product, batch_id)


def assert_goes_on_by_itself(product: Product, provider: ScriptedProvider, batch_id: str) -> None:
    """Free the space and touch nothing else; not one call that was paid for may be lost."""
    (product.folder / "ballast").unlink()
    assert product.ended(batch_id)["status"] == "completed"
    assert_settled(product, batch_id)
    kinds = events_of(product, batch_id)
    assert "batch.paused" in kinds and "batch.resumed" in kinds
    assert len(product.samples(batch_id)) == TARGET
    assert provider.stats()["calls"] == len(product.attempts(batch_id))
    shown = product.get(f"/api/batches/{batch_id}/items").body["items"]
    assert [item["slots"] for item in shown] == [{"accepted": TARGET // 2, "unfilled": 0, "open": 0}] * 2


@pytest.mark.slow
def test_batch_pauses_and_goes_on_by_itself_when_less_than_the_reserve_is_free(
    product: Product, provider: ScriptedProvider
) -> None:
    batch_id = begin(product)
    fill(product.folder, leave_mib=RESERVE_MIB // 2)
    assert_paused_for_space(product, batch_id)
    assert_goes_on_by_itself(product, provider, batch_id)


@pytest.mark.slow
def test_batch_pauses_and_goes_on_by_itself_when_all_space_is_gone_at_once(
    product: Product, provider: ScriptedProvider
) -> None:
    batch_id = begin(product)
    fill(product.folder, leave_mib=0)
    assert_paused_for_space(product, batch_id)
    assert_goes_on_by_itself(product, provider, batch_id)


@pytest.mark.slow
def test_batch_ends_complete_when_even_the_spare_space_was_taken(product: Product, provider: ScriptedProvider) -> None:
    """Nothing can be written down then, not even the pause: what is paid for waits in memory."""
    (product.folder / ".batches.db.spare").unlink()
    batch_id = begin(product)
    fill(product.folder, leave_mib=0)
    wait_until(lambda: product.status_of(batch_id) == "paused" or _has_stopped_calling(provider), "no more calls")
    assert product.status_of(batch_id) in ("paused", "running")
    assert_sound(product, batch_id)
    (product.folder / "ballast").unlink()
    assert product.ended(batch_id)["status"] == "completed"
    assert_settled(product, batch_id)
    assert provider.stats()["calls"] == len(product.attempts(batch_id))


def _has_stopped_calling(provider: ScriptedProvider) -> bool:
    before = provider.stats()
    threading.Event().wait(STILL_S)
    return before["in_flight"] == 0 and bool(before["calls"] == provider.stats()["calls"])


@pytest.mark.slow
def test_requests_are_answered_with_507_or_as_ever_when_the_disk_is_full(
    product: Product, provider: ScriptedProvider
) -> None:
    batch_id = begin(product)
    fill(product.folder, leave_mib=0)
    assert_paused_for_space(product, batch_id)
    fill(product.folder, leave_mib=0)
    starts = [product.post(f"{BATCH}/start", {"target_count": 3}) for _ in range(10)]
    fill(product.folder, leave_mib=0)
    starts += [product.post(f"{BATCH}/start", {"target_count": 3}) for _ in range(10)]
    assert {answer.status for answer in starts} <= {202, 507}
    assert all(_is_plain(answer) for answer in starts)
    assert [product.get(path).status for path in (f"{BATCH}/status", f"{BATCH}/history", "/api/health")] == [200] * 3
    (product.folder / "ballast").unlink()
    promised = [answer.body["batch_id"] for answer in starts if answer.status == 202]
    assert {product.ended(started)["status"] for started in (batch_id, *promised)} == {"completed"}
    assert len(product.rows("SELECT id FROM batch_history")) == 1 + len(promised)
    for started in (batch_id, *promised):
        assert_settled(product, started)


def _is_plain(answer: Answer) -> bool:
    return answer.status == 202 or "disk" in answer.body["detail"]


def test_work_goes_on_when_the_log_cannot_be_written() -> None:
    program = "from gristmill.logs import set_up_logs; import structlog; set_up_logs('console');"
    program += "structlog.get_logger().error('disk.full'); print('went on')"
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=full)
    assert ended.stdout == b"went on\n"
