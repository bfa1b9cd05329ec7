"""Statuses and the one table of legal moves. Pure: the stores ask here before they move a row.

`stopped` is a person's choice, `failed` is ours. A wish to pause or stop is a column, not a status, so a status always
says what is true now.
"""

from __future__ import annotations

from enum import StrEnum


class BatchStatus(StrEnum):
    QUEUED = "queued"  # waits for its turn
    RUNNING = "running"  # samples are generated for it now
    PAUSED = "paused"  # waits for a person, or for what pause_reason names; holds no slot
    COMPLETED = "completed"  # target_count samples were accepted
    STOPPED = "stopped"  # a person ended it; its samples are kept
    FAILED = "failed"  # we ended it; end_reason says why


LEGAL_MOVES: dict[BatchStatus, frozenset[BatchStatus]] = {
    BatchStatus.QUEUED: frozenset({BatchStatus.RUNNING, BatchStatus.PAUSED, BatchStatus.STOPPED}),
    # running -> queued: shutdown or crash; the batch goes back to the head of the queue and loses nothing.
    BatchStatus.RUNNING: frozenset(
        {
            BatchStatus.QUEUED,
            BatchStatus.PAUSED,
            BatchStatus.COMPLETED,
            BatchStatus.STOPPED,
            BatchStatus.FAILED,
        }
    ),
    BatchStatus.PAUSED: frozenset({BatchStatus.QUEUED, BatchStatus.STOPPED}),  # resume, or give up
    BatchStatus.COMPLETED: frozenset(),
    BatchStatus.STOPPED: frozenset({BatchStatus.QUEUED}),  # retry: for what is missing
    BatchStatus.FAILED: frozenset({BatchStatus.QUEUED}),
}

ENDED = frozenset({BatchStatus.COMPLETED, BatchStatus.STOPPED, BatchStatus.FAILED})


class Drive(StrEnum):
    """Who asks for a batch's samples."""

    WORKER = "worker"  # the background worker, when a slot is free
    CLIENT = "client"  # requests, one sample each; it stands in no queue and holds no slot


class ItemStatus(StrEnum):
    """Where one item of a batch stands."""

    PENDING = "pending"  # wants samples
    COMPLETED = "completed"  # its target is reached
    FAILED = "failed"  # it cannot be filled; its end_reason says why


class PauseCause(StrEnum):
    """Who or what paused a batch."""

    PERSON = "person"
    PROVIDER = "provider"  # no call can succeed until somebody acts: key, model, money
    STORAGE = "storage"  # no space left; goes on by itself when there is some


class BatchKind(StrEnum):
    """What a batch makes."""

    GENERATION = "generation"  # new samples
    ENRICHMENT = "enrichment"  # new fields, or new versions, of samples that there are


class Purpose(StrEnum):
    """What a provider call was for."""

    GENERATE = "generate"
    JUDGE = "judge"


class Review(StrEnum):
    """What a person has decided about a sample."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


class Origin(StrEnum):
    """Who made the content that a sample has now."""

    GENERATED = "generated"
    PERSON = "person"
    ENRICHMENT = "enrichment"


class ExportStatus(StrEnum):
    """Where an export stands."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


STATUS_ALIASES = {"done": BatchStatus.COMPLETED, "error": BatchStatus.FAILED}  # words of seed 002


def may_move(from_status: BatchStatus, to_status: BatchStatus) -> bool:
    """Say whether the table allows the move; staying is not a move."""
    return to_status in LEGAL_MOVES[from_status]


def parse_status(word: str) -> BatchStatus:
    """Read a status as people write it, aliases included; raises ValueError for any other word."""
    try:
        return STATUS_ALIASES.get(word) or BatchStatus(word)
    except ValueError:
        raise ValueError(f"must be one of {', '.join(BatchStatus)}") from None
