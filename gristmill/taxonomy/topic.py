"""The two nouns of the taxonomy: an area of law holds topics, a topic holds angles. Values only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """`name` labels the samples (`Company Law - Directors Duties`); `angles` are situations to ask about."""

    name: str
    angles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Area:
    name: str
    topics: tuple[Topic, ...]


def area(name: str, angles_by_topic: Mapping[str, Sequence[str]]) -> Area:
    """Make an area whose topics are named `Area - Topic`, the form of seed 000 ("Company Law - Directors Duties")."""
    return Area(name, tuple(Topic(f"{name} - {title}", tuple(angles)) for title, angles in angles_by_topic.items()))
