"""What do the near-duplicate check and the index of benchmarks cost, in time and in memory?

Signatures, searches and rebuilds are measured in this process on scripted questions of some 160 characters; no server
runs. Samples are judged as the worker judges them: by groups, against the rows of a database on disk.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.pop(0)  # run by its path this is the folder whose queue.py would hide Python's
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import psutil
from sqlalchemy import insert, select

from benchmarks import bench, product
from gristmill import near
from gristmill.db import Database, open_database
from gristmill.indexes import Indexes, NearDuplicates
from gristmill.migrate import bring_up_to_date
from gristmill.near.signature import FORM, VALUES
from gristmill.outcome import Fate, Outcome
from gristmill.settings import load_settings
from gristmill.template_files import built_in
from models import BatchHistory, Item, Sample
from tests.scripted_forms import content

MAX_JUDGED_MS = 2.0  # the bound, at 100,000 samples
MAX_GROUPS_MB = 400.0  # an export of 1,000,000 samples has 500 MB in all
GROUP = 16  # outcomes of one commit
PART = 10_000
TEMPLATE = "Legal Q&A"


def measure(told: Any) -> bench.Report:
    """Fill a database, then judge new samples against it; then the larger sizes without rows."""
    report = bench.Report(f"Near-duplicates: {told.samples:,} samples indexed, {told.judged:,} judged")
    _groups(told.large, report)
    with product.temporary_folder() as folder:
        settings = load_settings(
            _env_file=None, database_url=f"sqlite:///{folder}/batches.db", data_dir=folder / "data"
        )
        database = open_database(settings.sqlalchemy_url)
        bring_up_to_date(database, settings)
        batch_pk = _fill(database, told.samples, report)
        _judge(database, batch_pk, told, report)
        database.close()
    _large(told.large, report)
    _contamination(told.benchmark_mb, report)
    return report


def _fill(database: Database, count: int, report: bench.Report) -> int:
    """Store samples with their signatures."""
    with database.write() as session:
        batch = BatchHistory(batch_id="batch_1_near", status="completed", target_count=count)
        session.add(batch)
        session.flush()
        item = Item(batch_pk=batch.id, number=1, seed=7, target_count=count)
        session.add(item)
        session.flush()
        batch_pk, item_pk = batch.id, item.id
    spent: list[float] = []
    for start in range(0, count, PART):
        rows = [_row(batch_pk, item_pk, n, spent) for n in range(start, min(start + PART, count))]
        with database.write() as session:
            session.execute(insert(Sample), rows)
    report.add("time of a signature, p50", bench.percentile(spent, 0.5) * 1e6, "us")
    report.add("time of a signature, p99", bench.percentile(spent, 0.99) * 1e6, "us")
    return batch_pk


def _row(batch_pk: int, item_pk: int, n: int, spent: list[float]) -> dict[str, Any]:
    text = content(n)
    fields = json.loads(text)
    begun = time.perf_counter()
    signature = near.signature_of(fields, ("question",))
    spent.append(time.perf_counter() - begun)
    return {
        **{"batch_pk": batch_pk, "item_pk": item_pk, "slot": n, "ordinal": n, "attempt": n, "sample_id": f"smp_{n}"},
        **{"topic": "t", "difficulty": "d", "content": text, "content_hash": str(n), "provider": "p", "model": "m"},
        **{"prompt_hash": "a" * 64, "seed": n, "prompt_tokens": 200, "completion_tokens": 100, "latency_ms": 50},
        **{"demo": False, "created_at": "", "template": TEMPLATE, "signature": signature},
    }


def _judge(database: Database, batch_pk: int, told: Any, report: bench.Report) -> None:
    """Build the index as after a restart, then judge groups and store what they keep."""
    template = built_in()[TEMPLATE]
    check = Indexes(database, default_scope="batch").near_duplicates(
        batch_pk, demo=False, template_of=lambda name, version: template
    )
    before, begun = _memory_mb(), time.perf_counter()
    check.warm([template])
    report.add("rebuild from the rows", time.perf_counter() - begun, "s")
    report.add("memory of the index", _memory_mb() - before, "MB")
    with database.read() as session:
        item_pk = session.scalars(select(Item.id).where(Item.batch_pk == batch_pk)).one()
    spent, processor_s, refused = [], 0.0, 0
    for start in range(told.samples, told.samples + told.judged, GROUP):
        group, begun = [_candidate(item_pk, n) for n in range(start, start + GROUP)], time.process_time()
        seconds, kept = _judge_group(check, group)
        processor_s += time.process_time() - begun
        spent.append(seconds / GROUP)
        refused += GROUP - len(kept)
        with database.write() as session:
            session.execute(insert(Sample), [_row(batch_pk, item_pk, outcome.slot, []) for outcome in kept])
    report.add("a judged sample, p50", bench.percentile(spent, 0.5) * 1e3, "ms", at_most=MAX_JUDGED_MS)
    report.add("a judged sample, p99", bench.percentile(spent, 0.99) * 1e3, "ms", at_most=MAX_JUDGED_MS)
    report.add("processor time of a judged sample, mean", processor_s / len(spent) / GROUP * 1e3, "ms")
    report.add("different questions refused", refused, at_most=0)
    copies = [_candidate(item_pk, random.randrange(told.samples)) for _ in range(1000)]
    report.add("copies let through, of 1,000", len(_judge_group(check, copies)[1]), at_most=0)


def _judge_group(check: NearDuplicates, group: list[Outcome]) -> tuple[float, list[Outcome]]:
    begun = time.perf_counter()
    judged = check.refuse(group)
    return time.perf_counter() - begun, [outcome for outcome in judged if outcome.fate is Fate.KEPT]


def _candidate(item_pk: int, n: int) -> Outcome:
    return Outcome(
        item_pk=item_pk,
        slot=n,
        redraw=0,
        topic="t",
        difficulty="d",
        fate=Fate.KEPT,
        started_at=0.0,
        latency_ms=50,
        prompt_hash="a" * 64,
        seed=n,
        content=json.loads(content(n)),
        template=TEMPLATE,
    )


def _signatures(count: int) -> Iterator[list[bytes]]:
    """Draw signatures at random: as far from each other as texts can be."""
    drawn = np.random.default_rng(1)
    for start in range(0, count, PART):
        values = drawn.integers(0, 256, (min(PART, count - start), VALUES), dtype=np.uint8)
        yield [FORM + row.tobytes() for row in values]


def _large(count: int, report: bench.Report) -> None:
    """Fill a table without rows."""
    before, spent, table = _memory_mb(), 0.0, near.Table()
    for part in _signatures(count):
        begun = time.perf_counter()
        table.add(range(len(table), len(table) + len(part)), part)
        spent += time.perf_counter() - begun
    report.add(f"build of {count:,}, without reading them", spent, "s")
    report.add(f"memory of {count:,}", _memory_mb() - before, "MB")
    searched = []
    for signature in next(_signatures(2000)):
        begun = time.perf_counter()
        table.find(signature, near.DEFAULT_THRESHOLD)
        searched.append(time.perf_counter() - begun)
    report.add(f"search among {count:,}, p99", bench.percentile(searched, 0.99) * 1e3, "ms")


def _groups(count: int, report: bench.Report) -> None:
    """Group a selection in which every other sample is a copy of the one before; first of all, as it reads the peak."""
    before = _memory_mb()
    begun = time.perf_counter()
    halves = (signature for part in _signatures(count // 2) for signature in part)
    groups = near.groups_of(signature for one in halves for signature in (one, one))
    report.add(f"groups of {count:,}", time.perf_counter() - begun, "s")
    report.add("groups found are the copies", int(len(np.unique(groups)) == count // 2), at_least=1)
    report.add("memory at most, from a cursor", _peak_mb() - before, "MB", at_most=MAX_GROUPS_MB)


def _contamination(megabytes: float, report: bench.Report) -> None:
    """Index invented prose: some 160,000 words a MB."""
    drawn = random.Random(1)
    vocabulary = [f"w{drawn.randrange(10**5):05d}" for _ in range(20_000)]
    begun, table, size = time.perf_counter(), near.RunTable(), 0
    while size < megabytes * 1e6:
        text = " ".join(drawn.choices(vocabulary, k=300))
        size += len(text)
        table.add(text)
    table.seal()
    report.add(f"index of {megabytes:g} MB of benchmarks", time.perf_counter() - begun, "s")
    report.add("its memory", table.size_bytes / 1e6, "MB")
    begun = time.perf_counter()
    for _ in range(1000):
        table.overlap(text)
    report.add("look-up of a text of 300 words", (time.perf_counter() - begun), "ms")


def _peak_mb() -> float:
    """The most memory that this process has had; Linux counts it in kB, macOS in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


def _memory_mb() -> float:
    return float(psutil.Process().memory_info().rss / 1e6)


def main() -> None:
    """Run once and print what was measured."""
    parser = bench.parser(__doc__)
    parser.add_argument("--samples", type=int, default=100_000, help="samples in the database")
    parser.add_argument("--judged", type=int, default=4096, help="new samples to judge")
    parser.add_argument("--large", type=int, default=1_000_000, help="signatures in the large table")
    parser.add_argument("--benchmark-mb", type=float, default=10, help="MB of benchmark text")
    told = parser.parse_args()
    measure(told).finish(told.json)


if __name__ == "__main__":
    main()
