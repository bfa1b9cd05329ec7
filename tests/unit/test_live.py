"""The live board and the bell."""

from __future__ import annotations

from gristmill.live import Bell, LiveBatch, LiveBoard


def test_batch_is_shown_whole_until_it_is_cleared() -> None:
    board = LiveBoard()
    live = LiveBatch(batch_id="b", rate_per_minute=12.345, eta_s=7.77, in_flight=3)
    board.post(live)
    assert board.get("b") is live
    board.clear("b")
    board.clear("b")
    assert board.get("b") is None


def test_numbers_are_rounded_when_shown() -> None:
    shown = LiveBatch(batch_id="b", rate_per_minute=12.345, eta_s=7.77, in_flight=3).as_json()
    assert shown == {"current_sample": None, "rate_per_minute": 12.3, "eta_s": 7.8, "quota": None, "in_flight": 3}


def test_time_left_stays_unknown_when_it_is_unknown() -> None:
    assert LiveBatch(batch_id="b").as_json()["eta_s"] is None


def test_worker_is_absent_until_it_says_otherwise() -> None:
    board = LiveBoard()
    before = board.worker_alive
    board.set_worker_alive(True)
    assert (before, board.worker_alive) == (False, True)


def test_bell_wakes_every_listener_until_it_is_silenced() -> None:
    bell, heard = Bell(), list[str]()
    bell.listen(lambda: heard.append("one"))
    bell.listen(lambda: heard.append("two"))
    bell.ring()
    bell.silence()
    bell.ring()
    assert heard == ["one", "two"]
