"""Draws without a random generator: every one is a pure function of its key, the same on every machine.

A draw never changes between versions of Python or of a library: what a batch's seed means must not change. Nothing here
stores anything that grows with what is drawn from.
"""

from __future__ import annotations

import functools
import hashlib
import math
from typing import Final

SMALL: Final = 64  # up to here a whole order is made and kept; 64! is below 2**296, so 512 bits draw any of them
ROUNDS: Final = 6


def draw(*key: object) -> int:
    """Draw 512 bits that depend on the key alone."""
    return int.from_bytes(hashlib.blake2b("\x1f".join(map(str, key)).encode("utf-8", "surrogatepass")).digest(), "big")


@functools.lru_cache(maxsize=4096)
def shuffled(count: int, *key: object) -> tuple[int, ...]:
    """Shuffle 0 .. count - 1 by the key (Fisher and Yates); for counts up to SMALL."""
    bits, order = draw("shuffle", *key), list(range(count))
    for last in range(count - 1, 0, -1):
        bits, other = divmod(bits, last + 1)
        order[last], order[other] = order[other], order[last]
    return tuple(order)


def placed(place: int, count: int, *key: object) -> int:
    """Say what stands at `place` when 0 .. count - 1 are shuffled by the key, in constant memory whatever the count."""
    return shuffled(count, *key)[place] if count <= SMALL else permuted(place, count, *key)


def permuted(place: int, count: int, *key: object) -> int:
    """Look up one place of a shuffle of millions: a generalised Feistel network with cycle walking.

    The place is written as (left, right) in a grid with hardly more cells than `count`; each round adds a keyed number
    to one half that depends on the other half alone, which can be undone, so that no two places meet. A cell outside of
    the count walks on to the next one, which ends because the walk is a cycle through `place` itself. Black and
    Rogaway, "Ciphers with Arbitrary Finite Domains" (CT-RSA 2002), sections 4 and 5; for evenness, not for secrecy.
    """
    columns = math.isqrt(count - 1) + 1
    rows = -(-count // columns)
    secret = draw("permute", count, *key).to_bytes(64, "big")
    while True:
        left, right = divmod(place, columns)
        for number in range(0, ROUNDS, 2):
            left = (left + _round(secret, number, right)) % rows
            right = (right + _round(secret, number + 1, left)) % columns
        place = left * columns + right
        if place < count:
            return place


def diagonal(step: int, rows: int, columns: int) -> tuple[int, int]:
    """Walk a grid so that each row comes once before any returns, and all rows * columns cells come once."""
    lap, row = divmod(step, rows)
    return row, (row + lap) % columns


def _round(secret: bytes, number: int, half: int) -> int:
    material = half.to_bytes(8, "big") + number.to_bytes(1, "big")
    return int.from_bytes(hashlib.blake2b(material, digest_size=8, key=secret).digest(), "big")
