"""One batch seen from outside: started, looked at again and again until it has ended. Prints nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gristmill.demo.client import Api, DemoError, Json, NoAnswer

POLL_EVERY_S = 0.5
SILENCE_LIMIT_S = 30.0  # the service may be busy for a moment; longer than this it is gone
ENDED = frozenset({"completed", "stopped", "failed", "paused"})  # a paused one waits for a person


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Where the batch is at one look; `waiting` says what it waits for, if it does."""

    status: str
    generated: int
    target: int
    rate_per_minute: float | None = None
    eta_s: float | None = None
    waiting: str | None = None

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED

    @property
    def pace(self) -> str:
        """Say rate, time left and what is waited for, as far as they are known."""
        parts = []
        if self.rate_per_minute:
            parts.append(f"{self.rate_per_minute:.1f} a minute")
        if self.eta_s is not None and self.generated < self.target:
            parts.append(f"about {duration(self.eta_s)} left")
        if self.waiting:
            parts.append(self.waiting)
        return ", ".join(parts)


def start(api: Api, *, count: int, provider: str) -> str:
    """Start a batch of `count` samples over all topics and return its batch_id."""
    return str(api.post("/api/generate/batch/start", {"target_count": count, "provider": provider})["batch_id"])


def watch(api: Api, batch_id: str, *, every_s: float = POLL_EVERY_S) -> Iterator[Look]:
    """Yield a look at the batch every `every_s` seconds; the last one is that of the ended batch.

    Raises:
        DemoError: the service has not answered for SILENCE_LIMIT_S, or does not know the batch.
    """
    heard_at = time.monotonic()
    while True:
        try:
            look = read_look(find_row(api, batch_id))
        except NoAnswer:
            if time.monotonic() - heard_at > SILENCE_LIMIT_S:
                raise
        else:
            heard_at = time.monotonic()
            yield look
            if look.has_ended:
                return
        time.sleep(every_s)


def find_row(api: Api, batch_id: str) -> Json:
    """Return the batch's row of the history, with live numbers while it runs.

    Raises:
        DemoError: there is none.
    """
    rows = api.get(f"/api/generate/batch/history?limit=1&q={batch_id}").get("batches") or []
    if not rows or rows[0].get("batch_id") != batch_id:
        raise DemoError(f"The history at {api.url} does not hold {batch_id}.")
    return dict(rows[0])


def read_look(row: Json) -> Look:
    """Read one look out of a history row."""
    status = str(row.get("status"))
    return Look(
        status=status,
        generated=int(row.get("samples_generated") or 0),
        target=int(row.get("target_count") or 0),
        rate_per_minute=row.get("rate_per_minute"),
        eta_s=row.get("eta_s"),
        waiting="waiting in the queue" if status == "queued" else _quota_wait(row.get("quota")),
    )


def _quota_wait(quota: Any) -> str | None:
    if not isinstance(quota, dict) or not quota.get("waiting_s"):
        return None
    return f"waiting {duration(float(quota['waiting_s']))} for {quota.get('waiting_for') or 'the limit'}"


def duration(seconds: float) -> str:
    """Write seconds as people say them: `45 s`, `2 min 05 s`."""
    whole = max(0, round(seconds))
    return f"{whole} s" if whole < 90 else f"{whole // 60} min {whole % 60:02d} s"
