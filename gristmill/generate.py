"""From a brief to an outcome: render, pass the limiter, call, parse, check. Touches no database.

A failed call is tried again as `limits.retry` says, each try passing the limiter anew; what cannot be tried again
becomes the outcome. A refused sample is a value, never an exception.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception

from gristmill.clock import Clock
from gristmill.errors import MAY_HAVE_COST, FailureKind, ProviderError
from gristmill.limits import retry
from gristmill.limits.limiter import Limiter
from gristmill.outcome import Fate, Outcome
from gristmill.plan import Brief
from gristmill.prices import Price
from gristmill.prompts import Prompt, Template, render
from gristmill.providers.base import ChatReply, ChatRequest, Message, Provider
from gristmill.quality import check


class _TryFailed(Exception):
    """Carries one failed try through tenacity."""

    def __init__(self, error: ProviderError, outcome: Outcome) -> None:
        super().__init__(error.message)
        self.error = error
        self.outcome = outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """Fills slots of one batch: everything that its briefs have in common.

    `note` is called for every attempt that is not the last of its draw: failed tries, and a call cut off by a stop.
    `party` is whom the limiter shares the quota with others for.
    `calling` holds the tasks whose call is out right now: they have spent quota, the others only wait for it.
    """

    provider: Provider
    model: str
    limiter: Limiter
    price: Price | None
    clock: Clock
    note: Callable[[Outcome], None]
    party: Hashable = None
    calling: set[asyncio.Task[object]] = field(default_factory=set)

    async def fill(self, brief: Brief, template: Template, *, max_wait_s: float | None = None) -> Outcome:
        """Draw once for a brief: kept, rejected, or failed for good.

        Raises:
            QuotaWait: the quota needs longer than `max_wait_s`.
        """
        try:
            return await self._attempt(brief, template, max_wait_s)
        except _TryFailed as first:
            return await self._try_on(brief, template, first, max_wait_s)

    async def _try_on(self, brief: Brief, template: Template, first: _TryFailed, max_wait_s: float | None) -> Outcome:
        """Try again after a failed first call. Most slots never come here: the machinery costs as much as a check."""
        tries: Counter[FailureKind] = Counter()
        deadline = None if max_wait_s is None else self.clock.monotonic() + max_wait_s
        failures = iter([first])

        async def attempt() -> Outcome:
            for failure in failures:
                raise failure
            left_s = None if deadline is None else max(0.0, deadline - self.clock.monotonic())
            return await self._attempt(brief, template, left_s)

        retrying = AsyncRetrying(
            sleep=self.clock.sleep,
            retry=retry_if_exception(lambda error: _may_repeat(error, tries)),
            wait=lambda state: self._wait_s(state, tries),
            before_sleep=self._note_try,
            reraise=True,
        )
        try:
            return await retrying(attempt)
        except _TryFailed as failed:
            return failed.outcome

    async def _attempt(self, brief: Brief, template: Template, max_wait_s: float | None) -> Outcome:
        prompt = render(template, brief, small_model=self.provider.small_model)
        lease = await self.limiter.reserve(party=self.party, max_wait_s=max_wait_s)
        started_at, start = self.clock.time(), self.clock.monotonic()

        def outcome(fate: Fate, **how: Any) -> Outcome:
            return Outcome(
                item_pk=brief.item_pk,
                slot=brief.slot,
                redraw=brief.redraw,
                topic=brief.topic,
                difficulty=brief.difficulty,
                seed=brief.seed,
                prompt_hash=prompt.prompt_hash,
                started_at=started_at,
                latency_ms=round((self.clock.monotonic() - start) * 1000),
                fate=fate,
                **how,
            )

        try:
            reply = await self._call(self._request(prompt, brief, template))
        except ProviderError as error:
            self.limiter.settle(lease, None if error.kind in MAY_HAVE_COST else 0)
            failed = outcome(Fate.FAILED, reason=error.kind.value, message=error.message, http_status=error.status)
            raise _TryFailed(error, failed) from error
        except BaseException:  # cancelled
            self.limiter.settle(lease, None)
            self.note(outcome(Fate.CANCELLED, reason="cancelled", message="Cut off while in flight.", final=False))
            raise
        self.limiter.settle(lease, reply.usage.counted(cached=self.provider.cached_tokens_count))
        if reply.rate is not None:
            self.limiter.observe(reply.rate, lease)
        verdict = check(template, reply.text, reply.finish_reason)
        return outcome(
            Fate.REJECTED if verdict.content is None else Fate.KEPT,
            usage=reply.usage,
            cost_usd=self.price.cost_usd(reply.usage) if self.price else None,
            content=verdict.content,
            content_hash=verdict.content_hash,
            reason=verdict.reason,
            message=verdict.message,
            http_status=200,
        )

    async def _call(self, request: ChatRequest) -> ChatReply:
        task = asyncio.current_task()
        assert task is not None
        self.calling.add(task)
        try:
            return await self.provider.chat(request)
        finally:
            self.calling.discard(task)

    def _request(self, prompt: Prompt, brief: Brief, template: Template) -> ChatRequest:
        return ChatRequest(
            model=self.model,
            messages=tuple(Message(role, content) for role, content in prompt.messages),
            schema=prompt.schema,
            schema_name=template.kind,
            max_tokens=prompt.max_tokens,
            temperature=prompt.temperature,
            seed=brief.seed,
        )

    def _wait_s(self, state: RetryCallState, tries: Counter[FailureKind]) -> float:
        error = _error_of(state)
        seconds = retry.wait_s(error.kind, tries[error.kind], retry_after_s=error.retry_after_s, jitter=random.random())
        if error.kind is not FailureKind.RATE_LIMITED:
            return seconds
        # The whole gate waits, not this call alone: its fellows would meet the same 429.
        self.limiter.cool_down(seconds, "the provider answered 429")
        return 0.0

    def _note_try(self, state: RetryCallState) -> None:
        failed = state.outcome.exception() if state.outcome else None
        if isinstance(failed, _TryFailed):
            self.note(replace(failed.outcome, final=False))


def _may_repeat(error: BaseException, tries: Counter[FailureKind]) -> bool:
    if not isinstance(error, _TryFailed):
        return False
    kind = error.error.kind
    tries[kind] += 1
    limit = retry.max_tries(kind)
    return retry.verdict(kind) is retry.Verdict.RETRY and (limit is None or tries[kind] < limit)


def _error_of(state: RetryCallState) -> ProviderError:
    failed = state.outcome.exception() if state.outcome else None
    assert isinstance(failed, _TryFailed)
    return failed.error
