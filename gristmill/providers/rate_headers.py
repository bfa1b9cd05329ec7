"""Reads `x-ratelimit-*` answer headers into `RateHeaders`.

Pure. A header that cannot be read is treated as absent: a wrong guess here would slow a batch down or speed it up.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from gristmill.limits.window import Per, RateHeaders, RatePair

_UNIT_S: Mapping[str, float] = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_WHOLE = re.compile(r"(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+")
_PERIOD_S: Mapping[Per, float] = {"minute": 60.0, "day": 86400.0}


def read_rate_headers(headers: Mapping[str, str], *, requests_per: Per) -> RateHeaders | None:
    """Read both pairs; None when there is neither.

    Args:
        headers: case-insensitive mapping.
        requests_per: what the requests pair counts: `day` on Groq (its rate limit page: "always refers to
            requests per day"), `minute` on OpenAI and those who copy it. The tokens pair is per minute on both.
    """
    requests = _pair(headers, "requests", requests_per)
    tokens = _pair(headers, "tokens", "minute")
    return RateHeaders(requests=requests, tokens=tokens) if requests or tokens else None


def _pair(headers: Mapping[str, str], what: str, per: Per) -> RatePair | None:
    limit, remaining = headers.get(f"x-ratelimit-limit-{what}"), headers.get(f"x-ratelimit-remaining-{what}")
    if limit is None or remaining is None or not (limit.isdecimal() and remaining.isdecimal()):
        return None
    if int(limit) == 0:
        return None
    reset_s = parse_duration_s(headers.get(f"x-ratelimit-reset-{what}") or "")
    return RatePair(
        limit=int(limit), remaining=int(remaining), reset_s=_PERIOD_S[per] if reset_s is None else reset_s, per=per
    )


def parse_duration_s(text: str) -> float | None:
    """Read `2m59.56s`, `120ms`, `7.66s`, `1h0m1s` or plain seconds; None when it is none of these."""
    if _WHOLE.fullmatch(text):
        return sum(float(number) * _UNIT_S[unit] for number, unit in _PART.findall(text))
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None
