"""What each slot of a batch asks for: topic, difficulty, angle, framing, parameters, chunk of a source, sampling seed.

A plan is a pure function of (seed, slot, redraw): it stores nothing that grows, so a batch of a million slots costs
as much to plan as one of ten, and a restart continues with the very same briefs. It never calls a random generator.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from gristmill.chunking import Passage
from gristmill.draws import diagonal, draw, placed
from gristmill.taxonomy import AREAS, DIFFICULTIES, Area, Topic, find_area, find_topic
from gristmill.taxonomy.topic import area as make_area
from gristmill.template_schema import Area as AreaDefinition
from gristmill.template_schema import Parameter
from gristmill.variables import Mixture, mixture_of

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
DRAWS_PER_CHUNK: Final = 4  # then another chunk is tried: a page that says nothing must not fail a batch
NO_TOPIC: Final = "general"  # of samples that were asked for without a topic
_MAX_SEED: Final = 2**31  # seeds stay positive in a signed 32 bit integer, which every provider accepts


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What one attempt is to ask the model for. `seed` is the sampling seed of this attempt, 0 to 2**31 - 1.

    `variables` are the template's parameters with the values drawn for this slot (personas, styles and labels are such
    parameters, too), and, where there are any: `source` (text of a chunk), `source_title`, `row` (fields of a seed
    row), `sample` (fields of the sample to enrich). `source_ref` says which chunk (`src_0123456789ab#12`).
    """

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
    variables: Mapping[str, Any] = field(default_factory=dict)
    source_ref: str | None = None

    @property
    def filed_under(self) -> str:
        """What a sample of it has as its topic: the prompt can do without one, lists and counts cannot."""
        return self.topic or NO_TOPIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The plan of one item (`item_pk`) of a batch.

    A given topic or difficulty is honoured as written; an omitted one is drawn evenly. A topic that names an area
    ("company law") draws among the area's topics. One that the taxonomy does not know gets the general angles of law
    with the built-in taxonomy, and none with another. Without topic and taxonomy the topic is empty.

    Args:
        taxonomy: as a template or a batch says it: the built-in one, areas of its own, or none.
        framings: forms a question can take; without any the built-in taxonomy brings its own.
        parameters, values: what a template may vary, and what a batch or item gave for it: see `variables.mixture_of`.
        kept_on_redraw: parameters that a redraw leaves alone: labels, say, that must stay in balance.
        chunks: how many chunks or rows the source has; each is used once before any returns.
    """

    seed: int
    topic: str | None = None
    difficulty: str | None = None
    reasoning_instruction: str | None = None
    temperature: float | None = None
    item_pk: int = 0
    taxonomy: Literal["uk_law"] | Sequence[AreaDefinition] | None = "uk_law"
    framings: Sequence[str] = ()
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    kept_on_redraw: frozenset[str] = frozenset()
    source_id: str | None = None
    chunks: int = 0
    _groups: tuple[tuple[Topic, ...], ...] = field(init=False, repr=False, compare=False)
    _difficulties: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _framings: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _mixture: Mixture = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.taxonomy == "uk_law":
            groups, framings = _ground_in_law(self.topic)
        else:
            groups, framings = _ground(self.topic, _areas(self.taxonomy or ())), ()
        difficulty = (self.difficulty or "").strip()
        object.__setattr__(self, "_groups", groups)
        object.__setattr__(self, "_framings", tuple(self.framings) or framings)
        object.__setattr__(self, "_difficulties", (difficulty,) if difficulty else DIFFICULTIES)
        object.__setattr__(self, "_mixture", mixture_of(self.parameters, self.values))

    def brief(self, slot: int, redraw: int = 0) -> Brief:
        """Say what slot `slot` (from 0) asks for; redraw 1, 2 ... keeps its topic and difficulty and changes the rest.

        Any first k slots are spread over the areas with at most one slot between the fullest and the emptiest area,
        and each (topic, difficulty) comes once per cycle over all of them. A redraw keeps the chunk, too, until
        DRAWS_PER_CHUNK draws of it have failed, and the parameters of `kept_on_redraw` for ever.
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
            seed=draw(self.seed, "sampling", slot, redraw) % _MAX_SEED,
            reasoning_instruction=self.reasoning_instruction,
            temperature=self.temperature,
            item_pk=self.item_pk,
            variables=self._mixture.values(self.seed, slot=slot, redraw=redraw, kept=self.kept_on_redraw),
            source_ref=self._source_ref(slot, redraw),
        )

    def _cell(self, slot: int) -> tuple[Topic, str, int]:
        """Find a slot's topic and difficulty, and how many times earlier slots visited that topic."""
        turn, place = divmod(slot, len(self._groups))
        group = placed(place, len(self._groups), self.seed, "areas", turn)
        topics, levels = self._groups[group], len(self._difficulties)
        cycle, step = divmod(turn, len(topics) * levels)
        row, column = diagonal(step, len(topics), levels)
        topic = topics[placed(row, len(topics), self.seed, "topics", group, cycle)]
        # The group's number shifts the difficulty, so that the areas of one turn do not all get the same one.
        level = placed((column + group) % levels, levels, self.seed, "difficulties", cycle)
        return topic, self._difficulties[level], cycle * levels + step // len(topics)

    def _question(self, topic: Topic, *, visit: int, redraw: int) -> tuple[str | None, str | None]:
        """Walk all (angle, framing) pairs of a topic, each angle once before any returns; either may be missing."""
        angles, framings = max(len(topic.angles), 1), max(len(self._framings), 1)
        lap, step = divmod(visit, angles * framings)
        # A redraw jumps far ahead in the lap, to pairs that ordinary slots reach late, and always to another angle.
        step = (step + redraw * (angles * (framings * 3 // 8) + 1)) % (angles * framings)
        row, column = diagonal(step, angles, framings)
        angle = topic.angles[placed(row, angles, self.seed, "angles", topic.name, lap)] if topic.angles else None
        if not self._framings:
            return angle, None
        start = draw(self.seed, "framings", topic.name, lap)
        return angle, self._framings[(column + start) % framings]

    def _source_ref(self, slot: int, redraw: int) -> str | None:
        if not self.chunks or self.source_id is None:
            return None
        cycle, step = divmod(slot, self.chunks)
        place = (step + redraw // DRAWS_PER_CHUNK) % self.chunks
        return f"{self.source_id}#{placed(place, self.chunks, self.seed, 'chunks', cycle)}"


def with_chunk(brief: Brief, chunk: Passage) -> Brief:
    """Put the text of the brief's chunk in: `source`, `source_title` and, of a table, `row`."""
    own: dict[str, Any] = {"source": chunk.text, "source_title": chunk.title}
    if chunk.row is not None:
        own["row"] = chunk.row
    return replace(brief, variables={**brief.variables, **own})


def chunk_of(source_ref: str) -> tuple[str, int]:
    """Take `src_0123456789ab#12` apart: the source's id, and the number of its chunk."""
    source_id, _, number = source_ref.rpartition("#")
    return source_id, int(number)


def _ground_in_law(topic: str | None) -> tuple[tuple[tuple[Topic, ...], ...], tuple[str, ...]]:
    """Find the topics to draw from, grouped by area, and the framings that suit their angles."""
    groups = _ground(topic, AREAS)
    if any(found.angles for group in groups for found in group):
        pairs = (diagonal(step, len(ASPECTS), len(FORMS)) for step in range(len(ASPECTS) * len(FORMS)))
        return groups, tuple(f"{FORMS[form]}, turning on {ASPECTS[aspect]}" for aspect, form in pairs)
    return ((Topic(groups[0][0].name, ASPECTS),),), FORMS


def _ground(topic: str | None, areas: Sequence[Area]) -> tuple[tuple[Topic, ...], ...]:
    """Find the topics to draw from, grouped by area; one that is in no area has no angles."""
    wanted = (topic or "").strip()
    if not wanted:
        return tuple(area.topics for area in areas) or ((Topic("", ()),),)
    if known_area := find_area(wanted, areas):
        return (known_area.topics,)
    known = find_topic(wanted, areas)
    return ((Topic(wanted, known.angles if known else ()),),)


def _areas(definitions: Sequence[AreaDefinition] | str) -> tuple[Area, ...]:
    return tuple(
        make_area(definition.name, {topic.name: topic.angles for topic in definition.topics})
        for definition in definitions
        if not isinstance(definition, str)
    )
