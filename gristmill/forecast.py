"""The arithmetic of an estimate: calls from the acceptance rate, tokens from the spread of calls, time from the limits.

Pure: numbers in, numbers out. Every figure is a `Range`: what to expect, and bounds that it stays within nine times out
of ten (the 5 % and the 95 % point). It must never read rows, prices or the clock.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Z = 1.645  # the 95 % point of the normal distribution: 5 % lie below the low end, 5 % above the high one
# The 95 % points of Student's t by degrees of freedom from 1; beyond, 1.645 + 1.52 / df is within 1 % of them.
_T = (6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833)
FEW_CALLS = 10  # our choice: fewer calls may look alike by chance,
LEAST_SPREAD = 0.2  # our choice: so they are taken to spread by at least this share of their mean

What = Literal["requests", "tokens"]
CONCURRENCY = "concurrency"


@dataclass(frozen=True, slots=True)
class Range:
    """What to expect, and from where to where it may be; low <= expected <= high."""

    expected: float
    low: float
    high: float

    def __add__(self, other: Range) -> Range:
        """Add up as if both were low together and high together: wide rather than wrong."""
        return Range(self.expected + other.expected, self.low + other.low, self.high + other.high)

    def times(self, factor: float) -> Range:
        return Range(self.expected * factor, self.low * factor, self.high * factor)

    def ends(self) -> tuple[float, float, float]:
        return self.expected, self.low, self.high


NOTHING = Range(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Spread:
    """What one call uses: the mean with its bounds, and the standard deviation of single calls around it."""

    mean: Range
    deviation: float = 0.0

    def total(self, calls: Range) -> Range:
        """Sum over some calls: the doubt about the mean, and the luck of that many calls."""
        return Range(
            self.mean.expected * calls.expected,
            max(0.0, calls.low * self.mean.low - self._luck(calls.low)),
            calls.high * self.mean.high + self._luck(calls.high),
        )

    def _luck(self, calls: float) -> float:
        return Z * self.deviation * math.sqrt(calls)


def spread_of(values: Sequence[float]) -> Spread:
    """Measure a spread from calls that were made; needs at least one."""
    count, mean = len(values), statistics.fmean(values)
    deviation = statistics.stdev(values, mean) if count > 1 else 0.0
    if count < FEW_CALLS:
        deviation = max(deviation, LEAST_SPREAD * mean)
    doubt = _student(count - 1) * deviation / math.sqrt(count)
    # As far below as above in proportion: what a call uses is never 0, however few calls there were.
    low = mean * mean / (mean + doubt) if mean else 0.0
    return Spread(Range(mean, low, mean + doubt), deviation)


def acceptance(accepted: int, calls: int) -> Range:
    """Estimate the share of accepted calls, with Wilson's interval; without a single call anything is possible.

    Wilson (1927), JASA 22, 209-212: it holds also for few calls and for shares near 0 and 1.
    """
    if calls <= 0:
        return Range(0.5, 0.0, 1.0)
    share, weight = accepted / calls, Z * Z / calls
    centre = (share + weight / 2) / (1 + weight)
    half = Z * math.sqrt(share * (1 - share) / calls + weight / (4 * calls)) / (1 + weight)
    low, high = max(0.0, centre - half), min(1.0, centre + half)
    return Range(share, min(low, share), max(high, share))


def calls_needed(target: int, share: Range, *, ceiling: float) -> Range:
    """Tell how many calls give `target` accepted ones.

    The bounds hold the doubt about the share and the luck of the draw (the spread of a negative binomial).

    Args:
        share: the acceptance rate, each 0 to 1.
        ceiling: calls per sample after which an item is given up: more are never made.
    """
    most = max(float(target), math.floor(target * ceiling))

    def needed(rate: float, luck: float) -> float:
        if rate <= 0:
            return most
        calls = target / rate + luck * math.sqrt(target * (1 - rate)) / rate
        return min(most, max(float(target), calls))

    return Range(needed(share.expected, 0.0), needed(share.high, -Z), needed(share.low, Z))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One budget: at most `amount` requests or tokens in any `period_s` seconds; an amount of 0 is no limit.

    `headroom` times what a call will use must be free before it may go.
    """

    name: str
    what: What
    amount: int
    period_s: float
    headroom: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What the calls of one provider and model must pass: its limits, and how many may be in flight at once."""

    limits: tuple[Limit, ...]
    width: int

    def times_s(self, calls: float, tokens: float, latency_s: float) -> dict[str, float]:
        """Tell for each limit how many seconds the calls would take if it were the only one; without limits, one entry.

        A budget lets a first burst go at once, and each further one when a period is over; the last call takes its
        latency. With nothing in its way but `width`, work goes on at `width` calls at a time.
        """
        if calls <= 0:
            return {CONCURRENCY: 0.0}
        bound = {limit.name: _waits_s(limit, calls, tokens) + latency_s for limit in self.limits if limit.amount}
        return {**bound, CONCURRENCY: max(1.0, calls / self.width) * latency_s}


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Calls to one provider and model: how many, the tokens that count, and the seconds of all calls one by one."""

    calls: Range
    tokens: Range
    busy_s: Range

    def __add__(self, other: Load) -> Load:
        return Load(
            calls=self.calls + other.calls, tokens=self.tokens + other.tokens, busy_s=self.busy_s + other.busy_s
        )

    def times_s(self, gate: Gate) -> dict[str, Range]:
        """Tell for each limit how long the load would take if it were the only one."""
        ends = [
            gate.times_s(calls, tokens, busy_s / calls if calls else 0.0)
            for calls, tokens, busy_s in zip(self.calls.ends(), self.tokens.ends(), self.busy_s.ends(), strict=True)
        ]
        return {name: _ordered(*(times[name] for times in ends)) for name in ends[0]}


def duration_s(times_s: Mapping[str, Range]) -> Range:
    """Tell how long it takes with all limits at once: as long as the slowest of them."""
    return Range(
        max(time.expected for time in times_s.values()),
        max(time.low for time in times_s.values()),
        max(time.high for time in times_s.values()),
    )


def slowest(times_s: Mapping[str, Range]) -> str:
    """Name the limit that holds the calls longest; of equals, the one that is listed last."""
    return max(reversed(list(times_s)), key=lambda name: times_s[name].expected)


def _ordered(expected: float, low: float, high: float) -> Range:
    """Whole bursts round up: the bounds must not come to lie inside."""
    return Range(expected, min(low, expected), max(high, expected))


def _waits_s(limit: Limit, calls: float, tokens: float) -> float:
    used = calls if limit.what == "requests" else tokens
    if used <= limit.amount:
        return 0.0
    # Whole calls go, so that each period's burst is a whole number of them, but always at least one.
    a_call = used / calls
    burst = max(1, math.floor(limit.amount / a_call - (limit.headroom - 1) + 1e-9))
    return (math.ceil(calls / burst - 1e-9) - 1) * limit.period_s


def _student(freedom: int) -> float:
    if freedom < 1:
        return _T[0]
    return _T[freedom - 1] if freedom <= len(_T) else Z + 1.52 / freedom
