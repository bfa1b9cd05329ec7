"""The table of legal moves."""

from __future__ import annotations

import itertools

import pytest

from gristmill.lifecycle import ENDED, BatchStatus, may_move, parse_status

LEGAL = {
    ("queued", "running"),
    ("queued", "paused"),
    ("queued", "stopped"),
    ("running", "queued"),
    ("running", "paused"),
    ("running", "completed"),
    ("running", "stopped"),
    ("running", "failed"),
    ("paused", "queued"),
    ("paused", "stopped"),
    ("stopped", "queued"),
    ("failed", "queued"),
}


@pytest.mark.parametrize(("from_status", "to_status"), list(itertools.product(BatchStatus, repeat=2)))
def test_move_is_allowed_when_it_is_in_the_table(from_status: BatchStatus, to_status: BatchStatus) -> None:
    assert may_move(from_status, to_status) == ((from_status.value, to_status.value) in LEGAL)


def test_batch_that_has_ended_moves_only_back_into_the_queue() -> None:
    assert {"completed", "stopped", "failed"} == ENDED
    moves = {other for ended in ENDED for other in BatchStatus if may_move(ended, other)}
    assert moves == {BatchStatus.QUEUED}
    assert not any(may_move(BatchStatus.COMPLETED, other) for other in BatchStatus)


@pytest.mark.parametrize(
    ("word", "status"), [("done", "completed"), ("error", "failed"), *((status, status) for status in BatchStatus)]
)
def test_word_is_read_when_it_is_a_status_or_an_alias(word: str, status: str) -> None:
    assert parse_status(word) == status


@pytest.mark.parametrize("word", ["", "Running", "finished", "done "])
def test_word_is_refused_when_it_is_no_status(word: str) -> None:
    with pytest.raises(ValueError):
        parse_status(word)
