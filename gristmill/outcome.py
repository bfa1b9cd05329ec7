"""What an attempt can end as. Values only: no I/O, no clock, no rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from gristmill.lifecycle import Purpose


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one provider call as the provider counted them; cached tokens are part of the prompt tokens."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0

    @property
    def total_tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens

    def counted(self, *, cached: bool) -> int:
        """Tokens that count against a limit; `cached` says whether cached ones do."""
        return self.total_tokens if cached else self.total_tokens - self.cached_tokens


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: `check` and `reason` are machine words, `message` is a sentence for people."""

    check: str
    reason: str
    message: str


class Fate(StrEnum):
    """How one attempt ended."""

    KEPT = "kept"  # it became a sample
    REJECTED = "rejected"  # the model answered, the checks said no
    FAILED = "failed"  # the provider did not answer usefully
    CANCELLED = "cancelled"  # stopped by a person or by shutdown while in flight
    JUDGED = "judged"  # a call of the judge; what it said is on the candidate's own outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the judge said of one candidate: 0 to 1 by criterion, their weighted mean, and what asking cost."""

    scores: Mapping[str, float]
    score: float
    tokens: int
    cost_usd: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One attempt and what came of it: the unit that is committed.

    `content` is the sample's own fields, also of a refused candidate that could be read; `reason` is a machine word
    (`too_short`, `rate_limited`) and set unless kept; `findings` are remarks of the checks, the reason to refuse last;
    `score` is 0 to 1, the judge's where there is one; what was refused has no other. `raw` is the provider's answer as
    it came. `signature` finds near-duplicates. `provider` and `model` are set where the call went elsewhere than the
    batch's (a judge's). `final` says that the slot is free for a new draw (False for a try that is repeated at once).
    """

    item_pk: int
    slot: int
    redraw: int
    topic: str
    difficulty: str
    fate: Fate
    started_at: float
    latency_ms: int
    prompt_hash: str
    seed: int
    usage: Usage = Usage()
    cost_usd: float | None = None
    content: Mapping[str, Any] | None = None
    content_hash: str | None = None
    reason: str | None = None
    message: str | None = None
    http_status: int | None = None
    final: bool = True
    template: str = ""
    template_version: int = 1
    source_ref: str | None = None
    purpose: Purpose = Purpose.GENERATE
    findings: tuple[Finding, ...] = ()
    score: float | None = None
    judgement: Judgement | None = None
    raw: bytes | None = None
    signature: bytes | None = None
    provider: str | None = None
    model: str | None = None

    @property
    def judges_score(self) -> float | None:
        """The score that stays when a candidate is refused: what a judge gave, never that of the checks."""
        return self.judgement.score if self.judgement else None
