"""Stand-ins that behave like the real thing, shared by the tests: time that passes only when a test lets it."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

TURNS = 25  # loop turns given to the tasks after each step; the deepest chain of wake-ups in the product is shorter


class FakeClock:
    """A clock that stands still until `advance` or `run_until_done` moves it.

    Sleepers wake in order of time, those of one moment in order of their call.
    """

    def __init__(self, *, unix_s: float = 1_800_000_000.0, monotonic_s: float = 1_000.0) -> None:
        self._unix_s = unix_s
        self._now = monotonic_s
        self._calls = 0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def time(self) -> float:
        return self._unix_s

    def monotonic(self) -> float:
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock was moved by `seconds`; 0 or less gives up one turn of the loop, as asyncio does."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        waker: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._calls += 1
        heapq.heappush(self._sleepers, (self._now + seconds, self._calls, waker))
        await waker

    @property
    def sleeping(self) -> int:
        """How many sleeps are neither over nor cancelled."""
        return sum(not waker.done() for _, _, waker in self._sleepers)

    def set_wall_clock(self, unix_s: float) -> None:
        """Let the machine's date jump; monotonic time does not notice."""
        self._unix_s = unix_s

    async def settle(self) -> None:
        """Let every task that can run do so, without any time passing."""
        for _ in range(TURNS):
            await asyncio.sleep(0)

    async def advance(self, seconds: float) -> None:
        """Move time on, stopping at each sleeper that is due on the way so that it acts at its own moment."""
        target = self._now + seconds
        await self.settle()
        while (due := self._next_due()) is not None and due <= target:
            await self._wake_next()
        self._move_to(target)
        await self.settle()

    async def run_until_done(self, work: Coroutine[Any, Any, T], *, limit_s: float = 86_400.0) -> T:
        """Run `work` to its end, jumping from sleeper to sleeper; fails the test when it sleeps past `limit_s`."""
        task = asyncio.ensure_future(work)
        deadline = self._now + limit_s
        await self.settle()
        while not task.done():
            due = self._next_due()
            if due is None or due > deadline:
                task.cancel()
                raise AssertionError("the work waits for something that time alone does not bring")
            await self._wake_next()
        return task.result()

    def _next_due(self) -> float | None:
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        return self._sleepers[0][0] if self._sleepers else None

    async def _wake_next(self) -> None:
        due, _, waker = heapq.heappop(self._sleepers)
        self._move_to(due)
        waker.set_result(None)
        await self.settle()

    def _move_to(self, monotonic_s: float) -> None:
        self._unix_s += max(0.0, monotonic_s - self._now)
        self._now = max(self._now, monotonic_s)
