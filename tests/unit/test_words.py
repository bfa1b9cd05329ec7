"""Time and ids: the forms that people and files see."""

from __future__ import annotations

import asyncio
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gristmill.clock import SystemClock, iso, unix
from gristmill.ids import new_batch_id, new_sample_id, new_seed


def test_time_is_utc_with_offset_when_written() -> None:
    assert iso(1_728_556_800.1234) == "2024-10-10T10:40:00.123+00:00"


@given(st.integers(min_value=0, max_value=4_000_000_000_000))
def test_time_is_the_same_when_written_and_read_back(unix_ms: int) -> None:
    assert round(unix(iso(unix_ms / 1000)) * 1000) == pytest.approx(unix_ms, abs=1)


def test_batch_id_is_that_of_the_seed_when_made() -> None:
    assert re.fullmatch(r"batch_1728556800_[0-9a-f]{8}", new_batch_id(1_728_556_800.9))


def test_ids_differ_when_made_in_the_same_second() -> None:
    assert len({new_batch_id(1.0) for _ in range(100)}) == 100
    assert len({new_sample_id() for _ in range(100)}) == 100


def test_seed_fits_every_provider_when_drawn() -> None:
    seeds = [new_seed() for _ in range(100)]
    assert all(0 <= seed < 2**31 for seed in seeds)
    assert len(set(seeds)) > 1


def test_monotonic_time_does_not_go_back_when_slept() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    asyncio.run(clock.sleep(0))
    assert clock.monotonic() >= before
    assert clock.time() > 1_700_000_000
