"""What tokens cost: US dollars per million, from the data inside genai-prices, offline.

A model that is not listed has no price (None), which is not the same as costing nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from gristmill.outcome import Usage

_PER = 1_000_000
# Asked for this many tokens, a list with steps by prompt length gives its lowest step, where samples belong.
_PROBE_TOKENS = 1_000


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million prompt and completion tokens; cached prompt tokens are counted in full."""

    input_per_mtok: float
    output_per_mtok: float

    def cost_usd(self, usage: Usage) -> float:
        return (usage.prompt_tokens * self.input_per_mtok + usage.completion_tokens * self.output_per_mtok) / _PER


def price_of(provider: str, model: str, base_url: str | None = None) -> Price | None:
    """Look a price up; takes about half a second the first time (import), so call it once per batch.

    Args:
        base_url: for `openai_compatible`: the address says who the service is.

    Returns:
        None when the service or the model is not listed. The embedded model costs 0.
    """
    if provider == "embedded":
        return Price(0.0, 0.0)
    if provider == "groq":
        return _look_up(model, provider_id="groq")
    return _look_up(model, provider_api_url=base_url) if base_url else None


def _look_up(model: str, *, provider_id: str | None = None, provider_api_url: str | None = None) -> Price | None:
    import genai_prices  # 0.4 s: not at start-up

    usage = genai_prices.Usage(input_tokens=_PROBE_TOKENS, output_tokens=_PROBE_TOKENS)
    try:
        if provider_id is not None:
            found = genai_prices.calc_price(usage, model, provider_id=provider_id)
        else:
            found = genai_prices.calc_price(usage, model, provider_api_url=provider_api_url)
    except LookupError:
        return None
    per_mtok = _PER / _PROBE_TOKENS
    return Price(float(found.input_price) * per_mtok, float(found.output_price) * per_mtok)
