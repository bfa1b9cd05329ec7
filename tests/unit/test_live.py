"""The live board and the bell."""

from __future__ import annotations

from gristmill.live import KEEP_ENDED_S, MAX_ENDED, Bell, LiveBatch, LiveBoard


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


def test_ended_batch_shows_what_it_showed_last_when_it_is_asked_for() -> None:
    board = LiveBoard()
    board.post(LiveBatch(batch_id="b", rate_per_minute=12.0, eta_s=7.0, quota={"used": 3}, in_flight=3))
    board.retire("b", 100.0)
    last = LiveBatch(batch_id="b", rate_per_minute=12.0, quota={"used": 3})
    assert (board.get("b"), board.last("b", 101.0)) == (None, last)


def test_ended_batch_is_forgotten_when_a_day_has_passed() -> None:
    board = LiveBoard()
    board.post(LiveBatch(batch_id="b"))
    board.retire("b", 100.0)
    just_before = board.last("b", 100.0 + KEEP_ENDED_S - 1)
    assert (just_before is not None, board.last("b", 100.0 + KEEP_ENDED_S)) == (True, None)


def test_oldest_ended_batch_is_forgotten_when_there_are_too_many() -> None:
    board = LiveBoard()
    for number in range(MAX_ENDED + 1):
        board.post(LiveBatch(batch_id=str(number)))
        board.retire(str(number), float(number))
    kept = [number for number in range(MAX_ENDED + 1) if board.last(str(number), float(MAX_ENDED))]
    assert kept == list(range(1, MAX_ENDED + 1))


def test_end_is_counted_once_when_a_batch_is_retired_again() -> None:
    board = LiveBoard()
    board.post(LiveBatch(batch_id="b"))
    board.retire("b", 0.0)
    board.retire("b", KEEP_ENDED_S - 1)
    assert board.last("b", KEEP_ENDED_S) is None


def test_batch_is_no_ended_one_when_it_runs_again() -> None:
    board = LiveBoard()
    board.post(LiveBatch(batch_id="b", in_flight=1))
    board.retire("b", 0.0)
    board.post(LiveBatch(batch_id="b", in_flight=2))
    assert (board.last("b", 1.0), board.get("b")) == (None, LiveBatch(batch_id="b", in_flight=2))


def test_cleared_batch_is_no_ended_one() -> None:
    board = LiveBoard()
    board.post(LiveBatch(batch_id="b"))
    board.clear("b")
    board.retire("b", 0.0)
    assert board.last("b", 0.0) is None
