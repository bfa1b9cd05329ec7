"""Is a large dataset quick to look through: first page, filters, score ranges, full-text search, a dry run of a review?

One server whose database holds many samples. Every question is one HTTP request, timed from outside until the last byte
of its answer. Beforehand it measures what the search index and the list's own index cost at an insert.
"""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.pop(0)  # run by its path this is the folder whose queue.py would hide Python's
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import bench, product
from tests.scripted_provider import ScriptedProvider

MAX_MS = 100.0  # the project's own target for a page or a search in 1,000,000 samples
ROWS_PER_BATCH = 10_000
SAMPLES = "/api/samples?"
TEMPLATES = (("Legal Q&A", 70), ("Instruction and Response", 20), ("Preference Pair", 9), ("Curriculum Outline", 1))
TOPICS = tuple(f"Area {number // 9} - Topic {number}" for number in range(45))
RARE_TOPIC = "Area 9 - Treasure Trove"
RARE_WORD, COMMON_WORD = "zugzwang", "company"
PHRASE = '"the court held that"'
RARE_EVERY = 40_000  # samples for each with the rare word, and for each of the rare topic
QUESTIONS: tuple[tuple[str, dict[str, object]], ...] = (
    ("first page", {}),
    ("filter by batch", {"batch_id": "batch_1600000000_00000000"}),
    ("filter by template", {"template": "Preference Pair"}),
    ("filter by a rare template", {"template": "Curriculum Outline"}),
    ("filter by topic", {"topic": TOPICS[7]}),
    ("filter by a rare topic", {"topic": RARE_TOPIC}),
    ("filter by a part of a topic", {"topic_contains": "topic 3"}),
    ("filter by difficulty", {"difficulty": "advanced"}),
    ("filter by review", {"review": "approved"}),
    ("filter by score", {"score_min": 0.9, "score_max": 0.92}),
    ("filter by a narrow score", {"score_min": 0.9001, "score_max": 0.9002}),
    ("filter by origin", {"origin": "person"}),
    ("two filters", {"difficulty": "advanced", "review": "approved"}),
    ("a rare combination", {"template": "Curriculum Outline", "review": "rejected", "difficulty": "basic"}),
    ("a combination that nothing fits", {"topic": RARE_TOPIC, "template": "Curriculum Outline", "origin": "person"}),
    ("best scores first", {"sort": "-score"}),
    ("best scores of a template first", {"sort": "-score", "template": "Preference Pair"}),
    ("search a rare word", {"q": RARE_WORD}),
    ("search a common word", {"q": COMMON_WORD}),
    ("search two words", {"q": f"{COMMON_WORD} director"}),
    ("search a phrase", {"q": PHRASE}),
    ("search a beginning", {"q": "zugz*"}),
    ("search a beginning that most samples have", {"q": "negl*"}),
    ("search a common word, with a filter", {"q": COMMON_WORD, "difficulty": "advanced"}),
    ("search a common word in a batch", {"q": COMMON_WORD, "batch_id": "batch_1600000000_00000000"}),
    ("search a common word, with a rare filter", {"q": COMMON_WORD, "topic": RARE_TOPIC}),
    ("search a common word, best scores first", {"q": COMMON_WORD, "sort": "-score"}),
)


def sentences(draw: random.Random) -> list[str]:
    """Make a stock of sentences whose words are as unevenly frequent as those of a language."""
    stems = ("contr", "negl", "liab", "dut", "trust", "claus", "breach", "remed", "damag", "statut", "tort", "agen")
    ends = ("act", "igence", "ility", "ies", "ee", "es", "ing", "y", "ory", "ious", "ance", "ment")
    words = [f"{stem}{end}{extra}" for extra in ("", "s", "ed", "er", "al") for stem in stems for end in ends]
    draw.shuffle(words)
    words = ["the", "of", "a", "to", COMMON_WORD, "director", "is", "court", *words]
    weights = [1 / (place + 1) for place in range(len(words))]
    made = [" ".join(draw.choices(words, weights, k=12)) + "." for _ in range(4000)]
    made[::25] = [f"In that case the court held that {line}" for line in made[::25]]
    return made


def samples(count: int) -> Iterator[dict[str, Any]]:
    """Make rows of samples of about a kilobyte, ten thousand to a batch."""
    draw = random.Random(7)
    stock = sentences(draw)
    names, shares = [name for name, _ in TEMPLATES], [share for _, share in TEMPLATES]
    for number in range(count):
        is_rare = number % RARE_EVERY == RARE_EVERY // 2
        answer = " ".join(draw.choices(stock, k=5)) + (f" {RARE_WORD}." if is_rare else "")
        content = {
            "question": f"{draw.choice(stock)} Case {number}?",
            "answer": answer,
            "reasoning": " ".join(draw.choices(stock, k=4)),
            "case_citation": None,
        }
        batch, ordinal = divmod(number, ROWS_PER_BATCH)
        yield {
            "sample_id": f"sample_{number:024x}",
            "batch_pk": batch + 1,
            "item_pk": batch + 1,
            "slot": ordinal,
            "ordinal": ordinal,
            "attempt": ordinal + 1,
            "topic": RARE_TOPIC if is_rare else draw.choice(TOPICS),
            "difficulty": draw.choice(("basic", "intermediate", "advanced")),
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
            "template": draw.choices(names, shares)[0],
            "score": round(draw.triangular(0.4, 1.0, 0.9), 4),
            "review": draw.choices(("pending", "approved", "rejected"), (70, 25, 5))[0],
            "origin": "person" if draw.random() < 0.001 else "generated",
        }


def batches(count: int) -> Iterator[dict[str, Any]]:
    """Make the rows of the ended batches that the samples belong to."""
    for number in range(-(-count // ROWS_PER_BATCH)):
        rows = min(ROWS_PER_BATCH, count - number * ROWS_PER_BATCH)
        at = "2026-01-31T12:00:00.000+00:00"
        yield {
            "id": number + 1,
            "batch_id": f"batch_{1_600_000_000 + 60 * number}_{number:08x}",
            "created_at": at,
            "started_at": at,
            "completed_at": at,
            "model": product.MODEL,
            "provider": "openai_compatible",
            "template": "Legal Q&A",
            "target_count": rows,
            "samples_generated": rows,
            "checkpointed_count": rows,
            "status": "completed",
            "seed": number,
        }


def items(count: int) -> Iterator[dict[str, Any]]:
    for batch in batches(count):
        pk, rows = batch["id"], batch["target_count"]
        counted = {"target_count": rows, "accepted_count": rows, "attempts": rows, "rejected_count": 0}
        zeros = {"failed_count": 0, "total_tokens": 0, "drawn_before": 0, "errors": "[]", "parameters": "{}"}
        yield {"id": pk, "batch_pk": pk, "number": 1, "seed": 7, "status": "completed", **counted, **zeros}


def make_database(folder: Path, base_url: str) -> None:
    """Make the database as the product does."""
    migrate = [sys.executable, "api_server.py", "migrate"]
    settings = product.environment(folder, base_url, {})
    subprocess.run(migrate, cwd=product.ROOT, env=settings, check=True, stdout=subprocess.DEVNULL)


def insert_sql(table: str, row: dict[str, Any]) -> str:
    return f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})"


def fill(folder: Path, count: int) -> float:
    """Put batches, items and samples in; answers the microseconds that a sample took, search index included."""
    for table, rows in (("batch_history", batches), ("items", items)):
        product.execute_many(folder, insert_sql(table, next(rows(1))), rows(count))
    statement, rows_left = insert_sql("samples", next(samples(1))), samples(count)
    spent_s = 0.0
    while part := list(islice(rows_left, 5 * ROWS_PER_BATCH)):
        start = time.perf_counter()
        product.execute_many(folder, statement, part)
        spent_s += time.perf_counter() - start
    with closing(sqlite3.connect(product.database_path(folder))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return spent_s / count * 1e6


def add_costs(report: bench.Report, base_url: str, count: int) -> None:
    """Measure inserts by group commits of 32 rows, as a busy batch makes them: with everything, then without parts."""
    without = {
        "with all indexes": (),
        "without full-text search": ("DROP TRIGGER samples_fts_added",),
        "without the list's index": ("DROP INDEX ix_samples_listed",),
        "without the index of scores": ("DROP INDEX ix_samples_score",),
        "without the index of topics": ("DROP INDEX ix_samples_topic",),
    }
    rows = list(samples(count))
    for name, statements in without.items():
        with product.temporary_folder() as folder:
            make_database(folder, base_url)
            report.add(f"insert a sample, {name}", _insert_us(folder, rows, statements), "us CPU")


def _insert_us(folder: Path, rows: list[dict[str, Any]], statements: tuple[str, ...]) -> float:
    for table, of_table in (("batch_history", batches), ("items", items)):
        product.execute_many(folder, insert_sql(table, next(of_table(1))), of_table(len(rows)))
    insert = insert_sql("samples", rows[0])
    with closing(sqlite3.connect(product.database_path(folder))) as connection:
        connection.execute("PRAGMA synchronous=NORMAL")
        for statement in statements:
            connection.execute(statement)
        start = time.process_time()  # what others do on this machine does not count
        for first in range(0, len(rows), 32):
            with connection:
                connection.executemany(insert, rows[first : first + 32])
        return (time.process_time() - start) / len(rows) * 1e6


def measure(told: Any) -> bench.Report:
    """Fill the table, then ask every question many times, in turn."""
    report = bench.Report(f"Samples: {told.samples:,} in the table, every question asked {told.requests} times")
    with product.temporary_folder() as folder, ScriptedProvider() as provider:
        if told.costs:
            add_costs(report, provider.base_url, min(told.samples, told.costs))
        make_database(folder, provider.base_url)
        report.add("insert a sample, in bulk", fill(folder, told.samples), "us")
        report.add("database", product.database_path(folder).stat().st_size / 2**20, "MB")
        with product.running(folder, provider.base_url, product.UNLIMITED) as server, server.client() as client:
            for name, query in QUESTIONS:
                _ask(report, client, name, query, told.requests)
            _ask_dry_run(report, client, told.requests)
            report.add("samples in the table", server.rows("SELECT count(*) AS n FROM samples")[0]["n"])
    return report


def _ask(report: bench.Report, client: product.Client, name: str, query: dict[str, object], count: int) -> None:
    path = SAMPLES + urlencode({**query, "limit": 50})
    _, answer = client.call("GET", path)  # the first one also reads from disk
    _add_times(report, name, [client.call("GET", path)[0] for _ in range(count)])
    report.add(f"{name}, found", answer["total"])


def _ask_dry_run(report: bench.Report, client: product.Client, count: int) -> None:
    body = {"filter": {"review": "pending", "score_min": 0.9}, "action": "approve", "dry_run": True}
    times = [client.call("POST", "/api/samples/review", body)[0] for _ in range(count)]
    report.add("dry run of a bulk review, p50", bench.percentile(times, 0.5), "ms")
    report.add("dry run of a bulk review, p99", bench.percentile(times, 0.99), "ms")


def _add_times(report: bench.Report, name: str, times_ms: list[float]) -> None:
    report.add(f"{name}, p50", bench.percentile(times_ms, 0.5), "ms", at_most=MAX_MS)
    report.add(f"{name}, p99", bench.percentile(times_ms, 0.99), "ms")


def main() -> None:
    """Run once and print the figures."""
    parser = bench.parser(__doc__)
    parser.add_argument("--samples", type=int, default=1_000_000, help="samples in the table")
    parser.add_argument("--requests", type=int, default=30, help="how often each question is asked")
    parser.add_argument(
        "--costs", type=int, default=30_000, help="samples for the cost of the indexes; 0: leave it out"
    )
    told = parser.parse_args()
    measure(told).finish(told.json)


if __name__ == "__main__":
    main()
