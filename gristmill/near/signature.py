"""Signatures: 129 bytes that say how alike two texts are, without the texts.

A text is the set of its runs of five characters (case, spacing and punctuation left out); how alike two texts are is
the share of runs they have in common (Jaccard). rensa makes 128 minima of each set, of which 8 bits each are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from gristmill.plain_words import normal

Bytes2D = NDArray[np.uint8]

VALUES: Final = 128  # minima of a signature: at a similarity of 0.8 the estimate is off by 0.035 (one sigma)
DEFAULT_THRESHOLD: Final = 0.8
# The first byte says how a signature was made. Whoever changes that, or takes a rensa that hashes otherwise
# (RMinHash.ALGORITHM_VERSION), raises it: signatures of two ways must never be compared.
FORM: Final = b"\x01"
# Measured on pairs of legal questions: with runs of five characters those that differ in one name or number come to
# 0.78 to 0.92 and different questions of one form to 0.07 to 0.76; with runs of three words 0.45 to 0.74 and 0 to 0.53.
RUN_CHARS: Final = 5
MIN_CHARS: Final = 40  # a shorter text has too few runs: one other word would make it another text, or none
MAX_CHARS: Final = 10_000  # the rest of a longer text does not count: bounds the time of one signature to some 2 ms
_SEED: Final = 42
_MIX: Final = np.uint32(0x9E3779B1)  # 2**32 over the golden ratio (Knuth): spreads all bits into the upper ones
CHANCE: Final = 1 / 256  # that two kept bytes are equal although the minima are not


def signature_of(content: Mapping[str, Any], fields: Sequence[str] = ()) -> bytes | None:
    """Make the signature of a sample's fields (none named: of all); None where they are too short to say anything.

    A field may be a text, or a list or object that holds texts.
    """
    parts = [content.get(name) for name in fields] if fields else list(content.values())
    text = normal(" ".join(_texts(parts)))[:MAX_CHARS]
    if len(text) < MIN_CHARS:
        return None
    made = RMinHash(num_perm=VALUES, seed=_SEED)
    made.update([text[start : start + RUN_CHARS] for start in range(len(text) - RUN_CHARS + 1)])
    minima = np.array(made.digest(), dtype=np.uint32)
    return FORM + ((minima * _MIX) >> np.uint32(24)).astype(np.uint8).tobytes()


def readable(signature: bytes | None) -> bool:
    """Tell whether a stored signature was made the way that signatures are made now."""
    return signature is not None and len(signature) == 1 + VALUES and signature.startswith(FORM)


def as_rows(signatures: Sequence[bytes]) -> Bytes2D:
    """Show signatures as the rows of an array, 128 values each."""
    return np.frombuffer(b"".join(signatures), dtype=np.uint8).reshape(-1, 1 + VALUES)[:, 1:]


def similarities(rows: Bytes2D, others: Bytes2D) -> NDArray[np.float64]:
    """Estimate how alike each row is to the row beside it, or to a single one, 0 to 1."""
    bits = np.packbits(rows == others, axis=1).view(np.uint64)  # half the time of counting them as truth values
    equal: NDArray[np.float64] = np.bitwise_count(bits).sum(axis=1) / VALUES
    return np.maximum(0.0, (equal - CHANCE) / (1 - CHANCE))


def similarity(one: bytes, other: bytes) -> float:
    """Estimate how alike two signed texts are, 0 to 1."""
    return float(similarities(as_rows([one]), as_rows([other]))[0])


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
