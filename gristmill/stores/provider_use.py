"""What providers were used for: the models that batches named, and the calls of the last minute and day. Reads only."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from gristmill.stores import experience
from models import BatchHistory

MINUTE_S: Final = 60.0
DAY_S: Final = 86_400.0
_BATCHES_SEEN: Final = 1000  # newest batches that are looked through for models
_USED: Final = text(
    "SELECT count(*), coalesce(sum(prompt_tokens + completion_tokens - :discount * cached_tokens), 0) FROM attempts"
    " WHERE provider = :provider AND model = :model AND started_at >= :since"
)


def models_named(session: Session, provider: str) -> list[str]:
    """List the models of a provider that the newest batches named, each once, newest first."""
    seen = select(BatchHistory.provider, BatchHistory.model).order_by(BatchHistory.id.desc()).limit(_BATCHES_SEEN)
    newest = seen.subquery()
    wanted = select(newest.c.model).where(newest.c.provider == provider, newest.c.model.is_not(None))
    return list(dict.fromkeys(session.scalars(wanted)))


def used(session: Session, provider: str, model: str, *, now: float, cached_count: bool) -> dict[str, Any]:
    """Sum up calls of a model: `{minute: {requests, tokens}, day: {requests, tokens}}`, those of previews included.

    Args:
        now: Unix seconds.
        cached_count: whether tokens from the provider's cache count.
    """
    previewed = experience.previewed_since(session, provider, model, since=now - DAY_S)
    given = {"provider": provider, "model": model, "discount": 0 if cached_count else 1}
    windows = {}
    for name, seconds in (("minute", MINUTE_S), ("day", DAY_S)):
        requests, tokens = session.execute(_USED, {**given, "since": now - seconds}).one()
        within = [tokens for at, tokens in previewed if at >= now - seconds]
        windows[name] = {"requests": requests + len(within), "tokens": tokens + sum(within)}
    return windows
