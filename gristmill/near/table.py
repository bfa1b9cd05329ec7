"""The search table (LSH): of all signatures kept, the few that may be nearly the same as a new one.

A signature's first 125 values are cut into 25 bands of 5. Whoever equals it in one band is compared value by value, so
an answer is never owed to the bands alone. Arrays of numbers only: about 0.4 kB a signature.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gristmill.near.signature import VALUES, Bytes2D, as_rows, similarities

# A pair as alike as 0.8 shares a band with probability 1 - (1 - 0.8**5)**25 = 0.99995, one of 0.2 with 0.008.
BANDS: Final = 25
ROWS: Final = 5
_GROWTH: Final = 2
_FIRST_CAPACITY: Final = 1024
# Newest signatures looked at in one band. A band in which more agree is one of words that all samples share (a form of
# words, a text before each): near-copies agree in others too, and are found there.
_MAX_STEPS: Final = 16
_GROUP: Final = 32  # looked for at once: at most 400 rows each, so some 5 MB; larger groups leave the cache
_PART: Final = 4096  # rows worked on at once: bounds what is needed beside the table to some 10 MB
_ROW_BITS: Final = 32  # of a number that holds an asker above and a row below
_ROW_MASK: Final = (1 << _ROW_BITS) - 1
_NONE: Final = 0  # the first row is left empty, so that a chain's end leads to itself
_POWERS: Final = np.array([0x01000193**power % 2**32 for power in range(ROWS)], dtype=np.uint32)  # FNV's prime
_MIX: Final = np.uint32(0x9E3779B1)


@dataclass(frozen=True, slots=True)
class Match:
    """A kept signature, by its key, and how alike it is (0 to 1)."""

    key: int
    similarity: float


class Table:
    """Signatures by key. Keys are the caller's; not safe to use from two threads at once."""

    def __init__(self) -> None:
        self._count = 1
        self._bands = np.arange(BANDS)
        self._make(_FIRST_CAPACITY)

    def __len__(self) -> int:
        return self._count - 1

    @property
    def size_bytes(self) -> int:
        """Memory held by the arrays."""
        return self._values.nbytes + self._keys.nbytes + self._next.nbytes + self._heads.nbytes

    def add(self, keys: Sequence[int], signatures: Sequence[bytes]) -> None:
        """Keep signatures; all must be readable."""
        if not keys:
            return
        start, end = self._count, self._count + len(keys)
        if end > len(self._keys):
            self._grow(end)
        self._values[start:end] = as_rows(signatures)
        self._keys[start:end] = keys
        self._count = end
        self._link(start, end)

    def find(self, signature: bytes, threshold: float) -> list[Match]:
        """List the kept signatures that are at least so alike, the most alike and oldest first."""
        return self.find_each([signature], [threshold])[0]

    def find_each(self, signatures: Sequence[bytes], thresholds: Sequence[float]) -> list[list[Match]]:
        """Do `find` for each of many, each with its own threshold: a tenth of the time of one after another."""
        rows, found = as_rows(signatures), []
        for start in range(0, len(rows), _GROUP):
            end = start + _GROUP
            found += self._find_part(rows[start:end], np.array(thresholds[start:end], dtype=np.float64))
        return found

    def _find_part(self, rows: Bytes2D, thresholds: NDArray[np.float64]) -> list[list[Match]]:
        askers, kept = self._candidates(rows)
        alike = similarities(self._values[kept], rows[askers])
        enough = np.flatnonzero(alike >= thresholds[askers])
        found: list[list[Match]] = [[] for _ in rows]
        for place in enough[np.lexsort((kept[enough], -alike[enough]))] if len(enough) else ():
            found[askers[place]].append(Match(int(self._keys[kept[place]]), float(alike[place])))
        return found

    def _candidates(self, rows: Bytes2D) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Follow the bands' chains from the newest on; gives the pairs met, each once, as (asker, kept row)."""
        askers = np.arange(len(rows), dtype=np.int64)[:, None] << _ROW_BITS
        steps: list[NDArray[np.int64]] = []
        met = self._heads[self._bands, self._slots(rows)]
        while len(steps) < _MAX_STEPS and met.any():
            steps.append((askers | met)[met != _NONE])
            met = self._next[met, self._bands]
        pairs = np.sort(np.concatenate(steps)) if steps else np.empty(0, dtype=np.int64)
        is_first = np.ones(len(pairs), dtype=bool)
        is_first[1:] = pairs[1:] != pairs[:-1]
        pairs = pairs[is_first]
        return pairs >> _ROW_BITS, pairs & _ROW_MASK

    def _make(self, capacity: int) -> None:
        self._shift = np.uint32(32 - (capacity.bit_length() - 1))  # capacity is a power of two
        self._values = np.empty((capacity, VALUES), dtype=np.uint8)
        self._keys = np.empty(capacity, dtype=np.int64)
        self._next = np.zeros((capacity, BANDS), dtype=np.int32)
        self._heads = np.zeros((BANDS, capacity), dtype=np.int32)

    def _grow(self, needed: int) -> None:
        """Make room, and link everything anew: each signature is linked twice in all, on average."""
        values, keys = self._values, self._keys
        capacity = len(keys)
        while capacity < needed:
            capacity *= _GROWTH
        self._make(capacity)
        self._values[: self._count], self._keys[: self._count] = values[: self._count], keys[: self._count]
        self._link(1, self._count)

    def _link(self, start: int, end: int) -> None:
        for first in range(start, end, _PART):
            last = min(first + _PART, end)
            slots = self._slots(self._values[first:last])
            if last - first == 1:
                self._next[first] = self._heads[self._bands, slots[0]]
                self._heads[self._bands, slots[0]] = first
                continue
            self._link_part(slots, first)

    def _link_part(self, slots: NDArray[np.int64], first: int) -> None:
        """Put rows in front of their slots' chains; those of one slot behind each other, the newest first."""
        chains = (slots + self._bands * len(self._keys)).T.ravel()  # all bands at once: a band's slots stand together
        rows = np.tile(np.arange(first, first + len(slots), dtype=np.int32), BANDS)
        links = rows.astype(np.int64) * BANDS + np.repeat(self._bands, len(slots))
        order = np.argsort(chains, kind="stable")
        chains, rows, links = chains[order], rows[order], links[order]
        is_first = np.ones(len(order), dtype=bool)
        is_first[1:] = chains[1:] != chains[:-1]
        behind = np.empty_like(rows)
        behind[1:] = rows[:-1]
        heads = self._heads.reshape(-1)
        behind[is_first] = heads[chains[is_first]]
        self._next.reshape(-1)[links] = behind
        is_last = np.append(is_first[1:], True)
        heads[chains[is_last]] = rows[is_last]

    def _slots(self, rows: Bytes2D) -> NDArray[np.int64]:
        return (band_keys(rows) >> self._shift).astype(np.int64)


def band_keys(rows: Bytes2D, band: slice = slice(0, BANDS)) -> NDArray[np.uint32]:
    """Hash these bands of each signature to 32 bits; shape (rows, bands)."""
    chosen = rows[:, band.start * ROWS : band.stop * ROWS].reshape(len(rows), -1, ROWS).astype(np.uint32)
    mixed: NDArray[np.uint32] = ((chosen + np.uint32(1)) * _POWERS).sum(axis=2, dtype=np.uint32)
    mixed = (mixed ^ (mixed >> np.uint32(15))) * _MIX
    return mixed
