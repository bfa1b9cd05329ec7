"""Prices: real lists, and no invented zero."""

from __future__ import annotations

import pytest

from gristmill.outcome import Usage
from gristmill.prices import FREE, Price, price_of
from gristmill.settings import OwnPrice

PRICE = Price(input_per_mtok=0.5, cached_per_mtok=0.1, output_per_mtok=2.0, source="settings")


def test_cost_is_tokens_times_price() -> None:
    assert PRICE.cost_usd(Usage(1_000_000, 500_000)) == pytest.approx(1.5)


def test_cost_counts_cached_tokens_at_their_own_price() -> None:
    assert PRICE.cost_usd(Usage(1_000_000, 0, cached_tokens=400_000)) == pytest.approx(0.3 + 0.04)


def test_cached_price_is_the_lists_own_when_it_has_one() -> None:
    price = price_of("groq", "openai/gpt-oss-20b")
    assert price and price.cached_per_mtok == pytest.approx(0.0375)
    assert price.source.startswith("genai-prices ")


def test_cached_price_is_that_of_input_when_the_list_has_none() -> None:
    price = price_of("groq", "llama-3.3-70b-versatile")
    assert price and price.cached_per_mtok == pytest.approx(price.input_per_mtok)


OWN = {"groq/a": OwnPrice(input=1, output=2, cached=None), "groq/*": OwnPrice(input=3, output=4, cached=0.5)}


@pytest.mark.parametrize(("model", "found"), [("a", (1, 1, 2)), ("llama-3.3-70b-versatile", (3, 0.5, 4))])
def test_own_price_comes_first_when_settings_have_one(model: str, found: tuple[float, float, float]) -> None:
    price = price_of("groq", model, None, OWN)
    assert price and (price.input_per_mtok, price.cached_per_mtok, price.output_per_mtok) == found
    assert price.source == "settings"


def test_price_is_known_when_groq_lists_the_model() -> None:
    price = price_of("groq", "llama-3.3-70b-versatile")
    assert price and (price.input_per_mtok, price.output_per_mtok) == (0.59, 0.79)  # exactly: people read them


def test_price_is_found_by_address_when_the_service_is_listed() -> None:
    price = price_of("openai_compatible", "gpt-4o-mini", "https://api.openai.com/v1")
    assert price and (price.input_per_mtok, price.output_per_mtok) == pytest.approx((0.15, 0.6))


def test_price_is_zero_when_the_model_is_embedded() -> None:
    assert price_of("embedded", "anything") == FREE
    assert FREE.cost_usd(Usage(1_000_000, 1_000_000)) == 0.0


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
