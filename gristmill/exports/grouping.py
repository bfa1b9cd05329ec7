"""The frozen list of an export: the keys of its samples in order, and the split of each. Reads one transaction."""

from __future__ import annotations

import collections
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy.orm import Session

from gristmill.exports import splits
from gristmill.near import groups_of
from gristmill.stores.chosen import KEYS_PER_PART, Key, Selection

if TYPE_CHECKING:
    from numpy.typing import NDArray

ONLY = "train"  # the name of the one split where none is asked for


@dataclass(frozen=True, slots=True)
class Listed:
    """Keys of samples in order; `places` says which of `names` each goes to, None when there is only one."""

    keys: NDArray[np.int64]
    names: tuple[str, ...]
    places: NDArray[np.int8] | None

    def sizes(self) -> dict[str, int]:
        """Count the samples of each split."""
        if self.places is None:
            return {self.names[0]: len(self.keys)}
        counts = np.bincount(self.places, minlength=len(self.names))
        return {name: int(count) for name, count in zip(self.names, counts, strict=True)}


def listed(session: Session, selection: Selection, beat: Callable[[], None] = lambda: None) -> Listed:
    """List the samples of a selection and split them; `beat` is called every few thousand."""
    split = selection.order.split
    walk = _Walk(selection.keys(session, with_signatures=split is not None), beat)
    if split is None:
        collections.deque(walk.run(), maxlen=0)
        return Listed(_numbers(walk.keys), (ONLY,), None)
    near = groups_of(walk.run())  # as they are read, so that no list of all signatures is ever held
    if not walk.keys:
        return Listed(_numbers(walk.keys), tuple(split.shares), None)
    own = _numbers(walk.contents)
    groups = splits.join([own, _numbers(walk.passages), np.asarray(near, dtype=np.int64)])
    beat()
    places = splits.assign(groups, own, list(split.shares.values()), seed=split.seed)
    return Listed(_numbers(walk.keys), tuple(split.shares), places)


class _Walk:
    """Goes over the keys of a selection once and keeps eight bytes of each thing that it needs."""

    def __init__(self, keys: Iterable[Key], beat: Callable[[], None]) -> None:
        self._all, self._beat = keys, beat
        self.keys, self.contents, self.passages = array("q"), array("q"), array("q")

    def run(self) -> Iterator[bytes | None]:
        """Note each sample, and give its signature."""
        for number, key in enumerate(self._all):
            self.keys.append(key.id)
            self.contents.append(splits.key_of(key.content_hash))
            self.passages.append(splits.key_of(key.source_ref))
            if number % KEYS_PER_PART == 0:
                self._beat()
            yield key.signature


def _numbers(values: array[int]) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)
