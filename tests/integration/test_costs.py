"""Money: what attempts cost is what items and batches say, the judge's part apart, and prices are recorded."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from gristmill.lifecycle import BatchStatus
from gristmill.live import LiveBatch
from gristmill.outcome import Outcome, Usage
from gristmill.outfit import place_of, price_run, rules_of
from gristmill.prompts import DEFAULT_TEMPLATE
from gristmill.services import Services
from gristmill.stores import batches, costs
from gristmill.stores.attempts import calls_since, redraws
from gristmill.stores.items import ItemOrder
from gristmill.template_files import built_in
from models import Attempt, BatchHistory, Event, Item
from tests.conftest import MakeApp
from tests.integration.test_answers_kept import judged
from tests.makers import add_batch, claim, failed, items_of, kept, rejected, row_of, store

RUBRIC = {"rubric": [{"name": "correct", "description": "It is right."}]}
PRICE = {"generation": {"input_per_mtok": 1.0}, "judges": {}}


def sums(services: Services, *where: Any) -> tuple[Any, int, int]:
    """Add up dollars, tokens and cached tokens of attempts."""
    columns = (Attempt.cost_usd, Attempt.prompt_tokens + Attempt.completion_tokens, Attempt.cached_tokens)
    with services.database.read() as session:
        found = session.execute(select(*(func.coalesce(func.sum(column), 0) for column in columns)).where(*where)).one()
    return pytest.approx(found[0]), found[1], found[2]


def assert_bill_is_right(services: Services, batch: BatchHistory) -> None:
    row = row_of(services, batch)
    assert (row.cost_usd or 0.0, row.total_tokens, row.cached_tokens) == sums(services, Attempt.batch_pk == batch.id)
    of_judge = sums(services, Attempt.batch_pk == batch.id, Attempt.purpose == "judge")
    assert (row.judge_cost_usd or 0.0, row.judge_tokens) == of_judge[:2]
    for item in items_of(services, batch):
        assert (item.cost_usd or 0.0, item.total_tokens) == sums(services, Attempt.item_pk == item.id)[:2]


def change(services: Services, batch: BatchHistory, **columns: Any) -> BatchHistory:
    with services.database.write() as session:
        row = session.get_one(BatchHistory, batch.id)
        for name, value in columns.items():
            setattr(row, name, value)
    return row_of(services, batch)


def shown(client: FlaskClient, batch: BatchHistory) -> Any:
    answer = client.get(f"/api/batches/{batch.batch_id}")
    assert answer.status_code == 200
    told: Any = answer.json
    return told["batch"]


def test_bill_is_the_sum_of_the_attempts_when_a_judge_works(services: Services) -> None:
    batch = add_batch(services, items=(ItemOrder(target_count=2), ItemOrder(target_count=2)))
    second = items_of(services, batch)[1].id
    store(services, batch, judged(0), kept(0), rejected(1, cost_usd=0.5), judged(0, item_pk=second, cost_usd=0.25))
    store(services, batch, kept(0, item_pk=second, content_hash="c" * 64), failed(1), judged(1, usage=Usage()))
    assert_bill_is_right(services, batch)
    assert row_of(services, batch).judge_tokens == 200


def test_judges_calls_are_no_draws(services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, judged(0), judged(0, reason="timeout", message="No answer."), kept(0))
    row = row_of(services, batch)
    assert (row.attempts, row.samples_generated, row.rejected_count, row.failed_count) == (3, 1, 0, 0)
    assert [error["kind"] for error in json.loads(row.errors)] == ["timeout"]
    with services.database.read() as session:
        assert redraws(session, batch.id) == {}


def test_judges_calls_count_against_the_judges_quota(services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, judged(0, usage=Usage(60, 40)), judged(1, usage=Usage(), reason="timeout"), kept(0))
    with services.database.read() as session:
        calls = calls_since(session, "groq", "critic", since=0.0, cached_count=True)
    assert [tokens for _, tokens in calls] == [100, None]


OUTCOMES = st.lists(st.tuples(st.sampled_from([kept, rejected, failed, judged]), st.integers(0, 999)), max_size=8)


@given(groups=st.lists(OUTCOMES.filter(bool), max_size=4))
@hypothesis_settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bill_is_the_sum_of_the_attempts_whatever_comes(services: Services, groups: Any) -> None:
    batch = add_batch(services, target_count=100)
    slots = iter(range(1000))
    for group in groups:
        store(services, batch, *(_of_cost(make, cost, next(slots)) for make, cost in group))
    assert_bill_is_right(services, batch)


def _of_cost(make: Any, cost: int, slot: int) -> Outcome:
    made: Outcome = make(slot, cost_usd=cost / 1000 if cost % 3 else None, usage=Usage(cost, 7, cost // 2))
    return made


def test_batch_shows_its_money_and_tokens_in_parts(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, judged(0, cost_usd=0.25), kept(0, cost_usd=0.5), rejected(1, cost_usd=None))
    child = add_batch(services)
    change(services, child, parent_pk=batch.id, cost_usd=2.0)
    view = shown(client, batch)
    assert view["cost"] == {"generation_usd": 0.5, "judge_usd": 0.25, "enrichment_usd": 2.0, "total_usd": 2.75}
    assert view["tokens"] == {"generation": 200, "judge": 100, "cached": 30, "total": 300}
    assert view["items"][0]["cost_usd"] == 0.75


def test_cost_is_null_when_no_price_is_known(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, kept(0, cost_usd=None))
    assert set(shown(client, batch)["cost"].values()) == {None}


def test_top_reasons_are_the_most_frequent_first(client: FlaskClient, services: Services) -> None:
    batch = add_batch(services)
    counts = {"a": 1, "b": 9, "c": 3, "d": 2, "e": 5, "f": 4}
    change(services, batch, reason_counts=json.dumps(counts))
    view = shown(client, batch)
    assert [(top["reason"], top["count"]) for top in view["top_reasons"]] == [
        ("b", 9),
        ("e", 5),
        ("f", 4),
        ("c", 3),
        ("d", 2),
    ]
    assert view["reason_counts"] == counts


@pytest.mark.parametrize(("judging", "stage"), [(0, "generating"), (1, "generating"), (2, "validating")])
def test_stage_is_validating_when_all_that_is_missing_is_with_the_judge(
    client: FlaskClient, services: Services, judging: int, stage: str
) -> None:
    add_batch(services, target_count=3)
    batch = claim(services)
    store(services, batch, kept(0))
    services.board.post(LiveBatch(batch_id=batch.batch_id, judging=judging))
    assert shown(client, batch)["stage"] == stage


def test_stage_is_enriching_when_an_enrichment_follows_and_is_open(client: FlaskClient, services: Services) -> None:
    batch, child = add_batch(services), add_batch(services)
    with services.database.write() as session:
        batches.end(session, services.log, session.get_one(BatchHistory, batch.id), BatchStatus.STOPPED, reason="x")
    assert shown(client, batch)["stage"] == "done"
    change(services, child, parent_pk=batch.id, kind="enrichment")
    assert (shown(client, batch)["stage"], shown(client, child)["stage"]) == ("enriching", "enriching")


def test_price_is_stored_and_told_only_when_it_changes(services: Services) -> None:
    batch = add_batch(services)
    for price in (PRICE, PRICE, {**PRICE, "generation": {"input_per_mtok": 2.0}}):
        with services.database.write() as session:
            costs.note_price(session, services.log, session.get_one(BatchHistory, batch.id), price)
    with services.database.read() as session:
        told = list(session.scalars(select(Event.data).where(Event.kind == "price.changed")))
    assert [json.loads(data)["to"]["generation"]["input_per_mtok"] for data in told] == [2.0]
    assert json.loads(row_of(services, batch).price or "")["generation"]["input_per_mtok"] == 2.0


def test_run_is_priced_with_its_judges(make_app: MakeApp) -> None:
    app = make_app(prices='{"openai_compatible/*": {"input": 1, "output": 2}}')
    services: Services = app.extensions["gristmill"]
    batch = add_batch(services)
    batch = change(services, batch, judge=json.dumps({**RUBRIC, "provider": "embedded", "model": "tiny"}))
    prices = price_run(services, batch)
    assert prices.generation is not None
    assert (prices.generation.source, list(prices.judges)) == ("settings", [("embedded", "tiny")])
    stored = json.loads(row_of(services, batch).price or "")
    assert (stored["generation"]["output_per_mtok"], stored["judges"]["embedded/tiny"]["source"]) == (2.0, "embedded")


def test_judge_is_the_batchs_own_when_it_names_one(services: Services) -> None:
    template = built_in()[DEFAULT_TEMPLATE]
    batch = add_batch(services)
    assert rules_of(batch, template) == template.judge
    ruled = rules_of(change(services, batch, judge=json.dumps(RUBRIC)), template)
    assert ruled is not None
    assert place_of(ruled, batch, services.settings) == ("openai_compatible", "scripted-1")
    assert rules_of(change(services, batch, judge="false"), template) is None


def test_items_keep_their_cost_apart(services: Services) -> None:
    batch = add_batch(services, items=(ItemOrder(target_count=2), ItemOrder(target_count=2)))
    first, second = items_of(services, batch)
    store(services, batch, kept(0, cost_usd=0.25), kept(0, item_pk=second.id, content_hash="d" * 64, cost_usd=0.5))
    with services.database.read() as session:
        assert list(session.scalars(select(Item.cost_usd).order_by(Item.number))) == [0.25, 0.5]
    assert first.number == 1
