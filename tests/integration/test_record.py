"""The group commit of outcomes: counters equal the rows whatever comes, and no place is filled twice."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from gristmill.outcome import Fate, Outcome, Usage
from gristmill.services import Services
from gristmill.stores import attempts
from models import Attempt, BatchHistory, Sample
from tests.makers import AUTHOR, add_batch, failed, items_of, kept, rejected, row_of, sample_count, store


def counts(services: Services, batch: BatchHistory) -> dict[str, int]:
    """Count the rows anew, under the names of the batch's counters."""
    with services.database.read() as session:
        by_fate = select(Attempt.fate, func.count()).where(Attempt.batch_pk == batch.id).group_by(Attempt.fate)
        fates = {fate: count for fate, count in session.execute(by_fate)}
        tokens = session.scalar(
            select(func.sum(Attempt.prompt_tokens + Attempt.completion_tokens)).where(Attempt.batch_pk == batch.id)
        )
    return {
        "samples_generated": sample_count(services, batch),
        "attempts": sum(fates.values()),
        "rejected_count": fates.get("rejected", 0),
        "failed_count": fates.get("failed", 0),
        "total_tokens": tokens or 0,
    }


def counters(services: Services, batch: BatchHistory) -> dict[str, int]:
    row = row_of(services, batch)
    return {name: getattr(row, name) for name in counts(services, batch)}


def column(services: Services, batch: BatchHistory, name: str) -> list[Any]:
    with services.database.read() as session:
        return list(
            session.scalars(select(getattr(Sample, name)).where(Sample.batch_pk == batch.id).order_by(Sample.ordinal))
        )


def test_counters_equal_the_rows_when_outcomes_are_mixed(services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, kept(0), rejected(1), failed(2), kept(3), failed(4, final=False))
    store(services, batch, kept(1), rejected(2, fate=Fate.CANCELLED, reason="cancelled"))
    assert counters(services, batch) == counts(services, batch)
    assert row_of(services, batch).samples_generated == 3
    assert row_of(services, batch).total_tokens == 500


def test_cost_is_the_sum_of_what_was_paid_when_known(services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, kept(0, cost_usd=0.25), rejected(1, cost_usd=0.5), failed(2))
    assert row_of(services, batch).cost_usd == 0.75


def test_cost_stays_unknown_when_no_price_is(services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, kept(0, cost_usd=None))
    assert row_of(services, batch).cost_usd is None


def test_duplicate_is_refused_when_it_is_in_the_same_group(services: Services) -> None:
    batch = add_batch(services)
    recorded = store(services, batch, kept(0), kept(1, content_hash=f"{0:064x}"), kept(2))
    assert [outcome.fate for outcome in recorded.outcomes] == [Fate.KEPT, Fate.REJECTED, Fate.KEPT]
    assert recorded.outcomes[1].reason == "duplicate"
    assert counters(services, batch) == counts(services, batch)


def test_duplicate_is_refused_when_it_is_in_an_earlier_group(services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, kept(0))
    assert store(services, batch, kept(1, content_hash=f"{0:064x}")).rejected_count == 1
    assert column(services, batch, "slot") == [0]


def test_same_question_is_kept_when_it_is_in_another_batch(services: Services) -> None:
    first, second = add_batch(services), add_batch(services)
    store(services, first, kept(0))
    assert store(services, second, kept(0)).samples_generated == 1


def test_whole_group_is_refused_when_a_filled_slot_is_delivered_again(services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, kept(0))
    with pytest.raises(IntegrityError):
        store(services, batch, kept(1), kept(0, content_hash="b" * 64))
    assert counters(services, batch) == counts(services, batch)
    assert column(services, batch, "slot") == [0]


def test_ordinals_and_attempt_numbers_have_no_gap_when_some_are_refused(services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, kept(4), rejected(0), kept(2))
    store(services, batch, failed(1), kept(0))
    assert column(services, batch, "ordinal") == [0, 1, 2]
    assert column(services, batch, "slot") == [4, 2, 0]
    assert column(services, batch, "attempt") == [1, 3, 5]


def test_sample_carries_its_provenance_when_stored(services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, kept(5))
    with services.database.read() as session:
        sample = session.scalars(select(Sample)).one()
    assert sample.sample_id.startswith("sample_")
    assert (sample.provider, sample.model, sample.model_sha256) == (AUTHOR.provider, AUTHOR.model, "f" * 64)
    assert (sample.prompt_tokens, sample.completion_tokens, sample.cost_usd, sample.latency_ms) == (60, 40, 0.001, 12)
    assert (sample.seed, sample.prompt_hash, sample.topic, sample.difficulty) == (5, "a" * 64, "Company Law", "basic")
    assert sample.created_at.endswith("+00:00")
    assert json.loads(sample.content)["answer"].startswith("Answer 5")


def test_last_sample_is_previewed_when_a_group_kept_one(services: Services) -> None:
    batch = add_batch(services)
    preview = store(services, batch, kept(0), kept(1), rejected(2)).last_sample
    assert preview is not None
    assert (preview["question"][:10], preview["topic"]) == ("Question 1", "Company Law")
    assert store(services, batch, rejected(2)).last_sample is None


def test_errors_have_the_seeds_shape_when_attempts_give_no_sample(services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, kept(0), rejected(1), failed(2))
    errors = json.loads(row_of(services, batch).errors)
    assert [set(error) for error in errors] == [{"time", "kind", "message", "attempt", "item"}] * 2
    assert [(error["kind"], error["attempt"]) for error in errors] == [("too_short", 2), ("timeout", 3)]


def test_errors_are_bounded_and_all_attempts_kept_when_many_fail(services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, *(rejected(number) for number in range(250)))
    assert len(json.loads(row_of(services, batch).errors)) == 100
    assert counts(services, batch)["attempts"] == 250


def test_filled_slots_and_redraws_are_read_back_when_a_batch_goes_on(services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, kept(3), rejected(1), rejected(1), failed(2), kept(0))
    with services.database.read() as session:
        item_pk = items_of(services, batch)[0].id
        filled = attempts.filled_slots(session, batch.id)
        assert {pk: sorted(slots) for pk, slots in filled.items()} == {item_pk: [0, 3]}
        assert attempts.redraws(session, batch.id) == {item_pk: {1: 2, 2: 1}}


def test_calls_of_one_model_are_read_back_by_time_without_cached_tokens(services: Services) -> None:
    batch = add_batch(services)
    late = kept(1, started_at=200.0, usage=Usage(60, 40, 50))
    store(services, batch, kept(0, started_at=300.0), late, failed(2, started_at=250.0), kept(3, started_at=199.0))
    with services.database.read() as session:
        calls = attempts.calls_since(session, AUTHOR.provider, AUTHOR.model, since=200.0, cached_count=False)
        assert attempts.calls_since(session, AUTHOR.provider, "another", since=0.0, cached_count=False) == []
    assert calls == [(200.0, 50), (250.0, None), (300.0, 90)]  # nobody knows what the timeout has cost


OUTCOMES = st.lists(
    st.tuples(st.sampled_from([kept, rejected, failed]), st.integers(0, 5), st.integers(0, 999)), max_size=12
)


@given(groups=st.lists(OUTCOMES.filter(bool), max_size=4))
@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counters_equal_the_rows_when_any_outcomes_come_in_any_groups(services: Services, groups: Any) -> None:
    batch = add_batch(services)
    used = iter(range(10_000))
    for group in groups:
        store(services, batch, *(_outcome(make, word, tokens, next(used)) for make, word, tokens in group))
    assert counters(services, batch) == counts(services, batch)
    assert column(services, batch, "ordinal") == list(range(sample_count(services, batch)))


def _outcome(make: Any, word: int, tokens: int, slot: int) -> Outcome:
    """An outcome with one of few texts, so that duplicates are common."""
    changes = {"content_hash": f"{word:064x}"} if make is kept else {}
    made: Outcome = make(slot, usage=Usage(tokens, 1), **changes)
    return made
