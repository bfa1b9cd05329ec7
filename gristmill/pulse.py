"""The pulse of a run: four times a second it posts the live board, tells subscribers, and looks for wishes.

It writes no row. A wish is a column, so that it is seen whichever process wrote it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from gristmill.live import LiveBatch
from gristmill.progress import PROGRESS_FIELDS
from gristmill.services import Services
from models import BatchHistory

PULSE_S = 0.25  # at most 4 progress events a second per batch
DRIFT_S = 1.0  # when nothing happens but time passing
DRIFTING = frozenset({"rate_per_minute", "eta_s", "quota"})

logger = structlog.get_logger("gristmill.pulse")


class Pulse:
    """Beats for one batch until cancelled."""

    def __init__(
        self,
        services: Services,
        batch_pk: int,
        *,
        read_live: Callable[[], LiveBatch],
        on_look: Callable[[BatchHistory], None],
    ) -> None:
        self._services = services
        self._batch_pk = batch_pk
        self._read_live = read_live
        self._on_look = on_look
        self._hurry = asyncio.Event()
        self._last_news: dict[str, Any] = {}
        self._told_at = float("-inf")

    def hurry(self) -> None:
        """Beat now rather than in a quarter of a second."""
        self._hurry.set()

    async def run(self) -> None:
        while True:
            try:
                self._beat()
            except (OperationalError, PoolTimeout) as error:  # nothing is lost by a beat that is left out
                logger.warning("pulse.missed", error=str(error)[:300])
            await wait_for(self._hurry, PULSE_S)

    def _beat(self) -> None:
        self._services.board.post(self._read_live())
        with self._services.database.read() as session:
            batch = session.get_one(BatchHistory, self._batch_pk)
            view = self._services.history.view(session, batch)
        self._on_look(batch)
        self._tell({field: view[field] for field in PROGRESS_FIELDS})

    def _tell(self, news: dict[str, Any]) -> None:
        """Publish progress that has changed; a beat that was called for early leaves it to the next one."""
        now = self._services.clock.monotonic()
        changed = {field for field in news if news[field] != self._last_news.get(field)}
        rest_s = PULSE_S if changed - DRIFTING else DRIFT_S
        if changed and now - self._told_at >= rest_s:
            self._last_news, self._told_at = news, now
            self._services.hub.publish("progress", news)


async def wait_for(event: asyncio.Event, timeout_s: float) -> None:
    """Wait for the event or the timeout, whichever comes first, and clear the event."""
    try:
        async with asyncio.timeout(timeout_s):
            await event.wait()
    except TimeoutError:
        pass
    event.clear()
