"""Prices: real lists, and no invented zero."""

from __future__ import annotations

import pytest

from gristmill.outcome import Usage
from gristmill.prices import Price, price_of


def test_cost_is_tokens_times_price() -> None:
    assert Price(0.5, 2.0).cost_usd(Usage(1_000_000, 500_000)) == pytest.approx(1.5)


def test_price_is_known_when_groq_lists_the_model() -> None:
    price = price_of("groq", "llama-3.3-70b-versatile")
    assert price and (price.input_per_mtok, price.output_per_mtok) == pytest.approx((0.59, 0.79))


def test_price_is_found_by_address_when_the_service_is_listed() -> None:
    price = price_of("openai_compatible", "gpt-4o-mini", "https://api.openai.com/v1")
    assert price and (price.input_per_mtok, price.output_per_mtok) == pytest.approx((0.15, 0.6))


def test_price_is_zero_when_the_model_is_embedded() -> None:
    assert price_of("embedded", "anything") == Price(0.0, 0.0)


@pytest.mark.parametrize(
    ("provider", "model", "base_url"),
    [
        ("groq", "no-such-model", None),
        ("openai_compatible", "gpt-4o-mini", None),
        ("openai_compatible", "gpt-4o-mini", "http://127.0.0.1:8000/v1"),
        ("unheard-of", "gpt-4o-mini", None),
    ],
)
def test_price_is_unknown_when_nothing_lists_it(provider: str, model: str, base_url: str | None) -> None:
    assert price_of(provider, model, base_url) is None
