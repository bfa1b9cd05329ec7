"""From what is known of each part's calls to the answer of an estimate: calls, tokens, money, time, and what binds.

Puts the arithmetic of `forecast` to the settings' limits and the known prices. Reads no rows and calls nobody.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from gristmill.evidence import Evidence, weakest
from gristmill.forecast import NOTHING, Gate, Limit, Load, Range, calls_needed, duration_s, slowest
from gristmill.limits.limiter import HEADROOM
from gristmill.limits.window import MARGIN_S
from gristmill.outcome import Usage
from gristmill.outfit import Place
from gristmill.prices import Price, price_of
from gristmill.providers.base import Provider
from gristmill.providers.registry import build_provider
from gristmill.settings import Settings

Purpose = Literal["generation", "judge", "enrichment"]
PURPOSES: Final[tuple[Purpose, ...]] = ("generation", "judge", "enrichment")
MINUTE_S, DAY_S = 60.0, 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """Who judges a part's candidates, and what is known of its calls."""

    place: Place
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """All samples of one template; an `enrichment` comes after the rest."""

    template: str
    version: int
    target_count: int
    place: Place
    evidence: Evidence
    judging: Judging | None = None
    purpose: Purpose = "generation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What one sort of calls of one part uses."""

    purpose: Purpose
    place: Place
    calls: Range
    prompt: Range
    completion: Range
    cached: float
    busy_s: Range

    @property
    def tokens(self) -> Range:
        return self.prompt + self.completion


class Reckoning:
    """The figures of one order, which has at least one part."""

    def __init__(self, settings: Settings, parts: Sequence[Part]) -> None:
        self._settings = settings
        self._parts = parts
        self._uses = {part: tuple(self._uses_of(part)) for part in parts}
        self._providers: dict[str, Provider] = {}
        self._price = functools.cache(lambda place: _price_of(place, settings))

    def as_json(self) -> dict[str, Any]:
        """Write `{target_count, basis, per_sample, total, binding_limit, binding_on, limits, price, parts}`."""
        target = sum(part.target_count for part in self._parts if part.purpose == "generation")
        uses = [use for part in self._parts for use in self._uses[part]]
        total = self._total(uses)
        times_s = self._times_s("generation", "judge")
        lasts_s = _longest(times_s) + _longest(self._times_s("enrichment"))
        place, limit = _binding(times_s)
        return {
            "target_count": target,
            "basis": _basis(part.evidence for part in self._parts),
            "per_sample": _per(total, target),
            "total": {**_written(total), "duration_s": _range(lasts_s, 1)},
            "binding_limit": limit,
            "binding_on": "/".join(place),
            "limits": self._limits(times_s),
            "prices": {"/".join(place): self._shown_price(place) for place in {use.place: 0 for use in uses}},
            "parts": [self._part(part) for part in self._parts],
        }

    def notes(self) -> list[str]:
        """Say in sentences what the figures rest on and where they may be wrong."""
        places = {use.place for uses in self._uses.values() for use in uses}
        notes = [
            f"No price is known for {'/'.join(place)}, so its money is null; GRISTMILL_PRICES can name one."
            for place in sorted(places)
            if self._price(place) is None
        ]
        for part in self._parts:
            notes += self._notes_of(part)
        return [*notes, "Times hold while nothing else uses the quota of these models."]

    def _notes_of(self, part: Part) -> Iterable[str]:
        name, found, per_sample = (
            f"{part.template}@{part.version}",
            part.evidence,
            self._settings.max_attempts_per_sample,
        )
        if found.basis == "template":
            yield (
                f"{name} was never called with {'/'.join(part.place)}: guessed from its text at 4 characters a token"
                " and half of its max_tokens for an answer."
            )
        if found.basis == "other_version":
            yield f"{name} was never called with {'/'.join(part.place)}: taken from calls of its other versions."
        if found.calls and found.share.expected * per_sample < 1:
            yield (
                f"{name}: {found.share.expected:.0%} of its answers were accepted, so that it would fail at"
                f" {per_sample:g} attempts a sample (GRISTMILL_MAX_ATTEMPTS_PER_SAMPLE)."
            )

    def _uses_of(self, part: Part) -> Iterable[Use]:
        found = part.evidence
        calls = calls_needed(part.target_count, found.share, ceiling=self._settings.max_attempts_per_sample)
        yield _use(part.purpose, part.place, calls, found)
        if part.judging is not None:
            # Candidates that fail the checks are not judged, but nobody knows yet how many: one call for each.
            yield _use("judge", part.judging.place, calls, part.judging.evidence)

    def _total(self, uses: Sequence[Use]) -> dict[str, Any]:
        costs = {purpose: self._cost_usd([use for use in uses if use.purpose == purpose]) for purpose in PURPOSES}
        made = [use for use in uses if use.purpose != "judge"]
        return {
            "calls": _sum(use.calls for use in made),
            "judge_calls": _sum(use.calls for use in uses if use.purpose == "judge"),
            "prompt_tokens": _sum(use.prompt for use in uses),
            "completion_tokens": _sum(use.completion for use in uses),
            "total_tokens": _sum(use.tokens for use in uses),
            "cost_usd": {**costs, "total": self._cost_usd(uses)},
        }

    def _cost_usd(self, uses: Sequence[Use]) -> Range | None:
        """Price some calls; None when the price of any is unknown."""
        sums = NOTHING
        for use in uses:
            price = self._price(use.place)
            if price is None:
                return None
            sums += _cost_usd(use, price)
        return sums

    def _times_s(self, *purposes: Purpose) -> dict[Place, dict[str, Range]]:
        """Tell for each provider and model how long each of its limits alone would hold these calls."""
        loads: dict[Place, Load] = {}
        for use in (use for uses in self._uses.values() for use in uses if use.purpose in purposes):
            load = self._load(use)
            loads[use.place] = loads[use.place] + load if use.place in loads else load
        return {place: load.times_s(self._gate(place)) for place, load in loads.items()}

    def _load(self, use: Use) -> Load:
        free = 0.0 if self._provider(use.place).cached_tokens_count else use.cached
        return Load(calls=use.calls, tokens=use.prompt.times(1 - free) + use.completion, busy_s=use.busy_s)

    def _gate(self, place: Place) -> Gate:
        provider, settings = self._provider(place), self._settings
        minute_s, day_s = MINUTE_S + MARGIN_S, DAY_S + MARGIN_S
        limits = (
            Limit(name="requests_per_minute", what="requests", amount=settings.requests_per_minute, period_s=minute_s),
            Limit(
                name="tokens_per_minute",
                what="tokens",
                amount=settings.tokens_per_minute,
                period_s=minute_s,
                headroom=HEADROOM,
            ),
            Limit(name="requests_per_day", what="requests", amount=settings.requests_per_day, period_s=day_s),
            Limit(
                name="tokens_per_day",
                what="tokens",
                amount=settings.tokens_per_day,
                period_s=day_s,
                headroom=HEADROOM,
            ),
        )
        width = min(provider.concurrency or settings.max_concurrency, settings.max_concurrency)
        return Gate(limits=limits if provider.limited else (), width=width)

    def _provider(self, place: Place) -> Provider:
        """Get a provider for what it says of itself; it opens no connection."""
        name = place[0]
        if name not in self._providers:
            self._providers[name] = build_provider(name, self._settings)
        return self._providers[name]

    def _limits(self, times_s: Mapping[Place, Mapping[str, Range]]) -> list[dict[str, Any]]:
        return [
            {
                "provider": place[0],
                "model": place[1],
                "limit": name,
                "amount": {limit.name: limit.amount for limit in self._gate(place).limits}.get(
                    name, self._gate(place).width
                ),
                "alone_s": _range(time, 1),
            }
            for place, times in times_s.items()
            for name, time in sorted(times.items(), key=lambda pair: -pair[1].expected)
        ]

    def _part(self, part: Part) -> dict[str, Any]:
        found = part.evidence
        return {
            "template": part.template,
            "version": part.version,
            "purpose": part.purpose,
            "target_count": part.target_count,
            "basis": _basis([found]),
            "same_version": found.basis != "other_version",
            "calls_known": found.calls,
            "acceptance_rate": _range(found.share, 4),
            "latency_s": _range(found.latency_s.mean, 2),
            **_written(self._total(self._uses[part])),
        }

    def _shown_price(self, place: Place) -> dict[str, Any] | None:
        price = self._price(place)
        if price is None:
            return None
        return {name: round(value, 6) if isinstance(value, float) else value for name, value in price.as_json().items()}


def _use(purpose: Purpose, place: Place, calls: Range, found: Evidence) -> Use:
    return Use(
        purpose=purpose,
        place=place,
        calls=calls,
        prompt=found.prompt.total(calls),
        completion=found.completion.total(calls),
        cached=found.cached,
        busy_s=found.latency_s.total(calls),
    )


def _price_of(place: Place, settings: Settings) -> Price | None:
    return price_of(place[0], place[1], settings.base_url, settings.prices)


def _cost_usd(use: Use, price: Price) -> Range:
    ends = zip(use.prompt.ends(), use.completion.ends(), strict=True)
    costs = [price.cost_usd(Usage(round(prompt), round(done), round(prompt * use.cached))) for prompt, done in ends]
    return Range(costs[0], costs[1], costs[2])


def _binding(times_s: Mapping[Place, Mapping[str, Range]]) -> tuple[Place, str]:
    place = max(times_s, key=lambda one: duration_s(times_s[one]).expected)
    return place, slowest(times_s[place])


def _longest(times_s: Mapping[Place, Mapping[str, Range]]) -> Range:
    """Different models work side by side: together they take as long as the slowest."""
    flat = {f"{place}{name}": time for place, times in times_s.items() for name, time in times.items()}
    return duration_s(flat) if flat else NOTHING


def _basis(found: Iterable[Evidence]) -> str:
    basis = weakest([one.basis for one in found])
    return "history" if basis == "other_version" else basis


def _sum(ranges: Iterable[Range]) -> Range:
    return sum(ranges, NOTHING)


def _per(total: Mapping[str, Any], target: int) -> dict[str, Any]:
    told = {name: _range(total[name].times(1 / target), 2) for name in total if isinstance(total[name], Range)}
    cost = total["cost_usd"]["total"]
    return {**told, "cost_usd": None if cost is None else _range(cost.times(1 / target), 8)}


def _written(total: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: _range(total[name], 0) for name in total if isinstance(total[name], Range)}
    costs = {name: None if cost is None else _range(cost, 6) for name, cost in total["cost_usd"].items()}
    return {**told, "cost_usd": costs}


def _range(found: Range, digits: int) -> dict[str, float]:
    ends = zip(("expected", "low", "high"), found.ends(), strict=True)
    return {name: round(end, digits) if digits else round(end) for name, end in ends}
