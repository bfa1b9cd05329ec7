"""Time behind one small class, so that tests pass time instead of waiting for it."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What the product may ask of time."""

    def time(self) -> float:
        """Unix seconds; may jump when the machine's clock is set."""

    def monotonic(self) -> float:
        """Seconds that never go back; only differences mean anything."""

    async def sleep(self, seconds: float) -> None:
        """Wait; ends early only by cancellation."""


class SystemClock:
    """The machine's own time."""

    def time(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def iso(unix_s: float) -> str:
    """Write Unix seconds as ISO 8601 in UTC with offset and milliseconds: `2026-01-31T12:00:00.123+00:00`."""
    return datetime.fromtimestamp(unix_s, UTC).isoformat(timespec="milliseconds")


def unix(iso_text: str) -> float:
    """Read what `iso` wrote back as Unix seconds."""
    return datetime.fromisoformat(iso_text).timestamp()
