"""What becomes of a sample when a result lands on it: reviewed anew, once only, and shown under its own id."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from gristmill.lifecycle import BatchStatus, Review
from gristmill.outcome import Fate, Outcome
from gristmill.prompts import DEFAULT_TEMPLATE
from gristmill.services import Services
from gristmill.stores import batches, enrichment_orders, reviews
from gristmill.stores.enrichments import Enrichment
from gristmill.stores.reviews import Decision
from models import BatchHistory, Sample
from tests.makers import ORDER, add_batch, claim, kept, row_of, store

REASONING = "1. Section 175 of the Companies Act 2006 applies here. 2. So the profit belongs to the company."
ORDERED = Enrichment(template="Add rationale", version=1, fields={"rationale": "reasoning"})


@pytest.fixture
def enrichment(services: Services) -> BatchHistory:
    """A running enrichment of the only sample that there is, which a person has approved."""
    batch = add_batch(services, target_count=1)
    claim(services)
    store(services, batch, kept(0, template=DEFAULT_TEMPLATE))
    with services.database.write() as session:
        sample = session.scalars(select(Sample)).one()
        reviews.decide(session, services.log, sample, Decision(review=Review.APPROVED, by="Ada"))
        ended = session.get_one(BatchHistory, batch.id)
        batches.end(session, services.log, ended, BatchStatus.COMPLETED, reason=None)
        wanted = replace(ORDER, template="Add rationale", items=())
        enrichment_orders.start(session, services.log, wanted, ORDERED, [Sample.id == sample.id])
    return claim(services)


def result(**changes: Any) -> Outcome:
    return kept(0, content={"rationale": REASONING, "holds": True}, content_hash=None, **changes)


def sample_of(services: Services) -> Sample:
    with services.database.read() as session:
        return session.scalars(select(Sample)).one()


def test_sample_waits_for_review_again_when_what_was_approved_is_replaced(
    services: Services, enrichment: BatchHistory
) -> None:
    assert sample_of(services).reviewed_by == "Ada"
    store(services, enrichment, result())
    sample = sample_of(services)
    assert (sample.review, sample.reviewed_at, sample.reviewed_by) == ("pending", None, None)


def test_second_result_is_refused_when_the_slot_has_one(services: Services, enrichment: BatchHistory) -> None:
    store(services, enrichment, result())
    recorded = store(services, enrichment, result())
    assert [(outcome.fate, outcome.reason) for outcome in recorded.outcomes] == [(Fate.REJECTED, "surplus")]
    assert (sample_of(services).version, row_of(services, enrichment).samples_generated) == (2, 1)


def test_result_is_shown_under_the_id_of_its_sample(services: Services, enrichment: BatchHistory) -> None:
    recorded = store(services, enrichment, result())
    assert recorded.last_sample is not None
    assert recorded.last_sample["sample_id"] == sample_of(services).sample_id


def test_follower_is_marked_as_demo_when_its_own_provider_is(services: Services) -> None:
    batch = add_batch(
        services,
        target_count=1,
        enrich_after=json.loads(replace(ORDERED, provider="embedded", model="small").as_json()),
    )
    claim(services)
    store(services, batch, kept(0, template=DEFAULT_TEMPLATE))
    with services.database.write() as session:
        ended = session.get_one(BatchHistory, batch.id)
        batches.end(session, services.log, ended, BatchStatus.COMPLETED, reason=None)
        follower = enrichment_orders.follow(session, services.log, ended)
    assert follower is not None
    assert (batch.demo, follower.demo) == (False, True)
