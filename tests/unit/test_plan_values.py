"""What a plan draws besides topics: parameters, own areas, chunks of a source; evenly, mixed, and repeatably."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gristmill.chunking import Passage
from gristmill.draws import SMALL, permuted, placed
from gristmill.plan import DRAWS_PER_CHUNK, Brief, Plan, chunk_of, with_chunk
from gristmill.taxonomy import DIFFICULTIES
from gristmill.template_schema import Angles, Area, Parameter

SOURCE = "src_0123456789ab"
GOLDEN_VALUES = [("2", "0", "1"), ("0", "1", "2"), ("1", "2", "0"), ("2", "3", "3")]
GOLDEN_CHUNKS = [457098, 609954, 496919, 110058]
BAKING = [
    Area(name="Bread", topics=[Angles(name="Rye", angles=["too sour", "too dense"]), Angles(name="Wheat", angles=[])]),
    Area(name="Cakes", topics=[Angles(name="Sponge", angles=["sinks in the middle"])]),
]


def parameter(**parts: Any) -> Parameter:
    return Parameter.model_validate(parts)


def listed(*values: str) -> Parameter:
    return parameter(values=list(values))


def several(count: int) -> Parameter:
    return listed(*(f"value {number}" for number in range(count)))


def values(plan: Plan, count: int) -> list[dict[str, Any]]:
    return [dict(plan.brief(slot).variables) for slot in range(count)]


def chunks(plan: Plan, count: int) -> list[int]:
    return [chunk_of(str(plan.brief(slot).source_ref))[1] for slot in range(count)]


@pytest.mark.parametrize("sizes", [(2,), (2, 2), (3, 6), (4, 6, 9), (5, 5, 5), (2, 3, 7, 100)])
def test_each_value_comes_once_before_any_returns(sizes: tuple[int, ...]) -> None:
    plan = Plan(seed=4, parameters={f"p{number}": several(size) for number, size in enumerate(sizes)})
    for number, size in enumerate(sizes):
        drawn = [found[f"p{number}"] for found in values(plan, size * 4)]
        assert all(len(set(drawn[start : start + size])) == size for start in range(0, len(drawn), size))


@pytest.mark.parametrize("sizes", [(2, 2), (2, 3), (2, 4), (3, 6), (4, 6), (5, 5), (6, 9), (8, 12), (7, 100)])
def test_all_pairs_of_two_parameters_come_equally_often(sizes: tuple[int, int]) -> None:
    plan = Plan(seed=8, parameters={"a": several(sizes[0]), "b": several(sizes[1])})
    pairs = Counter((found["a"], found["b"]) for found in values(plan, 2 * sizes[0] * sizes[1]))
    assert len(pairs) == sizes[0] * sizes[1]
    assert set(pairs.values()) == {2}


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("sizes", [(2, 2, 2), (3, 4, 6), (4, 4, 4), (5, 5, 5, 5)])
def test_any_two_of_many_parameters_meet_in_all_pairs(seed: int, sizes: tuple[int, ...]) -> None:
    plan = Plan(seed=seed, parameters={f"p{number}": several(size) for number, size in enumerate(sizes)})
    drawn = values(plan, 20 * max(sizes) ** 2)
    for first, second in combinations(range(len(sizes)), 2):
        pairs = Counter((found[f"p{first}"], found[f"p{second}"]) for found in drawn)
        assert len(pairs) == sizes[first] * sizes[second]


@pytest.mark.parametrize("topic", [None, "Maritime salvage"])
def test_parameter_does_not_stick_to_a_difficulty(topic: str | None) -> None:
    plan = Plan(seed=5, topic=topic, parameters={"tone": several(3)})
    briefs = [plan.brief(slot) for slot in range(300)]
    pairs = Counter((brief.difficulty, brief.variables["tone"]) for brief in briefs)
    assert len(pairs) == 9
    assert min(pairs.values()) > 15


def test_values_are_those_of_the_batch_when_it_gives_them() -> None:
    parameters = {"one": several(5), "some": several(5), "free": parameter(), "none": parameter()}
    plan = Plan(seed=1, parameters=parameters, values={"one": "x", "some": ["y", "z"], "free": "w"})
    drawn = values(plan, 10)
    assert {(found["one"], found["free"]) for found in drawn} == {("x", "w")}
    assert Counter(found["some"] for found in drawn) == {"y": 5, "z": 5}
    assert "none" not in drawn[0]


def test_default_is_taken_before_values_are_drawn() -> None:
    plan = Plan(seed=1, parameters={"tone": parameter(values=["warm", "dry"], default="dry")})
    assert {found["tone"] for found in values(plan, 5)} == {"dry"}


def test_number_is_drawn_from_its_range() -> None:
    plan = Plan(seed=1, parameters={"turns": parameter(minimum=2, maximum=12)})
    assert sorted(found["turns"] for found in values(plan, 11)) == list(range(2, 13))


@pytest.mark.parametrize("sizes", [(4,), (4, 6), (4, 6, 9), (200,)])
def test_redraw_changes_parameters_but_those_to_keep(sizes: tuple[int, ...]) -> None:
    parameters = {f"p{number}": several(size) for number, size in enumerate(sizes)} | {"label": several(3)}
    plan = Plan(seed=1, parameters=parameters, kept_on_redraw=frozenset({"label"}))
    for slot in range(30):
        first, second = plan.brief(slot).variables, plan.brief(slot, 1).variables
        assert first["label"] == second["label"]
        assert all(first[name] != second[name] for name in parameters if name != "label")


def test_topics_come_from_the_areas_that_are_given() -> None:
    briefs = [Plan(seed=1, taxonomy=BAKING).brief(slot) for slot in range(24)]
    assert Counter(brief.topic for brief in briefs) == {"Bread - Rye": 6, "Bread - Wheat": 6, "Cakes - Sponge": 12}
    angles = {(brief.topic, brief.angle) for brief in briefs}
    assert ("Bread - Rye", "too dense") in angles
    assert ("Bread - Wheat", None) in angles


@pytest.mark.parametrize(
    ("topic", "found"),
    [("bread", {"Bread - Rye", "Bread - Wheat"}), ("sponge", {"sponge"}), ("Directors Duties", {"Directors Duties"})],
)
def test_topic_is_looked_up_in_the_areas_that_are_given(topic: str, found: set[str]) -> None:
    plan = Plan(seed=1, topic=topic, taxonomy=BAKING)
    assert {plan.brief(slot).topic for slot in range(12)} == found


@pytest.mark.parametrize(("topic", "shown"), [(None, ""), ("Astronomy", "Astronomy")])
def test_brief_has_no_legal_angle_when_the_template_has_no_taxonomy(topic: str | None, shown: str) -> None:
    briefs = [Plan(seed=1, topic=topic, taxonomy=None).brief(slot) for slot in range(9)]
    assert {(brief.topic, brief.angle, brief.framing) for brief in briefs} == {(shown, None, None)}
    assert {brief.difficulty for brief in briefs} == set(DIFFICULTIES)


def test_framings_are_drawn_evenly_when_there_are_no_angles() -> None:
    plan = Plan(seed=1, taxonomy=None, framings=["a list", "a story", "a letter"])
    assert set(Counter(plan.brief(slot).framing for slot in range(30)).values()) == {10}


@pytest.mark.parametrize("count", [1, 2, 10, SMALL, SMALL + 1, 1000])
def test_each_chunk_is_used_once_before_any_returns(count: int) -> None:
    plan = Plan(seed=6, source_id=SOURCE, chunks=count)
    drawn = chunks(plan, 2 * count)
    assert sorted(drawn[:count]) == sorted(drawn[count:]) == list(range(count))
    assert count <= 2 or drawn[:count] != drawn[count:]


def test_chunks_come_in_no_order_and_do_not_keep_step_with_parameters() -> None:
    plan = Plan(seed=6, source_id=SOURCE, chunks=1000, parameters={"tone": several(2)})
    drawn = chunks(plan, 1000)
    assert sum(abs(one - other) for one, other in pairwise(drawn)) > 250_000  # a third of 1000, each
    tones = Counter((found["tone"], number % 2) for found, number in zip(values(plan, 1000), drawn, strict=True))
    assert min(tones.values()) > 200


def test_redraw_keeps_the_chunk_for_a_while() -> None:
    plan = Plan(seed=6, source_id=SOURCE, chunks=100)
    drawn = [plan.brief(3, redraw).source_ref for redraw in range(DRAWS_PER_CHUNK + 1)]
    assert len(set(drawn[:-1])) == 1
    assert drawn[-1] != drawn[0]


def test_brief_names_no_chunk_when_there_is_no_source() -> None:
    assert Plan(seed=1).brief(0).source_ref is None


def test_text_of_the_chunk_is_put_into_the_brief() -> None:
    plan = Plan(seed=1, source_id=SOURCE, chunks=3, parameters={"tone": listed("warm")})
    brief = with_chunk(plan.brief(0), Passage("Deeds", "A deed is signed.", {"id": 7}))
    own = {"source": "A deed is signed.", "source_title": "Deeds", "row": {"id": 7}}
    assert brief.variables == {"tone": "warm", **own}
    assert "row" not in with_chunk(plan.brief(0), Passage("Deeds", "A deed.")).variables


def whole(plan: Plan) -> list[Brief]:
    return [plan.brief(slot, redraw) for slot in range(60) for redraw in range(3)]


@pytest.mark.parametrize("seed", [0, 99])
def test_plan_is_the_same_when_seed_and_inputs_are(seed: int) -> None:
    def make(own_seed: int) -> Plan:
        parameters = {"tone": several(4), "turns": parameter(minimum=2, maximum=12), "label": several(3)}
        return Plan(seed=own_seed, taxonomy=BAKING, parameters=parameters, source_id=SOURCE, chunks=5000)

    assert whole(make(seed)) == whole(make(seed))
    assert whole(make(seed)) != whole(make(seed + 1))


@given(count=st.integers(1, 3000), key=st.integers())
def test_permutation_visits_every_place_once(count: int, key: int) -> None:
    assert sorted(permuted(place, count, key) for place in range(count)) == list(range(count))


@given(place=st.integers(0, 10**6 - 1), key=st.integers())
def test_place_of_a_million_is_within_the_count(place: int, key: int) -> None:
    assert 0 <= placed(place, 10**6, key) < 10**6


# As in test_plan: what a stored seed means may change only on purpose.


def test_first_draws_are_the_golden_ones() -> None:
    plan = Plan(
        seed=7, source_id=SOURCE, chunks=1_000_000, parameters={"a": several(3), "b": several(4), "c": several(5)}
    )
    found = [tuple(str(value)[-1] for value in drawn.values()) for drawn in values(plan, 4)]
    assert found == GOLDEN_VALUES
    assert chunks(plan, 4) == GOLDEN_CHUNKS
