"""Enrichment in the database: which samples a batch works on, and how a result lands on one.

A result becomes new fields, or a new version where a field was there already; the old content is kept. What a person
wrote is never replaced unless the order says so. One slot of the batch is one sample, and is settled once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, func, insert, literal, or_, select
from sqlalchemy.orm import Session

from gristmill.clock import iso
from gristmill.errors import DuplicateContent, IllegalMove, NotFound
from gristmill.lifecycle import BatchStatus, Origin, Review
from gristmill.outcome import Fate, Outcome
from gristmill.stores import sample_versions, templates
from gristmill.stores.duplicates import DUPLICATE, SURPLUS, refused
from models import BatchHistory, EnrichmentTarget, Item, Sample, SampleVersion

BAD_SCHEMA = "bad_schema"  # a reason, as the checks of candidates say it
APPLIED, KEPT = "applied", "kept"  # what became of a target: the result landed, or a person's text stood in its place


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrichment:
    """What a batch does to samples; as JSON in `batch_history.enrichment`, or in `enrich_after` for a later one.

    `fields` says which of the template's fields land, and as what: `{"rationale": "rationale"}`; None means all, under
    their own names. `overwrite` lets them replace what a person edited.
    """

    template: str
    version: int
    fields: Mapping[str, str] | None = None
    overwrite: bool = False
    provider: str | None = None
    model: str | None = None

    @classmethod
    def from_json(cls, told: str) -> Enrichment:
        return cls(**json.loads(told))

    def as_json(self) -> str:
        shown = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return json.dumps({**shown, "fields": None if self.fields is None else dict(self.fields)}, ensure_ascii=False)

    def land(self, result: Mapping[str, Any]) -> dict[str, Any]:
        """Give the fields of a result the names that they get on the sample; a null adds nothing."""
        names = {name: name for name in result} if self.fields is None else self.fields
        return {to: result[name] for name, to in names.items() if result.get(name) is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A sample as a slot finds it: its content is what the template is given as `sample`."""

    topic: str
    difficulty: str
    content: Mapping[str, Any]
    source_ref: str | None


def aim(session: Session, batch: BatchHistory, chosen: Sequence[ColumnElement[bool]], *, limit: int) -> int:
    """Put the chosen samples into the slots of a batch, in the order of their making; answers how many there are."""
    found = select(Sample.id, Sample.version).where(*chosen).order_by(Sample.id).limit(limit).subquery()
    slot = func.row_number().over(order_by=found.c.id) - 1
    numbered = select(literal(batch.id), slot, found.c.id, found.c.version)
    columns = ["batch_pk", "slot", "sample_pk", "base_version"]
    result: Any = session.execute(insert(EnrichmentTarget).from_select(columns, numbered))
    return int(result.rowcount)


def subject(session: Session, batch_pk: int, slot: int) -> Subject:
    """Read the sample of a slot.

    Raises:
        NotFound: it is gone.
    """
    row = session.execute(
        select(Sample.topic, Sample.difficulty, Sample.content, Sample.source_ref)
        .join(EnrichmentTarget, EnrichmentTarget.sample_pk == Sample.id)
        .where(EnrichmentTarget.batch_pk == batch_pk, EnrichmentTarget.slot == slot)
    ).one_or_none()
    if row is None:
        raise NotFound("The sample to enrich is not there any more.")
    return Subject(
        topic=row.topic, difficulty=row.difficulty, content=json.loads(row.content), source_ref=row.source_ref
    )


def sample_id(session: Session, batch_pk: int, slot: int) -> str | None:
    """Name the sample of a slot; None when it is gone."""
    aimed = select(EnrichmentTarget.sample_pk).where(
        EnrichmentTarget.batch_pk == batch_pk, EnrichmentTarget.slot == slot
    )
    return session.scalar(select(Sample.sample_id).where(Sample.id == aimed.scalar_subquery()))


def settled_slots(session: Session, batch: BatchHistory) -> dict[int, list[int]]:
    """List the slots that are done, by item (there is one)."""
    item_pk = session.scalar(select(Item.id).where(Item.batch_pk == batch.id))
    done = select(EnrichmentTarget.slot).where(
        EnrichmentTarget.batch_pk == batch.id, EnrichmentTarget.result.is_not(None)
    )
    return {} if item_pk is None else {item_pk: list(session.scalars(done))}


def apply(session: Session, batch: BatchHistory, outcomes: Sequence[Outcome], *, now: float) -> tuple[Outcome, ...]:
    """Let results land on their samples, in the transaction that records them; answers the outcomes as they ended."""
    order = Enrichment.from_json(batch.enrichment or "{}")
    return tuple(
        _apply_one(session, batch, order, outcome, now=now) if outcome.fate is Fate.KEPT else outcome
        for outcome in outcomes
    )


def refuse_orphaning(session: Session, batch: BatchHistory) -> None:
    """See that no enrichment still wants the samples of a batch that is to be deleted.

    Raises:
        IllegalMove: one does; it is named.
    """
    wanting = (
        select(BatchHistory.batch_id)
        .join(EnrichmentTarget, EnrichmentTarget.batch_pk == BatchHistory.id)
        .join(Sample, Sample.id == EnrichmentTarget.sample_pk)
        .where(
            Sample.batch_pk == batch.id,
            BatchHistory.id != batch.id,
            BatchHistory.status != BatchStatus.COMPLETED,
            EnrichmentTarget.result.is_(None),
        )
        .limit(1)
    )
    other = session.scalar(wanting)
    if other is not None:
        raise IllegalMove(
            batch.batch_id,
            batch.status,
            "deleted",
            f"Batch {batch.batch_id} has samples that the enrichment {other} still wants: delete that one first.",
        )


def edited_by_a_person() -> ColumnElement[bool]:
    """Say of a sample that a person has edited it, now or before."""
    earlier = select(SampleVersion.id).where(
        SampleVersion.sample_pk == Sample.id, SampleVersion.origin == Origin.PERSON.value
    )
    return or_(Sample.origin == Origin.PERSON.value, earlier.exists())


def children(session: Session, batch: BatchHistory) -> list[BatchHistory]:
    """List the enrichments that follow a batch, oldest first."""
    following = select(BatchHistory).where(BatchHistory.parent_pk == batch.id).order_by(BatchHistory.id)
    return list(session.scalars(following))


def _apply_one(session: Session, batch: BatchHistory, order: Enrichment, outcome: Outcome, *, now: float) -> Outcome:
    target = session.get(EnrichmentTarget, (batch.id, outcome.slot))
    sample = session.get(Sample, target.sample_pk) if target else None
    if target is None or sample is None:
        return refused(outcome, SURPLUS, "The sample is not there any more.")
    if target.result is not None:
        return refused(outcome, SURPLUS, "The sample has its result already.")
    before: dict[str, Any] = json.loads(sample.content)
    landing = order.land(outcome.content or {})
    if not order.overwrite:
        stands = _written_by_a_person(session, sample)
        landing = {name: value for name, value in landing.items() if name not in stands}
    changed = {name: value for name, value in landing.items() if before.get(name) != value}
    try:
        template = templates.get(session, sample.template, sample.template_version)
        faults = sample_versions.faults_of(template.schema, {**before, **changed}, before)
        if faults:
            return refused(outcome, BAD_SCHEMA, f"It does not fit the sample: {faults[0].pointer}: {faults[0].detail}.")
        if changed:
            _land(session, batch, sample, before, changed, now=now)
    except DuplicateContent as error:
        return refused(outcome, DUPLICATE, error.detail)
    except NotFound as error:  # of a batch from before there were templates
        return refused(outcome, BAD_SCHEMA, error.detail)
    target.result = APPLIED if changed else KEPT
    return outcome


def _land(
    session: Session,
    batch: BatchHistory,
    sample: Sample,
    before: Mapping[str, Any],
    changed: Mapping[str, Any],
    *,
    now: float,
) -> None:
    sample_versions.replace_content(
        session, sample, {**before, **changed}, origin=Origin.ENRICHMENT, by=batch.batch_id, at=iso(now)
    )
    sample.demo = sample.demo or batch.demo  # what the demo model has had a hand in is not to train on either
    if any(name in before for name in changed) and sample.review == Review.APPROVED:
        # What was approved is not what is there now; new fields beside it leave the decision as it is.
        sample.review = Review.PENDING.value
        sample.review_reason = sample.reviewed_at = sample.reviewed_by = None


def _written_by_a_person(session: Session, sample: Sample) -> set[str]:
    """Name the fields that a person has changed, in whichever version of the sample."""
    olds = select(SampleVersion.content, SampleVersion.origin).where(SampleVersion.sample_pk == sample.id)
    states = [*session.execute(olds.order_by(SampleVersion.version)), (sample.content, sample.origin)]
    read = [(json.loads(content), origin) for content, origin in states]
    return {
        name
        for (before, _), (after, origin) in pairwise(read)
        if origin == Origin.PERSON
        for name in after
        if name not in before or after[name] != before[name]
    }
