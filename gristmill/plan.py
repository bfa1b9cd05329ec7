"""What each slot of a batch asks for: topic, difficulty, angle, framing and sampling seed.

A plan is a pure function of (seed, slot, redraw): it stores nothing that grows, so a batch of a million slots costs
as much to plan as one of ten, and a restart continues with the very same briefs. It never calls a random generator.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass, field
from typing import Final

from gristmill.taxonomy import AREAS, DIFFICULTIES, Topic, find_area, find_topic

FORMS: Final[tuple[str, ...]] = (
    "a problem question with named parties",
    "a client asking for advice",
    "a direct question of law",
    "a mistaken argument that has to be corrected",
    "two similar situations to be told apart",
    "a question from a person without legal training",
    "a question put by a judge to counsel",
    "an essay question that needs both sides of the argument",
    "a question about one disputed fact",
    "a question about which statute or rule applies",
)
ASPECTS: Final[tuple[str, ...]] = (
    "the elements of the rule",
    "who must prove what, and to what standard",
    "a defence that may succeed",
    "the remedy, order or sentence available",
    "an exception to the general rule",
    "a change in the facts that would change the result",
    "the court or body and its procedure",
    "how statute and common law fit together",
    "the reason behind the rule",
    "the difference from a neighbouring rule",
    "the consequences if the rule is broken",
    "what the person concerned should do next",
)
_MAX_SEED: Final = 2**31  # seeds stay positive in a signed 32 bit integer, which every provider accepts


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What one attempt is to ask the model for. `seed` is the sampling seed of this attempt, 0 to 2**31 - 1."""

    slot: int
    redraw: int
    topic: str
    difficulty: str
    angle: str | None
    seed: int
    item_pk: int = 0
    reasoning_instruction: str | None = None
    temperature: float | None = None
    framing: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The plan of one item (`item_pk`) of a batch.

    A given topic or difficulty is honoured as written; an omitted one is drawn evenly. A topic that names an area
    ("company law") draws among the area's topics; one that the taxonomy does not know gets general angles.
    """

    seed: int
    topic: str | None = None
    difficulty: str | None = None
    reasoning_instruction: str | None = None
    temperature: float | None = None
    item_pk: int = 0
    _groups: tuple[tuple[Topic, ...], ...] = field(init=False, repr=False, compare=False)
    _difficulties: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _framings: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        groups, framings = _ground(self.topic)
        difficulty = (self.difficulty or "").strip()
        object.__setattr__(self, "_groups", groups)
        object.__setattr__(self, "_framings", framings)
        object.__setattr__(self, "_difficulties", (difficulty,) if difficulty else DIFFICULTIES)

    def brief(self, slot: int, redraw: int = 0) -> Brief:
        """Say what slot `slot` (from 0) asks for; redraw 1, 2 ... keeps its topic and difficulty and changes the rest.

        Any first k slots are spread over the areas with at most one slot between the fullest and the emptiest area,
        and each (topic, difficulty) comes once per cycle over all of them.
        """
        if slot < 0 or redraw < 0:
            raise ValueError("slot and redraw count from 0")
        topic, difficulty, visit = self._cell(slot)
        angle, framing = self._question(topic, visit=visit, redraw=redraw)
        return Brief(
            slot=slot,
            redraw=redraw,
            topic=topic.name,
            difficulty=difficulty,
            angle=angle,
            framing=framing,
            seed=_draw(self.seed, "sampling", slot, redraw) % _MAX_SEED,
            reasoning_instruction=self.reasoning_instruction,
            temperature=self.temperature,
            item_pk=self.item_pk,
        )

    def _cell(self, slot: int) -> tuple[Topic, str, int]:
        """Find a slot's topic and difficulty, and how many times earlier slots visited that topic."""
        turn, place = divmod(slot, len(self._groups))
        group = _shuffled(len(self._groups), self.seed, "areas", turn)[place]
        topics, levels = self._groups[group], len(self._difficulties)
        cycle, step = divmod(turn, len(topics) * levels)
        row, column = _diagonal(step, len(topics), levels)
        topic = topics[_shuffled(len(topics), self.seed, "topics", group, cycle)[row]]
        # The group's number shifts the difficulty, so that the areas of one turn do not all get the same one.
        level = _shuffled(levels, self.seed, "difficulties", cycle)[(column + group) % levels]
        return topic, self._difficulties[level], cycle * levels + step // len(topics)

    def _question(self, topic: Topic, *, visit: int, redraw: int) -> tuple[str, str]:
        """Walk all (angle, framing) pairs of a topic, each angle once before any returns."""
        angles, framings = len(topic.angles), len(self._framings)
        lap, step = divmod(visit, angles * framings)
        # A redraw jumps far ahead in the lap, to pairs that ordinary slots reach late, and always to another angle.
        step = (step + redraw * (angles * (framings * 3 // 8) + 1)) % (angles * framings)
        row, column = _diagonal(step, angles, framings)
        angle = topic.angles[_shuffled(angles, self.seed, "angles", topic.name, lap)[row]]
        start = _draw(self.seed, "framings", topic.name, lap)
        return angle, self._framings[(column + start) % framings]


def _ground(topic: str | None) -> tuple[tuple[tuple[Topic, ...], ...], tuple[str, ...]]:
    """Find the topics to draw from, grouped by area, and the framings that suit their angles."""
    wanted = (topic or "").strip()
    pairs = (_diagonal(step, len(ASPECTS), len(FORMS)) for step in range(len(ASPECTS) * len(FORMS)))
    framings = tuple(f"{FORMS[form]}, turning on {ASPECTS[aspect]}" for aspect, form in pairs)
    if not wanted:
        return tuple(area.topics for area in AREAS), framings
    if area := find_area(wanted):
        return (area.topics,), framings
    if known := find_topic(wanted):
        return ((Topic(wanted, known.angles),),), framings
    return ((Topic(wanted, ASPECTS),),), FORMS


def _diagonal(step: int, rows: int, columns: int) -> tuple[int, int]:
    """Walk a grid so that each row comes once before any returns, and all rows * columns cells come once."""
    lap, row = divmod(step, rows)
    return row, (row + lap) % columns


def _draw(*key: object) -> int:
    """Draw 512 bits that depend on the key alone: the same on every machine and Python version."""
    return int.from_bytes(hashlib.blake2b("\x1f".join(map(str, key)).encode("utf-8", "surrogatepass")).digest(), "big")


@functools.lru_cache(maxsize=4096)
def _shuffled(count: int, *key: object) -> tuple[int, ...]:
    """Shuffle 0 .. count - 1 by the key (Fisher and Yates); 512 bits are ample for the counts here, under 50."""
    bits, order = _draw("shuffle", *key), list(range(count))
    for last in range(count - 1, 0, -1):
        bits, other = divmod(bits, last + 1)
        order[last], order[other] = order[other], order[last]
    return tuple(order)
