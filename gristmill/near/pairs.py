"""Which signatures of a group are nearly the same as an earlier one of it.

Groups are what one commit stores, hundreds at most: each is compared with all before it, and none is missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gristmill.near.signature import as_rows, similarities
from gristmill.near.table import Match

_ROWS: Final = 32  # compared with all before them at once: some 2 MB where the group has 512


def earlier_of(signatures: Sequence[bytes], thresholds: Sequence[float]) -> list[list[Match]]:
    """List, for each signature, the earlier ones that are as alike as its threshold; the most alike and first first.

    A match's key is a place in `signatures`; all must be readable.
    """
    rows, wanted = as_rows(signatures), np.array(thresholds, dtype=np.float64)
    found: list[list[Match]] = [[] for _ in signatures]
    for start in range(0, len(rows), _ROWS):
        end = min(start + _ROWS, len(rows))
        later, earlier = np.tril_indices(end - start, start - 1, end)  # each with all before it
        later += start
        alike = similarities(rows[later], rows[earlier])
        for place in _in_order(alike, wanted[later]):
            found[later[place]].append(Match(int(earlier[place]), float(alike[place])))
    return found


def _in_order(alike: NDArray[np.float64], wanted: NDArray[np.float64]) -> NDArray[np.intp]:
    enough = np.flatnonzero(alike >= wanted)
    return enough[np.argsort(-alike[enough], kind="stable")]
