"""What the samples of one open batch are drawn with: its items' plans and ceilings, slots, generator and recorder.

Knows neither who asks for a draw (the worker's runners, or a client's request) nor when the batch ends.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from gristmill.errors import FailureKind
from gristmill.generate import Generator
from gristmill.lifecycle import ItemStatus
from gristmill.limits.limiter import Limiter
from gristmill.limits.retry import Verdict, verdict
from gristmill.outcome import Fate, Outcome
from gristmill.plan import Plan
from gristmill.prices import Price
from gristmill.progress import Ceiling
from gristmill.prompts import TEMPLATES, Template
from gristmill.providers.base import Provider
from gristmill.recorder import Recorder
from gristmill.services import Services
from gristmill.slots import OpenItem, Slot, SlotPool
from gristmill.stores import attempts, items
from gristmill.stores.attempts import Author, Recorded
from models import BatchHistory, Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a batch is drawn with, made by the worker; `sharers` counts the running batches that share the limiter."""

    provider: Provider
    limiter: Limiter
    sharers: Callable[[], int]
    price: Price | None
    writer: Executor
    filer: Executor


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An item that cannot be filled, and why."""

    item_pk: int
    reason: str


@dataclass(slots=True, kw_only=True)
class _Work:
    """What one item needs in memory."""

    item_pk: int
    target: int
    kept: int
    plan: Plan
    template: Template
    ceiling: Ceiling
    failed: bool = False


class Drawing:
    """The open items of one batch and all that fills their slots; lives on one asyncio loop."""

    def __init__(
        self, services: Services, batch: BatchHistory, tools: Tools, *, on_recorded: Callable[[Recorded], None]
    ) -> None:
        self._services = services
        self._batch = batch
        self._numbers: dict[int, int] = {}  # an item's number by its primary key
        self._works: dict[int, _Work] = {}  # by number
        self.unwritten: set[Failure] = set()  # failures of items that are not rows yet
        self.pool = SlotPool(())
        self.recorder = Recorder(
            services,
            batch_pk=batch.id,
            author=lambda: _author_of(batch, tools.provider),  # when it has started: then it knows its weights
            writer=tools.writer,
            on_recorded=on_recorded,
        )
        self.generator = Generator(
            provider=tools.provider,
            model=str(batch.model),
            limiter=tools.limiter,
            price=tools.price,
            clock=services.clock,
            note=self.recorder.note,
            party=batch.id,
        )
        self.plan_version = -1
        self.replan()

    def replan(self) -> None:
        """Take over items and targets as the rows have them now."""
        with self._services.database.read() as session:
            version = session.get_one(BatchHistory, self._batch.id).plan_version
            filled = None
            for item in items.of_batch(session, self._batch.id):
                work = self._works.get(item.number)
                if work is not None and (item.status == ItemStatus.FAILED or not self._was_reopened(item, work)):
                    self._retarget(item, work)
                    continue
                if filled is None:  # read once, and only when an item is opened
                    filled = attempts.filled_slots(session, self._batch.id)
                    redraws = attempts.redraws(session, self._batch.id)
                self._open(item, filled.get(item.id, []), redraws.get(item.id, {}))
        self.plan_version = version

    async def draw(self, slot: Slot, *, max_wait_s: float | None = None) -> Outcome:
        """Draw once for a slot; nothing is stored yet."""
        work = self._works[slot.item]
        return await self.generator.fill(
            work.plan.brief(slot.number, slot.redraw), work.template, max_wait_s=max_wait_s
        )

    def settle(self, recorded: Recorded) -> list[Failure]:
        """Take in what was committed: slots filled or free again, and the items that have met their ceiling."""
        by_item: dict[int, list[Outcome]] = {}
        for outcome in recorded.outcomes:
            by_item.setdefault(self._numbers[outcome.item_pk], []).append(outcome)
            self._settle_slot(outcome)
        met = (self._meet_ceiling(self._works[number], outcomes) for number, outcomes in by_item.items())
        failures = [failure for failure in met if failure is not None]
        self.unwritten.update(failures)
        return failures

    def slot_of(self, outcome: Outcome) -> Slot:
        return Slot(self._numbers[outcome.item_pk], outcome.slot, outcome.redraw)

    def _settle_slot(self, outcome: Outcome) -> None:
        if outcome.fate is Fate.KEPT:
            self.pool.mark_filled(self.slot_of(outcome))
        elif outcome.final or outcome.fate is Fate.CANCELLED:
            self.pool.give_back(self.slot_of(outcome))

    def _meet_ceiling(self, work: _Work, outcomes: list[Outcome]) -> Failure | None:
        work.kept += sum(outcome.fate is Fate.KEPT for outcome in outcomes)
        reason = work.ceiling.reached(outcomes, kept=work.kept)
        if reason is None or work.failed:
            return None
        work.failed = True
        self.pool.close_item(self._numbers[work.item_pk])
        return Failure(item_pk=work.item_pk, reason=reason)

    def _open(self, item: Item, filled: list[int], redraws: dict[int, int]) -> None:
        self._numbers[item.id] = item.number
        self._works[item.number] = _Work(
            item_pk=item.id,
            target=item.target_count,
            kept=item.accepted_count,
            plan=_plan_of(self._batch, item),
            template=TEMPLATES[str(item.template)],
            ceiling=Ceiling(
                target=item.target_count,
                draws_per_sample=self._services.settings.max_attempts_per_sample,
                draws_in_a_row=self._services.settings.max_rejections_in_a_row,
                drawn=item.accepted_count + item.rejected_count - item.drawn_before,
            ),
        )
        if item.status == ItemStatus.FAILED:
            self._works[item.number].failed = True
            return
        self.pool.add_item(OpenItem(number=item.number, target=item.target_count, filled=filled, redraws=redraws))

    def _was_reopened(self, item: Item, work: _Work) -> bool:
        return work.failed and all(failure.item_pk != item.id for failure in self.unwritten)

    def _retarget(self, item: Item, work: _Work) -> None:
        if item.target_count != work.target and not work.failed:
            work.target = item.target_count
            work.ceiling.retarget(item.target_count)
            self.pool.retarget(item.number, item.target_count)


def halts(outcome: Outcome) -> bool:
    """Say whether no further call of the batch can succeed."""
    return outcome.fate is Fate.FAILED and verdict(FailureKind(str(outcome.reason))) is Verdict.HALT


def why_halted(outcome: Outcome) -> str:
    """Say in a sentence why no further call can succeed."""
    told = f"{outcome.reason}: {(outcome.message or '').rstrip('.')}."
    return f"{told} Check the provider's key." if outcome.reason == FailureKind.AUTHENTICATION else told


def _plan_of(batch: BatchHistory, item: Item) -> Plan:
    own: dict[str, Any] = json.loads(item.parameters)
    return Plan(
        seed=item.seed,
        topic=item.topic,
        difficulty=item.difficulty,
        reasoning_instruction=own.get("reasoning_instruction", batch.reasoning_instruction),
        temperature=own.get("temperature", batch.temperature),
        item_pk=item.id,
    )


def _author_of(batch: BatchHistory, provider: Provider) -> Author:
    return Author(
        provider=provider.name, model=str(batch.model), model_sha256=provider.model_sha256, demo=provider.demo
    )
