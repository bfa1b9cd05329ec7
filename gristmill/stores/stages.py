"""The stage that a batch is at, as people see it: generating, validating, enriching or done. A word, and no column."""

from __future__ import annotations

from enum import StrEnum

from gristmill.lifecycle import ENDED, BatchKind, BatchStatus
from gristmill.live import LiveBatch
from models import BatchHistory


class Stage(StrEnum):
    """What happens to a batch's samples now, or next if it waits."""

    GENERATING = "generating"  # samples are drawn
    VALIDATING = "validating"  # all that are missing are drawn, and are with the judge
    ENRICHING = "enriching"  # fields are added: it is an enrichment, or one that follows it is not over
    DONE = "done"


def stage_of(batch: BatchHistory, live: LiveBatch | None, *, is_followed: bool) -> Stage:
    """Say the stage; `is_followed` says that an enrichment of the batch is not over yet."""
    if batch.status in ENDED:
        return Stage.ENRICHING if is_followed else Stage.DONE
    if batch.kind == BatchKind.ENRICHMENT:
        return Stage.ENRICHING
    judging = live.judging if live is not None and batch.status == BatchStatus.RUNNING else 0
    missing = batch.target_count - batch.samples_generated
    return Stage.VALIDATING if judging and judging >= missing else Stage.GENERATING
