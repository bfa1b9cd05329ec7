"""From a brief to an outcome: render, call, parse, check, and ask the judge where there is one. Touches no database.

A refused sample is a value, never an exception, and so is a call that failed for good.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any

from gristmill.calls import Call, Caller
from gristmill.clock import Clock
from gristmill.judge import Judge
from gristmill.limits.limiter import Limiter
from gristmill.outcome import Fate, Outcome
from gristmill.plan import Brief
from gristmill.prices import Price
from gristmill.prompts import Prompt, Template, render
from gristmill.providers.base import ChatReply, ChatRequest, Message, Provider
from gristmill.quality import check


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """Fills slots of one batch: everything that its briefs have in common.

    `note` is called for every attempt that is not the last of its draw: failed tries, a judge's calls, and what was cut
    off by a stop. `party` is whom the limiter shares the quota with others for. `calling` holds the tasks whose call is
    out right now, `judging` those whose candidate is with the judge. `contamination` is what `quality.check` asks.
    """

    provider: Provider
    model: str
    limiter: Limiter
    price: Price | None
    clock: Clock
    note: Callable[[Outcome], None]
    party: Hashable = None
    contamination: Any = None
    calling: set[asyncio.Task[object]] = field(default_factory=set)
    judging: set[asyncio.Task[object]] = field(default_factory=set)
    caller: Caller = field(init=False, repr=False)

    def __post_init__(self) -> None:
        caller = Caller(
            provider=self.provider,
            model=self.model,
            limiter=self.limiter,
            price=self.price,
            clock=self.clock,
            party=self.party,
            calling=self.calling,
        )
        object.__setattr__(self, "caller", caller)

    async def fill(
        self, brief: Brief, template: Template, *, judge: Judge | None = None, max_wait_s: float | None = None
    ) -> Outcome:
        """Draw once for a brief: kept, rejected, or failed for good.

        Raises:
            PromptFault: the template cannot be filled in for the brief; nothing was asked.
            QuotaWait: the quota needs longer than `max_wait_s`.
        """
        deadline = None if max_wait_s is None else self.clock.monotonic() + max_wait_s
        prompt = render(template, brief, small_model=self.provider.small_model)

        def outcome(fate: Fate, call: Call, **how: Any) -> Outcome:
            facts = self.caller.facts(call)
            return Outcome(
                item_pk=brief.item_pk,
                slot=brief.slot,
                redraw=brief.redraw,
                topic=brief.filed_under,
                difficulty=brief.difficulty,
                seed=brief.seed,
                template=template.name,
                template_version=template.version,
                source_ref=brief.source_ref,
                prompt_hash=prompt.prompt_hash,
                fate=fate,
                **{**facts, **how},
            )

        def note(call: Call) -> None:
            self.note(outcome(Fate.FAILED if call.error else Fate.CANCELLED, call, final=False))

        call = await self.caller.ask(self._request(prompt, brief, template), note=note, max_wait_s=max_wait_s)
        if call.reply is None:
            return outcome(Fate.FAILED, call)
        findings = self._check(template, call.reply, brief)
        candidate = outcome(Fate.REJECTED if findings["reason"] else Fate.KEPT, call, **findings)
        if judge is None or candidate.fate is Fate.REJECTED:
            return candidate
        return await self._judge(judge, candidate, brief, deadline)

    def _check(self, template: Template, reply: ChatReply, brief: Brief) -> dict[str, Any]:
        verdict = check(template, reply.text, reply.finish_reason, brief=brief, contamination=self.contamination)
        return {
            "content": verdict.content,
            "content_hash": verdict.content_hash,
            "reason": verdict.reason,
            "message": verdict.message,
            "findings": tuple(verdict.findings),
            "score": verdict.score,
        }

    async def _judge(self, judge: Judge, candidate: Outcome, brief: Brief, deadline: float | None) -> Outcome:
        """Let the judge rule; a candidate that is cut off on the way has been paid for, and is told of."""
        left_s = None if deadline is None else max(0.0, deadline - self.clock.monotonic())
        task = asyncio.current_task()
        assert task is not None
        self.judging.add(task)
        try:
            ruling = await judge.rule(candidate, brief, note=self.note, max_wait_s=left_s)
        except BaseException:
            cut: dict[str, Any] = {
                "fate": Fate.CANCELLED,
                "reason": "cancelled",
                "final": False,
                "content": None,
                "content_hash": None,
            }
            self.note(replace(candidate, **cut, message="Cut off before it was judged."))
            raise
        finally:
            self.judging.discard(task)
        return ruling.apply(candidate)

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
