"""How much does the product cost over the least that any client must do?

Each run makes the same number of calls, equally wide, to the same scripted server: a bare aiohttp loop in a process of
its own, the product from POST start to committed rows and Parquet, and the bare loop again, because a machine's speed
drifts. No limits are set. Figures are medians of the runs.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.pop(0)  # run by its path this is the folder whose queue.py would hide Python's
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import bench, product
from tests.scripted_provider import ScriptedProvider

MAX_RATIO, MAX_CPU_MS = 2.5, 2.0  # the project's own targets, at 50 ms, 256 wide, 5,000 samples
# Bounds for "memory flat" and "last thousand as fast as the first", which the targets do not put into numbers.
MAX_GROWTH_MB, MAX_SLOWDOWN = 10.0, 1.25
POLL_S = 0.05
BLOCK = 1000

_ENDS = (
    "SELECT s.ordinal, s.created_at FROM samples s JOIN batch_history b ON b.id = s.batch_pk"
    " WHERE b.batch_id = ? AND s.ordinal IN ({places})"
)


@dataclass(frozen=True, slots=True)
class Run:
    """What one batch took; `memory_mb` as `_watch` gives it."""

    batch_id: str
    samples: int
    outside_s: float
    rows_s: float
    cpu_s: float
    memory_mb: list[float]


def measure(provider: ScriptedProvider, *, samples: int, concurrency: int, limit_s: float) -> bench.Report:
    """Take one run: a fresh server between two runs of the bare loop, whose mean is the yardstick."""
    report = bench.Report("one run")

    def bare() -> dict[str, float]:
        provider.reset()
        return run_bare(provider, calls=samples, concurrency=concurrency, limit_s=limit_s)

    settings = {**product.UNLIMITED, "MAX_CONCURRENCY": concurrency}
    with (
        product.temporary_folder() as folder,
        product.running(folder, provider.base_url, settings) as server,
    ):
        before = bare()
        provider.reset()
        run = _run_product(server, samples=samples, limit_s=limit_s)
        width = provider.stats()["max_in_flight"]
        after = bare()
        bare_s = (before["seconds"] + after["seconds"]) / 2
        report.add("bare loop", bare_s, "s")
        report.add("bare loop, CPU a call", (before["cpu_s"] + after["cpu_s"]) * 1000 / 2 / samples, "ms")
        _add_product(report, server, run, bare_s=bare_s)
    report.add("calls in flight, at most", width)
    return report


def run_bare(provider: ScriptedProvider, *, calls: int, concurrency: int, limit_s: float) -> dict[str, float]:
    """Run the bare loop in its own process."""
    command = [sys.executable, "-m", "benchmarks.bare_loop", f"{provider.base_url}/chat/completions"]
    options = ["--calls", str(calls), "--concurrency", str(concurrency), "--body", product_body()]
    done = subprocess.run(
        [*command, *options], cwd=product.ROOT, stdout=subprocess.PIPE, check=True, timeout=limit_s, text=True
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def product_body() -> str:
    """Write the body of one call as the product writes it, so that both send as much."""
    script = (
        "import json\n"
        "from gristmill.plan import Plan\n"
        "from gristmill.prompts import render\n"
        "from gristmill.template_files import built_in\n"
        "LEGAL_QA = built_in()['Legal Q&A']\n"
        "from gristmill.providers.base import ChatRequest, Message\n"
        "from gristmill.providers.formats import Manner\n"
        "from gristmill.providers.wire import request_body\n"
        "p = render(LEGAL_QA, Plan(seed=1).brief(0), small_model=False)\n"
        "r = ChatRequest(model='scripted', messages=tuple(Message(*m) for m in p.messages), schema=p.schema,\n"
        "                schema_name=LEGAL_QA.kind, max_tokens=p.max_tokens, temperature=p.temperature, seed=1)\n"
        "print(json.dumps(request_body(r, Manner())))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=product.ROOT, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().strip()


def _run_product(server: product.Product, *, samples: int, limit_s: float) -> Run:
    cpu, start = server.cpu_s(), time.perf_counter()
    batch_id = server.start_batch(samples)
    memory = _watch(server, batch_id, limit_s=limit_s)
    outside_s, cpu_s = time.perf_counter() - start, server.cpu_s() - cpu
    row = server.row(batch_id)
    if row["status"] != "completed":
        raise product.BenchmarkError(f"The batch ended {row['status']}: {row['end_reason']}")
    rows_s = product.seconds_between(row["started_at"], row["completed_at"])
    return Run(batch_id, samples, outside_s=outside_s, rows_s=rows_s, cpu_s=cpu_s, memory_mb=memory)


def _add_product(report: bench.Report, server: product.Product, run: Run, *, bare_s: float) -> None:
    report.add("product, started_at to completed_at", run.rows_s, "s")
    report.add("product, POST start to completed as seen from outside", run.outside_s, "s")
    report.add("ratio to the bare loop", run.rows_s / bare_s, at_most=MAX_RATIO)
    report.add("ratio, from outside", run.outside_s / bare_s, at_most=MAX_RATIO)
    report.add("CPU a sample", run.cpu_s * 1000 / run.samples, "ms", at_most=MAX_CPU_MS)
    _add_pace(report, server, run.batch_id, run.samples)
    _add_memory(report, run.memory_mb)
    files = server.folder / "data" / "batches" / run.batch_id
    report.add("rows", _count(server, run.batch_id), at_least=run.samples)
    report.add("rows in Parquet files", parquet_rows(files), at_least=run.samples)


def _watch(server: product.Product, batch_id: str, *, limit_s: float) -> list[float]:
    """Wait for the end; gives the memory (MB) at the start, after each thousand samples, and at the end."""
    memory, deadline = [server.rss_mb()], time.monotonic() + limit_s
    while time.monotonic() < deadline:
        row = server.row(batch_id)
        if row["samples_generated"] >= BLOCK * len(memory):
            memory.append(server.rss_mb())
        if row["completed_at"]:
            return [*memory, server.rss_mb()]
        time.sleep(POLL_S)
    raise product.BenchmarkError(f"The batch was not ready after {limit_s:g} s.")


def _add_pace(report: bench.Report, server: product.Product, batch_id: str, samples: int) -> None:
    """Compare the first and the last thousand (or half, if there are fewer than two thousand) by their commit times."""
    block = min(BLOCK, samples // 2)
    places = f"{block - 1}, {samples - block - 1}, {samples - 1}"
    ends = {row["ordinal"]: row["created_at"] for row in server.rows(_ENDS.format(places=places), batch_id)}
    first = product.seconds_between(server.row(batch_id)["started_at"], ends[block - 1])
    last = product.seconds_between(ends[samples - block - 1], ends[samples - 1])
    report.add(f"first {block} samples", first, "s")
    report.add(f"last {block} samples", last, "s")
    report.add("last to first", last / first, at_most=MAX_SLOWDOWN)


def _add_memory(report: bench.Report, memory: list[float]) -> None:
    """Memory must not grow with the samples: in the first half caches and buffers still fill."""
    half = memory[len(memory) // 2]
    report.add("memory before the batch", memory[0], "MB")
    report.add("memory after the first thousand", memory[1], "MB")
    report.add("memory at half time", half, "MB")
    report.add("memory at the end", memory[-1], "MB")
    report.add("growth in the second half", memory[-1] - half, "MB", at_most=MAX_GROWTH_MB)


def _count(server: product.Product, batch_id: str) -> int:
    query = "SELECT count(*) AS n FROM samples s JOIN batch_history b ON b.id = s.batch_pk WHERE b.batch_id = ?"
    return int(server.rows(query, batch_id)[0]["n"])


def parquet_rows(folder: Path) -> int:
    """Count the different samples in a batch's files."""
    import pyarrow.parquet as pq  # after the measuring: loading it costs over a second

    files = sorted(folder.glob("segment-*.parquet"))
    return len(
        {value for file in files for value in pq.read_table(file, columns=["sample_id"])["sample_id"].to_pylist()}
    )


def main() -> None:
    """Run as often as asked and print the medians."""
    parser = bench.parser(__doc__)
    parser.add_argument("--samples", type=int, default=5000, help="samples of each run, at least 2")
    parser.add_argument("--concurrency", type=int, default=256, help="calls in flight")
    parser.add_argument("--latency-ms", type=float, default=50, help="how long the scripted server takes")
    parser.add_argument("--runs", type=int, default=3, help="how often to measure")
    parser.add_argument("--limit-s", type=float, default=300, help="seconds after which one run is given up")
    told: Any = parser.parse_args()
    runs = []
    for number in range(told.runs):
        with ScriptedProvider(latency_ms=told.latency_ms) as provider:
            run = measure(provider, samples=told.samples, concurrency=told.concurrency, limit_s=told.limit_s)
        runs.append(run)
        ratio = next(figure.value for figure in run.figures if figure.name == "ratio to the bare loop")
        print(f"run {number + 1} of {told.runs}: {ratio:.2f} times the bare loop", flush=True)
    title = (
        f"Throughput: {told.samples:,} samples, {told.concurrency} wide, {told.latency_ms:g} ms, median of {told.runs}"
    )
    bench.median_report(title, runs).finish(told.json)


if __name__ == "__main__":
    main()
