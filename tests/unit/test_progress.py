"""Rate, time left, and the bounds that end a batch which cannot be filled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gristmill.outcome import Fate
from gristmill.progress import Ceiling, Rate
from tests.makers import failed, kept, rejected


def ceiling(**changes: Any) -> Ceiling:
    return Ceiling(**{"target": 10, "draws_per_sample": 3, "draws_in_a_row": 20, "drawn": 0, **changes})


def test_rate_counts_the_last_minute_when_the_run_is_long() -> None:
    rate = Rate(0.0)
    rate.add(10.0, 100)
    rate.add(100.0, 5)
    assert rate.per_minute(120.0) == 5.0


def test_rate_is_per_minute_since_the_start_when_the_run_is_young() -> None:
    rate = Rate(1000.0)
    rate.add(1005.0, 5)
    assert rate.per_minute(1010.0) == 30.0


def test_rate_is_bounded_when_the_first_sample_comes_at_once() -> None:
    rate = Rate(1000.0)
    rate.add(1000.0, 1)
    assert rate.per_minute(1000.0) == 60.0


def test_arrival_is_forgotten_when_it_is_a_minute_old() -> None:
    rate = Rate(0.0)
    rate.add(100.0, 3)
    assert [rate.per_minute(159.9), rate.per_minute(160.0)] == [3.0, 0.0]


def test_time_left_is_unknown_when_nothing_has_come() -> None:
    rate = Rate(0.0)
    rate.add(1.0, 0)
    assert rate.eta_s(30.0, 10) is None


def test_time_left_follows_from_the_rate_when_there_is_one() -> None:
    rate = Rate(0.0)
    rate.add(30.0, 20)
    assert rate.eta_s(60.0, 10) == 30.0


def test_batch_goes_on_when_samples_arrive_among_refusals() -> None:
    bounds = ceiling(draws_in_a_row=3)
    assert bounds.reached([rejected(0), rejected(1), kept(2), rejected(3), rejected(4)], kept=1) is None


def test_sentence_names_reasons_and_the_last_message_when_too_many_in_a_row_are_refused() -> None:
    bounds = ceiling(draws_in_a_row=3)
    assert bounds.reached([rejected(0), rejected(1)], kept=0) is None
    sentence = bounds.reached([rejected(2, reason="refusal", message="I cannot help.")], kept=0)
    assert sentence is not None
    assert sentence.startswith("3 attempts in a row gave no sample (too_short: 2, refusal: 1).")
    assert sentence.endswith("I cannot help.")


def test_sentence_names_the_limit_when_draws_are_three_times_the_target() -> None:
    bounds = ceiling(target=2, draws_per_sample=3)
    assert bounds.reached([rejected(0)] * 5, kept=0) is None
    sentence = bounds.reached([rejected(0)], kept=0)
    assert sentence == "6 attempts gave 0 of 2 samples, and 6 attempts are the limit (too_short: 6)."


def test_draws_before_a_restart_count_when_the_batch_goes_on() -> None:
    assert ceiling(target=2, drawn=5).reached([rejected(0)], kept=1) is not None


@pytest.mark.parametrize(
    "outcome",
    [
        failed(0, reason="rate_limited", final=False),
        failed(0, reason="timeout", final=False),
        replace(rejected(0), fate=Fate.CANCELLED, reason="cancelled"),
    ],
)
def test_attempt_is_no_draw_when_it_is_repeated_or_cut_off(outcome: Any) -> None:
    assert ceiling(target=1, draws_per_sample=1, draws_in_a_row=1).reached([outcome] * 50, kept=0) is None


def test_failed_slot_is_a_draw_when_it_failed_for_good() -> None:
    assert ceiling(draws_in_a_row=2).reached([failed(0), failed(1)], kept=0) is not None


def test_batch_is_not_ended_when_its_last_draw_filled_it() -> None:
    assert ceiling(target=1, draws_per_sample=1).reached([rejected(0), kept(0)], kept=1) is None


def test_one_draw_is_allowed_when_the_factor_rounds_down() -> None:
    bounds = ceiling(target=1, draws_per_sample=1.9)
    assert bounds.reached([rejected(0)], kept=0) is not None
