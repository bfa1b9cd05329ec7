"""A rehearsal: the briefs of a trial drawn once each on the worker's loop, without a batch.

Its calls pass the same gate and the same checks as all others. What they used is told as one event, whatever becomes
of the request: it is the record of that money, and what estimates are made from. Nothing else is stored.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from gristmill.errors import FieldFault, InvalidRequest, ProviderError
from gristmill.generate import Generator
from gristmill.limits.limiter import QuotaWait
from gristmill.listening import Listening
from gristmill.outcome import Fate, Outcome
from gristmill.outfit import Seat
from gristmill.plan import Brief
from gristmill.prompts import PromptFault, render
from gristmill.services import Services
from gristmill.stores import experience
from gristmill.trial import Trial, Tried

CANCEL_AGAIN_S = 0.5

logger = structlog.get_logger("gristmill.preview")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a trial is drawn with: the model and the judge, each with its provider and gate, and the benchmarks."""

    seat: Seat
    judge: Seat | None = None
    contamination: Any = None


class Rehearsal:
    """One trial under way; all its draws together may take what they may wait for quota and one call's timeout."""

    def __init__(self, services: Services, trial: Trial, stage: Stage, *, writer: Executor) -> None:
        self._services = services
        self._trial = trial
        self._stage = stage
        self._writer = writer
        self._limit_s = trial.max_wait_s + services.settings.request_timeout_s
        self._ended: list[Outcome] = []  # every call's, in order of their ends
        self._ears: list[Listening] = []

    async def run(self) -> tuple[Tried, ...]:
        """Draw all briefs at once, as far as the gate lets them; whoever is not done in time is cut off.

        Raises:
            InvalidRequest: the template cannot be filled in with what is given.
        """
        blank = [Tried(brief=brief, messages=self._messages(brief)) for brief in self._trial.briefs]
        tasks = [asyncio.create_task(self._try(one)) for one in blank]
        try:
            done, _ = await asyncio.wait(tasks, timeout=self._limit_s)
        finally:
            await _cut_off(tasks)
            await asyncio.get_running_loop().run_in_executor(self._writer, self._tell)
        return tuple(task.result() if task in done else one for task, one in zip(tasks, blank, strict=True))

    async def _try(self, blank: Tried) -> Tried:
        ear = Listening(self._stage.seat.provider)
        self._ears.append(ear)
        try:
            await self._stage.seat.provider.start()
            outcome = await self._fill(ear, blank.brief)
        except QuotaWait as held:
            return replace(blank, calls=ear.calls, wait_s=held.wait_s, wait_why=held.why)
        except ProviderError as error:  # it could not even begin
            return replace(blank, fault=f"{error.kind}: {error.message}")
        self._ended.append(outcome)
        return replace(blank, outcome=outcome, text=ear.text, calls=ear.calls)

    async def _fill(self, ear: Listening, brief: Brief) -> Outcome:
        trial, seat, clock = self._trial, self._stage.seat, self._services.clock
        generator = Generator(
            provider=ear,
            model=seat.model,
            limiter=seat.limiter,
            price=seat.price,
            clock=clock,
            note=self._ended.append,
            party=self,  # it takes turns with the batches
            contamination=self._stage.contamination,
        )
        judge = None
        if trial.judge is not None and self._stage.judge is not None:
            judge = self._stage.judge.judge(trial.judge, clock=clock, party=self, calling=generator.calling)
        return await generator.fill(brief, trial.template, judge=judge, max_wait_s=trial.max_wait_s)

    def _messages(self, brief: Brief) -> tuple[tuple[str, str], ...]:
        try:
            return render(self._trial.template, brief, small_model=self._stage.seat.provider.small_model).messages
        except PromptFault as fault:
            raise InvalidRequest(str(fault), faults=[FieldFault("/parameters", str(fault))]) from None

    def _tell(self) -> None:
        """Write down what the calls have used; the answer does not wait for a database that cannot be written."""
        if not any(ear.calls for ear in self._ears):
            return
        try:
            with self._services.database.write() as session:
                self._services.log.append(session, experience.PREVIEWED, data=self._facts())
        except SQLAlchemyError as error:
            logger.error("preview.not_recorded", error=str(getattr(error, "orig", error)), **self._facts())

    def _facts(self) -> dict[str, Any]:
        trial, used = self._trial, totals(self._ended)
        answered = [outcome for outcome in self._ended if outcome.fate in (Fate.KEPT, Fate.REJECTED)]
        return {
            "template": trial.template.name,
            "version": trial.template.version if trial.stored else None,
            "provider": trial.provider,
            "model": trial.model,
            "calls": sum(ear.calls for ear in self._ears) + sum(one.fate is Fate.JUDGED for one in self._ended),
            "accepted": sum(outcome.fate is Fate.KEPT for outcome in answered),
            **used,
            "latency_ms": sum(outcome.latency_ms for outcome in answered),
            "per_call": [experience.as_told(call_of(outcome)) for outcome in answered],
        }


class Rehearsals:
    """Those under way, so that a shutdown can end them."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()

    async def run(self, rehearsal: Rehearsal) -> tuple[Tried, ...]:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            return await rehearsal.run()
        finally:
            self._tasks.discard(task)

    async def end(self, grace_s: float) -> None:
        """Let calls that are out answer for `grace_s`, and cut off the rest."""
        tasks = list(self._tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=grace_s)
        await _cut_off(tasks)


async def _cut_off(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancel until all have ended: a call that times out at that very moment takes one cancellation for its own."""
    while pending := [task for task in tasks if not task.done()]:
        for task in pending:
            task.cancel()
        await asyncio.wait(pending, timeout=CANCEL_AGAIN_S)


def call_of(outcome: Outcome) -> experience.Call:
    """Keep of an answered call what estimates need."""
    return experience.Call(
        prompt_tokens=outcome.usage.prompt_tokens,
        cached_tokens=outcome.usage.cached_tokens,
        completion_tokens=outcome.usage.completion_tokens,
        latency_ms=outcome.latency_ms,
        accepted=outcome.fate is Fate.KEPT,
    )


def totals(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Sum up tokens and money of calls; `cost_usd` holds the judge's, and is None where no price is known."""
    generated = [outcome.usage for outcome in outcomes if outcome.fate is not Fate.JUDGED]
    costs = [outcome.cost_usd for outcome in outcomes if outcome.cost_usd is not None]
    return {
        "prompt_tokens": sum(usage.prompt_tokens for usage in generated),
        "completion_tokens": sum(usage.completion_tokens for usage in generated),
        "cached_tokens": sum(usage.cached_tokens for usage in generated),
        "judge_tokens": sum(outcome.usage.total_tokens for outcome in outcomes if outcome.fate is Fate.JUDGED),
        "cost_usd": sum(costs) if costs else None,
    }
