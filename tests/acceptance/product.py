"""The product as a person runs it: a real process in a session of its own, with its own database, folder and port.

Talks to it over real HTTP and reads its database file beside it. It must never reach into the product's code.
"""

from __future__ import annotations

import http.client
import json
import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import pyarrow.parquet

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 180.0  # bounds a wait that has gone wrong; nothing is ever expected to take that long
LOOK_S = 0.02
MAX_SILENCES = 3  # heartbeats after which a stream's reader gives up
BATCH = "/api/generate/batch"
ENDED = ("completed", "stopped", "failed")


def wait_until(probe: Callable[[], T | None], what: str, *, patience_s: float = PATIENCE_S) -> T:
    """Look again and again until `probe` gives something true, and give that back."""
    never = threading.Event()
    for _ in range(round(patience_s / LOOK_S)):
        found = probe()
        if found:
            return found
        never.wait(LOOK_S)
    raise AssertionError(f"waited in vain for {what}")


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fake_key() -> str:
    """Make a key that no file can hold by chance."""
    return f"gsk_{secrets.token_hex(16)}"


@dataclass(frozen=True, slots=True)
class Answer:
    """One finished HTTP answer."""

    status: int
    headers: http.client.HTTPMessage
    body: Any


@dataclass(frozen=True, slots=True)
class Event:
    """One block of a stream: a message with its id, or a comment, or the `retry` field."""

    id: int | None = None
    data: Any = None
    comment: str | None = None
    retry_ms: int | None = None

    @property
    def type(self) -> str | None:
        return None if self.data is None else str(self.data["type"])


class EventStream:
    """An open stream. Iteration ends with the server's clean end, and fails when the server broke off."""

    def __init__(
        self, port: int, path: str, headers: dict[str, str], *, receive_buffer_bytes: int | None = None
    ) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
        if receive_buffer_bytes is not None:
            self._connection.sock = _connect(port, receive_buffer_bytes)
        self._connection.request("GET", path, headers=headers)
        self._answer = self._connection.getresponse()
        self.status = self._answer.status
        self.headers = self._answer.headers
        self._blocks = self._read()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __iter__(self) -> Iterator[Event]:
        return self._blocks

    def next(self) -> Event:
        return next(self._blocks)

    def until(self, kind: str, batch_id: str | None = None) -> list[Event]:
        """Read messages up to and with the first of this type (`end`: any end of a batch), of one batch or of any."""
        kinds = [f"batch.{status}" for status in ENDED] if kind == "end" else [kind]
        seen: list[Event] = []
        silences = 0
        for event in self._blocks:
            silences += event.comment is not None
            assert silences < MAX_SILENCES, f"no {kind} of {batch_id or 'any batch'} came, but {seen}"
            if event.data is not None:
                seen.append(event)
            if event.type in kinds and batch_id in (None, event.data.get("batch_id")):
                return seen
        raise AssertionError(f"the stream ended before {kind} of {batch_id or 'any batch'}")

    def rest(self) -> list[Event]:
        """Read all messages up to the end, which the server makes when it drops a reader."""
        seen: list[Event] = []
        for event in self._blocks:
            assert event.comment is None, "the stream goes on: nobody dropped this reader"
            if event.data is not None:
                seen.append(event)
        return seen

    def close(self) -> None:
        self._answer.close()
        self._connection.close()

    def _read(self) -> Iterator[Event]:
        rest = b""
        while chunk := self._answer.read1():
            *blocks, rest = (rest + chunk).split(b"\n\n")
            yield from map(_parse, blocks)


def _connect(port: int, receive_buffer_bytes: int) -> socket.socket:
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer_bytes)
    # Segments as on a real network: with loopback's the sender's own buffer alone would hold megabytes.
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
    plain.settimeout(PATIENCE_S)
    plain.connect(("127.0.0.1", port))
    return plain


def _parse(block: bytes) -> Event:
    fields = dict(line.split(": ", 1) for line in block.decode().splitlines())
    return Event(
        id=int(fields["id"]) if "id" in fields else None,
        data=json.loads(fields["data"]) if "data" in fields else None,
        comment=fields.get(""),
        retry_ms=int(fields["retry"]) if "retry" in fields else None,
    )


class Product:
    """One database and folder, and the process that serves them: `with Product(tmp_path, port=...) as product`.

    Settings are given by their lower-case names without prefix (`max_concurrency=4`), Groq's with it; a process that
    was killed or ended can be started again, on the same files.

    Args:
        folder: holds database, data and log.
        program: `api_server.py`, or `batch_worker.py` for a worker without HTTP.
        name: tells the logs of two processes on one folder apart.
    """

    def __init__(self, folder: Path, *, program: str = "api_server.py", name: str = "product", **settings: Any) -> None:
        self.folder = folder
        self.database_path = folder / "batches.db"
        self.data_dir = folder / "data"
        self.log_path = folder / f"{name}.log"
        self.port = free_port()
        self._program = program
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self._process.poll() is None:
            self.signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(30)
        self.kill()

    def launch(self) -> Self:
        """Start the process and do not wait for it."""
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, str(ROOT / self._program)],
                cwd=self.folder,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def start(self) -> Self:
        """Start the process and wait until it answers (or, a worker alone, is ready)."""
        said = self.log().count("worker.ready")
        self.launch()
        if self._program == "api_server.py":
            wait_until(self._is_up, f"the server to answer; its log:\n{self.log()}")
        else:
            wait_until(lambda: self.log().count("worker.ready") > said, f"the worker; its log:\n{self.log()}")
        return self

    def kill(self) -> None:
        """Kill -9 the whole process group, and wait until its port is free."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        wait_until(lambda: _is_free(self.port), "the killed server's port to be free")

    def signal(self, number: int, *, group: bool = False) -> None:
        """Signal the first process as a service manager does, or the whole group as a terminal does on Ctrl-C."""
        assert self._process is not None
        (os.killpg if group else os.kill)(self._process.pid, number)

    def wait(self) -> int:
        """Wait for the process to end by itself; its exit code."""
        assert self._process is not None
        return self._process.wait(PATIENCE_S)

    def log(self) -> str:
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def get(self, path: str, **headers: str) -> Answer:
        return self.request("GET", path, headers=headers)

    def post(self, path: str, body: object = None) -> Answer:
        """Send JSON, or with None no body at all."""
        return self.request("POST", path, body=body)

    def request(self, method: str, path: str, *, body: object = None, headers: dict[str, str] | None = None) -> Answer:
        sent = None if body is None else json.dumps(body)
        told = {**({} if body is None else {"Content-Type": "application/json"}), **(headers or {})}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)) as connection:
            connection.request(method, path, body=sent, headers=told)
            answer = connection.getresponse()
            raw = answer.read()
        return Answer(answer.status, answer.headers, json.loads(raw) if "json" in str(answer.headers) else raw)

    def stream(
        self, *, after_id: int | None = None, query: str = "", receive_buffer_bytes: int | None = None
    ) -> EventStream:
        """Open a stream; with a small `receive_buffer_bytes` one that holds the server up while it is not read."""
        headers = {} if after_id is None else {"Last-Event-ID": str(after_id)}
        return EventStream(self.port, f"{BATCH}/stream{query}", headers, receive_buffer_bytes=receive_buffer_bytes)

    def begin(self, target_count: int | None, **wanted: object) -> str:
        """Start a batch; its id. With None its items or matrix say how many samples it wants."""
        told = {} if target_count is None else {"target_count": target_count}
        answer = self.post(f"{BATCH}/start", {**told, **wanted})
        assert answer.status == 202, answer.body
        return str(answer.body["batch_id"])

    def stop(self, batch_id: str | None = None) -> Answer:
        return self.post(f"{BATCH}/stop", None if batch_id is None else {"batch_id": batch_id})

    def status(self) -> Any:
        return self.get(f"{BATCH}/status").body

    def batch(self, batch_id: str) -> Any:
        """Read a batch as history lists it."""
        return next(row for row in self.get(f"{BATCH}/history").body["batches"] if row["batch_id"] == batch_id)

    def ended(self, batch_id: str) -> Any:
        """Wait until a batch has ended, whichever way, and read it."""
        wait_until(lambda: self.status_of(batch_id) in ENDED, f"{batch_id} to end; the log:\n{self.log()[-4000:]}")
        return self.batch(batch_id)

    def paused(self, batch_id: str) -> Any:
        """Wait until a batch is paused, and read it."""
        wait_until(lambda: self.status_of(batch_id) == "paused", f"{batch_id} to pause; the log:\n{self.log()[-4000:]}")
        return self.batch(batch_id)

    def status_of(self, batch_id: str) -> str:
        """Read a batch's status from the database itself, which also works between two starts."""
        return str(self.rows("SELECT status FROM batch_history WHERE batch_id = ?", batch_id)[0]["status"])

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        with closing(sqlite3.connect(self.database_path, timeout=PATIENCE_S)) as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute(sql, values).fetchall()

    def samples(self, batch_id: str) -> list[sqlite3.Row]:
        return self.rows(
            "SELECT s.* FROM samples s JOIN batch_history b ON b.id = s.batch_pk WHERE batch_id = ? ORDER BY ordinal",
            batch_id,
        )

    def attempts(self, batch_id: str) -> list[sqlite3.Row]:
        return self.rows(
            "SELECT a.* FROM attempts a JOIN batch_history b ON b.id = a.batch_pk WHERE batch_id = ? ORDER BY number",
            batch_id,
        )

    def parquet_ids(self, batch_id: str) -> list[str]:
        """Read the sample ids of a batch's visible Parquet files, in their order; fails on one that is not whole."""
        return self.parquet_column(batch_id, "sample_id")

    def parquet_column(self, batch_id: str, column: str) -> list[Any]:
        """Read one column of a batch's visible Parquet files."""
        files = sorted((self.data_dir / "batches" / batch_id).glob("segment-*.parquet"))
        # Each is opened once: `read_table` opens it for the footer and for the rows, and it may be replaced between.
        tables = [pyarrow.parquet.ParquetFile(file).read([column]) for file in files]
        return [value for table in tables for value in table[column].to_pylist()]

    def _environment(self) -> dict[str, str]:
        ours = ("GRISTMILL_", "GROQ_", "HF_", "PYTHON")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        own = {"port": self.port, "database_url": f"sqlite:///{self.database_path}", "data_dir": self.data_dir}
        told = {**own, **self._settings}
        names = {key: key.upper() if key.startswith("groq_") else f"GRISTMILL_{key.upper()}" for key in told}
        return {**kept, **{names[key]: str(value) for key, value in told.items()}}

    def _is_up(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, f"the process ended with {self._process.returncode}:\n{self.log()}"
        with suppress(OSError, http.client.HTTPException):
            return self.get("/api/health").status == 200
        return False


def _is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0
