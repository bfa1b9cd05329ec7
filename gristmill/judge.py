"""The LLM judge: asks a model about a candidate that has passed the checks, and rules on the answer.

Each call passes the limiter of the judge's own provider and model, and is an attempt of its own. A candidate that could
not be judged is never let through.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from gristmill import rubric, template_schema
from gristmill.calls import Call, Caller
from gristmill.lifecycle import Purpose
from gristmill.limits.retry import Verdict, verdict
from gristmill.outcome import Fate, Finding, Judgement, Outcome, Usage
from gristmill.plan import Brief
from gristmill.prompts import Prompt
from gristmill.providers.base import ChatRequest, Message

JUDGE = "judge"  # the check's name, and the reason of a candidate that it refused
JUDGE_FAILED = "judge_failed"  # the reason of a draw whose candidate could not be judged
UNREADABLE = "unreadable"  # the reason on a judge's own call
ASKED_AT_MOST = 2  # an answer that cannot be read is asked for once more
MAX_MESSAGE = 400  # the width of the column


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What became of a candidate: `judgement` unless it could not be judged; `reason` and `message` unless it passed.

    `failed` tells a candidate that could not be judged (`reason` is then `judge_failed`, or a kind of failure that
    halts the batch) from one that the judge refused.
    """

    judgement: Judgement | None = None
    reason: str | None = None
    message: str | None = None
    failed: bool = False

    def apply(self, candidate: Outcome) -> Outcome:
        """Give the candidate's outcome its end."""
        if self.failed:
            nothing: dict[str, Any] = {"content": None, "content_hash": None, "score": None}
            return replace(candidate, fate=Fate.FAILED, reason=self.reason, message=self.message, **nothing)
        assert self.judgement is not None
        judged = replace(candidate, judgement=self.judgement, score=self.judgement.score)
        if self.reason is None:
            return judged
        finding = Finding(JUDGE, JUDGE, self.message or "")
        findings = (*candidate.findings, finding)
        return replace(judged, fate=Fate.REJECTED, reason=self.reason, message=self.message, findings=findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Judges the candidates of one template in one batch by its rubric."""

    rules: template_schema.Judge
    caller: Caller

    async def rule(
        self,
        candidate: Outcome,
        brief: Brief,
        *,
        note: Callable[[Outcome], None],
        max_wait_s: float | None = None,
    ) -> Ruling:
        """Ask about a candidate, once more when the answer cannot be read; every call is told to `note`.

        Raises:
            QuotaWait: the quota needs longer than `max_wait_s`.
        """
        prompt = rubric.ask(self.rules, brief, candidate.content or {})
        spent = Usage()
        for asked in range(ASKED_AT_MOST):
            seed = (brief.seed + asked) % 2**31  # the same seed would bring the same answer

            def tell(call: Call, *, reason: str | None = None, seed: int = seed) -> None:
                note(self._own_outcome(candidate, prompt, call, reason=reason, seed=seed))

            call = await self.caller.ask(self._request(prompt, seed), note=tell, max_wait_s=max_wait_s)
            if call.reply is None:
                tell(call)
                return _failure(call)
            spent = _sum(spent, call.reply.usage)
            scores = rubric.read(self.rules, call.reply.text)
            tell(call, reason=UNREADABLE if scores is None else None)
            if scores is not None:
                return self._judge(scores, spent)
        return Ruling(reason=JUDGE_FAILED, message="The judge's answers could not be read as scores.", failed=True)

    def _judge(self, scores: rubric.Scores, spent: Usage) -> Ruling:
        judgement = Judgement(
            scores=scores.by_criterion,
            score=round(scores.mean, 4),
            tokens=spent.total_tokens,
            cost_usd=self.caller.cost_usd(spent),
        )
        if scores.mean >= self.rules.threshold - 1e-9:  # 0.1 + 0.2 is not 0.3
            return Ruling(judgement=judgement)
        message = (
            f"The judge gave {scores.mean:.2f}, and {self.rules.threshold:g} is needed; weakest: {scores.weakest()}."
        )
        return Ruling(judgement=judgement, reason=JUDGE, message=_bounded(message))

    def _request(self, prompt: Prompt, seed: int) -> ChatRequest:
        return ChatRequest(
            model=self.caller.model,
            messages=tuple(Message(role, text) for role, text in prompt.messages),
            schema=prompt.schema,
            schema_name="judgement",
            max_tokens=prompt.max_tokens,
            temperature=prompt.temperature,
            seed=seed,
        )

    def _own_outcome(self, candidate: Outcome, prompt: Prompt, call: Call, *, reason: str | None, seed: int) -> Outcome:
        """Write the attempt of one call of the judge: it takes no slot and is no draw."""
        facts = self.caller.facts(call)
        if reason is not None:
            facts |= {"reason": reason, "message": "The judge's answer could not be read as scores."}
        return Outcome(
            item_pk=candidate.item_pk,
            slot=candidate.slot,
            redraw=candidate.redraw,
            topic=candidate.topic,
            difficulty=candidate.difficulty,
            template=candidate.template,
            template_version=candidate.template_version,
            fate=Fate.JUDGED,
            purpose=Purpose.JUDGE,
            final=False,
            prompt_hash=prompt.prompt_hash,
            seed=seed,
            provider=self.caller.provider.name,
            model=self.caller.model,
            **facts,
        )


def _failure(call: Call) -> Ruling:
    """Rule on a candidate whose judge did not answer: what no call can survive pauses the batch, as ever."""
    assert call.error is not None
    halting = verdict(call.error.kind) is Verdict.HALT
    reason = call.error.kind.value if halting else JUDGE_FAILED
    return Ruling(reason=reason, message=_bounded(f"The judge: {call.error.message}"), failed=True)


def _sum(first: Usage, second: Usage) -> Usage:
    return Usage(
        first.prompt_tokens + second.prompt_tokens,
        first.completion_tokens + second.completion_tokens,
        first.cached_tokens + second.cached_tokens,
    )


def _bounded(text: str) -> str:
    return text if len(text) <= MAX_MESSAGE else f"{text[: MAX_MESSAGE - 3]}..."
