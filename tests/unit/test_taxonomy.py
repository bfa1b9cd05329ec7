"""The taxonomy is broad, even, and found by the names people type."""

from __future__ import annotations

import pytest

from gristmill.taxonomy import AREAS, DIFFICULTIES, Area, Topic, find_area, find_topic

TOPICS: tuple[Topic, ...] = tuple(topic for area in AREAS for topic in area.topics)


def test_taxonomy_covers_the_five_areas() -> None:
    names = [area.name for area in AREAS]
    assert names == ["Company Law", "Contract Law", "Tort Law", "Criminal Law", "Public Law"]


def test_difficulties_are_three_from_easy_to_hard() -> None:
    assert DIFFICULTIES == ("basic", "intermediate", "advanced")


def test_areas_have_equally_many_topics_so_that_even_areas_mean_even_topics() -> None:
    assert {len(area.topics) for area in AREAS} == {9}


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.name)
def test_topic_is_named_area_then_title(area: Area) -> None:
    parts = [topic.name.split(" - ") for topic in area.topics]
    assert all(len(part) == 2 and part[0] == area.name for part in parts)


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_topic_has_at_least_six_distinct_short_angles(topic: Topic) -> None:
    assert len(set(topic.angles)) == len(topic.angles) >= 6
    assert all(15 <= len(angle) <= 120 and not angle.endswith(".") for angle in topic.angles)


def test_topic_titles_are_unique_so_that_the_title_alone_names_one_topic() -> None:
    titles = [topic.name.split(" - ")[1].casefold() for topic in TOPICS]
    assert len(set(titles)) == len(titles)


def test_angles_are_unique_over_all_topics() -> None:
    angles = [angle for topic in TOPICS for angle in topic.angles]
    assert len(set(angles)) == len(angles)


@pytest.mark.parametrize(
    "text",
    [
        "Company Law - Directors Duties",
        "company law: directors' duties",
        "  DIRECTORS DUTIES ",
        "Directors\u2019 Duties",
    ],
)
def test_topic_is_found_when_written_freely(text: str) -> None:
    found = find_topic(text)
    assert found is not None
    assert found.name == "Company Law - Directors Duties"


@pytest.mark.parametrize(("text", "name"), [("company law", "Company Law"), ("TORT", "Tort Law")])
def test_area_is_found_with_and_without_the_word_law(text: str, name: str) -> None:
    found = find_area(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("text", ["Maritime salvage", "law", "", "???", "Company Law - Cooking"])
def test_nothing_is_found_when_the_text_names_no_part_of_the_taxonomy(text: str) -> None:
    assert find_area(text) is None
    assert find_topic(text) is None
