"""Groups of near-duplicates over a whole selection, so that a split of it can keep each group on one side.

The same selection in the same order always gives the same groups. Never asks for the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gristmill.near.signature import DEFAULT_THRESHOLD, VALUES, Bytes2D, readable, similarities
from gristmill.near.table import BANDS, band_keys

# Signatures only estimate, by 0.035 (one sigma) at 0.8: what looks this much less alike is grouped, too. A group too
# large costs a split nothing, and one too small is a leak; a pair of 0.8 is missed about twice in a thousand.
MARGIN: Final = 0.1
_PART: Final = 65_536
_NEIGHBOURS: Final = {32: (1,), 0: (1, 2, 3)}  # places before, in buckets of one band and of two


def groups_of(
    signatures: Iterable[bytes | None],
    threshold: float = DEFAULT_THRESHOLD,
    *,
    hashes: Sequence[str] | None = None,
) -> NDArray[np.int64]:
    """Number each sample's group: the place (from 0) of the first sample of the group.

    Two samples are in one group if they are alike, if both are alike to a third, and so on. A sample without a
    signature is a group of its own. Needs some 180 bytes a sample; `signatures` may be read from a cursor.

    Args:
        hashes: content hashes in the same order; equal ones are one group, with or without signatures.

    Raises:
        ValueError: there are not as many hashes as signatures.
    """
    rows, places, count = _read(signatures)
    groups = np.arange(count, dtype=np.int64)
    if hashes is not None:
        if len(hashes) != count:
            raise ValueError(f"{count} signatures and {len(hashes)} hashes")
        first: dict[str, int] = {}
        _join(groups, np.arange(count), np.array([first.setdefault(own, n) for n, own in enumerate(hashes)], np.int64))
    for band in range(BANDS):
        _join_band(groups, rows, places, band=band, threshold=max(0.0, threshold - MARGIN))
    return groups


def _read(signatures: Iterable[bytes | None]) -> tuple[Bytes2D, NDArray[np.int64], int]:
    """Put all readable signatures into one array, with their places in the selection."""
    values, places, count = bytearray(), bytearray(), 0
    for count, signature in enumerate(signatures, 1):
        if signature is not None and readable(signature):
            values += signature[1:]
            places += (count - 1).to_bytes(8, "little")
    rows = np.frombuffer(values, dtype=np.uint8).reshape(-1, VALUES)
    return rows, np.frombuffer(places, dtype="<i8").astype(np.int64, copy=False), count


def _join_band(
    groups: NDArray[np.int64], rows: Bytes2D, places: NDArray[np.int64], *, band: int, threshold: float
) -> None:
    """Join those that are equal in one band and alike as a whole.

    Each is compared with its neighbours and with the first of its bucket. Buckets are large where samples share a form
    of words; sorted by the band behind, too, what is nearly the same stands side by side in some of them.
    """
    keys = _keys(rows, band)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    for shift in (np.uint64(32), np.uint64(0)):
        bucket = keys >> shift
        is_first = np.ones(len(order), dtype=bool)
        is_first[1:] = bucket[1:] != bucket[:-1]
        later = np.flatnonzero(~is_first)
        leaders = np.maximum.accumulate(np.where(is_first, np.arange(len(order)), 0))[later]
        for partners in (leaders, *(np.maximum(later - steps, leaders) for steps in _NEIGHBOURS[int(shift)])):
            _join_alike(groups, rows, places, (order[later], order[partners]), threshold)


def _keys(rows: Bytes2D, band: int) -> NDArray[np.uint64]:
    """Put the keys of a band (upper 32 bits) and of the band behind it into one number."""
    keys = np.empty(len(rows), dtype=np.uint64)
    behind = (band + 1) % BANDS
    for start in range(0, len(rows), _PART):
        part = rows[start : start + _PART]
        upper = band_keys(part, slice(band, band + 1))[:, 0].astype(np.uint64) << np.uint64(32)
        keys[start : start + _PART] = upper | band_keys(part, slice(behind, behind + 1))[:, 0]
    return keys


def _join_alike(
    groups: NDArray[np.int64],
    rows: Bytes2D,
    places: NDArray[np.int64],
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
    threshold: float,
) -> None:
    for start in range(0, len(pairs[0]), _PART):
        ones, others = pairs[0][start : start + _PART], pairs[1][start : start + _PART]
        apart = groups[places[ones]] != groups[places[others]]
        ones, others = ones[apart], others[apart]
        alike = similarities(rows[ones], rows[others]) >= threshold
        _join(groups, places[ones[alike]], places[others[alike]])


def _join(groups: NDArray[np.int64], ones: NDArray[np.int64], others: NDArray[np.int64]) -> None:
    """Give all samples of both sides of each pair the lowest number among them."""
    while True:
        left, right = groups[ones], groups[others]
        apart = left != right
        if not apart.any():
            return
        left, right = left[apart], right[apart]
        lower = np.minimum(left, right)
        np.minimum.at(groups, left, lower)
        np.minimum.at(groups, right, lower)
        while True:  # a number is a sample's place, and that sample may have got a lower one meanwhile
            shorter = groups[groups]
            if np.array_equal(shorter, groups):
                break
            groups[:] = shorter
