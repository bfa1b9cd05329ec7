"""The quota window against tables and against random schedules."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gristmill.limits.window import GRAINS, Entry, QuotaLimit, What, Window

PERIOD_S = 60.0
TICK_S = 1 / 64  # times in the properties are multiples of this, so that floats are exact


def window(requests: int = 0, tokens: int = 0, *, margin_s: float = 0.0, exact: bool = True) -> Window:
    return Window(QuotaLimit(requests, tokens, PERIOD_S), margin_s=margin_s, exact=exact)


def filled(limits: tuple[int, int], entries: list[tuple[float, int]]) -> Window:
    made = window(*limits)
    for at, tokens in entries:
        made.add(at, tokens)
    return made


@pytest.mark.parametrize(
    ("limits", "entries", "now", "tokens", "expected"),
    [
        ((0, 0), [(0, 9_999)] * 50, 0, 9_999, (0, "")),
        ((2, 0), [], 0, 5, (0, "")),
        ((2, 0), [(0, 5)], 0, 5, (0, "")),
        ((2, 0), [(0, 5), (10, 5)], 20, 5, (40, "requests")),
        ((2, 0), [(0, 5), (10, 5)], 60, 5, (0, "")),
        ((0, 100), [(0, 60)], 10, 40, (0, "")),
        ((0, 100), [(0, 60)], 10, 41, (50, "tokens")),
        ((0, 100), [(0, 10), (5, 10), (9, 70)], 10, 30, (55, "tokens")),
        ((0, 100), [(0, 10), (5, 10), (9, 70)], 10, 31, (59, "tokens")),
        ((0, 100), [], 0, 5_000, (0, "")),
        ((0, 100), [(0, 1)], 10, 5_000, (50, "tokens")),
        ((2, 100), [(0, 10), (30, 90)], 30, 10, (30, "requests")),
        ((2, 100), [(0, 10), (30, 90)], 30, 20, (60, "tokens")),
    ],
)
def test_wait_is_until_enough_has_left(
    limits: tuple[int, int], entries: list[tuple[float, int]], now: float, tokens: int, expected: tuple[float, str]
) -> None:
    assert filled(limits, entries).wait_s(now, tokens) == expected


def test_entry_counts_longer_when_a_margin_is_set() -> None:
    held = window(1, margin_s=0.5)
    held.add(0, 10)
    assert held.wait_s(60, 10) == (0.5, "requests")
    assert held.wait_s(60.5, 10) == (0, "")


def test_room_comes_back_when_a_call_used_less() -> None:
    held = window(0, 100)
    entry = held.add(0, 90)
    held.amend(entry, 40)
    assert held.used(0) == (1, 40)
    assert held.wait_s(0, 60) == (0, "")


def test_last_correction_counts_when_a_call_is_corrected_twice() -> None:
    held = window(0, 100)
    entry = held.add(0, 90)
    held.amend(entry, 40)
    held.amend(entry, 60)
    assert held.used(0) == (1, 60)
    held.remove(entry)
    assert held.used(0) == (0, 0)


def test_room_shrinks_when_a_call_used_more() -> None:
    held = window(0, 100)
    held.amend(held.add(0, 10), 150)
    assert held.wait_s(1, 1) == (59, "tokens")


def test_nothing_is_left_when_a_call_is_removed() -> None:
    held = window(1, 100)
    entry = held.add(0, 90)
    held.remove(entry)
    held.remove(entry)
    held.amend(entry, 50)
    assert held.used(0) == (0, 0)
    assert held.wait_s(0, 100) == (0, "")


@pytest.mark.parametrize("late", ["amend", "remove"])
def test_late_correction_is_harmless_when_the_entry_has_left(late: str) -> None:
    held = window(1, 100)
    entry = held.add(0, 90)
    held.add(70, 20)
    assert held.used(70) == (1, 20)
    held.amend(entry, 5) if late == "amend" else held.remove(entry)
    assert held.used(70) == (1, 20)


def test_log_stays_small_when_there_is_no_limit() -> None:
    free = window()
    for call in range(20_000):
        free.add(call * PERIOD_S / 20_000, 1)
    assert free.used(PERIOD_S - 0.01) == (20_000, 20_000)
    assert len(free._log) <= GRAINS


def test_coarse_log_is_only_stricter_when_calls_share_a_bucket() -> None:
    coarse = window(2, exact=False)
    coarse.add(0, 1)
    coarse.add(0.01, 1)
    wait_s, why = coarse.wait_s(30, 1)
    assert (round(wait_s, 6), why) == (30.01, "requests")


def test_entry_is_kept_in_order_when_added_late() -> None:
    held = filled((1, 0), [(50, 1), (10, 1)])
    assert held.wait_s(60, 1) == (50, "requests")


@pytest.mark.parametrize(("ours", "theirs", "expected"), [(25, 30, 25), (25, 10, 10), (0, 30, 30), (25, 0, 25)])
def test_limit_is_the_lower_one_when_the_provider_reports(ours: int, theirs: int, expected: int) -> None:
    held = window(ours)
    held.observe(0, what="requests", limit=theirs, remaining=999, reset_s=60)
    assert held.limit("requests") == expected


def test_limit_rises_again_when_the_provider_reports_more() -> None:
    held = window(25)
    held.observe(0, what="requests", limit=10, remaining=10, reset_s=60)
    held.observe(1, what="requests", limit=100, remaining=100, reset_s=60)
    assert held.limit("requests") == 25


def test_use_elsewhere_is_held_back_until_the_reset() -> None:
    held = window(0, 100)
    held.add(0, 10)
    held.observe(0, what="tokens", limit=100, remaining=30, reset_s=20)
    assert held.used(0) == (1, 70)
    assert held.wait_s(5, 31) == (15, "tokens")
    assert held.wait_s(20, 31) == (0, "")


def test_use_elsewhere_is_replaced_when_observed_again() -> None:
    held = window(10)
    for remaining in (2, 3, 4):
        held.observe(0, what="requests", limit=10, remaining=remaining, reset_s=60)
    assert held.used(0) == (6, 0)


def test_nothing_is_held_back_when_the_provider_knows_less_than_we() -> None:
    held = filled((10, 0), [(0, 1)] * 4)
    held.observe(0, what="requests", limit=30, remaining=29, reset_s=60)
    assert held.used(0) == (4, 4)


@pytest.mark.parametrize("reset_s", [1e9, float("nan"), -1.0])
def test_use_elsewhere_is_held_for_a_period_at_most(reset_s: float) -> None:
    held = window(10)
    held.observe(0, what="requests", limit=10, remaining=0, reset_s=reset_s)
    assert held.wait_s(0, 1) == (PERIOD_S, "requests")


@pytest.mark.parametrize(("with_entry", "expected"), [(True, 0), (False, 1)])
def test_slow_answer_is_no_use_elsewhere_when_its_call_is_named(with_entry: bool, expected: int) -> None:
    held = filled((2, 0), [(0, 1)])
    entry = held.add(59, 1)
    held.observe(
        61, what="requests", limit=2, remaining=0, reset_s=60, since=entry if with_entry else None
    )  # written at 59, when the call of 0 still counted
    assert held.used(61)[0] - 1 == expected


@pytest.mark.parametrize("bad", [(-1, 0, 60.0), (0, -1, 60.0), (0, 0, 0.0), (0, 0, float("nan"))])
def test_limit_is_refused_when_it_makes_no_sense(bad: tuple[int, int, float]) -> None:
    with pytest.raises(ValueError, match="quota"):
        QuotaLimit(*bad)


@dataclass(frozen=True)
class Plan:
    """One call of a random schedule, times in ticks."""

    gap: int
    estimate: int
    actual: int
    duration: int
    sent: bool  # False: given back instead of settled
    report: tuple[What, int, int, int] | None  # what, limit, remaining, reset in ticks


@dataclass(eq=False)
class Call:
    plan: Plan
    at: float
    ends_at: float
    entry: Entry
    out: list[Call] = field(default_factory=list)  # calls not settled when this one was let through, itself included

    def beyond(self, limit: int) -> int:
        """Tokens that nobody could foresee when the call was let through."""
        return max(0, self.plan.actual - min(self.plan.estimate, limit))


def plans(*, honest: bool) -> st.SearchStrategy[list[Plan]]:
    kinds: st.SearchStrategy[What] = st.sampled_from(["requests", "tokens"])
    report = st.tuples(kinds, st.integers(0, 120), st.integers(0, 120), st.integers(0, 8_000))
    plan = st.builds(
        Plan,
        gap=st.one_of(st.just(0), st.integers(0, 2_000)),
        estimate=st.integers(0, 140),
        actual=st.integers(0, 200),
        duration=st.integers(0, 6_000),
        sent=st.booleans() if not honest else st.just(True),
        report=st.none() | report,
    )
    if honest:
        plan = plan.map(lambda p: Plan(p.gap, p.estimate, min(p.actual, p.estimate), p.duration, p.sent, p.report))
    return st.lists(plan, max_size=40)


def end(quota: Window, call: Call) -> None:
    if call.plan.sent:
        quota.amend(call.entry, call.plan.actual)
    else:
        quota.remove(call.entry)


def play(quota: Window, schedule: list[Plan]) -> list[Call]:
    """Let the calls through one after the other, each as soon as the window allows it."""
    now, arrives_at, calls, out = 0.0, 0.0, list[Call](), list[Call]()
    for plan in schedule:
        arrives_at += plan.gap * TICK_S
        now = max(now, arrives_at)
        while True:
            for call in [c for c in out if c.ends_at <= now]:
                out.remove(call)
                end(quota, call)
            wait_s, _ = quota.wait_s(now, plan.estimate)
            if wait_s == 0:
                break
            now = min([now + wait_s, *(c.ends_at for c in out)])
        calls.append(Call(plan, now, now + plan.duration * TICK_S, quota.add(now, plan.estimate)))
        out.append(calls[-1])
        calls[-1].out = list(out)
        if plan.report:
            what, limit, remaining, reset = plan.report
            quota.observe(now, what=what, limit=limit, remaining=remaining, reset_s=reset * TICK_S)
    return calls


def windows_of(calls: list[Call]) -> list[list[Call]]:
    """The calls in (t - 60 s, t] for each t that ends a fullest window."""
    return [[c for c in calls if last.at - PERIOD_S < c.at <= last.at] for last in calls]


quotas = st.builds(
    window,
    requests=st.integers(0, 5),
    tokens=st.sampled_from([0, 1, 100]),
    margin_s=st.sampled_from([0.0, 0.5]),
    exact=st.booleans(),
)


@settings(max_examples=400, deadline=None)
@given(quotas, plans(honest=False))
def test_no_window_holds_more_than_the_limit_beyond_what_calls_in_flight_under_estimated(
    quota: Window, schedule: list[Plan]
) -> None:
    requests, tokens = quota._requests.ours, quota._tokens.ours
    calls = play(quota, schedule)
    for held in windows_of(calls):
        given_back = [c for c in held if not c.plan.sent and c not in held[-1].out]
        assert not requests or len(held) - len(given_back) <= requests
        unforeseen = sum(c.beyond(tokens) for c in held[-1].out)
        spent = sum(c.plan.actual for c in held if c not in given_back)
        assert not tokens or spent <= tokens + unforeseen


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 5), st.sampled_from([0, 140, 300]), plans(honest=True))
def test_no_window_holds_more_than_the_limit_when_no_estimate_is_too_low(
    requests: int, tokens: int, schedule: list[Plan]
) -> None:
    for held in windows_of(play(window(requests, tokens), schedule)):
        assert not requests or len(held) <= requests
        assert not tokens or sum(c.plan.actual for c in held) <= tokens


@settings(max_examples=200, deadline=None)
@given(quotas, plans(honest=False), st.integers(0, 300))
def test_wait_is_neither_too_long_nor_too_short(quota: Window, schedule: list[Plan], need: int) -> None:
    calls = play(quota, schedule)
    now = calls[-1].at if calls else 0.0
    wait_s, why = quota.wait_s(now, need)
    if why:
        before_s, _ = quota.wait_s(now + wait_s - TICK_S / 2, need)
        assert before_s > 0
    assert quota.wait_s(now + wait_s, need) == (0, "")


@settings(max_examples=200, deadline=None)
@given(plans(honest=False))
def test_use_is_the_plain_sum_over_the_period(schedule: list[Plan]) -> None:
    quota = window(3, 100)
    calls = play(quota, [Plan(p.gap, p.estimate, p.actual, p.duration, True, None) for p in schedule])
    now = calls[-1].at if calls else 0.0
    held = [c for c in calls if c.at > now - PERIOD_S]
    known = [c.plan.estimate if c in calls[-1].out else c.plan.actual for c in held]
    assert quota.used(now) == (len(held), sum(known))
