"""A preview: a template tried with a few calls, and shown with what was sent, what came back and what it cost.

No batch is made and no sample stored. The calls are the worker's: see `rehearsal`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gristmill import drafts
from gristmill.errors import NoSample, QuotaUsedUp
from gristmill.outcome import Fate, Outcome
from gristmill.preview_schemas import PreviewGiven
from gristmill.providers.registry import is_demo
from gristmill.services import Services
from gristmill.template_schema import TemplateDefinition
from gristmill.trial import Trial, Tried
from gristmill.trials import of_request

DIGITS = 10  # of money: what one token costs has eight
OUT_OF_TIME = "The provider did not give a usable answer in time."


def preview(services: Services, subject: str | TemplateDefinition, wanted: PreviewGiven) -> dict[str, Any]:
    """Try a template, and answer as `preview_schemas.Preview` says.

    Args:
        subject: how a start would name the template, or a definition that need not be saved.

    Raises:
        NotFound: there is no such template.
        TemplateFault: the definition cannot be used; places are those in a body's `definition`.
        InvalidRequest: it cannot be filled in with what is given; `faults` says why.
        QuotaUsedUp: not one call could go within `max_wait_s`.
        NoSample: the provider was asked, and not one answer came.
        WorkerAbsent, StorageFull, ProviderNotConfigured: no call could be made.
    """
    template = subject if isinstance(subject, str) else drafts.compiled(subject)
    with services.database.read() as session:
        trial, seed = of_request(session, template, wanted, services.settings)
    tried = services.desk.preview(trial, call_s=services.settings.request_timeout_s)
    require_answer(tried)
    return {
        "success": True,
        "template": trial.template.name,
        "version": trial.template.version if trial.stored else None,
        "provider": trial.provider,
        "model": trial.model,
        "demo": is_demo(trial.provider),
        "seed": seed,
        "previews": [_shown(trial, one) for one in tried],
        "totals": spent(tried),
    }


def require_answer(tried: Sequence[Tried]) -> None:
    """Go on if at least one call was answered: what was paid for is shown, whatever became of the others.

    Raises:
        QuotaUsedUp: none was made, because the quota needs longer.
        NoSample: none was answered.
    """
    if any(one.text is not None for one in tried):
        return
    waits = [one for one in tried if one.wait_s is not None]
    if waits and not any(one.outcome or one.fault for one in tried):
        longest = max(one.wait_s or 0.0 for one in waits)
        raise QuotaUsedUp(
            f"The quota needs {longest:.1f} s ({waits[0].wait_why}), longer than this request may wait.",
            headers={"Retry-After": str(max(1, round(longest + 0.5)))},
        )
    raise NoSample(next((said for one in tried if (said := _fault(one))), OUT_OF_TIME))


def spent(tried: Sequence[Tried]) -> dict[str, Any]:
    """Sum up what the tries have used; a judge's tokens and money are in it."""
    outcomes = [one.outcome for one in tried if one.outcome is not None]
    costs = [cost for outcome in outcomes if (cost := _cost_usd(outcome)) is not None]
    tokens = [_tokens(outcome) for outcome in outcomes]
    return {
        "calls": sum(one.calls for one in tried),
        "accepted": sum(outcome.fate is Fate.KEPT for outcome in outcomes),
        "tokens": {name: sum(one[name] for one in tokens) for name in _tokens(None)},
        "cost_usd": round(sum(costs), DIGITS) if costs else None,
    }


def _shown(trial: Trial, tried: Tried) -> dict[str, Any]:
    outcome, brief = tried.outcome, tried.brief
    judgement = outcome.judgement if outcome else None
    reason, message = _reason(tried)
    return {
        "messages": [{"role": role, "content": content} for role, content in tried.messages],
        "topic": brief.filed_under,
        "difficulty": brief.difficulty,
        "accepted": outcome is not None and outcome.fate is Fate.KEPT,
        "sample": None if outcome is None or outcome.content is None else dict(outcome.content),
        "reason": reason,
        "message": message,
        "findings": [
            {"check": finding.check, "reason": finding.reason, "message": finding.message}
            for finding in (outcome.findings if outcome else ())
        ],
        "score": outcome.score if outcome else None,
        "scores": dict(judgement.scores) if judgement else None,
        "raw": tried.text,
        "calls": tried.calls,
        "tokens": _tokens(outcome),
        "cost_usd": None if outcome is None else _cost_usd(outcome),
        "latency_ms": outcome.latency_ms if outcome else None,
        "seed": brief.seed,
        "source_ref": brief.source_ref,
    }


def _reason(tried: Tried) -> tuple[str | None, str | None]:
    if tried.outcome is not None:
        return tried.outcome.reason, tried.outcome.message
    if tried.wait_s is not None:
        return "quota_used_up", f"The quota needs {tried.wait_s:.1f} s more ({tried.wait_why})."
    return ("failed", tried.fault) if tried.fault else ("timeout", OUT_OF_TIME)


def _fault(tried: Tried) -> str | None:
    if tried.outcome is None:
        return tried.fault
    return f"{tried.outcome.reason}: {tried.outcome.message}"


def _tokens(outcome: Outcome | None) -> dict[str, int]:
    usage = outcome.usage if outcome else None
    return {
        "prompt": usage.prompt_tokens if usage else 0,
        "completion": usage.completion_tokens if usage else 0,
        "cached": usage.cached_tokens if usage else 0,
        "judge": outcome.judgement.tokens if outcome and outcome.judgement else 0,
    }


def _cost_usd(outcome: Outcome) -> float | None:
    """Add the judge's price to the call's own; None where neither is known."""
    parts = [outcome.cost_usd, outcome.judgement.cost_usd if outcome.judgement else None]
    known = [part for part in parts if part is not None]
    return round(sum(known), DIGITS) if known else None
