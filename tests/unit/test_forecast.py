"""The arithmetic of estimates: calls, tokens and time, with each limit as the one that binds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gristmill.forecast import (
    CONCURRENCY,
    Gate,
    Limit,
    Load,
    Range,
    Spread,
    acceptance,
    calls_needed,
    duration_s,
    slowest,
    spread_of,
)

MINUTE_S, DAY_S = 60.0, 86_400.0


def exactly(value: float) -> Range:
    return Range(value, value, value)


def times(gate: Gate, *, calls: float, tokens: float, latency_s: float) -> dict[str, float]:
    """Tell the seconds that each limit alone would take, for a load that is known exactly."""
    load = Load(calls=exactly(calls), tokens=exactly(tokens), busy_s=exactly(calls * latency_s))
    return {name: time.expected for name, time in load.times_s(gate).items()}


def binding(found: dict[str, float]) -> str:
    return slowest({name: exactly(time) for name, time in found.items()})


def gate(*, rpm: int = 0, tpm: int = 0, rpd: int = 0, tpd: int = 0, width: int = 8) -> Gate:
    return Gate(
        limits=(
            Limit(name="requests_per_minute", what="requests", amount=rpm, period_s=MINUTE_S),
            Limit(name="tokens_per_minute", what="tokens", amount=tpm, period_s=MINUTE_S),
            Limit(name="requests_per_day", what="requests", amount=rpd, period_s=DAY_S),
            Limit(name="tokens_per_day", what="tokens", amount=tpd, period_s=DAY_S),
        ),
        width=width,
    )


def test_calls_equal_the_target_when_all_are_accepted() -> None:
    assert calls_needed(100, Range(1.0, 1.0, 1.0), ceiling=3) == Range(100.0, 100.0, 100.0)


def test_calls_grow_as_fewer_are_accepted() -> None:
    needed = calls_needed(100, Range(0.5, 0.4, 0.6), ceiling=10)
    assert needed.expected == 200
    assert 100 < needed.low < 100 / 0.6 < needed.expected < 100 / 0.4 < needed.high


def test_calls_stop_at_the_ceiling_when_nothing_is_accepted() -> None:
    needed = calls_needed(10, Range(0.0, 0.0, 0.2), ceiling=3)
    assert (needed.expected, needed.high) == (30, 30)


def test_calls_are_never_fewer_than_the_samples() -> None:
    assert calls_needed(5, Range(0.99, 0.98, 1.0), ceiling=3).low == 5


def test_acceptance_is_wilsons_interval() -> None:
    share = acceptance(90, 100)
    assert share.expected == 0.9
    # By hand: centre (0.9 + 0.013530) / 1.027060, half 1.645 sqrt(0.0009 + 0.00006765) / 1.027060.
    assert share.low == pytest.approx(0.8396, abs=2e-4)
    assert share.high == pytest.approx(0.9393, abs=2e-4)


def test_acceptance_of_two_out_of_two_leaves_doubt() -> None:
    share = acceptance(2, 2)
    assert share.expected == share.high == 1.0
    assert 0.3 < share.low < 0.6


def test_acceptance_without_calls_is_anything() -> None:
    assert acceptance(0, 0).ends() == (0.5, 0.0, 1.0)


def test_spread_narrows_with_more_calls() -> None:
    few, many = spread_of([900.0, 1100.0] * 10), spread_of([900.0, 1100.0] * 200)
    assert few.mean.expected == many.mean.expected == 1000
    assert few.mean.high - few.mean.low > 3 * (many.mean.high - many.mean.low)


def test_spread_of_two_equal_calls_is_not_certain() -> None:
    mean = spread_of([1000.0, 1000.0]).mean
    assert mean.low < 600 and mean.high > 1800


def test_spread_of_many_equal_calls_is_certain() -> None:
    assert spread_of([500.0] * 50).mean == Range(500.0, 500.0, 500.0)


def test_total_of_a_known_mean_spreads_with_the_root_of_the_calls() -> None:
    total = Spread(Range(100.0, 100.0, 100.0), deviation=10.0).total(Range(400.0, 400.0, 400.0))
    assert total.expected == 40_000
    assert total.high - total.expected == pytest.approx(1.645 * 10 * 20)


@pytest.mark.parametrize(
    ("limits", "name", "seconds"),
    [
        ({"rpm": 25}, "requests_per_minute", 3 * MINUTE_S),
        ({"tpm": 10_000}, "tokens_per_minute", 9 * MINUTE_S),
        ({"rpd": 40}, "requests_per_day", 2 * DAY_S),
        ({"tpd": 50_000}, "tokens_per_day", DAY_S),
    ],
)
def test_limit_binds_when_it_is_the_only_one(limits: dict[str, int], name: str, seconds: float) -> None:
    found = times(gate(**limits), calls=100, tokens=100_000, latency_s=2.0)
    assert binding(found) == name
    assert found[name] == seconds + 2.0
    assert set(found) == {name, CONCURRENCY}


def test_slowest_of_all_limits_binds() -> None:
    found = times(gate(rpm=25, tpm=10_000, rpd=1000, tpd=50_000), calls=100, tokens=100_000, latency_s=2.0)
    assert binding(found) == "tokens_per_day"
    assert len(found) == 5


def test_concurrency_binds_when_there_are_no_limits() -> None:
    found = times(gate(width=4), calls=100, tokens=100_000, latency_s=2.0)
    assert found == {CONCURRENCY: 50.0}
    assert binding(found) == CONCURRENCY


def test_fewer_calls_than_may_be_in_flight_take_one_latency() -> None:
    assert times(gate(width=8), calls=3, tokens=3000, latency_s=2.0) == {CONCURRENCY: 2.0}


def test_concurrency_binds_when_the_first_burst_is_enough() -> None:
    found = times(gate(rpm=25, width=2), calls=20, tokens=1000, latency_s=3.0)
    assert found["requests_per_minute"] == 3.0
    assert (binding(found), found[CONCURRENCY]) == (CONCURRENCY, 30.0)


def test_call_larger_than_the_budget_goes_alone_in_each_period() -> None:
    found = times(gate(tpm=500), calls=3, tokens=3000, latency_s=1.0)
    assert found["tokens_per_minute"] == 2 * MINUTE_S + 1.0


def test_whole_calls_go_in_each_burst() -> None:
    # 5,500 tokens hold five calls of 1,000, and not five and a half.
    found = times(gate(tpm=5500), calls=11, tokens=11_000, latency_s=0.0)
    assert found["tokens_per_minute"] == 2 * MINUTE_S


def test_no_calls_take_no_time() -> None:
    assert times(gate(rpm=25), calls=0, tokens=0, latency_s=2.0) == {CONCURRENCY: 0.0}


@given(
    target=st.integers(1, 10**6),
    accepted=st.integers(0, 500),
    refused=st.integers(0, 500),
    ceiling=st.floats(1, 20),
)
def test_bounds_hold_the_expected_value_between_them(target: int, accepted: int, refused: int, ceiling: float) -> None:
    share = acceptance(accepted, accepted + refused)
    needed = calls_needed(target, share, ceiling=ceiling)
    assert 0 <= share.low <= share.expected <= share.high <= 1
    assert target <= needed.low <= needed.expected <= needed.high


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60), st.integers(1, 10**6))
def test_totals_hold_the_expected_value_between_them(used: list[int], calls: int) -> None:
    total = spread_of([float(one) for one in used]).total(Range(calls, calls, calls * 2))
    assert 0 <= total.low <= total.expected * (1 + 1e-9) and total.expected <= total.high * (1 + 1e-9) + 1e-9
    assert math.isfinite(total.high)


def test_duration_is_that_of_the_slowest_limit_at_each_end() -> None:
    load = Load(calls=Range(50, 10, 100), tokens=Range(50_000, 5000, 200_000), busy_s=Range(100, 10, 300))
    lasts = duration_s(load.times_s(gate(rpm=25, tpm=10_000)))
    assert lasts == Range(4 * MINUTE_S + 2, 1.25, 19 * MINUTE_S + 3)


def test_loads_on_one_gate_add_up() -> None:
    one = Load(calls=exactly(20), tokens=exactly(2000), busy_s=exactly(20))
    found = (one + one).times_s(gate(rpm=25))
    assert found["requests_per_minute"].expected == MINUTE_S + 1.0


def test_headroom_keeps_a_call_out_of_the_burst() -> None:
    # 5,500 tokens would hold five calls of 1,090, but the fifth is taken to use 1,417.
    limit = Limit(name="tokens", what="tokens", amount=5500, period_s=MINUTE_S, headroom=1.3)
    found = times(Gate(limits=(limit,), width=8), calls=8, tokens=8720, latency_s=0.0)
    assert found["tokens"] == MINUTE_S
