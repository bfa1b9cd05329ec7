"""What is kept beside the samples: raw responses, bounded and compressed, and the candidates that were refused."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from gristmill.lifecycle import Purpose
from gristmill.outcome import Fate, Finding, Judgement, Outcome
from gristmill.services import Services
from gristmill.stores.attempts import prepare, record
from gristmill.stores.items import ItemOrder
from models import Attempt, BatchHistory, Rejection, Response, Sample
from tests.makers import AUTHOR, add_batch, failed, items_of, kept, rejected, row_of, store

JUDGEMENT = Judgement(scores={"correct": 0.2}, score=0.2, tokens=50, cost_usd=0.002)


def responses(services: Services) -> dict[int, Response]:
    with services.database.read() as session:
        return {row.attempt: row for row in session.scalars(select(Response))}


def rejections(services: Services) -> list[Rejection]:
    with services.database.read() as session:
        return list(session.scalars(select(Rejection).order_by(Rejection.attempt)))


def store_keeping(services: Services, batch: BatchHistory, keep_bytes: int, *outcomes: Outcome) -> None:
    item_pk = items_of(services, batch)[0].id
    own = [replace(outcome, item_pk=item_pk) for outcome in outcomes]
    with services.database.read() as session:
        group = prepare(session, batch.id, AUTHOR, own, now=0.0, keep_bytes=keep_bytes)
    with services.database.write() as session:
        record(session, group)


def test_response_of_every_attempt_is_kept_as_it_came(services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, kept(0, raw=b"one"), rejected(1, raw=b"two"), failed(2, raw=b"three"), failed(3))
    found = responses(services)
    assert {number: zlib.decompress(row.body) for number, row in found.items()} == {1: b"one", 2: b"two", 3: b"three"}
    assert (found[3].raw_bytes, found[3].truncated) == (5, False)


def test_response_is_cut_when_it_is_longer_than_is_kept(services: Services) -> None:
    store_keeping(services, add_batch(services), 4, kept(0, raw=b"123456789"))
    row = responses(services)[1]
    assert (zlib.decompress(row.body), row.raw_bytes, row.truncated) == (b"1234", 9, True)


def test_no_response_is_kept_when_none_is_wanted(services: Services) -> None:
    store_keeping(services, add_batch(services), 0, kept(0, raw=b"123456789"))
    assert responses(services) == {}


def test_responses_have_the_numbers_of_their_attempts_when_groups_follow_each_other(services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, kept(0), kept(1, raw=b"a"))
    store(services, batch, failed(2), rejected(2, raw=b"b"))
    assert sorted(responses(services)) == [2, 4]


def test_refused_candidate_is_kept_with_its_reason_and_findings(services: Services) -> None:
    batch = add_batch(services)
    finding = Finding("words", "too_short", "The answer has 3 words.")
    refusal: dict[str, Any] = {
        "content": {"question": "Why?"},
        "findings": (finding,),
        "score": 0.9,
        "template": "Legal Q&A",
    }
    store(services, batch, kept(0), rejected(1, **refusal))
    (row,) = rejections(services)
    assert (row.attempt, row.slot, row.reason, row.score) == (2, 1, "too_short", 0.9)
    assert (json.loads(row.content or ""), row.template) == ({"question": "Why?"}, "Legal Q&A")
    assert json.loads(row.findings) == [{"check": "words", "reason": "too_short", "message": "The answer has 3 words."}]


def test_unreadable_candidate_is_kept_without_content(services: Services) -> None:
    store(services, add_batch(services), rejected(0, reason="not_json"))
    assert [(row.content, row.reason) for row in rejections(services)] == [(None, "not_json")]


def test_judges_scores_are_kept_when_it_refused(services: Services) -> None:
    store(services, add_batch(services), rejected(0, reason="judge", score=0.2, judgement=JUDGEMENT))
    (row,) = rejections(services)
    assert (row.score, json.loads(row.scores or "")) == (0.2, {"correct": 0.2})


def test_duplicate_is_kept_with_its_content(services: Services) -> None:
    store(services, add_batch(services), kept(0), kept(1, content_hash=f"{0:064x}"))
    (row,) = rejections(services)
    assert (row.reason, json.loads(row.content or "")["question"][:10]) == ("duplicate", "Question 1")


def test_surplus_is_no_refused_candidate(services: Services) -> None:
    batch = add_batch(services, items=(ItemOrder(target_count=1),))
    store(services, batch, kept(0), kept(1))
    assert rejections(services) == []
    assert json.loads(row_of(services, batch).reason_counts) == {"surplus": 1}


def test_reasons_are_counted_when_groups_follow_each_other(services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, rejected(0), rejected(1, reason="refusal"), kept(2), failed(3))
    store(services, batch, rejected(0), kept(1))
    row = row_of(services, batch)
    assert json.loads(row.reason_counts) == {"too_short": 2, "refusal": 1}
    assert row.rejected_count == 3


class Index:
    """Refuses every second kept outcome, and remembers what it was told to keep."""

    def __init__(self) -> None:
        self.kept: list[int] = []

    def refuse(self, outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
        refusal: dict[str, Any] = {"fate": Fate.REJECTED, "reason": "near_duplicate", "message": "Nearly the same."}
        return tuple(
            replace(outcome, **refusal) if outcome.slot % 2 else replace(outcome, signature=b"s")
            for outcome in outcomes
        )

    def keep(self, outcomes: Sequence[Outcome]) -> None:
        self.kept += [outcome.slot for outcome in outcomes if outcome.fate is Fate.KEPT]


def test_near_duplicates_are_refused_by_the_index_that_is_given(services: Services) -> None:
    batch = add_batch(services)
    item_pk = items_of(services, batch)[0].id
    with services.database.read() as session:
        own = [kept(0, item_pk=item_pk), kept(1, item_pk=item_pk)]
        group = prepare(session, batch.id, AUTHOR, own, now=0.0, near=Index())
    with services.database.write() as session:
        record(session, group)
    with services.database.read() as session:
        assert list(session.scalars(select(Sample.signature))) == [b"s"]
    assert [row.reason for row in rejections(services)] == ["near_duplicate"]


@pytest.mark.parametrize(("judgement", "score"), [(None, None), (JUDGEMENT, 0.2)])
def test_score_of_a_duplicate_is_the_judges_or_none(
    services: Services, judgement: Judgement | None, score: float | None
) -> None:
    told: dict[str, Any] = {"score": judgement.score if judgement else 1.0, "judgement": judgement}
    store(services, add_batch(services), kept(0, **told), kept(1, content_hash=f"{0:064x}", **told))
    assert [(row.reason, row.score) for row in rejections(services)] == [("duplicate", score)]


def test_sample_carries_what_it_was_made_with_and_how_it_was_judged(services: Services) -> None:
    finding = Finding("citation", "citation_form", "No citation.")
    told: dict[str, Any] = {
        "template": "Legal Q&A",
        "template_version": 3,
        "source_ref": "src_1#2",
        "findings": (finding,),
    }
    store(services, add_batch(services), kept(0, **told, score=0.2, judgement=JUDGEMENT))
    with services.database.read() as session:
        sample = session.scalars(select(Sample)).one()
    assert (sample.template, sample.template_version, sample.source_ref) == ("Legal Q&A", 3, "src_1#2")
    assert (sample.score, json.loads(sample.scores or ""), sample.cached_tokens) == (0.2, {"correct": 0.2}, 10)
    assert (sample.judge_tokens, sample.judge_cost_usd, sample.cost_usd) == (50, 0.002, 0.001)
    assert json.loads(sample.findings)[0]["reason"] == "citation_form"


def test_judges_attempt_says_what_it_was_for_and_who_answered(services: Services) -> None:
    batch = add_batch(services)
    store(services, batch, judged(0), kept(0))
    with services.database.read() as session:
        row = session.scalars(select(Attempt).order_by(Attempt.number)).first()
    assert row is not None
    assert (row.purpose, row.fate, row.provider, row.model) == ("judge", "judged", "groq", "critic")


def judged(slot: int, **changes: Any) -> Outcome:
    """A call of a judge for a slot: 100 tokens at another model."""
    call: dict[str, Any] = {
        "fate": Fate.JUDGED,
        "purpose": Purpose.JUDGE,
        "final": False,
        "provider": "groq",
        "model": "critic",
    }
    nothing = {"content": None, "content_hash": None, "cost_usd": 0.002}
    return kept(slot, **{**call, **nothing, **changes})
