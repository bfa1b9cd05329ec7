"""Generator and judge together: what is judged, what each call costs, and what becomes of a candidate nobody judged."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import pytest

from gristmill.calls import Caller
from gristmill.errors import FailureKind, ProviderError
from gristmill.generate import Generator
from gristmill.judge import Judge
from gristmill.limits.limiter import Limiter, QuotaWait
from gristmill.limits.window import QuotaLimit
from gristmill.outcome import Fate, Outcome, Usage
from gristmill.plan import Brief
from gristmill.prices import Price
from gristmill.prompts import DEFAULT_TEMPLATE
from gristmill.providers.base import ChatReply, ChatRequest
from gristmill.template_files import built_in
from gristmill.template_schema import Judge as Rules
from tests.fakes import FakeClock
from tests.scripted_forms import content

BRIEF = Brief(slot=4, redraw=1, topic="Company Law", difficulty="basic", angle=None, seed=7, item_pk=3)
PRICE = Price(input_per_mtok=1.0, cached_per_mtok=0.5, output_per_mtok=2.0, source="settings")
JUDGES_PRICE = Price(input_per_mtok=10.0, cached_per_mtok=10.0, output_per_mtok=10.0, source="settings")
RULES = Rules.model_validate({"rubric": [{"name": "correct", "description": "It is right."}], "threshold": 0.6})
SAMPLE = content(1)
Answer = str | ProviderError


class Scripted:
    """A provider that gives its answers in turn, of 60 + 40 tokens each, and remembers what it was asked."""

    demo = small_model = limited = False
    concurrency: int | None = None
    cached_tokens_count = True
    model_sha256: str | None = None
    default_model = "m"

    def __init__(self, name: str, *answers: Answer) -> None:
        self.name = name
        self.asked: list[ChatRequest] = []
        self._answers = iter(answers)

    async def start(self) -> None:
        """Nothing to get ready."""

    async def aclose(self) -> None:
        """Nothing to close."""

    async def chat(self, request: ChatRequest) -> ChatReply:
        self.asked.append(request)
        answer = next(self._answers, None)
        if answer is None:
            await asyncio.Event().wait()
        if isinstance(answer, ProviderError):
            raise answer
        text = str(answer)
        return ChatReply(text=text, usage=Usage(60, 40, 20), finish_reason="stop", model="m", raw=text.encode())


class Bench:
    """A generator with a judge, each with its own provider and gate, and all that they told."""

    def __init__(self, author: Sequence[Answer], judge: Sequence[Answer], *, judge_requests: int = 0) -> None:
        self.clock = FakeClock()
        self.author, self.judges = Scripted("groq", *author), Scripted("openai_compatible", *judge)
        self.noted: list[Outcome] = []
        self.judges_gate = self._gate(judge_requests)
        self.generator = Generator(
            provider=self.author,
            model="writer",
            limiter=self._gate(0),
            price=PRICE,
            clock=self.clock,
            note=self.noted.append,
        )
        caller = Caller(
            provider=self.judges, model="critic", limiter=self.judges_gate, price=JUDGES_PRICE, clock=self.clock
        )
        self.judge = Judge(rules=RULES, caller=caller)

    def _gate(self, requests: int) -> Limiter:
        return Limiter(
            minute=QuotaLimit(requests, 0, 60.0), day=QuotaLimit(0, 0, 86_400.0), clock=self.clock, first_estimate=100
        )

    async def fill(self, **how: Any) -> Outcome:
        template = built_in()[DEFAULT_TEMPLATE]
        return await self.clock.run_until_done(self.generator.fill(BRIEF, template, judge=self.judge, **how))

    def run(self, **how: Any) -> Outcome:
        return asyncio.run(self.fill(**how))


def scored(score: float, reason: str = "As seen.") -> str:
    return json.dumps({"correct": {"reason": reason, "score": score}})


def test_candidate_is_kept_with_its_scores_when_the_judge_likes_it() -> None:
    outcome = Bench([SAMPLE], [scored(0.8)]).run()
    assert (outcome.fate, outcome.reason, outcome.score) == (Fate.KEPT, None, 0.8)
    assert outcome.judgement is not None
    assert (dict(outcome.judgement.scores), outcome.judgement.tokens) == ({"correct": 0.8}, 100)


def test_candidate_is_refused_with_the_weakest_criteria_when_the_judge_does_not() -> None:
    outcome = Bench([SAMPLE], [scored(0.3, "Wrong section.")]).run()
    assert (outcome.fate, outcome.reason, outcome.score) == (Fate.REJECTED, "judge", 0.3)
    assert outcome.message == "The judge gave 0.30, and 0.6 is needed; weakest: correct 0.30 (Wrong section.)."
    assert outcome.findings[-1].check == "judge"
    assert outcome.content is not None


def test_candidate_passes_when_it_is_just_at_the_threshold() -> None:
    assert Bench([SAMPLE], [scored(0.6)]).run().fate is Fate.KEPT


def test_judge_is_not_asked_when_the_checks_refused() -> None:
    bench = Bench(["No JSON here."], [scored(1)])
    assert bench.run().fate is Fate.REJECTED
    assert bench.judges.asked == []


def test_judges_call_is_an_attempt_of_its_own() -> None:
    bench = Bench([SAMPLE], [scored(1)])
    outcome = bench.run()
    (call,) = bench.noted
    assert (call.fate, call.purpose.value, call.final) == (Fate.JUDGED, "judge", False)
    assert (call.provider, call.model, call.usage.total_tokens) == ("openai_compatible", "critic", 100)
    assert (call.slot, call.item_pk, call.raw) == (4, 3, scored(1).encode())
    assert (outcome.provider, outcome.raw) == (None, SAMPLE.encode())


def test_judges_money_is_apart_when_its_model_has_another_price() -> None:
    bench = Bench([SAMPLE], [scored(1)])
    outcome = bench.run()
    assert outcome.cost_usd == pytest.approx((40 * 1.0 + 20 * 0.5 + 40 * 2.0) / 1e6)
    assert outcome.judgement is not None
    assert outcome.judgement.cost_usd == bench.noted[0].cost_usd == pytest.approx(100 * 10.0 / 1e6)


def test_judge_gets_the_candidate_and_no_temperature() -> None:
    bench = Bench([SAMPLE], [scored(1)])
    bench.run()
    (request,) = bench.judges.asked
    assert (request.model, request.temperature, request.schema_name) == ("critic", 0.0, "judgement")
    assert json.loads(SAMPLE)["question"] in request.messages[1].content


def test_judge_is_asked_once_more_when_its_answer_cannot_be_read() -> None:
    bench = Bench([SAMPLE], ["Good!", scored(0.9)])
    outcome = bench.run()
    assert (outcome.fate, [call.reason for call in bench.noted]) == (Fate.KEPT, ["unreadable", None])
    assert outcome.judgement is not None
    assert outcome.judgement.tokens == 200
    assert [request.seed for request in bench.judges.asked] == [7, 8]


def test_draw_fails_when_the_judge_cannot_be_read_twice() -> None:
    bench = Bench([SAMPLE], ["Good!", "Very good!"])
    outcome = bench.run()
    assert (outcome.fate, outcome.reason, outcome.final) == (Fate.FAILED, "judge_failed", True)
    assert (outcome.content, outcome.usage.total_tokens, len(bench.noted)) == (None, 100, 2)


def test_draw_fails_when_the_judge_refuses_the_request() -> None:
    outcome = Bench([SAMPLE], [ProviderError(FailureKind.CONTENT_FILTERED, "Filtered.")]).run()
    assert (outcome.fate, outcome.reason) == (Fate.FAILED, "judge_failed")
    assert outcome.message == "The judge: Filtered."


def test_batch_is_to_be_halted_when_the_judges_key_is_refused() -> None:
    outcome = Bench([SAMPLE], [ProviderError(FailureKind.AUTHENTICATION, "No.", status=401)]).run()
    assert (outcome.fate, outcome.reason, outcome.message) == (Fate.FAILED, "authentication", "The judge: No.")


def test_judge_is_tried_again_when_it_is_overloaded() -> None:
    overloaded = ProviderError(FailureKind.SERVER_ERROR, "Busy.", status=503, raw=b"busy")
    bench = Bench([SAMPLE], [overloaded, overloaded, scored(1)])
    assert bench.run().fate is Fate.KEPT
    assert [(call.fate, call.reason, call.raw) for call in bench.noted[:2]] == [
        (Fate.JUDGED, "server_error", b"busy")
    ] * 2


def test_judge_waits_for_its_own_gate_when_that_is_narrow() -> None:
    bench = Bench([SAMPLE, SAMPLE], [scored(1), scored(1)], judge_requests=1)

    async def two() -> float:
        await bench.fill()
        await bench.fill()
        return bench.clock.monotonic()

    assert asyncio.run(two()) >= 1_060.0


def test_paid_candidate_is_told_of_when_the_judges_quota_needs_too_long() -> None:
    bench = Bench([SAMPLE, SAMPLE], [scored(1)], judge_requests=1)

    async def two() -> None:
        await bench.fill()
        await bench.fill(max_wait_s=1.0)

    with pytest.raises(QuotaWait):
        asyncio.run(two())
    cut = bench.noted[-1]
    assert (cut.fate, cut.usage.total_tokens, cut.final) == (Fate.CANCELLED, 100, False)


def test_candidate_and_judges_call_are_told_of_when_they_are_cut_off() -> None:
    bench = Bench([SAMPLE], [])

    async def cut_off() -> None:
        drawing = asyncio.create_task(bench.generator.fill(BRIEF, built_in()[DEFAULT_TEMPLATE], judge=bench.judge))
        await bench.clock.settle()
        assert bench.generator.judging == {drawing}
        drawing.cancel()
        await asyncio.gather(drawing, return_exceptions=True)

    asyncio.run(cut_off())
    assert [(one.fate, one.reason) for one in bench.noted] == [
        (Fate.JUDGED, "cancelled"),
        (Fate.CANCELLED, "cancelled"),
    ]
    assert bench.generator.judging == set()


def test_failed_try_is_noted_with_its_body_when_it_is_repeated() -> None:
    bench = Bench([ProviderError(FailureKind.SERVER_ERROR, "Busy.", status=503, raw=b"busy"), SAMPLE], [scored(1)])
    assert bench.run().fate is Fate.KEPT
    assert (bench.noted[0].fate, bench.noted[0].raw, bench.noted[0].final) == (Fate.FAILED, b"busy", False)
