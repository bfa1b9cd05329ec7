"""A trial: briefs of a template to be drawn once each without a batch, and what came of each. Values only."""

from __future__ import annotations

from dataclasses import dataclass

from gristmill.outcome import Outcome
from gristmill.plan import Brief
from gristmill.prompts import Template
from gristmill.template_schema import Judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What to try. `stored` is False for a definition that nobody has saved: it has no version.

    `judge` is the rubric, if there is one, and `judge_place` the provider and model that go by it.
    """

    template: Template
    briefs: tuple[Brief, ...]
    provider: str
    model: str
    max_wait_s: float
    stored: bool = True
    judge: Judge | None = None
    judge_place: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of one brief.

    `outcome` is None when it was not drawn to an end: the quota was used up (then `wait_s` says for how long, and
    `wait_why` by what), the provider could not begin (`fault` says why), or the time was over. `calls` counts provider
    calls, with those that were tried again; `text` is the model's last reply as it came.
    """

    brief: Brief
    messages: tuple[tuple[str, str], ...]
    outcome: Outcome | None = None
    text: str | None = None
    calls: int = 0
    wait_s: float | None = None
    wait_why: str | None = None
    fault: str | None = None
