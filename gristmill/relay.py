"""The relay: news for subscribers of a process whose worker stands by, read from the rows the other process writes.

It publishes what the worker here would have published, a little later, and never writes a row.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import func, select

from gristmill.progress import PROGRESS_FIELDS
from gristmill.services import Services
from models import BatchHistory, Event


class Relay:
    """Tells events from now on, and the running batch's progress when it changed."""

    def __init__(self, services: Services) -> None:
        self._services = services
        services.hub.relayed = True
        self._last_pk: int | None = None
        self._last_progress: dict[str, Any] = {}

    def close(self) -> None:
        """Leave the telling to this process's own transactions again."""
        self._services.hub.relayed = False

    def tell_news(self) -> None:
        """Look once and publish what is new."""
        with self._services.database.read() as session:
            if self._last_pk is None:
                self._last_pk = session.scalar(select(func.max(Event.id))) or 0
            events = session.execute(
                select(Event.id, Event.kind, Event.at, Event.data, BatchHistory.batch_id)
                .outerjoin(BatchHistory, Event.batch_pk == BatchHistory.id)
                .where(Event.id > self._last_pk)
                .order_by(Event.id)
            ).all()
            status = self._services.history.status(session)
        for event_pk, kind, at, data, batch_id in events:
            self._last_pk = event_pk
            self._services.hub.publish(kind, {"batch_id": batch_id, "at": at, **json.loads(data)})
        progress = {field: status[field] for field in PROGRESS_FIELDS}
        if status["running"] and progress != self._last_progress:
            self._last_progress = progress
            self._services.hub.publish("progress", progress)
