"""The gate in front of one provider and model: it waits until the minute, the day and the provider allow a call.

Owns the line of callers, fair between batches, and the estimate of what a call costs. It is used from one asyncio loop
and never calls a provider. What it counts is lost with the process: `restore` reads it back from rows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from sys import maxsize
from types import MappingProxyType
from typing import Literal

from gristmill.clock import Clock
from gristmill.limits.line import FairLine
from gristmill.limits.window import MARGIN_S, Entry, Per, QuotaLimit, RateHeaders, RatePair, What, Window

WaitingFor = Literal[
    "requests per minute",
    "tokens per minute",
    "requests per day",
    "tokens per day",
    "provider asked to wait",
    "calls in flight",
]

FIRST_ESTIMATE_TOKENS = 600  # our choice: a legal sample's prompt and answer, rounded up
HEADROOM = 1.3  # measured: 25 of 25 requests and 99 % of 5,500 tokens a window at 180 to 260 tokens a call
SMOOTHING = 0.1  # our choice: the estimate follows the last ten calls or so
LEAST_WAIT_S = 0.1  # our choice: who is sent away must not come back in a tight loop

_WHY: Mapping[tuple[What, Per], WaitingFor] = MappingProxyType(
    {
        ("requests", "minute"): "requests per minute",
        ("tokens", "minute"): "tokens per minute",
        ("requests", "day"): "requests per day",
        ("tokens", "day"): "tokens per day",
    }
)


class QuotaWait(Exception):
    """A call could not go within its `max_wait_s`.

    Args:
        wait_s: seconds until it could go as far as can be told now, at least 0.1.
        why: what held it: a `WaitingFor`, or "callers ahead" when only others who wait stand in its way.
    """

    def __init__(self, wait_s: float, why: str) -> None:
        super().__init__(f"{why}: about {wait_s:.1f} s")
        self.wait_s = wait_s
        self.why = why


@dataclass(slots=True, eq=False)
class Lease:
    """The right to one call; give it back exactly once, by `settle` or `release`. `tokens` is what was reserved."""

    tokens: int
    minute: Entry
    day: Entry
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaState:
    """What counts now against each budget; a limit of None is none. `waiting_*` speak of the head of the queue."""

    requests_used: int
    requests_limit: int | None
    tokens_used: int
    tokens_limit: int | None
    day_requests_used: int
    day_requests_limit: int | None
    day_tokens_used: int
    day_tokens_limit: int | None
    waiting_s: float
    waiting_for: WaitingFor | None
    waiting_why: str | None  # the provider's reason, when it asked to wait
    estimate_tokens: int

    def as_json(self) -> dict[str, object]:
        """Show `{per_minute, per_day: {requests, tokens: {used, limit}}, waiting_s, why, estimate_tokens}`."""
        return {
            "per_minute": {
                "requests": {"used": self.requests_used, "limit": self.requests_limit},
                "tokens": {"used": self.tokens_used, "limit": self.tokens_limit},
            },
            "per_day": {
                "requests": {"used": self.day_requests_used, "limit": self.day_requests_limit},
                "tokens": {"used": self.day_tokens_used, "limit": self.day_tokens_limit},
            },
            "waiting_s": round(self.waiting_s, 1),
            "why": ": ".join(part for part in (self.waiting_for, self.waiting_why) if part) or None,
            "estimate_tokens": self.estimate_tokens,
        }


@dataclass(slots=True, eq=False)
class _Waiter:
    tokens: int | None
    party: Hashable
    deadline: float | None  # in the clock's monotonic seconds
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class Limiter:
    """Reserve before each call, settle after it.

    Parties (batches) take turns, and within a party it is first come, first served. Nobody overtakes the head of the
    line while it waits, however small the call.

    Args:
        minute, day: our own limits (settings); reports of the provider can tighten them.
        first_estimate: tokens taken for a call before any call was settled.
        margin_s: see `Window`.
        max_in_flight: leases open at once over all parties, at least 1; None is no bound.
    """

    def __init__(
        self,
        *,
        minute: QuotaLimit,
        day: QuotaLimit,
        clock: Clock,
        first_estimate: int = FIRST_ESTIMATE_TOKENS,
        margin_s: float = MARGIN_S,
        max_in_flight: int | None = None,
    ) -> None:
        if max_in_flight is not None and max_in_flight < 1:
            raise ValueError(f"no call could ever go with {max_in_flight} in flight")
        self._clock = clock
        self._minute = Window(minute, margin_s=margin_s)
        self._day = Window(day, margin_s=margin_s, exact=False)
        self._max_in_flight = maxsize if max_in_flight is None else max_in_flight
        self._in_flight = 0
        self._line: FairLine[_Waiter] = FairLine()
        self._cool_until = float("-inf")
        self._cool_why: str | None = None
        self._mean_tokens = first_estimate / HEADROOM
        self._learned = 0

    @property
    def estimate_tokens(self) -> int:
        """Tokens reserved for a call without an estimate of its own: 1.3 x the moving average of real use."""
        return round(HEADROOM * self._mean_tokens)

    async def reserve(
        self, tokens: int | None = None, *, party: Hashable = None, max_wait_s: float | None = None
    ) -> Lease:
        """Wait until one call of `tokens` (None: the estimate at that moment) is allowed, and count it.

        Returns without a task switch when nobody waits and there is room. Cancellation leaves nothing behind.
        Raises QuotaWait when the call cannot go within `max_wait_s`: as soon as that is known, at the latest then.
        """
        now = self._clock.monotonic()
        if self._line.head is None and self._hold(now, tokens)[1] is None:
            return self._take(now, tokens)
        me = _Waiter(tokens, party, None if max_wait_s is None else now + max_wait_s)
        lease = None
        self._line.add(party, me)
        try:
            lease = await self._turn(me)
            return lease
        finally:
            self._line.leave(party, me, served=lease is not None)
            self._wake()

    def settle(self, lease: Lease, tokens: int | None) -> None:
        """Correct the lease to the real `tokens` and learn from them; a second time it is a no-op.

        None says that nobody knows (a call that timed out): what was reserved goes on counting.
        """
        if not lease.open:
            return
        lease.open = False
        self._in_flight -= 1
        if tokens is not None:
            self._minute.amend(lease.minute, max(0, tokens))
            self._day.amend(lease.day, max(0, tokens))
            self._learn(tokens)
        self._wake()

    def release(self, lease: Lease) -> None:
        """Give everything back: the call never left. A no-op after `settle`."""
        if not lease.open:
            return
        lease.open = False
        self._in_flight -= 1
        self._minute.remove(lease.minute)
        self._day.remove(lease.day)
        self._wake()

    def cool_down(self, seconds: float, why: str) -> None:
        """Allow no call for `seconds` (Retry-After); never shortens a cool-down that lasts longer."""
        until = self._clock.monotonic() + seconds
        if until > self._cool_until:
            self._cool_until, self._cool_why = until, why

    def observe(self, headers: RateHeaders, lease: Lease | None = None) -> None:
        """Take over what an answer's headers report where it is stricter.

        Pass the `lease` of the call that brought them, after settling it: without it a slow answer looks like use by
        somebody else, and the gate may stay shut until the reported reset.
        """
        if headers.requests is not None:
            self._observe("requests", headers.requests, lease)
        if headers.tokens is not None:
            self._observe("tokens", headers.tokens, lease)
        self._wake()

    def restore(self, entries: Iterable[tuple[float, int]]) -> None:
        """Read back calls made before a restart as (Unix seconds, tokens), in any order; call before `reserve`."""
        now, unix_s = self._clock.monotonic(), self._clock.time()
        for at, tokens in sorted(entries):
            ago_s = max(0.0, unix_s - at)  # a wall clock set back must not put a call into the future
            self._minute.add(now - ago_s, tokens)
            self._day.add(now - ago_s, tokens)
            self._learn(tokens)

    @property
    def calls_per_minute(self) -> float | None:
        """Calls that the minute's budgets allow for long, at the present estimate; None without a limit."""
        requests, tokens = self._minute.limit("requests"), self._minute.limit("tokens")
        bounds = ([float(requests)] if requests else []) + ([tokens / self.estimate_tokens] if tokens else [])
        return min(bounds, default=None)

    def state(self) -> QuotaState:
        """Tell what counts and who waits now; like all methods to be called on the limiter's own loop."""
        now = self._clock.monotonic()
        head = self._line.head
        seconds, why = self._hold(now, head.tokens) if head else (0.0, None)
        minute_requests, minute_tokens = self._minute.used(now)
        day_requests, day_tokens = self._day.used(now)
        return QuotaState(
            requests_used=minute_requests,
            requests_limit=self._minute.limit("requests") or None,
            tokens_used=minute_tokens,
            tokens_limit=self._minute.limit("tokens") or None,
            day_requests_used=day_requests,
            day_requests_limit=self._day.limit("requests") or None,
            day_tokens_used=day_tokens,
            day_tokens_limit=self._day.limit("tokens") or None,
            waiting_s=round(seconds, 3),
            waiting_for=why,
            waiting_why=self._cool_why if why == "provider asked to wait" else None,
            estimate_tokens=self.estimate_tokens,
        )

    def _hold(self, now: float, tokens: int | None) -> tuple[float, WaitingFor | None]:
        """Tell the seconds until a call fits and what holds it longest; (0, None) when it may go.

        No time brings a call in flight back, so that one counts as 0 seconds.
        """
        need = self.estimate_tokens if tokens is None else tokens
        full = self._in_flight >= self._max_in_flight
        held: tuple[float, WaitingFor | None] = (0.0, "calls in flight" if full else None)
        if self._cool_until > now:
            held = (self._cool_until - now, "provider asked to wait")
        minute_s, minute_what = self._minute.wait_s(now, need)
        if minute_what and minute_s > held[0]:
            held = (minute_s, _WHY[minute_what, "minute"])
        day_s, day_what = self._day.wait_s(now, need)
        if day_what and day_s > held[0]:
            held = (day_s, _WHY[day_what, "day"])
        return held

    def _take(self, now: float, tokens: int | None) -> Lease:
        need = self.estimate_tokens if tokens is None else tokens
        self._in_flight += 1
        return Lease(need, self._minute.add(now, need), self._day.add(now, need))

    async def _turn(self, me: _Waiter) -> Lease:
        while True:
            now = self._clock.monotonic()
            seconds = 0.0  # not at the head there is nothing to wait for but a change
            if self._line.head is me:
                seconds, why = self._hold(now, me.tokens)
                if why is None:
                    return self._take(now, me.tokens)
            if me.deadline is not None:
                left_s = self._time_left(me, me.deadline - now, now)
                seconds = min(seconds or left_s, left_s)
            await self._pause(me, seconds)
            me.changed.clear()

    def _time_left(self, me: _Waiter, left_s: float, now: float) -> float:
        """Tell how long it may go on waiting. Raises QuotaWait when that is not enough, or over.

        The known wait is that for the calls ahead and its own as one, if nothing is settled before. The pace of the
        minute's budgets tells better when to come again, but refuses nobody: a budget may come back in a burst.
        """
        ahead = self._line.before(me.party, me)
        need = sum(self.estimate_tokens if one.tokens is None else one.tokens for one in (*ahead, me))
        known_s, why = self._hold(now, need)
        if left_s > 0 and left_s >= known_s:
            return left_s
        pace_s = 60 * len(ahead) / self.calls_per_minute if self.calls_per_minute else 0.0
        raise QuotaWait(max(LEAST_WAIT_S, known_s, pace_s), why or "callers ahead")

    async def _pause(self, me: _Waiter, seconds: float) -> None:
        """Wait for a change or, unless that is 0, for the time, whichever is first."""
        if not seconds:
            await me.changed.wait()
            return

        def timed(sleeper: asyncio.Task[None]) -> None:
            if not sleeper.cancelled():  # a cancelled sleep must not end the next pause
                me.changed.set()

        sleeper = asyncio.create_task(self._clock.sleep(seconds))
        sleeper.add_done_callback(timed)
        try:
            await me.changed.wait()
        finally:
            sleeper.cancel()

    def _wake(self) -> None:
        if self._line.head is not None:
            self._line.head.changed.set()

    def _observe(self, what: What, pair: RatePair, lease: Lease | None) -> None:
        daily = pair.per == "day"
        since = None if lease is None else lease.day if daily else lease.minute
        (self._day if daily else self._minute).observe(
            self._clock.monotonic(),
            what=what,
            limit=pair.limit,
            remaining=pair.remaining,
            reset_s=pair.reset_s,
            since=since,
        )

    def _learn(self, tokens: int) -> None:
        if tokens <= 0:  # a failed call says nothing of what a good one costs
            return
        self._learned += 1
        weight = max(SMOOTHING, 1 / (self._learned + 1))  # a plain mean at first, the first estimate one voice in it
        self._mean_tokens += weight * (tokens - self._mean_tokens)
