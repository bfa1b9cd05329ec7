"""The desk: where a request asks the worker of this process for one sample of a batch that its client drives.

The worker answers on its own loop, so that such calls pass the same limiter and the same writer as all others.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from typing import Any

from gristmill.errors import QuotaUsedUp, WorkerAbsent

MAX_WAITING = 64  # requests at once: each holds a server thread
PATIENCE_S = 30.0  # beyond what the caller may wait: for the last call's answer to be stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One sample that a client's request brought, and where its batch stands now."""

    sample: dict[str, Any]
    samples_generated: int
    target_count: int
    remaining_items: int
    status: str


Handler = Callable[[str, float], "Future[Drawn]"]


class Desk:
    """Hands requests to the worker's handler; safe to call from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handler: Handler | None = None
        self._seats = threading.BoundedSemaphore(MAX_WAITING)

    def open(self, handler: Handler) -> None:
        """Take requests from now on; the handler is called on the requests' threads."""
        with self._lock:
            self._handler = handler

    def close(self) -> None:
        with self._lock:
            self._handler = None

    def draw(self, batch_id: str, *, max_wait_s: float, call_s: float) -> Drawn:
        """Get the next sample of a batch that its client drives.

        Args:
            max_wait_s: what the caller will wait for quota.
            call_s: what provider calls may take on top of it.

        Raises:
            WorkerAbsent: no worker works in this process, or it did not answer.
            QuotaUsedUp: too many such requests wait.
            RequestError: as the worker says: no such batch, not in a state to be driven, no quota in time, no sample.
        """
        with self._lock:
            handler = self._handler
        if handler is None:
            raise WorkerAbsent("No worker is at work in this process.", headers={"Retry-After": "5"})
        if not self._seats.acquire(blocking=False):
            raise QuotaUsedUp(f"{MAX_WAITING} requests for samples wait already.", headers={"Retry-After": "5"})
        try:
            return handler(batch_id, max_wait_s).result(max_wait_s + call_s + PATIENCE_S)
        except (FutureTimeout, CancelledError):
            raise WorkerAbsent("The worker did not answer in time.", headers={"Retry-After": "5"}) from None
        finally:
            self._seats.release()
