"""The quota window: an exact sliding log of calls and tokens for one period.

Owns the arithmetic of one budget: what counts now, and how long until a call fits. Time comes in as an argument:
no clock, no waiting, no I/O. It may be stricter than the provider, never looser.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

What = Literal["requests", "tokens"]
Per = Literal["minute", "day"]

MARGIN_S = 0.5  # our choice: covers the jitter of the way to the provider, costs 0.5 / 60 of the throughput
GRAINS = 1440  # our choice: a coarse log holds at most this many buckets, so its memory does not grow with the rate


@dataclass(frozen=True, slots=True)
class QuotaLimit:
    """A budget per period of `period_s` seconds; 0 means no limit."""

    requests: int
    tokens: int
    period_s: float

    def __post_init__(self) -> None:
        if self.requests < 0 or self.tokens < 0 or not self.period_s > 0:
            raise ValueError(f"a quota has no negative limit and a period above 0: {self}")


@dataclass(frozen=True, slots=True)
class RatePair:
    """What a provider's headers say of one budget: its size, what is left, and seconds until all of it is back."""

    limit: int
    remaining: int
    reset_s: float
    per: Per


@dataclass(frozen=True, slots=True)
class RateHeaders:
    """The budgets that one answer reported; None where it said nothing."""

    requests: RatePair | None = None
    tokens: RatePair | None = None


@dataclass(slots=True, eq=False)
class _Bucket:
    """Calls that leave the window together: one call in an exact log, those of one grain in a coarse one."""

    opened: float
    at: float  # of its last call, so that the first ones count longer and never shorter
    requests: int = 0
    tokens: int = 0
    live: bool = True


@dataclass(slots=True, eq=False)
class Entry:
    """One reservation, owned by its window: `at` in the window's seconds, `tokens` as they count now."""

    at: float
    tokens: int
    bucket: _Bucket | None
    left_then: dict[What, int]


@dataclass(slots=True, eq=False)
class _Side:
    """The ledger of one kind; `elsewhere` is what the provider counts beyond our own calls."""

    ours: int
    limit: int
    used: int = 0
    left: int = 0  # all that ever left the window
    elsewhere: int = 0
    elsewhere_until: float = field(default=float("-inf"))

    def excess(self, need: int) -> int:
        """Tell by how much `need` is too much now; a need above the whole budget is taken as the whole budget."""
        return self.used + self.elsewhere + min(need, self.limit) - self.limit if self.limit else 0


class Window:
    """A sliding log whose entries count from `at` until `at + period + margin_s`, O(1) amortised per call.

    Args:
        limit: the budget; a kind with 0 is counted but never waited for.
        margin_s: extra seconds that an entry counts. The provider sees a call later than we reserve it, and by
            another clock: without a margin a call reserved exactly one period later can meet a 429.
        exact: False lets calls of the same 1/1440 of the period leave together, with the last of them. A window
            without any limit is always kept so.
    """

    def __init__(self, limit: QuotaLimit, *, margin_s: float = MARGIN_S, exact: bool = True) -> None:
        self._period_s = limit.period_s
        self._hold_s = limit.period_s + margin_s
        self._exact = exact
        self._requests = _Side(limit.requests, limit.requests)
        self._tokens = _Side(limit.tokens, limit.tokens)
        self._log: deque[_Bucket] = deque()
        self._set_grain()

    def limit(self, what: What) -> int:
        """Tell the limit in force, ours or the provider's if that is lower; 0 is none."""
        return self._side(what).limit

    def used(self, now: float) -> tuple[int, int]:
        """Tell (requests, tokens) that count at `now`, with what the provider counts beyond our own calls."""
        self._expire(now)
        return self._requests.used + self._requests.elsewhere, self._tokens.used + self._tokens.elsewhere

    def wait_s(self, now: float, tokens: int) -> tuple[float, Literal["", What]]:
        """Tell the seconds until one call of `tokens` fits if nothing is settled before, and what it waits for."""
        self._expire(now)
        requests_s = self._wait_s(now, "requests", 1)
        tokens_s = self._wait_s(now, "tokens", tokens)
        if tokens_s > requests_s:
            return tokens_s, "tokens"
        return requests_s, "requests" if requests_s else ""

    def add(self, now: float, tokens: int) -> Entry:
        """Count one call of `tokens`, whether it fits or not; a time before the last entry's is taken as that."""
        bucket = self._bucket(now)
        bucket.requests += 1
        bucket.tokens += tokens
        self._requests.used += 1
        self._tokens.used += tokens
        return Entry(bucket.at, tokens, bucket, {"requests": self._requests.left, "tokens": self._tokens.left})

    def amend(self, entry: Entry, tokens: int) -> None:
        """Count `tokens` for the entry from now on; without effect on one that left or was removed."""
        if entry.bucket is None or not entry.bucket.live:
            return
        entry.bucket.tokens += tokens - entry.tokens
        self._tokens.used += tokens - entry.tokens
        entry.tokens = tokens

    def remove(self, entry: Entry) -> None:
        """Forget the entry as if it had never been; without effect on one that left or was removed."""
        if entry.bucket is None or not entry.bucket.live:
            return
        self.amend(entry, 0)
        entry.bucket.requests -= 1
        self._requests.used -= 1
        entry.bucket = None

    def observe(
        self, now: float, *, what: What, limit: int, remaining: int, reset_s: float, since: Entry | None = None
    ) -> None:
        """Take over what the provider reports where it is stricter; each report replaces the one before.

        Args:
            limit: the provider's; below ours (or with ours 0) it is in force until the next report. 0 says nothing.
            remaining: if we believe in more, the difference is held back, once, for `reset_s` (a period at most).
            since: the entry of the call that brought the report. What left the window while that call was out may
                still have counted when the report was written, so it is no sign of use elsewhere.
        """
        self._expire(now)
        side = self._side(what)
        if limit > 0:
            side.limit = min(side.ours, limit) if side.ours else limit
            self._set_grain()
        left_since = side.left - since.left_then[what] if since else 0
        side.elsewhere = max(0, side.limit - side.used - left_since - max(0, remaining))
        side.elsewhere_until = now + (reset_s if 0 <= reset_s < self._period_s else self._period_s)

    def _side(self, what: What) -> _Side:
        return self._requests if what == "requests" else self._tokens

    def _set_grain(self) -> None:
        exact = self._exact and (self._requests.limit or self._tokens.limit)
        self._grain_s = 0.0 if exact else self._period_s / GRAINS

    def _bucket(self, now: float) -> _Bucket:
        last = self._log[-1] if self._log else None
        if last is not None:
            now = max(now, last.at)  # the log stays in order, whatever is restored into it
            if now - last.opened < self._grain_s:
                last.at = now
                return last
        bucket = _Bucket(now, now)
        self._log.append(bucket)
        return bucket

    def _expire(self, now: float) -> None:
        while self._log and self._log[0].at + self._hold_s <= now:
            bucket = self._log.popleft()
            bucket.live = False
            for side, amount in ((self._requests, bucket.requests), (self._tokens, bucket.tokens)):
                side.used -= amount
                side.left += amount
        for side in (self._requests, self._tokens):
            if side.elsewhere and side.elsewhere_until <= now:
                side.elsewhere = 0

    def _wait_s(self, now: float, what: What, need: int) -> float:
        side = self._side(what)
        excess = side.excess(need)
        wait_s = 0.0
        if excess > 0:
            for leaves_at, amount in self._leaving(what):
                excess -= amount
                wait_s = leaves_at - now
                if excess <= 0:
                    break
        return wait_s

    def _leaving(self, what: What) -> Iterator[tuple[float, int]]:
        side = self._side(what)
        own = ((b.at + self._hold_s, b.requests if what == "requests" else b.tokens) for b in self._log)
        return heapq.merge(own, [(side.elsewhere_until, side.elsewhere)])
