"""What to do after a failed provider call: try again, give the slot up, or halt the batch.

Pure tables. It never waits, never draws a random number and never looks at messages: the kind alone decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from gristmill.errors import FailureKind

FIRST_WAIT_S = 1.0  # our choice, doubled at every try
TRANSPORT_CAP_S = 30.0  # our choice
RATE_LIMITED_CAP_S = 60.0  # a per-minute budget is whole again after a minute


class Verdict(StrEnum):
    """What a failure means for its batch."""

    RETRY = "retry"  # the same slot again, through the limiter
    FAIL_SLOT = "fail_slot"  # record it and draw the slot anew
    HALT = "halt"  # no call can succeed: pause the batch with the reason


# Tries in all, the first one included; None is without end: a 429 is never the sample's fault.
_RETRIED: Mapping[FailureKind, int | None] = MappingProxyType(
    {
        FailureKind.RATE_LIMITED: None,
        FailureKind.TIMEOUT: 5,  # our choice, as for the next two: about 15 s of waiting in all
        FailureKind.CONNECTION: 5,
        FailureKind.SERVER_ERROR: 5,
        FailureKind.MALFORMED_REPLY: 3,  # the first draw and two redraws
        FailureKind.UNSUPPORTED_FORMAT: 4,  # the provider steps down its three formats, and one to spare
    }
)
_HALTING = frozenset(
    {
        FailureKind.AUTHENTICATION,
        FailureKind.PERMISSION,
        FailureKind.MODEL_NOT_FOUND,
        FailureKind.QUOTA_EXHAUSTED,
        FailureKind.UNAVAILABLE,
    }
)
_AT_ONCE = frozenset({FailureKind.UNSUPPORTED_FORMAT, FailureKind.MALFORMED_REPLY})


def verdict(kind: FailureKind) -> Verdict:
    """Judge one failure by its kind; when `max_tries` is used up, RETRY becomes FAIL_SLOT at the caller."""
    if kind in _RETRIED:
        return Verdict.RETRY
    return Verdict.HALT if kind in _HALTING else Verdict.FAIL_SLOT


def max_tries(kind: FailureKind) -> int | None:
    """Tell how many calls one slot gets in all while they end with this kind; None is without end."""
    return _RETRIED.get(kind, 1)


def wait_s(kind: FailureKind, tries: int, *, retry_after_s: float | None = None, jitter: float = 0.0) -> float:
    """Tell the seconds to wait before the next try.

    Args:
        tries: calls made so far, at least 1.
        retry_after_s: what the provider asked for; obeyed whatever its size. 0 or less says nothing, so that a
            provider that answers "429, Retry-After: 0" is not called in a tight loop.
        jitter: a draw from [0, 1); the wait lies between half of the exponential step and all of it.
    """
    if retry_after_s is not None and retry_after_s > 0:
        return retry_after_s
    if kind in _AT_ONCE:
        return 0.0
    cap_s = RATE_LIMITED_CAP_S if kind is FailureKind.RATE_LIMITED else TRANSPORT_CAP_S
    doublings = min(max(tries, 1) - 1, 10)  # past the cap anyway; endless tries must not overflow
    return min(cap_s, FIRST_WAIT_S * 2.0**doublings) * (0.5 + 0.5 * jitter)
