"""Splits: whole groups, right sizes, the same every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gristmill.export_schemas import Split
from gristmill.exports.splits import ALONE, assign, join, key_of

SHARES = (0.8, 0.1, 0.1)


def identities(count: int) -> np.ndarray:
    return np.array([key_of(str(number)) for number in range(count)])


def numbers(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def test_samples_are_one_group_when_any_key_joins_them_over_others() -> None:
    contents, sources = numbers(1, 1, 2, 3, 4), numbers(ALONE, 7, 7, ALONE, ALONE)
    assert list(join([contents, sources])) == [0, 0, 0, 3, 4]


def test_samples_stay_alone_when_nothing_joins_them() -> None:
    assert list(join([numbers(ALONE, ALONE), numbers(5, 6)])) == [0, 1]


@given(st.lists(st.tuples(st.integers(-1, 20), st.integers(-1, 20)), min_size=1, max_size=60))
def test_groups_are_those_of_a_plain_search(keys: list[tuple[int, int]]) -> None:
    first, second = (np.array(column, dtype=np.int64) for column in zip(*keys, strict=True))
    expected = list(range(len(keys)))
    for _ in keys:
        for one, left in enumerate(keys):
            for other, right in enumerate(keys):
                if any(a == b != ALONE for a, b in zip(left, right, strict=True)):
                    expected[one] = expected[other] = min(expected[one], expected[other])
    assert list(join([first, second])) == expected


@pytest.mark.parametrize("count", [10, 1000])
def test_sizes_are_met_to_the_sample_when_all_are_alone(count: int) -> None:
    places = assign(np.arange(count), identities(count), SHARES, seed=1)
    assert list(np.bincount(places, minlength=3)) == [count * 8 // 10, count // 10, count // 10]


def test_sizes_are_met_when_there_are_groups_and_single_samples() -> None:
    groups = np.concatenate((np.repeat(np.arange(0, 300, 3), 3), np.arange(300, 1000)))
    places = assign(groups, identities(1000), SHARES, seed=1)
    assert list(np.bincount(places, minlength=3)) == [800, 100, 100]
    assert all(len(set(places[groups == group])) == 1 for group in np.unique(groups))


def test_split_is_another_with_another_seed_and_the_same_with_the_same() -> None:
    one, same, other = (assign(np.arange(200), identities(200), SHARES, seed=seed) for seed in (1, 1, 2))
    assert list(one) == list(same) != list(other)


def test_split_does_not_depend_on_the_order_of_samples() -> None:
    own, order = identities(100), np.arange(100)[::-1]
    straight, turned = assign(np.arange(100), own, SHARES, seed=3), assign(np.arange(100), own[order], SHARES, seed=3)
    assert list(straight) == list(turned[order])


def test_all_go_to_the_one_split_when_there_is_one() -> None:
    assert set(assign(np.arange(5), identities(5), (1.0,), seed=0)) == {0}


def test_group_larger_than_a_split_stays_whole() -> None:
    places = assign(np.zeros(10, dtype=np.int64), identities(10), SHARES, seed=0)
    assert set(places) == {0}


def test_share_is_nothing_when_only_others_are_named() -> None:
    assert Split.model_validate({"train": 0.8, "test": 0.2}).shares == {"train": 0.8, "test": 0.2}
