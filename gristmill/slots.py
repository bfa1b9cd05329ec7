"""The slots of one run: which places of the batch still want a sample, and whose turn is next.

Pure bookkeeping on one asyncio loop. A slot is handed out to one runner at a time, so that never more calls are in
flight than samples are missing.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """One planned place (0 to target - 1); `redraw` counts the draws it has had before."""

    number: int
    redraw: int


class SlotPool:
    """Hands out unfilled slots in order; a slot that was given back comes again before new ones."""

    def __init__(self, target: int, *, filled: Iterable[int], redraws: Mapping[int, int]) -> None:
        self._filled = bytearray(target)  # one byte a slot: a million slots are one megabyte
        for number in filled:
            self._filled[number] = 1
        self._missing = target - sum(self._filled)
        self._redraws = dict(redraws)
        self._next = 0
        self._returned: deque[Slot] = deque()
        self._changed = asyncio.Event()
        self._closed = False

    @property
    def missing(self) -> int:
        """Slots without a sample, those in flight included."""
        return self._missing

    async def take(self) -> Slot:
        """Get a slot to fill; waits while all that are missing are in flight."""
        while True:
            slot = None if self._closed else self._pop()
            if slot is not None:
                return slot
            self._changed.clear()
            await self._changed.wait()

    def give_back(self, slot: Slot) -> None:
        """Return a slot whose draw gave no sample."""
        self._returned.append(Slot(slot.number, slot.redraw + 1))
        self._changed.set()

    def close(self) -> None:
        """Hand out no more slots: whoever asks waits until cancelled."""
        self._closed = True

    def mark_filled(self, number: int) -> None:
        if not self._filled[number]:
            self._filled[number] = 1
            self._missing -= 1

    def _pop(self) -> Slot | None:
        if self._returned:
            return self._returned.popleft()
        while self._next < len(self._filled):
            number, self._next = self._next, self._next + 1
            if not self._filled[number]:
                return Slot(number, self._redraws.pop(number, 0))
        return None
