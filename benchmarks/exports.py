"""Does a large export stay small in memory? One process exports many samples, and its own peak is read from the system.

Fills a database with samples of a few hundred bytes, then makes each kind of export as the product's exporter does, in
a process of its own, so that what filled the database is not counted.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.pop(0)  # run by its path this is the folder whose queue.py would hide Python's
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import bench, product

MAX_MB = 500.0  # the project's own target, for 1,000,000 samples
ROWS_PER_BATCH = 10_000
SPLIT = {"train": 0.9, "validation": 0.05, "test": 0.05}
KINDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Parquet, split by group", {"format": "parquet", "split": SPLIT}),
    ("chat, split by group", {"format": "openai_chat", "split": SPLIT}),
    ("chat", {"format": "openai_chat"}),
)
CHILD = "--in-this-process"


def samples(count: int) -> Iterator[dict[str, Any]]:
    """Make rows of approved samples with signatures: every tenth is nearly the one before it."""
    draw = random.Random(7)
    signature = b""
    for number in range(count):
        batch, ordinal = divmod(number, ROWS_PER_BATCH)
        signature = signature if number % 10 == 9 else b"\x01" + draw.randbytes(128)
        content = {
            "question": f"Case {number}: who bears the loss?",
            "answer": "The buyer. " * 8,
            "reasoning": "1. Risk. " * 8,
        }
        yield {
            "sample_id": f"sample_{number:024x}",
            "batch_pk": batch + 1,
            "item_pk": batch + 1,
            "slot": ordinal,
            "ordinal": ordinal,
            "attempt": ordinal + 1,
            "topic": f"Topic {number % 45}",
            "difficulty": ("basic", "intermediate", "advanced")[number % 3],
            "content": json.dumps(content),
            "content_hash": f"{number:064x}",
            "provider": "openai_compatible",
            "model": product.MODEL,
            "prompt_hash": f"{number:064x}",
            "seed": number,
            "prompt_tokens": 300,
            "completion_tokens": 250,
            "cost_usd": 0.0004,
            "latency_ms": 900,
            "demo": 0,
            "created_at": "2026-01-31T12:00:00.000+00:00",
            "template": "Legal Q&A",
            "signature": signature,
            "review": "approved",
        }


def batches(count: int) -> Iterator[dict[str, Any]]:
    """Make the ended batches that the samples belong to."""
    for number in range(-(-count // ROWS_PER_BATCH)):
        at = "2026-01-31T12:00:00.000+00:00"
        told = {"batch_id": f"batch_{1_600_000_000 + number}_{number:08x}", "created_at": at, "completed_at": at}
        yield {**told, "status": "completed", "provider": "openai_compatible", "model": product.MODEL}


def items(count: int) -> Iterator[dict[str, Any]]:
    for number in range(1, -(-count // ROWS_PER_BATCH) + 1):
        told = {
            "batch_pk": number,
            "number": 1,
            "parameters": "{}",
            "seed": 1,
            "target_count": 1,
            "status": "completed",
        }
        counted = ("accepted_count", "rejected_count", "failed_count", "attempts", "total_tokens", "drawn_before")
        yield {**told, **dict.fromkeys(counted, 0), "errors": "[]"}


def fill(folder: Path, count: int) -> None:
    """Make the database as the product does, and put the samples in."""
    settings = product.environment(folder, "http://127.0.0.1:9/v1", {})
    command = [sys.executable, "api_server.py", "migrate"]
    subprocess.run(command, cwd=product.ROOT, env=settings, check=True, stdout=subprocess.DEVNULL)
    for name in ("added", "removed", "changed"):  # the search index would take most of the time, and is not read here
        product.execute_many(folder, f"DROP TRIGGER samples_fts_{name}", [{}])
    for table, rows in (("batch_history", batches), ("items", items), ("samples", samples)):
        columns = list(next(rows(1)))
        places = ", ".join(f":{name}" for name in columns)
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"
        product.execute_many(folder, statement, rows(count))


def export(order: dict[str, Any]) -> dict[str, float]:
    """Make one export in this process, the only one that imports the product; gives its figures."""
    from gristmill.db import open_database
    from gristmill.export_schemas import StartExport
    from gristmill.exports import desk
    from gristmill.exports.exporter import Exporter
    from gristmill.services import build_services
    from gristmill.settings import load_settings
    from gristmill.stores import exports

    settings = load_settings()
    database = open_database(settings.sqlalchemy_url)
    services = build_services(settings, database)
    made = desk.start(services, StartExport.model_validate(order))
    start = time.perf_counter()
    Exporter(services).run_waiting()
    took_s = time.perf_counter() - start
    with database.read() as session:
        told = exports.as_json(exports.find(session, made.export_id))
    database.close()
    if told["status"] != "completed":
        raise product.BenchmarkError(f"The export is {told['status']}: {told['error']}")
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"rows": told["counts"]["rows"], "seconds": took_s, "peak_mb": peak_mb, "bytes": told["size_bytes"]}


def measure(told: Any) -> bench.Report:
    """Fill one database and make every kind of export of it, each in a process of its own."""
    report = bench.Report(f"Exports: {told.samples:,} samples")
    with product.temporary_folder() as folder:
        fill(folder, told.samples)
        settings = product.environment(folder, "http://127.0.0.1:9/v1", {})
        for name, order in KINDS[: told.kinds]:
            command = [sys.executable, "-m", "benchmarks.exports", CHILD, json.dumps(order)]
            done = subprocess.run(command, cwd=product.ROOT, env=settings, check=False, capture_output=True, text=True)
            if done.returncode:
                raise product.BenchmarkError(f"The export ended with {done.returncode}: {done.stderr[-2000:]}")
            figures = json.loads(done.stdout.splitlines()[-1])
            report.add(f"samples, {name}", figures["rows"])
            report.add(f"samples a second, {name}", figures["rows"] / figures["seconds"])
            report.add(f"peak of memory, {name}", figures["peak_mb"], "MB", at_most=MAX_MB)
            report.add(f"size of the archive, {name}", figures["bytes"] / 2**20, "MB")
    return report


def main() -> None:
    """Run once and print the figures."""
    if sys.argv[1:2] == [CHILD]:
        print(json.dumps(export(json.loads(sys.argv[2]))))
        return
    parser = bench.parser(__doc__)
    parser.add_argument("--samples", type=int, default=1_000_000, help="approved samples in the database")
    parser.add_argument("--kinds", type=int, default=len(KINDS), help="kinds of exports, the largest first")
    told = parser.parse_args()
    measure(told).finish(told.json)


if __name__ == "__main__":
    main()
