"""The gate on a clock that only the tests move."""

from __future__ import annotations

import asyncio
import json
import random
from collections import deque
from collections.abc import Coroutine
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gristmill.limits.limiter import Lease, Limiter, QuotaWait
from gristmill.limits.window import QuotaLimit, RateHeaders, RatePair
from tests.fakes import FakeClock

DAY_S = 86_400.0


def limiter(
    clock: FakeClock,
    requests: int = 0,
    tokens: int = 0,
    *,
    day_requests: int = 0,
    day_tokens: int = 0,
    margin_s: float = 0.0,
    first_estimate: int = 600,
    max_in_flight: int | None = None,
) -> Limiter:
    return Limiter(
        minute=QuotaLimit(requests, tokens, 60.0),
        day=QuotaLimit(day_requests, day_tokens, DAY_S),
        clock=clock,
        first_estimate=first_estimate,
        margin_s=margin_s,
        max_in_flight=max_in_flight,
    )


def at_once(work: Coroutine[Any, Any, Lease]) -> Lease:
    """Take the result of a coroutine that must not give up its turn."""
    try:
        work.send(None)
    except StopIteration as done:
        assert isinstance(done.value, Lease)
        return done.value
    work.close()
    raise AssertionError("it waited")


class Line:
    """Callers in a row who note their name and the time at which they were let through; "b2" is of party b."""

    def __init__(self, gate: Limiter, clock: FakeClock) -> None:
        self.passed: list[tuple[str, float]] = []
        self._gate, self._clock, self._start = gate, clock, clock.monotonic()

    async def join(self, name: str, tokens: int = 10, *, max_wait_s: float | None = None) -> asyncio.Task[Lease]:
        async def go() -> Lease:
            party = name[0] if name[1:].isdigit() else None
            lease = await self._gate.reserve(tokens, party=party, max_wait_s=max_wait_s)
            self.passed.append((name, self._clock.monotonic() - self._start))
            return lease

        task = asyncio.create_task(go())
        await self._clock.settle()
        return task

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.passed]


async def turned_away(caller: asyncio.Task[Lease]) -> tuple[float, str]:
    """Tell what a caller was told who was sent away; it must be done."""
    assert caller.done()
    with pytest.raises(QuotaWait) as refused:
        await caller
    return refused.value.wait_s, refused.value.why


def headers(limit: int, remaining: int, reset_s: float, *, per_day: bool = False) -> RateHeaders:
    return RateHeaders(requests=RatePair(limit, remaining, reset_s, "day" if per_day else "minute"))


def test_reserve_keeps_its_turn_when_there_is_room() -> None:
    lease = at_once(limiter(FakeClock(), 1).reserve(70))
    assert (lease.tokens, lease.open) == (70, True)


def test_reserve_never_waits_when_there_is_no_limit() -> None:
    gate = limiter(FakeClock())
    for _ in range(1_000):
        gate.settle(at_once(gate.reserve()), 10_000)
    assert gate.state().requests_used == 1_000


def test_callers_pass_in_order_when_throttled() -> None:
    async def scene() -> list[tuple[str, float]]:
        clock = FakeClock()
        line = Line(limiter(clock, 2, margin_s=0.5), clock)
        for name in "abcde":
            await line.join(name)
        await clock.advance(200)
        return line.passed

    assert asyncio.run(scene()) == [("a", 0), ("b", 0), ("c", 60.5), ("d", 60.5), ("e", 121)]


def test_small_call_does_not_overtake_when_a_large_one_waits() -> None:
    async def scene() -> list[tuple[str, float]]:
        clock = FakeClock()
        line = Line(limiter(clock, tokens=100), clock)
        for name, tokens in (("first", 80), ("large", 90), ("small", 5)):
            await line.join(name, tokens)
        await clock.advance(60)
        return line.passed

    assert asyncio.run(scene()) == [("first", 0), ("large", 60), ("small", 60)]


@pytest.mark.parametrize("victim", [1, 2])
def test_cancelled_caller_leaves_nothing_behind(victim: int) -> None:
    async def scene() -> tuple[list[str], int, int]:
        clock = FakeClock()
        gate = limiter(clock, 1)
        line = Line(gate, clock)
        tasks = [await line.join(name) for name in "abc"]
        tasks[victim].cancel()
        await clock.advance(60)
        return [name for name, _ in line.passed], gate.state().requests_used, clock.sleeping

    assert asyncio.run(scene()) == (["a", "c" if victim == 1 else "b"], 1, 0)


def test_next_caller_is_tried_at_once_when_the_head_is_cancelled() -> None:
    async def scene() -> list[tuple[str, float]]:
        clock = FakeClock()
        line = Line(limiter(clock, tokens=100), clock)
        await line.join("first", 50)
        large = await line.join("large", 90)
        await line.join("small", 40)
        large.cancel()
        await clock.settle()
        return line.passed

    assert asyncio.run(scene()) == [("first", 0), ("small", 0)]


def test_cancellation_ends_the_wait_without_time_passing() -> None:
    async def scene() -> tuple[bool, float | None, int]:
        clock = FakeClock()
        gate = limiter(clock, 1)
        line = Line(gate, clock)
        await line.join("a")
        waiting = await line.join("b")
        waiting.cancel()
        await clock.settle()
        return waiting.cancelled(), gate.state().waiting_s, clock.sleeping

    assert asyncio.run(scene()) == (True, 0, 0)


@pytest.mark.parametrize("freed_by", ["settle", "release"])
def test_head_goes_at_once_when_tokens_come_back(freed_by: str) -> None:
    async def scene() -> list[tuple[str, float]]:
        clock = FakeClock()
        gate = limiter(clock, tokens=100)
        line = Line(gate, clock)
        first = await line.join("first", 90)
        await line.join("second", 50)
        await clock.advance(7)
        gate.settle(first.result(), 40) if freed_by == "settle" else gate.release(first.result())
        await clock.settle()
        return line.passed

    assert asyncio.run(scene()) == [("first", 0), ("second", 7)]


def test_wait_goes_on_undisturbed_when_a_change_brings_no_room() -> None:
    async def scene() -> tuple[list[tuple[str, float]], int]:
        clock = FakeClock()
        gate = limiter(clock, 2, 100)
        line = Line(gate, clock)
        first, second = await line.join("a", 50), await line.join("b", 50)
        await line.join("c", 50)
        for held in (first, second):
            gate.settle(held.result(), 50)
            await clock.settle()
        sleeping = clock.sleeping
        await clock.advance(60)
        return line.passed, sleeping

    assert asyncio.run(scene()) == ([("a", 0), ("b", 0), ("c", 60)], 1)


def test_second_settle_and_late_release_change_nothing() -> None:
    gate = limiter(FakeClock(), 5, 1_000)
    lease = at_once(gate.reserve(500))
    gate.settle(lease, 200)
    gate.settle(lease, 900)
    gate.release(lease)
    assert (gate.state().requests_used, gate.state().tokens_used) == (1, 200)


def test_release_gives_back_request_and_tokens() -> None:
    gate = limiter(FakeClock(), 1, 1_000, day_requests=1)
    gate.release(at_once(gate.reserve(500)))
    state = gate.state()
    assert (state.requests_used, state.tokens_used, state.day_requests_used) == (0, 0, 0)
    at_once(gate.reserve(500))


def test_reserved_tokens_go_on_counting_when_nobody_knows_the_real_ones() -> None:
    gate = limiter(FakeClock(), 5, 1_000)
    gate.settle(at_once(gate.reserve(500)), None)
    assert (gate.state().tokens_used, gate.estimate_tokens) == (500, 600)


def test_call_passes_an_empty_window_when_it_exceeds_the_whole_budget() -> None:
    gate = limiter(FakeClock(), tokens=100)
    assert at_once(gate.reserve(5_000)).tokens == 5_000
    assert gate.state().tokens_used == 5_000


@pytest.mark.parametrize(
    ("downs", "expected"), [([30.0], 30.0), ([30.0, 5.0], 30.0), ([5.0, 30.0], 30.0), ([-3.0], 0.0)]
)
def test_no_call_leaves_before_the_longest_cool_down_is_over(downs: list[float], expected: float) -> None:
    async def scene() -> list[tuple[str, float]]:
        clock = FakeClock()
        gate = limiter(clock)
        line = Line(gate, clock)
        for seconds in downs:
            gate.cool_down(seconds, "429")
        await line.join("a")
        await clock.advance(100)
        return line.passed

    assert asyncio.run(scene()) == [("a", expected)]


def test_waiting_caller_is_held_longer_when_a_cool_down_comes() -> None:
    async def scene() -> list[tuple[str, float]]:
        clock = FakeClock()
        gate = limiter(clock, 1)
        line = Line(gate, clock)
        await line.join("a")
        await line.join("b")
        await clock.advance(10)
        gate.cool_down(90, "429")
        await clock.advance(200)
        return line.passed

    assert asyncio.run(scene()) == [("a", 0), ("b", 100)]


def test_day_budget_holds_when_the_minute_has_room() -> None:
    async def scene() -> tuple[str | None, list[tuple[str, float]]]:
        clock = FakeClock()
        gate = limiter(clock, 25, day_requests=2)
        line = Line(gate, clock)
        for name in "abc":
            await line.join(name)
        why = gate.state().waiting_for
        await clock.advance(DAY_S)
        return why, line.passed

    assert asyncio.run(scene()) == ("requests per day", [("a", 0), ("b", 0), ("c", DAY_S)])


def test_gate_tightens_until_the_reset_when_the_provider_knows_of_more() -> None:
    async def scene() -> list[tuple[str, float]]:
        clock = FakeClock()
        gate = limiter(clock, 25)
        line = Line(gate, clock)
        gate.observe(headers(25, 1, 20.0))
        for name in "ab":
            await line.join(name)
        await clock.advance(30)
        return line.passed

    assert asyncio.run(scene()) == [("a", 0), ("b", 20)]


def test_head_goes_at_once_when_the_provider_takes_its_report_back() -> None:
    async def scene() -> list[tuple[str, float]]:
        clock = FakeClock()
        gate = limiter(clock, 25)
        line = Line(gate, clock)
        gate.observe(headers(25, 0, 20.0))
        await line.join("a")
        await clock.advance(3)
        gate.observe(headers(25, 20, 20.0))
        await clock.settle()
        return line.passed

    assert asyncio.run(scene()) == [("a", 3)]


def test_report_per_day_counts_against_the_day() -> None:
    gate = limiter(FakeClock(), 25)
    gate.observe(headers(1_000, 400, 3_600.0, per_day=True))
    state = gate.state()
    assert (state.day_requests_used, state.day_requests_limit, state.requests_limit) == (600, 1_000, 25)


def test_slow_answer_does_not_shut_the_gate_when_its_lease_is_given() -> None:
    async def scene() -> int:
        clock = FakeClock()
        gate = limiter(clock, 25)
        for _ in range(24):
            at_once(gate.reserve(10))
        await clock.advance(59)
        late = at_once(gate.reserve(10))
        await clock.advance(2)
        gate.settle(late, 10)
        gate.observe(headers(25, 0, 60.0), late)
        return gate.state().requests_used

    assert asyncio.run(scene()) == 1


def test_restart_brings_no_burst_when_calls_are_read_back() -> None:
    async def scene() -> list[tuple[str, float]]:
        clock = FakeClock()
        gate = limiter(clock, 3)
        gate.restore([(clock.time() - 10, 200), (clock.time() - 50, 200), (clock.time() - 61, 200)])
        line = Line(gate, clock)
        for name in "abc":
            await line.join(name)
        await clock.advance(60)
        return line.passed

    assert asyncio.run(scene()) == [("a", 0), ("b", 10), ("c", 50)]


def test_restored_call_counts_from_now_when_the_wall_clock_was_set_back() -> None:
    async def scene() -> list[tuple[str, float]]:
        clock = FakeClock()
        gate = limiter(clock, 1)
        gate.restore([(clock.time() + 5_000, 200)])
        line = Line(gate, clock)
        await line.join("a")
        await clock.advance(60)
        return line.passed

    assert asyncio.run(scene()) == [("a", 60)]


def test_restored_calls_fill_the_day_and_teach_the_estimate() -> None:
    clock = FakeClock()
    gate = limiter(clock, 25, day_requests=1_000, first_estimate=600)
    gate.restore((clock.time() - hour * 3_600, 200) for hour in range(1, 24))
    assert (gate.state().requests_used, gate.state().day_requests_used) == (0, 23)
    assert 255 < gate.estimate_tokens < 300


def test_estimate_is_the_first_one_until_calls_are_settled() -> None:
    gate = limiter(FakeClock(), first_estimate=600)
    assert at_once(gate.reserve()).tokens == 600


def test_estimate_does_not_fall_when_calls_fail() -> None:
    gate = limiter(FakeClock())
    for _ in range(20):
        gate.settle(at_once(gate.reserve()), 0)
    assert gate.estimate_tokens == 600


def test_state_says_who_waits_for_what() -> None:
    async def scene() -> str:
        clock = FakeClock()
        gate = limiter(clock, 25, 1_000)
        line = Line(gate, clock)
        await line.join("a", 900)
        await line.join("b", 200)
        await clock.advance(15)
        return json.dumps(gate.state().as_json())

    assert json.loads(asyncio.run(scene())) == {
        "per_minute": {"requests": {"used": 1, "limit": 25}, "tokens": {"used": 900, "limit": 1_000}},
        "per_day": {"requests": {"used": 1, "limit": None}, "tokens": {"used": 900, "limit": None}},
        "waiting_s": 45.0,
        "why": "tokens per minute",
        "estimate_tokens": 600,
    }


def test_state_names_the_reason_when_the_provider_asked_to_wait() -> None:
    async def scene() -> tuple[float, str | None, str | None]:
        clock = FakeClock()
        gate = limiter(clock)
        gate.cool_down(12, "429 with Retry-After")
        await Line(gate, clock).join("a")
        state = gate.state()
        return state.waiting_s, state.waiting_for, state.waiting_why

    assert asyncio.run(scene()) == (12, "provider asked to wait", "429 with Retry-After")


def test_party_with_one_caller_goes_second_when_another_has_a_hundred() -> None:
    async def scene() -> list[tuple[str, float]]:
        clock = FakeClock()
        gate = limiter(clock, 1)
        line = Line(gate, clock)
        for number in range(101):
            await line.join(f"a{number}")
        await line.join("b0")
        await clock.advance(180)
        return line.passed

    assert asyncio.run(scene()) == [("a0", 0), ("a1", 60), ("b0", 120), ("a2", 180)]


def test_parties_take_turns_when_each_comes_again_at_once() -> None:
    async def scene() -> list[str]:
        clock = FakeClock()
        gate = limiter(clock, 1)
        line = Line(gate, clock)

        async def keep_going(party: str) -> None:
            for number in range(4):
                await (await line.join(f"{party}{number}"))

        work = [asyncio.create_task(keep_going(party)) for party in "abc"]
        await clock.advance(1_000)
        await asyncio.gather(*work)
        return line.names

    assert asyncio.run(scene()) == ["a0", "b0", "c0", "a1", "b1", "c1", "a2", "b2", "c2", "a3", "b3", "c3"]


def test_late_party_joins_the_end_of_the_round() -> None:
    async def scene() -> list[str]:
        clock = FakeClock()
        line = Line(limiter(clock, 1), clock)
        for name in ("a0", "a1", "a2", "b0", "b1"):
            await line.join(name)
        await clock.advance(60)
        for name in ("c0", "c1"):
            await line.join(name)
        await clock.advance(600)
        return line.names

    assert asyncio.run(scene()) == ["a0", "a1", "b0", "a2", "c0", "b1", "c1"]


def test_small_call_of_another_party_does_not_overtake_the_head() -> None:
    async def scene() -> list[tuple[str, float]]:
        clock = FakeClock()
        line = Line(limiter(clock, tokens=100), clock)
        for name, tokens in (("a0", 80), ("a1", 90), ("b0", 5)):
            await line.join(name, tokens)
        await clock.advance(60)
        return line.passed

    assert asyncio.run(scene()) == [("a0", 0), ("a1", 60), ("b0", 60)]


@pytest.mark.parametrize(
    ("victims", "order"),
    [
        (["a1"], ["a0", "a2", "b0", "b1"]),  # its party keeps the turn
        (["a1", "a2"], ["a0", "b0", "b1"]),
        (["b0", "b1"], ["a0", "a1", "a2"]),
        (["a1", "a2", "b0", "b1"], ["a0"]),
    ],
)
def test_turns_go_on_when_callers_of_a_party_are_cancelled(victims: list[str], order: list[str]) -> None:
    async def scene() -> tuple[list[str], int, str | None]:
        clock = FakeClock()
        gate = limiter(clock, 1)
        line = Line(gate, clock)
        tasks = {name: await line.join(name) for name in ("a0", "a1", "a2", "b0", "b1")}
        for name in victims:
            tasks[name].cancel()
        await clock.advance(600)
        return line.names, clock.sleeping, gate.state().waiting_for

    assert asyncio.run(scene()) == (order, 0, None)


def test_next_party_is_tried_at_once_when_the_last_of_the_first_is_cancelled() -> None:
    async def scene() -> list[tuple[str, float]]:
        clock = FakeClock()
        line = Line(limiter(clock, tokens=100), clock)
        await line.join("a0", 50)
        large = await line.join("a1", 90)
        await line.join("b0", 40)
        large.cancel()
        await clock.settle()
        return line.passed

    assert asyncio.run(scene()) == [("a0", 0), ("b0", 0)]


@pytest.mark.parametrize("back_by", ["settle", "settle unknown", "release"])
def test_next_call_goes_at_once_when_one_in_flight_comes_back(back_by: str) -> None:
    async def scene() -> tuple[list[str], list[str], int]:
        clock = FakeClock()
        gate = limiter(clock, max_in_flight=2)
        line = Line(gate, clock)
        first, *_ = [await line.join(name) for name in ("a0", "a1", "a2", "a3")]
        await clock.advance(500)
        before = line.names.copy()
        for _ in range(2):  # the second time is a no-op
            if back_by == "release":
                gate.release(first.result())
            else:
                gate.settle(first.result(), None if back_by == "settle unknown" else 10)
        await clock.settle()
        return before, line.names, clock.sleeping

    assert asyncio.run(scene()) == (["a0", "a1"], ["a0", "a1", "a2"], 0)


def test_state_says_that_calls_in_flight_are_waited_for() -> None:
    async def scene() -> tuple[float, str | None]:
        clock = FakeClock()
        gate = limiter(clock, max_in_flight=1)
        line = Line(gate, clock)
        for name in "ab":
            await line.join(name)
        return gate.state().waiting_s, gate.state().waiting_for

    assert asyncio.run(scene()) == (0.0, "calls in flight")


def test_quota_is_named_and_then_the_call_in_flight_when_both_hold_the_head() -> None:
    async def scene() -> tuple[list[str | None], list[tuple[str, float]]]:
        clock = FakeClock()
        gate = limiter(clock, 1, max_in_flight=1)
        line = Line(gate, clock)
        first = await line.join("a")
        await line.join("b")
        reasons: list[str | None] = [gate.state().waiting_for]
        await clock.advance(70)
        reasons.append(gate.state().waiting_for)
        gate.settle(first.result(), 10)
        await clock.settle()
        return reasons, line.passed

    assert asyncio.run(scene()) == (["requests per minute", "calls in flight"], [("a", 0), ("b", 70)])


def test_place_in_flight_is_not_lost_when_the_head_is_cancelled_as_it_gets_free() -> None:
    async def scene() -> list[str]:
        clock = FakeClock()
        gate = limiter(clock, max_in_flight=1)
        line = Line(gate, clock)
        first, head, _ = [await line.join(name) for name in "abc"]
        gate.settle(first.result(), 10)
        head.cancel()
        await clock.settle()
        return line.names

    assert asyncio.run(scene()) == ["a", "c"]


@pytest.mark.parametrize("bound", [0, -1])
def test_limiter_is_refused_when_no_call_could_ever_be_in_flight(bound: int) -> None:
    with pytest.raises(ValueError, match="in flight"):
        limiter(FakeClock(), max_in_flight=bound)


def test_caller_with_patience_keeps_its_turn_when_there_is_room() -> None:
    assert at_once(limiter(FakeClock(), 1).reserve(70, max_wait_s=0.0)).tokens == 70


def test_caller_is_sent_away_at_once_when_the_known_wait_is_too_long() -> None:
    async def scene() -> tuple[tuple[float, str], int, float]:
        clock = FakeClock()
        gate = limiter(clock, 1)
        line = Line(gate, clock)
        await line.join("a")
        await clock.advance(20)
        told = await turned_away(await line.join("b", max_wait_s=39.9))
        return told, clock.sleeping, gate.state().waiting_s

    assert asyncio.run(scene()) == ((40.0, "requests per minute"), 0, 0)


def test_caller_waits_when_the_known_wait_is_as_long_as_its_patience() -> None:
    async def scene() -> list[tuple[str, float]]:
        clock = FakeClock()
        line = Line(limiter(clock, 1), clock)
        await line.join("a")
        await line.join("b", max_wait_s=60.0)
        await clock.advance(60)
        return line.passed

    assert asyncio.run(scene()) == [("a", 0), ("b", 60)]


def test_caller_is_sent_away_at_its_time_when_no_wait_is_known() -> None:
    async def scene() -> tuple[bool, tuple[float, str], list[str]]:
        clock = FakeClock()
        gate = limiter(clock, max_in_flight=1)
        line = Line(gate, clock)
        first = await line.join("a")
        impatient = await line.join("b", max_wait_s=5.0)
        await line.join("c")
        await clock.advance(4.9)
        waited = not impatient.done()
        await clock.advance(0.1)
        told = await turned_away(impatient)
        gate.settle(first.result(), 10)
        await clock.settle()
        return waited, told, line.names

    assert asyncio.run(scene()) == (True, (0.1, "calls in flight"), ["a", "c"])


def test_caller_is_sent_away_early_when_a_change_makes_the_wait_too_long() -> None:
    async def scene() -> tuple[float, str]:
        clock = FakeClock()
        gate = limiter(clock, max_in_flight=1)
        line = Line(gate, clock)
        first = await line.join("a")
        impatient = await line.join("b", max_wait_s=30.0)
        gate.cool_down(90, "429")
        gate.settle(first.result(), 10)
        await clock.settle()
        return await turned_away(impatient)

    assert asyncio.run(scene()) == (90, "provider asked to wait")


def test_caller_without_patience_is_sent_away_when_another_only_has_yet_to_wake() -> None:
    async def scene() -> tuple[tuple[float, str], list[str]]:
        clock = FakeClock()
        gate = limiter(clock, max_in_flight=1)
        line = Line(gate, clock)
        first = await line.join("a")
        await line.join("b")
        gate.settle(first.result(), 10)
        with pytest.raises(QuotaWait) as refused:  # before b had its turn of the loop
            await gate.reserve(10, max_wait_s=0.0)
        await clock.settle()
        return (refused.value.wait_s, refused.value.why), line.names

    assert asyncio.run(scene()) == ((0.1, "callers ahead"), ["a", "b"])


def test_known_wait_takes_in_the_calls_ahead() -> None:
    async def scene() -> tuple[tuple[float, str], list[str]]:
        clock = FakeClock()
        line = Line(limiter(clock, tokens=100), clock)
        await line.join("a0", 40)
        await clock.advance(30)
        await line.join("a1", 40)
        await line.join("a2", 50)  # goes when a0 has left, 30 s from now; then 40 + 50 count, and 20 more do not fit
        told = await turned_away(await line.join("b0", 20, max_wait_s=40.0))
        await line.join("b1", 10, max_wait_s=40.0)  # these still fit
        await clock.advance(30)
        return told, line.names

    told, names = asyncio.run(scene())
    assert told[0] >= 60 and told[1] == "tokens per minute"
    assert names == ["a0", "a1", "a2", "b1"]


def test_caller_sent_away_is_told_when_its_turn_comes_by_the_pace_of_the_minute() -> None:
    async def scene() -> tuple[float, str]:
        clock = FakeClock()
        line = Line(limiter(clock, 2), clock)
        for number in range(12):
            await line.join(f"a{number}")
        return await turned_away(await line.join("a12", max_wait_s=1.0))

    assert asyncio.run(scene()) == (300.0, "requests per minute")  # ten wait ahead, two a minute


def test_known_wait_counts_only_the_turns_that_come_before_its_own() -> None:
    async def scene() -> tuple[float, str]:
        clock = FakeClock()
        line = Line(limiter(clock, 2), clock)
        for number in range(12):
            await line.join(f"a{number}")
        return await turned_away(await line.join("b0", max_wait_s=1.0))

    assert asyncio.run(scene()) == (60.0, "requests per minute")  # one of a waits ahead, then b has its turn


def test_line_moves_on_when_an_impatient_head_leaves() -> None:
    async def scene() -> list[tuple[str, float]]:
        clock = FakeClock()
        gate = limiter(clock, tokens=100, max_in_flight=3)
        line = Line(gate, clock)
        first = await line.join("a0", 10)
        await line.join("a1", 80)
        third = await line.join("b0", 5)
        await line.join("a2", 5, max_wait_s=7.0)
        await line.join("b1", 5)
        await clock.advance(7)
        gate.settle(third.result(), 5)
        gate.settle(first.result(), 10)
        await clock.settle()
        return line.passed

    assert asyncio.run(scene()) == [("a0", 0), ("a1", 0), ("b0", 0), ("b1", 7)]


class Provider:
    """An enforcing provider: an exact sliding minute over arrivals and their real tokens, seen after a delay."""

    def __init__(self, clock: FakeClock, requests: int, tokens: int, seed: int) -> None:
        self.refused = 0
        self.log: deque[tuple[float, int]] = deque()
        self.all: list[tuple[float, int]] = []
        self._clock, self._requests, self._tokens, self._random = clock, requests, tokens, random.Random(seed)

    async def call(self) -> tuple[int, RateHeaders]:
        await self._clock.sleep(self._random.uniform(0.001, 0.3))  # the way there
        now, tokens = self._clock.monotonic(), self._random.randint(180, 260)
        while self.log and self.log[0][0] + 60 <= now:
            self.log.popleft()
        self.log.append((now, tokens))
        self.all.append((now, tokens))
        used = sum(t for _, t in self.log)
        self.refused += len(self.log) > self._requests or used > self._tokens
        report = RateHeaders(
            RatePair(self._requests, max(0, self._requests - len(self.log)), 60.0, "minute"),
            RatePair(self._tokens, max(0, self._tokens - used), 60.0, "minute"),
        )
        await self._clock.sleep(self._random.uniform(0.2, 3.0))  # the answer
        return tokens, report


async def saturate(clock: FakeClock, gate: Limiter, provider: Provider, *, callers: int, seconds: float) -> None:
    async def caller() -> None:
        while True:
            lease = await gate.reserve()
            tokens, report = await provider.call()
            gate.settle(lease, tokens)
            gate.observe(report, lease)

    tasks = [asyncio.create_task(caller()) for _ in range(callers)]
    await clock.advance(seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_steady_state_uses_the_budget_and_meets_no_refusal(seed: int) -> None:
    async def scene() -> tuple[list[int], Provider]:
        clock = FakeClock(monotonic_s=0.0)
        provider = Provider(clock, 25, 5_500, seed)
        await saturate(clock, limiter(clock, 25, 5_500, margin_s=0.5), provider, callers=8, seconds=600)
        return [sum(1 for at, _ in provider.all if m * 60 <= at < m * 60 + 60) for m in range(1, 10)], provider

    a_minute, provider = asyncio.run(scene())
    assert provider.refused == 0
    assert sum(a_minute) / len(a_minute) >= 23
    assert min(a_minute) >= 20


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(1, 120), st.integers(0, 120), st.integers(0, 80), st.booleans()),
        max_size=15,
    )
)
def test_no_minute_is_over_the_limit_when_callers_come_and_go(schedule: list[tuple[int, int, int, int, bool]]) -> None:
    passed: list[tuple[float, int]] = []

    async def scene() -> Limiter:
        clock = FakeClock()
        gate = limiter(clock, 3, 100)

        async def caller(estimate: int, actual: int, duration: int) -> None:
            lease = await gate.reserve(estimate)
            passed.append((clock.monotonic(), min(actual, estimate)))
            try:
                await clock.sleep(duration)
            finally:
                gate.settle(lease, min(actual, estimate))

        tasks = []
        for gap, estimate, actual, duration, impatient in schedule:
            await clock.advance(gap)
            tasks.append(asyncio.create_task(caller(min(estimate, 100), actual, duration)))
            if impatient and len(tasks) > 2:
                tasks[-3].cancel()
        await clock.advance(3_600)
        assert all(task.done() for task in tasks)
        return gate

    gate = asyncio.run(scene())
    for at, _ in passed:
        held = [tokens for then, tokens in passed if at - 60 < then <= at]
        assert len(held) <= 3
        assert sum(held) <= 100
    assert (gate.state().requests_used, gate.state().waiting_for) == (0, None)


class Crowd:
    """Callers of a few parties who come, go on for a while, give up, or lose patience; it counts who is out."""

    def __init__(self, gate: Limiter, clock: FakeClock) -> None:
        self.out = 0
        self.most = 0
        self.tasks: list[asyncio.Task[None]] = []
        self._gate, self._clock = gate, clock

    def come(self, party: str, duration_s: int, *, max_wait_s: int | None, lost: bool) -> None:
        self.tasks.append(asyncio.create_task(self._call(party, duration_s, max_wait_s, lost)))

    async def _call(self, party: str, duration_s: int, max_wait_s: int | None, lost: bool) -> None:
        lease = await self._gate.reserve(10, party=party, max_wait_s=max_wait_s)
        self.out += 1
        self.most = max(self.most, self.out)
        try:
            await self._clock.sleep(duration_s)
        finally:
            self.out -= 1
            self._gate.settle(lease, None if lost else 10)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 3),
    st.lists(
        st.tuples(
            st.integers(0, 4),
            st.sampled_from("abc"),
            st.integers(0, 9),
            st.none() | st.integers(0, 12),
            st.booleans(),
            st.none() | st.integers(1, 4),
        ),
        max_size=25,
    ),
)
def test_bound_in_flight_is_exact_when_callers_of_all_kinds_come_and_go(
    bound: int, schedule: list[tuple[int, str, int, int | None, bool, int | None]]
) -> None:
    async def scene() -> tuple[Crowd, int, list[str], str | None]:
        clock = FakeClock()
        gate = limiter(clock, max_in_flight=bound)
        crowd = Crowd(gate, clock)
        for gap, party, duration, patience, lost, victim in schedule:
            await clock.advance(gap)
            crowd.come(party, duration, max_wait_s=patience, lost=lost)
            if victim is not None and victim <= len(crowd.tasks):
                crowd.tasks[-victim].cancel()
        await clock.advance(1_000)
        assert all(task.done() for task in crowd.tasks)
        left = [await gate.reserve(10) for _ in range(bound)]  # the whole bound is free again, and no more
        line = Line(gate, clock)
        await line.join("late")
        return crowd, len(left), line.names, gate.state().waiting_for

    crowd, left, late, why = asyncio.run(scene())
    assert crowd.most <= bound
    assert (crowd.out, left, late, why) == (0, bound, [], "calls in flight")
