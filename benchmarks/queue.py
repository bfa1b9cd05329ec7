"""Does a long queue stay quick: claim, move and list with 10,000 batches waiting on disk?

Each is one transaction of the product's own stores, first in this process without HTTP, then moves and lists through
the real server while a batch of the queue runs. A bare sqlite3 update of one row, committed, is the yardstick.
"""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

sys.path.pop(0)  # run by its path this is the folder whose queue.py would hide Python's
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import bench, product
from gristmill.db import PRAGMAS, open_database
from gristmill.services import Services, build_services
from gristmill.settings import load_settings
from gristmill.stores import estimates, queue
from gristmill.stores.history import HistoryFilter
from models import BatchHistory
from tests.scripted_provider import ScriptedProvider

MAX_MS = 20.0  # the project's own target
CLAIM_TIMEOUT_S = 30.0
PAGE = 100
RANK_STEP = 2**40
SLOW_MS = 600_000.0  # the running batch's calls never come back, so that the queue stays as it is
LISTS = {"list batches": f"/api/batches?limit={PAGE}", "list the queue": f"/api/queue?limit={PAGE}"}
INSERT_BATCH = (
    "INSERT INTO batch_history (id, batch_id, created_at, model, provider, template, status, rank, target_count,"
    " samples_generated, total_tokens, errors, seed) VALUES (:id, :batch_id, '2026-01-31T12:00:00.000+00:00',"
    f" '{product.MODEL}', 'openai_compatible', 'Legal Q&A', 'queued', :rank, 100, 0, 0, '[]', :id)"
)
INSERT_ITEM = (
    "INSERT INTO items (batch_pk, number, template, parameters, seed, target_count, status, accepted_count,"
    " rejected_count, failed_count, attempts, total_tokens, drawn_before, errors)"
    " VALUES (:id, 1, 'Legal Q&A', '{}', :id, 100, 'pending', 0, 0, 0, 0, 0, 0, '[]')"
)


def queued(count: int) -> Iterator[dict[str, Any]]:
    """Make the values of batches that wait; their order in the queue is not that of their rows."""
    places = list(range(1, count + 1))
    random.Random(7).shuffle(places)
    for number, place in enumerate(places, start=1):
        yield {"id": number, "batch_id": f"batch_1600000000_{number:08x}", "rank": place * RANK_STEP}


def fill(folder: Path, base_url: str, count: int) -> None:
    """Make the database as the product does, and put the queue in."""
    migrate = [sys.executable, "api_server.py", "migrate"]
    settings = product.environment(folder, base_url, {})
    subprocess.run(migrate, cwd=product.ROOT, env=settings, check=True, stdout=subprocess.DEVNULL)
    product.execute_many(folder, INSERT_BATCH, queued(count))
    product.execute_many(folder, INSERT_ITEM, queued(count))


def timed(work: Callable[[], object]) -> float:
    """Time one piece of work in milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


class Stores:
    """The product's stores on the benchmark's database, in this process; no worker runs."""

    def __init__(self, folder: Path, told: Any) -> None:
        self._told = told
        settings = load_settings(
            _env_file=None, database_url=f"sqlite:///{product.database_path(folder)}", data_dir=folder / "data"
        )
        self._database = open_database(settings.sqlalchemy_url)
        self._services: Services = build_services(settings, self._database)
        self._random = random.Random(11)

    def close(self) -> None:
        self._database.close()

    def claims(self) -> list[float]:
        """Time claims; each batch goes back to the tail before the next one."""
        times_ms, claimed = [], [0]
        for _ in range(self._told.runs):
            times_ms.append(timed(lambda: claimed.append(self._claim())))
            self._send_to_tail(claimed[-1])
        return times_ms

    def moves(self) -> list[float]:
        """Time moves of any batch to the first, the last and any other place."""
        places = [1, 2, self._told.batches, *(self._random.randint(1, self._told.batches) for _ in range(7))]
        times_ms = []
        for number in range(self._told.runs):
            batch_pk, place = self._random.randint(1, self._told.batches), places[number % len(places)]
            times_ms.append(timed(lambda pk=batch_pk, place=place: self._move(pk, place)))  # type: ignore[misc]
        return times_ms

    def batch_lists(self) -> list[float]:
        return [timed(self._list_batches) for _ in range(self._told.runs)]

    def queue_lists(self) -> list[float]:
        return [timed(self._list_queue) for _ in range(self._told.runs)]

    def _claim(self) -> int:
        with self._database.write() as session:
            batch = queue.claim_next(session, self._services.log)
            if batch is None:
                raise product.BenchmarkError("There was nothing to claim.")
            return batch.id

    def _send_to_tail(self, batch_pk: int) -> None:
        with self._database.write() as session:
            batch = session.get_one(BatchHistory, batch_pk)
            queue.requeue(session, self._services.log, batch, why="benchmark")
            queue.place(session, self._services.log, batch, self._told.batches)

    def _move(self, batch_pk: int, position: int) -> None:
        with self._database.write() as session:
            queue.place(session, self._services.log, session.get_one(BatchHistory, batch_pk), position)

    def _list_batches(self) -> None:
        with self._database.read() as session:
            self._services.history.page(session, HistoryFilter(), limit=PAGE, offset=0)

    def _list_queue(self) -> None:
        window = estimates.Window(limit=PAGE, offset=0, max_running=1, now=self._services.clock.time())
        with self._database.read() as session:
            entries, _ = estimates.page(session, self._services.board, window)
        [entry.as_json() for entry in entries]


def bare_updates(folder: Path, told: Any) -> list[float]:
    """Time the least that any move costs: one row updated and committed through the driver alone."""
    with closing(sqlite3.connect(product.database_path(folder), isolation_level=None)) as connection:
        for pragma in PRAGMAS:
            connection.execute(pragma)

        def update(batch_pk: int) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE batch_history SET rank = rank + 1 WHERE id = ?", (batch_pk,))
            connection.execute("COMMIT")

        numbers = random.Random(13).choices(range(1, told.batches + 1), k=told.runs)
        return [timed(lambda pk=number: update(pk)) for number in numbers]  # type: ignore[misc]


def measure(told: Any) -> bench.Report:
    """Carry out all phases on one database."""
    report = bench.Report(f"Queue: {told.batches:,} batches waiting, {told.runs} of each")
    with product.temporary_folder() as folder, ScriptedProvider(latency_ms=SLOW_MS) as provider:
        fill(folder, provider.base_url, told.batches)
        bare_ms = bare_updates(folder, told)
        _add_times(report, "bare update", bare_ms, at_most=None)
        with closing(Stores(folder, told)) as stores:
            claims_ms, moves_ms = stores.claims(), stores.moves()
            _add_times(report, "claim", claims_ms, at_most=MAX_MS)
            _add_times(report, "move", moves_ms, at_most=MAX_MS)
            for name, times_ms in (("claim", claims_ms), ("move", moves_ms)):
                report.add(f"{name} to the bare update, p50", _median(times_ms) / _median(bare_ms), "times")
            _add_times(report, "list batches", stores.batch_lists(), at_most=MAX_MS)
            _add_times(report, "list the queue", stores.queue_lists(), at_most=MAX_MS)
        _measure_server(report, folder, provider.base_url, told)
    return report


def _measure_server(report: bench.Report, folder: Path, base_url: str, told: Any) -> None:
    settings = {**product.UNLIMITED, "MAX_CONCURRENCY": 1, "REQUEST_TIMEOUT_S": 3600}
    with product.running(folder, base_url, settings) as server, server.client() as client:
        _await_first_claim(server)
        for name, path in LISTS.items():
            client.call("GET", path)  # the first request of a process also loads code
            times_ms = [client.call("GET", path)[0] for _ in range(told.runs)]
            _add_times(report, f"{name}, HTTP", times_ms, at_most=MAX_MS)
        _add_times(report, "move, HTTP", _moves_by_http(server, client, told), at_most=MAX_MS)
        waiting = server.rows("SELECT count(*) AS n FROM batch_history WHERE status = 'queued'")[0]["n"]
        report.add("batches that wait at the end", waiting)


def _await_first_claim(server: product.Product) -> None:
    deadline = time.monotonic() + CLAIM_TIMEOUT_S
    while not server.rows("SELECT id FROM batch_history WHERE status = 'running'"):
        if time.monotonic() > deadline:
            raise product.BenchmarkError("The server's worker has claimed no batch.")
        time.sleep(0.1)


def _moves_by_http(server: product.Product, client: product.Client, told: Any) -> list[float]:
    ids = [row["batch_id"] for row in server.rows("SELECT batch_id FROM batch_history WHERE status = 'queued'")]
    drawn = random.Random(17)
    return [
        client.call("PATCH", f"/api/batches/{drawn.choice(ids)}", {"position": drawn.randint(1, len(ids))})[0]
        for _ in range(told.runs)
    ]


def _add_times(report: bench.Report, name: str, times_ms: list[float], *, at_most: float | None) -> None:
    report.add(f"{name}, p50", _median(times_ms), "ms")
    report.add(f"{name}, p99", bench.percentile(times_ms, 0.99), "ms", at_most=at_most)


def _median(times_ms: list[float]) -> float:
    return bench.percentile(times_ms, 0.5)


def main() -> None:
    """Run once and print the figures."""
    parser = bench.parser(__doc__)
    parser.add_argument("--batches", type=int, default=10_000, help="batches in the queue")
    parser.add_argument("--runs", type=int, default=500, help="how often each is done")
    told = parser.parse_args()
    measure(told).finish(told.json)


if __name__ == "__main__":
    main()
