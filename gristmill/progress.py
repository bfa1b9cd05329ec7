"""Progress of one run: rate, time left, and why a run without success has to end. Pure arithmetic, time passed in."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence

from gristmill.outcome import Fate, Outcome

RATE_WINDOW_S = 60.0

PROGRESS_FIELDS = (  # of a batch as history shows it: what a progress event carries
    "batch_id",
    "status",
    "model",
    "samples_generated",
    "target_count",
    "progress",
    "total_tokens",
    "attempts",
    "rejected_count",
    "failed_count",
    "cost_usd",
    "current_sample",
    "rate_per_minute",
    "eta_s",
    "quota",
)


class Rate:
    """Accepted samples per minute over the last 60 s, or since the start while that is shorter."""

    def __init__(self, start: float) -> None:
        self._start = start
        self._arrivals: deque[tuple[float, int]] = deque()
        self._count = 0

    def add(self, now: float, count: int) -> None:
        if count:
            self._arrivals.append((now, count))
            self._count += count

    def per_minute(self, now: float) -> float:
        while self._arrivals and self._arrivals[0][0] <= now - RATE_WINDOW_S:
            self._count -= self._arrivals.popleft()[1]
        span = min(RATE_WINDOW_S, max(now - self._start, 1.0))
        return self._count * 60.0 / span

    def eta_s(self, now: float, missing: int, *, at_most: float | None = None) -> float | None:
        """Seconds until `missing` more samples at the present rate; None while there is no rate.

        Args:
            at_most: calls per minute that the quota allows for long; the first burst is faster than that.
        """
        rate = self.per_minute(now)
        if at_most is not None:
            rate = min(rate, at_most)
        return missing * 60.0 / rate if rate else None


class Ceiling:
    """The bounds that end an item which cannot be filled: draws in all, and draws in a row without a sample.

    A 429 and a try that is repeated are not draws; a refused sample and a slot that failed for good are.
    """

    def __init__(self, *, target: int, draws_per_sample: float, draws_in_a_row: int, drawn: int) -> None:
        self._draws_per_sample = draws_per_sample
        self.retarget(target)
        self._max_in_a_row = draws_in_a_row
        self._drawn = drawn
        self._in_a_row = 0
        self._reasons: Counter[str] = Counter()
        self._last = ""

    def retarget(self, target: int) -> None:
        """Count against another target from now on."""
        self._max_draws = max(1, int(target * self._draws_per_sample))
        self._target = target

    def reached(self, outcomes: Sequence[Outcome], *, kept: int) -> str | None:
        """Count outcomes; answer the sentence that ends the item, or None to go on."""
        for outcome in outcomes:
            if outcome.fate is Fate.KEPT:
                self._drawn, self._in_a_row = self._drawn + 1, 0
            elif outcome.final and outcome.fate is not Fate.CANCELLED:
                self._drawn, self._in_a_row = self._drawn + 1, self._in_a_row + 1
                self._reasons[outcome.reason or "unknown"] += 1
                self._last = outcome.message or outcome.reason or ""
        if kept >= self._target:
            return None
        if self._in_a_row >= self._max_in_a_row:
            return f"{self._in_a_row} attempts in a row gave no sample ({self._top()}). The last one: {self._last}"
        if self._drawn >= self._max_draws:
            return (
                f"{self._drawn} attempts gave {kept} of {self._target} samples, and {self._max_draws} attempts are the"
                f" limit ({self._top()})."
            )
        return None

    def _top(self) -> str:
        return ", ".join(f"{reason}: {count}" for reason, count in self._reasons.most_common(3))
