"""One provider call that counts: through the limiter, timed, and tried again as `limits.retry` says.

Every try passes the limiter anew. Knows nothing of samples, of checks or of rows: who asks says what a call was for.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, NoReturn

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception

from gristmill.clock import Clock
from gristmill.errors import MAY_HAVE_COST, FailureKind, ProviderError
from gristmill.limits import retry
from gristmill.limits.limiter import Lease, Limiter
from gristmill.outcome import Usage
from gristmill.prices import Price
from gristmill.providers.base import ChatReply, ChatRequest, Provider


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One provider call: its reply, or the error that it failed with, or neither when it was cut off.

    `started_at` is Unix seconds.
    """

    started_at: float
    latency_ms: int
    reply: ChatReply | None = None
    error: ProviderError | None = None


class _TryFailed(Exception):
    """Carries one failed try through tenacity."""

    def __init__(self, error: ProviderError, call: Call) -> None:
        super().__init__(error.message)
        self.error = error
        self.call = call


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Calls one model of one provider, at a price.

    `party` is whom the limiter shares the quota with others for. `calling` holds the tasks whose call is out right now:
    they have spent quota, the others only wait for it.
    """

    provider: Provider
    model: str
    limiter: Limiter
    price: Price | None
    clock: Clock
    party: Hashable = None
    calling: set[asyncio.Task[object]] = field(default_factory=set)

    async def ask(self, request: ChatRequest, *, note: Callable[[Call], None], max_wait_s: float | None = None) -> Call:
        """Call until there is a reply or no further try; the last call is the answer, with its reply or its error.

        Args:
            note: told of every other call: those that are tried again, and one that is cut off by a cancellation.

        Raises:
            QuotaWait: the quota needs longer than `max_wait_s`.
        """
        deadline = None if max_wait_s is None else self.clock.monotonic() + max_wait_s
        try:
            return await self._try(request, note, max_wait_s)
        except _TryFailed as first:
            return await self._try_on(request, note, first, deadline)

    def facts(self, call: Call) -> dict[str, Any]:
        """Say how a call ended in the fields that every attempt has: when, what it used and cost, and how it failed."""
        how: dict[str, Any] = {"started_at": call.started_at, "latency_ms": call.latency_ms}
        if call.reply is not None:
            usage, cost_usd = call.reply.usage, self.cost_usd(call.reply.usage)
            return {**how, "usage": usage, "cost_usd": cost_usd, "http_status": 200, "raw": call.reply.raw}
        error = call.error
        if error is None:
            return {**how, "reason": "cancelled", "message": "Cut off while in flight."}
        told = {"reason": error.kind.value, "message": error.message, "http_status": error.status, "raw": error.raw}
        return {**how, **told}

    def cost_usd(self, usage: Usage) -> float | None:
        """Price some tokens; None when there is no price."""
        return self.price.cost_usd(usage) if self.price else None

    async def _try_on(
        self, request: ChatRequest, note: Callable[[Call], None], first: _TryFailed, deadline: float | None
    ) -> Call:
        """Try again after a failed first call. Most never come here: the machinery costs as much as a check."""
        tries: Counter[FailureKind] = Counter()
        failures = iter([first])

        async def attempt() -> Call:
            for failure in failures:
                raise failure
            left_s = None if deadline is None else max(0.0, deadline - self.clock.monotonic())
            return await self._try(request, note, left_s)

        retrying = AsyncRetrying(
            sleep=self.clock.sleep,
            retry=retry_if_exception(lambda error: _may_repeat(error, tries)),
            wait=lambda state: self._wait_s(state, tries),
            before_sleep=lambda state: note(_failure_of(state).call),
            reraise=True,
        )
        try:
            return await retrying(attempt)
        except _TryFailed as failed:
            return failed.call

    async def _try(self, request: ChatRequest, note: Callable[[Call], None], max_wait_s: float | None) -> Call:
        lease = await self.limiter.reserve(party=self.party, max_wait_s=max_wait_s)
        started_at, start = self.clock.time(), self.clock.monotonic()
        try:
            reply = await self._send(request)
        except ProviderError as error:
            self._fail(error, lease, Call(started_at=started_at, latency_ms=self._ms_since(start), error=error))
        except BaseException:  # cancelled
            self.limiter.settle(lease, None)
            note(Call(started_at=started_at, latency_ms=self._ms_since(start)))
            raise
        self.limiter.settle(lease, reply.usage.counted(cached=self.provider.cached_tokens_count))
        if reply.rate is not None:
            self.limiter.observe(reply.rate, lease)
        return Call(started_at=started_at, latency_ms=self._ms_since(start), reply=reply)

    def _fail(self, error: ProviderError, lease: Lease, call: Call) -> NoReturn:
        self.limiter.settle(lease, None if error.kind in MAY_HAVE_COST else 0)
        raise _TryFailed(error, call) from error

    async def _send(self, request: ChatRequest) -> ChatReply:
        task = asyncio.current_task()
        assert task is not None
        self.calling.add(task)
        try:
            return await self.provider.chat(request)
        finally:
            self.calling.discard(task)

    def _ms_since(self, start: float) -> int:
        return round((self.clock.monotonic() - start) * 1000)

    def _wait_s(self, state: RetryCallState, tries: Counter[FailureKind]) -> float:
        error = _failure_of(state).error
        seconds = retry.wait_s(error.kind, tries[error.kind], retry_after_s=error.retry_after_s, jitter=random.random())
        if error.kind is not FailureKind.RATE_LIMITED:
            return seconds
        # The whole gate waits, not this call alone: its fellows would meet the same 429.
        self.limiter.cool_down(seconds, "the provider answered 429")
        return 0.0


def _may_repeat(error: BaseException, tries: Counter[FailureKind]) -> bool:
    if not isinstance(error, _TryFailed):
        return False
    kind = error.error.kind
    tries[kind] += 1
    limit = retry.max_tries(kind)
    return retry.verdict(kind) is retry.Verdict.RETRY and (limit is None or tries[kind] < limit)


def _failure_of(state: RetryCallState) -> _TryFailed:
    failed = state.outcome.exception() if state.outcome else None
    assert isinstance(failed, _TryFailed)
    return failed
