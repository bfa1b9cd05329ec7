"""Does the HTTP side stay quick: a long history, starts under full load, many stream subscribers?

One server whose table holds many ended batches. Measured in turn: the first page of the history, delivery to the
subscribers while a batch runs at a moderate rate and again flat out, starts and the first page while it runs flat out.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.pop(0)  # run by its path this is the folder whose queue.py would hide Python's
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import bench, product
from tests.scripted_provider import ScriptedProvider

MAX_PAGE_MS, MAX_START_MS, MAX_DELIVERY_MS = 50.0, 50.0, 150.0  # the project's own targets
PAGE = "/api/generate/batch/history?limit=50"
START = "/api/generate/batch/start"
FLAT_OUT_MS = 50.0  # the scripted server's answer time, as in the throughput benchmark
MODERATE_CALLS_PER_S = 50.0
ENDLESS = 1_000_000  # samples of the batch in the background: it must not end while others are measured
SETTLE_S = 2.0
TOPICS = ("Company Law - Directors Duties", "Contract Law - Offer and Acceptance", "Tort - Negligence", None)
STATUSES = ("completed", "completed", "completed", "stopped", "failed")


def ended_batches(count: int) -> Iterator[dict[str, Any]]:
    """Make rows of batches that ended long ago, one a minute."""
    for number in range(count):
        at = 1_600_000_000 + 60 * number
        iso = time.strftime("%Y-%m-%dT%H:%M:%S.000+00:00", time.gmtime(at))
        yield {
            "batch_id": f"batch_{at}_{number:08x}",
            "created_at": iso,
            "started_at": iso,
            "completed_at": iso,
            "model": product.MODEL,
            "provider": "openai_compatible",
            "template": "Legal Q&A",
            "topic_filter": TOPICS[number % len(TOPICS)],
            "difficulty_filter": "advanced",
            "reasoning_instruction": "Include step-by-step analysis",
            "target_count": 100,
            "samples_generated": 100,
            "checkpointed_count": 100,
            "attempts": 104,
            "total_tokens": 30_000,
            "status": STATUSES[number % len(STATUSES)],
            "errors": json.dumps([{"time": iso, "kind": "too_short", "message": "Too short.", "attempt": 7}]),
            "seed": number,
        }


def fill(folder: Path, base_url: str, count: int) -> None:
    """Make the database as the product does, and put the ended batches in."""
    migrate = [sys.executable, "api_server.py", "migrate"]
    settings = product.environment(folder, base_url, {})
    subprocess.run(migrate, cwd=product.ROOT, env=settings, check=True, stdout=subprocess.DEVNULL)
    columns = list(next(ended_batches(1)))
    places = ", ".join(f":{name}" for name in columns)
    statement = f"INSERT INTO batch_history ({', '.join(columns)}) VALUES ({places})"
    product.execute_many(folder, statement, ended_batches(count))


def measure(told: Any) -> bench.Report:
    """Carry out all phases on one server."""
    report = bench.Report(
        f"History: {told.batches:,} ended batches, {told.subscribers} subscribers, {told.starts} starts,"
        f" {told.concurrency} wide"
    )
    slow_ms = 1000 * told.concurrency / MODERATE_CALLS_PER_S
    settings = {**product.UNLIMITED, "MAX_CONCURRENCY": told.concurrency}
    with product.temporary_folder() as folder, ScriptedProvider(latency_ms=slow_ms) as provider:
        fill(folder, provider.base_url, told.batches)
        with product.running(folder, provider.base_url, settings) as server:
            _add_times(report, "first page, idle", _pages(server, told.pages), at_most=MAX_PAGE_MS)
            batch_id = server.start_batch(ENDLESS)
            time.sleep(SETTLE_S)
            _add_delivery(report, server, batch_id, told, "at a moderate rate")
            provider.script(default={"kind": "ok", "latency_ms": FLAT_OUT_MS})
            time.sleep(SETTLE_S + slow_ms / 1000)
            _add_delivery(report, server, batch_id, told, "flat out")
            _add_times(report, "start, flat out", _starts(server, told), at_most=MAX_START_MS)
            _add_times(report, "first page, flat out", _pages(server, told.pages), at_most=None)
            server.demand_running(batch_id)
            report.add("batches in the table", server.rows("SELECT count(*) AS n FROM batch_history")[0]["n"])
    return report


def _add_times(report: bench.Report, name: str, times_ms: list[float], *, at_most: float | None) -> None:
    report.add(f"{name}, p50", bench.percentile(times_ms, 0.5), "ms")
    report.add(f"{name}, p99", bench.percentile(times_ms, 0.99), "ms", at_most=at_most)


def _pages(server: product.Product, count: int) -> list[float]:
    with server.client() as client:
        client.call("GET", PAGE)  # the first request of a process also loads code
        return [client.call("GET", PAGE)[0] for _ in range(count)]


def _starts(server: product.Product, told: Any) -> list[float]:
    """Start batches one after the other at a steady pace; they wait behind the one that runs."""
    times_ms = []
    with server.client() as client:
        for _ in range(told.starts):
            times_ms.append(client.call("POST", START, {"target_count": 10})[0])
            time.sleep(max(0.0, 1 / told.starts_per_s - times_ms[-1] / 1000))
    return times_ms


def _add_delivery(report: bench.Report, server: product.Product, batch_id: str, told: Any, how: str) -> None:
    """Let all subscribers listen for a while and say how late news came to them."""
    command = [sys.executable, "-m", "benchmarks.subscribers", "--port", str(server.port)]
    options = ["--count", str(told.subscribers), "--seconds", str(told.seconds)]
    process = subprocess.Popen([*command, *options], cwd=product.ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        if process.stdout.readline().strip() != "ready":
            raise product.BenchmarkError("The subscribers could not connect; what they said is above.")
        before, cpu = server.demand_running(batch_id)["samples_generated"], server.cpu_s()
        heard, _ = process.communicate(timeout=told.seconds + 60)
        made = server.demand_running(batch_id)["samples_generated"] - before
        cpu_s = server.cpu_s() - cpu
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    seen = json.loads(heard)
    report.add(f"samples a second, {how}", made / told.seconds)
    report.add(f"processor of the server, {how}", 100 * cpu_s / told.seconds, "%")
    report.add(f"messages delivered, {how}", len(seen["delays_ms"]))
    _add_times(report, f"delivery, {how}", seen["delays_ms"], at_most=MAX_DELIVERY_MS)
    report.add(f"streams dropped, {how}", seen["dropped"], at_most=0)


def main() -> None:
    """Run once and print the figures."""
    parser = bench.parser(__doc__)
    parser.add_argument("--batches", type=int, default=100_000, help="ended batches in the table")
    parser.add_argument("--pages", type=int, default=200, help="how often the first page is asked for")
    parser.add_argument("--starts", type=int, default=100, help="batches started while one runs flat out")
    parser.add_argument("--starts-per-s", type=float, default=8, help="pace of these starts")
    parser.add_argument("--subscribers", type=int, default=200, help="open streams")
    parser.add_argument("--seconds", type=float, default=15, help="how long the subscribers listen in each phase")
    parser.add_argument("--concurrency", type=int, default=256, help="provider calls in flight")
    told = parser.parse_args()
    measure(told).finish(told.json)


if __name__ == "__main__":
    main()
