"""The words of a text, for the checks that count or compare them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from gristmill.plain_words import normal


def texts_in(value: Any) -> Iterator[str]:
    """Walk all texts of a JSON value, in order, at any depth; not the names of fields."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts_in(part)


def joined(value: Any) -> str:
    """Join all texts of a JSON value by line breaks."""
    return value if isinstance(value, str) else "\n".join(texts_in(value))


def share_more_than(share: float, one: str, other: str) -> bool:
    """Tell whether two texts, as bags of words, have more than this share of the longer one's words in common.

    What is cheap to see comes first: most texts differ in length, or in most of their words.
    """
    shorter_chars, longer_chars = sorted((len(one), len(other)))
    # Words of natural text differ in mean length by far less than the factor 2 that is allowed here.
    if shorter_chars * 2 < longer_chars * share:
        return False
    shorter, longer = sorted((normal(one).split(), normal(other).split()), key=len)
    enough = share * len(longer)
    if longer and (len(shorter) <= enough or sum(map(set(shorter).__contains__, longer)) <= enough):
        return False
    return (Counter(shorter) & Counter(longer)).total() > enough if longer else share < 1
