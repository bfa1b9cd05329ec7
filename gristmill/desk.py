"""The desk: where a request asks the worker of this process for samples, of a batch or of a trial without one.

The worker answers on its own loop, so that such calls pass the same limiter and the same writer as all others.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from typing import Any, TypeVar

from gristmill.errors import QuotaUsedUp, WorkerAbsent
from gristmill.trial import Trial, Tried

MAX_WAITING = 64  # requests at once: each holds a server thread
PATIENCE_S = 30.0  # beyond what the caller may wait: for the last call's answer to be stored

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One sample that a client's request brought, and where its batch stands now."""

    sample: dict[str, Any]
    samples_generated: int
    target_count: int
    remaining_items: int
    status: str


@dataclass(frozen=True, slots=True)
class Handlers:
    """What the worker does for requests; called on the requests' threads."""

    draw: Callable[[str, float], Future[Drawn]]
    preview: Callable[[Trial], Future[tuple[Tried, ...]]]


class Desk:
    """Hands requests to the worker's handlers; safe to call from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handlers: Handlers | None = None
        self._seats = threading.BoundedSemaphore(MAX_WAITING)

    def open(self, handlers: Handlers) -> None:
        """Take requests from now on."""
        with self._lock:
            self._handlers = handlers

    def close(self) -> None:
        with self._lock:
            self._handlers = None

    @property
    def is_open(self) -> bool:
        """Tell whether requests are taken."""
        with self._lock:
            return self._handlers is not None

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
        return self._ask(lambda handlers: handlers.draw(batch_id, max_wait_s), max_wait_s + call_s + PATIENCE_S)

    def preview(self, trial: Trial, *, call_s: float) -> tuple[Tried, ...]:
        """Draw the briefs of a trial once each; nothing is stored but the fact.

        Args:
            call_s: what provider calls may take on top of what the trial may wait for quota.

        Raises:
            WorkerAbsent: no worker works in this process, or it did not answer.
            QuotaUsedUp: too many requests wait.
            RequestError: as the worker says: the provider is not configured, or no space is left.
        """

        patience_s = trial.max_wait_s + call_s + PATIENCE_S
        return self._ask(lambda handlers: handlers.preview(trial), patience_s, cut_off=True)

    def _ask(self, hand_over: Callable[[Handlers], Future[T]], patience_s: float, *, cut_off: bool = False) -> T:
        """Wait for the worker's answer; `cut_off` ends the work when it did not come in time."""
        with self._lock:
            handlers = self._handlers
        if handlers is None:
            raise WorkerAbsent("No worker is at work in this process.", headers={"Retry-After": "5"})
        if not self._seats.acquire(blocking=False):
            raise QuotaUsedUp(f"{MAX_WAITING} requests for samples wait already.", headers={"Retry-After": "5"})
        try:
            asked = hand_over(handlers)
            return asked.result(patience_s)
        except (FutureTimeout, CancelledError):
            if cut_off:
                asked.cancel()
            raise WorkerAbsent("The worker did not answer in time.", headers={"Retry-After": "5"}) from None
        finally:
            self._seats.release()
