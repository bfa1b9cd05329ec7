"""Gristmill's HTTP API as a client sees it: JSON in, JSON out, a problem as one sentence. Never asks a proxy."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from gristmill.errors import GristmillError

CALL_TIMEOUT_S = 15.0
HEALTH_WAIT_S = 90.0  # a cold start imports pandas and pyarrow from a slow disk
HEALTH_EVERY_S = 0.3

Json = dict[str, Any]


class DemoError(GristmillError):
    """The demo cannot go on; the message is one sentence for the person who started it."""


class NoAnswer(DemoError):
    """The service could not be reached, or what answered was not JSON; asking again may help."""


@dataclass(frozen=True, slots=True)
class Api:
    """The service at `url` (no trailing slash); `token` is sent as bearer token."""

    url: str
    token: str | None = None

    def get(self, path: str) -> Json:
        """Ask for a JSON object.

        Raises:
            NoAnswer: nobody answered, or not in JSON.
            DemoError: the service refused; the message is its problem's detail.
        """
        return self._call(urllib.request.Request(self.url + path))

    def post(self, path: str, body: Mapping[str, object]) -> Json:
        """Send a JSON object; answers and raises as `get`."""
        data = json.dumps(body).encode()
        return self._call(urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"}))

    def _call(self, request: urllib.request.Request) -> Json:
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=CALL_TIMEOUT_S) as answer:
                return _object(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                raise DemoError(_problem(error.read(), error.code)) from None
        except (OSError, HTTPException, ValueError) as error:
            raise NoAnswer(f"{self.url} did not answer as expected: {error}") from None


def wait_for_health(api: Api, *, within_s: float = HEALTH_WAIT_S) -> Json:
    """Wait until the service answers, and return its health.

    Raises:
        NoAnswer: it did not within `within_s` seconds.
    """
    deadline = time.monotonic() + within_s
    while True:
        try:
            return api.get("/api/health")
        except NoAnswer:
            if time.monotonic() >= deadline:
                raise
        time.sleep(HEALTH_EVERY_S)


def _object(body: bytes) -> Json:
    found = json.loads(body)
    if not isinstance(found, dict):
        raise ValueError("the answer is not a JSON object")
    return found


def _problem(body: bytes, code: int) -> str:
    """Read a problem+json answer as one sentence, with every faulty field named."""
    try:
        problem = _object(body)
    except ValueError:
        return f"The service answered {code}."
    faults = [f"{fault.get('pointer')}: {fault.get('detail')}" for fault in problem.get("errors") or []]
    return " ".join([str(problem.get("detail") or problem.get("title") or f"The service answered {code}."), *faults])
