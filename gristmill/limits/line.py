"""A line that is fair between parties: each party keeps its own order, and the head of the line goes round the parties.

Pure bookkeeping. It never waits and never decides who may go: it only knows who is next.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable
from itertools import islice
from typing import Generic, TypeVar

T = TypeVar("T")


class FairLine(Generic[T]):
    """First come, first served within a party; between parties round-robin.

    The head changes only when it leaves: a party that arrives joins the end of the round, and a party whose head gave
    up keeps its turn as long as others of it wait.
    """

    def __init__(self) -> None:
        self.head: T | None = None  # who is next; to be read only
        self._round: dict[Hashable, deque[T]] = {}  # in the order of the round; no party is in it without anybody

    def add(self, party: Hashable, one: T) -> None:
        """Put `one` at the end of its party."""
        self._round.setdefault(party, deque()).append(one)
        if self.head is None:
            self.head = one

    def leave(self, party: Hashable, one: T, *, served: bool) -> None:
        """Take `one` out; when it was `served`, its party goes to the end of the round. Raises KeyError, ValueError."""
        waiting = self._round[party]
        waiting.remove(one)
        if served or not waiting:
            del self._round[party]
        if waiting:
            self._round[party] = waiting  # where it was, or at the end
        self.head = next((others[0] for others in self._round.values()), None)

    def before(self, party: Hashable, one: T) -> list[T]:
        """List who goes before `one` if nobody comes or gives up, in no particular order. Raises as `leave` does."""
        place = self._round[party].index(one)
        ahead: list[T] = []
        turns = place + 1  # of the parties that come before its own in the round
        for other, waiting in self._round.items():
            if other == party:
                turns = place
            ahead.extend(islice(waiting, turns))
        return ahead
