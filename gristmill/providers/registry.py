"""Providers by name: whether one is set up, its default model, and how it is built from the settings.

Imports an SDK only when its provider is built, because that costs half a second and most of the memory.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr

from gristmill.errors import ProviderNotConfigured
from gristmill.limits.window import Per
from gristmill.providers.base import Provider
from gristmill.settings import GROQ_DEFAULT_MODEL, Settings

PROVIDER_NAMES: Final = ("groq", "openai_compatible", "embedded")
_LOG_NAME: Final = "embedded-model.log"


def is_configured(name: str, settings: Settings) -> bool:
    """Say whether the settings hold what the provider cannot do without."""
    return name in PROVIDER_NAMES and _missing(name, settings) is None


def default_model_of(name: str, settings: Settings) -> str | None:
    """Name the model for a batch that names none; None when the settings name none either."""
    if name == "groq":
        return GROQ_DEFAULT_MODEL
    if name == "embedded":
        from gristmill.providers.embedded import embedded_model_name

        return embedded_model_name(settings.embedded_model_path)
    return settings.model if name == "openai_compatible" else None


def require_configured(name: str, settings: Settings) -> None:
    """Refuse a provider that cannot work with these settings.

    Raises:
        ProviderNotConfigured: a setting is missing, or there is no provider of that name.
    """
    missing = _missing(name, settings)
    if missing is not None:
        raise ProviderNotConfigured(missing)


def offers_model(name: str, model: str, settings: Settings) -> bool:
    """Say whether a batch may name this model; a remote service has the last word by its 404."""
    return name != "embedded" or model == default_model_of(name, settings)


def is_demo(name: str) -> bool:
    """Say whether the provider's samples only show the pipeline."""
    return name == "embedded"


def is_limited(name: str) -> bool:
    """Say whether the quota settings apply to the provider, as it says itself once it is built."""
    return name != "embedded"


def counts_cached_tokens(name: str) -> bool:
    """Say whether tokens from the provider's cache count against its limits, as it says itself once it is built."""
    return name != "groq"


def build_provider(name: str, settings: Settings) -> Provider:
    """Make a provider; opens no connection and starts no process.

    Raises:
        ProviderNotConfigured: a setting is missing, or there is no provider of that name.
    """
    require_configured(name, settings)
    if name == "groq":
        return _groq(settings)
    return _embedded(settings) if name == "embedded" else _openai_compatible(settings)


def _missing(name: str, settings: Settings) -> str | None:
    if name not in PROVIDER_NAMES:
        return f"There is no provider named {name}: use one of {', '.join(PROVIDER_NAMES)}."
    if name == "groq" and not _reveal(settings.groq_api_key):
        return "Groq needs a key: set GROQ_API_KEY in the environment or in .env."
    if name == "openai_compatible" and not settings.base_url:
        return "The openai_compatible provider needs an address: set GRISTMILL_BASE_URL, up to and with /v1."
    return None


def _reveal(secret: SecretStr | None) -> str:
    return secret.get_secret_value().strip() if secret is not None else ""


def _groq(settings: Settings) -> Provider:
    from gristmill.providers.groq import GroqProvider

    return GroqProvider(
        api_key=_reveal(settings.groq_api_key),
        base_url=settings.groq_base_url,
        timeout_s=settings.request_timeout_s,
    )


def _embedded(settings: Settings) -> Provider:
    from gristmill.providers.embedded import EmbeddedProvider

    return EmbeddedProvider(
        model_path=settings.embedded_model_path,
        log_path=settings.data_dir / _LOG_NAME,
        timeout_s=settings.request_timeout_s,
    )


def _openai_compatible(settings: Settings) -> Provider:
    from gristmill.providers.openai_compatible import OpenAICompatible

    base_url = settings.base_url or ""
    return OpenAICompatible(
        base_url=base_url,
        api_key=_reveal(settings.api_key) or None,
        default_model=settings.model or "",
        timeout_s=settings.request_timeout_s,
        requests_per=_requests_per(base_url),
    )


def _requests_per(base_url: str) -> Per:
    # Groq speaks this protocol too, and counts requests by the day wherever it is called from.
    host = urlsplit(base_url).hostname or ""
    return "day" if host == "groq.com" or host.endswith(".groq.com") else "minute"
