"""The live board: what the worker is doing this second, in memory, and the bell that wakes it.

Only the worker writes; routes read whole, finished copies. What ended batches last showed is kept for a day. After a
restart the board is empty and the rows speak alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

KEEP_ENDED_S = 86_400.0  # seed 001: finished jobs are forgotten after 24 h
MAX_ENDED = 1000  # seed 001


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveBatch:
    """What rows alone cannot say of a running batch.

    `rate_per_minute` counts accepted samples of the last 60 s, `sustained_per_minute` is at most what the quota allows
    for long (the first burst is faster); `eta_s` is None until there is a rate;
    `quota` is what `QuotaState.as_json` shows; `in_flight` counts calls that are out, `judging` candidates that
    are with the judge.
    """

    batch_id: str
    current_sample: Mapping[str, Any] | None = None
    rate_per_minute: float = 0.0
    sustained_per_minute: float | None = None
    eta_s: float | None = None
    quota: Mapping[str, Any] | None = None
    in_flight: int = 0
    judging: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "current_sample": self.current_sample,
            "rate_per_minute": round(self.rate_per_minute, 1),
            "eta_s": None if self.eta_s is None else round(self.eta_s, 1),
            "quota": self.quota,
            "in_flight": self.in_flight,
        }


class LiveBoard:
    """Running batches by id, the last state of ended ones, and whether a worker lives in this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._batches: dict[str, LiveBatch] = {}
        self._ended: dict[str, tuple[float, LiveBatch]] = {}  # with the moment of the end, oldest first
        self._worker_alive = False

    def post(self, live: LiveBatch) -> None:
        """Show a running batch; one that had ended and runs again is no longer an ended one."""
        with self._lock:
            self._batches[live.batch_id] = live
            self._ended.pop(live.batch_id, None)

    def clear(self, batch_id: str) -> None:
        with self._lock:
            self._batches.pop(batch_id, None)
            self._ended.pop(batch_id, None)

    def retire(self, batch_id: str, now: float) -> None:
        """Take down a batch that has ended and keep what it showed last; nothing happens when it is not shown.

        Args:
            now: seconds of a clock that never goes back, the same for every call of this board.
        """
        with self._lock:
            live = self._batches.pop(batch_id, None)
            if live is not None:
                # What it says of rate and quota was true at the end; of calls and time left nothing is.
                self._ended[batch_id] = (now, replace(live, in_flight=0, judging=0, eta_s=None))
            self._forget_ended(now)

    def get(self, batch_id: str) -> LiveBatch | None:
        """Find a running batch."""
        with self._lock:
            return self._batches.get(batch_id)

    def last(self, batch_id: str, now: float) -> LiveBatch | None:
        """Find what an ended batch showed last, for 24 h after its end."""
        with self._lock:
            self._forget_ended(now)
            return self._ended[batch_id][1] if batch_id in self._ended else None

    def _forget_ended(self, now: float) -> None:
        while self._ended:
            oldest = next(iter(self._ended))
            if len(self._ended) <= MAX_ENDED and now - self._ended[oldest][0] < KEEP_ENDED_S:
                return
            del self._ended[oldest]

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
