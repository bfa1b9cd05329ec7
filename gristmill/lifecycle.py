"""Statuses and the one table of legal moves. Pure: the stores ask here before they move a row.

`stopped` is a person's choice, `failed` is ours. A wish to stop is a column, not a status, so a status always says
what is true now.
"""

from __future__ import annotations

from enum import StrEnum


class BatchStatus(StrEnum):
    QUEUED = "queued"  # waits for its turn
    RUNNING = "running"  # the worker generates for it now
    COMPLETED = "completed"  # target_count samples were accepted
    STOPPED = "stopped"  # a person ended it; its samples are kept
    FAILED = "failed"  # we ended it; end_reason says why


LEGAL_MOVES: dict[BatchStatus, frozenset[BatchStatus]] = {
    BatchStatus.QUEUED: frozenset({BatchStatus.RUNNING, BatchStatus.STOPPED}),
    # running -> queued: shutdown or crash; the batch goes back to the head of the queue and loses nothing.
    BatchStatus.RUNNING: frozenset(
        {BatchStatus.QUEUED, BatchStatus.COMPLETED, BatchStatus.STOPPED, BatchStatus.FAILED}
    ),
    BatchStatus.COMPLETED: frozenset(),
    BatchStatus.STOPPED: frozenset(),
    BatchStatus.FAILED: frozenset(),
}

ENDED = frozenset({BatchStatus.COMPLETED, BatchStatus.STOPPED, BatchStatus.FAILED})

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
