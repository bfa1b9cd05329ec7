"""What a signed-in browser carries: a date of expiry under the API token's signature, and who guesses too often.

Pure but for the count of wrong tokens, which is a few moments behind a lock. The token is in no cookie and no answer.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
from collections import deque

SESSION_S = 30 * 24 * 3600  # a person signs in once a month
MAX_WRONG, WINDOW_S = 5, 60.0  # a person mistypes twice; a token of 16 characters is not guessed at 5 a minute
_PURPOSE = b"gristmill session cookie\0"  # else a signature made for another purpose with the same token would do here
_VALUE = re.compile(r"([1-9][0-9]{0,11})\.([0-9a-f]{64})")


def cookie_name(port: int) -> str:
    """Name the cookie of the service at this port: a browser sends cookies to all ports of a host alike."""
    return f"gristmill_session_{port}"


def signed(token: str, expires_s: int) -> str:
    """Make the value of a cookie that holds until `expires_s` (Unix seconds) for as long as the token is this one."""
    return f"{expires_s}.{_signature(token, str(expires_s))}"


def is_valid(token: str, value: str, now_s: float) -> bool:
    """Tell whether a cookie's value was made by `signed` with this token and has not expired."""
    parts = _VALUE.fullmatch(value)
    if parts is None:
        return False
    expires_s, signature = parts.groups()
    return hmac.compare_digest(_signature(token, expires_s), signature) and now_s < int(expires_s)


def is_token(token: str, given: str) -> bool:
    """Compare a token that somebody gave, in a time that does not depend on how much of it is right."""
    return hmac.compare_digest(given.strip().encode(), token.encode())


def _signature(token: str, expires_s: str) -> str:
    return hmac.new(_PURPOSE + token.encode(), expires_s.encode(), hashlib.sha256).hexdigest()


class WrongTokens:
    """Counts the wrong tokens of the last minute, whoever sent them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._moments: deque[float] = deque()

    def judge(self, now_s: float, *, is_right: bool) -> float:
        """Count one try unless its token is right; returns the seconds to wait if there were too many before it, or 0.

        `now_s` is monotonic. A try that came too often is not counted, and its token must not be told right from wrong.
        """
        with self._lock:
            while self._moments and now_s - self._moments[0] >= WINDOW_S:
                self._moments.popleft()
            if len(self._moments) >= MAX_WRONG:
                return self._moments[0] + WINDOW_S - now_s
            if not is_right:
                self._moments.append(now_s)
            return 0.0
