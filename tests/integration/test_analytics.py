"""A batch in figures: times, money, failures and the series, from rows that are put there."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from gristmill.clock import unix
from gristmill.lifecycle import Purpose
from gristmill.outcome import Fate, Outcome
from gristmill.services import Services
from gristmill.stores.analytics import STEPS_S
from models import BatchHistory
from tests.conftest import MakeApp
from tests.makers import STARTED_AT as NOON  # a round number of seconds, whatever the bucket
from tests.makers import add_batch, failed, kept, rejected, store
from tests.rows import plans, put_event

SECOND_MS = 1000


def analytics(client: FlaskClient, batch: BatchHistory, **query: Any) -> dict[str, Any]:
    answer = client.get(f"/api/batches/{batch.batch_id}/analytics", query_string=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def call(slot: int, at_s: float, lasts_s: float = 1.0, **changes: Any) -> Outcome:
    """A kept sample whose call began so many seconds after noon."""
    return kept(slot, started_at=NOON + at_s, latency_ms=round(lasts_s * SECOND_MS), **changes)


def times(client: FlaskClient, batch: BatchHistory) -> tuple[float, float]:
    found = analytics(client, batch)
    return found["active_s"], found["waiting_s"]


@pytest.fixture
def batch(services: Services) -> BatchHistory:
    return add_batch(services)


def tell(services: Services, batch: BatchHistory, *told: tuple[float, str]) -> None:
    for at_s, kind in told:
        put_event(services.database, batch.id, f"batch.{kind}", at=NOON + at_s)


def test_all_is_zero_or_empty_when_nothing_was_called(client: FlaskClient, batch: BatchHistory) -> None:
    assert analytics(client, batch) == {
        "success": True,
        "batch_id": batch.batch_id,
        "active_s": 0.0,
        "waiting_s": 0.0,
        "rate_per_minute": None,
        "cost_per_accepted_usd": None,
        "tokens_per_accepted": None,
        "duplicates": 0,
        "series": {"bucket_s": 1, "start_at": None, "end_at": None, "buckets": []},
        "failures": [],
        "rejections": [],
        "scores": {"scored": 0, "mean": None, "buckets": [0] * 10},
        "latency_ms": None,
        "limits": {"requests_per_minute": 25, "tokens_per_minute": 5500},
    }


def test_batch_of_an_older_version_has_its_counters_when_there_is_nothing_else(
    client: FlaskClient, services: Services
) -> None:
    with services.database.write() as session:
        old = BatchHistory(batch_id="batch_1_a", status="completed", samples_generated=40, total_tokens=9000)
        session.add(old)
    found = analytics(client, old)
    assert (found["tokens_per_accepted"], found["cost_per_accepted_usd"]) == (225.0, None)
    assert found["limits"] == {"requests_per_minute": None, "tokens_per_minute": None}


def test_batch_is_not_found_when_there_is_none(client: FlaskClient) -> None:
    assert client.get("/api/batches/batch_1_00000000/analytics").status_code == 404


@pytest.mark.parametrize("points", [9, 501, "many"])
def test_points_are_refused_when_there_are_too_few_or_too_many(client: FlaskClient, points: Any) -> None:
    answer = client.get("/api/batches/batch_1_00000000/analytics", query_string={"points": points})
    assert answer.status_code == 422


def test_batch_waits_when_no_call_is_out(client: FlaskClient, services: Services, batch: BatchHistory) -> None:
    store(services, batch, call(0, 0, 10), call(1, 2, 3), call(2, 15, 1), call(3, 15.5, 2.5))
    assert times(client, batch) == (18.0, 5.0)


def test_calls_side_by_side_leave_no_wait_when_the_first_lasts_longest(
    client: FlaskClient, services: Services, batch: BatchHistory
) -> None:
    store(services, batch, call(1, 5, 1), call(2, 30, 1), call(0, 0, 60))
    assert times(client, batch) == (60.0, 0.0)


@pytest.mark.parametrize(
    "told",
    [
        [(0, "started"), (20, "paused"), (70, "resumed"), (80, "started")],
        [(0, "started"), (20, "stopped"), (60, "retried"), (80, "started")],
        [(0, "started"), (20, "failed"), (60, "retried"), (80, "started")],
        [(0, "started"), (20, "requeued"), (80, "started")],
        [(0, "started"), (20, "edited"), (20, "recovered"), (20, "requeued"), (80, "started")],
        [(0, "started"), (20, "edited"), (70, "recovered"), (70, "paused"), (75, "resumed"), (80, "started")],
        [(20, "paused"), (40, "resumed"), (50, "paused"), (80, "started"), (101, "completed")],
    ],
)
def test_rests_are_not_counted_when_events_tell_of_them(
    client: FlaskClient, services: Services, batch: BatchHistory, told: list[tuple[float, str]]
) -> None:
    tell(services, batch, *told)
    store(services, batch, call(0, 0, 10), call(1, 90, 11))
    assert times(client, batch) == (41.0, 20.0)  # 101 s, of which 20 to 80 was a rest; waits from 10 and from 80


def test_rest_is_not_counted_where_a_call_was_still_out(
    client: FlaskClient, services: Services, batch: BatchHistory
) -> None:
    tell(services, batch, (5, "paused"), (100, "started"))
    store(services, batch, call(0, 0, 10), call(1, 100, 10))
    assert times(client, batch) == (20.0, 0.0)


def test_rest_at_the_end_changes_nothing_when_no_call_follows(
    client: FlaskClient, services: Services, batch: BatchHistory
) -> None:
    store(services, batch, call(0, 0, 10))
    tell(services, batch, (11, "paused"), (50, "started"), (60, "paused"))
    assert times(client, batch) == (10.0, 0.0)


def test_rate_cost_and_tokens_are_per_accepted_sample(
    client: FlaskClient, services: Services, batch: BatchHistory
) -> None:
    store(services, batch, call(0, 0, 10), rejected(1, started_at=NOON), call(1, 20, 10))
    found = analytics(client, batch)
    assert (found["active_s"], found["rate_per_minute"]) == (30.0, 4.0)
    assert (found["cost_per_accepted_usd"], found["tokens_per_accepted"]) == (0.0015, 150.0)


def test_series_has_no_gaps_and_sums_up_to_the_counters(
    client: FlaskClient, services: Services, batch: BatchHistory
) -> None:
    limited = failed(3, reason="rate_limited", started_at=NOON + 7)
    store(services, batch, call(0, 0), rejected(1, started_at=NOON + 1), failed(2, started_at=NOON + 4), limited)
    series = analytics(client, batch)["series"]
    columns = {name: [bucket[name] for bucket in series["buckets"]] for name in series["buckets"][0]}
    assert series["bucket_s"] == 1
    assert [unix(at) - NOON for at in columns.pop("at")] == list(range(8))
    assert columns == {
        "accepted": [1, 0, 0, 0, 0, 0, 0, 0],
        "rejected": [0, 1, 0, 0, 0, 0, 0, 0],
        "failed": [0, 0, 0, 0, 1, 0, 0, 0],  # a 429 is no failed sample
        "calls": [1, 1, 0, 0, 1, 0, 0, 1],
        "tokens": [100, 100, 0, 0, 0, 0, 0, 0],
        "cost_usd": [0.001, 0.001, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
    }
    assert (unix(series["start_at"]) - NOON, unix(series["end_at"]) - NOON) == (0, 8)


def test_cost_is_unknown_in_every_bucket_when_no_call_has_a_price(
    client: FlaskClient, services: Services, batch: BatchHistory
) -> None:
    store(services, batch, call(0, 0, cost_usd=None), call(1, 3, cost_usd=None))
    found = analytics(client, batch)
    assert [bucket["cost_usd"] for bucket in found["series"]["buckets"]] == [None] * 4
    assert found["cost_per_accepted_usd"] is None


@pytest.mark.parametrize("lasts_s", [0, 9, 10, 100, 1000, 86_400, 40 * 86_400, 3000 * 86_400])
@pytest.mark.parametrize("points", [10, 120, 500])
def test_series_is_as_fine_as_the_points_allow(
    client: FlaskClient, services: Services, batch: BatchHistory, lasts_s: int, points: int
) -> None:
    store(services, batch, call(0, 0.25), call(1, 0.25 + lasts_s))
    series = analytics(client, batch, points=points)["series"]
    assert len(series["buckets"]) <= points
    assert sum(bucket["calls"] for bucket in series["buckets"]) == 2
    assert series["bucket_s"] in STEPS_S or series["bucket_s"] % STEPS_S[-1] == 0
    finer = STEPS_S[max(0, STEPS_S.index(series["bucket_s"]) - 1)] if series["bucket_s"] in STEPS_S else 1
    assert series["bucket_s"] == 1 or lasts_s // finer + 1 >= points


def test_failures_are_grouped_by_kind_with_the_newest_message(
    client: FlaskClient, services: Services, batch: BatchHistory
) -> None:
    newest = failed(2, http_status=None, started_at=NOON + 500, message="The newest.")
    store(services, batch, newest, failed(1, http_status=None, started_at=NOON), failed(3, http_status=504))
    store(services, batch, *(rejected(slot, started_at=NOON + slot) for slot in range(3)), call(9, 0))
    groups = analytics(client, batch)["failures"]
    assert [(one["reason"], one["fate"], one["http_status"], one["count"]) for one in groups] == [
        ("too_short", "rejected", 200, 3),
        ("timeout", "failed", None, 2),
        ("timeout", "failed", 504, 1),
    ]
    assert (unix(groups[1]["last_at"]) - NOON, groups[1]["last_message"]) == (500, "The newest.")


def test_judges_call_is_a_failure_when_it_gave_no_scores(
    client: FlaskClient, services: Services, batch: BatchHistory
) -> None:
    judge: dict[str, Any] = {"fate": Fate.JUDGED, "purpose": Purpose.JUDGE, "final": False}
    unreadable = {**judge, "reason": "unreadable", "message": "No scores."}
    cut_off = {**judge, "reason": "cancelled", "message": "Cut off while in flight."}
    store(services, batch, kept(0, **judge), kept(0, **unreadable), kept(0, **cut_off), kept(0))
    (group,) = analytics(client, batch)["failures"]
    assert (group["reason"], group["fate"], group["purpose"], group["count"]) == ("unreadable", "failed", "judge", 1)


def test_refusals_are_counted_by_reason_and_duplicates_together(
    client: FlaskClient, services: Services, batch: BatchHistory
) -> None:
    near = rejected(3, reason="near_duplicate")
    store(services, batch, kept(0), kept(1, content_hash=f"{0:064x}"), near, rejected(4), rejected(5))
    found = analytics(client, batch)
    assert found["duplicates"] == 2
    assert found["rejections"] == [
        {"reason": "too_short", "count": 2},
        {"reason": "duplicate", "count": 1},
        {"reason": "near_duplicate", "count": 1},
    ]


def test_scores_fall_into_ten_buckets_of_which_the_last_holds_1(
    client: FlaskClient, services: Services, batch: BatchHistory
) -> None:
    other = add_batch(services)
    given = (0.0, 0.0999, 0.1, 0.3, 0.7, 0.8999, 0.9, 1.0, None)
    for slot, score in enumerate(given):
        store(services, batch, kept(slot, score=score))
        store(services, other, kept(slot, score=0.25))
    scores = analytics(client, batch)["scores"]
    assert scores == {"scored": 8, "mean": 0.5, "buckets": [2, 1, 0, 1, 0, 0, 0, 1, 1, 2]}


def test_latencies_are_those_within_which_so_many_calls_were_answered(
    client: FlaskClient, services: Services, batch: BatchHistory
) -> None:
    answered = [kept(slot, latency_ms=(slot + 1) * 10) for slot in range(9)]
    refused = [rejected(10 + slot, latency_ms=1000) for slot in range(1)]
    store(services, batch, *answered, *refused, failed(20, latency_ms=60_000))
    assert analytics(client, batch)["latency_ms"] == {"p50": 50, "p90": 90, "p99": 1000}


def test_limits_are_none_when_none_apply_to_the_provider(make_app: MakeApp) -> None:
    app = make_app(tokens_per_minute=0)
    services = app.extensions["gristmill"]
    limited, demo = add_batch(services), add_batch(services, provider="embedded")
    found = [analytics(app.test_client(), batch)["limits"] for batch in (limited, demo)]
    assert [list(limits.values()) for limits in found] == [[25, None], [None, None]]


def test_rows_are_found_by_indexes_and_scores_without_reading_samples(
    client: FlaskClient, services: Services, batch: BatchHistory
) -> None:
    store(services, batch, call(0, 0), call(1, 3))
    told = plans(services.database, lambda: analytics(client, batch))
    read = [plan for plan in told if plan.startswith(("SEARCH", "SCAN")) and ("attempts" in plan or "samples" in plan)]
    assert len(read) >= 4
    assert all("(batch_pk=?" in plan or "COVERING INDEX ix_samples_listed (id>? AND id<?)" in plan for plan in read)
