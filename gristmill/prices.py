"""What tokens cost: US dollars per million, from the settings, or from the data inside genai-prices, offline.

A model that is not listed has no price (None), which is not the same as costing nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

from gristmill.outcome import Usage
from gristmill.settings import OwnPrice

_PER = 1_000_000
# Asked for this many tokens, a list with steps by prompt length gives its lowest step, where samples belong.
_PROBE_TOKENS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """US dollars per million prompt tokens, prompt tokens read from the provider's cache, and completion tokens.

    `source` says where it comes from: `settings`, `embedded`, or the price list with its version.
    """

    input_per_mtok: float
    cached_per_mtok: float
    output_per_mtok: float
    source: str

    def cost_usd(self, usage: Usage) -> float:
        fresh = usage.prompt_tokens - usage.cached_tokens
        cached = usage.cached_tokens * self.cached_per_mtok
        return (fresh * self.input_per_mtok + cached + usage.completion_tokens * self.output_per_mtok) / _PER

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


FREE = Price(input_per_mtok=0.0, cached_per_mtok=0.0, output_per_mtok=0.0, source="embedded")


def price_of(
    provider: str, model: str, base_url: str | None = None, own: Mapping[str, OwnPrice] | None = None
) -> Price | None:
    """Look a price up; takes about half a second the first time (import), so call it once per batch.

    Args:
        base_url: for `openai_compatible`: the address says who the service is.
        own: the prices of GRISTMILL_PRICES, which come first: `provider/model`, then `provider/*`.

    Returns:
        None when the service or the model is not listed. The embedded model costs 0 unless `own` says otherwise.
    """
    told = (own or {}).get(f"{provider}/{model}") or (own or {}).get(f"{provider}/*")
    if told is not None:
        return _own_price(told)
    if provider == "embedded":
        return FREE
    if provider == "groq":
        return _look_up(model, provider_id="groq")
    return _look_up(model, provider_api_url=base_url) if base_url else None


def _own_price(told: OwnPrice) -> Price:
    cached = told.input if told.cached is None else told.cached
    return Price(input_per_mtok=told.input, cached_per_mtok=cached, output_per_mtok=told.output, source="settings")


def _look_up(model: str, *, provider_id: str | None = None, provider_api_url: str | None = None) -> Price | None:
    import genai_prices  # 0.4 s: not at start-up

    service = {"provider_id": provider_id} if provider_id is not None else {"provider_api_url": provider_api_url}
    probe = genai_prices.Usage(input_tokens=_PROBE_TOKENS, output_tokens=_PROBE_TOKENS)
    all_cached = genai_prices.Usage(input_tokens=_PROBE_TOKENS, cache_read_tokens=_PROBE_TOKENS)
    try:
        found = genai_prices.calc_price(probe, model, **service)
        # Where the list has no price for cached tokens, it counts them as any others.
        cached = genai_prices.calc_price(all_cached, model, **service)
    except LookupError:
        return None
    per_mtok = _PER // _PROBE_TOKENS  # a whole number, so that decimals stay what they are
    return Price(
        input_per_mtok=float(found.input_price * per_mtok),
        cached_per_mtok=float(cached.input_price * per_mtok),
        output_per_mtok=float(found.output_price * per_mtok),
        source=f"genai-prices {version('genai-prices')}",
    )
