"""The providers as the dashboard shows them: what can be used, with which models, under which limits, and what is used.

Reads settings and rows. Builds no provider, calls none, and shows no key and no address.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.orm import Session

from gristmill.errors import ProviderNotConfigured
from gristmill.providers.registry import (
    PROVIDER_NAMES,
    counts_cached_tokens,
    default_model_of,
    is_demo,
    is_limited,
    require_configured,
)
from gristmill.settings import Settings
from gristmill.stores import provider_use

MAX_MODELS: Final = 20
_MINUTE: Final = ("requests_per_minute", "tokens_per_minute")
_ALL: Final = (*_MINUTE, "requests_per_day", "tokens_per_day")


def listed(session: Session, settings: Settings, *, now: float) -> list[dict[str, Any]]:
    """Show every provider there is, used or not; `now` is Unix seconds."""
    return [_shown(session, name, settings, now) for name in PROVIDER_NAMES]


def minute_limits(provider: str | None, settings: Settings) -> dict[str, int | None]:
    """Tell the limits a minute that apply to a provider; None where there is none."""
    return _limits(provider, settings, _MINUTE)


def _shown(session: Session, name: str, settings: Settings, now: float) -> dict[str, Any]:
    remedy, model = _remedy(name, settings), default_model_of(name, settings)
    own = [model] if model else []
    cached_count = counts_cached_tokens(name)
    return {
        "name": name,
        "configured": remedy is None,
        "remedy": remedy,
        "default_model": model or None,
        "demo": is_demo(name),
        "models": list(dict.fromkeys([*own, *provider_use.models_named(session, name)]))[:MAX_MODELS],
        "limits": _limits(name, settings, _ALL),
        "used": provider_use.used(session, name, model or "", now=now, cached_count=cached_count),
    }


def _remedy(name: str, settings: Settings) -> str | None:
    try:
        require_configured(name, settings)
    except ProviderNotConfigured as error:
        return error.detail
    return None


def _limits(provider: str | None, settings: Settings, names: tuple[str, ...]) -> dict[str, int | None]:
    """Read limits from the settings, where 0 means none."""
    applies = provider is not None and is_limited(provider)
    return {name: getattr(settings, name) or None if applies else None for name in names}
