"""The desk: what a request meets when the worker is absent, silent, or has too much to do."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

import pytest

from gristmill.desk import MAX_WAITING, PATIENCE_S, Desk, Drawn, Handlers
from gristmill.errors import NoSample, WorkerAbsent
from gristmill.prompts import DEFAULT_TEMPLATE
from gristmill.template_files import built_in
from gristmill.trial import Trial, Tried

TRIAL = Trial(template=built_in()[DEFAULT_TEMPLATE], briefs=(), provider="embedded", model="m", max_wait_s=0)
AT_ONCE_S = -PATIENCE_S  # of a call: the desk then waits for no time at all


def desk_of(preview: Future[tuple[Tried, ...]], draw: Future[Drawn] | None = None) -> Desk:
    desk = Desk()
    desk.open(Handlers(draw=lambda *_: draw or Future(), preview=lambda _: preview))
    return desk


def test_preview_is_cut_off_when_the_worker_is_silent() -> None:
    asked: Future[tuple[Tried, ...]] = Future()
    with pytest.raises(WorkerAbsent):
        desk_of(asked).preview(TRIAL, call_s=AT_ONCE_S)
    assert asked.cancelled()


def test_draw_goes_on_when_the_worker_is_silent() -> None:
    asked: Future[Drawn] = Future()
    with pytest.raises(WorkerAbsent):
        desk_of(Future(), asked).draw("batch_1", max_wait_s=0, call_s=AT_ONCE_S)
    assert not asked.cancelled()


def test_seat_is_free_again_when_a_preview_fails() -> None:
    failed: Future[tuple[Tried, ...]] = Future()
    failed.set_exception(NoSample("Nothing came."))
    desk = desk_of(failed)
    for _ in range(MAX_WAITING + 1):
        with pytest.raises(NoSample):
            desk.preview(TRIAL, call_s=0)


def test_closed_desk_takes_nothing() -> None:
    done: Future[Any] = Future()
    done.set_result(())
    desk = desk_of(done)
    assert desk.is_open and desk.preview(TRIAL, call_s=0) == ()
    desk.close()
    with pytest.raises(WorkerAbsent):
        desk.preview(TRIAL, call_s=0)
