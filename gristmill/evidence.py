"""What is known of a template's calls before a batch is started: from history, from previews, or from its text alone.

Each answers the same questions (how many calls give a sample, what one call uses, how long it takes), with bounds that
are the wider the less is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from sqlalchemy.orm import Session

from gristmill import rubric, template_schema
from gristmill.forecast import Range, Spread, acceptance, spread_of
from gristmill.lifecycle import Purpose
from gristmill.prompts import Template, prompt_chars, sample_brief
from gristmill.stores import experience
from gristmill.stores.experience import Call, Subject

Basis = Literal["history", "other_version", "preview", "template"]
BASES: Final[tuple[Basis, ...]] = ("history", "preview", "other_version", "template")  # the surest one first
LEAST_CALLS = 3  # our choice: fewer calls of batches say no more than a preview does
PREVIEW_CALLS = 2

# Where nothing was ever called, our choices: English has about four characters a token, other texts fewer; an answer
# uses half of what it may; most answers pass.
_CHARS_PER_TOKEN = Range(4.0, 2.5, 6.0)
_SHARE_OF_MAX_TOKENS = Range(0.5, 0.1, 1.0)
_UNTRIED_ACCEPTANCE = Range(0.8, 0.4, 1.0)
_UNTRIED_LATENCY_S = Range(5.0, 0.5, 30.0)
_JUDGEMENT_TOKENS = Range(40.0, 20.0, 100.0)  # a score and a short reason for each criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of the calls of one template; `calls` were looked at, `share` of them gave a sample.

    `cached` is the share of the prompt tokens that came from the provider's cache.
    """

    basis: Basis
    calls: int
    share: Range
    prompt: Spread
    completion: Spread
    latency_s: Spread
    cached: float = 0.0

    @property
    def is_thin(self) -> bool:
        """Tell whether so little is known that a preview would say more."""
        return self.basis in ("preview", "template") and self.calls < PREVIEW_CALLS


def known(session: Session, subject: Subject) -> Evidence | None:
    """Look for calls that were made: of this version by batches, by previews, then of other versions."""
    of_batches = experience.of_attempts(session, subject)
    if len(of_batches) >= LEAST_CALLS:
        return measured("history", of_batches)
    of_previews = experience.of_previews(session, subject) if subject.purpose is Purpose.GENERATE else []
    if of_batches or of_previews:
        return measured("preview" if of_previews else "history", [*of_batches, *of_previews])
    others = experience.of_attempts(session, replace(subject, version=None))
    return measured("other_version", others) if others else None


def measured(basis: Basis, calls: Sequence[Call]) -> Evidence:
    """Sum up calls that were made; needs at least one."""
    prompt_tokens = sum(call.prompt_tokens for call in calls)
    return Evidence(
        basis=basis,
        calls=len(calls),
        share=acceptance(sum(call.accepted for call in calls), len(calls)),
        prompt=spread_of([call.prompt_tokens for call in calls]),
        completion=spread_of([call.completion_tokens for call in calls]),
        latency_s=spread_of([call.latency_ms / 1000 for call in calls]),
        cached=sum(call.cached_tokens for call in calls) / prompt_tokens if prompt_tokens else 0.0,
    )


def of_text(template: Template, *, small_model: bool) -> Evidence:
    """Guess from the template's own text and its `max_tokens`: no call was ever made."""
    form = template.small if small_model and template.small else template
    return Evidence(
        basis="template",
        calls=0,
        share=_UNTRIED_ACCEPTANCE,
        prompt=Spread(_tokens(prompt_chars(template))),
        completion=Spread(_SHARE_OF_MAX_TOKENS.times(form.max_tokens)),
        latency_s=Spread(_UNTRIED_LATENCY_S),
    )


def of_rubric(judge: template_schema.Judge, template: Template, candidate: Evidence) -> Evidence:
    """Guess a judge's calls: its rubric and the candidate go in, a score for each criterion comes out."""
    asked = rubric.ask(judge, sample_brief(template), {})
    around = _tokens(sum(len(text) for _, text in asked.messages))
    return Evidence(
        basis="template",
        calls=0,
        share=Range(1.0, 1.0, 1.0),
        prompt=Spread(around + candidate.completion.mean),
        completion=Spread(_JUDGEMENT_TOKENS.times(len(judge.rubric))),
        latency_s=Spread(_UNTRIED_LATENCY_S),
    )


def weakest(bases: Sequence[Basis]) -> Basis:
    """Name the least sure of some bases."""
    return max(bases, key=BASES.index)


def _tokens(chars: int) -> Range:
    return Range(chars / _CHARS_PER_TOKEN.expected, chars / _CHARS_PER_TOKEN.high, chars / _CHARS_PER_TOKEN.low)
