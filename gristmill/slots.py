"""The slots of one run: which places of which item still want a sample, and whose turn is next.

Pure bookkeeping on one asyncio loop. A slot is handed out to one runner at a time, and of an item never more slots are
out than samples are missing there. It knows nothing of rows: what was filled before comes in with the item.
"""

from __future__ import annotations

import asyncio
import heapq
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_FREE, _OUT, _BACK, _FILLED = range(4)  # what is true of one place; a byte each: a million places are one megabyte


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of one item: `item` counts from 1, `number` from 0; `redraw` counts the draws it has had before."""

    item: int
    number: int
    redraw: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """An item as its rows have it: `filled` are the places with a sample, `redraws` the draws others have had."""

    number: int
    target: int
    filled: Sequence[int]
    redraws: Mapping[int, int]


@dataclass(slots=True, eq=False)
class _Item:
    number: int
    target: int = 0
    filled: int = 0
    out: int = 0
    closed: bool = False
    counted: int = 0  # its share of the pool's `missing`
    places: bytearray = field(default_factory=bytearray)
    redraws: dict[int, int] = field(default_factory=dict)
    returned: deque[int] = field(default_factory=deque)
    next: int = 0  # no place below was never used

    @property
    def missing(self) -> int:
        return 0 if self.closed else max(0, self.target - self.filled)

    def rank(self) -> tuple[float, int] | None:
        """Tell its place among the items, None when it may hand nothing out.

        Equal shares give equal floats, and different ones different floats for targets up to ten million.
        """
        taken = self.filled + self.out
        return None if self.closed or taken >= self.target else (taken / self.target, self.number)

    def state(self, place: int) -> int:
        return self.places[place] if place < len(self.places) else _FREE

    def set(self, places: Sequence[int], state: int) -> None:
        self.places.extend(bytes(max(0, max(places, default=-1) + 1 - len(self.places))))
        for place in places:
            before = self.places[place]
            if before != state:
                self.out += (state == _OUT) - (before == _OUT)
                self.filled += (state == _FILLED) - (before == _FILLED)
                self.places[place] = state

    def pick(self) -> int:
        """Choose the place that came back first, else the lowest that was never used."""
        while self.returned:
            place = self.returned.popleft()
            if self.places[place] == _BACK:  # else it was filled meanwhile
                return place
        free = self.places.find(_FREE, self.next)
        self.next = (len(self.places) if free < 0 else free) + 1
        return self.next - 1


class SlotPool:
    """Hands out slots evenly: the item with the smallest share filled or out is next, of equals the lower number."""

    def __init__(self, items: Iterable[OpenItem]) -> None:
        self._items: dict[int, _Item] = {}
        self._missing = 0
        self._in_flight = 0
        self._ranks: list[tuple[float, int]] = []  # a heap: the rank of every item that may hand out, and old ones
        self._ranked: set[tuple[float, int]] = set()  # the same, so that none is in it twice
        self._changed = asyncio.Event()
        self._closed = False
        for item in items:
            self.add_item(item)

    @property
    def missing(self) -> int:
        """Samples that open items still want, those in flight included."""
        return self._missing

    @property
    def in_flight(self) -> int:
        """Slots handed out and neither filled nor given back, those of closed items included."""
        return self._in_flight

    @property
    def open_items(self) -> list[int]:
        """Numbers of the items that still want samples, in order."""
        return sorted(item.number for item in self._items.values() if item.missing)

    async def take(self) -> Slot:
        """Get a slot to fill; waits while all that are missing are in flight. Cancellation leaves nothing behind."""
        while True:
            if (slot := self.take_now()) is not None:
                return slot
            self._changed.clear()
            await self._changed.wait()

    def take_now(self) -> Slot | None:
        """Get a slot to fill, or None where `take` would wait."""
        while self._ranks and not self._closed:
            rank = self._ranks[0]
            item = self._items[rank[1]]
            if rank == item.rank():
                number = item.pick()
                self._put(item, (number,), _OUT)
                self._refresh(item)
                return Slot(item.number, number, item.redraws.pop(number, 0))
            heapq.heappop(self._ranks)
            self._ranked.remove(rank)
        return None

    def give_back(self, slot: Slot) -> None:
        """Return a slot whose draw gave no sample; without effect on one that is not in flight."""
        item = self._items[slot.item]
        if item.state(slot.number) != _OUT:
            return
        item.redraws[slot.number] = slot.redraw + 1
        item.returned.append(slot.number)
        self._put(item, (slot.number,), _BACK)
        self._refresh(item)

    def mark_filled(self, slot: Slot) -> None:
        """Count the slot as filled, in flight or not; a second time it is a no-op. Raises KeyError: no such item."""
        item = self._items[slot.item]
        self._put(item, (slot.number,), _FILLED)
        self._refresh(item)

    def close(self) -> None:
        """Hand out no more slots: whoever asks waits until cancelled."""
        self._closed = True

    def close_item(self, number: int) -> None:
        """Hand out nothing more of an item; what is in flight may still land. Raises KeyError: no such item."""
        item = self._items[number]
        item.closed = True
        self._refresh(item)

    def retarget(self, number: int, target: int) -> None:
        """Want `target` samples of an item from now on. Raises KeyError: no such item.

        A target below what is filled is reached; slots in flight beyond it are kept when they land.
        """
        item = self._items[number]
        item.target = target
        self._refresh(item)

    def add_item(self, opened: OpenItem) -> None:
        """Add an item, or open one again: what the pool knows of it is kept, so that no slot in flight goes twice."""
        item = self._items.setdefault(opened.number, _Item(opened.number))
        item.target, item.closed = opened.target, False
        self._put(item, opened.filled, _FILLED)
        for place, draws in opened.redraws.items():
            if item.state(place) in (_FREE, _BACK):
                item.redraws[place] = max(draws, item.redraws.get(place, 0))
        self._refresh(item)

    def _put(self, item: _Item, places: Sequence[int], state: int) -> None:
        before = item.out
        item.set(places, state)
        self._in_flight += item.out - before

    def _refresh(self, item: _Item) -> None:
        """Bring the pool's numbers and order up to a changed item, and wake who waits if it has something to give."""
        self._missing += item.missing - item.counted
        item.counted = item.missing
        rank = item.rank()
        if rank is None:
            return
        if rank not in self._ranked:
            self._ranked.add(rank)
            heapq.heappush(self._ranks, rank)
        self._changed.set()
