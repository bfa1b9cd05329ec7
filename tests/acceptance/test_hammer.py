"""Fifty people at once, who start, pause, resume, move, stop, cancel and retry at random, on the real server.

A watcher reads the database all the while. What must hold: never two batches in a slot, no batch lost or doubled, no
deadlock, no failure of ours; and afterwards every batch can be brought to an end.
"""

from __future__ import annotations

import random
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.product import BATCH, ENDED, PATIENCE_S, Answer, Product, wait_until
from tests.scripted_provider import ScriptedProvider

pytestmark = pytest.mark.slow

PEOPLE = 50
SECONDS = 60.0
MAX_RUNNING = 2
MOVES = ("start", "pause", "resume", "position", "priority", "stop", "cancel", "retry")
EXPECTED = {200, 202, 409}
LOOK_S = 0.01


@dataclass(slots=True)
class Book:
    """What all people together have seen; each adds to it under the lock."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    started: list[str] = field(default_factory=list)
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    surprises: list[str] = field(default_factory=list)

    def note(self, move: str, answer: Answer) -> None:
        with self.lock:
            self.answers[move, answer.status] += 1
            if answer.status not in EXPECTED:
                self.surprises.append(f"{move}: {answer.status} {answer.body}")
            elif move == "start":
                self.started.append(str(answer.body["batch_id"]))

    def any_batch(self, chance: random.Random) -> str | None:
        with self.lock:
            return chance.choice(self.started[-2 * PEOPLE :]) if self.started else None


class Watcher:
    """Looks at the database all the while, and keeps what must never be seen."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watcher")
        self.looks = 0
        self.most_running = 0
        self.wrong: list[str] = []

    def __enter__(self) -> Watcher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(PATIENCE_S)

    def _watch(self) -> None:
        with closing(sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True, timeout=PATIENCE_S)) as connection:
            while not self._over.wait(LOOK_S):
                rows = connection.execute("SELECT run_slot, status FROM batch_history WHERE run_slot IS NOT NULL")
                self._judge(rows.fetchall())

    def _judge(self, held: list[tuple[int, str]]) -> None:
        self.looks += 1
        self.most_running = max(self.most_running, len(held))
        slots = [slot for slot, _ in held]
        is_right = len(set(slots)) == len(slots) and set(slots) <= set(range(MAX_RUNNING))
        if not is_right or {status for _, status in held} - {"running"}:
            self.wrong.append(str(held))


def person(product: Product, book: Book, number: int, over: threading.Event) -> None:
    """Do one thing after another until the time is over."""
    chance = random.Random(number)
    while not over.wait(chance.uniform(0, 0.05)):
        batch_id = book.any_batch(chance)
        move = chance.choices(MOVES, weights=(2, 2, 3, 2, 1, 1, 1, 2))[0] if batch_id else "start"
        book.note(move, act(product, batch_id, move, chance))


def act(product: Product, batch_id: str | None, move: str, chance: random.Random) -> Answer:
    if move == "start":
        wanted = {"target_count": chance.randint(1, 30), "priority": chance.randint(0, 2)}
        return product.post(f"{BATCH}/start", wanted)
    if move in ("position", "priority"):
        return product.request("PATCH", f"/api/batches/{batch_id}", body={move: chance.randint(1, 20)})
    return product.post(f"/api/batches/{batch_id}/{move}")


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What the storm has left."""

    product: Product
    book: Book
    watcher: Watcher
    alive: list[str]


def storm(product: Product, seconds: float) -> Aftermath:
    """Let everybody loose for a while; `alive` names who did not come to an end after it."""
    book, over, timer = Book(), threading.Event(), threading.Event()
    people = [
        threading.Thread(target=person, args=(product, book, number, over), name=f"person-{number}", daemon=True)
        for number in range(PEOPLE)
    ]
    with Watcher(product.database_path) as watcher:
        for one in people:
            one.start()
        timer.wait(seconds)
        over.set()
        for one in people:
            one.join(PATIENCE_S)
    return Aftermath(product, book, watcher, [one.name for one in people if one.is_alive()])


@pytest.fixture(scope="module")
def aftermath(scripted_process: ScriptedProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aftermath]:
    scripted_process.reset()
    scripted_process.script(default={"kind": "ok", "latency_ms": 30})
    settings: dict[str, Any] = {
        "provider": "openai_compatible",
        "base_url": scripted_process.base_url,
        "model": "scripted-1",
        "requests_per_minute": 0,
        "tokens_per_minute": 0,
        "max_concurrency": 4,
        "max_running_batches": MAX_RUNNING,
    }
    folder = tmp_path_factory.mktemp("hammer")
    with Product(folder, **settings) as product:
        yield storm(product, SECONDS)


def test_nobody_waits_for_ever_when_all_act_at_once(aftermath: Aftermath) -> None:
    assert aftermath.alive == []


def test_every_answer_is_an_expected_one_when_all_act_at_once(aftermath: Aftermath) -> None:
    assert aftermath.book.surprises == []
    done = {move for (move, status), _ in aftermath.book.answers.items() if status in (200, 202)}
    assert done == set(MOVES)


def test_slots_are_never_shared_nor_more_when_all_act_at_once(aftermath: Aftermath) -> None:
    assert aftermath.watcher.wrong == []
    assert aftermath.watcher.looks > 10 * SECONDS
    assert aftermath.watcher.most_running == MAX_RUNNING


def test_no_batch_is_lost_or_doubled_when_all_act_at_once(aftermath: Aftermath) -> None:
    rows = [str(row["batch_id"]) for row in aftermath.product.rows("SELECT batch_id FROM batch_history")]
    assert sorted(rows) == sorted(aftermath.book.started)
    assert len(set(rows)) == len(rows) > PEOPLE


def test_every_batch_can_be_ended_and_its_numbers_are_right_after_the_storm(aftermath: Aftermath) -> None:
    product = aftermath.product
    bring_to_an_end(product)
    for table, counter in (("samples", "samples_generated"), ("attempts", "attempts")):
        counted = f"(SELECT count(*) FROM {table} WHERE batch_pk = b.id)"
        assert product.rows(f"SELECT batch_id FROM batch_history b WHERE {counter} != {counted}") == []
    sums = "(SELECT sum(accepted_count) FROM items WHERE batch_pk = b.id)"
    assert product.rows(f"SELECT batch_id FROM batch_history b WHERE samples_generated != {sums}") == []
    assert product.rows("SELECT id FROM batch_history WHERE samples_generated > target_count") == []
    assert (
        product.rows("SELECT id FROM batch_history WHERE (status = 'completed') != (samples_generated = target_count)")
        == []
    )
    assert [row[0] for row in product.rows("PRAGMA integrity_check")] == ["ok"]
    assert product.rows("PRAGMA foreign_key_check") == []


def test_log_tells_of_no_failure_of_ours_after_the_storm(aftermath: Aftermath) -> None:
    log = aftermath.product.log()
    assert "worker.ready" in log
    for word in ("Traceback", "http.unexpected", "database_busy", "batch.crashed", "run.lost"):
        assert word not in log, log[max(0, log.index(word) - 3000) : log.index(word) + 3000]


def bring_to_an_end(product: Product) -> None:
    """Resume the half of what is left, and stop the other half; wait until all have ended."""
    ended = ", ".join(f"'{status}'" for status in ENDED)
    left = f"SELECT batch_id, status FROM batch_history WHERE status NOT IN ({ended})"

    def settle(row: sqlite3.Row) -> int:
        verb = "resume" if row["status"] == "paused" and row["batch_id"][-1] in "01234567" else "stop"
        return product.post(f"/api/batches/{row['batch_id']}/{verb}").status

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(settle, product.rows(left)))
    assert answers <= {202, 409}
    wait_until(lambda: not product.rows(left), "all batches to end", patience_s=2 * PATIENCE_S)
