"""The live board: what the worker is doing this second, in memory, and the bell that wakes it.

Only the worker writes; routes read whole, finished copies. After a restart the board is empty and the rows speak alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveBatch:
    """What rows alone cannot say of a running batch.

    `rate_per_minute` counts accepted samples of the last 60 s; `eta_s` is None until there is a rate;
    `quota` is what `QuotaState.as_json` shows; `in_flight` counts calls that are out.
    """

    batch_id: str
    current_sample: Mapping[str, Any] | None = None
    rate_per_minute: float = 0.0
    eta_s: float | None = None
    quota: Mapping[str, Any] | None = None
    in_flight: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "current_sample": self.current_sample,
            "rate_per_minute": round(self.rate_per_minute, 1),
            "eta_s": None if self.eta_s is None else round(self.eta_s, 1),
            "quota": self.quota,
            "in_flight": self.in_flight,
        }


class LiveBoard:
    """Running batches by id, and whether a worker lives in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._batches: dict[str, LiveBatch] = {}
        self._worker_alive = False

    def post(self, live: LiveBatch) -> None:
        with self._lock:
            self._batches[live.batch_id] = live

    def clear(self, batch_id: str) -> None:
        with self._lock:
            self._batches.pop(batch_id, None)

    def get(self, batch_id: str) -> LiveBatch | None:
        with self._lock:
            return self._batches.get(batch_id)

    def set_worker_alive(self, alive: bool) -> None:
        with self._lock:
            self._worker_alive = alive

    @property
    def worker_alive(self) -> bool:
        with self._lock:
            return self._worker_alive


class Bell:
    """Wakes the worker when a row that concerns it was written; it would see the row at its next look anyway."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[], None]) -> None:
        with self._lock:
            self._listeners.append(listener)

    def silence(self) -> None:
        with self._lock:
            self._listeners.clear()

    def ring(self) -> None:
        with self._lock:
            for listener in self._listeners:
                listener()
