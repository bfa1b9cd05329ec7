"""Verdicts, tries and waits after a failed provider call."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gristmill.errors import FailureKind
from gristmill.limits.retry import Verdict, max_tries, verdict, wait_s

K, V = FailureKind, Verdict

TABLE = [
    (K.RATE_LIMITED, V.RETRY, None),
    (K.TIMEOUT, V.RETRY, 5),
    (K.CONNECTION, V.RETRY, 5),
    (K.SERVER_ERROR, V.RETRY, 5),
    (K.UNSUPPORTED_FORMAT, V.RETRY, 4),
    (K.MALFORMED_REPLY, V.RETRY, 3),
    (K.CONTEXT_TOO_LONG, V.FAIL_SLOT, 1),
    (K.BAD_REQUEST, V.FAIL_SLOT, 1),
    (K.CONTENT_FILTERED, V.FAIL_SLOT, 1),
    (K.AUTHENTICATION, V.HALT, 1),
    (K.PERMISSION, V.HALT, 1),
    (K.MODEL_NOT_FOUND, V.HALT, 1),
    (K.QUOTA_EXHAUSTED, V.HALT, 1),
    (K.UNAVAILABLE, V.HALT, 1),
]


@pytest.mark.parametrize(("kind", "expected", "tries"), TABLE)
def test_verdict_and_tries_follow_the_kind(kind: FailureKind, expected: Verdict, tries: int | None) -> None:
    assert (verdict(kind), max_tries(kind)) == (expected, tries)


def test_table_names_every_kind() -> None:
    assert {kind for kind, _, _ in TABLE} == set(FailureKind)


@pytest.mark.parametrize("kind", FailureKind)
@pytest.mark.parametrize("asked_s", [0.25, 90.0, 86_400.0])
def test_wait_is_what_the_provider_asked_when_it_did(kind: FailureKind, asked_s: float) -> None:
    assert wait_s(kind, 1, retry_after_s=asked_s, jitter=0.3) == asked_s


@pytest.mark.parametrize(
    ("kind", "tries", "shortest", "longest"),
    [
        (K.TIMEOUT, 1, 0.5, 1.0),
        (K.CONNECTION, 2, 1.0, 2.0),
        (K.SERVER_ERROR, 4, 4.0, 8.0),
        (K.TIMEOUT, 40, 15.0, 30.0),
        (K.RATE_LIMITED, 6, 16.0, 32.0),
        (K.RATE_LIMITED, 100_000, 30.0, 60.0),
        (K.UNSUPPORTED_FORMAT, 2, 0.0, 0.0),
        (K.MALFORMED_REPLY, 2, 0.0, 0.0),
    ],
)
def test_wait_doubles_up_to_a_cap(kind: FailureKind, tries: int, shortest: float, longest: float) -> None:
    assert wait_s(kind, tries, jitter=0.0) == shortest
    assert wait_s(kind, tries, jitter=0.5) == pytest.approx((shortest + longest) / 2)


@pytest.mark.parametrize("asked_s", [0.0, -5.0])
def test_wait_backs_off_when_the_provider_asks_for_no_time(asked_s: float) -> None:
    assert wait_s(K.RATE_LIMITED, 1, retry_after_s=asked_s, jitter=0.0) == 0.5


@given(st.sampled_from(FailureKind), st.integers(1, 10**6), st.floats(0, 1, exclude_max=True))
def test_wait_is_bounded_when_nothing_was_asked(kind: FailureKind, tries: int, jitter: float) -> None:
    assert 0 <= wait_s(kind, tries, jitter=jitter) <= 60
