"""Search tables that follow the samples' rows: brought up to date before each look, never ahead of what is committed.

A find is checked against the row itself, so that edited and deleted samples never refuse anything.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Final, Protocol

from sqlalchemy.orm import Session

from gristmill import near
from gristmill.stores import signatures

_MOST_LOOKS: Final = 20  # rows read for one candidate: more finds than that are of rows edited or gone


class Index(Protocol):
    """A table that follows rows. Whoever looks into it holds `lock`."""

    lock: threading.Lock
    table: near.Table

    def catch_up(self, session: Session) -> None: ...


class BatchIndex:
    """All samples of one batch."""

    def __init__(self, batch_pk: int) -> None:
        self.lock = threading.Lock()
        self.table = near.Table()
        self._batch_pk = batch_pk
        self._next = 0  # ordinal

    def catch_up(self, session: Session) -> None:
        for part, following in signatures.of_batch(session, self._batch_pk, self._next):
            _add(self.table, part)
            self._next = following


class DatasetIndex:
    """All samples of a kind, of whichever batch and process."""

    def __init__(self, kind: str, template: str, *, demo: bool) -> None:
        self.lock = threading.Lock()
        self.table = near.Table()
        self._kind, self._template, self._demo = kind, template, demo
        self._mark = signatures.Mark()

    def catch_up(self, session: Session) -> None:
        if not signatures.still_there(session, self._mark):
            # Keys of deleted samples may be others' now: begin again.
            self.table, self._mark = near.Table(), signatures.Mark()
        newest = signatures.newest(session)
        if newest.pk == self._mark.pk:
            return
        parts = signatures.of_kind(
            session, self._kind, self._template, demo=self._demo, after=self._mark.pk, until=newest.pk
        )
        for part in parts:
            _add(self.table, part)
        self._mark = newest


class Looked:
    """Looks into indexes within one snapshot of the rows; each index is brought up to it once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._current: set[int] = set()

    def find_each(
        self, index: Index, asked: Sequence[bytes], thresholds: Sequence[float]
    ) -> list[tuple[str, float] | None]:
        """Name, for each signature, the sample that is most alike, as it is now."""
        with index.lock:
            if id(index) not in self._current:
                index.catch_up(self._session)
                self._current.add(id(index))
            found = index.table.find_each(asked, thresholds)
        return [self._first_alike(*one) for one in zip(found, asked, thresholds, strict=True)]

    def _first_alike(
        self, matches: Sequence[near.Match], signature: bytes, threshold: float
    ) -> tuple[str, float] | None:
        for match in matches[:_MOST_LOOKS]:
            stored = signatures.look(self._session, match.key)
            if stored is None or stored.signature is None or not near.readable(stored.signature):
                continue
            alike = near.similarity(stored.signature, signature)
            if alike >= threshold:
                return stored.sample_id, alike
        return None


def _add(table: near.Table, part: signatures.Part) -> None:
    readable = [pair for pair in zip(part.keys, part.signatures, strict=True) if near.readable(pair[1])]
    table.add([key for key, _ in readable], [signature for _, signature in readable])
