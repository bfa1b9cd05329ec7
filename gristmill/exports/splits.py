"""Which split each sample of an export belongs to: by group and by seed, so that no two alike are ever apart.

Pure numbers. A group is joined by equal content, by the same passage of a source and by near-duplication; it goes to
one split as a whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

ALONE: Final = -1  # as a key: in no group by this key


def key_of(text: str | None) -> int:
    """Make a group key of a text: 63 bits, so that a million texts collide with a chance of one in ten million."""
    if text is None:
        return ALONE
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def join(keys: Sequence[Numbers]) -> Numbers:
    """Number the groups of samples that share any key with another, directly or over others.

    Args:
        keys: arrays of equal length, a key for each sample; ALONE joins nothing.

    Returns:
        The group of each sample: the place of its first sample, so the same samples always get the same numbers.
    """
    count = len(keys[0])
    groups = np.arange(count)
    ties = [_ties(key) for key in keys]
    while True:
        before = groups.copy()
        for members, firsts, sizes in ties:
            if len(members):
                groups[members] = np.repeat(np.minimum.reduceat(groups[members], firsts), sizes)
        groups = groups[groups]  # a shortcut: the group of the group's first sample
        if np.array_equal(groups, before):
            return groups


def assign(groups: Numbers, identities: Numbers, shares: Sequence[float], *, seed: int) -> NDArray[np.int8]:
    """Say which split, as a place in `shares`, each sample goes to.

    Large groups are placed first, each where most is missing; single samples then fill the splits up, in an order that
    depends on the seed and their identities alone. So sizes are met to the sample as long as single ones are left.
    """
    _, inverse, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    names = np.full(len(sizes), np.iinfo(np.int64).max)
    np.minimum.at(names, inverse, identities)
    ranks = np.array([_rank(seed, int(name)) for name in names], dtype=np.uint64)
    order = np.lexsort((ranks, -sizes))
    missing = np.array([share * len(groups) for share in shares])
    many = int(np.searchsorted(-sizes[order], -1))  # groups of more than one sample come first
    chosen = np.zeros(len(sizes), dtype=np.int8)
    for group in order[:many]:
        split = int(np.argmax(missing))
        chosen[group] = split
        missing[split] -= sizes[group]
    chosen[order[many:]] = np.repeat(np.arange(len(shares), dtype=np.int8), _portions(missing, len(order) - many))
    return chosen[inverse]


def _ties(key: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """List the samples that share a key, sorted by it; where each run of equal ones begins, and how long it is."""
    order = np.argsort(key, kind="stable")
    order = order[key[order] != ALONE]
    ordered = key[order]
    _, sizes = np.unique(ordered, return_counts=True)
    shared = np.repeat(sizes > 1, sizes)
    kept = sizes[sizes > 1]
    return order[shared], np.concatenate(([0], np.cumsum(kept)[:-1])).astype(np.int64), kept


def _rank(seed: int, name: int) -> int:
    return int.from_bytes(hashlib.blake2b(b"%d:%d" % (seed, name), digest_size=8).digest(), "big")


def _portions(missing: NDArray[np.float64], count: int) -> Numbers:
    """Cut `count` singles by what is missing in each split: whole numbers that sum up to it, largest rests first."""
    wanted = np.maximum(missing, 0.0)
    wanted = wanted * (count / wanted.sum()) if wanted.sum() > 0 else wanted
    portions = np.floor(wanted + 1e-9).astype(np.int64)
    rests = np.argsort(-(wanted - portions), kind="stable")
    for place in rests[: count - int(portions.sum())]:
        portions[place] += 1
    portions[0] += count - portions.sum()
    return portions
