"""What the samples of one open batch are drawn with: its items' plans and ceilings, slots, generator and recorder.

Knows neither who asks for a draw (the worker's runners, or a client's request) nor when the batch ends.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from gristmill.errors import FailureKind, NotFound
from gristmill.generate import Generator
from gristmill.judge import Judge
from gristmill.lifecycle import BatchKind, ItemStatus
from gristmill.limits.limiter import Limiter
from gristmill.limits.retry import Verdict, verdict
from gristmill.outcome import Fate, Outcome
from gristmill.outfit import Place, Seat, place_of, rules_of
from gristmill.plan import Brief, Plan, chunk_of, with_chunk
from gristmill.prices import Price
from gristmill.progress import Ceiling
from gristmill.prompts import PromptFault, Template
from gristmill.providers.base import Provider
from gristmill.recorder import Recorder
from gristmill.services import Services
from gristmill.slots import OpenItem, Slot, SlotPool
from gristmill.stores import attempts, enrichments, items, sources, templates
from gristmill.stores.attempts import Author, Recorded
from gristmill.stores.duplicates import Near
from gristmill.template_schema import Area
from models import BatchHistory, Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a batch is drawn with, made by the worker; `sharers` counts the running batches that share the limiter.

    `judges` are the seats of its judges by provider and model, `near` finds near-duplicates, and `contamination` long
    runs of words from benchmarks.
    """

    provider: Provider
    limiter: Limiter
    sharers: Callable[[], int]
    price: Price | None
    writer: Executor
    filer: Executor
    judges: Mapping[Place, Seat] = field(default_factory=dict)
    near: Near | None = None
    contamination: Any = None


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
    judge: Judge | None
    ceiling: Ceiling
    failed: bool = False


class Drawing:
    """The open items of one batch and all that fills their slots; lives on one asyncio loop."""

    def __init__(
        self, services: Services, batch: BatchHistory, tools: Tools, *, on_recorded: Callable[[Recorded], None]
    ) -> None:
        self._services = services
        self._batch = batch
        self._tools = tools
        self._enriches = batch.kind == BatchKind.ENRICHMENT
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
            near=tools.near,
        )
        self.generator = Generator(
            provider=tools.provider,
            model=str(batch.model),
            limiter=tools.limiter,
            price=tools.price,
            clock=services.clock,
            note=self.recorder.note,
            party=batch.id,
            contamination=tools.contamination,
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
                    filled = self._filled_slots(session)
                    redraws = attempts.redraws(session, self._batch.id)
                self._open(session, item, filled.get(item.id, []), redraws.get(item.id, {}))
        self.plan_version = version

    def _filled_slots(self, session: Session) -> dict[int, list[int]]:
        if self._enriches:
            return enrichments.settled_slots(session, self._batch)
        return attempts.filled_slots(session, self._batch.id)

    async def draw(self, slot: Slot, *, max_wait_s: float | None = None) -> Outcome:
        """Draw once for a slot; nothing is stored yet."""
        work = self._works[slot.item]
        brief = work.plan.brief(slot.number, slot.redraw)
        try:
            brief = self._about_sample(brief) if self._enriches else self._grounded(brief)
            outcome = await self.generator.fill(brief, work.template, judge=work.judge, max_wait_s=max_wait_s)
        except (PromptFault, NotFound) as error:  # a row without a column that the template names, say
            return self._unfilled(brief, work.template, str(error))
        # Two samples may well be enriched alike: their results are no duplicates.
        return replace(outcome, content_hash=None) if self._enriches else outcome

    def _about_sample(self, brief: Brief) -> Brief:
        """Put in the sample that the slot of an enrichment is about.

        Raises:
            NotFound: it has been deleted.
        """
        with self._services.database.read() as session:
            subject = enrichments.subject(session, self._batch.id, brief.slot)
        return replace(
            brief,
            topic=subject.topic,
            difficulty=subject.difficulty,
            source_ref=subject.source_ref,
            variables={**brief.variables, "sample": subject.content},
        )

    def _grounded(self, brief: Brief) -> Brief:
        """Put the text of the brief's chunk in, if it has one."""
        if brief.source_ref is None:
            return brief
        with self._services.database.read() as session:
            return with_chunk(brief, sources.chunk(session, *chunk_of(brief.source_ref)))

    def _unfilled(self, brief: Brief, template: Template, why: str) -> Outcome:
        """Say that no prompt could be made for a brief; nothing was sent."""
        return Outcome(
            item_pk=brief.item_pk,
            slot=brief.slot,
            redraw=brief.redraw,
            topic=brief.filed_under,
            difficulty=brief.difficulty,
            fate=Fate.FAILED,
            started_at=self._services.clock.time(),
            latency_ms=0,
            prompt_hash="",
            seed=brief.seed,
            cost_usd=0.0,
            reason=FailureKind.BAD_REQUEST.value,
            message=why,
            template=template.name,
            template_version=template.version,
            source_ref=brief.source_ref,
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
        elif outcome.final:  # of one that was cut off, whoever had the slot gives it back: it may be out again by now
            self.pool.give_back(self.slot_of(outcome))

    def _meet_ceiling(self, work: _Work, outcomes: list[Outcome]) -> Failure | None:
        work.kept += sum(outcome.fate is Fate.KEPT for outcome in outcomes)
        reason = work.ceiling.reached(outcomes, kept=work.kept)
        if reason is None or work.failed:
            return None
        work.failed = True
        self.pool.close_item(self._numbers[work.item_pk])
        return Failure(item_pk=work.item_pk, reason=reason)

    def _open(self, session: Session, item: Item, filled: list[int], redraws: dict[int, int]) -> None:
        template = templates.get(session, str(item.template), item.template_version)
        self._numbers[item.id] = item.number
        self._works[item.number] = _Work(
            item_pk=item.id,
            target=item.target_count,
            kept=item.accepted_count,
            plan=_plan_of(session, self._batch, item, template),
            template=template,
            judge=self._judge_of(template),
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

    def _judge_of(self, template: Template) -> Judge | None:
        rules = rules_of(self._batch, template)
        if rules is None:
            return None
        seat, generator = self._tools.judges[place_of(rules, self._batch, self._services.settings)], self.generator
        return seat.judge(rules, clock=self._services.clock, party=self._batch.id, calling=generator.calling)

    def _was_reopened(self, item: Item, work: _Work) -> bool:
        return work.failed and all(failure.item_pk != item.id for failure in self.unwritten)

    def _retarget(self, item: Item, work: _Work) -> None:
        if item.target_count != work.target and not work.failed:
            work.target = item.target_count
            work.ceiling.retarget(item.target_count)
            self.pool.retarget(item.number, item.target_count)


_HALTING = frozenset(kind.value for kind in FailureKind if verdict(kind) is Verdict.HALT)


def halts(outcome: Outcome) -> bool:
    """Say whether no further call of the batch can succeed."""
    return outcome.fate is Fate.FAILED and outcome.reason in _HALTING


def why_halted(outcome: Outcome) -> str:
    """Say in a sentence why no further call can succeed."""
    told = f"{outcome.reason}: {(outcome.message or '').rstrip('.')}."
    return f"{told} Check the provider's key." if outcome.reason == FailureKind.AUTHENTICATION else told


def _plan_of(session: Session, batch: BatchHistory, item: Item, template: Template) -> Plan:
    own: dict[str, Any] = json.loads(item.parameters)
    given: dict[str, Any] = json.loads(batch.parameters)
    values = {**given.get("values", {}), **own.get("values", {})}
    areas = [Area.model_validate(area) for area in given.get("taxonomy", ())]
    return Plan(
        seed=item.seed,
        topic=item.topic,
        difficulty=item.difficulty,
        reasoning_instruction=own.get("reasoning_instruction", batch.reasoning_instruction),
        temperature=own.get("temperature", batch.temperature),
        item_pk=item.id,
        taxonomy=areas or template.taxonomy,
        framings=template.framings,
        parameters=template.parameters,
        values={name: value for name, value in values.items() if name in template.parameters},
        kept_on_redraw=frozenset(str(check.of) for check in template.checks if check.check == "one_of"),
        source_id=given.get("source_id"),
        chunks=sources.chunk_count(session, given["source_id"]) if "source_id" in given else 0,
    )


def _author_of(batch: BatchHistory, provider: Provider) -> Author:
    return Author(
        provider=provider.name, model=str(batch.model), model_sha256=provider.model_sha256, demo=provider.demo
    )
