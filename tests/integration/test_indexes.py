"""The near-duplicate check follows the rows, whoever wrote them and whatever became of them; so does contamination."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from gristmill.contamination import Contamination
from gristmill.db import Database
from gristmill.indexes import Indexes, Judged, NearDuplicates, Scope
from gristmill.outcome import Fate, Judgement, Outcome
from gristmill.template_schema import Check
from models import BatchHistory, Item, Sample, Source, SourceChunk, Template
from tests.makers import kept, rejected
from tests.rows import put_batch

QUESTION = (
    "A cyclist is struck by a delivery van that jumped a red light in {town}. The driver says the cyclist wore no"
    " helmet. How does contributory negligence affect the damages that the cyclist can recover from the delivery"
    " company?"
)
OTHER = (
    "A tenant under a ten year lease sublets the flat without consent. May the landlord forfeit the lease in {town}?"
)
LEEDS, BRISTOL = QUESTION.format(town="Leeds"), QUESTION.format(town="Bristol")
PASSAGE = "the quick brown fox jumps over the lazy dog near the river bank while seven wise owls watch"
LIKED = Judgement(scores={}, score=0.9, tokens=1, cost_usd=None)
NEAR_DUPLICATE = Check.model_validate({"check": "near_duplicate"})


@dataclass(frozen=True)
class Kind:
    """A template, as far as the check cares."""

    name: str = "Legal Q&A"
    kind: str = "qa"
    identity_fields: tuple[str, ...] = ("question",)
    checks: tuple[Check, ...] = (NEAR_DUPLICATE,)


def checking(**says: Any) -> Kind:
    return Kind(checks=(Check.model_validate({"check": "near_duplicate", **says}),))


def near_of(database: Database, batch_pk: int, kind: Judged | None = None, **changes: Any) -> NearDuplicates:
    scope: Scope = changes.pop("scope", "batch")
    found = kind or Kind()
    indexes = changes.pop("indexes", None) or Indexes(database, default_scope=scope)
    made: NearDuplicates = indexes.near_duplicates(batch_pk, demo=False, template_of=lambda name, version: found)
    return made


def candidate(slot: int, question: str, **changes: Any) -> Outcome:
    return kept(slot, content={"question": question}, template="Legal Q&A", **changes)


def put_samples(database: Database, batch_pk: int, outcomes: Sequence[Outcome], **columns: Any) -> None:
    """Store kept outcomes as they are, signatures included."""
    with database.write() as session:
        item_pk = session.scalars(select(Item.id).where(Item.batch_pk == batch_pk)).one()
        usual = {"batch_pk": batch_pk, "item_pk": item_pk, "topic": "t", "difficulty": "d", "provider": "p"}
        usual |= {"model": "m", "prompt_hash": "a", "seed": 1, "prompt_tokens": 1, "completion_tokens": 1}
        usual |= {"latency_ms": 1, "demo": False, "created_at": "", "template": "Legal Q&A", **columns}
        rows = [
            {
                **usual,
                "sample_id": f"smp_{batch_pk}_{outcome.slot}",
                "slot": outcome.slot,
                "ordinal": outcome.slot,
                "attempt": outcome.slot,
                "content": json.dumps(outcome.content),
                "content_hash": f"{outcome.slot}",
                "signature": outcome.signature,
            }
            for outcome in outcomes
            if outcome.fate is Fate.KEPT
        ]
        session.execute(insert(Sample), rows)


def stored(database: Database, *questions: str, batch_id: str = "batch_1_a", **columns: Any) -> int:
    """Make a batch whose samples are these questions; its key."""
    batch_pk = put_batch(database, batch_id=batch_id)
    signed = near_of(database, batch_pk, Kind(checks=())).refuse([candidate(*pair) for pair in enumerate(questions)])
    put_samples(database, batch_pk, signed, **columns)
    return batch_pk


def reasons(outcomes: Sequence[Outcome]) -> list[str | None]:
    return [outcome.reason for outcome in outcomes]


def test_candidate_is_refused_when_a_sample_is_nearly_the_same(database: Database) -> None:
    batch_pk = stored(database, OTHER.format(town="Hull"), LEEDS)
    first, second = near_of(database, batch_pk).refuse([candidate(2, BRISTOL), candidate(3, "What is a tort?")])
    assert (first.fate, first.reason, first.signature) == (Fate.REJECTED, "near_duplicate", None)
    assert f"the same as smp_{batch_pk}_1:" in (first.message or "")
    assert first.findings[-1].message == first.message
    assert first.content == {"question": BRISTOL}
    assert (second.fate, second.signature) == (Fate.KEPT, None)


def test_candidate_is_refused_when_one_of_its_group_is_nearly_the_same(database: Database) -> None:
    near = near_of(database, put_batch(database))
    group = [candidate(0, LEEDS), candidate(1, BRISTOL), candidate(2, OTHER.format(town="Hull"))]
    judged = near.refuse(group)
    assert reasons(judged) == [None, "near_duplicate", None]
    assert 'at the same time ("A cyclist is struck' in (judged[1].message or "")
    assert [outcome.signature is not None for outcome in judged] == [True, False, True]


def test_same_group_gets_the_same_verdict_when_its_commit_failed(database: Database) -> None:
    near = near_of(database, put_batch(database))
    group = [candidate(0, LEEDS), candidate(1, BRISTOL)]
    assert near.refuse(group) == near.refuse(group)


def test_candidate_is_refused_when_the_sample_came_after_the_index(database: Database) -> None:
    batch_pk = put_batch(database)
    near = near_of(database, batch_pk)
    kept_now = near.refuse([candidate(0, LEEDS)])
    put_samples(database, batch_pk, kept_now)
    assert reasons(near.refuse([candidate(1, BRISTOL)])) == ["near_duplicate"]


def test_outcome_is_left_alone_when_it_is_no_sample(database: Database) -> None:
    near = near_of(database, put_batch(database))
    refused = rejected(0, content={"question": LEEDS}, template="Legal Q&A")
    assert near.refuse([refused]) == (refused,)


def test_candidate_is_only_signed_when_its_template_has_no_check(database: Database) -> None:
    batch_pk = stored(database, LEEDS)
    (judged,) = near_of(database, batch_pk, Kind(checks=())).refuse([candidate(1, BRISTOL)])
    assert judged.fate is Fate.KEPT
    assert judged.signature is not None


def test_candidate_is_kept_with_a_finding_when_the_check_only_warns(database: Database) -> None:
    near = near_of(database, stored(database, LEEDS), checking(action="warn"))
    (judged,) = near.refuse([candidate(1, BRISTOL, score=0.9)])
    assert (judged.fate, judged.reason, judged.score) == (Fate.KEPT, None, 0.8)
    assert judged.findings[-1].reason == "near_duplicate"
    assert judged.signature is not None


@pytest.mark.parametrize(("judgement", "score"), [(None, None), (LIKED, 0.9)])
def test_score_is_the_judges_or_none_when_a_candidate_is_refused(
    database: Database, judgement: Judgement | None, score: float | None
) -> None:
    near = near_of(database, stored(database, LEEDS))
    (judged,) = near.refuse([candidate(1, BRISTOL, score=0.9, judgement=judgement)])
    assert (judged.fate, judged.reason, judged.score) == (Fate.REJECTED, "near_duplicate", score)
    assert (judged.signature, judged.findings[-1].reason) == (None, "near_duplicate")


def test_warning_leaves_the_score_when_it_is_the_judges(database: Database) -> None:
    near = near_of(database, stored(database, LEEDS), checking(action="warn"))
    (judged,) = near.refuse([candidate(1, BRISTOL, score=0.9, judgement=LIKED)])
    assert judged.score == 0.9


def test_threshold_of_the_template_counts_when_it_has_one(database: Database) -> None:
    near = near_of(database, stored(database, LEEDS), checking(threshold=0.99))
    assert reasons(near.refuse([candidate(1, BRISTOL)])) == [None]


def test_fields_of_the_check_count_when_it_names_some(database: Database) -> None:
    near = near_of(database, put_batch(database), checking(fields=["answer"]))
    texts = [{"question": LEEDS, "answer": OTHER.format(town=town)} for town in ("Hull", "Hove")]
    group = [replace(candidate(slot, ""), content=content) for slot, content in enumerate(texts)]
    assert reasons(near.refuse(group)) == [None, "near_duplicate"]


@pytest.mark.parametrize(("scope", "says", "reason"), [
    ("batch", None, None),
    ("dataset", None, "near_duplicate"),
    ("batch", "dataset", "near_duplicate"),
    ("dataset", "batch", None),
])  # fmt: skip
def test_other_batches_count_when_the_scope_is_the_dataset(
    database: Database, scope: str, says: str | None, reason: str | None
) -> None:
    stored(database, LEEDS)
    own = put_batch(database, batch_id="batch_1_b")
    with database.write() as session:
        session.query(Template).filter_by(name="Legal Q&A").delete()
        _add_template(session, "Legal Q&A", "qa")
    near = near_of(database, own, checking(scope=says), scope=scope)
    assert reasons(near.refuse([candidate(0, BRISTOL)])) == [reason]


def test_templates_of_one_kind_share_the_dataset_and_others_do_not(database: Database) -> None:
    stored(database, LEEDS, template="My questions")
    with database.write() as session:
        _add_template(session, "My questions", "qa")
    indexes = Indexes(database, default_scope="dataset")
    own = put_batch(database, batch_id="batch_1_b")
    assert reasons(near_of(database, own, indexes=indexes).refuse([candidate(0, BRISTOL)])) == ["near_duplicate"]
    preference = Kind(name="Pairs", kind="preference")
    assert reasons(near_of(database, own, preference, indexes=indexes).refuse([candidate(0, BRISTOL)])) == [None]


def test_samples_of_the_demo_are_no_part_of_the_dataset(database: Database) -> None:
    stored(database, LEEDS, demo=True)
    own = put_batch(database, batch_id="batch_1_b")
    assert reasons(near_of(database, own, scope="dataset").refuse([candidate(0, BRISTOL)])) == [None]


def test_deleted_batch_refuses_nothing_any_more(database: Database) -> None:
    gone, own = stored(database, LEEDS), put_batch(database, batch_id="batch_1_b")
    near = near_of(database, own, scope="dataset")
    assert reasons(near.refuse([candidate(0, BRISTOL)])) == ["near_duplicate"]
    with database.write() as session:
        session.execute(delete(BatchHistory).where(BatchHistory.id == gone))
    assert reasons(near.refuse([candidate(0, BRISTOL)])) == [None]


def test_sample_is_found_when_it_got_the_key_of_a_deleted_one(database: Database) -> None:
    gone, own = stored(database, OTHER.format(town="Hull")), put_batch(database, batch_id="batch_1_b")
    near = near_of(database, own, scope="dataset")
    assert reasons(near.refuse([candidate(0, BRISTOL)])) == [None]
    with database.write() as session:
        session.execute(delete(BatchHistory).where(BatchHistory.id == gone))
    stored(database, LEEDS, batch_id="batch_1_c")
    assert reasons(near.refuse([candidate(0, BRISTOL)])) == ["near_duplicate"]


def test_edited_sample_refuses_only_what_it_is_now(database: Database) -> None:
    batch_pk = stored(database, LEEDS)
    near = near_of(database, batch_pk)
    assert reasons(near.refuse([candidate(1, BRISTOL)])) == ["near_duplicate"]
    edited = near.signature_of(Kind(), {"question": OTHER.format(town="Hull")})
    with database.write() as session:
        session.execute(update(Sample).values(signature=edited))
    assert reasons(near.refuse([candidate(1, BRISTOL)])) == [None]


def test_index_is_there_when_it_was_warmed(database: Database) -> None:
    batch_pk = stored(database, LEEDS)
    near = near_of(database, batch_pk, scope="dataset")
    near.warm([Kind(), Kind(checks=())])
    assert reasons(near.refuse([candidate(1, BRISTOL)])) == ["near_duplicate"]


def test_samples_older_than_signatures_are_passed_over(database: Database) -> None:
    batch_pk = put_batch(database)
    put_samples(database, batch_pk, [candidate(0, LEEDS), candidate(1, LEEDS, signature=b"\x00old")])
    assert reasons(near_of(database, batch_pk).refuse([candidate(2, BRISTOL)])) == [None]


def test_run_of_a_benchmark_is_found_across_its_chunks(database: Database) -> None:
    words = PASSAGE.split()
    _add_benchmark(database, "b1", [(" ".join(words[:9]), None), (" ".join(words[9:]), None)])
    found = Indexes(database, default_scope="batch").contamination()
    assert found.overlap(f"Well, {PASSAGE.title()}!") == PASSAGE
    assert found.overlap(f"Well, {' '.join(words[:12])}!") is None
    assert found.overlap(f"Well, {' '.join(words[:12])}!", 8) == " ".join(words[:12])


def test_fields_of_a_benchmark_row_stand_alone(database: Database) -> None:
    words = PASSAGE.split()
    fields = {"question": " ".join(words[:13]), "choices": [" ".join(words[13:]), 4]}
    _add_benchmark(database, "b1", [("as text", json.dumps(fields))])
    found = Indexes(database, default_scope="batch").contamination()
    assert found.overlap(PASSAGE) == " ".join(words[:13])


def test_contamination_follows_the_benchmarks_when_they_change(database: Database) -> None:
    indexes = Indexes(database, default_scope="batch")
    none = indexes.contamination()
    assert none.overlap(PASSAGE) is None
    _add_benchmark(database, "b1", [(PASSAGE, None)])
    there = indexes.contamination()
    assert there.overlap(PASSAGE) == PASSAGE
    assert indexes.contamination() is there
    with database.write() as session:
        session.execute(update(Source).values(deleted_at="2026-01-01T00:00:00+00:00"))
    assert indexes.contamination().overlap(PASSAGE) is None


def test_source_to_write_from_is_no_contamination(database: Database) -> None:
    _add_benchmark(database, "b1", [(PASSAGE, None)], purpose="seed")
    found: Contamination = Indexes(database, default_scope="batch").contamination()
    assert found.overlap(PASSAGE) is None


def _add_template(session: Any, name: str, kind: str) -> None:
    row = Template(template_id=name, name=name, kind=kind, version=1, built_in=False, created_at="", updated_at="")
    session.add(row)


def _add_benchmark(
    database: Database, source_id: str, chunks: Sequence[tuple[str, str | None]], purpose: str = "benchmark"
) -> None:
    with database.write() as session:
        source = Source(source_id=source_id, name="b", purpose=purpose, media="text", sha256="", size_bytes=1)
        source.chunk_count, source.created_at = len(chunks), ""
        session.add(source)
        session.flush()
        for number, (text, fields) in enumerate(chunks):
            session.add(SourceChunk(source_pk=source.id, number=number, text=text, fields=fields))
