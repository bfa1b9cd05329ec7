"""The product as a stranger sees it: the real server process on its own folder, database and port.

Measures from outside, by rows, HTTP and the system's own counters. Must never leave a process behind.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import psutil

ROOT = Path(__file__).resolve().parent.parent
START_TIMEOUT_S = 60.0
END_TIMEOUT_S = 30.0
SETTLE_S = 1.5  # the worker goes on loading libraries for a moment after the server answers
MODEL = "scripted"
UNLIMITED: Mapping[str, object] = {
    "REQUESTS_PER_MINUTE": 0,
    "TOKENS_PER_MINUTE": 0,
    "REQUESTS_PER_DAY": 0,
    "TOKENS_PER_DAY": 0,
}


class BenchmarkError(Exception):
    """The benchmark cannot be carried out; one sentence."""


class Client:
    """One kept-alive HTTP connection, so that what is timed is the server."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def call(self, method: str, path: str, body: object = None) -> tuple[float, dict[str, Any]]:
        """Send one request; answers the milliseconds until the last byte, and the JSON object.

        Raises:
            BenchmarkError: the status is not a 2xx.
        """
        raw = None if body is None else json.dumps(body)
        headers = {} if raw is None else {"Content-Type": "application/json"}
        start = time.perf_counter()
        self._connection.request(method, path, raw, headers)
        answer = self._connection.getresponse()
        text = answer.read()
        took_ms = (time.perf_counter() - start) * 1000
        if answer.status // 100 != 2:
            raise BenchmarkError(f"{method} {path} was answered {answer.status}: {text[:300]!r}")
        return took_ms, json.loads(text)


@dataclass(frozen=True, slots=True)
class Product:
    """A server that is up."""

    pid: int
    port: int
    folder: Path

    def client(self) -> Client:
        return Client(self.port)

    def start_batch(self, target_count: int, **more: object) -> str:
        """Ask for a batch and give its id."""
        with self.client() as client:
            _, told = client.call("POST", "/api/generate/batch/start", {"target_count": target_count, **more})
        return str(told["batch_id"])

    def row(self, batch_id: str) -> dict[str, Any]:
        """Read a batch's row from the database file, which costs the server nothing."""
        return self.rows("SELECT * FROM batch_history WHERE batch_id = ?", batch_id)[0]

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        """Run a query on the database file, read-only."""
        with closing(sqlite3.connect(f"{database_path(self.folder).as_uri()}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query, values)]

    def demand_running(self, batch_id: str) -> dict[str, Any]:
        """Read the row of a batch that must be at work.

        Raises:
            BenchmarkError: it has ended.
        """
        row = self.row(batch_id)
        if row["completed_at"]:
            raise BenchmarkError(f"The batch ended {row['status']} while others were measured: {row['end_reason']}")
        return row

    def processes(self) -> list[psutil.Process]:
        server = psutil.Process(self.pid)
        return [server, *server.children(recursive=True)]

    def cpu_s(self) -> float:
        """Add up the processor seconds of all its processes so far, in user and kernel mode."""
        used = (process.cpu_times() for process in self.processes())
        return float(sum(times.user + times.system for times in used))

    def rss_mb(self) -> float:
        """Measure the resident memory of its largest process; the others share most of theirs with it."""
        return float(max(process.memory_info().rss for process in self.processes()) / 2**20)


def database_path(folder: Path) -> Path:
    return folder / "batches.db"


def environment(folder: Path, base_url: str, settings: Mapping[str, object]) -> dict[str, str]:
    """Write the settings of a server that knows only the scripted provider and its own folder."""
    clean = {key: text for key, text in os.environ.items() if not key.startswith(("GRISTMILL_", "GROQ_"))}
    told = {
        "PROVIDER": "openai_compatible",
        "BASE_URL": base_url,
        "MODEL": MODEL,
        "DATABASE_URL": f"sqlite:///{database_path(folder)}",
        "DATA_DIR": folder / "data",
        **settings,
    }
    return clean | {f"GRISTMILL_{name}": str(value) for name, value in told.items()}


def execute_many(folder: Path, statement: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Run a statement once per row of named values, in one transaction; for the time before the server starts."""
    with closing(sqlite3.connect(database_path(folder))) as connection, connection:
        connection.executemany(statement, rows)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="gristmill-benchmark-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(folder: Path, base_url: str, settings: Mapping[str, object]) -> Iterator[Product]:
    """Start `python api_server.py` on a free port, wait until its worker is ready, and end it afterwards."""
    port = _free_port()
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "api_server.py"],
            cwd=ROOT,
            env=environment(folder, base_url, {**settings, "PORT": port}),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _await_health(process, port, folder / "server.log")
            time.sleep(SETTLE_S)
            yield Product(process.pid, port, folder)
        finally:
            _end(process)


def wait_for_end(product: Product, batch_id: str, *, timeout_s: float, poll_s: float = 0.1) -> dict[str, Any]:
    """Wait until a batch is completed and give its row.

    Raises:
        BenchmarkError: it ended otherwise, or not in time.
    """
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        row = product.row(batch_id)
        if row["completed_at"]:
            if row["status"] != "completed":
                raise BenchmarkError(f"The batch ended {row['status']}: {row['end_reason']}")
            return row
        time.sleep(poll_s)
    raise BenchmarkError(f"The batch was not ready after {timeout_s:g} s.")


def seconds_between(start_iso: str, end_iso: str) -> float:
    return (datetime.fromisoformat(end_iso) - datetime.fromisoformat(start_iso)).total_seconds()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_health(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with Client(port) as client:
                if client.call("GET", "/api/health")[1]["worker"] != "absent":
                    return
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.1)
    tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise BenchmarkError(f"The server did not start (exit code {process.poll()}). Its log ends:\n{tail}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask the server to end; what is left of it after a while is killed, with the processes it started."""
    try:
        family = psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        family = []
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(END_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for left in family:
        if left.is_running():
            left.kill()
