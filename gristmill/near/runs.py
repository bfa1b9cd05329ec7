"""Runs of words that texts have in common: how contamination by a benchmark is found.

A table holds 64 bits for each run of n words of the benchmark's texts, and none of the texts: 8 bytes a word.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final

import numpy as np
from numpy.typing import NDArray

DEFAULT_WORDS: Final = 13  # as GPT-3's authors looked for overlap (arXiv 2005.14165, appendix C)
_WORD: Final = re.compile(r"[^\W_]+")
_PRIME: Final = np.uint64(0x9E3779B97F4A7C15)  # odd, 2**64 over the golden ratio
_HASH_BYTES: Final = 8


class RunTable:
    """All runs of `words` words of the texts that were added; look into it once they all are."""

    def __init__(self, words: int = DEFAULT_WORDS) -> None:
        if words < 1:
            raise ValueError("a run has at least one word")
        self.words = words
        self._known: NDArray[np.uint64] = np.empty(0, dtype=np.uint64)
        self._raw = bytearray()

    @property
    def size_bytes(self) -> int:
        """Memory held by the runs."""
        return len(self._raw)

    def add(self, text: str) -> None:
        """Keep a text's runs; one of fewer words has none."""
        self._raw += self._hashes(words_of(text)).tobytes()

    def seal(self) -> None:
        """Make what was added findable."""
        joined = np.frombuffer(self._raw, dtype=np.uint64)
        joined.sort()  # in place, equal ones stay: a copy would double what a large benchmark needs
        self._known = joined

    def overlap(self, text: str) -> str | None:
        """Find the first run of the text, in full length, that a benchmark has too; words only, in lower case."""
        words = words_of(text)
        hashes = self._hashes(words)
        if not len(hashes) or not len(self._known):
            return None
        places = np.searchsorted(self._known, hashes)
        hits = self._known[np.minimum(places, len(self._known) - 1)] == hashes
        if not hits.any():
            return None
        first = int(np.argmax(hits))
        misses = np.flatnonzero(~hits[first:])
        length = int(misses[0]) if len(misses) else len(hits) - first
        return " ".join(words[first : first + length - 1 + self.words])

    def _hashes(self, words: list[str]) -> NDArray[np.uint64]:
        count = len(words) - self.words + 1
        if count < 1:
            return np.empty(0, dtype=np.uint64)
        ids = {word: _hash(word) for word in set(words)}
        numbers = np.fromiter((ids[word] for word in words), dtype=np.uint64, count=len(words))
        mixed = np.zeros(count, dtype=np.uint64)
        for offset in range(self.words):
            mixed = mixed * _PRIME + numbers[offset : offset + count]
        return mixed


def words_of(text: str) -> list[str]:
    """Split into words, without regard to case, accents' encoding and punctuation."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=_HASH_BYTES).digest(), "little")
